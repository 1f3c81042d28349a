"""计票: what the ballots come to, sealed in one row, and the figures filed from it through door 1."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.engine.rulebook.digest import canonical_bytes, digest, short_code
from leitai.web.collection.asked import full_points
from leitai.web.collection.ballots import rules
from leitai.web.collection.ballots.boxes import cells_of, get_box, kept_by, open_urn, record, units_of
from leitai.web.collection.ballots.online import read_online
from leitai.web.collection.ballots.papers import HANDS, differences, read_papers
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import BallotBox, BallotCount, BallotEntry, Cell, Elector, FigureVersion, Urn
from leitai.web.collection.services.acting import holding, open_round_of, standing
from leitai.web.collection.services.figures import report_whole
from leitai.web.collection.services.shapes import Entry, Report
from leitai.web.people.api import Actor


@transaction.atomic
def count_box(*, actor: Actor, at: datetime.datetime, box: int) -> BallotCount:
    """计票并封箱. On paper when both hands have read every ballot and agree; on-line when voting is over."""
    actor, found = standing(actor, at), get_box(box)
    open_round_of(found.round_id)
    post = kept_by(actor, found, timezone.localdate(at))
    urn = open_urn(found)
    found.urn = urn
    ballots, spoiled, missing = _paper(found) if found.way == "paper" else _online(found, timezone.localdate(at))
    if not ballots:
        raise Cannot("没有一张有效票，不能计票。", "There is no valid ballot to count.")
    plan = plan_of(found.round.book, found.round.edition)
    content = {
        "box": found.pk,
        "ballots": sorted(ballots, key=canonical_bytes),
        "figures": figures_from(plan, found, ballots),
        "spoiled": spoiled,
        "missing": missing,
    }
    seal = digest(content, "sha256")
    made = BallotCount(
        box=found, content=canonical_bytes(content).decode(), digest=seal, code=short_code(seal), valid=len(ballots),
        spoiled=spoiled, missing=missing, person=actor.key, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    Urn.objects.filter(pk=urn.pk).update(state="counted", held="[]")
    said = {"code": made.code, "valid": made.valid, "spoiled": spoiled, "missing": missing}
    record(found, actor, at, post, "count_box", said, [made])
    return made


def _paper(box: BallotBox) -> tuple[list[dict[str, int]], int, int]:
    read = {hand: BallotEntry.objects.filter(ballot__box=box, hand=hand).count() for hand in HANDS}
    if not all(read.values()):
        hand = next(one for one in HANDS if not read[one])
        raise Cannot(f"第 {hand} 遍还没有录票。", f"Hand {hand} has not been read yet.")
    left = differences(box)
    if left:
        some = "、".join(one.ballot.code for one in left[:10])
        raise Cannot(
            f"还有 {len(left)} 张票两遍不一致：{some}。请先核对纸票。",
            f"The hands differ on {len(left)} ballots: {some}. Look at the paper first.",
        )
    ballots, spoiled = read_papers(box)
    return ballots, spoiled, box.printed - len(ballots) - spoiled


def _online(box: BallotBox, day: datetime.date) -> tuple[list[dict[str, int]], int, int]:
    roll = list(Elector.objects.filter(box=box).values_list("voted", flat=True))
    if not all(roll) and day <= box.closes:
        raise Cannot(
            f"投票到 {box.closes} 截止，还有 {roll.count(False)} 人没有投；截止之后或全部投完才能计票。",
            f"Voting lasts until {box.closes} and {roll.count(False)} have not voted; it is counted after that.",
        )
    ballots = read_online(box)
    if len(ballots) != roll.count(True):
        raise Cannot(
            f"票箱中有 {len(ballots)} 张票，而选民册上 {roll.count(True)} 人投过票，两数不符。请停止使用并报审计。",
            f"The urn holds {len(ballots)} ballots and the roll marks {roll.count(True)}: tell the auditor.",
        )
    if not box.named and len(ballots) < rules.FEWEST:
        raise Cannot(
            f"只有 {len(ballots)} 人投票，少于 {rules.FEWEST} 人，公布结果等于公开各人的票。请另行组织评议。",
            f"{len(ballots)} have voted; with fewer than {rules.FEWEST} the result would tell each vote. Vote anew.",
        )
    return ballots, 0, roll.count(False)


def figures_from(plan: Plan, box: BallotBox, ballots: Sequence[rules.Ballot]) -> list[list[str]]:
    """[unit, role, value]: as the method of the indicator reads it."""
    units, choices = units_of(plan, box), json.loads(box.choices)
    if box.kind == "ranks":
        return [[unit, box.role, str(place)] for unit, place in rules.places(ballots, units).items()]
    counted = rules.tally(ballots, units, len(choices))
    if box.kind == "votes":
        return [[unit, role, str(counted[unit][n])] for unit in units for n, (_, role) in enumerate(choices)]
    worth = [Fraction(value) for _, value in choices]
    found = []
    for unit in units:
        full = full_points(plan, box.indicator, unit, box.round.period, "actual")
        value = rules.graded(counted[unit], worth, full) if full is not None else ""
        if value:
            found.append([unit, "actual", value])
    return found


@transaction.atomic
def enter_count(*, actor: Actor, at: datetime.datetime, box: int) -> Report:
    """按计票结果录入: exactly what was counted, by who files the figure. All of it or none."""
    actor, found = standing(actor, at), get_box(box)
    open_round_of(found.round_id)
    count = BallotCount.objects.filter(box=found).select_related("box__round").first()
    if count is None:
        raise Cannot("还没有计票。", "The ballots are not counted yet.")
    entries = entries_of(plan_of(found.round.book, found.round.edition), [count])[found.pk]
    if not entries:
        raise Cannot("数据与计票结果一致，不需要录入。", "The figures agree with the count; nothing is to be entered.")
    return report_whole(actor=actor, at=at, round=found.round_id, entries=entries)


def entries_of(plan: Plan, counts: Iterable[BallotCount]) -> dict[int, list[Entry]]:
    """Box → the figures on file that do not say yet what was counted. Two queries for all boxes of a round."""
    by = {count.box_id: count for count in counts}
    cells = cells_of(plan, [count.box for count in by.values()])
    held = holding(cells.values())
    return {
        box: [
            _entry(count, cell, value)
            for unit, role, value in json.loads(count.content)["figures"]
            if (cell := cells.get((box, unit, role))) is not None and not _same(held.get(cell.pk), cell.state, value)
        ]
        for box, count in by.items()
    }


def _entry(count: BallotCount, cell: Cell, value: str) -> Entry:
    words = f"计票单 {count.code}：有效 {count.valid} 票，废票 {count.spoiled} 票"
    return Entry(cell.pk, cell.version, value, note=words, source=f"计票单 {count.code}", explanation=words)


def _same(held: FigureVersion | None, state: str, value: str) -> bool:
    """Whether the value on file is the one counted; none on file is never the same."""
    if held is None or not held.value or state in ("returned", "empty"):
        return False
    return Fraction(held.value) == Fraction(value)
