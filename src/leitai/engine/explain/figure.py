"""A filed figure as an explanation names it: period, role, value, status, vintage, source."""

from __future__ import annotations

from leitai.engine.assess.run import Run
from leitai.engine.assess.snapshot import CellRow
from leitai.engine.errors import Text
from leitai.engine.figures import ROLES, STATUSES, VINTAGES


def role_name(run: Run, role: str) -> Text:
    if role in ROLES:
        return ROLES[role]
    declared = next((one.name for one in run.plan.rulebook.roles if one.id == role), None)
    return Text(declared.zh, declared.en) if declared else Text(role, role)


def figure_text(row: CellRow, unit: str, role: Text) -> Text:
    """Without a full stop: `2023-Q2 实际值 3.2%（已审核，初步数，来源：……）`."""
    status, vintage = STATUSES[row.status], VINTAGES.get(row.vintage, Text("", ""))
    shown = "" if unit == "1" else unit
    english = f" {shown}" if shown not in ("", "%", "‰") else shown
    source = (f"，来源：{row.source}" if row.source else "", f", source: {row.source}" if row.source else "")
    return Text(
        f"{row.period} {role.zh} {row.value}{shown}（{status.zh}，{vintage.zh}{source[0]}）",
        f"{row.period} {role.en} {row.value}{english} ({status.en}, {vintage.en}{source[1]})",
    )
