"""The engine and the witness (tests/witness) agree on random editions and figures: nodes, totals, ranks, grades, lists.

Round after round of an edition is scored by both, each on its own results of the round before, with every status,
vintage, spelling of a period and ruling there is.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leitai import engine
from leitai.engine.figures import Figure
from leitai.engine.rulebook.load import read_plain
from tests import witness
from tests.agreement import differences
from tests.random_figures import figure_sets
from tests.strategies import edition_trees

EXAMPLES = int(os.environ.get("LEITAI_EXAMPLES", "60"))
Plain = dict[str, Any]
FORMULAS = (
    "growth({a}, {a}.base)",
    "growth({a}, {a}[-1y])",
    "growth({a} + {b}, {a}.base + {b}.base)",
    "completion({a}, {a}.target)",
    "max(completion({a}, {a}.target), growth({b}, {b}.base))",
    "percent({a} - {b}, {a}.base[-1y])",
    "if({a} > {b}, percent({b}, {a}), -growth({a}, {b}))",
    "if({a} >= 2.5 and not ({b} < 2), abs({a} / {b}) * 10, min(50, percent({a}, {b})))",
    "if({a} != {b} or {a} == 0, 100, percent({a}, {b}))",
    "{a} / {b} * 100",
)
CONDITIONS = (
    "met({leaf})", "not met({leaf}) and rank_last <= 2", "rate({node}) >= 60",
    "rank_of({node}) <= 2 and not vetoed()",
    "value({leaf}) > 2 or grade('high')", "progress_rank == 1 and places >= 1", "n >= 2 and rank <= n / 2",
    "{node} >= 1",
    "change >= 0 or score < 10", "if(rank > 1, score, score_rate) > 5",
)  # fmt: skip
GATES = ("{leaf} >= 2 or {series} > 1", "growth({series}, {series}.base) > 0", "not ({series} > 2)")
CALENDARS = (  # the rounds of a season and how far back they may look
    (("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4"), ("-1y", "-1q")),
    (("2023-04", "2023-05", "2023-06", "2023-12"), ("-1y", "-1q", "-1m")),
    (("2023-01/02", "2023-03", "2023-H1", "2023"), ("-1y",)),
)
SPELLINGS = {"03": ("Q1",), "06": ("Q2", "H1"), "09": ("Q3",), "12": ("Q4", "H2"), "02": ("01/02",)}
SUFFIXES = {"亿元": ("万", "亿", "万元"), "%": ("%", "‰", "%"), "万元/亩": ("万", "万元/亩")}


def leaves(nodes: Sequence[Plain]) -> list[Plain]:
    return [leaf for node in nodes for leaf in (leaves(node["nodes"]) if "nodes" in node else [node])]


@st.composite
def richer(draw: Any) -> Plain:
    """An edition of tests/strategies.py with more of formulas, conditions, gates, rounds and membership."""
    tree = draw(edition_trees(most_leaves=5))
    tree = {key: part for key, part in tree.items() if key not in ("statements", "meetings")}
    nodes, series = leaves(tree["tree"]["nodes"]), [one["id"] for one in tree.get("series", [])]
    plain = [leaf["id"] for leaf in nodes if "formula" not in leaf]
    for leaf in nodes:
        name = leaf["method"] if isinstance(leaf["method"], str) else leaf["method"]["name"]
        used = any(leaf["id"] + " " in other.get("formula", "") for other in nodes)
        if series and name not in ("rater_ladder", "vote_ladder") and not used and draw(st.booleans()):
            a, b = draw(st.sampled_from(series)), draw(st.sampled_from(series))
            leaf |= {"formula": draw(st.sampled_from(FORMULAS)).format(a=a, b=b), "unit": "%"}
            leaf |= draw(st.sampled_from([{}, {"decimals": "0"}, {"decimals": "2"}]))
        if tree["tree"]["measure"] == "weights" and not draw(st.integers(0, 3)):
            leaf["rounds"] = [tree["rounds"][0]["period"]]
    for award in tree.get("awards", []):
        leaf, node = draw(st.sampled_from(nodes)), draw(st.sampled_from(tree["tree"]["nodes"]))
        condition = draw(st.sampled_from([award["when"], *CONDITIONS]))
        if "grade" in condition and "grades" not in tree:
            condition = award["when"]
        award["when"] = condition.format(leaf=leaf["id"], node=node["id"])
    for one in tree.get("adjustments", []):
        if "gate" not in one and one["kind"] == "bonus" and series and plain and draw(st.booleans()):
            gate = draw(st.sampled_from(GATES))
            one["gate"] = gate.format(leaf=draw(st.sampled_from(plain)), series=draw(st.sampled_from(series)))
    rounds, offsets = draw(st.sampled_from(CALENDARS))
    back = draw(st.sampled_from(offsets))
    tree["rounds"] = [{"period": period} for period in rounds[: len(tree["rounds"])]]
    for leaf in nodes:
        leaf |= {key: leaf[key].replace("-1y", back) for key in ("formula", "offset") if key in leaf}
        leaf |= {"rounds": [rounds[0]]} if "rounds" in leaf else {}
    group = tree["groupings"][-1]["groups"][-1]
    if not draw(st.integers(0, 3)):
        last = group["members"][-1]["id"] if isinstance(group["members"][-1], dict) else group["members"][-1]
        group["members"][-1] = {"id": last} | draw(st.sampled_from([{"until": "2023-06-30"}, {"since": "2023-05-01"}]))
    return tree


@st.composite
def filed(draw: Any, rulebook: engine.Rulebook, tree: Plain, periods: tuple[str, ...]) -> list[Figure]:
    """Figures with rulings, vintages, unchecked figures, other spellings of a period and other units beside."""
    kinds = {one["id"]: one for one in [*leaves(tree["tree"]["nodes"]), *tree.get("series", [])]}
    found, reported, ruled = [], not draw(st.integers(0, 7)), set()
    for one in draw(figure_sets(rulebook, periods)):
        item = kinds.get(one.indicator, {})
        cell = (one.contestant, one.indicator, one.period)
        if isinstance(item.get("method"), dict) and one.role in item["method"].get("roles", ()):
            found.append(one)  # whole, and adding up: in no other unit, of no other vintage
            continue
        if "method" in item and cell not in ruled and not draw(st.integers(0, 11)):
            ruled.add(cell)
            points = Decimal(draw(st.sampled_from(["0", "0.125", "0.25", "0.995", "1"])))
            found.append(one._replace(role="ruling", value=points, status="verified", note="第三条", source="文件"))
        if item.get("period", "cumulative") != "period" and one.period[5:] in SPELLINGS and draw(st.booleans()):
            one = one._replace(period=one.period[:5] + draw(st.sampled_from(SPELLINGS[one.period[5:]])))
        if item.get("unit") in SUFFIXES and one.value is not None and one.role != "ruling" and draw(st.booleans()):
            one = one._replace(unit=draw(st.sampled_from(SUFFIXES[item["unit"]])))
        if reported and one.status == "verified" and one.role == "actual" and not draw(st.integers(0, 9)):
            one = one._replace(status="reported")
        vintages = draw(st.sampled_from([("final",), ("final", "flash"), ("preliminary", "flash"), ("flash",)]))
        found += [
            one._replace(vintage=vintage, value=one.value and one.value + i) for i, vintage in enumerate(vintages)
        ]
    return [one._replace(place=str(i)) for i, one in enumerate(found)]


@st.composite
def contests(draw: Any) -> tuple[Plain, engine.Rulebook, list[Figure], bool]:
    tree = draw(richer())
    reading = read_plain(tree)
    assume(not reading.errors)
    assert reading.rulebook is not None
    periods = tuple(one["period"] for one in tree["rounds"])[:3]
    return tree, reading.rulebook, draw(filed(reading.rulebook, tree, periods)), draw(st.booleans())


def write(folder: Path, tree: Plain, figures: Sequence[Figure]) -> tuple[Path, list[Path]]:
    """The edition and the figures as files, for the witness to read."""
    rulebook, table = folder / "rulebook.yaml", folder / "figures.csv"
    rulebook.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("contestant", "indicator", "period", "role", "value", "status", "vintage"))
        for one in figures:
            value = "" if one.value is None else f"{one.value:f}{one.unit}"
            writer.writerow((one.contestant, one.indicator, one.period, one.role, value, one.status, one.vintage))
    return rulebook, [table]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("witness")


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(contest=contests())
def test_engine_and_witness_agree_round_after_round(folder: Path, contest: tuple[Any, ...]) -> None:
    tree, rulebook, figures, trial = contest
    paths = write(folder, tree, figures)
    result: dict[str, Any] | None = None
    before: dict[str, Any] = {}
    for period in [one["period"] for one in tree["rounds"]]:
        earlier = engine.earlier_from(result) if result else None
        refusal: engine.InputError | None = None
        try:
            result = engine.build_result(engine.score_figures(rulebook, figures, period, trial=trial, earlier=earlier))
        except engine.InputError as error:
            refusal = error
        if refusal is not None:
            other = {fault.code for fault in refusal.faults} - {"FG-010", "FG-013", "FG-024"}
            assert other == set(), "refused for another reason"
            with pytest.raises(witness.NotScored):
                witness.score(*paths, period, before=before, trial=trial)
            return
        assert result is not None
        before = witness.score(*paths, period, before=before, trial=trial)
        assert differences(result, period, before) == []
        assert engine.verify(engine.result_bytes(result), result["code"])[1] == []
