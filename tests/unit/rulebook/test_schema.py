"""The published JSON Schema: it takes what leitai reads, refuses what it refuses, holds what an editor completes."""

from __future__ import annotations

import copy
import datetime
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.anatomy import keys_of, parts
from leitai.engine.rulebook.schema import json_schema, method_choices
from leitai.engine.terms import field_term, find_term, terms, value_term

ROOT = Path(__file__).parents[3]
EDITIONS = sorted(path.parent.name for path in (ROOT / "examples").glob("*/rulebook.yaml"))
SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def as_json(value: Any) -> Any:
    """What YAML tools make of a day is no JSON; editors see its text."""
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def edition(name: str) -> Any:
    return as_json(yaml.safe_load((ROOT / "examples" / name / "rulebook.yaml").read_text(encoding="utf-8")))


@pytest.fixture
def sound() -> Any:
    return copy.deepcopy(edition("lanchuan"))


def refusals(plain: Any) -> list[str]:
    return [error.json_path for error in VALIDATOR.iter_errors(plain)]


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("name", EDITIONS)
def test_every_example_meets_it(name: str) -> None:
    assert refusals(edition(name)) == []


def test_numbers_may_be_texts_and_texts_numbers(sound: Any) -> None:
    sound["edition"] = 2023
    sound["policies"]["rounding"]["total"] = "2"
    sound["tree"]["full"] = {group: str(full) for group, full in sound["tree"]["full"].items()}
    sound["contestants"][0]["code"] = 530102
    sound["awards"][0]["rounds"] = "2"
    assert refusals(sound) == []


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("polices",), {}),
        (("status",), "formal"),
        (("season", "start"), "2023年1月1日"),
        (("rounds", 0, "period"), "2023Q1"),
        (("policies", "ties"), "1224"),
        (("policies", "late"), {"deduct": 1, "cup": 2}),
        (("policies", "ladder_floor"), "zero"),
        (("policies", "rounding", "indicator"), 13),
        (("tree", "measure"), "percent"),
        (("tree", "nodes", 0, "nodes", 0, "direction"), "up"),
        (("tree", "nodes", 0, "nodes", 0, "method"), "efficacey"),
        (("tree", "nodes", 0, "nodes", 0, "method"), "ladder"),
        (("tree", "nodes", 0, "nodes", 0, "method"), {"name": "completion", "top": 1}),
        (("tree", "nodes", 0, "nodes", 0, "method"), {"name": "completion", "version": 2}),
        (
            ("tree", "nodes", 0, "nodes", 0, "method"),
            {"name": "step_table", "table": [{"interval": "80-90", "points": 1}]},
        ),
        (("tree", "nodes", 0, "nodes", 0, "points"), {"county": None}),
        (("grades", 0, "interval"), "90"),
        (("contestants", 0, "ranked"), "maybe"),
        (("notice",), None),
    ],
)
def test_what_leitai_refuses_is_refused(sound: Any, where: tuple[Any, ...], value: object) -> None:
    holder = sound
    for step in where[:-1]:
        holder = holder[step]
    holder[where[-1]] = value
    assert refusals(sound) != []


def test_a_tree_needs_its_policies(sound: Any) -> None:
    del sound["policies"]
    assert refusals(sound) == ["$"]


def test_an_editor_completes_method_names_and_their_parameters() -> None:
    alone, *mappings = SCHEMA["$defs"]["MethodUse"]["anyOf"]
    assert [one["properties"]["name"]["const"] for one in mappings] == [name for name, _ in methods()]
    assert set(alone["enum"]) <= set(method_choices())
    assert len(alone["enumDescriptions"]) == len(alone["enum"])
    for (name, version), mapping in zip(methods(), mappings, strict=True):
        parameters = methods()[name, version].parameters
        assert set(mapping["properties"]) == {"name", "version", *parameters.model_fields}
        assert mapping["additionalProperties"] is False
        assert all(one["description"] for key, one in mapping["properties"].items() if key != "version")


def test_an_editor_completes_the_policies() -> None:
    policies = SCHEMA["$defs"]["Policies"]
    assert policies["required"] == list(policies["properties"])
    assert policies["properties"]["equal_range"]["enum"] == ["full", "base", "ruling"]
    assert len(policies["properties"]["equal_range"]["enumDescriptions"]) == 3
    ties = policies["properties"]["ties"]["anyOf"]
    assert ties[0]["enum"] == ["competition", "dense"]
    assert ties[1] == {"$ref": "#/$defs/TieBreakers"}


def test_every_key_is_described_in_both_languages() -> None:
    for name, schema in {**SCHEMA["$defs"], "Rulebook": SCHEMA}.items():
        for key, inner in schema.get("properties", {}).items():
            words = inner.get("description", "")
            assert any(letter > "\u2e7f" for letter in words), f"{name}.{key}"
            assert "\n\n" in words, f"{name}.{key}"


# -- the glossary the descriptions come from -------------------------------------------------------------------------


def test_the_glossary_has_every_key_of_the_edition() -> None:
    missing = [
        f"{name}.{key}" for name, part in parts().items() for key in keys_of(part) if field_term(name, key) is None
    ]
    assert missing == []


def test_the_glossary_has_every_value_a_key_may_have() -> None:
    free = {("Rulebook", "leitai"), ("Band", "symbol")}
    missing = [
        f"{name}.{key}.{choice}"
        for name, part in parts().items()
        for key, shape in keys_of(part).items()
        for choice in shape.choices
        if (name, key) not in free and value_term(name, key, choice) is None
    ]
    assert missing == []


def test_the_glossary_has_every_parameter_of_every_method() -> None:
    missing = [
        f"{method.name}.{key}"
        for method in methods().values()
        for key, shape in keys_of(method.parameters).items()
        for key in (key, *(keys_of(shape.item.part) if shape.item is not None and shape.item.part is not None else ()))
        if find_term(f"{method.name}.{key}") is None
    ]
    assert missing == []


def test_the_glossary_says_roles_statuses_vintages_and_flags_as_the_engine_does() -> None:
    from leitai.engine.figures import ROLES, STATUSES, VINTAGES
    from leitai.engine.words import FLAGS

    for prefix, words in {"role": ROLES, "status": STATUSES, "vintage": VINTAGES, "flag": FLAGS}.items():
        for key, text in words.items():
            assert terms()[f"{prefix}.{key}"].text == text, f"{prefix}.{key}"


def test_no_rejected_word_is_another_words_name() -> None:
    names = {name for one in terms().values() for name in (one.zh, one.en)}
    for one in terms().values():
        assert not names & set(one.rejected), one.id
        assert one.zh
        assert one.en
        assert one.meaning.zh
        assert one.meaning.en
        assert one.source
