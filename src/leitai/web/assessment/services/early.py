"""禁发: who may read what of a publication before its hour, person by person."""

from __future__ import annotations

import datetime

from django.db import transaction

from leitai.web.assessment.books import book_of
from leitai.web.assessment.errors import Cannot
from leitai.web.assessment.models import EarlyReader, Publication
from leitai.web.assessment.rules import SCOPES
from leitai.web.assessment.services.acting import locked_round, record
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, find_person, post_for


@transaction.atomic
def let_read_early(
    *, actor: Actor, at: datetime.datetime, publication: int, reader: str, scope: str, contestant: str = ""
) -> EarlyReader:
    """Let one person read everything, the boards for print, or the rank of one unit, before the hour."""
    found = _embargoed(publication, at)
    round_ = locked_round(found.run.round_id)
    post = post_for(actor, "prepare_publication", at)
    if scope not in SCOPES:
        raise Cannot("请选择可阅的内容。", "Choose what may be read.")
    if find_person(reader) is None:
        raise Cannot(f"没有“{reader}”这个人，请从名单中选择。", f"There is nobody with the key '{reader}'.")
    book = book_of(found.run)
    if scope == "own" and contestant not in book.result["values"][book.period]:
        raise Cannot("请选择结果中的一家单位。", "Choose a unit of the result.")
    made = EarlyReader(
        publication=found, reader=reader, scope=scope, contestant=contestant if scope == "own" else "",
        person=actor.key, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        actor=actor, post=post, at=at, act="let_read_early", round_=round_, subject=f"publication:{found.number}",
        data={"number": found.number, "reader": reader, "scope": SCOPES[scope].zh, "contestant": made.contestant},
        rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def end_early_reading(*, actor: Actor, at: datetime.datetime, publication: int, reader: str) -> EarlyReader:
    """Take back what one person may read before the hour."""
    found = _embargoed(publication, at)
    round_ = locked_round(found.run.round_id)
    post = post_for(actor, "prepare_publication", at)
    if not reads_early(found, reader):
        raise Cannot("这个人没有提前阅看的权限。", "This person may not read it early anyway.")
    made = EarlyReader(publication=found, reader=reader, scope="all", ended=True, person=actor.key, at=at)
    made.save(force_insert=True)
    record(
        actor=actor, post=post, at=at, act="end_early_reading", round_=round_, subject=f"publication:{found.number}",
        data={"number": found.number, "reader": reader}, rows=[made],
    )  # fmt: skip
    return made


def reads_early(publication: Publication, reader: str) -> list[EarlyReader]:
    """What a person may read of it before its hour: every permission since the last one that took them all back."""
    held: list[EarlyReader] = []
    for row in EarlyReader.objects.filter(publication=publication, reader=reader).order_by("pk"):
        held = [] if row.ended else [*held, row]
    return held


def _embargoed(pk: int, at: datetime.datetime) -> Publication:
    found = Publication.objects.select_related("run").filter(pk=pk).first()
    if found is None:
        raise Invisible
    if found.effective_at <= at:
        raise Cannot("这份公布件已经生效，人人按其范围可阅。", "It is in force already; its audience may read it.")
    return found
