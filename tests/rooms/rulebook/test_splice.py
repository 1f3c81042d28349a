"""Edits of the text: they say what was meant, and leave every other character and comment as it was."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leitai.engine.rulebook.places import Path, at
from leitai.engine.rulebook.skeleton import skeleton
from leitai.web.rulebook.editing.sheet import Uneditable, read_text
from leitai.web.rulebook.editing.spell import spelled
from leitai.web.rulebook.editing.splice import drop, insert, merge, move, put
from tests.examples import EXAMPLES, NAMES

TEXT = skeleton()["rulebook.yaml"]
GDP: Path = ("tree", "nodes", 0, "nodes", 0)
NODES: Path = ("tree", "nodes", 0, "nodes")


def changed(old: str, new: str) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=0))
    went = [line[1:] for line in lines if line.startswith("-") and not line.startswith("---")]
    came = [line[1:] for line in lines if line.startswith("+") and not line.startswith("+++")]
    return went, came


def test_a_number_in_brackets_changes_its_line_only_and_keeps_its_remark() -> None:
    went, came = changed(TEXT, put(TEXT, (*GDP, "points", "park"), "30"))
    assert len(went) == len(came) == 1
    went, came = changed(TEXT, put(TEXT, ("tree", "nodes", 0, "nodes", 1, "method", "floor"), "0.2"))
    assert came == [went[0].replace("cap: 1.2}", "cap: 1.2, floor: 0.2}")]


def test_a_new_key_stands_where_its_type_has_it() -> None:
    new = put(TEXT, (*GDP, "counter_source"), "用电量")
    assert new.index("counter_source: 用电量") > new.index("verifier: kpb")
    assert changed(TEXT, new)[0] == []


def test_a_name_alone_becomes_a_mapping_when_it_gets_a_parameter() -> None:
    text = put(TEXT, (*GDP, "method"), "completion")
    assert "method: completion" in text
    assert at(read_text(put(text, (*GDP, "method", "cap"), "1.1")), (*GDP, "method")) == {
        "name": "completion",
        "cap": "1.1",
    }


def test_a_removed_indicator_takes_its_own_comments_along_and_no_others() -> None:
    new = drop(TEXT, (*NODES, 3))
    assert "formula: coal / output" not in new
    assert "# series:" in new
    assert len(at(read_text(new), NODES)) == 3


def test_a_moved_indicator_keeps_its_remarks() -> None:
    new = move(TEXT, (*NODES, 3), NODES, 0)
    assert at(read_text(new), (*NODES, 0, "id")) == "energy"
    assert sorted(new.splitlines()) == sorted(TEXT.splitlines())


def test_a_branch_does_not_move_into_itself() -> None:
    with pytest.raises(Uneditable):
        move(TEXT, ("tree", "nodes", 0), NODES, 0)


def test_a_list_that_is_not_there_is_made_and_one_that_empties_stays_a_list() -> None:
    made = insert(TEXT, ("series",), 0, [{"id": "coal", "name": "煤", "unit": "吨", "period": "cumulative"}])
    assert read_text(made)["series"][0]["id"] == "coal"
    assert read_text(drop(made, ("series", 0)))["series"] == []


def test_a_first_key_behind_a_dash_can_go() -> None:
    text = "leitai: '1'\ngrades:\n  - id: a\n    name: 甲\n  - id: b\n    name: 乙\n"
    assert read_text(drop(text, ("grades", 0, "id"))) == {
        "leitai": "1",
        "grades": [{"name": "甲"}, {"id": "b", "name": "乙"}],
    }


def test_numbers_keep_every_digit_they_were_written_with() -> None:
    text = put(TEXT, (*GDP, "points", "county"), "30.000000000000000000001")
    again = put(text, ("title",), "别的标题")
    assert "30.000000000000000000001" in again


def test_texts_that_other_programs_would_misread_stand_in_quotes() -> None:
    for said in (
        "no",
        "2025",
        "1:30",
        "null",
        "~",
        "2025-01-01",
        "a: b",
        "- x",
        "#井号",
        " 空格",
        "单引'号",
        '双引"号',
        "",
        "%",
        "*星",
        "是,否",
    ):
        text = put(TEXT, ("title",), said)
        assert read_text(text)["title"] == said
    assert 'edition: "2026"' in put(TEXT, ("edition",), "2026")


def test_merge_touches_only_what_differs() -> None:
    tree = read_text(TEXT)
    grades = [dict(one) for one in tree["grades"]]
    grades[1]["interval"] = "75..90"
    went, came = changed(TEXT, merge(TEXT, ("grades",), grades))
    assert len(went) == len(came) == 1
    assert merge(TEXT, ("grades",), tree["grades"]) == TEXT


def test_a_text_with_aliases_is_left_to_its_writer() -> None:
    with pytest.raises(Uneditable):
        put("title: &a 甲\nedition: *a\n", ("title",), "乙")


@pytest.mark.parametrize("name", NAMES)
def test_a_spelled_edition_reads_as_the_same_tree(name: str) -> None:
    tree = read_text((EXAMPLES / name / "rulebook.yaml").read_text(encoding="utf-8"))
    assert read_text(spelled(tree)) == tree


# -- any edit of any place -------------------------------------------------------------------------------------------


def paths_of(value: object, path: Path = ()) -> list[Path]:
    found = [path] if path else []
    if isinstance(value, dict):
        return found + [one for key, inner in value.items() for one in paths_of(inner, (*path, key))]
    if isinstance(value, list):
        return found + [one for index, inner in enumerate(value) for one in paths_of(inner, (*path, index))]
    return found


WORDS = st.text(st.sampled_from("甲乙 a1#:,-{}[]\"'&*!|>%@`\\。，：?~.0"), max_size=12)
VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_edit_says_what_was_meant_and_keeps_what_it_does_not_touch(data: st.DataObject) -> None:
    text = TEXT
    for _ in range(data.draw(st.integers(1, 3))):
        tree = read_text(text)
        path = data.draw(st.sampled_from(paths_of(tree)))
        act = data.draw(st.sampled_from(["put", "drop", "insert"]))
        held = at(tree, path)
        if act == "put":
            value = data.draw(VALUES)
            text = put(text, path, value)
            assert at(read_text(text), path) == value
        elif act == "drop":
            text = drop(text, path)
        elif isinstance(held, list):
            index = data.draw(st.integers(0, len(held)))
            value = data.draw(VALUES)
            text = insert(text, path, index, [value])
            assert at(read_text(text), path) == [*held[:index], value, *held[index:]]
        if not read_text(text):
            break
