"""The briefing that runs by itself in the place of a 短片: 亮点 and 不足 by rule, narration, captions, slots for clips.

One html file, as self-contained as the wall; films lie beside it and are only named. Without script it reads as a text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leitai.engine.errors import Lang
from leitai.press.briefing.captions import srt, vtt
from leitai.press.briefing.clips import Clip, clip_of, read_clips, refuse_clips
from leitai.press.briefing.scenes import Scene, scenes_of
from leitai.press.pages import alone, asset
from leitai.press.pages.board import front_of
from leitai.press.release import Release

PACKAGE = "leitai.press.briefing"
__all__ = ["Briefing", "Clip", "clip_of", "make_briefing", "read_clips", "refuse_clips"]


@dataclass(frozen=True, slots=True)
class Briefing:
    """The page, its captions as files for an editing desk, and the scenes with the slots clips can be given for."""

    html: bytes
    vtt: bytes
    srt: bytes
    scenes: tuple[Scene, ...] = field(repr=False)


def make_briefing(release: Release, clips: Mapping[str, Clip] | None = None, lang: Lang = "zh") -> Briefing:
    """The briefing of a release. `clips` maps scenes to films; raises InputError where one fits nowhere."""
    clips = clips or {}
    scenes = scenes_of(release, {scene: clip.seconds for scene, clip in clips.items()}, lang)
    refuse_clips(clips, [scene.id for scene in scenes])
    shared = "\n".join(asset("leitai.press.pages", name) for name in ("tokens.css", "charts.css"))
    styles = f"{shared}\n{asset(PACKAGE, 'briefing.css')}"
    data = {"scenes": [_plain(scene) for scene in scenes]}
    context = {"front": front_of(release, lang), "scenes": scenes, "clips": clips}
    media = "'self' file:" if clips else "'none'"
    page = alone(PACKAGE, "briefing.html", lang, context, styles, asset(PACKAGE, "briefing.js"), data, media)
    return Briefing(page, vtt(scenes), srt(scenes), scenes)


def _plain(scene: Scene) -> Mapping[str, object]:
    return {
        "id": scene.id,
        "length": scene.length,
        "cues": [{"at": cue.start - scene.start, "say": cue.text} for cue in scene.cues],
    }
