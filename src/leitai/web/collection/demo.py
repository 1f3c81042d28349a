"""The rounds of a demo city played through the services: filed, some sent back and corrected, verified, confirmed.

What comes out of `figures_of` afterwards is what the city's figures files say, digit for digit and status for status.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.figures import VINTAGES, Figure
from leitai.engine.periods import cell_period, sort_key
from leitai.engine.rulebook.canonical import number_text
from leitai.tables.limits import Options
from leitai.tables.read import read_figures
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import Cell, Obligation, Round
from leitai.web.collection.rules.states import NO_VALUE
from leitai.web.collection.services.decisions import (
    answer_question,
    confirm_row,
    question_figure,
    return_figures,
    verify_figures,
)
from leitai.web.collection.services.explaining import file_ruling
from leitai.web.collection.services.figures import report_figures
from leitai.web.collection.services.rounds import Days, lock_round, open_round, reopen_round, weigh_round
from leitai.web.collection.services.shapes import MOST, Entry, Judged
from leitai.web.people.api import Actor, find_actor

PLACE = ZoneInfo("Asia/Shanghai")
DAY = datetime.timedelta(days=1)
# One in so many is sent back once, and one in so many questioned by its unit.
RETURNED, QUESTIONED = 40, 150
REASONS = (
    "与比对来源不符，请核对后重报",
    "漏计一个月，请补全",
    "口径应为年初累计，填成了当期",
    "小数点位置有误，请核对",
)
WHY = ("上年同期基数低，项目集中在本季", "重大项目集中入统", "上年同期停工改造，基数异常", "经主管部门核实无误")
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts for which organisation: organisation → person."""

    office: str
    counter: str
    filers: Mapping[str, str]
    verifiers: Mapping[str, str]
    liaisons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Play:
    """One round being played."""

    round: Round
    plan: Plan
    cast: Cast
    figures: Mapping[Key, Sequence[Figure]]
    duties: Mapping[int, Obligation]
    in_hand: bool

    def waits(self, cell: Cell) -> bool:
        """In a round in hand, one figure in nine has not been filed yet."""
        return self.in_hand and _one_in(cell, 9)

    def at(self, day: datetime.date, hour: int = 10) -> datetime.datetime:
        return datetime.datetime(day.year, day.month, day.day, hour, tzinfo=PLACE)

    def actor(self, key: str, day: datetime.date) -> Actor:
        found = find_actor(key, day)
        assert found is not None, key
        return found


def fill_round(book: str, edition: str, period: str, folder: Path, cast: Cast, *, in_hand: bool = False) -> None:
    """Play one round from its opening to its lock. One that was opened before is left as it is."""
    if Round.objects.filter(book=book, period=period).exists():
        return
    plan = plan_of(book, edition)
    play = _opened(book, edition, period, plan, folder, cast, in_hand)
    _file(play)
    _rulings(play)
    _return_and_correct(play)
    _verify(play, play.round.verify_by, keep_back=in_hand)
    if in_hand:
        return
    _question(play)
    _confirm(play)
    end = play.round.confirm_by
    lock_round(actor=play.actor(cast.office, end), at=play.at(end, 17), round=play.round.pk)
    _revise(play)


def _opened(book: str, edition: str, period: str, plan: Plan, folder: Path, cast: Cast, in_hand: bool) -> Play:
    stated = next(one for one in plan.rulebook.rounds if one.period == period)
    assert stated.report_by is not None
    assert stated.verify_by is not None
    first = stated.report_by - 12 * DAY
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
    return Play(made, plan, cast, _figures(plan, folder), duties, in_hand)


def _figures(plan: Plan, folder: Path) -> dict[Key, list[Figure]]:
    """The city's figures by cell, earlier vintages first; a later file of the same cell is left out."""
    found: dict[Key, list[Figure]] = {}
    rulebook = plan.rulebook
    roles = {role.id: Text(role.name.zh, role.name.en) for role in rulebook.roles}
    options = Options(roles=roles, units=frozenset(item.unit for item in plan.inputs.values()))
    for figure in read_figures(folder / "figures", options=options).require():
        item = plan.inputs[figure.indicator]
        key = (figure.contestant, figure.indicator, cell_period(figure.period, item.kind), figure.role)
        found.setdefault(key, []).append(figure)
    order = list(VINTAGES)
    return {key: sorted(rows, key=lambda row: order.index(row.vintage)) for key, rows in found.items()}


