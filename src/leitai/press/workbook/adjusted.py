"""Two sheets: every adjustment that was applied, and each contestant's sums within their caps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from leitai.engine.assess.adjust import LATE, LATE_NAME
from leitai.engine.assess.values import written
from leitai.engine.rulebook.model import LateRule
from leitai.press.words import NOTES, kind_word
from leitai.press.workbook.formulas import Expression, cell, decimals_of, down, rounded, summed
from leitai.press.workbook.layout import FIRST, FULL, GroupSheets, Layout, adjustments, reference
from leitai.press.workbook.names import sheet_reference
from leitai.press.workbook.table import Column, number, text

NO_CATEGORY = "—"
NAME, GROUP, KIND, ITEM, CATEGORY, CLAUSE, COUNT, UNIT, EACH, CAP, GATE, POINTS, ID = range(13)


class Applied(NamedTuple):
    """One adjustment of one contestant as it was applied."""

    group: GroupSheets
    contestant: str
    kind: str
    name: str
    category: str
    clause: str
    number: str
    unit: str
    each: Decimal
    cap: Decimal | None
    gate: str
    points: str


@dataclass(frozen=True, slots=True)
class Sum:
    """A column of sums: of one category, or (category None) of a whole kind."""

    kind: str
    category: str | None
    cap: Decimal | None
    parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sums:
    """The sheet of sums: its lines, its columns (from column 2 on), and which items feed them."""

    lines: tuple[tuple[GroupSheets, str], ...]
    columns: tuple[Sum, ...]
    items: tuple[Applied, ...]
    line_of: Mapping[str, int]
    items_of: Mapping[str, tuple[Applied, ...]]

    def reference(self, layout: Layout, kind: str, contestant: str) -> str:
        """The cell of a contestant's bonuses or deductions."""
        at = next(k for k, column in enumerate(self.columns) if column.kind == kind and column.category is None)
        return reference(layout.sums, FIRST + self.line_of[contestant], 2 + at)

    def value(self, at: int, contestant: str) -> Fraction:
        column = self.columns[at]
        if column.parts:
            found = sum((self.value(part, contestant) for part in column.parts), Fraction(0))
        else:
            own = self.items_of.get(contestant, ())
            found = sum((Fraction(item.points) for item in own if _feeds(item, column)), Fraction(0))
        return found if column.cap is None else min(found, Fraction(column.cap))

    def of(self, kind: str, contestant: str) -> Fraction:
        """A contestant's bonuses or deductions after all caps."""
        at = [k for k, column in enumerate(self.columns) if column.kind == kind and column.category is None]
        return self.value(at[0], contestant) if at else Fraction(0)

    def decimals(self, kind: str) -> int | None:
        """Decimals that points of a kind end with; None where one was divided."""
        texts = [item.points for item in self.items if item.kind == kind]
        texts += [str(column.cap) for column in self.columns if column.kind == kind and column.cap is not None]
        return None if any(not _ends(one) for one in texts) else max(map(decimals_of, texts), default=0)


def _feeds(item: Applied, column: Sum) -> bool:
    return item.kind == column.kind and (column.category is None or item.category == column.category)


def _ends(number_text: str) -> bool:
    return len(number_text.replace("-", "").replace(".", "")) < 12


def collect(layout: Layout) -> Sums:
    """All adjustments of the round, in the order of the ranking sheets."""
    lines = tuple((group, row.contestant) for group in layout.groups for row in group.rows)
    items_of = {contestant: tuple(_applied(layout, group, contestant)) for group, contestant in lines}
    items = tuple(item for own in items_of.values() for item in own)
    line_of = {contestant: k for k, (_, contestant) in enumerate(lines)}
    return Sums(lines, tuple(_columns(layout)), items, line_of, items_of)


def _columns(layout: Layout) -> list[Sum]:
    caps = layout.book.rulebook.caps
    found: list[Sum] = []
    for kind, limit in (("deduction", caps.deduction), ("bonus", caps.bonus)):
        own = [a.category or NO_CATEGORY for a in adjustments(layout.book) if a.kind == kind]
        if kind == "deduction" and isinstance(layout.book.plan.policies.late, LateRule):
            own.insert(0, NO_CATEGORY)
        categories = list(dict.fromkeys(own))
        if not categories:
            continue
        first = len(found)
        if len(categories) > 1 or caps.categories.get(categories[0]) is not None:
            found += [Sum(kind, category, caps.categories.get(category), ()) for category in categories]
        found.append(Sum(kind, None, limit, tuple(range(first, len(found)))))
    return found


def _applied(layout: Layout, group: GroupSheets, contestant: str) -> list[Applied]:
    known = {a.id: a for a in adjustments(layout.book)}
    late = layout.book.plan.policies.late
    found = []
    for id_, count, points in layout.book.entry(layout.book.period, contestant).get("adjustments", ()):
        if id_ in known:
            a = known[id_]
            each = a.points or Decimal(0)
            closed = points == "0" and Fraction(count) * Fraction(each) != 0
            gate = NOTES["closed" if closed else "open"].say(layout.lang) if a.gate else ""
            found.append(
                Applied(group, contestant, a.kind, a.name.say(layout.lang), a.category or NO_CATEGORY, a.clause, count,
                        a.unit, each, a.cap, gate, points)
            )  # fmt: skip
        elif id_ == LATE and isinstance(late, LateRule):
            name = LATE_NAME.say(layout.lang)
            found.append(
                Applied(
                    group, contestant, "deduction", name, NO_CATEGORY, "", count, "", late.deduct, late.cap, "", points
                )
            )
    return found


