"""Contests made so that a spreadsheet would get them wrong: halves, shares of absent tasks, ties, vetoes, long names.

Points are given, so each score is what the figure says; a fixed seed chooses them among few values, so that ties and
halves at the last place are common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import cycle
from random import Random
from typing import Any

from leitai import engine
from tests.contests import book, contest, leaf, score

Plain = dict[str, Any]
UNITS = 14
SCORES = ("0", "0.005", "1.125", "2.005", "2.675", "3.335", "4.445", "4.995", "5", "6.125", "7.25", "7.995", "9", "10")
LONG = "名字长到四十个字的单位用来看表格会不会把名字截断或者把后面的列挤出纸外去第号"


def given(id_: str, points: str = "10", **more: Any) -> Plain:
    return leaf(id_, "given", points, **more)


def branch(id_: str, *nodes: Plain, **more: Any) -> Plain:
    return {"id": id_, "name": f"赛道{id_}", "nodes": list(nodes)} | more


def three_levels() -> list[Plain]:
    """Tracks with parts in them, and an indicator that is a track of its own; 100 points in ten leaves."""
    return [
        branch("s", given("a"), branch("t", given("b"), branch("q", given("c"), given("d"))), given("e")),
        branch("w", given("f"), given("g"), given("h")),
        given("i"),
        branch("o", branch("p", given("j"))),
    ]


LEAVES = "abcdefghij"


def weighed(nodes: Sequence[Plain]) -> list[Plain]:
    """The same tree with weights in the place of points."""
    weights = cycle(("3", "1.5", "2", "7", "1", "2.5", "4"))

    def turned(node: Plain) -> Plain:
        plain = {key: value for key, value in node.items() if key not in ("points", "nodes")}
        plain["weight"] = next(weights)
        return plain | ({"nodes": [turned(child) for child in node["nodes"]]} if "nodes" in node else {})

    return [turned(node) for node in nodes]


def chosen(seed: int, leaves: str = LEAVES, gaps: str = "", units: int = UNITS) -> dict[str, list[Any]]:
    """Scores for every leaf; in `gaps` some units have no such task, are exempt or have not reported."""
    random = Random(seed)
    rows: dict[str, list[Any]] = {name: [random.choice(SCORES) for _ in range(units)] for name in leaves}
    for name in gaps:
        for unit in range(units):
            if random.random() < 0.4:
                rows[name][unit] = random.choice(("not_applicable", "not_applicable", "exempt", "unreported"))
    return rows


def rounding(indicator: str, track: str, total: str, mode: str = "half_up") -> Plain:
    return {"indicator": indicator, "track": track, "total": total, "mode": mode}


def adjustment(id_: str, kind: str, **more: Any) -> Plain:
    return {"id": id_, "name": f"调整{id_}", "kind": kind} | more


ADJUSTMENTS = [
    adjustment("b1", "bonus", points="0.35", cap="1", category="honours"),
    adjustment("b2", "bonus", points="0.125", category="honours"),
    adjustment("b3", "bonus", points="1", gate="a >= 3"),
    adjustment("d1", "deduction", points="0.3", category="cards"),
    adjustment("d2", "deduction", points="0.07"),
]
CAPS = {"bonus": "2.5", "deduction": "1", "categories": {"honours": "1.2", "cards": "0.8"}, "floor": "0", "total": "99"}
VETOES = [
    adjustment("v1", "veto", effect="rank_last"),
    adjustment("v2", "veto", effect="unranked"),
    adjustment("v3", "veto", effect="zero"),
    adjustment("v4", "veto", effect="cap_grade", grade="low"),
    adjustment("v5", "veto", effect="cancel_title"),
]
GRADES = [{"id": "high", "name": "优", "interval": "60.."}, {"id": "low", "name": "差", "interval": "..60"}]


def counts(seed: int, ids: Sequence[str], units: int = UNITS) -> dict[str, list[Any]]:
    random = Random(seed)
    return {id_: [random.choice(("0", "0", "1", "2", "4")) for _ in range(units)] for id_ in ids}


def vetoed() -> dict[str, list[Any]]:
    """Five units, each under one veto; one of them under two."""
    rows: dict[str, list[Any]] = {f"v{k}": [None] * UNITS for k in range(1, 6)}
    for k in range(1, 6):
        rows[f"v{k}"][k] = "1"
    rows["v1"][8] = rows["v3"][8] = "1"
    rows["v1"][9] = "1"
    return rows


def contestants(names: Sequence[str], unranked: Sequence[int] = ()) -> list[Plain]:
    return [
        {"id": f"u{k}", "name": name} | ({"ranked": "false"} if k in unranked else {}) for k, name in enumerate(names)
    ]


def usual(unranked: Sequence[int] = ()) -> list[Plain]:
    return contestants([f"单位{k}" for k in range(UNITS)], unranked)


def made(nodes: list[Plain], rows: dict[str, list[Any]], policies: Plain, **more: Any) -> engine.Book:
    if not any("weight" in node for node in nodes):
        more.setdefault("tree", {"measure": "points", "full": _full(nodes), "nodes": nodes})
    return book(score(contest(nodes, UNITS, policies, **more), rows))


def _full(nodes: Sequence[Plain]) -> str:
    def of(node: Plain) -> Decimal:
        return sum((of(child) for child in node["nodes"]), Decimal(0)) if "nodes" in node else Decimal(node["points"])

    return str(sum((of(node) for node in nodes), Decimal(0)))


def halves() -> engine.Book:
    return made(three_levels(), chosen(1), {"rounding": rounding("3", "2", "1")})


def even_halves() -> engine.Book:
    rows = chosen(2) | counts(2, ("b1", "b2", "b3", "d1", "d2"))
    policies = {"rounding": rounding("3", "2", "1", "gbt8170"), "late": {"deduct": "0.2", "cap": "0.5"}}
    rows["a"][3], rows["b"][3], rows["c"][5] = "late:2.675", "late:3.335", "late:4.445"
    return made(three_levels(), rows, policies, adjustments=ADJUSTMENTS, caps=CAPS)


def shares() -> engine.Book:
    rows = chosen(3, gaps="abcdfghj")
    for name in "fgh":
        rows[name][4] = "not_applicable"
    return made(three_levels(), rows, {"rounding": rounding("2", "2", "2")})


def even_shares() -> engine.Book:
    rows = chosen(4, gaps="bcdfg")
    return made(three_levels(), rows, {"rounding": rounding("1", "3", "2", "gbt8170"), "unreported": "lowest"})


def weights() -> engine.Book:
    tree = {"measure": "weights", "full": "10", "nodes": weighed(three_levels())}
    return made(tree["nodes"], chosen(5), {"rounding": rounding("2", "2", "2")}, tree=tree)


def weighed_shares() -> engine.Book:
    tree = {"measure": "weights", "full": "10", "nodes": weighed(three_levels())}
    rows = chosen(6, gaps="bcdfgi")
    return made(tree["nodes"], rows, {"rounding": rounding("3", "3", "2", "gbt8170")}, tree=tree)


def dense() -> engine.Book:
    rows = {name: [str(Fraction(k % 5)) for k in range(UNITS)] for name in LEAVES} | vetoed()
    more = {"adjustments": VETOES, "grades": GRADES, "contestants": usual(unranked=(6, 7))}
    return made(three_levels(), rows, {"ties": "dense"}, **more)


def vetoes() -> engine.Book:
    rows = chosen(7) | vetoed() | counts(7, ("b1", "b2", "b3", "d1", "d2"))
    more = {"adjustments": [*ADJUSTMENTS, *VETOES], "caps": CAPS, "grades": GRADES, "contestants": usual((0,))}
    return made(three_levels(), rows, {"rank_on": "exact", "rounding": rounding("3", "2", "0")}, **more)


def breakers() -> engine.Book:
    rows = {name: [str((k * (j + 3)) % 4) for k in range(UNITS)] for j, name in enumerate(LEAVES)}
    rows["i"] = [str(10 - int(rows["a"][k]) - int(rows["b"][k])) for k in range(UNITS)]
    rows["j"][2] = rows["j"][9] = "not_applicable"
    areas = {"id": "areas", "name": "片区", "groups": [
        {"id": "east", "name": "东", "members": [f"u{k}" for k in range(0, UNITS, 2)]},
        {"id": "west", "name": "西", "members": [f"u{k}" for k in range(1, UNITS, 2)]},
    ]}  # fmt: skip
    own = {
        "id": "all",
        "name": "全部",
        "groups": [{"id": "g", "name": "组", "members": [f"u{k}" for k in range(UNITS)]}],
    }
    policies = {"ties": {"break_by": ["s", "q", "j"]}, "rounding": rounding("0", "0", "0")}
    return made(three_levels(), rows, policies, groupings=[own, areas])


def exact_breakers() -> engine.Book:
    nodes = [given("a", "40"), given("b", "30"), leaf("c", "completion", "30")]
    rows: dict[str, list[Any]] = {
        "a": ["20.005"] * UNITS,
        "b": ["10", "10.001"] * (UNITS // 2),
        "c": [str(k % 4) for k in range(UNITS)],
        "c@target": [("7", "7.01", "7.02")[k % 3] for k in range(UNITS)],  # the same points once rounded
    }
    return made(
        nodes, rows, {"rank_on": "exact", "ties": {"break_by": ["c", "a"]}, "rounding": rounding("1", "1", "1")}
    )


def unrounded() -> engine.Book:
    nodes = [branch("s", leaf("a", "completion", "30"), leaf("b", "completion", "30")), leaf("c", "completion", "40")]
    rows: dict[str, list[Any]] = {name: [str(k % 6) for k in range(UNITS)] for name in "abc"}
    rows |= {f"{name}@target": ["7", "9", "11"] * 4 + ["13", "3"] for name in "abc"}
    rows["a"][5] = rows["a@target"][5] = "not_applicable"
    return made(nodes, rows, {"rounding": rounding("none", "none", "none")})


def long_names() -> engine.Book:
    names = [f"{LONG}{k}" for k in range(UNITS)]
    names[:6] = ["=1+1", "@SUM(A1)", "+7", "-7", "SORT(A1)", "MAP('x')"]
    nodes = [
        branch("s", given("a", name=LONG), given("b", name=LONG), name="SORT(收入:支出/[万元])*?"),
        branch("t", given("c"), name="收入:支出"),
        branch("u", given("d"), name="收入*支出"),
        branch("w", given("e"), name="LAMBDA(" + LONG),
    ]
    return made(nodes, chosen(8, "abcde"), {}, contestants=contestants(names), notice="演示数据 & <试>")


AWKWARD: dict[str, Callable[[], engine.Book]] = {
    made_by.__name__: made_by
    for made_by in (
        halves,
        even_halves,
        shares,
        even_shares,
        weights,
        weighed_shares,
        dense,
        vetoes,
        breakers,
        exact_breakers,
        unrounded,
        long_names,
    )
}
