"""A unit's own page: a sentence first, then where the points went, then every indicator with its distances."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book, Cell
from leitai.engine.compare import (
    Distance,
    Loss,
    Losses,
    highlight_sentence,
    highlights,
    losses,
    moved,
    moved_sentence,
    points_text,
    standing_sentence,
    waterfall,
)
from leitai.engine.compare.sentences import gap_text, names_text, value_text
from leitai.engine.errors import Lang
from leitai.engine.show import show_value
from leitai.web.assessment.books import keyed
from leitai.web.assessment.showing.drawing import share
from leitai.web.assessment.showing.fields import field_in
from leitai.web.assessment.showing.lists import Confirmed, lists_shown, marks_of
from leitai.web.foundation.api import Keyed

# A few results of some sixty units, in two languages.
KEPT = 512


@dataclass(frozen=True, slots=True)
class Away:
    """How far above (+) or below (-) somewhere: in points, in the indicator's unit, and who is there."""

    points: str
    value: str
    who: str


@dataclass(frozen=True, slots=True)
class IndicatorShown:
    """One line of the unit's table; `level` 1 is a track."""

    node: str
    name: str
    level: int
    leaf: bool
    clause: str
    cell: Cell
    value: str
    full: str
    lost: str
    lost_bar: str
    of: int
    first: Away | None
    median: Away | None
    next: Away | None
    flags: str

    @property
    def gaps(self) -> tuple[Away | None, ...]:
        return (self.first, self.median, self.next)


@dataclass(frozen=True, slots=True)
class Fall:
    """One step of the waterfall from the first's total to the unit's: from where to where, in hundredths of a width."""

    name: str
    change: str
    start: str
    width: str
    lost: bool


@dataclass(frozen=True, slots=True)
class ExtraShown:
    name: str
    clause: str
    count: str
    points: str


@dataclass(frozen=True, slots=True)
class UnitShown:
    id: str
    name: str
    group: str
    group_name: str
    total: Cell
    sentence: str
    movement: str
    falls: tuple[Fall, ...]
    against: str
    lines: tuple[IndicatorShown, ...]
    extras: tuple[ExtraShown, ...]
    base: str
    good: tuple[str, ...]
    bad: tuple[str, ...]
    grade: str
    lists: str


def unit_of(
    book: Book,
    contestant: str,
    before: Book | None,
    lang: Lang,
    *,
    alone: bool = False,
    confirmed: Confirmed | None = None,
) -> UnitShown:
    """Everything of the page. `before`: the publication of the round before. `confirmed`: of a publication, whom a
    person put on its lists.

    `alone`: nothing of any other unit, neither who is ahead nor by how much; so a unit sees its result before it is
    published.
    """
    found = _unit(keyed(book), contestant, keyed(before) if before is not None else None, lang, alone)
    return replace(found, lists=marks_of(lists_shown(book, found.group, lang, confirmed), contestant, lang))


def without_others(found: Losses) -> Losses:
    """What a contestant may know of itself before the others know theirs."""
    lines = tuple(replace(line, first=None, median=None, next=None, median_rate=None) for line in found.lines)
    total = replace(found.total, first=None, median=None, next=None, median_rate=None)
    return replace(found, lines=lines, total=total)


# A result never changes: what its page of a unit says is worked out once.
@lru_cache(maxsize=KEPT)
def _unit(opened: Keyed[Book], contestant: str, earlier: Keyed[Book] | None, lang: Lang, alone: bool) -> UnitShown:
    book, before = opened.thing, earlier.thing if earlier is not None else None
    field = field_in(book, str(book.entry(book.period, contestant)["group"]))
    found = losses(book, contestant, field=field)
    if alone:
        found = without_others(found)
    step = moved(before, book, contestant) if before is not None else None
    told = () if alone else highlights(book, contestant, before, field=field)
    name = book.contestant(contestant).name.say(lang)
    group = next(group for group in book.groups() if group.id == found.group)
    first = next((one.contestant for one in field.first(ROOT)), None)
    falls, against = ((), "") if alone else _falls(book, contestant, first, lang)
    row = next(one for one in book.rows(group.id, None, None, lang) if one.contestant == contestant)
    most = max((line.lost for line in found.leaves if line.lost), default=Fraction(1))
    return UnitShown(
        contestant,
        name,
        group.id,
        group.name.say(lang),
        found.total.cell,
        standing_sentence(book, found, step, lang),
        moved_sentence(book, step, lang) if step is not None else "",
        falls,
        against,
        tuple(_line(book, line, most, lang) for line in found.lines),
        _extras(book, found, lang),
        points_text(book, found.base),
        tuple(highlight_sentence(book, one, lang) for one in told if one.good),
        tuple(highlight_sentence(book, one, lang) for one in told if not one.good),
        next((one.name.say(lang) for one in book.rulebook.grades if one.id == row.grade), ""),
        "",
    )


def _line(book: Book, line: Loss, most: Fraction, lang: Lang) -> IndicatorShown:
    return IndicatorShown(
        line.node,
        line.name.say(lang),
        line.level,
        line.leaf,
        line.clause,
        line.cell,
        value_text(line.cell.value, line.unit),
        points_text(book, line.full),
        points_text(book, line.lost),
        share(line.lost, most, 60),
        line.of,
        _away(book, line.first, line.unit, lang),
        _away(book, line.median, line.unit, lang),
        _away(book, line.next, line.unit, lang),
        ("、" if lang == "zh" else ", ").join(book.flag(flag, lang) for flag in line.cell.flags),
    )


def _away(book: Book, there: Distance | None, unit: str, lang: Lang) -> Away | None:
    if there is None or there.lead is None:
        return None
    who = names_text(book, there.whose, lang) if there.whose else ""
    return Away(points_text(book, there.lead, signed=True), gap_text(there.value_gap, unit).say(lang), who)


def _falls(book: Book, contestant: str, first: str | None, lang: Lang) -> tuple[tuple[Fall, ...], str]:
    """From the first's total to one's own, track by track, adjustments at the end."""
    steps = waterfall(book, contestant, first) if first is not None else None
    if steps is None or all(not step.change for step in steps.steps):
        return (), ""
    totals = [steps.start, steps.end]
    at = steps.start
    for step in steps.steps:
        at += step.change
        totals.append(at)
    low, high = min(totals), max(totals)
    room = high - low or Fraction(1)
    found, at = [], steps.start
    for step in steps.steps:
        end = at + step.change
        if step.change:
            left = min(at, end)
            found.append(
                Fall(
                    step.name.say(lang),
                    points_text(book, step.change, signed=True),
                    share(left - low, room, 240),
                    share(abs(step.change), room, 240),
                    step.change < 0,
                )
            )
        at = end
    return tuple(found), points_text(book, steps.start)


def _extras(book: Book, found: Losses, lang: Lang) -> tuple[ExtraShown, ...]:
    return tuple(
        ExtraShown(
            one.name.say(lang),
            one.clause,
            show_value(one.count) if one.count is not None else "",
            points_text(book, one.points, signed=True),
        )
        for one in found.extras
    )
