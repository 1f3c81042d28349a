"""Small contests written in a line, for tests about one case at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from leitai import engine
from leitai.engine.assess.run import Run

Plain = dict[str, Any]
POLICIES: Plain = {
    "rounding": {"indicator": "2", "track": "2", "total": "2", "mode": "half_up"},
    "rank_on": "rounded",
    "ties": "competition",
    "tied_ladder": "shared",
    "ladder_floor": "0",
    "equal_range": "full",
    "zero_target": "ruling",
    "nonpositive_base": "ruling",
    "abnormal_base": "none",
    "unreported": "zero",
    "late": "none",
    "not_yet_published": "unranked",
    "no_task": "reweight",
    "grade_borders": "left_closed",
    "peers_include_self": "true",
    "park_in_county": "separate",
    "vintage": "latest",
    "unranked_in_statistics": "false",
    "progress": "places",
}


def leaf(id_: str, method: Any, points: Any = "100", **more: Any) -> Plain:
    usual = {"name": f"指标{id_}", "unit": "%", "direction": "higher", "period": "period", "points": points}
    return usual | {"id": id_, "method": method} | more


def contest(
    nodes: Sequence[Plain], units: Iterable[str] | int = 4, policies: Plain | None = None, **more: Any
) -> Plain:
    """An edition of one group over these nodes; full points are their sum unless given."""
    ids = [f"u{i}" for i in range(units)] if isinstance(units, int) else list(units)
    full = sum((Decimal(node["points"]) for node in nodes if isinstance(node.get("points"), str)), Decimal(0))
    plain: Plain = {
        "leitai": "1",
        "id": "test",
        "edition": "1",
        "title": "试题",
        "status": "draft",
        "season": {"name": "2023", "start": "2023-01-01", "end": "2023-12-31"},
        "rounds": [{"period": "2023-Q1"}, {"period": "2023-Q2"}, {"period": "2023-Q3"}],
        "contestants": [{"id": id_, "name": f"单位{id_}"} for id_ in ids],
        "groupings": [{"id": "all", "name": "全部", "groups": [{"id": "g", "name": "组", "members": ids}]}],
        "peers": "all",
        "tree": {"measure": "points", "full": str(full), "nodes": list(nodes)},
        "policies": POLICIES | (policies or {}),
    }
    return plain | more


Rows = Mapping[str, Sequence[Any]]


def figures(rows: Rows, period: str = "2023-Q1", units: Sequence[str] | None = None) -> list[engine.Figure]:
    """`{"a": ["1", None, "late:3"]}`: one column an indicator (or `a@target`); None is not filed, `late:3` a status."""
    found = []
    for name, column in rows.items():
        indicator, _, role = name.partition("@")
        for i, entry in enumerate(column):
            if entry is None:
                continue
            status, _, value = str(entry).rpartition(":")
            known = status or ("verified" if _number(value) else value)
            found.append(
                engine.Figure(
                    units[i] if units else f"u{i}",
                    indicator,
                    period,
                    role or "actual",
                    Decimal(value) if _number(value) else None,
                    "",
                    known,
                    "final",
                    "第三条" if role == "ruling" else "",
                    "文件" if role == "ruling" else "",
                    f"{name}:{i}",
                )
            )
    return found


def _number(text: str) -> bool:
    return any(ch.isdigit() for ch in text)


def score(plain: Plain, rows: Rows, period: str = "2023-Q1", **more: Any) -> Run:
    return engine.score_figures(engine.rulebook_from_plain(plain), figures(rows, period), period, **more)


def book(run: Run) -> engine.Book:
    return engine.open_book(engine.build_result(run))


def totals(run: Run) -> dict[str, str]:
    opened = book(run)
    return {row.contestant: row.score for row in opened.rows("g")}


def ranks(run: Run) -> dict[str, int]:
    opened = book(run)
    return {row.contestant: row.rank for row in opened.rows("g")}
