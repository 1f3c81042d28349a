"""Results stand: digests of every example, recomputation, explanation to the last tick, and every forgery found."""

from __future__ import annotations

import copy
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest

from leitai import engine
from leitai.engine.assess.result import seal
from leitai.engine.explain import reconcile
from tests import examples

DIGESTS = Path(__file__).with_name("result_digests.json")
DEMO = ("lanchuan", "2023-Q2")


def _again(result: dict[str, Any]) -> bytes:
    """A forger's work: whatever was changed, every digest, code and seal recomputed over it."""
    parts = [result[key] for key in ("algorithm", "edition", "snapshot", "earlier", "methods", "values", "trial")]
    return engine.result_bytes(seal(*parts))


@pytest.mark.parametrize(("name", "period"), examples.EVERY_ROUND)
def test_result_verifies_with_nothing_else_present(name: str, period: str) -> None:
    result = examples.result(name, period)
    _, faults = engine.verify(engine.result_bytes(result), result["code"])
    assert faults == []


@pytest.mark.parametrize(("name", "period"), examples.EVERY_ROUND)
def test_every_explanation_re_adds_to_the_published_score(name: str, period: str) -> None:
    run = examples.run(name, period)
    book = engine.open_book(examples.result(name, period))
    sums = 0
    for group in run.groups:
        for contestant in group.grid.contestants:
            trace = engine.explain_score(run, contestant)
            sums += reconcile(trace)
            for part in trace.walk():
                cell = book.cell(period, contestant, part.node)
                assert cell is not None
                assert part.score == cell.score
    assert sums > len(run.plan.contestants)


def test_results_have_not_moved() -> None:
    """Digests of every contest's rounds; the rules of the field are held by their cases.

    They move only with a line under *methodology* in CHANGELOG.md.
    """
    found = {f"{name} {period}": examples.result(name, period)["digest"] for name, period in examples.ROUNDS}
    if os.environ.get("LEITAI_REGENERATE") == "results":
        DIGESTS.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
        pytest.fail("regenerated: say under *methodology* in CHANGELOG.md which scores moved and why")
    assert found == json.loads(DIGESTS.read_text(encoding="utf-8"))


def test_a_later_version_of_the_software_changes_no_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    result = examples.result(*DEMO)
    monkeypatch.setattr("leitai.engine.assess.result.__version__", "99.0")
    assert engine.build_result(examples.run(*DEMO))["digest"] == result["digest"]


def test_any_changed_byte_fails() -> None:
    """Sixty bytes drawn by a recorded seed, and the first and the last: changed one at a time, each is found."""
    data = engine.result_bytes(examples.result("hunan-2012", "2012-03"))
    places = [0, len(data) - 1, *random.Random(20260101).sample(range(len(data)), 60)]
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1
        try:
            _, faults = engine.verify(bytes(changed))
        except engine.InputError as error:
            faults = list(error.faults)
        assert faults, f"byte {place} {data[max(0, place - 20) : place + 20]!r}"


def test_a_forged_score_with_every_digest_recomputed_fails_and_names_the_cell() -> None:
    forged = copy.deepcopy(examples.result(*DEMO))
    contestant = next(iter(forged["values"]["2023-Q2"]))
    node = next(iter(forged["values"]["2023-Q2"][contestant]["nodes"]))
    forged["values"]["2023-Q2"][contestant]["nodes"][node]["s"] += 1
    _, faults = engine.verify(_again(forged))
    assert [fault.code for fault in faults] == ["RS-004"]
    assert faults[0].where == f"values/2023-Q2/{contestant}/nodes/{node}/s"


def test_a_forged_figure_with_everything_recomputed_is_caught_by_the_printed_code() -> None:
    printed = examples.result(*DEMO)
    forged = copy.deepcopy(printed)
    row = next(row for row in forged["snapshot"]["cells"] if row[3] == "actual" and row[4] is not None)
    row[4] = "1" if row[4] != "1" else "2"
    consistent = engine.build_result(engine.run_of(forged))
    data = engine.result_bytes(consistent)
    assert engine.verify(data)[1] == [], "consistent in itself: only the code can tell"
    assert [fault.code for fault in engine.verify(data, printed["code"])[1]] == ["RS-007"]


def test_a_code_is_read_as_people_type_it() -> None:
    result = examples.result("hunan-2012", "2012-03")
    typed = result["code"].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert engine.verify(engine.result_bytes(result), typed)[1] == []


def test_edition_snapshot_and_flags_forged_are_each_named() -> None:
    result = examples.result("hunan-2012", "2012-03")
    for part, change in {
        "edition": lambda r: r["edition"].update(edition="forged"),
        "earlier": lambda r: r["earlier"].update(digest="0"),
        "methods": lambda r: r["methods"].update(efficacy=2),
    }.items():
        forged = copy.deepcopy(result)
        change(forged)
        _, faults = engine.verify(engine.result_bytes(forged))
        assert faults, part
