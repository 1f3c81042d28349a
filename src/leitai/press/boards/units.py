"""单位页: a contestant's result on paper: where it stands, where its points went, every indicator."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Row
from leitai.engine.compare import (
    Distance,
    Field,
    Loss,
    Losses,
    Moved,
    Part,
    Step,
    account_of,
    losses,
    moved,
    moved_sentence,
    standing_sentence,
    waterfall,
)
from leitai.engine.explain import Trace
from leitai.engine.show import NO_SCORE
from leitai.press.boards.fitting import fitted, has_room
from leitai.press.boards.typesetting import thousandths
from leitai.press.boards.words import WORDS, word
from leitai.press.disclosure import withheld
from leitai.press.explained import trace_of
from leitai.press.findings import STOP
from leitai.press.quotes import Quotes, What
from leitai.press.release import Release
from leitai.press.remarks import ORDINARY, remarks
from leitai.press.workbook.look import width_of

HEADS = ("indicator", "clause", "value", "score", "place", "gap_first", "gap_median", "gap_next")
STEPS = 12
NAME, TITLE = 26, 40  # half Chinese letters of a name in the drawing and over it
GAPS: dict[str, What] = {"first": "gap_first", "median": "gap_median", "next": "gap_next"}
TOLD = ("clause", "arithmetic", "policy", "result")


def unit_of(quotes: Quotes, release: Release, row: Row, field: Field) -> dict[str, Any]:
    """All that a contestant's page says, every number taken down."""
    book, lang, id_ = quotes.book, quotes.lang, row.contestant
    hidden = withheld(release)
    found, step = losses(book, id_, field=field), moved(release.before, book, id_)
    group = next(one for one in book.groups() if one.id == found.group)
    page: dict[str, Any] = {
        "name": row.name,
        "group": group.name.say(lang),
        "sentences": _sentences(quotes, found, step),
        "numbers": _numbers(quotes, row),
        "fall": _fall(quotes, row, field, hidden),
        "size": 7.6 if width_of(row.name) <= 44 else 5.2,
        "blocks": _blocks(_rows(quotes, found, hidden)),
        "extras": [
            {
                "name": extra.name.say(lang) + _clause(quotes, extra.clause),
                "points": quotes.points(extra.points, "adjustment", id_, extra.id, signed=True),
            }
            for extra in found.extras
            if extra.kind != "rounding" and extra.id not in hidden
        ],
        "remarks": _remarks(quotes, row, found, hidden),
    }
    if has_room(page):
        traces = {part.node: part for part in trace_of(release, id_).walk()}
        for line in (one for block in page["blocks"] for one in block if not one["track"]):
            line["why"] = quotes.note(_why(quotes, traces.get(line["node"])), "explanation", id_, line["node"])
    return fitted(page)


def _clause(quotes: Quotes, clause: str) -> str:
    if not clause:
        return ""
    return f"（{clause}）" if quotes.lang == "zh" else f" ({clause})"


def _sentences(quotes: Quotes, found: Losses, step: Moved | None) -> list[str]:
    """The sentence a page opens with, then what moved it."""
    book, lang, id_ = quotes.book, quotes.lang, found.contestant
    said = [quotes.note(standing_sentence(book, found, step, lang), "sentence", id_)]
    if step is not None:
        said.append(quotes.note(moved_sentence(book, step, lang), "sentence", id_))
    return said


def _numbers(quotes: Quotes, row: Row) -> list[dict[str, str]]:
    book, lang = quotes.book, quotes.lang
    rank = f"{quotes.rank(row)} / {quotes.of(row)}" if row.rank else NO_SCORE
    parts = [("big_rank", rank), ("big_total", quotes.score(row.contestant))]
    if row.change:
        parts.append(("big_change", quotes.change(row)))
    grade = next((grade.name.say(lang) for grade in book.rulebook.grades if grade.id == row.grade), "")
    if grade:
        parts.append(("big_grade", grade))
    return [{"name": word(key, lang), "text": text} for key, text in parts]


def _fall(quotes: Quotes, row: Row, field: Field, hidden: Collection[str]) -> dict[str, Any] | None:
    """From the first's total to the own one; of the first, from the second's."""
    book, lang = quotes.book, quotes.lang
    ranked = [one for one in field.ranked(ROOT) if one.contestant != row.contestant]
    if not row.rank or not ranked:
        return None
    other = book.contestant(ranked[0].contestant)
    there = waterfall(book, row.contestant, other.id)
    if there is None or not any(step.change for step in there.flat()):
        return None
    name = shortened(other.name.say(lang))
    low, high, reached = there.start, there.start, there.start
    shown = _fewer(there.steps, hidden)
    for step in shown:
        reached += step.change
        low, high = min(low, reached), max(high, reached)
    room = (high - low) * Fraction(11, 10) or Fraction(1)
    begin = low - (high - low) * Fraction(1, 20)

    def mark(title: str, total: Fraction, contestant: str) -> dict[str, Any]:
        left = thousandths(total - begin, room)
        text = quotes.score(contestant)
        return {"name": title, "text": text, "mark": True, "left": left, "width": 0, "down": False}

    steps, reached = [mark(name, there.start, other.id)], there.start
    for step in shown:
        left = min(reached, reached + step.change)
        reached += step.change
        text = quotes.points(step.change, "step", row.contestant, step.id, signed=True)
        bar = {"left": thousandths(left - begin, room), "width": thousandths(abs(step.change), room)}
        steps.append(
            {"name": shortened(step.name.say(lang)), "text": text, "mark": False, "down": step.change < 0} | bar
        )
    steps.append(mark(shortened(row.name), there.end, row.contestant))
    key = "lead" if row.rank < ranked[0].rank else "fall"
    widest = max(width_of(str(step["name"])) for step in steps)
    title = word(key, lang, name=shortened(other.name.say(lang), TITLE))
    return {"title": title, "steps": steps, "names": min(max(widest * 1.4, 20), 40)}


