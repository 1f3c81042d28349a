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
from tests.contests import contest, figures, score
from tests.press.awkward import LEAVES, LONG, chosen, contestants, rounding, three_levels, weighed

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


AWKWARD = {
    made_by.__name__: made_by
    for made_by in (one_unit, all_tied, nobody_ranked, nobody_scored, weights, odd_names, many)
}
