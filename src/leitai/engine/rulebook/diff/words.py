"""How a redline says things: what a part is called, what a key is called, and how a value reads."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from leitai.engine.errors import Lang, Text
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.terms import field_term, find_term, part_term, value_term

Plain = dict[str, Any]
YES_NO = {"true": Text("是", "yes"), "false": Text("否", "no")}
# Which names an id of a key stands for.
POINTS_TO = {
    "not_applicable": "units",
    "data_department": "units",
    "verifier": "units",
    "within": "units",
    "contestant": "units",
    "members": "units",
    "groups": "groups",
    "indicators": "nodes",
    "break_by": "nodes",
    "grade": "grades",
    "peers": "groupings",
    "source": "sources",
    "roles": "roles",
    "scale_role": "roles",
    "average": "roles",
}


@dataclass
class Names:
    """What the ids of two editions are called; of what is read twice the later reading wins."""

    known: dict[tuple[str, str], Text] = field(default_factory=dict)

    def read(self, plain: Plain) -> None:
        for kind, key in (
            ("units", "organisations"),
            ("units", "contestants"),
            ("grades", "grades"),
            ("roles", "roles"),
        ):
            self._take(kind, plain.get(key, ()))
        self._take("groupings", plain["groupings"])
        for grouping in plain["groupings"]:
            self._take("groups", grouping["groups"])
        self._take("nodes", nodes_below(plain.get("tree", {}).get("nodes", ())))
        self.known |= {("sources", one["id"]): said_words(one["title"]) for one in plain.get("sources", ())}

    def _take(self, kind: str, items: Any) -> None:
        self.known |= {(kind, one["id"]): said_words(one["name"]) for one in items}

    def of(self, key: str, id_: str, lang: Lang) -> str:
        text = self.known.get((POINTS_TO.get(key, ""), id_))
        return text.say(lang) if text is not None else id_


def nodes_below(nodes: Any) -> Iterator[Plain]:
    for node in nodes:
        yield node
        yield from nodes_below(node.get("nodes", ()))


def said_words(plain: Any) -> Text:
    return Text(plain["zh"], plain.get("en", "")) if isinstance(plain, dict) else Text(str(plain))


def quoted(name: Text) -> Text:
    return Text(f"“{_line(name.zh)}”", f"“{_line(name.say('en'))}”")


def _line(text: str) -> str:
    return " ".join(text.split()) or repr(text)


def subject_of(part: str, plain: Any, names: Names) -> Text:
    """What one item of the edition is called in a sentence: 指标“地区生产总值增速”."""
    if part == "Membership":
        id_ = plain["id"] if isinstance(plain, dict) else plain
        name = Text(names.of("members", id_, "zh"), names.of("members", id_, "en"))
    elif part == "Statement":
        fact = value_term(part, "fact", plain["fact"])
        zh, en = names.of("contestant", plain["contestant"], "zh"), names.of("contestant", plain["contestant"], "en")
        name = Text(
            f"{plain['period']} {zh} {fact.zh if fact else ''}", f"{plain['period']} {en} {fact.en if fact else ''}"
        )
    elif part == "Meeting":
        act = said_words(plain["act"])
        name = Text(f"{plain['period']} {act.zh}", f"{plain['period']} {act.say('en')}")
    else:
        name = said_words(plain.get("name") or plain.get("title") or plain.get("period") or plain["id"])
    noun = _noun(part, plain)
    zh, en = quoted(name)
    return Text(f"{noun.zh}{zh}", f"{noun.en} {en}")


def _noun(part: str, plain: Any) -> Text:
    if part == "Adjustment" and (kind := value_term(part, "kind", plain["kind"])):
        return kind.text
    term = part_term(part)
    return term.one if term is not None else Text(part)


def label_of(part: str, key: str) -> Text:
    """What a key is called: its term, else the key itself."""
    term = field_term(part, key)
    return term.text if term is not None else Text(key)


def said(plain: Any, shape: Shape | None, part: str, key: str, names: Names) -> Text:
    """A value in words. `plain` is canonical: texts, lists and mappings."""
    return Text(_said(plain, shape, part, key, names, "zh"), _said(plain, shape, part, key, names, "en"))


def _said(plain: Any, shape: Shape | None, part: str, key: str, names: Names, lang: Lang) -> str:
    if isinstance(plain, bool):
        return YES_NO["true" if plain else "false"].say(lang)
    if isinstance(plain, list):
        item = shape.item if shape is not None else None
        parts = [_said(one, item, part, key, names, lang) for one in plain]
        return (";" if item is not None and item.part is not None else "、" if lang == "zh" else ", ").join(parts)
    if isinstance(plain, dict):
        return _mapping(plain, shape, part, key, names, lang)
    text = str(plain)
    if shape is not None and text in shape.choices:
        term = value_term(part, key, text)
        if term is not None:
            return term.say(lang)
    return _line(names.of(key, text, lang))


def _mapping(plain: Plain, shape: Shape | None, part: str, key: str, names: Names, lang: Lang) -> str:
    if shape is not None and shape.kind == "words":
        return said_words(plain).say(lang)
    if shape is not None and shape.kind == "method":
        return method_words(plain, names).say(lang)
    if shape is not None and shape.kind in ("per_group", "numbers"):
        pairs = [f"{names.of('groups', group, lang)} {value}" for group, value in plain.items()]
    elif shape is not None and shape.part is not None:
        pairs = fields_said(plain, shape.part, names, lang)
    else:
        pairs = [f"{name} {_said(value, None, part, name, names, lang)}" for name, value in plain.items()]
    return ("，".join if lang == "zh" else ", ".join)(pairs)


def fields_said(
    plain: Mapping[str, Any], part: type[BaseModel], names: Names, lang: Lang, owner: str = ""
) -> list[str]:
    """`键 值` for every key that is written, in the order of the type."""
    shapes = keys_of(part)
    owner = owner or part.__name__
    order = [key for key in shapes if key in plain] + [key for key in plain if key not in shapes]
    return [
        f"{label_of(owner, key).say(lang)} {_said(plain[key], shapes.get(key), owner, key, names, lang)}"
        for key in order
    ]


def method_words(plain: Plain, names: Names) -> Text:
    """A method with its parameters: 目标完成率(封顶倍数 1.2)."""
    method = find_method(plain["name"], int(plain.get("version", 1)))
    title = method.title if method is not None else Text(plain["name"])
    parameters = {key: value for key, value in plain.items() if key not in ("name", "version")}
    version = f" v{plain['version']}" if "version" in plain else ""
    if method is None:
        inside = {lang: [f"{key} {value}" for key, value in parameters.items()] for lang in ("zh", "en")}
    else:
        inside = {
            "zh": fields_said(parameters, method.parameters, names, "zh", method.name),
            "en": fields_said(parameters, method.parameters, names, "en", method.name),
        }
    zh, en = "，".join(inside["zh"]), ", ".join(inside["en"])
    return Text(
        f"{title.zh}{version}" + (f"（{zh}）" if zh else ""), f"{title.say('en')}{version}" + (f" ({en})" if en else "")
    )


def raw(plain: Any) -> str:
    """A value as it is written, for what reads alike and is not: two units of one name, a blank too many."""
    return json.dumps(plain, ensure_ascii=False)


def parameter_term(method: str, key: str) -> Text:
    term = find_term(f"{method}.{key}")
    return term.text if term is not None else Text(key)
