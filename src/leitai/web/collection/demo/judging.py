"""Door 2 in the play: sent back and corrected, verified, questioned and answered, confirmed, signed on paper."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from decimal import Decimal

from leitai.engine.rulebook.canonical import number_text
from leitai.web.collection.demo.filing import report, wrong_at_first
from leitai.web.collection.demo.papers import page
from leitai.web.collection.demo.play import DAY, Play, batch_key, one_in, pick, versions_of
from leitai.web.collection.models import Cell, Obligation
from leitai.web.collection.services.decisions import (
    answer_question,
    confirm_row,
    question_figure,
    return_figures,
    verify_figures,
)
from leitai.web.collection.services.shapes import Entry, Judged
from leitai.web.collection.services.sheets import Scan, make_sheet, sign_sheet

# One in so many is questioned by its unit.
QUESTIONED = 150
REASONS = (
    "与比对来源不符，请核对后重报",
    "漏计一个月，请补全",
    "口径应为年初累计，填成了当期",
    "小数点位置有误，请核对",
)


def return_and_correct(play: Play, day: datetime.date, *, every: int = 1) -> None:
    """What was wrong comes back with a reason; of what came back, every n-th is filed anew the day after."""
    held = versions_of(play.duties)
    wrong = [
        duty
        for duty in play.duties.values()
        for figure in play.of(duty.cell)[:1]
        if wrong_at_first(duty.cell, figure) and held[duty.cell_id]
    ]
    groups: dict[tuple[str, str], list[Obligation]] = {}
    for duty in wrong:
        groups.setdefault((duty.verifier, pick(duty.cell, REASONS)), []).append(duty)
    for (verifier, reason), duties in sorted(groups.items()):
        return_figures(
            actor=play.actor(play.cast.verifiers[verifier], day),
            at=play.at(day, 16),
            round=play.round.pk,
            judged=[Judged(duty.cell_id, held[duty.cell_id]) for duty in duties],
            reason=reason,
            due=play.round.report_by + DAY,
        )
    by: dict[str, list[Entry]] = {}
    for duty in wrong[::every]:
        figure = play.of(duty.cell)[0]
        right = Entry(duty.cell_id, held[duty.cell_id], number_text(figure.value or Decimal(0)), source=figure.source)
        by.setdefault(duty.filer, []).append(right)
    again = min(day + DAY, play.until or play.round.report_by)
    for filer, entries in sorted(by.items()):
        report(play, filer, again, entries, batch_key(play.round.period, filer, "again"))


def verify_all(play: Play, day: datetime.date, hour: int = 10, *, but_one_in: int = 0) -> None:
    """Each verifying body verifies what waits for it, but for one in so many."""
    groups: dict[str, list[Judged]] = {}
    rows = Obligation.objects.filter(round=play.round, cell__state="reported").select_related("cell").order_by("pk")
    for duty in rows:
        if not (but_one_in and one_in(duty.cell, but_one_in)):
            groups.setdefault(duty.verifier, []).append(Judged(duty.cell_id, duty.cell.version))
    for verifier, judged in sorted(groups.items()):
        actor = play.actor(play.cast.verifiers[verifier], day)
        done = verify_figures(actor=actor, at=play.at(day, hour), round=play.round.pk, judged=judged)
        assert len(done.of("saved")) == len(judged), done


def question_some(play: Play, day: datetime.date, hour: int = 10, *, answered: bool) -> None:
    """A few figures are questioned by their unit and, but in a round left open, answered by who filed them."""
    for duty in sorted(play.duties.values(), key=lambda one: one.pk):
        if not one_in(duty.cell, QUESTIONED) or not duty.required:
            continue
        cell = Cell.objects.get(pk=duty.cell_id)
        if cell.state != "verified":
            continue
        question_figure(
            actor=play.actor(play.cast.liaisons[cell.contestant], day),
            at=play.at(day, hour),
            round=play.round.pk,
            cell=cell.pk,
            expected=cell.version,
            reason="与我单位台账有出入，请核对口径",
        )
        if answered:
            answer_question(
                actor=play.actor(play.cast.filers[duty.filer], day),
                at=play.at(day, 15),
                round=play.round.pk,
                cell=cell.pk,
                expected=cell.version,
                reason="已与台账逐项核对，口径以规则为准，数据无误",
            )


def confirm_and_sign(
    play: Play, day: datetime.date, hour: int = 11, *, only: Collection[str] | None = None, signed: bool = True
) -> None:
    """The units (all, or only these) confirm their rows; the head's signature comes back on paper."""
    by: dict[str, list[Judged]] = {}
    rows = Obligation.objects.filter(round=play.round, cell__state="verified").select_related("cell").order_by("pk")
    for duty in rows:
        if only is None or duty.cell.contestant in only:
            by.setdefault(duty.cell.contestant, []).append(Judged(duty.cell_id, duty.cell.version))
    for contestant, judged in sorted(by.items()):
        actor = play.actor(play.cast.liaisons[contestant], day)
        confirm_row(actor=actor, at=play.at(day, hour), round=play.round.pk, contestant=contestant, judged=judged)
        if signed:
            sheet = make_sheet(
                actor=actor, at=play.at(day, hour + 1), round=play.round.pk, organisation=contestant, kind="row"
            )
            scan = Scan(f"审签表-{play.round.period}-{contestant}.pdf", page(["审签表", sheet.code]), sheet.code)
            sign_sheet(actor=actor, at=play.at(day, hour + 3), sheet=sheet.pk, scan=scan)
