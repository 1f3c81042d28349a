"""Every fault is told at once: one that breaks the form hides no other and brings none that only follows from it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leitai.engine.rulebook.load import read_plain, read_rulebook
from leitai.engine.rulebook.skeleton import skeleton
from leitai.engine.rulebook.yaml_tree import read_yaml

BROKEN = {
    "status: demo": "state: demo",
    "start: 2025-01-01": "start: 2025-13-01",
    "peers: contest": "peers: nogroup",
    'unit: "%"': 'unitt: "%"',
    "direction: higher": "direction: up",
    "period: cumulative": "period: yearly",
    "name: efficacy": "name: efficacey",
    "data_department: tjj": "data_department: tj",
    "mode: half_up": "mode: bankers",
    "  rank_on:": "  rank_by:",
}
# What may stand where something else should: a mapping, a list, a word, a number, nothing.
JUNK: tuple[Any, ...] = ({"zzz": {"a": "b"}}, ["?"], "§§", "-1", None)
# Said of the place itself; anything else said elsewhere would be a consequence.
OF_THE_FORM = {"RB-020", "RB-021", "RB-022", "RB-023"}


def test_ten_faults_of_form_and_of_meaning_are_told_in_one_go(tmp_path: Path) -> None:
    text = skeleton()["rulebook.yaml"]
    for old, new in BROKEN.items():
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "rulebook.yaml"
    path.write_text(text, encoding="utf-8")
    told = "\n".join(str(fault) for fault in read_rulebook(path).errors)
    for words in ("status", "2025-13-01", "nogroup", "unitt", "up", "yearly", "efficacey", "tj", "bankers", "rank_on"):
        assert words in told, words


@pytest.mark.parametrize("junk", JUNK, ids=str)
def test_what_is_wrong_in_one_place_is_told_of_that_place_only(junk: Any) -> None:
    tree = whole()
    for path in kinds_of_places(tree):
        reading = read_plain(spoilt(tree, path, junk))
        if reading.rulebook is None:
            elsewhere = {fault.where for fault in reading.faults if fault.code not in OF_THE_FORM}
            assert elsewhere <= {reading.faults[0].where}, path


@pytest.mark.parametrize("junk", JUNK[:3], ids=str)
def test_what_is_wrong_in_one_place_hides_no_unknown_name(junk: Any) -> None:
    tree = whole() | {"peers": "nogroup"}
    for path in kinds_of_places(tree):
        if path[0] not in ("peers", "groupings"):
            faults = read_plain(spoilt(tree, path, junk)).faults
            assert any(fault.code == "RB-044" and fault.where == "peers" for fault in faults), path


def whole() -> dict[str, Any]:
    tree = read_yaml(skeleton()["rulebook.yaml"].encode(), "rulebook.yaml").value
    assert tree is not None
    return tree


def kinds_of_places(tree: Any) -> Iterator[tuple[Any, ...]]:
    """The path of every value below the root, of several items of a list the first of its kind."""
    seen = set()
    todo: list[tuple[tuple[Any, ...], Any]] = [((), tree)]
    while todo:
        path, value = todo.pop()
        kind = tuple("*" if isinstance(step, int) else step for step in path)
        if path and kind not in seen:
            seen.add(kind)
            yield path
        below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        todo += [((*path, key), inner) for key, inner in below][::-1]


def spoilt(tree: Any, path: tuple[Any, ...], junk: Any) -> Any:
    """The tree with something else at a path; None takes the value out."""
    whole_tree = copy.deepcopy(tree)
    above = whole_tree
    for step in path[:-1]:
        above = above[step]
    if junk is None:
        del above[path[-1]]
    else:
        above[path[-1]] = junk
    return whole_tree
