"""Each place of a rulebook that has a form: what it is called, what it shows of the edition, how answers go in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import (
    Adjustment,
    Award,
    Branch,
    Caps,
    Grouping,
    Indicator,
    Lights,
    Policies,
    Rulebook,
    Season,
    Series,
    Silence,
    Tree,
)
from leitai.engine.rulebook.places import Path, at
from leitai.engine.terms import find_term
from leitai.web.rulebook.editing.address import IDENTITY, ITEMS, TABLES, path_of
from leitai.web.rulebook.editing.sheet import read_text
from leitai.web.rulebook.editing.splice import drop, merge, put
from leitai.web.rulebook.form.answers import Posted, Reader
from leitai.web.rulebook.form.inputs import Input, Maker, every_input
from leitai.web.rulebook.form.known import known_of, words_of
from leitai.web.rulebook.services import Edit

PARTS: Mapping[str, type[BaseModel]] = {
    "season": Season,
    "silence": Silence,
    "caps": Caps,
    "policies": Policies,
}
ITEM_PARTS: Mapping[str, type[BaseModel]] = {
    "groupings": Grouping,
    "series": Series,
    "adjustments": Adjustment,
    "awards": Award,
    "lights": Lights,
}
NAMES: Mapping[str, Text] = {
    "identity": Text("基本信息", "Identity"),
    "tree": Text("总分与计分方式", "Total and measure"),
    "contestants": Text("参赛单位", "Contestants"),
    "organisations": Text("其他单位", "Other organisations"),
}
FIXED = frozenset({"id"})


# The keys of an indicator in the order a person thinks of them; what is rarely filled in stands folded.
BOXES: Sequence[tuple[Text, tuple[str, ...], bool]] = (
    (Text("指标", "Indicator"), ("id", "name", "points", "weight", "unit", "direction", "period"), True),
    (Text("计分方法", "Method"), ("method",), True),
    (Text("填报与审核", "Filing and checking"), ("data_department", "verifier", "counter_source"), True),
    (Text("条款与口径", "Clause and definition"), ("clause", "rule", "definition", "prices", "comparable"), True),
    (Text("公开与改进", "Disclosure"), ("disclosure", "improvable"), False),
    (
        Text("公式、适用范围", "Formula, scope"),
        ("formula", "decimals", "offset", "rounds", "not_applicable"),
        False,
    ),
    (Text("单独政策", "Policies of its own"), ("policies",), False),
)


@dataclass(frozen=True, slots=True)
class Box:
    """Some inputs under one heading; folded where nobody filled them in and nothing is wrong."""

    title: str
    inputs: tuple[Input, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A form's place in a tree. `only` names the keys it shows where it shows a part of a part."""

    address: str
    title: str
    kind: str
    path: Path
    part: type[BaseModel]
    plain: Mapping[str, Any]
    only: tuple[str, ...] | None = None

    @property
    def fixed(self) -> frozenset[str]:
        return FIXED if "." in self.address else frozenset()

    @property
    def is_indicator(self) -> bool:
        return self.part is Indicator

    @property
    def is_branch(self) -> bool:
        return self.part is Branch

    def inputs(self, maker: Maker, plain: Mapping[str, Any] | None = None) -> list[Input]:
        held = self.plain if plain is None else plain
        return maker.part(self.part, held, only=self.only, fixed=self.fixed)

    def answered(self, posted: Posted, tree: Mapping[str, Any]) -> dict[str, Any]:
        """The part with the answers of its form."""
        reader = Reader(posted, known_of(tree))
        return reader.part(self.part, self.plain, only=self.only, fixed=self.fixed)


