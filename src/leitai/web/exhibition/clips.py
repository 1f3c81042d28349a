"""短片素材: which films stand for the scenes of a briefing, and the sheet that tells who shows it where they belong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from leitai.engine.errors import Lang, Text
from leitai.press.briefing import Clip, clip_of
from leitai.press.briefing.scenes import Scene, scenes_of
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.models import ClipSet
from leitai.web.exhibition.release import release_of

GUIDES: Mapping[Lang, str] = {"zh": "说明.txt", "en": "readme.txt"}


def clips_of(publication: Publication) -> dict[str, Clip]:
    """Scene → film, as last saved."""
    last = ClipSet.objects.filter(publication=publication).order_by("-pk").first()
    said = json.loads(last.clips) if last is not None else {}
    return {scene: clip_of(file, seconds) for scene, (file, seconds) in said.items()}


def slots_of(publication: Publication, lang: Lang) -> tuple[Scene, ...]:
    """The scenes of the briefing as they run without films."""
    return scenes_of(release_of(publication), {}, lang)


def title_of(scene: Scene, lang: Lang) -> str:
    """How a scene is called in a list: its group goes first, and the first scene is the opening."""
    first = Text("开场", "Opening").say(lang) if scene.id == "opening" else scene.group
    return " · ".join(filter(None, (first, scene.title)))


def guide(number: str, scenes: Sequence[Scene], clips: Mapping[str, Clip], lang: Lang) -> bytes:
    """The sheet beside the page, as the plain editor of any desk opens it."""
    zh = lang == "zh"
    lines = [f"短片 {number} 素材说明" if zh else f"Briefing {number}: its films", ""]
    lines += [
        "请把下列片子放在 briefing.html 旁边，文件夹和文件名逐字一致（含扩展名）："
        if zh
        else "Put these films beside briefing.html, with exactly these folders, names and endings:",
        "",
    ]
    for scene in scenes:
        if scene.id in clips:
            clip, title = clips[scene.id], title_of(scene, lang)
            length = (f"，{clip.seconds} 秒" if zh else f", {clip.seconds} s") if clip.seconds else ""
            lines.append(f"  {clip.file}    {title}{length}")
    lines += [
        "",
        "没有放片子的一幕，页面注明“素材未找到”，照常放映自带的画面和字幕。"
        if zh
        else 'Where a film is missing the page says "The clip is not there" and the scene itself plays, with captions.',
        "会前请用现场的电脑从头放一遍。"
        if zh
        else "Run it once from the beginning on the computer of the hall, before the meeting.",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
