"""The published JSON Schema of the edition (2020-12), for editors and other programs.

It is made from the types, with what they cannot say added here: every scoring method with its parameters, the shapes
of periods, intervals and days, and the words of the glossary as descriptions. What leitai reads, the schema allows:
texts may be written as plain numbers and numbers as texts. What only `rulebook.check` can judge (names, sums, tables)
it leaves out.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from leitai.engine.errors import Text
from leitai.engine.methods.method import Method
from leitai.engine.methods.registry import methods
from leitai.engine.periods import OFFSET, PATTERN
from leitai.engine.rulebook.anatomy import parts
from leitai.engine.rulebook.interval import NUM
from leitai.engine.rulebook.kinds import DAY, FLAGS
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.terms import Term, field_term, find_term, part_term, value_term

Schema = dict[str, Any]
DIALECT, ID = "https://json-schema.org/draft/2020-12/schema", "urn:leitai:rulebook:1"
TEXT = ["string", "number"]
WHOLE = r"^[+-]?[0-9]{1,9}$"
INTERVAL = rf"^\s*([\[(]\s*({NUM}|[-−]inf)\s*[,,]\s*({NUM}|[+]?inf)\s*[\])]|({NUM})?\s*\.\.\s*({NUM})?)\s*$"
DEFS = "#/$defs/"


def _plain_pattern(pattern: re.Pattern[str]) -> str:
    """A pattern as other languages read it: no named groups, digits by their letters."""
    return "^" + re.sub(r"\?P<\w+>", "", pattern.pattern).replace(r"\d", "[0-9]") + "$"


# What a validator of the model takes, which the types alone do not show.
TAKES: dict[str, Schema] = {
    "_period": {
        "anyOf": [
            {"type": "string", "pattern": _plain_pattern(PATTERN)},
            {"type": "integer", "minimum": 1000, "maximum": 2999},
        ]
    },
    "_offset": {"type": "string", "pattern": _plain_pattern(OFFSET)},
    "_interval": {"type": "string", "pattern": INTERVAL.replace(r"\d", "[0-9]")},
    "_day": {"type": "string", "format": "date", "pattern": f"^{DAY.pattern}$"},
    "_flag": {"anyOf": [{"type": "boolean"}, {"enum": list(FLAGS)}]},
}


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, which knows our validators by name."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        function = schema["function"]["function"]
        name = getattr(function, "__name__", "")
        if name in TAKES:
            return dict(TAKES[name])
        inner = super().function_before_schema(schema)
        if name == "_whole":
            return {"anyOf": [inner, {"type": "string", "pattern": WHOLE}]}
        return inner


def json_schema() -> Schema:
    """The schema of a rulebook as plain data."""
    whole = Rulebook.model_json_schema(schema_generator=_Generator)
    defs = whole.pop("$defs")
    for name, schema in defs.items():
        _describe(_mapping_of(schema), name, parts()[name])
    _describe(whole, "Rulebook", Rulebook)
    defs["MethodUse"] = _method_schema(defs)
    head: Schema = {"$schema": DIALECT, "$id": ID, "title": "leitai 规则书 rulebook"}
    whole = {
        **head,
        **whole,
        "title": head["title"],
        "dependentRequired": {"tree": ["policies"]},
        "$defs": dict(sorted(defs.items())),
    }
    tidied = _tidy(whole)
    assert isinstance(tidied, dict)
    return tidied


def method_choices() -> list[str]:
    """The names of the registered methods, in the order of their families."""
    return list(dict.fromkeys(name for name, _ in methods()))


def _mapping_of(schema: Schema) -> Schema:
    """The mapping of a part that may also be written as one word."""
    choices: list[Schema] = schema.get("anyOf", [])
    return next((choice for choice in choices if "properties" in choice), schema)


def _describe(schema: Schema, name: str, part: type[BaseModel]) -> None:
    """Put the glossary's words on a part and its keys, and on the values a key may have."""
    term = part_term(name)
    if term is not None:
        schema["description"] = said(term)
    for key, inner in schema.get("properties", {}).items():
        term = field_term(name, key)
        if term is not None:
            inner["description"] = said(term)
        elif docstring := part.model_fields[key].description:
            inner["description"] = docstring
        _describe_values(inner, name, key)


def _describe_values(schema: Any, name: str, key: str) -> None:
    if isinstance(schema, list):
        for inner in schema:
            _describe_values(inner, name, key)
    elif isinstance(schema, dict):
        for inner in schema.values():
            _describe_values(inner, name, key)
        values = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
        terms = [value_term(name, key, str(value)) for value in values]
        if values and all(terms):
            schema.pop("const", None)
            schema["enum"] = values
            schema["enumDescriptions"] = [said(term) for term in terms if term is not None]


