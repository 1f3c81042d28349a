"""Forms made from types: every method and every part has one, and what is answered unchanged changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel

from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.load import read_plain
from leitai.engine.rulebook.model import Branch, Caps, Indicator, Policies, Rulebook, Season, Silence
from leitai.engine.rulebook.skeleton import skeleton
from leitai.web.rulebook.editing.address import ITEMS, TABLES, nodes_of
from leitai.web.rulebook.editing.sheet import read_text
from leitai.web.rulebook.form.answers import Reader
from leitai.web.rulebook.form.inputs import Input, Maker, every_input, label_faults
from leitai.web.rulebook.form.known import Known, known_of
from leitai.web.rulebook.pages.places import ITEM_PARTS, edit_of, place_of
from leitai.web.rulebook.reading import check_text
from tests.examples import EXAMPLES, NAMES

METHODS = list(methods().values())
TEXT = skeleton()["rulebook.yaml"]


def posted(inputs: list[Input]) -> dict[str, list[str]]:
    """What a browser posts of a form that nobody touched."""
    data: dict[str, list[str]] = {}
    for one in every_input(inputs):
        if one.kind == "checks":
            data[f"{one.name}:shown"] = ["1"]
            data[one.name] = [option.value for option in one.options if option.chosen]
        elif one.kind not in ("part", "rows", "groups") and not one.fixed:
            data[one.name] = [one.value]
    return data


def answered(part: type[BaseModel], plain: Mapping[str, Any], known: Known) -> dict[str, Any]:
    return Reader(posted(Maker(known).part(part, plain)), known).part(part, plain)


@pytest.mark.parametrize("method", METHODS, ids=lambda one: one.key)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_method_has_a_form_with_labels_for_all_its_parameters(method: Any, lang: Any) -> None:
    use = {"name": method.name, "version": str(method.version)}
    inputs = Maker(Known(), lang).part(Indicator, {"method": use}, only=("method",))
    assert [one.name for one in inputs[0].children] == [f"f.method.{name}" for name in method.parameters.model_fields]
    assert method.title.say(lang) in [option.label for option in inputs[0].options]
    for one in every_input(inputs):
        assert one.label, one.name
        assert lang == "en" or not one.label.isascii(), one.name


@pytest.mark.parametrize("method", METHODS, ids=lambda one: one.key)
def test_a_method_filled_in_by_form_is_the_method_written_by_hand(method: Any) -> None:
    for example in method.examples:
        use = {"name": method.name, **plainly(dict(example.parameters))}
        inputs = Maker(Known()).part(Indicator, {"method": use}, only=("method",))
        blank = Reader(posted(inputs), Known()).part(Indicator, {"method": method.name}, only=("method",))
        made = blank["method"] if isinstance(blank["method"], dict) else {"name": blank["method"]}
        parameters = {key: value for key, value in made.items() if key != "name"}
        assert method.parameters.model_validate(parameters) == method.parameters.model_validate(
            dict(example.parameters)
        )


def plainly(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: plainly(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plainly(inner) for inner in value]
    return "true" if value is True else "false" if value is False else str(value)


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_nobody_touched_changes_nothing(name: str) -> None:
    tree = read_text((EXAMPLES / name / "rulebook.yaml").read_text(encoding="utf-8"))
    known = known_of(tree)
    for _, node in nodes_of(tree):
        assert answered(Branch if "nodes" in node else Indicator, node, known) == node
    for section, part in ITEM_PARTS.items():
        for one in tree.get(section, ()):
            assert answered(part, one, known) == one
    for key, part in (("policies", Policies), ("caps", Caps), ("season", Season), ("silence", Silence)):
        assert answered(part, tree.get(key, {}), known) == tree.get(key, {})
    assert answered(Rulebook, tree, known) == tree


def test_every_part_of_an_edition_has_its_place() -> None:
    tree = read_text(TEXT)
    shown = {"identity", "tree", "season", "silence", "caps", "policies", *TABLES, *ITEMS, "leitai", "id"}
    from leitai.web.rulebook.editing.address import IDENTITY

    assert set(Rulebook.model_fields) <= shown | set(IDENTITY)
    for address in ("identity", "tree", "season", "silence", "caps", "policies", *TABLES):
        assert place_of(address, tree) is not None
    assert place_of("tree.nowhere", tree) is None


def test_what_forms_write_has_the_digest_of_what_is_typed_by_hand() -> None:
    by_form = TEXT
    answers = {
        "tree.investment": {"f.method": ["linear_loss"], "f.method.full_at": ["95"], "f.method.per_unit": ["０.5"]},
        "policies": {"f.late": ["+"], "f.late.deduct": ["0.2"], "f.late.cap": ["1"]},
        "silence": {"f.after": ["３"], "f.clause": ["第九条"]},
        "grades": {"f.grades.0.name": ["优"], "f.grades.3.name": ["差"]},
        "tree.energy": {
            "f.name": ["单位能耗"],
            "f.name.en": ["Energy"],
            "f.data_department": ["fgw"],
            "f.points.county": ["20"],
            "f.points.park": ["20"],
        },
    }
    for address, given in answers.items():
        place = place_of(address, read_text(by_form))
        assert place is not None
        untouched = posted(place.inputs(Maker(known_of(read_text(by_form)))))
        by_form = edit_of(address, {**untouched, **given}, "").apply(by_form)
    by_hand = (
        TEXT.replace("method: {name: completion, cap: 1.2}", "method: {name: linear_loss, full_at: 95, per_unit: 0.5}")
        .replace("\ncaps:", "\nsilence: {after: 3, clause: 第九条}\ncaps:")
        .replace("late: none", "late: {deduct: 0.2, cap: 1}")
        .replace("id: excellent, name: 优秀", "id: excellent, name: 优")
        .replace("id: poor, name: 较差", "id: poor, name: 差")
        .replace("name: 单位产值能耗", "name: {zh: 单位能耗, en: Energy}")
        .replace(
            "clause: 第六条第四项\n          data_department: tjj",
            "clause: 第六条第四项\n          data_department: fgw",
        )
    )
    typed, formed = check_text(by_hand), check_text(by_form)
    assert typed.reading.digest == formed.reading.digest != check_text(TEXT).reading.digest
    assert "# 目标完成率" in by_form
    # Emptied again, the clause is gone, and silence is never consent.
    place = place_of("silence", read_text(by_form))
    assert place is not None
    emptied = edit_of("silence", {"f.after": [""], "f.clause": [""]}, "").apply(by_form)
    assert "silence" not in read_text(emptied)


def test_a_fault_stands_at_its_field() -> None:
    checked = check_text(TEXT.replace("cap: 1.2}", "cap: eins}").replace("full: {county: 100", "full: {county: 99"))
    found = {(one.address, one.field) for one in checked.errors}
    assert ("tree.investment", "method.cap") in found
    assert any(address == "tree" and field.startswith("full") for address, field in found)
    place = place_of("tree.investment", checked.tree or {})
    assert place is not None
    inputs = place.inputs(Maker(known_of(checked.tree or {})))
    assert label_faults(inputs, [("method.cap", "x")]) == []
    assert [one.name for one in every_input(inputs) if one.faults] == ["f.method.cap"]


def test_two_things_of_one_id_are_told_apart_by_their_line() -> None:
    twice = TEXT.replace("id: hotline", "id: energy")
    found = [one for one in check_text(twice).errors if one.address.startswith("tree")]
    assert found
    assert all(one.line for one in found)


def test_what_the_form_does_not_show_stays() -> None:
    plain = {"id": "x", "name": "甲", "unit": "%", "mystery": "?"}
    made = Reader({"f.name": ["乙"]}, Known()).part(Indicator, plain)
    assert made == {**plain, "name": "乙"}


def test_names_stand_for_ids() -> None:
    tree = read_text(TEXT)
    reader = Reader({"f.groups.0.members": ["东山县\n南湖县 2025-07-01..\nwest"]}, known_of(tree))
    made = reader.part(ITEM_PARTS["groupings"], tree["groupings"][0], only=("groups",))
    assert made["groups"][0]["members"] == ["east", {"id": "south", "since": "2025-07-01"}, "west"]


def test_the_check_of_a_form_being_typed_is_the_check_of_the_text() -> None:
    from leitai.web.rulebook.reading import check_tree

    broken = TEXT.replace("points: {county: 30, park: 35}", "points: {county: 31, park: 35}")
    typed, saved = check_tree(read_text(broken)), check_text(broken)
    assert [(one.address, one.field, one.fault.code) for one in typed.errors] == [
        (one.address, one.field, one.fault.code) for one in saved.errors
    ]
    assert read_plain(read_text(broken)).errors