def place_of(address: str, tree: Mapping[str, Any], lang: Lang = "zh") -> Place | None:
    """The place an address names; None where there is no such thing (any more)."""
    path = path_of(address, tree)
    if path is None:
        return None
    section, _, name = address.partition(".")
    title = title_of(section, lang)
    if address == "identity":
        return Place(address, title, "part", (), Rulebook, tree, IDENTITY)
    if address in TABLES:
        return Place(address, title, "table", (), Rulebook, tree, (address,))
    plain = at(tree, path)
    held: Mapping[str, Any] = plain if isinstance(plain, Mapping) else {}
    if address == "tree":
        return Place(address, title, "part", path, Tree, held, ("measure", "full"))
    if address in PARTS:
        return Place(address, title, "part", path, PARTS[address], held)
    called = words_of(held.get("name")).say(lang) or name
    if section == "tree":
        return Place(address, called, "node", path, Branch if "nodes" in held else Indicator, held)
    return Place(address, called, "item", path, ITEM_PARTS[section], held)


def boxes_of(place: Place, inputs: Sequence[Input], tree: Mapping[str, Any], lang: Lang) -> list[Box]:
    """The inputs of a form under headings. A tree of points asks no weights, one of weights no points."""
    if place.kind == "node":
        root = tree.get("tree")
        weights = isinstance(root, Mapping) and root.get("measure") == "weights"
        other = "points" if weights else "weight"
        inputs = [one for one in inputs if one.name != f"f.{other}" or other in place.plain]
    if not place.is_indicator:
        return [Box("", tuple(inputs), True)]
    by_key = {one.name.rpartition(".")[2]: one for one in inputs}
    found = []
    for title, keys, is_open in BOXES:
        held = tuple(by_key[key] for key in keys if key in by_key)
        filled = any(
            one.value or any(o.chosen and o.value for o in one.options) or one.faults for one in every_input(held)
        )
        found.append(Box(title.say(lang), held, is_open or filled))
    return found


def title_of(section: str, lang: Lang) -> str:
    """What a section is called."""
    if section in NAMES:
        return NAMES[section].say(lang)
    found = find_term(f"Rulebook.{section}", section)
    said = found.say(lang) if found is not None else section
    return said if lang == "zh" else said[:1].upper() + said[1:]


def help_of(section: str, lang: Lang) -> str:
    found = find_term(f"Rulebook.{section}", section)
    return found.meaning.say(lang) if found is not None else ""


def edit_of(address: str, posted: Posted, said: str) -> Edit:
    """The edit a form makes, on whatever text it finds when it is made."""

    def apply(text: str) -> str:
        tree = read_text(text)
        place = place_of(address, tree)
        if place is None:
            return text
        new = place.answered(posted, tree)
        return _written(text, place, new)

    return Edit(address, apply, said)


def _written(text: str, place: Place, new: dict[str, Any]) -> str:
    if new == place.plain:
        return text
    if place.path and not new:
        return drop(text, place.path) if place.plain else text
    if place.path and not place.plain:
        return put(text, place.path, new)
    return merge(text, place.path, new)


def tree_with(tree: Mapping[str, Any], place: Place, new: Mapping[str, Any]) -> dict[str, Any]:
    """The whole tree with one place answered, for the check beside the form; nothing is saved."""
    if not place.path:
        return dict(new)

    def build(value: Any, path: Path) -> Any:
        if not path:
            return dict(new)
        step, rest = path[0], path[1:]
        if isinstance(step, int):
            return [build(inner, rest) if index == step else inner for index, inner in enumerate(value)]
        return {**(value or {}), step: build((value or {}).get(step), rest)}

    built = build(tree, place.path)
    assert isinstance(built, dict)
    return built


def sections(lang: Lang) -> Sequence[tuple[str, str]]:
    """The sections in the order of the edition, with what they are called."""
    order = ["identity", "season", "rounds", "silence", "organisations", "contestants", "groupings", "roles", "tree"]
    order += [
        "series",
        "adjustments",
        "caps",
        "grades",
        "awards",
        "lights",
        "policies",
        "sources",
        "meetings",
        "statements",
    ]
    return [(one, title_of(one, lang)) for one in order]


ITEM_SECTIONS = frozenset(ITEMS)
