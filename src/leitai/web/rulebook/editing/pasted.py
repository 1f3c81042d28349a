"""A table pasted from Word or Excel → indicators, organisations and contestants, with what was understood of each row.

Columns are found by their headings in any order; without a heading row they are 指标名称、分值、单位、方向、计分办法.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import unicode_plain
from leitai.web.rulebook.editing.phrases import method_of_words
from leitai.web.rulebook.editing.pinyin import id_of_name

HEADS: Mapping[str, re.Pattern[str]] = {
    "track": re.compile(r"赛道|类别|一级指标|领域|板块"),
    "name": re.compile(r"指标名称|考核指标|二级指标|指标$|^名称|项目|考核内容"),
    "points": re.compile(r"分值|满分|权重|得分$|^分$"),
    "unit": re.compile(r"计量单位|^单位$|单位\(|^单位"),
    "direction": re.compile(r"方向|正向|正逆|性质"),
    "method": re.compile(r"计分|评分|办法|方法|标准|细则"),
    "department": re.compile(r"责任|数据|填报|来源|牵头"),
    "verifier": re.compile(r"审核|核定|认定"),
    "clause": re.compile(r"条款|依据"),
    "definition": re.compile(r"口径|说明|定义|备注"),
}
USUAL = ("name", "points", "unit", "direction", "method", "department", "verifier", "clause", "definition")
LOWER = re.compile(r"逆|负|低|少|小|降|↓|lower", re.IGNORECASE)
NUMBER = re.compile(r"\d+(?:\.\d+)?")
POINT = re.compile(r"时点|期末|余额|存量|总量$|户数$")


@dataclass(slots=True)
class Row:
    """One pasted row. `problems` say what is missing; `written` is the method as it stood in the table."""

    number: int
    name: str = ""
    points: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    direction: str = "higher"
    method: dict[str, Any] | None = None
    written: str = ""
    track: str = ""
    department: str = ""
    verifier: str = ""
    clause: str = ""
    definition: str = ""
    problems: list[Text] = field(default_factory=list)


def cells_of(text: str) -> list[list[str]]:
    """Pasted text as rows of cells: tabs where there are some, else two blanks or more, else | as Markdown has it."""
    lines = [line for line in text.replace("\r", "").split("\n") if line.strip()]
    rows = []
    for line in lines:
        if "\t" in line:
            cells = line.split("\t")
        elif "|" in line:
            cells = line.strip().strip("|").split("|")
        else:
            cells = re.split(r" {2,}|　+|[,，](?=\S)", line.strip())
        rows.append([cell.strip().strip('"') for cell in cells])
    return [row for row in rows if any(row) and not all(re.fullmatch(r":?-*:?", cell) for cell in row)]


def rows_of(text: str, groups: Mapping[str, Text]) -> list[Row]:
    """The rows of a pasted table of indicators; columns named as a group hold that group's points."""
    cells = cells_of(text)
    if not cells:
        return []
    columns, body = _columns(cells, groups)
    made: list[Row] = []
    track = ""
    for number, line in enumerate(body, 1):
        row = _row(number, line, columns, groups)
        # A merged cell of Word stands in its first row only.
        track = row.track or track
        row.track = track
        if row.name:
            made.append(row)
    return made


def _columns(cells: list[list[str]], groups: Mapping[str, Text]) -> tuple[list[str], list[list[str]]]:
    """What each column holds, and the rows below the heading."""
    head = [unicode_plain(cell) for cell in cells[0]]
    by_group = {name.zh: f"points.{id_}" for id_, name in groups.items()} | {id_: f"points.{id_}" for id_ in groups}
    found: list[str] = []
    for cell in head:
        group = next((key for name, key in by_group.items() if cell and (cell == name or cell == f"{name}分值")), "")
        known = next((key for key, pattern in HEADS.items() if pattern.search(cell) and key not in found), "")
        found.append(group or known)
    if "name" in found and ("points" in found or any(one.startswith("points.") for one in found) or len(cells[0]) == 1):
        return found, cells[1:]
    return [*USUAL[: len(cells[0])]], cells


