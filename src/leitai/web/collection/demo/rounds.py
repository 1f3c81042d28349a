"""A round from its opening to its lock, or left open in the middle so that everybody has something to do."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from leitai.engine.assess.plan import Plan
from leitai.engine.periods import sort_key
from leitai.web.collection.demo.deciding import claim_all, decided_elsewhere, rule_one, vote_all
from leitai.web.collection.demo.filing import entry_of, file_all, report, rule_all, slip_some
from leitai.web.collection.demo.judging import confirm_and_sign, question_some, return_and_correct, verify_all
from leitai.web.collection.demo.play import DAY, PLACE, Cast, Play, batch_key, city_figures, versions_of
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import Obligation
from leitai.web.collection.services.extensions import ask_extension
from leitai.web.collection.services.papers import remark
from leitai.web.collection.services.rounds import Days, lock_round, open_round, remind, reopen_round, weigh_round
from leitai.web.people.api import find_actor


def fill_round(
    book: str, edition: str, period: str, folder: Path, cast: Cast, held: Collection[tuple[str, str]] = ()
) -> Play:
    """Play one round from its opening to its lock. `held`: rulings that are given later, after an objection."""
    play = _opened(book, edition, period, folder, cast, None)
    end = play.round.confirm_by
    file_all(play)
    rule_all(play, play.round.report_by + DAY, but=held)
    return_and_correct(play, play.round.report_by - DAY)
    verify_all(play, play.round.verify_by)
    question_some(play, play.round.verify_by + DAY, answered=True)
    confirm_and_sign(play, end)
    lock_round(actor=play.actor(cast.office, end), at=play.at(end, 17), round=play.round.pk)
    return play


def amend_round(play: Play, day: datetime.date, held: Collection[tuple[str, str]]) -> None:
    """What an upheld objection leads to: the round opened again, the ruling given and verified, all of it locked."""
    office = play.actor(play.cast.office, day)
    reopen_round(actor=office, at=play.at(day, 9), round=play.round.pk, reason="异议成立，按裁定更正")
    rule_all(play, day, only=held)
    verify_all(play, day, 16)
    lock_round(actor=office, at=play.at(day, 17), round=play.round.pk)


def leave_open(book: str, edition: str, period: str, folder: Path, cast: Cast, until: datetime.date) -> None:
    """Play a round up to a day: cells missing, waiting, sent back, questioned, unexplained, an extension asked for;
    claims before the panel, ballots being read and cast, a ruling to be countersigned."""
    whole = _opened(book, edition, period, folder, cast, until)
    elsewhere = decided_elsewhere(whole.plan, period)
    play = replace(whole, figures={key: rows for key, rows in whole.figures.items() if key not in elsewhere})
    file_all(play)
    claim_all(play)
    vote_all(whole)
    slip_some(play, until)
    return_and_correct(play, until - DAY, every=2)
    verify_all(play, until, 12, but_one_in=4)
    question_some(play, until, 15, answered=False)
    ready = {unit for place, unit in enumerate(play.plan.position) if place % 3 == 1}
    confirm_and_sign(play, until, 16, only=ready, signed=False)
    rule_one(play, until)
    _ask(play)


def _opened(book: str, edition: str, period: str, folder: Path, cast: Cast, until: datetime.date | None) -> Play:
    plan: Plan = plan_of(book, edition)
    stated = next(one for one in plan.rulebook.rounds if one.period == period)
    assert stated.report_by is not None
    assert stated.verify_by is not None
    first = stated.report_by - 8 * DAY
    confirm = stated.publish_by or stated.verify_by + 4 * DAY
    office = find_actor(cast.office, first)
    assert office is not None
    home = office.posts[0].organisation
    asked = sum(one.asked for one in weigh_round(book, edition, period, home, cast.counter))
    made = open_round(
        actor=office,
        at=datetime.datetime(first.year, first.month, first.day, 9, tzinfo=PLACE),
        book=book,
        edition=edition,
        period=period,
        days=Days(stated.report_by, stated.verify_by, confirm),
        counter=cast.counter,
        acknowledged=asked,
    )
    duties = {one.cell_id: one for one in Obligation.objects.filter(round=made).select_related("cell")}
    return Play(made, plan, cast, city_figures(plan, folder), duties, until)


def revise_round(play: Play) -> datetime.date | None:
    """A later vintage of a figure: the round is opened again with a reason, all doors passed once more, and locked on
    the day that is returned; None where no figure was revised."""
    later = [
        (duty, figure)
        for duty in play.duties.values()
        for figure in play.of(duty.cell)[1:]
        if sort_key(duty.cell.period) <= sort_key(play.round.period)
    ]
    if not later:
        return None
    day = datetime.date.fromisoformat(later[0][1].note[:10])
    office = play.actor(play.cast.office, day)
    reason = "省级核定后修订，按最终数更正"
    reopen_round(actor=office, at=play.at(day, 9), round=play.round.pk, reason=reason)
    held = versions_of(duty.cell_id for duty, _ in later)
    for duty, figure in later:
        entry = replace(entry_of(duty.cell, figure), expected=held[duty.cell_id])
        report(play, duty.filer, day, [entry], batch_key(play.round.period, duty.cell_id, "revised"))
    verify_all(play, day, 12)
    confirm_and_sign(play, day, 13)
    lock_round(actor=office, at=play.at(day, 17), round=play.round.pk)
    return day


def _ask(play: Play) -> None:
    """The body that owes most asks for more time, the office reminds two others, and a verifier leaves a remark."""
    assert play.until is not None
    day = play.until
    owing: dict[str, int] = {}
    rows = Obligation.objects.filter(round=play.round, required=True, cell__state="empty")
    for duty in rows.exclude(filer=play.round.office):
        owing[duty.filer] = owing.get(duty.filer, 0) + 1
    most = sorted(owing, key=lambda key: (-owing[key], key))
    ask_extension(
        actor=play.actor(play.cast.filers[most[0]], day),
        at=play.at(day, 16),
        round=play.round.pk,
        organisation=most[0],
        until=play.round.report_by + 4 * DAY,
        reason="两个项目的入统资料省厅尚在复核，预计下周一反馈",
    )
    office = play.actor(play.cast.office, day)
    remind(actor=office, at=play.at(day, 17), round=play.round.pk, organisations=most[1:3])
    spoken = Obligation.objects.filter(round=play.round, cell__state="returned").order_by("pk").first()
    assert spoken is not None
    verifier = play.actor(play.cast.verifiers[spoken.verifier], day)
    words = "已与你局电话核对，请按年初累计口径重报"
    remark(actor=verifier, at=play.at(day, 17), round=play.round.pk, cell=spoken.cell_id, words=words)
