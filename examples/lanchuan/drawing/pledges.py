"""The pledges of the meetings, each held against the figures of the round in which it fell due."""

from __future__ import annotations

import csv
import io
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from drawing.figures import MARK, Row


class Pledge(NamedTuple):
    """What a unit pledged at the meeting of a round; `share` measures the figure against its target, in per cent."""

    period: str
    contestant: str
    indicator: str
    measure: str
    least: str
    due: str
    pledge: str


PLEDGES = [
    Pledge(*line.split())
    for line in """
        2023-Q1 wubei      hotline_ontime       value 94.5 2023-06-30 二季度12345热线按时办结率达到94.5%以上
        2023-Q1 wubei      inward_capital       share 95   2023-06-30 上半年招商引资到位资金达到时序目标的95%
        2023-Q1 wlj        sector_investment    share 90   2023-06-30 上半年文旅行业固定资产投资达到时序目标的90%
        2023-Q1 wlj        hotline_satisfaction value 88   2023-06-30 二季度12345热线回访满意率达到88%以上
        2023-Q1 wubei-park hotline_satisfaction value 89   2023-06-30 二季度12345热线回访满意率达到89%以上
        2023-Q2 wubei      water_quality        value 90   2023-09-30 三季度末地表水考核断面达标率达到90%
        2023-Q2 wlj        sector_investment    share 85   2023-09-30 前三季度文旅行业固定资产投资达到时序目标的85%
        2023-Q2 wubei-park solid_waste          value 62   2023-09-30 三季度末工业固废综合利用率达到62%
        2023-Q3 wubei      inward_capital       share 95   2023-12-31 全年招商引资到位资金达到年度目标的95%
        2023-Q3 wlj        sector_investment    share 88   2023-12-31 全年文旅行业固定资产投资达到年度目标的88%
        2023-Q3 wubei-park sewage_treatment     value 95   2023-12-31 四季度末污水集中处理达标率达到95%
        2023-Q4 luting     inward_capital       share 100  2024-03-31 2024年一季度招商引资到位资金达到时序目标的100%
        2023-Q4 wubei-park sewage_treatment     value 96   2024-03-31 2024年一季度末污水集中处理达标率达到96%
        2023-Q4 mzj        supervision          value 95   2024-03-31 2024年一季度督查事项按期办结率达到95%以上
    """.strip().splitlines()
]
ROUND_OF = {"2023-06-30": "2023-Q2", "2023-09-30": "2023-Q3", "2023-12-31": "2023-Q4", "2024-03-31": "2024-Q1"}


def pledges(rows: list[Row]) -> bytes:
    """The ledger of pledges, each held against the figures of the round in which it fell due."""
    filed = {row[:4]: row.value for row in rows if row.vintage == "final"}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*Pledge._fields, "checked_in", "reached", "outcome", "source"))
    for pledge in PLEDGES:
        cell = (pledge.contestant, pledge.indicator, ROUND_OF[pledge.due])
        reached, target = filed.get((*cell, "actual"), ""), filed.get((*cell, "target"), "")
        if reached and pledge.measure == "share":
            reached = str((Decimal(reached) / Decimal(target) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
        outcome = "open" if not reached else "kept" if Decimal(reached) >= Decimal(pledge.least) else "broken"
        writer.writerow((*pledge, ROUND_OF[pledge.due], reached, outcome, MARK))
    return out.getvalue().encode("utf-8")
