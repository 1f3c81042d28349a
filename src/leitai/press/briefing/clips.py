"""Films for the scenes of a briefing: files that lie beside the page, and all that can be wrong with naming one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from leitai.engine.errors import Catalogue, Fault, InputError, Text, did_you_mean

CATALOGUE = Catalogue.of("leitai.press.briefing")
MEDIA = {"mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg"}
"""What a browser plays, by the ending of the file's name."""
ENDINGS = Text("、".join(f".{one}" for one in MEDIA), ", ".join(f".{one}" for one in MEDIA))
MOST_SECONDS = 3600
MOST_SIGNS = 120
UNWRITTEN = Text("（空）", "(empty)")


@dataclass(frozen=True, slots=True)
class Clip:
    """A film for a scene: a file that lies beside the page, its type, how long it runs."""

    file: str
    media: str = "video/mp4"
    seconds: int = 0


def clip_of(file: str, seconds: int) -> Clip:
    """A clip by its file's name, whose ending says the type."""
    return Clip(file, MEDIA.get(_ending(file), "video/mp4"), seconds)


def read_clips(typed: Mapping[str, tuple[str, str]], known: Collection[str]) -> dict[str, Clip]:
    """Scene → clip from file names and seconds as they were typed; a scene without either has none.

    Raises InputError with every fault at once.
    """
    faults: list[Fault] = []
    found: dict[str, Clip] = {}
    for scene, (file, seconds) in typed.items():
        name, number = file.strip(), seconds.strip()
        if not name and not number:
            continue
        whole = number.isascii() and number.isdecimal() and len(number) < 9
        if number and not whole:
            faults.append(CATALOGUE.fault("BR-003", "clips", scene, value=number, limit=MOST_SECONDS))
        found[scene] = clip_of(name, int(number) if whole else 0)
    faults += clip_faults(found, known)
    if faults:
        raise InputError(faults)
    return found


def refuse_clips(clips: Mapping[str, Clip], known: Collection[str]) -> None:
    """Films for scenes there are, in files that lie beside the page."""
    faults = clip_faults(clips, known)
    if faults:
        raise InputError(faults)


def clip_faults(clips: Mapping[str, Clip], known: Collection[str]) -> list[Fault]:
    faults = []
    for scene, clip in clips.items():
        if scene not in known:
            faults.append(CATALOGUE.fault("BR-001", "clips", scene, value=scene, hint=did_you_mean(scene, known)))
        if not _beside(clip.file):
            faults.append(CATALOGUE.fault("BR-002", "clips", scene, value=clip.file or UNWRITTEN))
        elif _ending(clip.file) not in MEDIA:
            faults.append(CATALOGUE.fault("BR-004", "clips", scene, value=clip.file, endings=ENDINGS))
        if not 0 <= clip.seconds <= MOST_SECONDS:
            faults.append(CATALOGUE.fault("BR-003", "clips", scene, value=clip.seconds, limit=MOST_SECONDS))
    return faults


def _beside(file: str) -> bool:
    """Whether a name leads to a file beside the page or in a folder there, and can be written in a list."""
    parts = file.split("/")
    plain = file.isprintable() and len(file) <= MOST_SIGNS and not set(file) & set('\\:*?"<>|')
    return plain and all(part.strip() == part and part not in ("", ".", "..") for part in parts)


def _ending(file: str) -> str:
    return file.rpartition(".")[2].lower() if "." in file else ""
