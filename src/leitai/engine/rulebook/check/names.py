"""Every id is one thing's, and every name that is used is a thing's."""

from __future__ import annotations

from collections.abc import Iterable

from leitai.engine.errors import Text
from leitai.engine.figures import ROLES
from leitai.engine.rulebook.check.look import (
    BODY,
    CATEGORY,
    CONTESTANT,
    GRADE,
    GROUP,
    GROUPING,
    INDICATOR,
    NODE,
    ROUND,
    SOURCE,
    Look,
)
from leitai.engine.rulebook.expression.nodes import WORDS
from leitai.engine.rulebook.model import Adjustment, Indicator, Series, TieBreakers
from leitai.engine.rulebook.places import Path

RESERVED_NODES = frozenset({"total", *WORDS})
# What award conditions call a result; a node of that id could not be asked for.
ASKED = frozenset({"rank", "rank_last", "n", "score", "score_rate", "places", "change", "progress_rank"})


def check_names(look: Look) -> None:
    _unique(look)
    _contestants(look)
    _groupings(look)
    _filed(look)
    _elsewhere(look)


def _unique(look: Look) -> None:
    book = look.rulebook
    figures = [*((path, node.id) for path, node in look.nodes), *((p, s.id) for p, s in look.series)]
    figures += [(path, one.id) for path, one in look.adjustments]
    _once(look, Text("节点、series 或加减分项", "node, series or adjustment"), figures)
    for path, id_ in figures:
        if id_ in RESERVED_NODES or id_ in ASKED:
            look.add(
                "RB-043",
                (*path, "id"),
                name=id_,
                why=Text("计分系统用它指总分、名次或运算", "it means something to the engine"),
            )
    groups = [
        (("groupings", i, "groups", j), group.id)
        for i, grouping in enumerate(book.groupings)
        for j, group in enumerate(grouping.groups)
    ]
    _once(look, GROUP, groups)
    lists: dict[str, Text] = {
        "contestants": CONTESTANT,
        "organisations": BODY,
        "groupings": GROUPING,
        "sources": SOURCE,
        "roles": Text("角色", "role"),
        "grades": GRADE,
        "awards": Text("榜单", "award"),
        "lights": Text("灯表", "table of lights"),
    }
    for name, what in lists.items():
        _once(look, what, [((name, index), item.id) for index, item in enumerate(getattr(book, name))])
    for index, table in enumerate(book.lights):
        bands = [(("lights", index, "bands", i), band.id) for i, band in enumerate(table.bands)]
        _once(look, Text("灯", "light"), bands)
    for index, role in enumerate(book.roles):
        if role.id in ROLES:
            why = Text("固有角色不用声明", "it is a fixed role and needs no declaring")
            look.add("RB-043", ("roles", index, "id"), name=role.id, why=why)


def _once(look: Look, what: Text, items: Iterable[tuple[Path, str]]) -> None:
    first: dict[str, Path] = {}
    for path, id_ in items:
        if id_ in first:
            look.add("RB-041", (*path, "id"), what=what, name=id_, first=look.place((*first[id_], "id")) or "…")
        else:
            first[id_] = path


def _contestants(look: Look) -> None:
    within = {one.id: one.within for one in look.rulebook.contestants}
    named: dict[str, int] = {}
    followed: set[str] = set()
    for index, one in enumerate(look.rulebook.contestants):
        path: Path = ("contestants", index)
        name = one.name.zh.strip()
        if name in named:
            look.add(
                "RB-042", (*path, "name"), name=name, first=look.rulebook.contestants[named[name]].id, second=one.id
            )
        named.setdefault(name, index)
        if one.within is None or not look.known((*path, "within"), CONTESTANT, one.within, look.contestants):
            continue
        chain = {one.id: None}
        above: str | None = one.within
        while above is not None and above not in chain and above not in followed:
            chain[above] = None
            above = within.get(above)
        followed.update(chain)
        if above in chain:
            circle = [*chain][[*chain].index(above) :]
            look.add("RB-045", (*path, "within"), chain=" → ".join([*circle, above]))


def _groupings(look: Look) -> None:
    book = look.rulebook
    look.known(("peers",), GROUPING, book.peers, [one.id for one in book.groupings])
    for i, grouping in enumerate(book.groupings):
        for j, group in enumerate(grouping.groups):
            for k, member in enumerate(group.members):
                look.known(("groupings", i, "groups", j, "members", k), CONTESTANT, member.id, look.contestants)


def _filed(look: Look) -> None:
    book = look.rulebook
    for path, one in look.filed:
        _bodies(look, path, one)
    for path, node in look.nodes:
        for key in ("points", "weight"):
            _by_group(look, (*path, key), getattr(node, key))
    for path, indicator in look.indicators:
        for index, unit in enumerate(indicator.not_applicable):
            look.known((*path, "not_applicable", index), CONTESTANT, unit, look.contestants)
        for index, period in enumerate(indicator.rounds):
            _round(look, (*path, "rounds", index), period)
    if book.tree is not None:
        _by_group(look, ("tree", "full"), book.tree.full)
    categories = [one.category for one in book.adjustments if one.category is not None]
    for category in book.caps.categories:
        look.known(("caps", "categories", category), CATEGORY, category, dict.fromkeys(categories))
    for path, adjustment in look.adjustments:
        for index, group in enumerate(adjustment.groups):
            look.known((*path, "groups", index), GROUP, group, look.nameable_groups)
        if adjustment.grade is not None:
            look.known((*path, "grade"), GRADE, adjustment.grade, [grade.id for grade in book.grades])


def _bodies(look: Look, path: Path, one: Indicator | Series | Adjustment) -> None:
    for key in ("data_department", "verifier"):
        body = getattr(one, key)
        if body is not None:
            look.known((*path, key), BODY, body, look.bodies)
    if one.verifier is not None and one.verifier == one.data_department:
        look.add("RB-110", (*path, "verifier"), name=one.verifier)
    if not isinstance(one, Adjustment) and one.formula and one.data_department is not None:
        look.add("RB-088", (*path, "data_department"), "warning", name=one.data_department)


def _by_group(look: Look, path: Path, value: object) -> None:
    if isinstance(value, dict):
        for group in value:
            look.known((*path, group), GROUP, group, look.nameable_groups)


def _elsewhere(look: Look) -> None:
    book = look.rulebook
    nodes = [node.id for _, node in look.nodes]
    indicators = [indicator.id for _, indicator in look.indicators]
    if book.policies is not None and isinstance(book.policies.ties, TieBreakers):
        for index, node in enumerate(book.policies.ties.break_by):
            look.known(("policies", "ties", "break_by", index), NODE, node, nodes)
    for i, award in enumerate(book.awards):
        for j, group in enumerate(award.groups):
            look.known(("awards", i, "groups", j), GROUP, group, look.every_group)
    for i, table in enumerate(book.lights):
        for j, id_ in enumerate(table.indicators):
            look.known(("lights", i, "indicators", j), INDICATOR, id_, indicators)
    sources = [source.id for source in book.sources]
    for i, statement in enumerate(book.statements):
        look.known(("statements", i, "contestant"), CONTESTANT, statement.contestant, look.contestants)
        _round(look, ("statements", i, "period"), statement.period)
        look.known(("statements", i, "source"), SOURCE, statement.source, sources)
    for i, meeting in enumerate(book.meetings):
        _round(look, ("meetings", i, "period"), meeting.period)


def _round(look: Look, path: Path, period: str) -> None:
    if "rounds" not in look.damage.parts:
        look.known(path, ROUND, period, look.periods)
