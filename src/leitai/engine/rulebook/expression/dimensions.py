"""Units of an expression: only like is added to like, and rates come out in %.

A literal that multiplies or divides may be a pure number (twice as much) or a conversion (万元 to 元), so an expression
has a set of units it can be in; a literal that stands alone takes the unit of its neighbour.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from leitai.engine.errors import LeitaiError, Text
from leitai.engine.rulebook.expression.nodes import (
    COMPARISONS,
    WORDS,
    Binary,
    Call,
    Node,
    Number,
    Question,
    Reference,
    Unary,
    write,
)
from leitai.engine.units import Measure, divide, multiply, parse_unit, unit_text

Units = frozenset[Measure] | None
"""What an expression can be in; None: a bare number, which takes any unit."""
UnitOf = Callable[[Reference], str | None]
"""The unit of a figure; None for one that is a bare number."""
PER_CENT = parse_unit("%")
# A score is a number of its own: (100·a + 80·b)/(a + b) of ballots is 分.
SCORE = parse_unit("分")
MOST_READINGS = 64


class UnitsError(LeitaiError):
    """Two parts of an expression do not go together: what they are in, and what is asked for."""

    def __init__(self, column: int, found: Text, allowed: Text) -> None:
        super().__init__(f"{found.zh};{allowed.zh}")
        self.column, self.found, self.allowed = column, found, allowed


def units_of(node: Node, unit_of: UnitOf) -> Units:
    """The units an expression can be in. Raises UnitsError where its parts do not go together."""
    if isinstance(node, Number | Question):
        return None
    if isinstance(node, Reference):
        unit = unit_of(node)
        return None if unit is None else frozenset({parse_unit(unit)})
    if isinstance(node, Unary):
        return units_of(node.operand, unit_of)
    if isinstance(node, Call):
        return _of_call(node, unit_of)
    left, right = units_of(node.left, unit_of), units_of(node.right, unit_of)
    if node.operator in WORDS:
        return None
    if node.operator in ("*", "/"):
        return _product(node, left, right)
    common = _common(node, (left, right), (node.left, node.right))
    return None if node.operator in COMPARISONS else common


def _of_call(node: Call, unit_of: UnitOf) -> Units:
    each = [units_of(argument, unit_of) for argument in node.arguments]
    if node.function == "if":
        return _common(node, each[1:], node.arguments[1:])
    common = _common(node, each, node.arguments)
    return frozenset({PER_CENT}) if node.function in ("completion", "growth", "percent") else common


def _common(node: Binary | Call, each: list[Units] | tuple[Units, ...], parts: tuple[Node, ...]) -> Units:
    """The units that every part can be in."""
    common: Units = None
    first: Node = parts[0]
    for units, part in zip(each, parts, strict=True):
        if units is None:
            continue
        if common is None:
            common, first = units, part
            continue
        if not common & units:
            what = node.operator if isinstance(node, Binary) else node.function
            found = Text(
                f"{what} 两边的单位不同：{write(first)} 是 {said(common)},{write(part)} 是 {said(units)}",
                f"{what} of different units: {write(first)} is {said(common)}, {write(part)} is {said(units)}",
            )
            raise UnitsError(node.column, found, Text("同一单位", "one unit"))
        common &= units
    return common


def _product(node: Binary, left: Units, right: Units) -> Units:
    combine = multiply if node.operator == "*" else divide
    if left is None and right is None:
        return None
    if left is not None and right is not None:
        return _bounded({combine(a, b) for a in left for b in right})
    literal, known = (node.left, right) if left is None else (node.right, left)
    assert known is not None
    plain = {combine(parse_unit("1"), one) for one in known} if left is None else set(known)
    value = constant(literal)
    if value:
        by = value if node.operator == "*" or left is None else 1 / value
        plain |= {Measure(abs(one.scale / by), one.powers) for one in plain}
    return _bounded(plain)


def _bounded(units: set[Measure]) -> Units:
    return frozenset(sorted(units)[:MOST_READINGS])


def constant(node: Node) -> Fraction | None:
    """The value of an expression of literals only."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Unary) and node.operator == "-":
        inner = constant(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Binary):
        left, right = constant(node.left), constant(node.right)
        if left is None or right is None:
            return None
        if node.operator == "*":
            return left * right
        if node.operator == "/":
            return left / right if right else None
        return left + right if node.operator == "+" else left - right if node.operator == "-" else None
    return None


def said(units: Units) -> str:
    return "1" if units is None else " / ".join(sorted(unit_text(one) for one in units)[:4])


def must_be_in(node: Node, unit: str, unit_of: UnitOf) -> None:
    """Raise UnitsError where an expression cannot be in `unit`."""
    units = units_of(node, unit_of)
    wanted = parse_unit(unit)
    if units is not None and wanted not in units and not (wanted == SCORE and any(not one.powers for one in units)):
        raise UnitsError(1, Text(f"结果的单位是 {said(units)}", f"the result is in {said(units)}"), Text(unit, unit))
