"""YAML text to a tree: scalars keep their text, places are exact, and what could exhaust or mislead is refused."""

import pytest

from leitai.engine.rulebook.places import at, place_of, where_of
from leitai.engine.rulebook.yaml_tree import Document, read_yaml
from tests.unit.rulebook.editions import SOUND

BOTH = pytest.mark.parametrize("pure", [False, True], ids=["c", "python"])


def tree(text: str, pure: bool = False) -> Document:
    return read_yaml(text.encode(), "f.yaml", pure)


@BOTH
def test_a_scalar_keeps_the_text_that_was_written(pure: bool) -> None:
    text = "a: 2.50\nb: no\nc: 007\nd: 2025-01-01\ne: 1e3\nf: 'null'\ng: \"~\"\nh: |\n  two\n  lines\ni: 0x1F\n"
    assert tree(text, pure).value == {
        "a": "2.50",
        "b": "no",
        "c": "007",
        "d": "2025-01-01",
        "e": "1e3",
        "f": "null",
        "g": "~",
        "h": "two\nlines\n",
        "i": "0x1F",
    }


@BOTH
def test_an_empty_value_is_none(pure: bool) -> None:
    assert tree("a:\nb: ~\nc: null\nd: [~, x]\n", pure).value == {"a": None, "b": None, "c": None, "d": [None, "x"]}


@BOTH
def test_places_are_the_lines_of_values_and_keys(pure: bool) -> None:
    document = tree("a: 1\nb:\n  - x\n  -\n    c: 2\nd:\n  {e: 3,\n   f: 4}\ng:\nh: |\n  text\n", pure)
    lines = {path: place.line for path, place in document.places.items()}
    assert lines[("a",)] == 1
    assert lines[("b",)] == 2
    assert lines[("b", 0)] == 3
    assert lines[("b", 1, "c")] == 5
    assert lines[("d",)] == 6
    assert lines[("d", "f")] == 8
    assert lines[("g",)] == 9
    assert lines[("h",)] == 10


def test_both_parsers_read_a_whole_edition_alike() -> None:
    c, python = tree(SOUND), tree(SOUND, pure=True)
    assert (c.value, c.places, c.faults) == (python.value, python.places, python.faults)


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "line", "says"),
    [
        ("a: 1\nb: [1,\n", "RB-005", None, "收尾"),
        ("a: 1\n  b: 2\n", "RB-005", 2, "键: 值"),
        ("a: 1\n\tb: 2\n", "RB-005", 2, "Tab"),
        ("a: 'x\nb: 2\n", "RB-005", 1, "收尾"),
        ("a: @x\n", "RB-005", 1, "引号"),
        ("a: {b:1}\n", "RB-005", 1, "空格"),
        ("a: {b: 12:30}\n", "RB-005", 1, "引号"),
        (": x\n", "RB-005", 1, ""),
        ("a：1\nb: 2\n", "RB-005", 1, "全角"),
        ("- a\nb: 1\n", "RB-005", 2, "缩进"),
        ("%YAML 1.1\n---\na: 1\n", "RB-010", 1, "指令"),
        ("a: !!python/object:os.system x\n", "RB-010", 1, "标签"),
        ("a: !mine {b: 1}\n", "RB-010", 1, "标签"),
        ("x: &x {a: 1}\ny: {<<: *x}\n", "RB-010", 2, "<<"),
        ("[a]: 1\n", "RB-010", 1, "键名"),
        ("a: &a 1\n*a : 2\n", "RB-010", 2, "键名"),
        ("a: *b\n", "RB-011", 1, "*b"),
        ("a: &a [*a]\n", "RB-011", 1, "*a"),
        ("a: 1\n---\nb: 2\n", "RB-007", 2, "---"),
        ("a: \u200b\u2028x\n", "RB-004", 1, "U+2028"),
    ],
)
def test_what_is_refused_says_where_and_why(text: str, code: str, line: int | None, says: str, pure: bool) -> None:
    document = tree(text, pure)
    assert document.value is None
    (fault,) = document.faults
    assert fault.code == code
    assert line is None or fault.place == f"f.yaml:{line}"
    assert says in fault.found.zh


@BOTH
def test_duplicate_keys_are_all_found_and_name_both_lines(pure: bool) -> None:
    document = tree("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n", pure)
    assert [(fault.code, fault.place, fault.where) for fault in document.faults] == [
        ("RB-009", "f.yaml:4", "b.c"),
        ("RB-009", "f.yaml:5", "a"),
    ]
    assert "f.yaml:1" in document.faults[1].found.zh
    assert "5" in document.faults[1].found.zh


@BOTH
def test_aliases_are_expanded_and_keep_their_lines(pure: bool) -> None:
    document = tree("a: &one {b: [1, 2]}\nc: *one\nd: &two text\ne: [*two, *one]\n", pure)
    assert document.value == {
        "a": {"b": ["1", "2"]},
        "c": {"b": ["1", "2"]},
        "d": "text",
        "e": ["text", {"b": ["1", "2"]}],
    }
    assert document.places[("e", 1, "b", 0)].line == 1


@BOTH
def test_an_alias_means_the_anchor_before_it(pure: bool) -> None:
    assert tree("a: &x 1\nb: *x\nc: &x 2\nd: *x\n", pure).value == {"a": "1", "b": "1", "c": "2", "d": "2"}


@BOTH
def test_exploding_aliases_are_refused_early(pure: bool) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    document = tree("\n".join(lines), pure)
    assert document.value is None
    assert [fault.code for fault in document.faults] == ["RB-002"]
    assert len(document.places) <= 200_000


@BOTH
def test_deep_nesting_is_refused(pure: bool) -> None:
    for deep in ("a: " + "[" * 100_000, "".join(f"{' ' * n}a:\n" for n in range(100)), "a: " + "{a: " * 5000):
        document = tree(deep, pure)
        assert document.value is None
        assert [fault.code for fault in document.faults] == ["RB-002"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings_people_save_in_are_read(encoding: str) -> None:
    assert read_yaml("名称: 澜川市\n".encode(encoding), "f").value == {"名称": "澜川市"}


@pytest.mark.parametrize("text", ["a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "a: 1\nb: 2"])
def test_line_ends_of_every_system_are_read(text: str) -> None:
    assert tree(text).value == {"a": "1", "b": "2"}


def test_a_path_is_read_by_ids_where_there_are_some() -> None:
    document = tree("nodes:\n  - id: a\n    nodes:\n      - name: 乙\n        points: 1\n      - x\n")
    path = ("nodes", 0, "nodes", 0, "points")
    assert where_of(path, document.value) == "nodes[a].nodes[乙].points"
    assert where_of(("nodes", 0, "nodes", 1), document.value) == "nodes[a].nodes[2]"
    assert at(document.value, path) == "1"
    assert place_of(document.places, (*path, "not", "written")) == "f.yaml:5"
