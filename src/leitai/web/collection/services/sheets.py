"""审签表: exactly the figures a head signs for, their digest as a short code, and the signature matched to it."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Lang, Text, UsageError
from leitai.engine.rulebook.digest import canonical_bytes, digest, normalise_code, short_code
from leitai.web.collection.editions import organisation_names, plan_of, role_name
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureVersion, Obligation, Round, Sheet, Signature
from leitai.web.collection.rules.duties import conflicts
from leitai.web.collection.services.acting import chain_of, get_round, holding, standing, standing_for
from leitai.web.collection.services.papers import checked_file, keep_file
from leitai.web.collection.showing import shown_value
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, Held, refusal, successors_on

Kind = Literal["filed", "row"]
# More than this many changed figures are counted, not named.
MOST_NAMED = 10
KINDS = {"filed": Text("填报审签表", "sheet of figures filed"), "row": Text("数据确认审签表", "sheet of a unit's row")}


@dataclass(frozen=True, slots=True)
class Scan:
    """A signed sheet as it came back from paper: the file, and the code printed on it."""

    name: str
    content: bytes
    code: str


@transaction.atomic
def make_sheet(*, actor: Actor, at: datetime.datetime, round: int, organisation: str, kind: Kind) -> Sheet:
    """Draw up the sheet over what stands now. The same figures give the same sheet, digest and code.

    Of a body that has merged it is its successor's sheet, over all that the successor answers for.
    """
    actor, round_, organisation = standing(actor, at), get_round(round), standing_for(organisation, at)
    post = _post_in(actor, organisation)
    content = sheet_content(round_, organisation, kind, successors_on(timezone.localdate(at)))
    if not content["rows"]:
        raise Cannot("本单位还没有可以审签的数据。", "This unit has no figures to sign yet.")
    seal = digest(content, "sha256")
    found = Sheet.objects.filter(digest=seal).first()
    if found is not None:
        return found
    made = Sheet(
        round=round_,
        organisation=organisation,
        kind=kind,
        content=canonical_bytes(content).decode(),
        digest=seal,
        code=short_code(seal),
        person=actor.key,
        at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else drew up the same sheet just now
        return Sheet.objects.get(digest=seal)
    append(
        chain=chain_of(round_, organisation),
        at=at,
        actor=actor.key,
        post=post.role,
        act="make_sheet",
        organisation=organisation,
        subject=f"round:{round_.pk}",
        data={"kind": kind, "code": made.code, "figures": len(content["rows"])},
        rows=[made],
    )
    return made


@transaction.atomic
def sign_sheet(
    *, actor: Actor, at: datetime.datetime, sheet: int, scan: Scan | None = None, second_factor: bool = False
) -> Signature:
    """Sign on screen (the head herself, with a second factor) or bring back the paper, matched by its code."""
    found = Sheet.objects.select_related("round").filter(pk=sheet).first()
    if found is None:
        raise Invisible
    actor, body = standing(actor, at), standing_for(found.organisation, at)
    if scan is None:
        post = actor.post_for("sign", body)
        if post is None or post.organisation != body:
            raise refusal("sign")
        if not second_factor:
            raise Cannot(
                "线上签须再验证一次身份。请完成二次验证，或打印纸质审签表签章后上传。",
                "Signing on screen takes a second factor. Verify yourself again, or print, sign and upload the sheet.",
            )
    else:
        post = _post_in(actor, body)
        _matches(found, scan)
    _current(found, at)
    kept, new = None, False
    if scan is not None:
        checked_file(scan.name, scan.content)
        kept, new = keep_file(actor, at, body, scan.name, scan.content)
    made = Signature(
        sheet=found,
        way="screen" if scan is None else "paper",
        scan=kept,
        conflict=" ".join(conflicts(actor, {found.organisation, body}, _others(found)))[:300],
        person=actor.key,
        at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot(
            f"审签表 {found.code} 已经签过，不必再签。", f"The sheet {found.code} is signed already."
        ) from None
    append(
        chain=chain_of(found.round, body),
        at=at,
        actor=actor.key,
        post=post.role,
        act="sign_sheet",
        organisation=body,
        subject=f"sheet:{found.pk}",
        data={"code": found.code, "way": made.way, "conflict": made.conflict},
        rows=[kept, made] if kept is not None and new else [made],
    )
    return made


def sheet_content(round_: Round, organisation: str, kind: str, merged: dict[str, str]) -> dict[str, Any]:
    """What a sheet says, and nothing else: its digest covers exactly this."""
    stood_for = [organisation, *(old for old, new in merged.items() if new == organisation)]
    duties = Obligation.objects.filter(round=round_, cell__version__gt=0)
    own = duties.filter(filer__in=stood_for) if kind == "filed" else duties.filter(cell__contestant__in=stood_for)
    cells = list(Cell.objects.filter(pk__in=own.values("cell_id")))
    held = holding(cells)
    rows = sorted(_row(cell, held[cell.pk]) for cell in cells if held[cell.pk].status != "unreported")
    return {
        "book": round_.book,
        "edition": round_.edition,
        "period": round_.period,
        "organisation": organisation,
        "kind": kind,
        "rows": rows,
    }


def _row(cell: Cell, version: FigureVersion) -> list[str]:
    return [
        cell.contestant,
        cell.indicator,
        cell.period,
        cell.role,
        version.value,
        version.status,
        version.vintage,
        str(version.number),
    ]


def _matches(sheet: Sheet, scan: Scan) -> None:
    try:
        typed = normalise_code(scan.code)
    except UsageError:
        raise Cannot(
            f"短码应为 5 组、每组 4 个字符，写作 {sheet.code[:4]}-…；给出的是“{scan.code}”。",
            f"A code has five groups of four, like {sheet.code[:4]}-…; '{scan.code}' was given.",
        ) from None
    if typed == sheet.code:
        return
    other = Sheet.objects.select_related("round").filter(code=typed).first()
    if other is None:
        raise Cannot(
            f"短码 {typed} 与本表 {sheet.code} 不符，系统中也没有这张审签表。请核对纸面右上角的短码。",
            f"The code {typed} is not {sheet.code}, nor that of any sheet here. Look at the code on the paper.",
        )
    if (other.round_id, other.organisation, other.kind) != (sheet.round_id, sheet.organisation, sheet.kind):
        plan = plan_of(other.round.book, other.round.edition)
        zh, en = (organisation_names(plan, lang).get(other.organisation, other.organisation) for lang in ("zh", "en"))
        period, kind = other.round.period, KINDS[other.kind]
        raise Cannot(
            f"短码 {typed} 是另一张审签表（{zh} {period} {kind.zh}），不是本表 {sheet.code}。",
            f"The code {typed} is another sheet ({en}, {period}, {kind.en}), not {sheet.code}.",
        )
    what = changes(sheet.round, json.loads(other.content), json.loads(sheet.content))
    raise Cannot(
        f"短码 {typed} 是另一时间打印的旧表，与本表 {sheet.code} 相差：{what.zh}。请打印本表，重新签章。",
        f"The code {typed} is of a sheet printed at another time; it differs from {sheet.code}: {what.en}. Print this"
        " sheet and have it signed.",
    )


def _current(sheet: Sheet, at: datetime.datetime) -> None:
    """A sheet is signed only while it still says what stands."""
    what = stale(sheet, timezone.localdate(at))
    if what is not None:
        raise Cannot(
            f"此表打印之后数据有更改：{what.zh}。签字对不上现在的数据，请重新生成并打印审签表，重新签章。",
            f"Figures changed since this sheet was printed: {what.en}. Draw it up, print and sign it again.",
        )


def stale(sheet: Sheet, day: datetime.date) -> Text | None:
    """Which figures changed after the sheet was drawn up, or None while it says what stands."""
    before = json.loads(sheet.content)
    now = sheet_content(sheet.round, sheet.organisation, sheet.kind, successors_on(day))
    return None if now["rows"] == before["rows"] else changes(sheet.round, before, now)


def changes(round_: Round, before: dict[str, Any], after: dict[str, Any]) -> Text:
    """Which figures differ between what two sheets of one unit say, each by its names: 汐桥区 生产总值 7.1 → 7.3."""
    plan = plan_of(round_.book, round_.edition)
    old, new = ({tuple(row[:4]): row for row in content["rows"]} for content in (before, after))
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    said: dict[Lang, str] = {}
    languages: tuple[Lang, ...] = ("zh", "en")
    for lang in languages:
        names = organisation_names(plan, lang)
        lines = []
        for contestant, indicator, period, role in changed[:MOST_NAMED]:
            where = [names.get(contestant, contestant), plan.inputs[indicator].name.say(lang)]
            where += [] if role == "actual" else [role_name(plan, role, lang)]
            values = " → ".join(
                _held(content.get((contestant, indicator, period, role)), lang) for content in (old, new)
            )
            lines.append(f"{' '.join(where)} {period} {values}")
        said[lang] = ("；" if lang == "zh" else "; ").join(lines)
    if len(changed) > MOST_NAMED:
        return Text(f"{said['zh']}；等共 {len(changed)} 项", f"{said['en']}; {len(changed)} in all")
    return Text(said["zh"], said["en"])


def _held(row: list[str] | None, lang: Lang) -> str:
    """A figure on a sheet with the number of its filing: filed again it is another figure, even if it is equal."""
    if row is None:
        return Text("无", "nothing").say(lang)
    value = shown_value(row[4], row[5]).say(lang)
    return Text(f"{value}（第 {row[7]} 次填报）", f"{value} (filing {row[7]})").say(lang)


def _others(sheet: Sheet) -> set[str]:
    """Organisations judged or judging by the figures on the sheet."""
    rows = json.loads(sheet.content)["rows"]
    return {row[0] for row in rows}


def _post_in(actor: Actor, organisation: str) -> Held:
    for held in actor.posts:
        if held.organisation == organisation and held.role in ("filer", "liaison", "head", "statistics", "office"):
            return held
    if actor.organisations or actor.reach("view_all") is None:
        raise refusal("report")
    raise Invisible
