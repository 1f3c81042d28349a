"""Whether a condition can hold at all, as far as its comparisons with numbers tell."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from leitai.engine.rulebook.expression.nodes import Binary, Node, Number, write
from leitai.engine.rulebook.interval import Interval

TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def contradiction(condition: Node) -> tuple[Node, Node] | None:
    """Two parts of a condition that cannot hold together, so that the whole never does; None where none was found.

    >>> from leitai.engine.rulebook.expression import parse
    >>> [write(part) for part in contradiction(parse("x >= 8 and y > 1 and 8 > x"))]
    ['x >= 8', '8 > x']
    >>> contradiction(parse("x >= 8 and x < 8 or y > 1")) is None
    True
    """
    if isinstance(condition, Binary) and condition.operator == "or":
        left = contradiction(condition.left)
        return left if left is not None and contradiction(condition.right) is not None else None
    parts = list(_parts(condition))
    for part in parts:
        if part is not condition and (inner := contradiction(part)) is not None:
            return inner
    bounds = [(part, *found) for part in parts if (found := _bound(part)) is not None]
    for (one, mine, low), (other, theirs, high) in combinations(bounds, 2):
        if mine == theirs and not _meet(low, high):
            return one, other
    return None


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node, Binary) and node.operator == "and":
        yield from _parts(node.left)
        yield from _parts(node.right)
    else:
        yield node


def _bound(node: Node) -> tuple[str, Interval] | None:
    """What a comparison with a number says: of which expression, and where it may lie."""
    if not isinstance(node, Binary) or node.operator not in TURNED:
        return None
    if isinstance(node.right, Number):
        return write(node.left), _interval(node.operator, node.right.value)
    if isinstance(node.left, Number):
        return write(node.right), _interval(TURNED[node.operator], node.left.value)
    return None


def _interval(operator: str, x: Fraction) -> Interval:
    if operator == "==":
        return Interval(x, x, True, True)
    if operator in ("<", "<="):
        return Interval(None, x, False, operator == "<=")
    return Interval(x, None, operator == ">=", False)


def _meet(one: Interval, other: Interval) -> bool:
    lows = [(end.low, end.low_closed) for end in (one, other) if end.low is not None]
    highs = [(end.high, end.high_closed) for end in (one, other) if end.high is not None]
    for low, low_closed in lows:
        for high, high_closed in highs:
            if low > high or (low == high and not (low_closed and high_closed)):
                return False
    return True