def _of(play: Play, cell: Cell) -> Sequence[Figure]:
    return play.figures.get((cell.contestant, cell.indicator, cell.period, cell.role), ())


def _one_in(cell: Cell, count: int) -> bool:
    """Chance that is always the same: no random state, so that two demos are alike."""
    return (
        int(
            hashlib.sha256(f"{cell.contestant} {cell.indicator} {cell.period} {cell.role}".encode()).hexdigest()[:8], 16
        )
        % count
        == 0
    )


def _pick(cell: Cell, words: Sequence[str]) -> str:
    return words[len(cell.contestant + cell.indicator) % len(words)]


# -- door 1 --------------------------------------------------------------------------------------------------------


def _file(play: Play) -> None:
    """Each body files on its own day before the last; what the files call late is filed on the day they name."""
    by: dict[tuple[str, datetime.date], list[Entry]] = {}
    for duty in play.duties.values():
        for figure in _of(play, duty.cell)[:1]:
            if figure.status != "unreported" and not play.waits(duty.cell):
                entry = _entry(duty.cell, figure)
                by.setdefault((duty.filer, _day(play, duty.filer, figure)), []).append(entry)
    for (filer, day), entries in sorted(by.items(), key=lambda item: (item[0][1], item[0][0])):
        _report(play, filer, day, entries, f"{play.round.period}-{filer}-{day:%m%d}")


def _day(play: Play, filer: str, figure: Figure) -> datetime.date:
    if figure.status == "late":
        return datetime.date.fromisoformat(figure.note[:10])
    return play.round.report_by - (1 + len(filer) * 7 % 5) * DAY


def _entry(cell: Cell, figure: Figure) -> Entry:
    value = "" if figure.value is None else f"{number_text(figure.value)}{figure.unit}"
    no_value = figure.status if figure.status in NO_VALUE else ""
    if _wrong_at_first(cell, figure):
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


def _wrong_at_first(cell: Cell, figure: Figure) -> bool:
    plain = figure.status == "verified" and not figure.note and figure.value and cell.role == "actual"
    return bool(plain) and _one_in(cell, RETURNED)


def _report(play: Play, filer: str, day: datetime.date, entries: Sequence[Entry], batch: str) -> None:
    """File, and say why where the checks ask."""
    actor = play.actor(play.cast.filers[filer], day)
    for n, part in enumerate(_parts(entries)):
        key = hashlib.sha256(f"{batch}-{n}".encode()).hexdigest()[:32]
        report = report_figures(
            actor=actor, at=play.at(day), round=play.round.pk, entries=part, origin="pasted", batch=key
        )
        doubtful = {one.cell: one.version for one in report.of("explain")}
        assert not report.of("refused"), report.of("refused")[0]
        explained = [
            replace(entry, expected=doubtful[entry.cell], explanation=_pick(play.duties[entry.cell].cell, WHY))
            for entry in part
            if entry.cell in doubtful
        ]
        if explained:
            again = hashlib.sha256(f"{batch}-{n}-why".encode()).hexdigest()[:32]
            report_figures(
                actor=actor, at=play.at(day, 11), round=play.round.pk, entries=explained, origin="typed", batch=again
            )


def _parts(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), MOST):
        yield entries[start : start + MOST]


def _rulings(play: Play) -> None:
    """The rulings of the round, by the office; each is verified with the rest."""
    for (contestant, indicator, period, role), rows in sorted(play.figures.items()):
        if role != "ruling" or period != cell_period(play.round.period, play.plan.inputs[indicator].kind):
            continue
        day = play.round.report_by + DAY
        file_ruling(
            actor=play.actor(play.cast.office, day),
            at=play.at(day, 15),
            round=play.round.pk,
            contestant=contestant,
            indicator=indicator,
            points=number_text(rows[0].value or Decimal(0)),
            reason=rows[0].note,
            document=rows[0].source,
            batch=hashlib.sha256(f"{contestant}{indicator}{period}".encode()).hexdigest()[:32],
        )


# -- door 2 --------------------------------------------------------------------------------------------------------


