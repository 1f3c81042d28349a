"""The language of formulas: what it reads, what it says when it cannot, and what the operations mean."""

from fractions import Fraction as F

import pytest

from leitai.engine.rulebook.expression import (
    QUESTIONS,
    Call,
    ExpressionError,
    FractionAlgebra,
    Number,
    Question,
    Reference,
    Undefined,
    UndefinedError,
    add_offsets,
    evaluate,
    parse,
    program,
    questions_of,
    references,
    shifted,
    value_of,
    write,
)
from leitai.engine.rulebook.expression.program import figures_of


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1+2*3", "1 + 2 * 3"),
        ("(1+2)*3", "(1 + 2) * 3"),
        ("a-(b-c)-d", "a - (b - c) - d"),
        ("a/(b*c)", "a / (b * c)"),
        ("-(a+b)", "-(a + b)"),
        ("-a*b", "-a * b"),
        ("2--3", "2 - -3"),
        ("gdp.target[-1y]", "gdp.target[-1y]"),
        ("gdp.actual[ - 12m ]", "gdp[-12m]"),
        ("gdp ÷ pop × 1.50 − 0.0", "gdp / pop * 1.5 - 0"),
        ("（gdp＋1）×２", "(gdp + 1) * 2"),
        ("if(a≥3，b，c)", "if(a >= 3, b, c)"),
        ("a ≠ b and not (c ≤ d or e == f)", "a != b and not (c <= d or e == f)"),
        ("not a < b or c > d", "not a < b or c > d"),
        ("min(1, max(2, abs(-3)))", "min(1, max(2, abs(-3)))"),
        ("growth(gdp, gdp[-1y])", "growth(gdp, gdp[-1y])"),
        (".5 + 5.", "0.5 + 5"),
        ("0.1000000000000000000000000000000000000001", "0.1000000000000000000000000000000000000001"),
    ],
)
def test_an_expression_is_read_and_written(text: str, written: str) -> None:
    assert write(parse(text)) == written
    assert parse(written) == parse(text)


@pytest.mark.parametrize(
    ("text", "column", "found", "allowed"),
    [
        ("", 1, "结尾", "名称"),
        ("gdp +", 6, "结尾", "名称"),
        ("gdp 8", 5, "8", "运算符"),
        ("gdp >= 8%", 9, "8% 写 8", "运算符"),
        ("(gdp + 1", 9, "结尾", ")"),
        ("gdp)", 4, ")", "配对"),
        ("gdp = 3", 5, "=", "=="),
        ("GDP + 1", 1, "GDP", "小写"),
        ("国内生产总值 + 1", 1, "国内生产总值", "代号"),
        ("a < b < c", 7, "<", "and"),
        ("a and b", 1, "一个数", "条件"),
        ("1 + (a > b)", 8, "条件", "一个数"),
        ("not 3", 5, "一个数", "条件"),
        ("if(1, 2, 3)", 4, "一个数", "条件"),
        ("if(a > 1, 2)", 1, "2 个参数", "3 个参数"),
        ("min(1)", 1, "1 个参数", "2"),
        ("median(1, 2)", 1, "median", "min"),
        ("grwth(a, b)", 1, "grwth", "是否想写 growth"),
        ("a.", 3, "结尾", "角色"),
        ("a[1]", 2, "[", "[-1y]"),
        ("a[-1d]", 2, "[", "[-1y]"),
        ("'text'", 1, "'text'", "名称"),
        ("'text", 1, "引号", ""),
        ("a + $", 5, "$", "运算符"),
        ("a ** b", 4, "*", "名称"),
        ("a; b", 2, ";", ""),
        ("__import__('os')", 1, "__import__", ""),
        ("a.b.c", 4, ".", "运算符"),
        ("lambda: 1", 7, ":", ""),
        ("and", 1, "and", "名称"),
    ],
)
def test_what_cannot_be_read_says_where_what_and_what_is_allowed(
    text: str, column: int, found: str, allowed: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    assert caught.value.column == column
    assert found in caught.value.found.zh
    assert allowed in caught.value.allowed.zh
    assert caught.value.found.en
    assert caught.value.allowed.en


def test_an_expression_is_of_the_kind_that_is_asked_for() -> None:
    parse("a > 1", kind="truth")
    parse("a + 1", kind="number")
    with pytest.raises(ExpressionError):
        parse("a + 1", kind="truth")
    with pytest.raises(ExpressionError):
        parse("a > 1", kind="number")


def test_length_and_depth_are_bounded() -> None:
    parse("(" * 49 + "1" + ")" * 49)
    parse(" + ".join(["a"] * 150))
    for text in (
        "(" * 51 + "1" + ")" * 51,
        "-" * 60 + "1",
        " + ".join(["a"] * 152),
        "1 " * 1001,
        "not " * 60 + "a > 1",
    ):
        with pytest.raises(ExpressionError):
            parse(text)


def test_figures_and_questions_are_listed_in_order() -> None:
    node = parse("met(gdp) and rank <= 3 and value(pop) > rank and grade('a')", QUESTIONS)
    assert [one.name for one in references(node)] == ["rank"]
    assert [one.function for one in questions_of(node)] == ["met", "value", "grade"]
    assert references(parse("b.target + a[-1y] * b + b.target")) == (
        Reference("b", "target"),
        Reference("a", "actual", "-1y"),
        Reference("b"),
    )


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("", "-1y", "-1y"),
        ("-1y", "", "-1y"),
        ("-1y", "-1y", "-2y"),
        ("-1y", "-1m", "-13m"),
        ("-2q", "-1y", "-6q"),
        ("-1q", "-1m", "-4m"),
    ],
)
def test_offsets_add_up(first: str, second: str, both: str) -> None:
    assert add_offsets(first, second) == both