def _row(number: int, line: list[str], columns: Sequence[str], groups: Mapping[str, Text]) -> Row:
    row = Row(number)
    for key, cell in zip(columns, line, strict=False):
        if key.startswith("points."):
            if match := NUMBER.search(unicode_plain(cell)):
                row.points[key.removeprefix("points.")] = match[0]
        elif key == "points":
            if match := NUMBER.search(unicode_plain(cell)):
                row.points = dict.fromkeys(groups, match[0]) if groups else {"": match[0]}
        elif key == "direction":
            row.direction = "lower" if LOWER.search(cell) else "higher"
        elif key == "method":
            row.written = cell
        elif key:
            setattr(row, key, cell)
    if not row.unit and (match := re.search(r"[(（]([^()（）]{1,8})[)）]$", row.name)):
        row.unit, row.name = match[1], row.name[: match.start()].strip()
    guess = method_of_words(row.written, next(iter(row.points.values()), ""))
    row.method = guess.use
    if not row.points:
        row.problems.append(Text("没有分值", "no points"))
    if not row.unit:
        row.problems.append(Text("没有计量单位", "no unit of measure"))
    if guess.use is None:
        row.problems.append(
            Text("计分办法没有读懂，请选一个方法", "the way of scoring was not understood; choose a method")
        )
    elif not guess.sure:
        row.problems.append(Text("计分办法还缺参数", "the method lacks parameters"))
    return row


# -- rows → the parts of the edition ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """What rows become: nodes by track, and organisations the draft did not know."""

    tracks: Mapping[str, list[dict[str, Any]]]
    organisations: list[dict[str, Any]]


def indicators_of(
    rows: Iterable[Row], taken: set[str], bodies: Mapping[str, Text], one_group: bool, register: Mapping[str, str]
) -> Made:
    """Rows as indicators. Departments are found by name: in the draft, in the register (name → key), or made anew."""
    ids, known = set(taken), {name.zh: id_ for id_, name in bodies.items()} | {id_: id_ for id_ in bodies}
    organisations: list[dict[str, Any]] = []
    body_ids = set(bodies)

    def body(name: str) -> str:
        if name not in known:
            known[name] = register.get(name) or id_of_name(name, body_ids | ids | set(register.values()))
            body_ids.add(known[name])
            organisations.append({"id": known[name], "name": name})
        return known[name]

    tracks: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        id_ = id_of_name(row.name, ids)
        ids.add(id_)
        points: Any = next(iter(row.points.values()), None) if one_group or "" in row.points else dict(row.points)
        node: dict[str, Any] = {"id": id_, "name": row.name}
        if points:
            node["points"] = points
        node |= {"unit": row.unit or "1", "direction": row.direction, "period": _period(row)}
        node["method"] = _method(row.method)
        for key, value in (("clause", row.clause), ("definition", row.definition)):
            if value:
                node[key] = value
        if row.department:
            node["data_department"] = body(row.department)
        if row.verifier:
            node["verifier"] = body(row.verifier)
        tracks.setdefault(row.track, []).append(node)
    return Made(tracks, organisations)


def _period(row: Row) -> str:
    return "point" if POINT.search(row.name) else "cumulative"


def _method(use: dict[str, Any] | None) -> Any:
    if use is None:
        return "completion"
    return use["name"] if set(use) == {"name"} else use


def contestants_of(text: str) -> list[tuple[str, str]]:
    """Pasted contestants with their group: `东山县\t县`, or a group as a line of its own that ends in a colon."""
    found: list[tuple[str, str]] = []
    group = ""
    for cells in cells_of(text):
        if len(cells) == 1 and cells[0].endswith((":", "：")):
            group = cells[0].rstrip(":：").strip()
            continue
        if len(cells) == 1 and ("、" in cells[0]):
            head, colon, rest = re.sub("：", ":", cells[0]).partition(":")
            group = head.strip() if colon else group
            found += [(name.strip(), group) for name in (rest if colon else head).split("、") if name.strip()]
            continue
        name = cells[0]
        if name in ("单位", "单位名称", "参赛单位"):
            continue
        found.append((name, cells[1] if len(cells) > 1 and cells[1] else group))
    return found
