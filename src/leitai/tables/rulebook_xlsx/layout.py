"""Which sheets a rulebook's workbook has, and which key each column stands for: made from the types of the edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.rulebook.model import (
    Adjustment,
    Award,
    Band,
    Caps,
    Contestant,
    DeclaredRole,
    Grade,
    Group,
    Grouping,
    Indicator,
    Lights,
    Meeting,
    Membership,
    Organisation,
    Policies,
    Round,
    Rulebook,
    Season,
    Series,
    Silence,
    Source,
    Statement,
    Tree,
)
from leitai.engine.terms import field_term, find_term, value_term

KeyPath = tuple[str, ...]
TEXT = Shape("text")
METHOD_PARAMETERS = ("method", "parameters")
OPTIONS = "选项"


@dataclass(frozen=True, slots=True)
class Column:
    """A column (or a row of a form): the keys it stands for, what it may hold, what people read over it."""

    path: KeyPath
    shape: Shape
    heading: str
    note: str
    owner: str = ""

    @property
    def key(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet of single values: heading, key, value, note, one a row."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Level:
    """One kind of item on a sheet of lists within lists: where its list stands in the item above, and its columns.

    The columns of the items above begin with `prefix` (in the key) and `label` (in the heading).
    """

    key: str
    prefix: str
    label: str
    columns: tuple[Column, ...]

    def key_of(self, column: Column) -> str:
        return f"{self.prefix}.{column.key}" if self.prefix else column.key

    def heading_of(self, column: Column) -> str:
        return f"{self.label}{column.heading}"


@dataclass(frozen=True, slots=True)
class Records:
    """A sheet of items, one a row; with several levels the items above are named again in every row."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True)