def test_an_expression_can_be_moved_in_time() -> None:
    moved = shifted(parse("growth(gdp, gdp[-1y]) + if(a > 1, -b, 2)"), "-1y")
    assert write(moved) == "growth(gdp[-1y], gdp[-2y]) + if(a[-1y] > 1, -b[-1y], 2)"


def test_a_program_is_in_post_order() -> None:
    assert [(op.name, op.arity) for op in program(parse("a + max(2, -b)"))] == [
        ("figure", 0),
        ("number", 0),
        ("figure", 0),
        ("negate", 1),
        ("max", 2),
        ("+", 2),
    ]
    two = program(parse("growth(a, a.base)"), two_years=True)
    assert two[-1].arity == 4
    assert [write(one) for one in figures_of(two)] == ["a", "a.base", "a[-1y]", "a.base[-1y]"]


SCOPE = {Reference("a"): F(6), Reference("b"): F(0), Reference("c"): F(-2), Reference("d"): F(5)}


def value(text: str, **policies: object) -> object:
    algebra = FractionAlgebra(SCOPE, lambda question: question.function == "met", **policies)  # type: ignore[arg-type]
    return evaluate(program(parse(text, QUESTIONS), algebra.abnormal_rule == "two_year_average"), algebra)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a / 4 - 1", F(1, 2)),
        ("1 / 3 + 1 / 6", F(1, 2)),
        ("0.1 + 0.2", F(3, 10)),
        ("-a * c", F(12)),
        ("min(a, c, 3)", F(-2)),
        ("abs(c) + max(a, 7)", F(9)),
        ("completion(a, 4)", F(150)),
        ("percent(c, d)", F(-40)),
        ("growth(a, d)", F(20)),
        ("a >= 6 and a <= 6", True),
        ("a == 6.0 and a != 5", True),
        ("not (a > 1 or b > 1)", False),
        ("if(b == 0, 7, a / b)", F(7)),
        ("if(b != 0, a / b, 7)", F(7)),
        ("b != 0 and a / b > 1", False),
        ("a / b > 1 and b != 0", False),
        ("b == 0 or a / b > 1", True),
        ("met(a) and a > 1", True),
        ("a / b", Undefined("division_by_zero")),
        ("percent(a, b)", Undefined("division_by_zero")),
        ("a + missing", Undefined("missing", "missing")),
        ("if(missing > 1, 2, 3)", Undefined("missing", "missing")),
        ("min(a, missing.target[-1y])", Undefined("missing", "missing.target[-1y]")),
        ("a > 1 and missing > 1", Undefined("missing", "missing")),
        ("completion(a, b)", Undefined("zero_target")),
        ("completion(a, c)", Undefined("zero_target")),
        ("growth(a, b)", Undefined("nonpositive_base")),
        ("growth(a, c)", Undefined("nonpositive_base")),
    ],
)
def test_the_value_of_an_expression(text: str, wanted: object) -> None:
    assert value(text) == wanted


@pytest.mark.parametrize(
    ("text", "policies", "wanted"),
    [
        ("completion(a, b)", {"zero_target": "zero"}, F(0)),
        ("completion(a, b)", {"zero_target": "threshold"}, F(100)),
        ("completion(c, b)", {"zero_target": "threshold"}, F(0)),
        ("growth(a, b)", {"nonpositive_base": "zero"}, F(0)),
        ("growth(a, c)", {"nonpositive_base": "threshold"}, F(100)),
        ("growth(c, b)", {"nonpositive_base": "threshold"}, F(-100)),
        ("growth(b, b)", {"nonpositive_base": "threshold"}, F(0)),
        ("growth(a, d)", {"abnormal_rule": "cap", "abnormal_limit": F(20)}, F(20)),
        ("growth(a, d)", {"abnormal_rule": "cap", "abnormal_limit": F(15)}, F(15)),
        ("growth(c, d)", {"abnormal_rule": "cap", "abnormal_limit": F(15)}, F(-15)),
        ("growth(a, d)", {"abnormal_rule": "two_year_average", "abnormal_limit": F(20)}, F(20)),
        (
            "growth(a, d)",
            {"abnormal_rule": "two_year_average", "abnormal_limit": F(15)},
            Undefined("missing", "a[-1y]"),
        ),
    ],
)
def test_policies_close_the_open_cases(text: str, policies: dict[str, object], wanted: object) -> None:
    assert value(text, **policies) == wanted


def test_an_abnormal_growth_is_averaged_over_two_years() -> None:
    last_year = {Reference("a", "actual", "-1y"): F(5), Reference("d", "actual", "-1y"): F(4)}
    algebra = FractionAlgebra({**SCOPE, **last_year}, abnormal_rule="two_year_average", abnormal_limit=F(10))
    assert value_of("growth(a, d)", algebra) == F(45, 2)  # 20 % now and 25 % a year earlier


def test_an_undefined_value_raises_by_name() -> None:
    assert value_of("min(60, 25 - 0.5 * (98 - 87.5))") == F(79, 4)
    with pytest.raises(UndefinedError) as caught:
        value_of("1 / (2 - 2)")
    assert caught.value.why == "division_by_zero"


def test_nodes_are_plain_frozen_values() -> None:
    node = parse("min(2, gdp)")
    assert node == Call("min", (Number(F(2)), Reference("gdp")))
    assert hash(node) == hash(parse(" min( 2 ,gdp )"))
    with pytest.raises(AttributeError):
        node.function = "max"  # type: ignore[misc, union-attr]
    assert isinstance(parse("met(gdp)", QUESTIONS), Question)
