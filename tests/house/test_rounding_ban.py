"""Python's and numpy's rounding are banned in the product: round(2.675, 2) is 2.67, and no rule says so.

Scores are rounded to integer ticks by one function that knows 四舍五入 and GB/T 8170 (design §6).
"""

import ast
from pathlib import Path

import pytest

ROUNDERS = {"round", "around", "round_", "rint"}


def forbidden_roundings(source: str) -> list[int]:
    """The lines that round by another rule than ours; `round` as a word of the domain (轮次) is free."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in ROUNDERS:
            lines.append(called.lineno)
        if isinstance(called, ast.Attribute) and called.attr in ROUNDERS:
            lines.append(called.lineno)
        # Handed on without a call: map(round, values), key=np.rint
        if isinstance(node, ast.Call):
            handed = [*node.args, *(keyword.value for keyword in node.keywords)]
            lines += [value.lineno for value in handed if is_rounder(value)]
        if isinstance(node, ast.ImportFrom) and node.module == "numpy":
            lines += [node.lineno for alias in node.names if alias.name in ROUNDERS]
    return sorted(set(lines))


def is_rounder(value: ast.expr) -> bool:
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name):
        return value.value.id in {"np", "numpy", "builtins"} and value.attr in ROUNDERS
    return False


def test_the_product_rounds_only_by_its_own_rule(our_modules: list[Path], root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{line}"
        for path in our_modules
        for line in forbidden_roundings(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "round(score, 2)",
        "round(score)",
        "np.round(scores, 2)",
        "numpy.around(scores)",
        "scores.round(2)",
        "np.rint(scores)",
        "apply(np.round, scores)",
        "from numpy import round",
    ],
)
def test_each_forbidden_form_is_found(source: str) -> None:
    assert forbidden_roundings(source) == [1]


@pytest.mark.parametrize(
    "source",
    ["for round in season.rounds: score(round, edition)", "rounding.half_up(score)", "season.round.key"],
)
def test_the_word_round_is_free(source: str) -> None:
    assert forbidden_roundings(source) == []
