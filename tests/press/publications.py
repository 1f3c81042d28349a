"""Publications to make documents from: the demo city's, and some that would break a careless page."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cache
from typing import Any

from leitai import engine
from leitai.engine.assess.run import Run
from leitai.press.release import Particulars, Release
from tests import examples
from tests.contests import contest, figures, leaf, score
from tests.press.awkward import LEAVES, LONG, branch, chosen, contestants, rounding, three_levels, weighed

ODD = ('#set text("x")', "*粗* _斜_ `码`", '"引" \\反斜 $式$', "<标签> @参 [括]", "=1+1", "//注 /*释*/", "~ -- ... 'x'")


def particulars(**more: Any) -> Particulars:
    usual: dict[str, Any] = {"number": "2023-Q2-1", "audience": "meeting", "issuer": "澜川市大竞赛考评办"}
    return Particulars(**{**usual, "date": datetime.date(2023, 7, 25), **more})


def release(run: Run, before: Run | None = None, **more: Any) -> Release:
    earlier = None if before is None else engine.open_book(engine.build_result(before))
    return Release(engine.open_book(engine.build_result(run)), run, particulars(**more), earlier)


@cache
def demo(period: str = "2023-Q2", before: str = "2023-Q1") -> Release:
    """The demo city, the round before at hand."""
    earlier = engine.open_book(examples.result("lanchuan", before))
    book = engine.open_book(examples.result("lanchuan", period))
    own = particulars(
        document_number="澜考评〔2023〕2号",
        checkpoint="AB12-CD34-EF56-GH78",
        address="https://kaoping.lanchuan.example/2023-Q2-1",
        trials=3,
        confirmed={"speak": ("shanze", "tcj", "chengwan-park")},
    )
    return Release(book, examples.run("lanchuan", period), own, earlier)


def made(names: Sequence[str], rows: dict[str, list[Any]], unranked: Sequence[int] = (), **more: Any) -> Release:
    nodes = more.pop("nodes", three_levels())
    more.setdefault("tree", {"measure": "points", "full": "100", "nodes": nodes})
    plain = contest(
        nodes, len(names), {"rounding": rounding("2", "2", "2")}, contestants=contestants(names, unranked), **more
    )
    return release(score(plain, rows))


def alike(units: int, points: str = "7") -> dict[str, list[Any]]:
    return {name: [points] * units for name in LEAVES}


def one_unit() -> Release:
    return made(["独一家"], alike(1))


def all_tied() -> Release:
    return made([f"单位{k}" for k in range(14)], alike(14))


def nobody_ranked() -> Release:
    return made(["甲", "乙", "丙"], alike(3), unranked=(0, 1, 2))


def nobody_scored() -> Release:
    return made(["甲", "乙", "丙"], {name: ["not_yet_published"] * 3 for name in LEAVES})


def weights() -> Release:
    nodes = weighed(three_levels())
    tree = {"measure": "weights", "full": "10", "nodes": nodes}
    rows = chosen(6, gaps="bcdfgi")
    return made([f"单位{k}" for k in range(14)], rows, nodes=nodes, tree=tree)


def odd_names() -> Release:
    """Names that mean something to a typesetter or a spreadsheet."""
    return made(ODD, chosen(9, units=len(ODD)), title='试题 #link("x") *甲*')


def many() -> Release:
    """62 units, some with names of 40 characters, with a round before."""
    names = [f"{LONG}{k}"[:40] if k % 9 == 0 else f"单位{k}" for k in range(62)]
    tree = {"measure": "points", "full": "100", "nodes": three_levels()}
    plain = contest(three_levels(), 62, {}, contestants=contestants(names), tree=tree, notice="演示数据")
    rulebook = engine.rulebook_from_plain(plain)
    first = engine.score_figures(rulebook, figures(chosen(11, units=62)), "2023-Q1")
    earlier = engine.earlier_from(engine.build_result(first))
    second = engine.score_figures(rulebook, figures(chosen(12, units=62), "2023-Q2"), "2023-Q2", earlier=earlier)
    return release(second, first, supersedes="2023-Q2-1", reason="更正一项数据", number="2023-Q2-2")


@cache
def forty(indicators: int = 40, units: int = 6) -> Release:
    """Eight tracks of many indicators with names as the rules have them; the first unit has a name of 40 characters."""
    leaves = [
        leaf(f"n{k}", "completion", "2", name=f"规模以上工业企业增加值增速{k}", clause=f"第{k}条第一项", unit="亿元")
        for k in range(indicators)
    ]
    nodes = [branch(f"t{k}", *leaves[k::8], name=f"第{k}赛道") for k in range(8)]
    bonus = [
        {"id": f"plus{k}", "name": f"省级表彰或现场会{k}", "kind": "bonus", "points": "0.5", "clause": "第十四条第一项"}
        for k in range(3)
    ]
    names = [f"{LONG}{k}"[:40] if k == 0 else f"单位{k}" for k in range(units)]
    tree = {"measure": "points", "full": str(2 * indicators), "nodes": nodes}
    plain = contest(nodes, units, contestants=contestants(names), tree=tree, adjustments=bonus, notice="演示数据")
    rulebook = engine.rulebook_from_plain(plain)

    def filed(shift: int) -> dict[str, list[Any]]:
        rows: dict[str, list[Any]] = {f"plus{k}": ["1"] * units for k in range(3)}
        for k in range(indicators):
            rows[f"n{k}"] = [f"{80 + (7 * k + 11 * u + shift * (k + u)) % 41}.{u % 10}" for u in range(units)]
            rows[f"n{k}@target"] = ["100"] * units
        return rows

    first = engine.score_figures(rulebook, figures(filed(0)), "2023-Q1")
    earlier = engine.earlier_from(engine.build_result(first))
    second = engine.score_figures(rulebook, figures(filed(5), "2023-Q2"), "2023-Q2", earlier=earlier)
    return release(second, first, supersedes="2023-Q2-1", reason="更正一项数据", number="2023-Q2-2")


AWKWARD = {
    made_by.__name__: made_by
    for made_by in (one_unit, all_tied, nobody_ranked, nobody_scored, weights, odd_names, many)
}
