"""A figure: one value of one indicator for one contestant and period, with its role, status and provenance.

This is the long table of the design, one row a `Figure`. Values are `Decimal`; they become arrays in `assess.grid`
and nowhere else.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from leitai.engine.errors import Text

COLUMNS = ("contestant", "indicator", "period", "role", "value", "status", "vintage", "note", "source")

# Fixed roles; an edition may declare more (votes, ratings, claims).
ROLES = {
    "actual": Text("实际值", "actual"),
    "target": Text("目标值", "target"),
    "base": Text("基数", "base"),
    "ruling": Text("裁定", "ruling"),
}
STATUSES = {
    "verified": Text("已审核", "verified"),
    "reported": Text("已填报", "reported"),
    "late": Text("迟报", "late"),
    "unreported": Text("缺报", "unreported"),
    "not_yet_published": Text("尚未公布", "not yet published"),
    "not_applicable": Text("不适用", "not applicable"),
    "exempt": Text("免考", "exempt"),
}
# In order: a later vintage replaces an earlier one under the policy `vintage: latest`.
VINTAGES = {
    "flash": Text("快报", "flash"),
    "preliminary": Text("初步", "preliminary"),
    "final": Text("最终", "final"),
}
WITH_VALUE = frozenset({"verified", "reported", "late"})


class Figure(NamedTuple):
    """One row of the long table. `unit` is the suffix written with the value (`万`, `％`…), empty for a bare number."""

    contestant: str
    indicator: str
    period: str
    role: str = "actual"
    value: Decimal | None = None
    unit: str = ""
    status: str = "verified"
    vintage: str = "final"
    note: str = ""
    source: str = ""
    place: str = ""