def _return_and_correct(play: Play) -> None:
    """What was wrong comes back with a reason, and is filed anew."""
    wrong = [
        duty
        for duty in play.duties.values()
        for figure in _of(play, duty.cell)[:1]
        if _wrong_at_first(duty.cell, figure) and not play.waits(duty.cell)
    ]
    versions = _versions(duty.cell_id for duty in wrong)
    day = max(play.round.report_by - DAY, play.round.opened_at.date())
    groups: dict[tuple[str, str], list[Obligation]] = {}
    for duty in wrong:
        groups.setdefault((duty.verifier, _pick(duty.cell, REASONS)), []).append(duty)
    for (verifier, reason), duties in sorted(groups.items()):
        return_figures(
            actor=play.actor(play.cast.verifiers[verifier], day),
            at=play.at(day, 16),
            round=play.round.pk,
            judged=[Judged(duty.cell_id, versions[duty.cell_id]) for duty in duties],
            reason=reason,
            due=play.round.report_by + DAY,
        )
    by: dict[str, list[Entry]] = {}
    for duty in wrong[:: 2 if play.in_hand else 1]:
        figure = _of(play, duty.cell)[0]
        right = Entry(
            duty.cell_id, versions[duty.cell_id], number_text(figure.value or Decimal(0)), source=figure.source
        )
        by.setdefault(duty.filer, []).append(right)
    for filer, entries in sorted(by.items()):
        _report(play, filer, play.round.report_by, entries, f"{play.round.period}-{filer}-again")


def _verify(play: Play, day: datetime.date, keep_back: bool = False) -> None:
    """Each verifying body verifies what waits for it; in a round in hand, one in eight still waits."""
    groups: dict[str, list[Judged]] = {}
    rows = Obligation.objects.filter(round=play.round, cell__state="reported").select_related("cell").order_by("pk")
    for duty in rows:
        if not (keep_back and _one_in(duty.cell, 8)):
            groups.setdefault(duty.verifier, []).append(Judged(duty.cell_id, duty.cell.version))
    for verifier, judged in sorted(groups.items()):
        report = verify_figures(
            actor=play.actor(play.cast.verifiers[verifier], day), at=play.at(day), round=play.round.pk, judged=judged
        )
        assert len(report.of("saved")) == len(judged), report


def _question(play: Play) -> None:
    """A few figures are questioned by their unit and answered by who filed them."""
    day = play.round.verify_by + DAY
    for duty in sorted(play.duties.values(), key=lambda one: one.pk):
        if not _one_in(duty.cell, QUESTIONED) or not duty.required:
            continue
        cell = Cell.objects.get(pk=duty.cell_id)
        liaison = play.actor(play.cast.liaisons[cell.contestant], day)
        if cell.state != "verified":
            continue
        question_figure(
            actor=liaison,
            at=play.at(day),
            round=play.round.pk,
            cell=cell.pk,
            expected=cell.version,
            reason="与我单位台账有出入，请核对口径",
        )
        answer_question(
            actor=play.actor(play.cast.filers[duty.filer], day),
            at=play.at(day, 15),
            round=play.round.pk,
            cell=cell.pk,
            expected=cell.version,
            reason="已与台账逐项核对，口径以规则为准，数据无误",
        )


def _confirm(play: Play) -> None:
    day = play.round.confirm_by
    by: dict[str, list[Judged]] = {}
    rows = Obligation.objects.filter(round=play.round, cell__state="verified").select_related("cell").order_by("pk")
    for duty in rows:
        by.setdefault(duty.cell.contestant, []).append(Judged(duty.cell_id, duty.cell.version))
    for contestant, judged in sorted(by.items()):
        confirm_row(
            actor=play.actor(play.cast.liaisons[contestant], day),
            at=play.at(day, 11),
            round=play.round.pk,
            contestant=contestant,
            judged=judged,
        )


def _revise(play: Play) -> None:
    """A later vintage of a figure: the round is opened again with a reason, the new figure verified, and locked."""
    later = [
        (duty, figure)
        for duty in play.duties.values()
        for figure in _of(play, duty.cell)[1:]
        if sort_key(duty.cell.period) <= sort_key(play.round.period)
    ]
    if not later:
        return
    day = datetime.date.fromisoformat(later[0][1].note[:10])
    office = play.actor(play.cast.office, day)
    reason = "省级核定后修订，按最终数更正"
    reopen_round(actor=office, at=play.at(day, 9), round=play.round.pk, reason=reason)
    versions = _versions(duty.cell_id for duty, _ in later)
    for duty, figure in later:
        entry = replace(_entry(duty.cell, figure), expected=versions[duty.cell_id])
        _report(play, duty.filer, day, [entry], f"{play.round.period}-{duty.cell_id}-revised")
    _verify(play, day)
    lock_round(actor=office, at=play.at(day, 17), round=play.round.pk)


def _versions(cells: Iterable[int]) -> dict[int, int]:
    return dict(Cell.objects.filter(pk__in=list(cells)).values_list("pk", "version"))
