"""短片素材: a film for each scene of the briefing, named here, shown from beside the page in the hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from leitai.engine.errors import Fault, InputError
from leitai.press.briefing import read_clips
from leitai.press.briefing.scenes import Scene
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.access import access_whole
from leitai.web.exhibition.clips import GUIDES, clips_of, slots_of, title_of
from leitai.web.exhibition.models import ClipSet
from leitai.web.exhibition.services.clipping import save_clips
from leitai.web.foundation.api import lang, now, say
from leitai.web.people.api import ActorRequest, person_names, require

ACT = "prepare_publication"


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the form: the scene, how long its narration takes, and the film as it was typed."""

    scene: Scene
    title: str
    seconds: int
    file: str
    length: str
    wrong: bool = False


def clips(request: ActorRequest, number: str) -> HttpResponse:
    found = access_whole(request.actor, number, now())
    require(request.actor, ACT)
    scenes = slots_of(found, lang())
    if request.method != "POST":
        held = {scene: (clip.file, str(clip.seconds or "")) for scene, clip in clips_of(found).items()}
        return _page(request, found, [_slot(scene, *held.get(scene.id, ("", ""))) for scene in scenes], (), 200)
    typed = {one.id: tuple(request.POST.get(f"{part}-{one.id}", "") for part in ("file", "seconds")) for one in scenes}
    given = {scene: (file, seconds) for scene, (file, seconds) in typed.items()}
    try:
        chosen = read_clips(given, [one.id for one in scenes])
    except InputError as error:
        at = {fault.where for fault in error.faults}
        slots = [_slot(one, *given[one.id], wrong=one.id in at) for one in scenes]
        return _page(request, found, slots, _placed(error.faults, scenes), 422)
    save_clips(actor=request.actor, at=now(), publication=found, clips=chosen)
    words = say(
        f"已保存，{len(chosen)} 幕配了素材。请重新生成会议材料。",
        f"Saved: {len(chosen)} scenes have a film. Make the meeting pack again.",
    )
    messages.success(request, words)
    return redirect("exhibition:clips", number)


def _page(
    request: ActorRequest, found: Publication, slots: Sequence[Slot], faults: Sequence[Fault], status: int
) -> HttpResponse:
    last = ClipSet.objects.filter(publication=found).order_by("-pk").first()
    context = {
        "publication": found,
        "slots": slots,
        "faults": faults,
        "last": last,
        "people": person_names({last.person}) if last is not None else {},
        "guide": GUIDES[lang()],
    }
    return render(request, "exhibition/clips.html", context, status=status)


def _slot(scene: Scene, file: str, length: str, wrong: bool = False) -> Slot:
    spoken = scene.cues[-1].end - scene.start if scene.cues else 0
    return Slot(scene, title_of(scene, lang()), -(-spoken // 1000), file, length, wrong)


def _placed(faults: Sequence[Fault], scenes: Sequence[Scene]) -> list[Fault]:
    """The faults with the scenes by their titles, as the form has them."""
    titles = {one.id: title_of(one, lang()) for one in scenes}
    return [replace(fault, place="", where=titles.get(fault.where, fault.where)) for fault in faults]
