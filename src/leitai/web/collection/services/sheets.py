"""审签表: exactly the figures a head signs for, their digest as a short code, and the signature matched to it."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, Literal

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Text, UsageError
from leitai.engine.rulebook.digest import canonical_bytes, digest, normalise_code, short_code
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureVersion, Obligation, Round, Sheet, Signature
from leitai.web.collection.rules.duties import conflicts
from leitai.web.collection.services.acting import chain_of, get_round, holding, standing
from leitai.web.collection.services.papers import checked_file, keep_file
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, Held, refusal, successors_on

Kind = Literal["filed", "row"]
KINDS = {"filed": Text("填报审签", "figures filed"), "row": Text("本单位数据确认", "row of the unit")}


@dataclass(frozen=True, slots=True)
class Scan:
    """A signed sheet as it came back from paper: the file, and the code printed on it."""

    name: str
    content: bytes
    code: str


@transaction.atomic
def make_sheet(*, actor: Actor, at: datetime.datetime, round: int, organisation: str, kind: Kind) -> Sheet:
    """Draw up the sheet over what stands now. The same figures give the same sheet, digest and code."""
    actor, round_ = standing(actor, at), get_round(round)
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
    made.save(force_insert=True)
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
    actor = standing(actor, at)
    if scan is None:
        post = actor.post_for("sign", found.organisation)
        if post is None or post.organisation != found.organisation:
            raise refusal("sign")
        if not second_factor:
            raise Cannot(
                "线上签须再验证一次身份。请完成二次验证，或打印纸质审签表签章后上传。",
                "Signing on screen takes a second factor. Verify yourself again, or print, sign and upload the sheet.",
            )
    else:
        post = _post_in(actor, found.organisation)
        _matches(found, scan)
    _current(found, at)
    kept, new = None, False
    if scan is not None:
        checked_file(scan.name, scan.content)
        kept, new = keep_file(actor, at, found.organisation, scan.name, scan.content)
    made = Signature(
        sheet=found,
        way="screen" if scan is None else "paper",
        scan=kept,
        conflict=" ".join(conflicts(actor, {found.organisation}, _others(found)))[:300],
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
        chain=chain_of(found.round, found.organisation),
        at=at,
        actor=actor.key,
        post=post.role,
        act="sign_sheet",
        organisation=found.organisation,
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
            f"短码应为 5 组、每组 4 个字符，写作 {sheet.code[:4]}-…;给出的是“{scan.code}”。",
            f"A code has five groups of four, like {sheet.code[:4]}-…; '{scan.code}' was given.",
        ) from None
    if typed == sheet.code:
        return
    other = Sheet.objects.filter(code=typed).first()
    if other is None:
        raise Cannot(
            f"短码 {typed} 与本表 {sheet.code} 不符，系统中也没有这张审签表。请核对纸面右上角的短码。",
            f"The code {typed} is not {sheet.code}, nor that of any sheet here. Look at the code on the paper.",
        )
    if (other.round_id, other.organisation, other.kind) != (sheet.round_id, sheet.organisation, sheet.kind):
        raise Cannot(
            f"短码 {typed} 是另一张审签表({other.organisation} {KINDS[other.kind].zh})，不是本表 {sheet.code}。",
            f"The code {typed} is another sheet ({other.organisation}, {KINDS[other.kind].en}), not {sheet.code}.",
        )
    raise Cannot(
        f"短码 {typed} 是数据更改之前打印的旧表。请打印现在的审签表 {sheet.code}，重新签章。",
        f"The code {typed} is of a sheet printed before figures changed. Print {sheet.code} and sign it.",
    )


def _current(sheet: Sheet, at: datetime.datetime) -> None:
    """A sheet is signed only while it still says what stands."""
    merged = successors_on(timezone.localdate(at))
    now = sheet_content(sheet.round, sheet.organisation, sheet.kind, merged)
    before = {tuple(row[:4]): row for row in json.loads(sheet.content)["rows"]}
    after = {tuple(row[:4]): row for row in now["rows"]}
    changed = sum(before.get(key) != after.get(key) for key in before.keys() | after.keys())
    if changed:
        raise Cannot(
            f"此表打印之后有 {changed} 项数据更改，签字对不上现在的数据。请重新生成并打印审签表。",
            f"{changed} figures changed since this sheet was printed. Draw it up and print it again.",
        )


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
