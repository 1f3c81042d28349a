"""会议材料: every document of a publication in one step, in the background, with progress."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from django.db import transaction
from django_tasks import task

from leitai.engine.errors import Lang
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.clips import clips_of
from leitai.web.exhibition.documents import documents_of, file_name
from leitai.web.exhibition.keeping import keep_file, kept_path
from leitai.web.exhibition.models import Pack, Rendering
from leitai.web.exhibition.release import release_of, shapes_of
from leitai.web.foundation.api import append, now
from leitai.web.people.api import Actor

FOLDER = "renderings"
# After so long a pack that is still being made was cut off.
LONGEST = datetime.timedelta(minutes=15)


@transaction.atomic
def ask_pack(*, actor: Actor, at: datetime.datetime, publication: Publication, lang: Lang) -> Pack:
    """Have the pack made, unless one is being made. Who may is decided by who reads the publication as a whole."""
    # One asks at a time; a pack that has taken too long was cut off with its worker.
    Publication.objects.select_for_update().filter(pk=publication.pk).first()
    open_ = Pack.objects.filter(publication=publication, lang=lang, state__in=("waiting", "working"))
    open_.filter(asked_at__lt=at - LONGEST).update(state="failed", note="", finished_at=at)
    waiting = open_.first()
    if waiting is not None:
        return waiting
    made = Pack.objects.create(
        publication=publication,
        lang=lang,
        total=len(documents_of(publication.audience)),
        asked_by=actor.key,
        asked_at=at,
    )
    append(
        chain=chain_of(publication),
        at=at,
        actor=actor.key,
        act="ask_pack",
        organisation=publication.run.round.office,
        subject=f"publication:{publication.number}",
        data={"number": publication.number, "lang": lang},
    )
    transaction.on_commit(lambda: make_pack_task.enqueue(made.pk))
    return made


@task()
def make_pack_task(pack: int) -> None:
    make_pack(pack)


def make_pack(pack: int) -> None:
    """Make every document of a pack, one after the other; each is kept as it is done."""
    found = Pack.objects.select_related("publication__run__round", "publication__supersedes").get(pk=pack)
    Pack.objects.filter(pk=pack).update(state="working", done=0)
    publication, lang = found.publication, cast(Lang, found.lang)
    try:
        release, shapes, clips = release_of(publication), shapes_of(publication), clips_of(publication)
        made = []
        for at, (kind, one) in enumerate(documents_of(publication.audience).items(), 1):
            made.append(keep(publication, kind, lang, one.made(release, shapes, clips, lang), found.asked_by))
            Pack.objects.filter(pk=pack).update(done=at)
        _finish(found, made)
    except Exception as error:
        Pack.objects.filter(pk=pack).update(state="failed", note=str(error)[:300], finished_at=now())
        raise


@transaction.atomic
def _finish(pack: Pack, made: Sequence[Rendering]) -> None:
    """The rows of what differs from the last of its kind, in the transaction of the event that seals them; of two packs
    at once the second finds the rows of the first."""
    publication = Publication.objects.select_for_update().select_related("run__round").get(pk=pack.publication_id)
    last = (
        Rendering.objects.filter(publication=publication, lang=pack.lang).order_by("pk").values_list("kind", "digest")
    )
    held = dict(last)
    rows = [row for row in made if held.get(row.kind) != row.digest]
    for row in rows:
        row.save(force_insert=True)
    append(
        chain=chain_of(publication),
        at=now(),
        actor=pack.asked_by,
        act="make_pack",
        organisation=publication.run.round.office,
        subject=f"publication:{publication.number}",
        data={"number": publication.number, "documents": len(made)},
        rows=rows,
    )
    Pack.objects.filter(pk=pack.pk).update(state="done", finished_at=now())


def keep(publication: Publication, kind: str, lang: Lang, content: bytes, person: str) -> Rendering:
    """The row of a document, not yet stored; its bytes are on the disk by their digest."""
    digest = keep_file(FOLDER, content)
    return Rendering(
        publication=publication,
        kind=kind,
        lang=lang,
        name=file_name(kind, publication.number, lang),
        digest=digest,
        size=len(content),
        person=person,
        at=now(),
    )


def rendering_path(digest: str) -> Path:
    """Where a document lies: by its digest."""
    return kept_path(FOLDER, digest)


def chain_of(publication: Publication) -> str:
    return f"{publication.book}/{publication.period}/exhibition"