def item_columns(layout: Layout, sums: Sums) -> list[Column]:
    """The sheet of items; points = count · points each, within the item's cap, none where its gate is closed."""
    items, say = sums.items, layout.say
    closed = NOTES["closed"].say(layout.lang)
    points = []
    for line, item in enumerate(items, start=FIRST):
        product = Expression(f"{cell(line, COUNT)}*{cell(line, EACH)}", _product_decimals(item))
        earned = rounded(product, None, "half_up").text
        if item.cap is not None:
            earned = f"MIN({earned},{cell(line, CAP)})"
        if item.gate:
            earned = f'IF({cell(line, GATE)}="{closed}",0,{earned})'
        points.append(number(item.points, earned))
    names = [text(layout.book.contestant(item.contestant).name.say(layout.lang)) for item in items]
    return [
        Column(say("name"), names, right=False),
        Column(say("group"), [text(item.group.group.name.say(layout.lang)) for item in items], right=False, muted=True),
        Column(say("kind"), [text(kind_word(item.kind, layout.lang)) for item in items], right=False),
        Column(say("item"), [text(item.name) for item in items], right=False, most=40),
        Column(say("category"), [text(item.category) for item in items], right=False, muted=True),
        Column(say("clause"), [text(item.clause) for item in items], right=False, muted=True),
        Column(say("count"), [number(item.number) for item in items]),
        Column(say("unit"), [text(item.unit) for item in items], right=False, muted=True),
        Column(say("each"), [number(written(Fraction(item.each))) for item in items]),
        Column(say("cap"), [text("") if item.cap is None else number(written(Fraction(item.cap))) for item in items]),
        Column(say("gate"), [text(item.gate) for item in items], right=False, muted=True),
        Column(say("points"), points, bold=True),
        Column(say("id"), [text(item.contestant) for item in items], right=False, muted=True),
    ]


def _product_decimals(item: Applied) -> int | None:
    each = written(Fraction(item.each))
    return decimals_of(item.number) + decimals_of(each) if _ends(item.number) else None


def sum_columns(layout: Layout, sums: Sums) -> list[Column]:
    """The sheet of sums, the caps under the heads."""
    names = [text(layout.book.contestant(one).name.say(layout.lang)) for _, one in sums.lines]
    groups = [text(group.group.name.say(layout.lang)) for group, _ in sums.lines]
    found = [
        Column(layout.say("name"), names, full=text(layout.say("limit")), right=False),
        Column(layout.say("group"), groups, right=False, muted=True),
    ]
    id_column = 2 + len(sums.columns)
    for at, column in enumerate(sums.columns):
        items = [
            number(written(sums.value(at, one)), _sum_formula(layout, sums, at, FIRST + k, id_column))
            for k, (_, one) in enumerate(sums.lines)
        ]
        cap = text("") if column.cap is None else number(written(Fraction(column.cap)))
        ends = sums.decimals(column.kind) is not None
        found.append(Column(_head(layout, column), items, full=cap, bold=column.category is None, fixed=ends))
    found.append(Column(layout.say("id"), [text(one) for _, one in sums.lines], right=False, muted=True))
    return found


def _head(layout: Layout, column: Sum) -> str:
    word = kind_word(column.kind, layout.lang)
    if column.category is None:
        return layout.say("sum", kind=word)
    return f"{word} {layout.say('other') if column.category == NO_CATEGORY else column.category}"


def _sum_formula(layout: Layout, sums: Sums, at: int, line: int, id_column: int) -> str:
    column = sums.columns[at]
    if column.parts:
        of = summed([2 + part for part in column.parts], line)
    elif not sums.items:
        of = "0"
    else:
        of = _matched(layout, sums, column, cell(line, id_column, fixed_column=True))
    if column.cap is not None:
        of = f"MIN({of},{cell(FULL, 2 + at, fixed_row=True)})"
    decimals = sums.decimals(column.kind)
    return rounded(Expression(of, decimals), None, "half_up").text


def _matched(layout: Layout, sums: Sums, column: Sum, key: str) -> str:
    """Points of the items of one contestant, kind and category."""
    last = FIRST + len(sums.items) - 1

    def span(at: int) -> str:
        return f"{sheet_reference(layout.items)}!{down(at, FIRST, last, fixed_column=True)}"

    wanted: Sequence[tuple[int, str]] = [(ID, key), (KIND, f'"{kind_word(column.kind, layout.lang)}"')]
    if column.category is not None:
        wanted = [*wanted, (CATEGORY, f'"{column.category}"')]
    return f"SUMIFS({span(POINTS)},{','.join(f'{span(at)},{what}' for at, what in wanted)})"
