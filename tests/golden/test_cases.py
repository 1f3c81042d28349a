"""Every example scores as its cases say: published values, and values a person worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml

from leitai import engine
from leitai.engine.methods.probe import attempt, kernel_parameters
from tests import examples


def _load(name: str) -> dict[str, Any]:
    path = examples.EXAMPLES / name / "cases.yaml"
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}
    return loaded


CASES = [(name, case) for name in examples.EVERY for case in _load(name).get("cases") or []]
METHOD_CASES = [(name, case) for name in examples.EVERY for case in _load(name).get("method_cases") or []]


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}: {case['name']}" for name, case in CASES])
def test_case_scores_as_stated(name: str, case: dict[str, Any]) -> None:
    book = engine.open_book(examples.result(name, case["period"]))
    entry = book.entry(case["period"], case["contestant"])
    place = entry["places"][book.rulebook.peers]
    found = {
        "score": book.total(entry),
        "rank": str(place.get("rank", "")),
        "rank_before": str(place.get("rank_before", "")),
        "change": place.get("change", ""),
        "grade": entry.get("grade", ""),
        "listed_unranked": str("rank" not in place).lower(),
    }
    expect = case["expect"]
    known = {*found, "nodes", "ranks", "flags", "awards"}
    assert set(expect) <= known, f"cases.yaml asks for what is not looked at: {set(expect) - known}"
    for key in found.keys() & expect.keys():
        assert found[key] == expect[key], key
    for node, score in expect.get("nodes", {}).items():
        cell = book.cell(case["period"], case["contestant"], node)
        assert cell is not None
        assert cell.score == score, node
    for node, rank in expect.get("ranks", {}).items():
        cell = book.cell(case["period"], case["contestant"], node)
        assert cell is not None
        assert cell.rank == int(rank), node
    assert set(expect.get("flags", ())) <= set(entry.get("flags", ()))
    assert set(expect.get("awards", ())) <= set(entry.get("lists", ()))


@pytest.mark.parametrize(
    ("name", "case"), METHOD_CASES, ids=[f"{n}: {c['method']} {c['value']}" for n, c in METHOD_CASES]
)
def test_published_pair_is_reproduced(name: str, case: dict[str, Any]) -> None:
    method = engine.find_method(case["method"])
    assert method is not None
    parameters = case.get("parameters", {})
    given = kernel_parameters([method.parameters.model_validate(parameters)])
    figures = {"value": (case["value"],)} | {role: (case[role],) for role in method.roles(given)}
    trial = attempt(method, case["points"], parameters, figures, case["direction"])
    (score,) = trial.rounded(2)
    assert score is not None
    assert Fraction(score) == Fraction(case["score"])


def test_there_are_cases_for_every_scored_example() -> None:
    assert {name for name, _ in CASES} == {*examples.SCORED, *examples.FIELD}
    assert len(METHOD_CASES) >= 40
