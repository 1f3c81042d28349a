"""A new rulebook from a title, the contestants in their groups, and a pasted table of indicators.

Policies are written out with the values most rules leave to custom; the office reads each before it sends the draft on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.skeleton import skeleton
from leitai.engine.rulebook.yaml_tree import read_yaml
from leitai.web.rulebook.editing.pasted import Row, indicators_of
from leitai.web.rulebook.editing.pinyin import id_of_name
from leitai.web.rulebook.editing.spell import spelled

REMARK = "# 政策逐条写明。下面是多数规则的通行做法，请逐条看过再送审。\n"
# 澜政办发〔2026〕8号, in brackets of its own or without.
NUMBERED = re.compile(r"[（(]?([^（(）)\s]*[〔\[]\d{4}[〕\]]\d+号)[）)]?\s*$")
QUARTERS = (("Q1", "一季度", "04-18"), ("Q2", "二季度", "07-18"), ("Q3", "三季度", "10-18"), ("Q4", "四季度", "01-18"))


def blank_tree(
    *,
    book: str,
    edition: str,
    title: str,
    year: int,
    contestants: Sequence[tuple[str, str]],
    rows: Sequence[Row],
    register: Mapping[str, str],
    document: str = "",
) -> dict[str, Any]:
    """The plain tree of a new rulebook, official where a document issues it.

    Who is registered (name → key) keeps that key: duties go by it.
    """
    groups, members, units = _groups(contestants, register)
    bodies = {str(unit["id"]): Text(str(unit["name"])) for unit in units}
    names = {name: id_ for name, id_ in groups.items()}
    for row in rows:
        row.points = {names.get(key, key): value for key, value in row.points.items()}
    made = indicators_of(rows, set(), bodies, len(groups) == 1, register)
    nodes = _nodes(made.tracks)
    tree: dict[str, Any] = {
        "leitai": "1",
        "id": book,
        "edition": edition,
        "title": title,
        "status": "official" if document else "draft",
        **({"sources": [_source(document)]} if document else {}),
        "season": {"name": f"{year}赛季", "start": f"{year}-01-01", "end": f"{year}-12-31"},
        "rounds": [
            {"period": f"{year}-{key}", "name": name, "report_by": f"{year + (key == 'Q4')}-{day}"}
            for key, name, day in QUARTERS
        ],
    }
    if made.organisations:
        tree["organisations"] = made.organisations
    tree["contestants"] = units
    tree["groupings"] = [
        {
            "id": "contest",
            "name": "竞赛组别",
            "groups": [{"id": id_, "name": name, "members": members[name]} for name, id_ in groups.items()],
        }
    ]
    tree["peers"] = "contest"
    tree["tree"] = {"measure": "points", "full": _full(nodes, list(groups.values())), "nodes": nodes}
    tree["policies"] = usual_policies()
    return tree


def blank_text(tree: dict[str, Any]) -> str:
    """The tree as a text, with a remark above the policies."""
    return spelled(tree).replace("\npolicies:\n", f"\n{REMARK}policies:\n")


def usual_policies() -> dict[str, Any]:
    """The policies of the engine's own skeleton, where what is usual stands once."""
    read = read_yaml(skeleton()["rulebook.yaml"].encode(), "rulebook.yaml").value
    assert read is not None
    policies: dict[str, Any] = read["policies"]
    return policies


def _source(document: str) -> dict[str, str]:
    """关于印发考评细则的通知（澜政办发〔2026〕8号） → title and number."""
    found = NUMBERED.search(document)
    title = NUMBERED.sub("", document).strip() if found else document.strip()
    return {"id": "issued", "title": title or document.strip(), **({"number": found[1]} if found else {})}


def _groups(
    contestants: Sequence[tuple[str, str]], register: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, list[str]], list[dict[str, Any]]]:
    """Group name → id, group name → members, and the contestants."""
    groups: dict[str, str] = {}
    members: dict[str, list[str]] = {}
    units: list[dict[str, Any]] = []
    taken: set[str] = set()
    for name, group in contestants:
        called = group or "参赛单位"
        if called not in groups:
            groups[called] = id_of_name(called, set(groups.values()))
        id_ = register.get(name) or id_of_name(name, taken | set(register.values()))
        taken.add(id_)
        units.append({"id": id_, "name": name})
        members.setdefault(called, []).append(id_)
    return groups, members, units


def _nodes(tracks: Any) -> list[dict[str, Any]]:
    taken = {node["id"] for nodes in tracks.values() for node in nodes}
    made: list[dict[str, Any]] = []
    for name, nodes in tracks.items():
        if not name:
            made += nodes
            continue
        id_ = id_of_name(name, taken)
        taken.add(id_)
        made.append({"id": id_, "name": name, "nodes": nodes})
    return made


def _full(nodes: list[dict[str, Any]], groups: list[str]) -> Any:
    """Full points by group, as the indicators add up."""
    totals = dict.fromkeys(groups, Decimal(0))
    todo = list(nodes)
    while todo:
        node = todo.pop()
        todo += node.get("nodes", [])
        points = node.get("points")
        for group in groups:
            value = points.get(group) if isinstance(points, dict) else points if "nodes" not in node else None
            totals[group] += Decimal(value) if value else 0
    if len(groups) == 1:
        return number_text(totals[groups[0]])
    return {group: number_text(total) for group, total in totals.items()}
