"""What people decide in the round that is left open: claims before a panel, ballots on paper and on-line, a ruling.

Each comes to what the city's files say of the round, as far as it goes; what they decide nobody files beside them.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from leitai.engine.assess.plan import Plan, members
from leitai.engine.methods.ballot import listed_roles
from leitai.engine.periods import cell_period
from leitai.engine.rulebook.canonical import number_text
from leitai.web.collection.ballots.boxes import Setup, open_box
from leitai.web.collection.ballots.online import cast_ballot
from leitai.web.collection.ballots.papers import HANDS, enter_ballot
from leitai.web.collection.claims.panels import conclude_claims, give_opinion, name_panel
from leitai.web.collection.claims.rules import Verdict
from leitai.web.collection.claims.services import Fact, correct_claim, file_claim
from leitai.web.collection.demo.papers import page
from leitai.web.collection.demo.play import DAY, Key, Play
from leitai.web.collection.models import Claim, PaperBallot
from leitai.web.collection.rulings.services import Decided, record_ruling
from leitai.web.collection.services.papers import Proof

# The group whose site visits are voted upon and whom the leaders rank.
GROUP = "park"
VOTED, RANKED, BY_LEADERS = "site_votes", "rater_ranks", "rank_leaders"
# Among the ballots on paper: one spoiled, the last not returned, three not read again yet, one read wrongly.
SPOILED, UNREAD, SLIP = 17, 3, 23
CLAUSE = "第二十二条第一款"
# What a member says of a claim: the verdict, how many items where reduced, and why.
Said = tuple[Verdict, int | None, str]


@dataclass(frozen=True, slots=True)
class Brought:
    """A claim and how far it came: what each member said of it, in the order of the panel; None has not spoken."""

    contestant: str
    fact: Fact
    paper: str
    said: Sequence[Said | None]
    first: Fact | None = None
    concluded: bool = False


def _fact(adjustment: str, event: str, day: str, items: int, words: str) -> Fact:
    return Fact(adjustment, event, datetime.date.fromisoformat(day), Decimal(items), words)


AGREED: Said = ("accept", None, "")
TWO_MONTHS: Said = ("reduce", 2, "3月通报中列第4名，只计1月、2月两次")
TOURS = "2024年第一季度提请市领导走访重点企业"
BROUGHT = (
    Brought(
        "gaoxin",
        _fact("honour_province", "省政府通报表扬开发区创新发展工作", "2024-02-21", 1, "通报表扬名单第3位。"),
        "省政府办公厅通报",
        (AGREED, AGREED, AGREED),
        concluded=True,
    ),
    Brought(
        "xiqiao",
        _fact("honour_city", "政务服务“一窗通办”做法在全市推广", "2024-03-08", 1, "市政府办公室印发经验材料。"),
        "经验推广文件",
        (None, AGREED, None),
    ),
    Brought(
        "shanze",
        _fact("month_top", "2024年1月、2月、3月月度通报前三", "2024-03-31", 3, "三个月的月度通报均有名次。"),
        "月度通报",
        (TWO_MONTHS, AGREED, TWO_MONTHS),
        concluded=True,
    ),
    Brought(
        "fengzhu",
        _fact("leader_visits", TOURS, "2024-03-20", 3, "3月6日与3月7日是同一次走访的两天，更正为3次。"),
        "走访记录",
        (None, AGREED, None),
        first=_fact("leader_visits", TOURS, "2024-03-20", 4, "四次走访的记录附后。"),
    ),
    Brought(
        "luting",
        _fact("red_card", "督办事项超期未办结被挂红牌", "2024-03-15", 1, "市委市政府督查室红牌通知。"),
        "督查红牌通知",
        (AGREED, AGREED, AGREED),
    ),
)


def decided_elsewhere(plan: Plan, period: str) -> set[Key]:
    """The cells of the round that claims and counts fill: nobody files them from the city's files."""

    def cell(contestant: str, name: str, role: str) -> Key:
        return contestant, name, cell_period(period, plan.inputs[name].kind), role

    found = {cell(one.contestant, one.fact.adjustment, "actual") for one in BROUGHT}
    for unit in _group(plan, period):
        found |= {cell(unit, VOTED, role) for role in _listed(plan)} | {cell(unit, RANKED, BY_LEADERS)}
    return found


def claim_all(play: Play) -> None:
    """A panel is named, units and the office bring claims, one is corrected; two are decided, the others wait."""
    office, opened = play.cast.office, play.round.report_by - 7 * DAY
    named = play.actor(office, opened)
    name_panel(
        actor=named,
        at=play.at(opened, 10),
        round=play.round.pk,
        members=play.cast.panel,
        quorum=2,
        expected=0,
        document="演示〔2024〕评审组2号",
    )
    filed = [_bring(play, one, opened + DAY) for one in BROUGHT]
    heard = play.round.report_by - 3 * DAY
    for claim, one in zip(filed, BROUGHT, strict=True):
        for member, said in zip(play.cast.panel, one.said, strict=True):
            if said is not None:
                verdict, items, reason = said
                give_opinion(
                    actor=play.actor(member, heard),
                    at=play.at(heard, 14),
                    claim=claim.pk,
                    expected=claim.version,
                    verdict=verdict,
                    items=None if items is None else Decimal(items),
                    reason=reason,
                )
    done = {claim.pk: claim.version for claim, one in zip(filed, BROUGHT, strict=True) if one.concluded}
    conclude_claims(actor=play.actor(office, heard), at=play.at(heard, 17), round=play.round.pk, claims=done)


