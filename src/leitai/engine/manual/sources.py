"""Where the methods come from, `sources.toml`: the rules found in the field and the documents they were read in.

>>> row("R09").rule.zh, row("R09").read_in
('功效系数 60–100', ('S61',))
>>> [one.publisher for one in documents_of(row("R09"))]
['高安市商务局']
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from leitai.engine.errors import Text
from leitai.engine.methods.method import Method

GRADES = {
    "A": Text("原发单位的网页", "the issuer's own page"),
    "B": Text("转载或镜像", "a reprint or mirror"),
    "C": Text("范文、文库一类", "a template or document library"),
}


@dataclass(frozen=True, slots=True)
class Document:
    """A public document, under its own title; `address` is empty where none was kept."""

    id: str
    title: str
    publisher: str
    date: str
    grade: str
    address: str

    @property
    def grade_words(self) -> Text:
        """What the grade means."""
        return GRADES[self.grade]


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of the catalogue: the documents it was read in, and how plainly they state it."""

    id: str
    rule: Text
    read_in: tuple[str, ...]
    read_as: Text


@cache
def _read() -> Mapping[str, Any]:
    return tomllib.loads(files("leitai.engine.manual").joinpath("sources.toml").read_text(encoding="utf-8"))


@cache
def rows() -> Mapping[str, Row]:
    """Every rule by its R-number, in order."""
    return MappingProxyType(
        {
            id_: Row(id_, Text(**entry["rule"]), tuple(entry["read_in"]), Text(**entry["read_as"]))
            for id_, entry in _read().items()
            if id_.startswith("R")
        }
    )


@cache
def documents() -> Mapping[str, Document]:
    """Every document by its S-number, in order."""
    return MappingProxyType(
        {id_: Document(id_, **{"address": "", **entry}) for id_, entry in _read().items() if id_.startswith("S")}
    )


def row(id_: str) -> Row:
    return rows()[id_]


def documents_of(one: Row) -> tuple[Document, ...]:
    return tuple(documents()[id_] for id_ in one.read_in)


def rows_of(method: Method) -> tuple[Row, ...]:
    """The rules a method rests on."""
    return tuple(rows()[id_] for id_ in method.sources)
