"""What an expression is made of, how it is walked, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal

Kind = Literal["number", "truth"]
WORDS = frozenset({"and", "or", "not"})
COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
BINDS = {"or": 1, "and": 2, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6}
NOT_BINDS, MINUS_BINDS, CALL_BINDS = 3, 7, 9


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A figure: `role` actual unless named, `offset` empty for the period that is asked for."""

    name: str
    role: str = "actual"
    offset: str = ""
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text in single quotes, the argument of a question."""

    text: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    operator: Literal["-", "not"]
    operand: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    operator: str
    left: Node
    right: Node
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a result, answered by the caller: `grade('a')`, `rank_of(gdp)`."""

    function: str
    arguments: tuple[Reference | Quoted, ...]
    kind: Kind
    column: int = field(default=0, compare=False)


Node = Number | Reference | Unary | Binary | Call | Question


def kind_of(node: Node) -> Kind:
    if isinstance(node, Question):
        return node.kind
    if isinstance(node, Binary):
        return "truth" if node.operator in COMPARISONS or node.operator in WORDS else "number"
    return "truth" if isinstance(node, Unary) and node.operator == "not" else "number"


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, in the order of the text."""
    todo: list[Node] = [node]
    while todo:
        one = todo.pop()
        yield one
        if isinstance(one, Unary):
            todo.append(one.operand)
        elif isinstance(one, Binary):
            todo += [one.right, one.left]
        elif isinstance(one, Call):
            todo += reversed(one.arguments)


def references(node: Node) -> tuple[Reference, ...]:
    """The figures an expression reads, each once, in the order of the text. What questions name is not among them."""
    return tuple(dict.fromkeys(one for one in walk(node) if isinstance(one, Reference)))


def questions_of(node: Node) -> tuple[Question, ...]:
    return tuple(dict.fromkeys(one for one in walk(node) if isinstance(one, Question)))


def shifted(node: Node, offset: str) -> Node:
    """The same expression, every figure of it read `offset` earlier."""
    if isinstance(node, Reference):
        return replace(node, offset=add_offsets(node.offset, offset))
    if isinstance(node, Unary):
        return replace(node, operand=shifted(node.operand, offset))
    if isinstance(node, Binary):
        return replace(node, left=shifted(node.left, offset), right=shifted(node.right, offset))
    if isinstance(node, Call):
        return replace(node, arguments=tuple(shifted(inner, offset) for inner in node.arguments))
    return node


def add_offsets(first: str, second: str) -> str:
    """Two offsets as one: `-1y` and `-1y` are `-2y`, `-1y` and `-1m` are `-13m`."""
    if not first or not second:
        return first or second
    months = {"y": 12, "q": 3, "m": 1}
    unit = min(first[-1], second[-1], key=lambda one: months[one])
    total = sum(int(one[1:-1]) * months[one[-1]] for one in (first, second))
    return f"-{total // months[unit]}{unit}"


def write(node: Node) -> str:
    """The expression as text, with no more brackets than it needs; reading it gives the same expression."""
    return _write(node)[0]


def _write(node: Node) -> tuple[str, int]:
    if isinstance(node, Number):
        return decimal_text(node.value), CALL_BINDS
    if isinstance(node, Reference):
        role = "" if node.role == "actual" else f".{node.role}"
        return f"{node.name}{role}{f'[{node.offset}]' if node.offset else ''}", CALL_BINDS
    if isinstance(node, Question):
        said = [f"'{one.text}'" if isinstance(one, Quoted) else _write(one)[0] for one in node.arguments]
        return f"{node.function}({', '.join(said)})", CALL_BINDS
    if isinstance(node, Call):
        return f"{node.function}({', '.join(_write(one)[0] for one in node.arguments)})", CALL_BINDS
    if isinstance(node, Unary):
        binds = MINUS_BINDS if node.operator == "-" else NOT_BINDS
        inner = _bracketed(node.operand, binds)
        return (f"-{inner}" if node.operator == "-" else f"not {inner}"), binds
    binds = BINDS[node.operator]
    return f"{_bracketed(node.left, binds)} {node.operator} {_bracketed(node.right, binds + 1)}", binds


def _bracketed(node: Node, binds: int) -> str:
    text, own = _write(node)
    return text if own >= binds else f"({text})"


def decimal_text(value: Fraction) -> str:
    """A fraction as decimal text where it ends, else as a quotient."""
    places, rest = 0, value.denominator
    for prime in (2, 5):
        times = 0
        while rest % prime == 0:
            rest, times = rest // prime, times + 1
        places = max(places, times)
    if rest != 1:
        return f"({value.numerator} / {value.denominator})"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if value < 0 else text
