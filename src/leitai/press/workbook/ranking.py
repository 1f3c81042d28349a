"""The ranking sheets: tracks fetched from their sheets, totals and ranks as formulas over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import ROOT
from leitai.engine.assess.values import written
from leitai.engine.book import Row
from leitai.engine.decimals import decimal_text
from leitai.engine.rulebook.model import TieBreakers
from leitai.engine.show import NO_SCORE
from leitai.press.remarks import remarks
from leitai.press.words import EFFECTS, effect_word
from leitai.press.workbook.adjusted import Sums
from leitai.press.workbook.formulas import LAST, Expression, branch, cell, comparable, limited, rank, rounded, summed
from leitai.press.workbook.layout import FIRST, FULL, GroupSheets, Layout, reference
from leitai.press.workbook.table import Column, Item, number, text
from leitai.press.workbook.tracks import word_of, worth_of, worth_word


class Places(dict[str, int]):
    """Which columns a ranking sheet has: what is shown → the column."""

    def all(self, kind: str) -> list[int]:
        """The columns of the tracks (`top`) or of the tie-breakers (`breaker`)."""
        return [column for key, column in self.items() if key.startswith(f"{kind} ")]


@dataclass(frozen=True, slots=True)
class Ranking:
    """One ranking sheet of the peers, ready to be written; others point at its totals and keys."""

    layout: Layout
    group: GroupSheets
    sums: Sums
    at: Places

    @property
    def key(self) -> str:
        return "key" if "key" in self.at else "total"


def plan_ranking(layout: Layout, group: GroupSheets, sums: Sums) -> Ranking:
    """Settle the columns."""
    rows, rulebook = group.rows, layout.book.rulebook
    keys = ["rank"]
    if any(row.change or row.rank_before for row in rows):
        keys += ["before", "change"]
    keys += ["name", "total"]
    keys += [f"top {k}" for k, _ in enumerate(group.tops)]
    if layout.adjusted:
        keys += ["base", "deduction", "bonus"]
    if any(row.vetoes for row in rows):
        keys.append("veto")
    keys += [key for key, there in (("grade", rulebook.grades), ("lists", _has_lists(layout))) if there]
    keys.append("flags")
    if needs_key(layout, group):
        keys.append("key")
    keys += [f"breaker {k}" for k, _ in enumerate(tie_breakers(layout))]
    keys.append("id")
    return Ranking(layout, group, sums, Places((key, column) for column, key in enumerate(keys)))


def tie_breakers(layout: Layout) -> tuple[str, ...]:
    """The nodes whose scores break ties, in order."""
    ties = layout.book.plan.policies.ties
    return ties.break_by if isinstance(ties, TieBreakers) else ()


def needs_key(layout: Layout, group: GroupSheets) -> bool:
    """Whether totals are compared by something else than what is shown."""
    unrounded = layout.book.plan.policies.rounding.total is None
    return unrounded or ranks_on_finer(layout) or any(put_last(layout, row) for row in group.rows)


def ranks_on_finer(layout: Layout) -> bool:
    """Whether ranks go by the total before it is rounded."""
    policies = layout.book.plan.policies
    return policies.rank_on == "exact" and policies.rounding.total is not None


def effects(layout: Layout, row: Row) -> list[str]:
    """Effects of the vetoes that hold, each once."""
    by_id = {a.id: a.effect for a in layout.book.rulebook.adjustments}
    return [one for one in EFFECTS if any(by_id.get(id_) == one for id_ in row.vetoes)]


def put_last(layout: Layout, row: Row) -> bool:
    return "rank_last" in effects(layout, row)


def ranking_columns(ranking: Ranking) -> list[Column]:
    """Every column of the sheet, in order."""
    layout, group, at = ranking.layout, ranking.group, ranking.at
    say, rows = layout.say, group.rows
    found = [Column(say("rank"), _ranks(ranking), bold=True)]
    if "before" in at:
        found += before_columns(layout, rows, at["total"], at["rank"], at["before"])
    found.append(
        Column(say("name"), [text(row.name) for row in rows], text(worth_word(layout)), right=False, lead=True)
    )
    totals = [_total(ranking, line, row) for line, row in enumerate(rows, start=FIRST)]
    found.append(Column(say("total"), totals, _full(ranking), bold=True))
    found += _tops(ranking)
    if "base" in at:
        ends = _base_expression(ranking, FIRST).decimals is not None
        bases = [_base(ranking, line, row) for line, row in enumerate(rows, start=FIRST)]
        found.append(Column(say("base"), bases, fixed=ends))
        for kind in ("deduction", "bonus"):
            ends = ranking.sums.decimals(kind) is not None
            found.append(Column(say(kind), _adjusted(ranking, kind), fixed=ends))
    stop = "、" if layout.lang == "zh" else ", "
    if "veto" in at:
        words = [stop.join(effect_word(one, layout.lang) for one in effects(layout, row)) for row in rows]
        found.append(Column(say("veto"), [text(one) for one in words], right=False))
    if "grade" in at:
        grades = {grade.id: grade.name.say(layout.lang) for grade in layout.book.rulebook.grades}
        found.append(Column(say("grade"), [text(grades.get(row.grade, "")) for row in rows], right=False))
    if "lists" in at:
        lists = [text(stop.join(_lists(layout, row))) for row in rows]
        head = say("confirmed" if layout.published else "lists")
        found.append(Column(head, lists, right=False, most=26))
    found.append(
        Column(
            say("flags"),
            [text(remarks(layout.book, row, layout.lang)) for row in rows],
            right=False,
            muted=True,
            most=34,
        )
    )
    if "key" in at:
        found.append(
            Column(say("key"), [_key(ranking, line, row) for line, row in enumerate(rows, start=FIRST)], muted=True)
        )
    found += _breakers(ranking)
    found.append(Column(say("id"), [text(row.contestant) for row in rows], right=False, muted=True))
    return found


def _has_lists(layout: Layout) -> bool:
    return bool(layout.published.lists if layout.published else layout.book.rulebook.awards)


def _lists(layout: Layout, row: Row) -> Sequence[str]:
    """What the rule proposes; of a publication only what a person confirmed, whom she struck off is not named."""
    if layout.published:
        return layout.published.lists.get(row.contestant, ())
    awards = {award.id: award.name.say(layout.lang) for award in layout.book.rulebook.awards}
    return [awards[one] for one in row.lists]


def before_columns(layout: Layout, rows: Sequence[Row], total: int, place: int, before: int) -> list[Column]:
    """The round before (its rank, or its total where progress is by score) and the change, as a formula."""
    by_places = layout.book.plan.policies.progress == "places"
    earlier, changes = [], []
    for line, row in enumerate(rows, start=FIRST):
        entry = layout.book.entry(layout.book.period, row.contestant)
        score = entry.get("score_before")
        shown = (str(row.rank_before) if row.rank_before else NO_SCORE) if by_places else score or NO_SCORE
        earlier.append(number(shown))
        then, now = cell(line, before), cell(line, place if by_places else total)
        formula = f"{then}-{now}" if by_places else f"ROUND({now}-{then},9)"
        changes.append(number(row.change, formula) if row.change else number(NO_SCORE))
    head = "before" if by_places else "score_before"
    return [
        Column(layout.say(head), earlier, muted=True),
        Column(layout.say("change"), changes, arrows=True),
    ]


def _ranks(ranking: Ranking) -> list[Item]:
    at, group = ranking.at, ranking.group
    levels = [at[ranking.key], *at.all("breaker")]
    ranked = sum(row.rank > 0 for row in group.rows)
    dense = ranking.layout.book.plan.policies.ties == "dense"
    return [
        number(str(row.rank), rank(levels, line, FIRST, FIRST + ranked - 1, dense)) if row.rank else number(NO_SCORE)
        for line, row in enumerate(group.rows, start=FIRST)
    ]


def _tops(ranking: Ranking) -> list[Column]:
    layout, group = ranking.layout, ranking.group
    found = []
    for sheet, top in group.tops:
        items = []
        for line, row in enumerate(group.rows, start=FIRST):
            shown = layout.cell(row.contestant, top.node.id)
            finer = layout.precise.scores.get((row.contestant, top.node.id))
            there = reference(sheet.name, line, top.column)
            if shown.score == NO_SCORE:
                items.append(Item(word_of(layout, shown), there))
            else:
                items.append(number(shown.score, there, None if finer is None else float(finer)))
        worth = number(decimal_text(worth_of(layout, group, top.node)), reference(sheet.name, FULL, top.column))
        found.append(Column(layout.name(top.node), items, worth))
    return found


def _full(ranking: Ranking) -> Item:
    layout, group = ranking.layout, ranking.group
    if layout.weights:
        return number(decimal_text(layout.book.plan.full(group.group.id)))
    whole = sum((worth_of(layout, group, top.node) for _, top in group.tops), Fraction(0))
    return number(decimal_text(whole), summed(ranking.at.all("top"), FULL))


def _base_expression(ranking: Ranking, line: int) -> Expression:
    """The base total: not rounded by itself, only brought back to its own decimals."""
    layout, group = ranking.layout, ranking.group
    known = layout.decimals([top.node for _, top in group.tops], group.partial)
    partial = ROOT in group.partial
    of = branch(ranking.at.all("top"), line, FULL, weights=layout.weights, partial=partial, decimals=known)
    return rounded(of, None, "half_up")


def _base(ranking: Ranking, line: int, row: Row) -> Item:
    shown = ranking.layout.book.entry(ranking.layout.book.period, row.contestant)["base"]
    return number(NO_SCORE) if shown is None else number(shown, _base_expression(ranking, line).text)


def _adjusted(ranking: Ranking, kind: str) -> list[Item]:
    there = any(column.kind == kind for column in ranking.sums.columns)
    found = []
    for row in ranking.group.rows:
        value = written(ranking.sums.of(kind, row.contestant))
        where = ranking.sums.reference(ranking.layout, kind, row.contestant) if there else ""
        found.append(number(value, where))
    return found


def _exact_total(ranking: Ranking, line: int) -> Expression:
    """The total before it is rounded, within its limits; zero where a veto says so."""
    layout, at = ranking.layout, ranking.at
    of = _base_expression(ranking, line)
    if "base" in at:
        parts = [of.decimals, *(ranking.sums.decimals(kind) for kind in ("deduction", "bonus"))]
        known = [one for one in parts if one is not None]
        text_ = f"{cell(line, at['base'])}-{cell(line, at['deduction'])}+{cell(line, at['bonus'])}"
        of = Expression(text_, max(known) if len(known) == len(parts) else None)
    caps = layout.book.rulebook.caps
    floor, cap = (None if one is None else written(Fraction(one)) for one in (caps.floor, caps.total))
    return limited(of, floor, cap)


def _zeroed(ranking: Ranking, line: int, formula: str) -> str:
    if not any("zero" in effects(ranking.layout, row) for row in ranking.group.rows):
        return formula
    return f"IF({_vetoed(ranking, 'zero', line)},0,{formula})"


def _vetoed(ranking: Ranking, what: str, line: int) -> str:
    return f'ISNUMBER(FIND("{effect_word(what, ranking.layout.lang)}",{cell(line, ranking.at["veto"])}))'


def _total(ranking: Ranking, line: int, row: Row) -> Item:
    if row.score == NO_SCORE:
        return number(NO_SCORE)
    rounding = ranking.layout.book.plan.policies.rounding
    of = rounded(_exact_total(ranking, line), rounding.total, rounding.mode)
    return number(row.score, _zeroed(ranking, line, of.text))


def key_text(ranking: Ranking, row: Row) -> str:
    """What is compared: the total (before rounding, where the rule ranks on that), far lower for who is put last."""
    layout = ranking.layout
    if not row.rank:
        return NO_SCORE
    value = Fraction(row.score)
    if ranks_on_finer(layout) and "zero" not in effects(layout, row):
        value = layout.precise.exact[row.contestant, ROOT]
    return written(value - LAST if put_last(layout, row) else value)


def _key(ranking: Ranking, line: int, row: Row) -> Item:
    layout = ranking.layout
    formula = cell(line, ranking.at["total"])
    if ranks_on_finer(layout):
        formula = _zeroed(ranking, line, comparable(_exact_total(ranking, line)))
    elif layout.book.plan.policies.rounding.total is None:
        formula = comparable(Expression(formula, None))
    if any(put_last(layout, one) for one in ranking.group.rows):
        formula = f"ROUND({formula}-{LAST}*{_vetoed(ranking, 'rank_last', line)},9)"
    shown = key_text(ranking, row)
    return number(shown, formula) if row.rank else number(shown)


def breaker_text(layout: Layout, node: str, contestant: str) -> str:
    """What a tie-breaker compares; 0 where the node has no score."""
    if layout.book.plan.policies.rank_on == "exact":
        return written(layout.precise.exact.get((contestant, node), Fraction(0)))
    shown = layout.cell(contestant, node).score
    return "0" if shown == NO_SCORE else shown


def _breakers(ranking: Ranking) -> list[Column]:
    """Under rank_on: exact the values before rounding, which no sheet holds; else fetched from the tracks."""
    layout, group = ranking.layout, ranking.group
    found = []
    for node in tie_breakers(layout):
        where = None if layout.book.plan.policies.rank_on == "exact" else group.find(node)
        items = []
        for line, row in enumerate(group.rows, start=FIRST):
            there = "" if where is None else f"N({reference(where[0].name, line, where[1].column)})"
            if there and layout.book.places_of(layout.book.node(node)) is None:
                there = comparable(Expression(there, None))
            items.append(number(breaker_text(layout, node, row.contestant), there))
        head = layout.say("breaker", name=layout.name(layout.book.node(node)))
        found.append(Column(head, items, muted=True))
    return found