def _bring(play: Play, one: Brought, day: datetime.date) -> Claim:
    """A bonus by the unit, anything else by the office; corrected the day after where the first was wrong."""
    adjustment = next(item for item in play.plan.rulebook.adjustments if item.id == one.fact.adjustment)
    person = play.cast.liaisons[one.contestant] if adjustment.kind == "bonus" else play.cast.office
    name = play.plan.rulebook.contestants[play.plan.position[one.contestant]].name.zh
    actor = play.actor(person, day)

    def proved(fact: Fact, paper: str) -> Fact:
        lines = [paper, name, fact.event, fact.words]
        return replace(fact, proofs=[Proof(f"{paper}-{name}.pdf", page(lines))])

    first = proved(one.first or one.fact, one.paper)
    claim = file_claim(actor=actor, at=play.at(day, 15), round=play.round.pk, contestant=one.contestant, fact=first)
    if one.first is None:
        return claim
    right = proved(one.fact, f"{one.paper}（更正）")
    return correct_claim(actor=actor, at=play.at(day, 17), claim=claim.pk, expected=claim.version, fact=right)


def vote_all(play: Play) -> None:
    """The votes on the site visits are read by one hand, and all but done by the other; the leaders are ranking."""
    _on_paper(play)
    _on_line(play)


def _on_paper(play: Play) -> None:
    """The ballots add up to the votes of the city's files."""
    plan, period = play.plan, play.round.period
    units, roles = _group(plan, period), _listed(plan)
    numbers = {
        unit: [n for n, role in enumerate(roles, 1) for _ in range(_filed(play, unit, VOTED, role))] for unit in units
    }
    dealt = {unit: _shuffled(unit, choices) for unit, choices in numbers.items()}
    ballots = [dict(zip(dealt, row, strict=True)) for row in zip(*dealt.values(), strict=True)]
    day = play.round.report_by - 7 * DAY
    setup = Setup(f"{VOTED}::{GROUP}", "paper", "推进会观摩代表", play.round.report_by, printed=len(ballots) + 2)
    box = open_box(actor=play.actor(play.cast.office, day), at=play.at(day, 11), round=play.round.pk, setup=setup)
    ballots.insert(SPOILED - 1, {})
    papers = list(PaperBallot.objects.filter(box=box).order_by("number"))
    for hand, reader in zip(HANDS, play.cast.readers, strict=True):
        day = play.round.report_by - (4 - hand) * DAY
        actor = play.actor(reader, day)
        for paper, ballot in zip(papers, ballots[: len(ballots) - UNREAD * (hand - 1)], strict=False):
            slip = hand == 2 and paper.number == SLIP
            enter_ballot(
                actor=actor,
                at=play.at(day, 15),
                box=box.pk,
                hand=hand,
                code=paper.code,
                ballot=_misread(ballot, len(roles)) if slip else ballot,
                spoiled=not ballot,
            )


def _misread(ballot: Mapping[str, int], choices: int) -> dict[str, int]:
    unit, choice = next(iter(ballot.items()))
    return {**ballot, unit: choice + 1 if choice < choices else choice - 1}


def _on_line(play: Play) -> None:
    """The leaders rank the group without names: all but the first two have voted, each a little in her own way."""
    day = play.round.report_by - 3 * DAY
    setup = Setup(
        f"{RANKED}:{BY_LEADERS}:{GROUP}", "online", "市领导", play.round.report_by + DAY, electors=play.cast.leaders
    )
    box = open_box(actor=play.actor(play.cast.office, day), at=play.at(day, 9), round=play.round.pk, setup=setup)
    units = sorted(_group(play.plan, play.round.period), key=lambda unit: _filed(play, unit, RANKED, BY_LEADERS))
    for turned, leader in enumerate(play.cast.leaders[2:]):
        order = units[:]
        order[turned], order[turned + 1] = order[turned + 1], order[turned]
        cast_ballot(
            actor=play.actor(leader, day + DAY),
            at=play.at(day + DAY, 9),
            box=box.pk,
            ballot={unit: place for place, unit in enumerate(order, 1)},
        )


def rule_one(play: Play, day: datetime.date) -> None:
    """The ruling of the city's files is recorded with its paper, and waits for its countersignature."""
    for (contestant, indicator, period, role), rows in sorted(play.figures.items()):
        if role != "ruling" or period != cell_period(play.round.period, play.plan.inputs[indicator].kind):
            continue
        note, document = rows[0].note, rows[0].source.split("，")[0]
        decided = Decided(
            contestant,
            indicator,
            number_text(rows[0].value or Decimal(0)),
            CLAUSE,
            document,
            day - DAY,
            note.removesuffix(f"，依据{CLAUSE}裁定") + "，参照同组同类单位得分裁定。",
            Proof(f"{document}.pdf", page([document, note])),
        )
        record_ruling(
            actor=play.actor(play.cast.office, day), at=play.at(day, 16), round=play.round.pk, decided=decided
        )


def _group(plan: Plan, period: str) -> list[str]:
    group = next(one for one in plan.peer_groups if one.id == GROUP)
    return list(members(group, period))


def _listed(plan: Plan) -> Sequence[str]:
    column = next(one for one in plan.columns if one.indicator.id == VOTED)
    return listed_roles(column.parameters)


def _filed(play: Play, unit: str, indicator: str, role: str) -> int:
    key = unit, indicator, cell_period(play.round.period, play.plan.inputs[indicator].kind), role
    return int(play.figures[key][0].value or 0)


def _shuffled(unit: str, choices: Sequence[int]) -> list[int]:
    """In an order that is always the same and tells nothing."""
    ranks = sorted(range(len(choices)), key=lambda n: hashlib.sha256(f"{unit} {n}".encode()).digest())
    return [choices[n] for n in ranks]
