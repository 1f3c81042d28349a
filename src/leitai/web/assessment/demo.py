"""Doors 3 to 5 in the play: each past round frozen, scored, questioned, approved, published; through the services."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from leitai.web.assessment.books import book_of
from leitai.web.assessment.models import ScoringRun
from leitai.web.assessment.readiness import weigh
from leitai.web.assessment.rules import disclosure_items, to_review
from leitai.web.assessment.services import drafting, freezing, objecting, publishing, scoring
from leitai.web.assessment.services.proposals import Particulars, proposed_lists
from leitai.web.collection.api import Play, amend_round, plan_of, revise_round, working_calendar

DAY = datetime.timedelta(days=1)
DOCUMENT = "澜竞办保审〔{year}〕{n}号"
CLAUSE = "第二十二条"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who does what: the keys of two persons of the office, two leaders, a supervisor and a member of the panel."""

    office: str
    second: str
    leader: str
    other: str
    supervisor: str
    panel: str


class Objected(NamedTuple):
    """Whose unit objects to which line, with what ground and what figure it claims."""

    contestant: str
    node: str
    words: str
    claimed: str


def publish_round(
    play: Play,
    desk: Desk,
    audience: str,
    declined: tuple[str, str, str, str] | None = None,
    upheld: tuple[str, str, str, str] | None = None,
) -> None:
    """From the lock to the publication; with an upheld objection the round is opened again, corrected and scored anew;
    with a figure revised later, a second publication supersedes the first."""
    day = play.round.confirm_by
    run = _score(play, desk, day, trial=True)
    window = objecting.open_window(
        actor=play.actor(desk.office, day), at=play.at(day, 19), run=run.pk, until=day + 3 * DAY
    )
    for one, verdict in ((declined, "decline"), (upheld, "uphold")):
        if one is not None:
            _object(play, desk, run, Objected(*one), day + DAY, verdict)
    day = working_calendar().on_or_after(window.until + DAY)
    if upheld is not None:
        amend_round(play, day, {upheld[:2]})
        run = _score(play, desk, day)
        day = working_calendar().on_or_after(day + DAY)
    _publish(play, desk, run, day, audience)
    revised = revise_round(play)
    if revised is not None:
        run = _score(play, desk, revised)
        _publish(
            play, desk, run, working_calendar().on_or_after(revised + DAY), audience, "省级核定后修订，按最终数更正"
        )


def _score(play: Play, desk: Desk, day: datetime.date, *, trial: bool = False) -> ScoringRun:
    office, pk = play.actor(desk.office, day), play.round.pk
    if trial:
        scoring.try_scoring(actor=office, at=play.at(day, 17), round=pk)
    play.round.refresh_from_db()
    missing = len(weigh(plan_of(play.round.book, play.round.edition), play.round).missing)
    freezing.freeze_snapshot(actor=office, at=play.at(day, 18), round=pk, acknowledged=missing)
    return scoring.score_snapshot(actor=office, at=play.at(day, 18), round=pk)


def _object(play: Play, desk: Desk, run: ScoringRun, said: Objected, day: datetime.date, verdict: str) -> None:
    """The unit objects, the panel gives its opinion, two people rule."""
    unit = play.actor(play.cast.liaisons[said.contestant], day)
    made = objecting.object_to_result(
        actor=unit, at=play.at(day, 10), run=run.pk, contestant=said.contestant, node=said.node, words=said.words,
        claimed=said.claimed,
    )  # fmt: skip
    opinion = "工单系统记录属实，应予剔除。" if verdict == "uphold" else "经与主管部门台账核对，入统时间无误。"
    objecting.give_objection_opinion(
        actor=play.actor(desk.panel, day), at=play.at(day, 15), objection=made.pk, verdict=verdict, words=opinion
    )
    reason = "同意评审组意见，按裁定改计。" if verdict == "uphold" else "数据与主管部门台账一致，维持原结果。"
    day += DAY
    proposal = objecting.propose_objection_ruling(
        actor=play.actor(desk.office, day), at=play.at(day, 10), objection=made.pk, verdict=verdict, words=reason,
        clause=CLAUSE,
    )  # fmt: skip
    objecting.rule_objection(
        actor=play.actor(desk.second, day), at=play.at(day, 11), objection=made.pk, proposal=proposal.pk
    )


def _publish(play: Play, desk: Desk, run: ScoringRun, day: datetime.date, audience: str, reason: str = "") -> None:
    office = play.actor(desk.office, day)
    if to_review(book_of(run).plan, audience):
        _review(play, desk, run, day)
    said = Particulars(
        audience=audience,
        issuer="澜川市高质量发展大竞赛考评办公室",
        document_number=f"澜竞办〔{day.year}〕{run.pk}号",
        signer=play.actor(desk.leader, day).name,
        addressees="各县市区、开发（度假）区，市级各部门，各产业园区",
        copies="市委办公室、市政府办公室",
        dated=day,
        reason=reason,
        confirmed={key: sorted(units) for key, units in proposed_lists(run).items()},
    )
    made = drafting.draft_publication(actor=office, at=play.at(day, 9), run=run.pk, said=said)
    sent = drafting.submit_publication(actor=office, at=play.at(day, 9), proposal=made.pk)
    for hour, who in enumerate((desk.second, desk.leader, desk.other), 10):
        drafting.sign_publication(
            actor=play.actor(who, day), at=play.at(day, hour), proposal=sent.pk, version=sent.version, verdict="agree"
        )
    publishing.propose_result(actor=play.actor(desk.leader, day), at=play.at(day, 14), proposal=sent.pk)
    publishing.publish_run(actor=play.actor(desk.other, day), at=play.at(day, 15), proposal=sent.pk)


def _review(play: Play, desk: Desk, run: ScoringRun, day: datetime.date) -> None:
    items = disclosure_items(book_of(run).plan)
    why = "演示数据，不涉及国家秘密和工作秘密"
    publishing.review_disclosure(
        actor=play.actor(desk.supervisor, day), at=play.at(day, 9), run=run.pk,
        decisions={key: (True, why) for key in items}, document=DOCUMENT.format(year=day.year, n=run.pk),
    )  # fmt: skip