def said(term: Term) -> str:
    """A term as an editor shows it: Chinese, then English."""
    zh, en = term.meaning.zh, term.meaning.en
    return f"{term.zh}:{zh}\n\n{term.en[:1].upper()}{term.en[1:]}: {en}"


def _both(words: Text) -> str:
    return f"{words.zh}\n\n{words.en}" if words.en else words.zh


def _method_schema(defs: Schema) -> Schema:
    """A method: its name alone where no parameter is needed, or the name with that method's own parameters."""
    term = find_term("method")
    assert term is not None
    alone, mappings = [], []
    for method in methods().values():
        mapping = _parameters_schema(method, defs)
        mappings.append(mapping)
        if method.version == 1 and mapping["required"] == ["name"]:
            alone.append(method)
    names: Schema = {
        "enum": [method.name for method in alone],
        "enumDescriptions": [_both(method.title) for method in alone],
    }
    return {"description": said(term), "anyOf": [names, *mappings]}


def _parameters_schema(method: Method, defs: Schema) -> Schema:
    """One method as a mapping: the name is its own, the parameters are its own, nothing else is allowed."""
    own = method.parameters.model_json_schema(schema_generator=_Generator, ref_template=f"{DEFS}{{model}}")
    for name, inner in own.pop("$defs", {}).items():
        for key, field in inner.get("properties", {}).items():
            term = find_term(f"{method.name}.{key}")
            field["description"] = said(term) if term is not None else field.get("description", "")
        inner["description"] = _both(Text(f"{method.title.zh}的一行", f"One row of {method.name}"))
        defs[name] = inner
    properties = own.get("properties", {})
    for key, field in properties.items():
        term = find_term(f"{method.name}.{key}")
        field["description"] = said(term) if term is not None else field.get("description", "")
    version: Schema = {"enum": [method.version, str(method.version)]}
    words = Text(
        f"{method.title.zh}:{method.summary.zh} 公式 {method.formula}",
        f"{method.title.en[:1].upper()}{method.title.en[1:]}: {method.summary.en}",
    )
    return {
        "type": "object",
        "description": _both(words),
        "properties": {"name": {"const": method.name, "description": _both(words)}, "version": version, **properties},
        "required": ["name", *(["version"] if method.version != 1 else []), *own.get("required", [])],
        "additionalProperties": False,
    }


def _tidy(schema: Any, under: str = "") -> Any:
    """Leave out what says nothing (titles of keys, null, empty defaults), and let texts be written as numbers."""
    if isinstance(schema, list):
        return [_tidy(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    if under in ("properties", "$defs", "patternProperties"):
        return {key: _tidy(inner) for key, inner in schema.items()}
    schema = _choices(schema)
    kept = {
        key: _tidy(inner, key)
        for key, inner in schema.items()
        if not (key == "title" and "$schema" not in schema)
        and not (key == "default" and (inner is None or inner == "" or isinstance(inner, dict | list)))
    }
    if kept.get("type") == "string" and not {"pattern", "enum", "const", "format"} & set(kept):
        kept["type"] = TEXT
    if kept.get("const") == "1" and "properties" not in kept:
        kept = {**{key: inner for key, inner in kept.items() if key not in ("const", "type")}, "enum": ["1", 1]}
    if kept.get("type") == "string" and str(kept.get("pattern", "")).startswith("^[A-Za-z0-9]"):
        kept = {**kept, "type": ["string", "integer"]}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept


def _choices(schema: Schema) -> Schema:
    """`anyOf` without null (an empty value is a fault) and without nesting; `oneOf` is said as `anyOf`."""
    schema = {("anyOf" if key == "oneOf" else key): inner for key, inner in schema.items()}
    if "anyOf" not in schema:
        return schema
    choices: list[Schema] = []
    for choice in schema["anyOf"]:
        flat = _choices(choice)
        choices += flat["anyOf"] if set(flat) == {"anyOf"} else [flat]
    choices = [choice for choice in choices if choice != {"type": "null"}]
    kinds = {choice.get("type") for choice in choices}
    if "integer" in kinds and "string" not in kinds:
        choices.append({"type": "string", "pattern": WHOLE})
    rest = {key: inner for key, inner in schema.items() if key != "anyOf"}
    return {**choices[0], **rest} if len(choices) == 1 else {**rest, "anyOf": choices}
