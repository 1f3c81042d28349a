"""会议材料: every document of a publication in one step, in the background, with progress."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from django.db import transaction
from django_tasks import task

from leitai.engine.errors import InputError, Lang, Text, UsageError
from leitai.web.assessment.api import Publication
from leitai.web.exhibition.clips import clips_of
from leitai.web.exhibition.documents import Document, documents_of, file_name
from leitai.web.exhibition.keeping import keep_file, kept_path
from leitai.web.exhibition.models import Pack, Rendering
from leitai.web.exhibition.release import release_of, shapes_of
from leitai.web.foundation.api import append, now
from leitai.web.people.api import Actor

FOLDER = "renderings"
# After so long a pack that is still being made was cut off.
LONGEST = datetime.timedelta(minutes=15)


@transaction.atomic
def ask_pack(*, actor: Actor, at: datetime.datetime, publication: Publication, lang: Lang, only: str = "") -> Pack:
    """Have the pack made, or one document of it again, unless one is being made. Who may is decided by who reads the
    publication as a whole."""
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
        only=only,
        failures=_still_failing(publication, lang, only),
        total=len(_wanted(publication, only)),
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
        data={"number": publication.number, "lang": lang} | ({"only": only} if only else {}),
    )
    transaction.on_commit(lambda: make_pack_task.enqueue(made.pk))
    return made


def _wanted(publication: Publication, only: str) -> dict[str, Document]:
    return {kind: one for kind, one in documents_of(publication.audience).items() if not only or kind == only}


def _still_failing(publication: Publication, lang: Lang, only: str) -> str:
    """What the pack before could not make and this one does not try: its reasons stand until it is made."""
    last = Pack.objects.filter(publication=publication, lang=lang).order_by("-pk").first()
    known = json.loads(last.failures) if last is not None and only else {}
    return json.dumps({kind: why for kind, why in known.items() if kind != only}, ensure_ascii=False)


@task()
def make_pack_task(pack: int) -> None:
    make_pack(pack)


def make_pack(pack: int) -> None:
    """Make every document of a pack, one after the other; each stands for itself, and is kept as it is done."""
    found = Pack.objects.select_related("publication__run__round", "publication__supersedes").get(pk=pack)
    Pack.objects.filter(pk=pack).update(state="working", done=0)
    publication, lang = found.publication, cast(Lang, found.lang)
    try:
        release, shapes, clips = release_of(publication), shapes_of(publication), clips_of(publication)
        made, failures = [], json.loads(found.failures)
        for at, (kind, one) in enumerate(_wanted(publication, found.only).items(), 1):
            try:
                content = one.made(release, shapes, clips, lang)
                made.append(keep(publication, kind, lang, content, found.asked_by))
            except Exception as error:
                # A font that is missing costs the documents that need it, never those that do not.
                logging.getLogger(__name__).exception("%s %s", publication.number, kind)
                failures[kind] = reason_of(error, lang)
            Pack.objects.filter(pk=pack).update(done=at)
        _finish(found, made, failures)
    except Exception as error:
        Pack.objects.filter(pk=pack).update(state="failed", note=str(error)[:300], finished_at=now())
        raise


@transaction.atomic
def _finish(pack: Pack, made: Sequence[Rendering], failures: Mapping[str, str]) -> None:
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
        data={"number": publication.number, "documents": len(made)}
        | ({"failed": sorted(failures)} if failures else {}),
        rows=rows,
    )
    state = "partial" if failures else "done"
    told = json.dumps(dict(failures), ensure_ascii=False, sort_keys=True)
    Pack.objects.filter(pk=pack.pk).update(state=state, failures=told, finished_at=now())


def reason_of(error: Exception, lang: Lang) -> str:
    """Why a document could not be made and what to do about it, for whoever asked for it."""
    if isinstance(error, UsageError):
        return error.text.say(lang)
    if isinstance(error, InputError):
        return error.faults[0].line(lang)
    kind = type(error).__name__
    said = Text(
        f"生成时出错（{kind}），详情已记入服务器日志，请系统管理员查看后重做",
        f"it failed ({kind}); the server's log has the details: ask the administrator, then try again",
    )
    return said.say(lang)


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
