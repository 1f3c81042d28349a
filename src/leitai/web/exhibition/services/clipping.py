"""短片素材: the films for the scenes of a briefing, saved as one set."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.db import transaction

from leitai.engine.errors import InputError
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.press.briefing import Clip, refuse_clips
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.clips import slots_of
from leitai.web.exhibition.errors import Faulty
from leitai.web.exhibition.models import ClipSet
from leitai.web.exhibition.services.packing import chain_of
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, authorise


@transaction.atomic
def save_clips(
    *, actor: Actor, at: datetime.datetime, publication: Publication, clips: Mapping[str, Clip]
) -> ClipSet | None:
    """The films for the scenes of a publication, all of them; what stands already is not saved again. None: nothing
    was ever saved, and nothing is now."""
    held = authorise(actor=actor, act="prepare_publication", at=at)
    found = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("run__round", "run__before__run")
        .filter(pk=publication.pk)
        .first()
    )
    if found is None:
        raise Invisible
    try:
        refuse_clips(clips, [scene.id for scene in slots_of(found, "zh")])
    except InputError as error:
        raise Faulty(error.faults) from None
    said = {scene: [clip.file, clip.seconds] for scene, clip in sorted(clips.items())}
    plain = canonical_bytes(said).decode()
    last = ClipSet.objects.filter(publication=found).order_by("-pk").first()
    if plain == (last.clips if last is not None else "{}"):
        return last
    made = ClipSet(publication=found, clips=plain, person=actor.key, at=at)
    made.save(force_insert=True)
    append(
        chain=chain_of(found),
        at=at,
        actor=actor.key,
        post=f"{held.role}@{held.organisation}"[:64] if held is not None else "",
        act="save_clips",
        organisation=found.run.round.office,
        subject=f"publication:{found.number}",
        data={"number": found.number, "clips": len(said), "files": said},
        rows=[made],
    )
    return made
