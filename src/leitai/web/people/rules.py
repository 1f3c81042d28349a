"""Pure decisions about organisations: reading a pasted table of them, and what is wrong with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.errors import Catalogue, Fault, Text

CATALOGUE = Catalogue.of("leitai.web.people")
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
KINDS: Mapping[str, Text] = {
    "city": Text("市", "city"),
    "county": Text("县（市、区）", "county"),
    "department": Text("市直部门", "department"),
    "park": Text("开发区（园区）", "development zone"),
    "street": Text("乡镇（街道）", "township"),
    "company": Text("企业", "company"),
    "office": Text("办事机构", "office"),
}
# A bracket is typed in either width.
WIDE = str.maketrans("()", "（）")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "key": ("编号", "代码", "key"),
    "name": ("名称", "单位", "单位名称", "name"),
    "kind": ("类型", "类别", "kind"),
    "parent": ("上级", "上级编号", "parent"),
    "name_en": ("英文名", "name_en"),
    "document": ("文号", "依据", "document"),
}
REQUIRED = ("key", "name", "kind")


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A line of the table; `number` is where it stands, the header being line 1."""

    number: int
    key: str
    name: str
    kind: str
    parent: str = ""
    name_en: str = ""
    document: str = ""

    @classmethod
    def of(cls, number: int, row: Mapping[str, str]) -> OrganisationRow:
        return cls(number, **{name: (row.get(name) or "").strip() for name in COLUMNS})

    @property
    def kind_words(self) -> Text:
        return kind_words(self.kind)

    def plain(self) -> dict[str, str]:
        """The row as the service takes it."""
        return {name: getattr(self, name) for name in COLUMNS}


def kind_of(written: str) -> str:
    """The key of a kind written in either language; what nobody knows stays as it is."""
    plain = written.translate(WIDE)
    for key, words in KINDS.items():
        if plain in (key, words.zh, words.en):
            return key
    return written


def kind_words(kind: str) -> Text:
    return KINDS.get(kind, Text(kind))


def read_rows(text: str) -> tuple[list[OrganisationRow], list[Fault]]:
    """Organisations from a table as it is pasted."""
    table, faults = read_table(text, COLUMNS, REQUIRED)
    rows = []
    for number, values in table:
        values["kind"] = kind_of(values["kind"])
        rows.append(OrganisationRow.of(number, values))
    return rows, faults


def read_table(
    text: str, columns: Mapping[str, tuple[str, ...]], required: Sequence[str]
) -> tuple[list[tuple[int, dict[str, str]]], list[Fault]]:
    """A table as it is pasted from a spreadsheet (tabs), or as CSV: line number and cells by the name of the column."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        return [], [_fault("PE-009", 1, "")]
    table = list(csv.reader(lines, delimiter="\t" if "\t" in lines[0] else ","))
    header = [cell.strip().lstrip("\ufeff") for cell in table[0]]
    places = {name: next((header.index(w) for w in words if w in header), None) for name, words in columns.items()}
    missing = [name for name in required if places[name] is None]
    if missing:
        allowed = Text(
            "、".join(columns[name][0] for name in required), ", ".join(columns[name][-1] for name in required)
        )
        where = {name: (f"{columns[name][0]} {name}", Text(columns[name][0], name)) for name in missing}
        return [], [
            CATALOGUE.fault("PE-001", "1", place, "error", column=column, allowed=allowed)
            for place, column in where.values()
        ]
    rows = []
    for number, cells in enumerate(table[1:], 2):
        values = {name: cells[at].strip() if at is not None and at < len(cells) else "" for name, at in places.items()}
        rows.append((number, values))
    return rows, [] if rows else [_fault("PE-009", 1, "")]


def check_rows(rows: Sequence[OrganisationRow], standing: Collection[str]) -> list[Fault]:
    """Every fault of the rows at once."""
    faults: list[Fault] = []
    first: dict[str, int] = {}
    known = set(standing) | {row.key for row in rows}
    for row in rows:
        faults += [
            _fault("PE-002", row.number, name, column=_column(name)) for name in REQUIRED if not getattr(row, name)
        ]
        if row.key and not KEY.fullmatch(row.key):
            faults.append(_fault("PE-003", row.number, "key", found=row.key))
        if row.key in first:
            faults.append(_fault("PE-004", row.number, "key", found=row.key, other=first[row.key]))
        elif row.key in standing:
            faults.append(_fault("PE-005", row.number, "key", found=row.key))
        if row.kind and row.kind not in KINDS:
            allowed = Text("、".join(w.zh for w in KINDS.values()), ", ".join(w.en for w in KINDS.values()))
            faults.append(_fault("PE-006", row.number, "kind", found=row.kind, allowed=allowed))
        if row.parent and row.parent not in known:
            faults.append(_fault("PE-007", row.number, "parent", found=row.parent))
        first.setdefault(row.key, row.number)
    if not faults and (circle := in_circle(rows)):
        faults.append(_fault("PE-008", circle[0].number, "parent", found="、".join(row.key for row in circle)))
    return faults


def in_order(rows: Sequence[OrganisationRow]) -> list[OrganisationRow]:
    """Parents before children; what stands in a circle is left out."""
    own = {row.key for row in rows}
    done: set[str] = set()
    ordered: list[OrganisationRow] = []
    waiting = list(rows)
    while ready := [row for row in waiting if row.parent not in own - done]:
        ordered += ready
        done |= {row.key for row in ready}
        waiting = [row for row in waiting if row.key not in done]
    return ordered


def in_circle(rows: Sequence[OrganisationRow]) -> list[OrganisationRow]:
    done = {row.key for row in in_order(rows)}
    return [row for row in rows if row.key not in done]


def _fault(code: str, number: int, name: str, **data: Text | str | int) -> Fault:
    """A fault at a line, in a column named in both languages: `3  [PE-003]  编号 key  …`."""
    where = f"{COLUMNS[name][0]} {name}" if name else ""
    return CATALOGUE.fault(code, str(number), where, "error", **data)


def _column(name: str) -> Text:
    return Text(COLUMNS[name][0], name)
