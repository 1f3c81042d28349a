"""Acts on organisations: what became of one on a day, and the document that says so. Spans are ended, never edited."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.foundation.api import Refused, append
from leitai.web.people.access import authorise
from leitai.web.people.models import Organisation, OrganisationChange, OrganisationSpan, Post
from leitai.web.people.rules import OrganisationRow, check_rows, in_order
from leitai.web.people.selectors import list_keys, spans_on

CHAIN = "organisations"
ACT = "manage_organisations"


@transaction.atomic
def found_organisation(
    *,
    actor: str,
    at: datetime.datetime,
    key: str,
    name_zh: str,
    kind: str,
    since: datetime.date,
    name_en: str = "",
    parent: str | None = None,
    document: str = "",
) -> Organisation:
    """新设 an organisation from a day on."""
    authorise(actor=actor, act=ACT, at=at)
    if Organisation.objects.filter(key=key).exists():
        raise _refused(f"编号 {key} 已有，请换一个编号。", f"The key {key} is taken; choose another.")
    above = _standing(parent, since) if parent else None
    organisation = Organisation.objects.create(key=key)
    _open(organisation, since, name_zh=name_zh, name_en=name_en, kind=kind, parent=above)
    _record("found", since, [], [key], document, actor, at)
    return organisation


@transaction.atomic
def rename_organisation(
    *, actor: str, at: datetime.datetime, key: str, name_zh: str, day: datetime.date, document: str, name_en: str = ""
) -> OrganisationSpan:
    """更名 from a day on; results of rounds before it keep the old name."""
    authorise(actor=actor, act=ACT, at=at)
    old = _close(key, day)
    span = _open(old.organisation, day, name_zh=name_zh, name_en=name_en, kind=old.kind, parent=old.parent)
    _record("rename", day, [key], [key], document, actor, at)
    return span


@transaction.atomic
def move_organisation(
    *, actor: str, at: datetime.datetime, key: str, parent: str, day: datetime.date, document: str
) -> OrganisationSpan:
    """调整隶属: it stands under another organisation from a day on."""
    authorise(actor=actor, act=ACT, at=at)
    above = _standing(parent, day)
    if key in _line_above(parent, day):
        raise _refused(f"{parent} 在 {key} 之下，不能作它的上级。", f"{parent} stands below {key}; it cannot be above.")
    old = _close(key, day)
    span = _open(old.organisation, day, name_zh=old.name_zh, name_en=old.name_en, kind=old.kind, parent=above)
    _record("move", day, [key], [key], document, actor, at)
    return span


@transaction.atomic
def merge_organisations(
    *, actor: str, at: datetime.datetime, sources: Sequence[str], into: str, day: datetime.date, document: str
) -> None:
    """合并: the sources end on the day; `into` stands from then on for all of them (it may be one of them)."""
    authorise(actor=actor, act=ACT, at=at)
    if len({*sources, into}) < 2 or not sources:
        raise _refused("合并至少要两个单位。", "A merger takes at least two organisations.")
    _standing(into, day)
    for key in sorted(set(sources) - {into}):
        _end(key, day)
    _record("merge", day, sorted(set(sources)), [into], document, actor, at)


@transaction.atomic
def split_organisation(
    *, actor: str, at: datetime.datetime, key: str, into: Sequence[str], day: datetime.date, document: str
) -> None:
    """分设: what it was is carried on by several that stand already; it goes on if it is one of them, else it ends."""
    authorise(actor=actor, act=ACT, at=at)
    if len(set(into)) < 2:
        raise _refused("分设后至少要有两个单位。", "A division leaves at least two organisations.")
    for one in sorted(set(into)):
        _standing(one, day)
    if key not in into:
        _end(key, day)
    _record("split", day, [key], sorted(set(into)), document, actor, at)


@transaction.atomic
def close_organisation(*, actor: str, at: datetime.datetime, key: str, day: datetime.date, document: str) -> None:
    """撤销: it ends on the day, and so do the posts in it."""
    authorise(actor=actor, act=ACT, at=at)
    _end(key, day)
    _record("close", day, [key], [], document, actor, at)


@transaction.atomic
def load_organisations(
    *, actor: str, at: datetime.datetime, rows: Sequence[Mapping[str, str]], since: datetime.date
) -> int:
    """Organisations from a table (key, name, kind, parent): all or nothing, parents before children in any order."""
    authorise(actor=actor, act=ACT, at=at)
    read = [OrganisationRow.of(number, row) for number, row in enumerate(rows, 2)]
    faults = check_rows(read, list_keys())
    if faults:
        raise _refused("；".join(f.line("zh") for f in faults), "; ".join(f.line("en") for f in faults))
    for row in in_order(read):
        found_organisation(
            actor=actor,
            at=at,
            key=row.key,
            name_zh=row.name,
            name_en=row.name_en,
            kind=row.kind,
            parent=row.parent or None,
            since=since,
            document=row.document,
        )
    return len(read)


def _refused(zh: str, en: str) -> Refused:
    return Refused(why=Text(zh, en))


def _standing(key: str, day: datetime.date) -> Organisation:
    """An organisation that stands on the day."""
    found = Organisation.objects.filter(key=key).first()
    if found is None or not spans_on(day).filter(organisation=found).exists():
        raise _refused(
            f"编号为 {key} 的单位在 {day} 不存在，请核对编号和日期。", f"There is no {key} on {day}; check key and day."
        )
    return found


def _line_above(key: str, day: datetime.date) -> set[str]:
    """The organisation and all above it."""
    parents = dict(spans_on(day).values_list("organisation__key", "parent__key"))
    line: set[str] = set()
    above: str | None = key
    while above and above not in line:
        line.add(above)
        above = parents.get(above)
    return line


def _open(
    organisation: Organisation,
    since: datetime.date,
    *,
    name_zh: str,
    name_en: str,
    kind: str,
    parent: Organisation | None,
) -> OrganisationSpan:
    return OrganisationSpan.objects.create(
        organisation=organisation, name_zh=name_zh, name_en=name_en, kind=kind, parent=parent, since=since
    )


def _close(key: str, day: datetime.date) -> OrganisationSpan:
    open_spans = OrganisationSpan.objects.filter(organisation__key=key, until__isnull=True)
    span = open_spans.select_related("organisation", "parent").first()
    if span is None:
        raise _refused(f"单位 {key} 不存在或已撤销。", f"There is no {key}, or it was closed.")
    if day <= span.since:
        raise _refused(
            f"{day} 不晚于现行名称的起始日 {span.since}，请写更晚的日期。",
            f"{day} is not after {span.since}, when it took its present name; give a later day.",
        )
    # Whoever closes it first has it: the second finds no open span.
    if open_spans.filter(pk=span.pk).update(until=day) != 1:
        raise _refused(f"单位 {key} 刚被他人变更，请重看后再定。", f"Somebody just changed {key}; look again.")
    return span


def _end(key: str, day: datetime.date) -> None:
    below = sorted(spans_on(day).filter(parent__key=key).values_list("name_zh", flat=True))
    if below:
        raise _refused(
            f"{key} 之下还有{'、'.join(below)}，请先调整它们的隶属。",
            f"Below {key} stand {', '.join(below)}; move them first.",
        )
    _close(key, day)
    # A post that was to begin later never does: it ends on the day it would have begun.
    Post.objects.filter(organisation__key=key, until__isnull=True).update(
        until=Greatest(F("since"), Value(day, DateField()))
    )


def _record(
    kind: str,
    day: datetime.date,
    sources: Sequence[str],
    results: Sequence[str],
    document: str,
    actor: str,
    at: datetime.datetime,
) -> None:
    change = OrganisationChange(
        day=day,
        kind=kind,
        sources=canonical_bytes(list(sources)).decode(),
        results=canonical_bytes(list(results)).decode(),
        document=document,
        at=at,
        actor=actor,
    )
    change.save(force_insert=True)
    main = (list(results) or list(sources))[0]
    append(
        chain=CHAIN,
        at=at,
        actor=actor,
        act=f"organisation_{kind}",
        organisation=main,
        subject=f"organisation:{main}",
        data={"from": list(sources), "to": list(results), "day": day.isoformat(), "document": document},
        rows=[change],
    )
