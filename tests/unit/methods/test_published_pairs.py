"""Scores that were printed with the figures they came from; each is reproduced to the digit."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from leitai.engine.methods.probe import score
from leitai.engine.methods.registry import methods

SATISFACTION = {"full_at": "98", "per_unit": "0.5", "floor": "12.5"}
CALL_BACK = {"full_at": "95", "per_unit": "0.5", "floor": "12.5"}
IN_TIME = {"full_at": "100", "per_unit": "1", "floor": "0"}
RULES = {
    "省派工单满意率线性扣分": SATISFACTION,
    "回访满意率线性扣分": CALL_BACK,
    "按时办结率线性扣分": IN_TIME,
}
# Source, parameters, rate in per cent, points as printed.
PAIRS = [
    ("S50 市交通局", SATISFACTION, "87.5", "19.75"),
    ("S50 新奥燃气", SATISFACTION, "83.33", "17.67"),
    ("S50 农发集团", SATISFACTION, "50", "12.50"),
    ("S49 新奥燃气", SATISFACTION, "75", "13.50"),
    ("S49 市自来水公司", SATISFACTION, "71.43", "12.50"),
    ("S49 连云港移动", SATISFACTION, "50", "12.50"),
    ("S48 万联能源集团", CALL_BACK, "70.59", "12.80"),
    ("S48 市碱业公司", CALL_BACK, "66.67", "12.50"),
    ("S48 市体育局", CALL_BACK, "50", "12.50"),
    ("S50 市交通局, 按时办结率", IN_TIME, "89.82", "14.82"),
    ("S46 市碱业公司, 按时办结率", IN_TIME, "80", "5.00"),
    ("S48 市碱业公司, 按时办结率", IN_TIME, "66.67", "0.00"),
]
COMPLETED = [("S53 甲区", "96", "0.48"), ("S53 乙区", "90", "0.45"), ("S53 甲区, FDI", "120", "0.60")]
LOSS, COMPLETION = methods()["linear_loss", 1], methods()["completion", 1]


@pytest.mark.parametrize(("source", "parameters", "rate", "printed"), PAIRS)
def test_linear_loss_gives_the_printed_score(source: str, parameters: dict[str, str], rate: str, printed: str) -> None:
    assert score(LOSS, "25", parameters, {"value": (rate,)}) == [printed], source


@pytest.mark.parametrize(("source", "rate", "printed"), COMPLETED)
def test_completion_gives_the_printed_score(source: str, rate: str, printed: str) -> None:
    assert score(COMPLETION, "0.5", {"cap": "1.2", "target": "100"}, {"value": (rate,)}) == [printed], source


@pytest.mark.parametrize("contracts", [("28", "177.7"), ("29", "141.94")])
def test_contracts_capped_at_the_target_give_the_printed_half_point(contracts: tuple[str, str]) -> None:
    count, amount = contracts
    halves = [
        score(COMPLETION, "0.25", {}, {"value": (count,), "target": ("27",)}),
        score(COMPLETION, "0.25", {}, {"value": (amount,), "target": ("54",)}),
    ]
    assert halves == [["0.25"], ["0.25"]]


def test_projects_not_started_in_time_give_the_printed_deduction() -> None:
    parameters = {"full_at": "0", "per_unit": "0.1"}
    assert score(LOSS, "0.5", parameters, {"value": ("1",)}, direction="lower") == ["0.40"]


def test_every_pair_of_the_collection_is_here(reference_data: Path) -> None:
    with (reference_data / "scoring_examples.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["rule"] in RULES]
    assert len(rows) == 12
    for row in rows:
        rate = re.search(r"=([\d.]+)%", row["input"])
        assert rate
        got = score(LOSS, "25", RULES[row["rule"]], {"value": (rate[1],)})
        assert float(str(got[0])) == float(row["published_score"]), row
