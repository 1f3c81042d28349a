"""Door 1 in the play: each body files on its own day, some figures wrong at first, doubtful ones with a sentence."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal

from leitai.engine.figures import Figure
from leitai.engine.periods import cell_period
from leitai.engine.rulebook.canonical import number_text
from leitai.web.collection.demo.play import DAY, Play, batch_key, one_in, pick
from leitai.web.collection.models import Cell
from leitai.web.collection.rules.states import NO_VALUE
from leitai.web.collection.services.figures import report_figures
from leitai.web.collection.services.ruling import file_ruling
from leitai.web.collection.services.shapes import MOST, Entry

# One in so many is wrong at first, and sent back.
RETURNED = 40
# One in so many of what is not filed yet, in a round left open, slips by a power of ten.
SLIPPED = 8
WHY = ("上年同期基数低，项目集中在本季", "重大项目集中入统", "上年同期停工改造，基数异常", "经主管部门核实无误")


def file_all(play: Play) -> None:
    """Each body files on its own day before the last; what the files call late is filed on the day they name."""
    by: dict[tuple[str, datetime.date], list[Entry]] = {}
    for duty in play.duties.values():
        for figure in play.of(duty.cell)[:1]:
            day = _day(play, duty.filer, figure)
            over = play.until is not None and day > play.until
            if figure.status != "unreported" and not over and not play.waits(duty.cell):
                by.setdefault((duty.filer, day), []).append(entry_of(duty.cell, figure))
    for (filer, day), entries in sorted(by.items(), key=lambda item: (item[0][1], item[0][0])):
        report(play, filer, day, entries, batch_key(play.round.period, filer, day))


def _day(play: Play, filer: str, figure: Figure) -> datetime.date:
    """A weekday three to six days before the last; for what is late, the day the files name."""
    if figure.status == "late":
        return datetime.date.fromisoformat(figure.note[:10])
    day = play.round.report_by - (3 + len(filer) * 7 % 4) * DAY
    return day - max(0, day.weekday() - 4) * DAY


def entry_of(cell: Cell, figure: Figure) -> Entry:
    value = "" if figure.value is None else f"{number_text(figure.value)}{figure.unit}"
    no_value = figure.status if figure.status in NO_VALUE else ""
    if wrong_at_first(cell, figure):
        value = number_text(_mistaken(figure.value or Decimal(1)))
    return Entry(
        cell.pk,
        cell.version,
        value,
        no_value,  # type: ignore[arg-type]
        figure.vintage,
        figure.note,
        figure.source,
    )


def _mistaken(value: Decimal) -> Decimal:
    """A value a little off, with as many digits as the right one."""
    wrong = (value * Decimal("0.92")).quantize(value)
    return wrong if wrong != value else value - Decimal(1).scaleb(int(value.as_tuple().exponent))


def wrong_at_first(cell: Cell, figure: Figure) -> bool:
    plain = figure.status == "verified" and not figure.note and figure.value and cell.role == "actual"
    return bool(plain) and one_in(cell, RETURNED)


def report(play: Play, filer: str, day: datetime.date, entries: Sequence[Entry], batch: str) -> None:
    """File, and say why where the checks ask; in a round left open a third still wait for their sentence."""
    actor = play.actor(play.cast.filers[filer], day)
    for start in range(0, len(entries), MOST):
        part = entries[start : start + MOST]
        done = report_figures(
            actor=actor,
            at=play.at(day),
            round=play.round.pk,
            entries=part,
            origin="pasted",
            batch=batch_key(batch, start),
        )
        assert not done.of("refused"), done.of("refused")[0]
        doubtful = {one.cell: one.version for one in done.of("explain")}
        explained = [
            replace(entry, expected=doubtful[entry.cell], explanation=pick(play.duties[entry.cell].cell, WHY))
            for entry in part
            if entry.cell in doubtful and not (play.until and one_in(play.duties[entry.cell].cell, 3))
        ]
        if explained:
            report_figures(
                actor=actor,
                at=play.at(day, 11),
                round=play.round.pk,
                entries=explained,
                origin="typed",
                batch=batch_key(batch, start, "why"),
            )


def slip_some(play: Play, day: datetime.date) -> None:
    """In a round left open: a few of what waits are filed ten times too large, and want a sentence or a correction."""
    by: dict[str, list[Entry]] = {}
    for duty in play.duties.values():
        for figure in play.of(duty.cell)[:1]:
            if figure.value and duty.cell.role == "actual" and play.waits(duty.cell) and one_in(duty.cell, SLIPPED):
                entry = replace(entry_of(duty.cell, figure), written=f"{number_text(figure.value * 10)}{figure.unit}")
                by.setdefault(duty.filer, []).append(entry)
    for filer, entries in sorted(by.items()):
        batch = batch_key(play.round.period, filer, "slip")
        report_figures(
            actor=play.actor(play.cast.filers[filer], day),
            at=play.at(day, 9),
            round=play.round.pk,
            entries=entries,
            origin="typed",
            batch=batch,
        )


def rule_all(
    play: Play,
    day: datetime.date,
    *,
    but: Collection[tuple[str, str]] = (),
    only: Collection[tuple[str, str]] | None = None,
) -> None:
    """The rulings of the round, by the office; each is verified with the rest."""
    for (contestant, indicator, period, role), rows in sorted(play.figures.items()):
        if role != "ruling" or period != cell_period(play.round.period, play.plan.inputs[indicator].kind):
            continue
        if (contestant, indicator) in but or (only is not None and (contestant, indicator) not in only):
            continue
        file_ruling(
            actor=play.actor(play.cast.office, day),
            at=play.at(day, 15),
            round=play.round.pk,
            contestant=contestant,
            indicator=indicator,
            points=number_text(rows[0].value or Decimal(0)),
            reason=rows[0].note,
            document=rows[0].source,
            batch=batch_key(contestant, indicator, period),
        )
