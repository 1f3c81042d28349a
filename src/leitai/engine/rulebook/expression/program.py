"""An expression as a list of operations, and what they mean for exact fractions.

`program` lays an expression out in post-order, so that whoever holds values (one fraction, or an array for every
contestant) needs only a stack and an `Algebra`. All operands are computed; a value that is not there travels on as
undefined until `if`, `and` or `or` passes it by. So `if(b == 0, 0, a / b)` is defined where b is 0, for arrays too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple, Protocol, TypeVar

from leitai.engine.errors import LeitaiError
from leitai.engine.rulebook.expression.nodes import (
    Binary,
    Call,
    Node,
    Number,
    Question,
    Quoted,
    Reference,
    Unary,
    shifted,
)
from leitai.engine.rulebook.expression.read import parse

T = TypeVar("T")
Undefining = Literal["ruling", "zero", "threshold"]
HUNDRED = Fraction(100)


class Op(NamedTuple):
    """One operation: take `arity` values off the stack, put one on.

    name: `number`, `figure` and `question` put their `operand`; all others are an operator or a function.
    `growth` takes 2, or 4 where the average of two years may be asked for: x, base, and both a year earlier.
    """

    name: str
    arity: int
    operand: Fraction | Reference | Question | None = None


class Algebra(Protocol[T]):
    """What the operations mean for values of one type."""

    def number(self, value: Fraction) -> T: ...
    def figure(self, reference: Reference) -> T: ...
    def question(self, question: Question) -> T: ...
    def apply(self, name: str, arguments: Sequence[T]) -> T: ...


def program(node: Node, two_years: bool = False) -> tuple[Op, ...]:
    """The operations in post-order. `two_years`: growth also gets its arguments a year earlier."""
    found: list[Op] = []

    def add(one: Node) -> None:
        if isinstance(one, Number):
            found.append(Op("number", 0, one.value))
        elif isinstance(one, Reference):
            found.append(Op("figure", 0, one))
        elif isinstance(one, Question):
            found.append(Op("question", 0, one))
        elif isinstance(one, Unary):
            add(one.operand)
            found.append(Op("negate" if one.operator == "-" else "not", 1))
        elif isinstance(one, Binary):
            add(one.left)
            add(one.right)
            found.append(Op(one.operator, 2))
        else:
            arguments = list(one.arguments)
            if two_years and one.function == "growth":
                arguments += [shifted(argument, "-1y") for argument in arguments]
            for argument in arguments:
                add(argument)
            found.append(Op(one.function, len(arguments)))

    add(node)
    return tuple(found)


def figures_of(operations: Sequence[Op]) -> tuple[Reference, ...]:
    """The figures a program reads, each once; with `two_years` more than the text of the expression names."""
    return tuple(dict.fromkeys(op.operand for op in operations if isinstance(op.operand, Reference)))


def evaluate(node: Node | Sequence[Op], algebra: Algebra[T]) -> T:
    """The value of an expression, or of its program, in an algebra."""
    operations = program(node) if isinstance(node, Number | Reference | Unary | Binary | Call | Question) else node
    stack: list[T] = []
    for op in operations:
        if isinstance(op.operand, Reference):
            stack.append(algebra.figure(op.operand))
        elif isinstance(op.operand, Question):
            stack.append(algebra.question(op.operand))
        elif op.operand is not None:
            stack.append(algebra.number(op.operand))
        else:
            arguments = stack[len(stack) - op.arity :]
            del stack[len(stack) - op.arity :]
            stack.append(algebra.apply(op.name, arguments))
    (value,) = stack
    return value


@dataclass(frozen=True, slots=True)
class Undefined:
    """No value, and why: `missing`, `division_by_zero`, or the policy that sends the case to a ruling."""

    why: str
    what: str = ""


class UndefinedError(LeitaiError):
    """An expression has no value; `why` says the case."""

    def __init__(self, undefined: Undefined) -> None:
        super().__init__(f"{undefined.why} {undefined.what}".strip())
        self.why, self.what = undefined.why, undefined.what


Value = Fraction | bool | Undefined
Scope = Mapping[Reference, Fraction | None] | Callable[[Reference], Fraction | None]


@dataclass(frozen=True, slots=True)
class FractionAlgebra:
    """The language on exact fractions; the meaning that every other algebra must share.

    zero_target       completion with a target not above 0: undefined, 0, or 100 where reached and 0 where not
    nonpositive_base  growth on a base not above 0: undefined, 0, or 100 where above it, 0 where equal, −100 where below
    abnormal_rule     growth beyond ±abnormal_limit: cut to it, or the mean of this year's growth and last year's
    """

    scope: Scope = lambda reference: None
    answers: Callable[[Question], Fraction | bool | None] = lambda question: None
    zero_target: Undefining = "ruling"
    nonpositive_base: Undefining = "ruling"
    abnormal_rule: Literal["none", "cap", "two_year_average"] = "none"
    abnormal_limit: Fraction = Fraction(0)

    def number(self, value: Fraction) -> Value:
        return value

    def figure(self, reference: Reference) -> Value:
        found = self.scope(reference) if callable(self.scope) else self.scope.get(reference)
        return Undefined("missing", _said(reference)) if found is None else found

    def question(self, question: Question) -> Value:
        found = self.answers(question)
        said = ", ".join(one.text if isinstance(one, Quoted) else one.name for one in question.arguments)
        return Undefined("missing", f"{question.function}({said})") if found is None else found

    def apply(self, name: str, arguments: Sequence[Value]) -> Value:
        if name in ("if", "and", "or"):
            return _lazy(name, arguments)
        if name == "growth" and len(arguments) == 4:
            return self._growth(*arguments)
        for argument in arguments:
            if isinstance(argument, Undefined):
                return argument
        if name == "not":
            return not arguments[0]
        numbers = [Fraction(argument) for argument in arguments if not isinstance(argument, Undefined)]
        if name == "completion":
            return self._completion(*numbers)
        if name == "growth":
            return self._growth(*numbers)
        if name in ("/", "percent") and numbers[1] == 0:
            return Undefined("division_by_zero")
        return PLAIN[name](*numbers)

    def _completion(self, x: Fraction, target: Fraction) -> Value:
        if target > 0:
            return x / target * HUNDRED
        if self.zero_target == "ruling":
            return Undefined("zero_target")
        return HUNDRED if self.zero_target == "threshold" and x >= target else Fraction(0)

    def _growth(self, x: Value, base: Value, *earlier: Value) -> Value:
        rate = self._rate(x, base)
        if self.abnormal_rule == "none" or isinstance(rate, Undefined) or abs(rate) <= self.abnormal_limit:
            return rate
        if self.abnormal_rule == "cap":
            return self.abnormal_limit if rate > 0 else -self.abnormal_limit
        before = self._rate(*earlier) if len(earlier) == 2 else Undefined("missing", "growth[-1y]")
        return before if isinstance(before, Undefined) else (rate + before) / 2

    def _rate(self, x: Value, base: Value) -> Fraction | Undefined:
        if isinstance(x, Undefined):
            return x
        if isinstance(base, Undefined):
            return base
        if base > 0:
            return (Fraction(x) - base) / base * HUNDRED
        if self.nonpositive_base == "ruling":
            return Undefined("nonpositive_base")
        if self.nonpositive_base == "zero" or x == base:
            return Fraction(0)
        return HUNDRED if x > base else -HUNDRED


def _said(reference: Reference) -> str:
    role = "" if reference.role == "actual" else f".{reference.role}"
    return f"{reference.name}{role}{f'[{reference.offset}]' if reference.offset else ''}"


PLAIN: Mapping[str, Callable[..., Value]] = {
    "negate": lambda a: -a,
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "min": min,
    "max": max,
    "abs": abs,
    "percent": lambda a, b: a / b * HUNDRED,
}


def _lazy(name: str, arguments: Sequence[Value]) -> Value:
    """`if` looks at one branch only; `and` is false and `or` true as soon as one side is, whatever the other."""
    if name == "if":
        condition, then, otherwise = arguments
        if isinstance(condition, Undefined):
            return condition
        return then if condition else otherwise
    decides = name == "or"
    for argument in arguments:
        if not isinstance(argument, Undefined) and bool(argument) is decides:
            return decides
    for argument in arguments:
        if isinstance(argument, Undefined):
            return argument
    return not decides


def value_of(text: str | Node, algebra: FractionAlgebra | None = None) -> Fraction | bool:
    """The value of an expression on fractions; raises UndefinedError where it has none.

    >>> value_of("min(60, 25 - 0.5 * (98 - 87.5))")
    Fraction(79, 4)
    """
    algebra = algebra or FractionAlgebra()
    node = parse(text) if isinstance(text, str) else text
    value = evaluate(program(node, algebra.abnormal_rule == "two_year_average"), algebra)
    if isinstance(value, Undefined):
        raise UndefinedError(value)
    return value
