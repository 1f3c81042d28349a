"""Expressions: writing and reading are inverse, and values are those of Python's fractions."""

from contextlib import suppress
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine.rulebook.expression import (
    QUESTIONS,
    Binary,
    Call,
    ExpressionError,
    FractionAlgebra,
    Node,
    Number,
    Question,
    Quoted,
    Reference,
    Unary,
    Undefined,
    evaluate,
    kind_of,
    parse,
    program,
    references,
    shifted,
    write,
)
from leitai.engine.rulebook.expression.dimensions import UnitsError, units_of

ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda word: word not in ("and", "or", "not"))
offsets = st.sampled_from(["", "-1y", "-2q", "-13m"])
numbers_ = st.decimals(min_value=0, max_value=10**9, places=4, allow_nan=False).map(lambda d: Number(Fraction(d)))
figures = st.builds(Reference, ids, st.sampled_from(["actual", "target", "base", "votes"]), offsets)
asked = st.one_of(
    ids.map(lambda id_: Question("rate", (Reference(id_),), "number")),
    ids.map(lambda id_: Question("rank_of", (Reference(id_),), "number")),
)
truths_asked = st.one_of(
    ids.map(lambda id_: Question("met", (Reference(id_),), "truth")),
    ids.map(lambda id_: Question("grade", (Quoted(id_),), "truth")),
    st.just(Question("vetoed", (), "truth")),
)


def grown(numbers: st.SearchStrategy[Node], truths: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Unary, st.just("-"), numbers),
        st.builds(Binary, st.sampled_from("+-*/"), numbers, numbers),
        st.builds(
            lambda f, a, b: Call(f, (a, b)), st.sampled_from(["min", "max", "growth", "completion"]), numbers, numbers
        ),
        st.builds(lambda a: Call("abs", (a,)), numbers),
        st.builds(lambda c, a, b: Call("if", (c, a, b)), truths, numbers, numbers),
    )


def compared(numbers: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.builds(Binary, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), numbers, numbers)


def joined(truths: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Unary, st.just("not"), truths), st.builds(Binary, st.sampled_from(["and", "or"]), truths, truths)
    )


def expressions(
    leaves: st.SearchStrategy[Node], asked_truths: st.SearchStrategy[Node] | None = None
) -> st.SearchStrategy[Node]:
    numbers: st.SearchStrategy[Node] = leaves
    truths: st.SearchStrategy[Node] = compared(leaves)
    for _ in range(4):
        base = truths if asked_truths is None else st.one_of(truths, asked_truths)
        numbers, truths = st.one_of(leaves, grown(numbers, base)), st.one_of(compared(numbers), joined(base), base)
    return st.one_of(numbers, truths)


with_names = expressions(st.one_of(numbers_, figures, asked), truths_asked)


@given(with_names)
def test_reading_what_was_written_gives_the_same_expression(node: Node) -> None:
    assert parse(write(node), QUESTIONS, kind_of(node)) == node


@given(with_names)
def test_typography_and_spacing_change_nothing(node: Node) -> None:
    text = write(node)
    wide = str.maketrans(
        {"(": "\uff08", ")": "\uff09", ",": "\uff0c", "*": "×", "/": "÷", "+": "\uff0b", "0": "\uff10"}
    )
    assert parse(text.translate(wide).replace("<=", "≤"), QUESTIONS) == node
    assert parse(f"  {text}  ".replace(" ", "  "), QUESTIONS) == node


@given(with_names, st.sampled_from(["-1y", "-3m"]))
def test_moving_in_time_moves_every_figure(node: Node, offset: str) -> None:
    moved = shifted(node, offset)
    assert len(references(moved)) <= len(references(node))
    assert all(one.offset for one in references(moved))
    assert [(op.name, op.arity) for op in program(moved)] == [(op.name, op.arity) for op in program(node)]


class NoValue(Exception):
    """Python's way to the value met a case without one."""


def python_value(node: Node, scope: dict[str, Fraction]) -> Fraction | bool:
    """The value as Python's own operators give it: an independent reading of the language."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Reference):
        return scope[node.name]
    if isinstance(node, Unary):
        inner = python_value(node.operand, scope)
        return (not inner) if node.operator == "not" else -inner
    if isinstance(node, Binary) and node.operator in ("and", "or"):
        sides = []
        for side in (node.left, node.right):
            try:
                sides.append(python_value(side, scope))
            except NoValue:
                sides.append(None)
        decisive = node.operator == "or"
        if decisive in sides:
            return decisive
        if None in sides:
            raise NoValue
        return not decisive
    if isinstance(node, Binary):
        left, right = python_value(node.left, scope), python_value(node.right, scope)
        if node.operator == "/" and right == 0:
            raise NoValue
        names = {"a": left, "b": right}
        return eval(f"a {node.operator} b", {"__builtins__": {}}, names)  # type: ignore[no-any-return]
    assert isinstance(node, Call)
    if node.function == "if":
        return python_value(node.arguments[1 if python_value(node.arguments[0], scope) else 2], scope)
    values = [Fraction(python_value(one, scope)) for one in node.arguments]
    if node.function in ("min", "max", "abs"):
        return {"min": min, "max": max, "abs": abs}[node.function](*values)  # type: ignore[operator, no-any-return]
    x, y = values
    if y <= 0:
        raise NoValue
    return x / y * 100 if node.function == "completion" else (x - y) / y * 100


small = st.fractions(min_value=-20, max_value=20, max_denominator=6)
short = st.one_of(
    st.integers(0, 5).map(lambda n: Number(Fraction(n))), st.sampled_from("abc").map(lambda name: Reference(name))
)


@given(expressions(short), st.fixed_dictionaries({name: small for name in "abc"}))
def test_the_value_is_that_of_python_fractions(node: Node, scope: dict[str, Fraction]) -> None:
    found = evaluate(node, FractionAlgebra(lambda reference: scope[reference.name]))
    try:
        wanted = python_value(node, scope)
    except NoValue:
        assert isinstance(found, Undefined)
        return
    assert found == wanted
    assert isinstance(found, bool) == isinstance(wanted, bool)


@given(
    expressions(short), st.fixed_dictionaries({name: st.sampled_from(["亿元", "人", "%", "元/人"]) for name in "abc"})
)
def test_units_are_judged_without_surprise(node: Node, unit: dict[str, str]) -> None:
    with suppress(UnitsError):
        units_of(node, lambda reference: unit[reference.name])


def read(text: str) -> tuple[ExpressionError | None, Node | None]:
    try:
        return None, parse(text, QUESTIONS)
    except ExpressionError as error:
        return error, None


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    refusal, _ = read(text)
    assert refusal is None or (1 <= refusal.column <= len(text) + 1 and refusal.found.zh)


@given(
    st.lists(
        st.sampled_from([*"()+-*/,.<>=! '[]", "and", "or", "not", "if", "min", "a", "1", "[-1y]", ".b", "met"]),
        max_size=30,
    )
)
@settings(max_examples=500)
def test_any_row_of_tokens_is_read_or_refused_in_words(tokens: list[str]) -> None:
    text = " ".join(tokens)
    refusal, node = read(text)
    assert refusal is None or 1 <= refusal.column <= len(text) + 1
    assert node is None or parse(write(node), QUESTIONS) == node
