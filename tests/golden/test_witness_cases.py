"""Where engine and witness once differed: the smallest case of each, with the sentence of scoring.md it is about."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from leitai import engine
from tests import witness
from tests.agreement import differences
from tests.contests import Plain, contest, figures, leaf

Rounds = Sequence[tuple[str, Mapping[str, Sequence[Any]]]]
LINE = {"name": "slopes", "at": "0", "points": "0", "segments": [{"interval": "(-inf, +inf)", "per_unit": "1"}]}
SERIES = {"series": [{"id": id_, "name": f"列{id_}", "unit": "%", "period": "period"} for id_ in ("s", "t")]}


def units(count: int, *unranked: int) -> Plain:
    found = [{"id": f"u{i}", "name": f"单位{i}"} for i in range(count)]
    return {"contestants": [one | {"ranked": "false"} if i in unranked else one for i, one in enumerate(found)]}


def disagreements(
    folder: Path, plain: Plain, rounds: Rounds, period: str, trial: bool = False, published: str = ""
) -> list[str]:
    """What the two say differently of a round; with `published`, each beside its own result of that round."""
    rows = [row for at, columns in rounds for row in figures(columns, at)]
    rulebook, table = folder / "rulebook.yaml", folder / "figures.csv"
    rulebook.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("contestant", "indicator", "period", "role", "value", "status"))
        writer.writerows((one[0], one[1], one[2], one[3], "" if one[4] is None else one[4], one[6]) for one in rows)
    edition, earlier, before = engine.rulebook_from_plain(plain), None, None
    if published:
        result = engine.build_result(engine.score_figures(edition, rows, published, trial=trial))
        earlier = engine.earlier_from(result)
        before = witness.score(rulebook, [table], published, trial=trial)
    result = engine.build_result(engine.score_figures(edition, rows, period, trial=trial, earlier=earlier))
    return differences(result, period, witness.score(rulebook, [table], period, before=before, trial=trial))


def test_here_they_agree(tmp_path: Path) -> None:
    plain = contest([leaf("a", "completion", "60"), leaf("b", "given", "40")], 2)
    rounds = [(f"2023-Q{i}", {"a": ["5", "6"], "a@target": ["10", f"{i}0"], "b": ["1", "2"]}) for i in (1, 2)]
    assert disagreements(tmp_path, plain, rounds, "2023-Q2") == []
    assert disagreements(tmp_path, plain, rounds, "2023-Q2", published="2023-Q1") == []


def test_an_input_that_is_not_applicable(tmp_path: Path) -> None:
    """§1.5, 1.6: b is derived from a, from which u0 is excused, and so it has no such task in b either."""
    nodes = [
        leaf("a", LINE, "50", not_applicable=["u0"]),
        leaf("b", LINE, "30", formula="a + 1"),
        leaf("c", LINE, "20"),
    ]
    rounds = [("2023-Q1", {"a": [None, "5"], "c": ["7", "8"]})]
    assert disagreements(tmp_path, contest(nodes, 2), rounds, "2023-Q1") == []


def test_the_previous_figure_of_a_moved_input_beside_an_earlier_result(tmp_path: Path) -> None:
    """§1.7: s[-1y] is not yet published and 2022-Q1 stands in, with and without `--before`."""
    nodes = [leaf("a", LINE, "60", formula="s[-1y] + 0"), leaf("b", "given", "40")]
    plain = contest(nodes, 1, {"not_yet_published": "previous"}, **SERIES)
    both = [("2023-Q1", {"b": ["1"]}), ("2023-Q2", {"b": ["1"]})]
    rounds = [("2022-Q1", {"s": ["5"]}), ("2022-Q2", {"s": ["not_yet_published:"]}), *both]
    assert disagreements(tmp_path, plain, rounds, "2023-Q2") == []
    assert disagreements(tmp_path, plain, rounds, "2023-Q2", published="2023-Q1") == []


def test_a_late_input_of_an_indicator_that_is_left_out(tmp_path: Path) -> None:
    """§5.1: a late figure costs points only where its indicator has points."""
    nodes = [leaf("a", LINE, "60", formula="s + t"), leaf("b", "given", "40")]
    plain = contest(nodes, 2, {"late": {"deduct": "1"}}, **SERIES)
    rounds = [("2023-Q1", {"s": ["late:5", "6"], "t": ["not_applicable:", "6"], "b": ["10", "20"]})]
    assert disagreements(tmp_path, plain, rounds, "2023-Q1") == []


def test_an_earlier_round_that_waits_for_rulings(tmp_path: Path) -> None:
    """§6: officially, from the same figures, both refuse: there is no round before to measure against."""
    plain = contest([leaf("a", "completion", "60"), leaf("b", "given", "40")], 2)
    first = {"a": ["5", "6"], "a@target": ["10", "0"], "b": ["1", "2"]}
    rounds = [("2023-Q1", first), ("2023-Q2", first | {"a@target": ["10", "10"]})]
    with pytest.raises(engine.InputError, match="u1 a 2023-Q1"):
        disagreements(tmp_path, plain, rounds, "2023-Q2")
    with pytest.raises(witness.NotScored, match="u1"):
        witness.score(tmp_path / "rulebook.yaml", [tmp_path / "figures.csv"], "2023-Q2")
    assert disagreements(tmp_path, plain, rounds, "2023-Q2", trial=True) == []


def test_a_missing_round_breaks_what_must_hold_in_rounds_running(tmp_path: Path) -> None:
    """§7: of 2023-Q2 nothing is there; who is last in 2023-Q1 and in 2023-Q3 was not last twice running."""
    talk = {"id": "talk", "name": "约谈", "kind": "talk", "when": "rank_last == 1", "rounds": "2", "clause": "一"}
    plain = contest([leaf("a", "given")], 2, awards=[talk])
    plain["rounds"] = [{"period": f"2023-Q{i}"} for i in (1, 2, 3)]
    rounds = [(f"2023-Q{i}", {"a": ["5", "6"]}) for i in (1, 3)]
    assert disagreements(tmp_path, plain, rounds, "2023-Q3") == []
    assert disagreements(tmp_path, plain, rounds, "2023-Q3", published="2023-Q1") == []
    score = witness.score(tmp_path / "rulebook.yaml", [tmp_path / "figures.csv"], "2023-Q3")
    assert score["u0"]["lists"] == []


def test_a_round_in_which_nothing_is_published_yet(tmp_path: Path) -> None:
    """§6: of 2023-Q2 there is only word that b is not published; the round before 2023-Q3 is 2023-Q1."""
    plain = contest([leaf("a", LINE, "60"), leaf("b", "given", "40")], 2)
    filed = {"a": ["5", "6"], "b": ["1", "2"]}
    rounds = [("2023-Q1", filed), ("2023-Q2", {"b": ["not_yet_published:"] * 2}), ("2023-Q3", filed)]
    assert disagreements(tmp_path, plain, rounds, "2023-Q3") == []


def test_a_group_whose_members_have_all_left(tmp_path: Path) -> None:
    """§2: a group may be empty in a round; the others are scored."""
    groups = [
        {"id": "g", "name": "组", "members": ["u0", "u1"]},
        {"id": "h", "name": "旧组", "members": [{"id": "u2", "until": "2023-01-01"}]},
    ]
    more = {"groupings": [{"id": "all", "name": "全部", "groups": groups}], **units(3)}
    plain = contest([leaf("a", "share_of_best", "100")], 3, **more)
    assert disagreements(tmp_path, plain, [("2023-Q1", {"a": ["5", "6"]})], "2023-Q1") == []


def test_short_of_the_threshold_without_peers(tmp_path: Path) -> None:
    """ladder.md: u0 has no peers and is short of `eligible`: it gets `below`, and no ruling is needed."""
    nodes = [
        leaf("a", {"name": "ladder", "step": "0.05", "eligible": "8", "entry": "4"}, "60"),
        leaf("b", "given", "40"),
    ]
    plain = contest(nodes, 2, **units(2, 0))
    rounds = [("2023-Q1", {"a": ["5", None], "b": ["1", "2"]})]
    assert disagreements(tmp_path, plain, rounds, "2023-Q1", trial=True) == []


def test_met_with_a_target_stated_by_the_method(tmp_path: Path) -> None:
    """§7: `met` asks whether the target is reached, also one that the method states."""
    awards = [{"id": "w", "name": "名", "kind": "black_list", "when": "not met(a)"}]
    plain = contest([leaf("a", {"name": "completion", "target": "100"}, "100")], 2, awards=awards)
    assert disagreements(tmp_path, plain, [("2023-Q1", {"a": ["50", "100"]})], "2023-Q1") == []


def test_progress_of_a_unit_that_is_not_ranked(tmp_path: Path) -> None:
    """§6: u0 is outside the ranking and gains most, and takes no place among the most improved."""
    awards = [{"id": "w", "name": "名", "kind": "prize", "when": "progress_rank == 1 and rank >= 1"}]
    plain = contest([leaf("a", "given", "100")], 3, {"progress": "score"}, awards=awards, **units(3, 0))
    rounds = [("2023-Q1", {"a": ["1", "5", "6"]}), ("2023-Q2", {"a": ["90", "9", "7"]})]
    assert disagreements(tmp_path, plain, rounds, "2023-Q2") == []
