"""A second reader of the arithmetic in explanations, on fractions and sharing nothing with the product's."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from fractions import Fraction

OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
COMPARISONS: dict[type[ast.cmpop], Callable[[Fraction, Fraction], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}


def evaluate(expression: str) -> Fraction:
    """Numbers, + - * / ( ), min, max, abs and if(condition, a, b); numbers are taken as written, never as floats."""
    quoted = re.sub(r"\d+(\.\d+)?", lambda match: f"'{match[0]}'", expression)
    quoted = re.sub(r"\bif\(", "choose(", quoted)
    quoted = re.sub(r"(?<![<>=])=(?!=)", "==", quoted)
    return _value(ast.parse(quoted, mode="eval").body)


def _value(node: ast.expr) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id == "choose":
            condition, yes, no = node.args
            return _value(yes) if _holds(condition) else _value(no)
        return {"min": min, "max": max, "abs": abs}[node.func.id](*map(_value, node.args))
    raise ValueError(ast.dump(node))


def _holds(node: ast.expr) -> bool:
    assert isinstance(node, ast.Compare)
    return COMPARISONS[type(node.ops[0])](_value(node.left), _value(node.comparators[0]))