def _fewer(steps: Sequence[Step], hidden: Collection[str]) -> list[Step]:
    """The steps that change anything, what was rounded as one; of very many the largest. The others, and what this
    audience may not be told, are one step."""
    there = [step for step in steps if step.change and step.kind != "rounding"]
    rounded = [step for step in steps if step.kind == "rounding"]
    if change := sum((step.change for step in rounded), Fraction(0)):
        there.append(replace(rounded[0], change=change))
    named = [step for step in there if step.id not in hidden]
    if len(named) == len(there) <= STEPS:
        return there
    large = sorted(named, key=lambda step: -abs(step.change))[: STEPS - 1]
    others = sum((step.change for step in there if step not in large), Fraction(0))
    rest = Step("rest", "rounding", WORDS["rest"], None, None, others, "both")
    return [step for step in there if step in large] + [rest]


def _rows(quotes: Quotes, found: Losses, hidden: Collection[str]) -> Iterator[dict[str, Any]]:
    """Tracks and parts as heads of what stands below them, indicators with all their numbers."""
    lang, id_ = quotes.lang, found.contestant
    parts = {part.node: part for part in account_of(quotes.book, id_).parts}
    for line in found.lines:
        if line.node in hidden:
            continue
        own = [
            _score(quotes, id_, parts[line.node]),
            quotes.place(id_, line.node),
            *(_gap(quotes, id_, line, key) for key in ("first", "median", "next")),
        ]
        row = {"node": line.node, "track": not line.leaf, "name": line.name.say(lang), "cells": ["", *own]}
        row |= {"why": "", "clause": ""}
        if line.leaf:
            row["cells"] = [_value(quotes, id_, line), *own]
            row["clause"] = _short(quotes, id_, line)
        yield row


def _blocks(rows: Iterator[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What stays together on a page: an indicator, with the heads right above it."""
    found: list[list[dict[str, Any]]] = []
    for row in rows:
        if found and found[-1][-1]["track"]:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _score(quotes: Quotes, contestant: str, part: Part) -> str:
    """Points and full points of a node on its own scale, the one its rule is written in."""
    full = part.full / part.scale if part.scale else part.full
    return f"{quotes.score(contestant, part.node)} / {quotes.points(full, 'full', contestant, part.node)}"


def _short(quotes: Quotes, contestant: str, line: Loss) -> str:
    """The clause, then what a reader must know of the figure; how it was worked out is explained elsewhere."""
    item = quotes.book.plan.items[line.node]
    flags = [one for one in quotes.cell(contestant, line.node).flags if one not in ORDINARY]
    told = [quotes.book.flag(flag, quotes.lang) for flag in flags[: None if line.cell.value else 0]]
    return (" · " if quotes.lang == "en" else "，").join(part for part in (item.clause, *told) if part)


def shortened(name: str, most: int = NAME) -> str:
    """A name for the drawing, where long ones have no room; the page's title and its tables give it whole."""
    if width_of(name) <= most:
        return name
    while width_of(name) > most - 2:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _value(quotes: Quotes, contestant: str, line: Loss) -> str:
    if not line.cell.value:
        flags = [quotes.book.flag(flag, quotes.lang) for flag in line.cell.flags]
        return flags[0] if flags else NO_SCORE
    value = quotes.value(contestant, line.node)
    unit = "" if line.unit == "1" else line.unit
    return f"{value}{unit}" if unit in ("%", "‰", "") else f"{value} {unit}"


def _gap(quotes: Quotes, contestant: str, line: Loss, key: str) -> str:
    """How far above (+) or below (-) them; a dash where there is nobody to compare with."""
    there: Distance | None = {"first": line.first, "median": line.median, "next": line.next}[key]
    if there is None or there.lead is None:
        return NO_SCORE
    return quotes.points(there.lead, GAPS[key], contestant, line.node, signed=True)


def _why(quotes: Quotes, trace: Trace | None) -> str:
    if trace is None:
        return ""
    said = [one.say(quotes.lang) for one in trace.sentences if one.kind in TOLD]
    stop = "；" if quotes.lang == "zh" else "; "
    return stop.join(part.rstrip("。.；; ") for part in said) + ("。" if quotes.lang == "zh" else ".")


def _remarks(quotes: Quotes, row: Row, found: Losses, hidden: Collection[str]) -> str:
    """What must be known beside the numbers, which tasks it does not have, and that something is left out."""
    book, lang = quotes.book, quotes.lang
    tops = [id_ for id_ in found.absent if _parent_applies(quotes, id_, found.absent)]
    parts = [remarks(book, row, lang, frozenset({"not_applicable", "exempt"}) if tops else frozenset())]
    if tops:
        names = STOP[lang].join(book.node(id_).name.say(lang) for id_ in tops)
        parts.append(word("no_task", lang, names=names))
    there = [line.node for line in found.lines] + [extra.id for extra in found.extras]
    if count := sum(node in hidden for node in there):
        parts.append(word("withheld", lang, n=quotes.count(count)))
    return ("。" if lang == "zh" else ". ").join(part for part in parts if part)


def _parent_applies(quotes: Quotes, node: str, absent: Sequence[str]) -> bool:
    parent = quotes.book.node(node).parent
    return parent is None or quotes.book.plan.nodes[parent].id not in absent
