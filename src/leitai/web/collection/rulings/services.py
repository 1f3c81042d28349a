"""Acts on rulings: recorded as a figure through door 1, countersigned or sent back through door 2."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureVersion, Ruling
from leitai.web.collection.services.acting import chain_of, open_round_of, overtaken, own_or_refuse, standing
from leitai.web.collection.services.decisions import return_figures, verify_figures
from leitai.web.collection.services.papers import Proof, checked_file, keep_file, pin_once
from leitai.web.collection.services.ruling import file_ruling
from leitai.web.collection.services.shapes import Judged, Outcome
from leitai.web.foundation.api import FrozenModel, Invisible, append
from leitai.web.people.api import Actor


@dataclass(frozen=True, slots=True)
class Decided:
    """What was ruled. `points` as they were written; `day` is the document's."""

    contestant: str
    indicator: str
    points: str
    clause: str
    document: str
    day: datetime.date
    text: str
    proof: Proof


@transaction.atomic
def record_ruling(*, actor: Actor, at: datetime.datetime, round: int, decided: Decided, seen: int = 0) -> Ruling:
    """作出裁定. It stands as a figure that waits for the countersignature; a second ruling on the case corrects it.

    `seen`: the key of the last ruling of the round that the actor had before her; one on this case that came in after
    it is not corrected unseen.
    """
    actor, round_ = standing(actor, at), open_round_of(round)
    post = own_or_refuse(actor, "rule", round_.office)
    _whole(decided, timezone.localdate(at))
    checked_file(decided.proof.name, decided.proof.content)
    outcome = file_ruling(
        actor=actor, at=at, round=round, contestant=decided.contestant, indicator=decided.indicator,
        points=decided.points, reason=f"{decided.clause.strip()}：{decided.text.strip()}",
        document=decided.document.strip(), batch=secrets.token_hex(12),
    )  # fmt: skip
    later = Ruling.objects.filter(round=round_, version__cell=outcome.cell, pk__gt=seen).order_by("-pk").first()
    if later is not None:
        values = later.version.value, decided.points.strip()
        theirs, ours = (Text(f"{value} 分", f"{value} points") for value in values)
        raise overtaken(Text("这项裁定", "This ruling"), later.person, later.at, theirs=theirs, ours=ours)
    if outcome.done not in ("saved", "explain"):
        raise _refused(outcome)
    kept, new = keep_file(actor, at, round_.office, decided.proof.name, decided.proof.content)
    version = FigureVersion.objects.get(cell_id=outcome.cell, number=outcome.version)
    pinned, first = pin_once(actor, at, kept, outcome.cell)
    rows: list[FrozenModel] = [*([kept] if new else []), *([pinned] if first else [])]
    made = Ruling(
        round=round_, version=version, clause=decided.clause.strip(), document=decided.document.strip(),
        day=decided.day, text=decided.text.strip(), proof=kept, person=actor.key, post=post, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act="record_ruling",
        organisation=round_.office,
        subject=f"cell:{outcome.cell}",
        data={"contestant": decided.contestant, "indicator": decided.indicator, "points": version.value,
              "name": plan_of(round_.book, round_.edition).inputs[decided.indicator].name.zh,
              "clause": made.clause, "document": made.document},
        rows=[*rows, made],
    )  # fmt: skip
    return made


def _whole(decided: Decided, today: datetime.date) -> None:
    """Everything that is missing, at once."""
    faults = [
        Text(f"{zh}没有填", f"{en} is missing")
        for value, zh, en in (
            (decided.points, "裁定分", "the points"),
            (decided.clause, "所依条款", "the clause"),
            (decided.document, "文号", "the document"),
            (decided.text, "裁定内容", "the text"),
        )
        if not value.strip()
    ]
    if decided.day > today:
        faults.append(Text(f"文件日期 {decided.day} 还没有到", f"the day {decided.day} is still to come"))
    if faults:
        raise Cannot.of(faults)


def _refused(outcome: Outcome) -> Cannot:
    """What door 1 said of the points, in its own words."""
    if outcome.done == "unchanged":
        return Cannot("同样的裁定已经记录，没有变动。", "The same ruling is on record already; nothing would change.")
    said = [one.fault for one in outcome.findings]
    if not said:
        return Cannot("这项裁定刚被他人更改，请刷新后重试。", "Somebody changed this ruling just now; reload the page.")
    parts = [
        Text(f"{one.where}：{one.found.zh}，应为 {one.allowed.zh}", f"{one.where}: {one.found.en}; {one.allowed.en}")
        for one in said
    ]
    return Cannot.of(parts)


@transaction.atomic
def countersign_ruling(
    *, actor: Actor, at: datetime.datetime, ruling: int, agree: bool, reason: str = "", due: datetime.date | None = None
) -> Outcome:
    """复核: agree, and it counts; or send it back with a reason and a day. One of two at once is told of the other."""
    found = Ruling.objects.select_related("round", "version__cell").filter(pk=ruling).first()
    if found is None:
        raise Invisible
    judged = [Judged(found.version.cell_id, found.version.number)]
    if agree:
        report = verify_figures(actor=actor, at=at, round=found.round_id, judged=judged)
    else:
        day = due or max(found.round.verify_by, timezone.localdate(at))
        report = return_figures(actor=actor, at=at, round=found.round_id, judged=judged, reason=reason, due=day)
    outcome = report.outcomes[0]
    if outcome.done != "saved":
        cell = Cell.objects.get(pk=found.version.cell_id)
        last = FigureVersion.objects.get(cell=cell, number=cell.version)
        decision = last.decisions.order_by("-pk").first()
        person, when = (decision.person, decision.at) if decision is not None else (last.person, last.at)
        ours = Text("同意", "agreed") if agree else Text("退回", "returned")
        raise overtaken(Text("这项裁定", "This ruling"), person, when, theirs=_now(cell, last), ours=ours)
    return outcome


def _now(cell: Cell, last: FigureVersion) -> Text:
    state = {"verified": Text("已复核", "countersigned"), "returned": Text("已退回", "returned")}
    return state.get(cell.state, Text(f"{last.value} 分", f"{last.value} points"))
