"""A group's standing: the ranking as tables, the totals and what they are made of as charts."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pptx.util import Emu, Inches, Length

from leitai.engine.book import Row
from leitai.engine.compare import Account, Part, account_of, points_text
from leitai.engine.decimals import decimal_text
from leitai.engine.show import NO_SCORE
from leitai.press.findings import movers_finding, movers_of, names_of, standing_finding
from leitai.press.portions import portions
from leitai.press.quotes import Quotes
from leitai.press.remarks import remarks
from leitai.press.slides.charts import Bars, Series, add_bars
from leitai.press.slides.deck import BOTTOM, INSIDE, LEFT, TOP, Deck
from leitai.press.slides.tables import ROWS, Column, Item, add_table, name_width
from leitai.press.slides.words import word
from leitai.press.workbook.names import shortened

BARS, STACKS, MOVERS = 24, 12, 24
LABEL = 16
PODIUM = 3


def add_ranking(deck: Deck, group: str, name: str) -> None:
    """The ranking, a dozen to a slide; who has no rank stands at the end."""
    book, quotes, lang = deck.quotes.book, deck.quotes, deck.lang
    rows = book.rows(group, lang=lang)
    first = next((row for row in rows if row.rank), None)
    accounts = {row.contestant: account_of(book, row.contestant) for row in rows}
    adjusted = any(_adjusted(account) for account in accounts.values())
    compared = any(row.change for row in rows)
    graded = bool(book.rulebook.grades)
    said = {row.contestant: remarks(book, row, lang) for row in rows}
    columns = [Column(word("rank", lang), 0.7, centred=True)]
    columns += [Column(word("change", lang), 0.85, centred=True)] if compared else []
    columns.append(Column(word("name", lang), name_width([row.name for row in rows])))
    columns += [Column(word(key, lang), 1.15, right=True) for key in ("total", "behind")]
    columns += [Column(word("adjusted", lang), 1.1, right=True)] if adjusted else []
    columns += [Column(word("grade", lang), 1.0, centred=True)] if graded else []
    columns += [Column(word("remarks", lang), 3.0)] if any(said.values()) else []
    grades = {grade.id: grade.name.say(lang) for grade in book.rulebook.grades}
    for number, part in enumerate(portions(len(rows), ROWS)):
        with quotes.at(deck.place):
            here = [rows[k] for k in part]
            title = standing_finding(book, group, quotes) if number == 0 else _more(quotes, here, name)
            slide = deck.slide(title, word("ranking_note", lang, group=name, period=book.period))
            lines = []
            for row in here:
                strong = 0 < row.rank <= PODIUM
                line = [Item(quotes.rank(row), bold=strong)]
                line += [Item(quotes.change(row), muted=True)] if compared else []
                line += [Item(row.name, bold=strong), Item(quotes.score(row.contestant), bold=True)]
                line.append(Item(_behind(quotes, row, first), muted=True))
                line += [_adjustments(quotes, accounts[row.contestant])] if adjusted else []
                line += [Item(grades.get(row.grade, ""))] if graded else []
                line += [Item(said[row.contestant], muted=True)] if any(said.values()) else []
                lines.append(line)
            add_table(deck, slide, columns, lines)


def _more(quotes: Quotes, rows: Sequence[Row], name: str) -> str:
    ranked = [row for row in rows if row.rank]
    if not ranked:
        return word("unranked_more", quotes.lang, group=name)
    first, last = quotes.rank(ranked[0]), quotes.rank(ranked[-1])
    return word("ranking_more", quotes.lang, group=name, first=first, last=last)


def _behind(quotes: Quotes, row: Row, first: Row | None) -> str:
    if first is None or not row.rank:
        return NO_SCORE
    return quotes.lead(row, first)


def _adjusted(account: Account) -> Fraction:
    return sum((extra.points for extra in account.extras if extra.kind != "rounding"), Fraction(0))


def _adjustments(quotes: Quotes, account: Account) -> Item:
    points = _adjusted(account)
    if account.total is None or not points:
        return Item(NO_SCORE, muted=True)
    return Item(quotes.points(points, "adjustment", account.contestant, signed=True))


def add_totals(deck: Deck, group: str, name: str) -> None:
    """The totals as bars from nought, on one scale however many slides they take."""
    book, quotes, lang = deck.quotes.book, deck.quotes, deck.lang
    rows = [row for row in book.rows(group, lang=lang) if row.score != NO_SCORE]
    without = [row for row in book.rows(group, lang=lang) if row.score == NO_SCORE]
    if not rows:
        return
    values = [Decimal(row.score) for row in rows]
    for number, part in enumerate(portions(len(rows), BARS)):
        with quotes.at(deck.place):
            here = [rows[k] for k in part]
            title = standing_finding(book, group, quotes) if number == 0 else _more(quotes, here, name)
            slide = deck.slide(title, word("totals_note", lang, group=name, period=book.period))
            texts = [quotes.score(row.contestant) for row in here]
            bars = Bars(
                [label(quotes, row) for row in here],
                [Series(word("total", lang), texts)],
                number_format(texts),
                least=min(Decimal(0), *values),
                most=max(values) * Decimal("1.08") or Decimal(1),
                size=label_size(len(here)),
            )
            bottom: Length = Emu(BOTTOM - Inches(0.32)) if without else BOTTOM
            add_bars(slide, bars, LEFT, TOP, INSIDE, height_of(len(here), bottom), title)
            if without:
                left_out = word("left_out", lang, names=names_of(without, lang, quotes))
                deck.text(slide, left_out, LEFT, bottom, INSIDE, Inches(0.3), size=11, colour="5b6675")


def add_stacks(deck: Deck, group: str, name: str) -> None:
    """What each track gives to the totals, a dozen bars to a slide so that every part carries its number."""
    book, quotes, lang = deck.quotes.book, deck.quotes, deck.lang
    rows = [row for row in book.rows(group, lang=lang) if row.score != NO_SCORE]
    accounts = {row.contestant: account_of(book, row.contestant) for row in rows}
    tops = [node for node in book.nodes_of(group) if node.level == 1]
    if not rows or len(tops) < 2:
        return
    weighted = any(part.scale != 1 for account in accounts.values() for part in account.root.children)
    note = word("stack_weighted" if weighted else "stack_note", lang, group=name, period=book.period)
    most = max(account.root.score or Fraction(0) for account in accounts.values())
    for number, part in enumerate(portions(len(rows), STACKS)):
        with quotes.at(deck.place):
            here = [rows[k] for k in part]
            title = _apart(quotes, list(accounts.values())) if number == 0 else _more(quotes, here, name)
            slide = deck.slide(title or word("stack_title", lang, group=name), note)
            series = []
            for top in tops:
                parts = [(row.contestant, _track(accounts[row.contestant], top.id)) for row in here]
                given = [_given(quotes, id_, top.id, weighted, part.score if part else None) for id_, part in parts]
                series.append(Series(top.name.say(lang), given))
            bars = Bars(
                [label(quotes, row) for row in here],
                series,
                number_format([text for one in series for text in one.texts]),
                stacked=True,
                least=Decimal(0),
                most=Decimal(-(-most.numerator // most.denominator) or 1),
                size=12 if len(here) <= STACKS else 10,
            )
            add_bars(slide, bars, LEFT, TOP, INSIDE, height_of(len(here) + 1, BOTTOM), title)


def _track(account: Account, node: str) -> Part | None:
    return next((part for part in account.root.children if part.node == node), None)


def _given(quotes: Quotes, contestant: str, node: str, weighted: bool, points: Fraction | None) -> str:
    if points is None:
        return NO_SCORE
    if not weighted:
        return quotes.score(contestant, node)
    return quotes.note(points_text(quotes.book, points).lstrip("≈"), "given", contestant, node)


def _apart(quotes: Quotes, accounts: Sequence[Account]) -> str:
    """The track whose points differ most between contestants."""
    widest, name = Fraction(0), ""
    for top in accounts[0].root.children:
        points = [part.score for one in accounts if (part := _track(one, top.node)) and part.score is not None]
        if points and max(points) - min(points) > widest:
            widest, name = max(points) - min(points), top.name.say(quotes.lang)
    if not widest:
        return ""
    return word("stack_lead", quotes.lang, track=name, apart=quotes.points(widest, "lead", ""))


def add_movers(deck: Deck, group: str, name: str) -> None:
    """Who rose and who fell since the round before; left out where nobody can be compared or nobody moved."""
    book, quotes, lang = deck.quotes.book, deck.quotes, deck.lang
    moved = movers_of(book, group, lang)
    if not moved:
        return
    half = MOVERS // 2
    rows = moved if len(moved) <= MOVERS else [*moved[:half], *moved[-half:]]
    by_places = book.plan.policies.progress == "places"
    note = word("movers_note" if by_places else "movers_score_note", lang, group=name, before=word("before", lang))
    with quotes.at(deck.place):
        title = movers_finding(book, group, quotes)
        slide = deck.slide(title, note)
        texts = [decimal_text(Fraction(row.change)) for row in rows]
        for row in rows:
            quotes.change(row)
        farthest = max(abs(Decimal(text)) for text in texts)
        bars = Bars(
            [label(quotes, row) for row in rows],
            [Series(word("movers_series", lang), texts)],
            '"↑"General;"↓"General;"→"0',
            signed=True,
            least=-farthest * Decimal("1.15"),
            most=farthest * Decimal("1.15"),
            size=label_size(len(rows)),
        )
        add_bars(slide, bars, LEFT, TOP, INSIDE, height_of(len(rows), BOTTOM), title)


def label(quotes: Quotes, row: Row) -> str:
    """A bar's name: the rank and the contestant, the rest of a long name is in the table."""
    name = shortened(row.name, LABEL if quotes.lang == "zh" else 2 * LABEL)
    return f"{quotes.rank(row)}　{name}" if row.rank else name


def label_size(count: int) -> float:
    return 14 if count <= 10 else 12 if count <= 18 else 10.5


def height_of(count: int, bottom: Length) -> Length:
    """As high as its bars need: three bars do not fill a slide."""
    return Emu(min(bottom - TOP, Inches(0.62) * (count + 1)))


def number_format(texts: Sequence[str]) -> str:
    """As many decimals as the published texts have."""
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    return "0." + "0" * places if places else "0"
