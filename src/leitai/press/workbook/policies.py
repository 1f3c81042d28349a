"""The sheet of policies: every open case, how the edition closes it, and how often it arose in this round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from leitai.engine.assess.values import written
from leitai.engine.rulebook.policies import AbnormalBase, FixedPoints, LateRule, Policies, TieBreakers
from leitai.engine.terms import field_term, value_term
from leitai.press.words import POLICIES, YES_NO
from leitai.press.workbook.layout import Layout
from leitai.press.workbook.table import Column, text

# Which flags of a cell say that a policy was at work; the closing of a case carries the policy's own key.
FLAGS = {
    "no_task": ("not_applicable", "exempt"),
    "not_yet_published": ("not_yet_published", "previous"),
}
UNFLAGGED = frozenset(
    {"rounding", "rank_on", "grade_borders", "peers_include_self", "park_in_county", "vintage", "progress"}
)


def policy_columns(layout: Layout) -> list[Column]:
    """The edition's policies, then those that an indicator states for itself."""
    lines = list(policy_lines(layout))
    heads = ("policy", "choice", "effect")
    return [
        Column(layout.say(head), [text(line[k]) for line in lines], right=False, muted=head == "effect", most=70)
        for k, head in enumerate(heads)
    ]


def policy_lines(layout: Layout) -> Iterator[tuple[str, str, str]]:
    """Case, choice, effect: the edition's policies, then those an indicator states for itself."""
    counted = _counted(layout)
    for key in Policies.model_fields:
        value = getattr(layout.book.plan.policies, key)
        yield _case(layout, key), choice(layout, key, value), _effect(layout, key, counted)
    for column in layout.book.plan.columns:
        own = column.indicator.policies
        for key in (key for key in Policies.model_fields if getattr(own, key, None) is not None):
            name = column.indicator.name.say(layout.lang)
            case = _say(layout, "own", case=_case(layout, key), name=name)
            yield case, choice(layout, key, getattr(own, key)), _own_effect(layout, key, column.indicator.id)


def _case(layout: Layout, key: str) -> str:
    """What the glossary calls a policy."""
    found = field_term("Policies", key)
    return found.say(layout.lang) if found else key


def _say(layout: Layout, key: str, **parts: str) -> str:
    return POLICIES[key].say(layout.lang).format(**parts)


def choice(layout: Layout, key: str, value: Any) -> str:
    """A policy's value in words: the glossary's, with what it means."""
    if key == "rounding":
        said = [_places(layout, part, getattr(value, part)) for part in ("indicator", "track", "total")]
        mode = value_term("Rounding", "mode", value.mode)
        return _say(layout, "and").join([*said, mode.say(layout.lang) if mode else value.mode])
    if isinstance(value, bool):
        return YES_NO[value].say(layout.lang)
    if isinstance(value, TieBreakers):
        names = [layout.name(layout.book.node(node)) for node in value.break_by]
        return _say(layout, "break_by", names=_say(layout, "list").join(names))
    if isinstance(value, LateRule):
        cap = "" if value.cap is None else _say(layout, "late_cap", cap=_said(value.cap))
        return _say(layout, "late", deduct=_said(value.deduct)) + cap
    if isinstance(value, FixedPoints):
        return _say(layout, "points", points=_said(value.fixed))
    if isinstance(value, AbnormalBase):
        return _say(layout, value.rule, limit=_said(value.limit))
    if isinstance(value, Decimal):
        return _say(layout, "points", points=_said(value))
    return _enumerated(layout, key, value)


def _enumerated(layout: Layout, key: str, value: str) -> str:
    found = value_term("Policies", key, value)
    if found is None:
        return value
    return _say(layout, "meaning", name=found.say(layout.lang), meaning=found.meaning.say(layout.lang))


def _places(layout: Layout, part: str, places: int | None) -> str:
    name = _say(layout, part)
    return _say(layout, "unrounded", name=name) if places is None else _say(layout, "places", name=name, n=str(places))


def _said(value: Decimal) -> str:
    return written(Fraction(value))


def _counted(layout: Layout) -> Counter[str]:
    """How many cells of the round carry each flag."""
    entries = layout.book.result["values"][layout.book.period].values()
    return Counter(flag for entry in entries for node in entry["nodes"].values() for flag in node.get("f", ()))


def _effect(layout: Layout, key: str, counted: Counter[str]) -> str:
    if key in UNFLAGGED:
        return ""
    if key == "ties":
        return _times(layout, "units", _tied(layout))
    if key == "unranked_in_statistics":
        rows = (row for group in layout.groups for row in group.rows)
        return _times(layout, "units", sum(not layout.book.contestant(row.contestant).ranked for row in rows))
    return _times(layout, "cells", sum(counted[flag] for flag in FLAGS.get(key, (key,))))


def _own_effect(layout: Layout, key: str, node: str) -> str:
    if key in UNFLAGGED:
        return ""
    flags = set(FLAGS.get(key, (key,)))
    entries = layout.book.result["values"][layout.book.period].values()
    return _times(
        layout, "cells", sum(bool(flags & set(entry["nodes"].get(node, {}).get("f", ()))) for entry in entries)
    )


def _tied(layout: Layout) -> int:
    """How many share their rank with another."""
    places = Counter((group.group.id, row.rank) for group in layout.groups for row in group.rows if row.rank)
    return sum(count for count in places.values() if count > 1)


def _times(layout: Layout, what: str, number: int) -> str:
    return _say(layout, what, n=str(number)) if number else _say(layout, "never")