class Nodes:
    """The tree: one node a row, `parent` naming the node above."""

    name: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables among the parameters of methods: one row of a table a row."""

    name: str
    columns: tuple[Column, ...]


Sheet = Form | Records | Nodes | Tables


def sheets(groups: Mapping[str, str]) -> tuple[Sheet, ...]:
    """Every sheet, in order. `groups` are the ids and names of the groups that points are given for."""
    return (
        Form("规则", _rules(groups)),
        Form("政策", tuple(columns_of(Policies, groups, ("policies",)))),
        _list("来源", "sources", Source),
        _list("轮次", "rounds", Round),
        _list("其他单位", "organisations", Organisation),
        _list("参赛单位", "contestants", Contestant),
        Records(
            "分组",
            (
                _level("groupings", "grouping", "分组", Grouping),
                _level("groups", "group", "组", Group),
                _level("members", "", "单位", Membership),
            ),
        ),
        _list("角色", "roles", DeclaredRole),
        Nodes("指标", _nodes(groups)),
        Tables("分段", _tables()),
        _list("序列", "series", Series),
        _list("加减分", "adjustments", Adjustment),
        _list("等级", "grades", Grade),
        _list("名单", "awards", Award),
        Records("亮灯", (_level("lights", "table", "表", Lights), _level("bands", "", "灯", Band))),
        _list("日程", "meetings", Meeting),
        _list("事实", "statements", Statement),
    )


def _list(name: str, key: str, part: type[BaseModel]) -> Records:
    return Records(name, (_level(key, "", "", part),))


def _level(key: str, prefix: str, label: str, part: type[BaseModel]) -> Level:
    return Level(key, prefix, label, tuple(columns_of(part, {}, ())))


def _rules(groups: Mapping[str, str]) -> tuple[Column, ...]:
    plain = tuple(
        column
        for column in columns_of(Rulebook, groups, ())
        if column.shape.kind not in ("list", "part") and column.path[0] != "peers"
    )
    tree = [column for column in columns_of(Tree, groups, ("tree",)) if column.path[1] != "nodes"]
    peers = [column for column in columns_of(Rulebook, groups, ()) if column.path[0] == "peers"]
    return (*plain, *columns_of(Season, groups, ("season",)), *peers, *tree, *_limits(groups))


def _limits(groups: Mapping[str, str]) -> Iterator[Column]:
    yield from columns_of(Caps, groups, ("caps",))
    yield from columns_of(Silence, groups, ("silence",))


def _nodes(groups: Mapping[str, str]) -> tuple[Column, ...]:
    """Branches and indicators share a sheet; a branch fills id, name, points or weight, and clause only."""
    parent = Column(
        ("parent",), TEXT, "上级", "上一级的代号；空着就是最上一级。\nId of the node above; blank at the top."
    )
    return (parent, *columns_of(Indicator, groups, ()))


def _tables() -> tuple[Column, ...]:
    """The rows of every table that a parameter of some method can be; the fields of all of them side by side."""
    found: dict[str, Column] = {}
    for method in methods().values():
        for shape in keys_of(method.parameters).values():
            if is_table(shape) and shape.item is not None and shape.item.part is not None:
                for key, inner in keys_of(shape.item.part).items():
                    term = find_term(f"{method.name}.{key}", key)
                    known = found.get(key)
                    heading = term.zh if term is not None else key
                    heading = known.heading if known is not None else heading
                    found[key] = Column((key,), inner._replace(choices=()), heading, term.meaning.zh if term else "")
    return (
        Column(("indicator",), TEXT, "指标", "指标的代号。Id of the indicator."),
        Column(("parameter",), TEXT, "参数", "方法参数的名称:table、bands、segments…… Name of the parameter."),
        *found.values(),
    )


def is_table(shape: Shape | None) -> bool:
    """Whether a parameter is a list of rows."""
    return shape is not None and shape.kind == "list" and shape.item is not None and shape.item.part is not None


def columns_of(part: type[BaseModel], groups: Mapping[str, str], above: KeyPath) -> Iterator[Column]:
    """The columns of one part of the edition; keys whose values need a sheet of their own are left out."""
    owner = part.__name__
    for key, shape in keys_of(part).items():
        path = (*above, key)
        term = field_term(owner, key)
        heading, note = (term.zh, f"{term.meaning.zh}\n{term.meaning.en}") if term is not None else (key, "")
        if owner == "LeafPolicies":
            heading = f"单独政策：{heading}"
        if owner == "Season":
            heading = f"赛季{heading}"
        if shape.kind == "words":
            yield Column(path, TEXT, heading, note, owner)
            yield Column((*path, "en"), TEXT, f"{heading}（英文）", "英文，可不填。In English; may be left out.", owner)
        elif shape.kind == "per_group":
            yield Column(path, shape, heading, note, owner)
            for group, name in groups.items():
                yield Column((*path, group), shape, f"{heading}：{name}", note, owner)
        elif shape.kind == "method":
            choices = tuple(dict.fromkeys(name for name, _ in methods()))
            yield Column(path, Shape("choice", choices), heading, note, owner)
            lines = "一行一个参数，写成 名称: 值；表格参数写在“分段”表。One parameter a line, `name: value`."
            yield Column((*path, "parameters"), Shape("numbers"), "方法参数", lines, owner)
        elif shape.kind == "part" and shape.part is not None and owner in ("Policies", "Indicator"):
            yield from columns_of(shape.part, groups, path)
        elif not (shape.kind == "part" or is_table(shape) or shape.kind == "node" or holds_nodes(shape)):
            yield Column(path, shape, heading, note, owner)


def holds_nodes(shape: Shape) -> bool:
    return shape.kind == "list" and shape.item is not None and shape.item.kind in ("node", "member")


def choice_labels(column: Column) -> dict[str, str]:
    """Each word a cell may hold, with its key behind it: `half_up` → `四舍五入 half_up`."""
    labels = {}
    for choice in column.shape.choices:
        if column.path[-1:] == ("method",):
            text = next(method.title.zh for (name, _), method in methods().items() if name == choice)
        else:
            term = value_term(column.owner, column.path[-1], choice)
            text = term.zh if term is not None else ""
        labels[choice] = f"{text} {choice}".strip()
    return labels
