"""The contestants of a group, one a line: 东山县 · 东山县 2025-07-01..2026-01-01."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from leitai.web.rulebook.form.known import Known

LINE = re.compile(r"(?P<who>.+?)(?:\s+(?P<since>\d{4}-\d{2}-\d{2})?\.\.(?P<until>\d{4}-\d{2}-\d{2})?)?")
BETWEEN = re.compile(r"[\n;；]+")


def lines_of_members(members: list[Any], known: Known) -> str:
    """Memberships as lines, by name where the draft knows it."""
    lines = []
    names = known.names.get("contestants", {})
    for member in members:
        id_ = str(member.get("id", "")) if isinstance(member, Mapping) else str(member)
        said = names[id_].zh if id_ in names and names[id_].zh else id_
        if isinstance(member, Mapping) and ("since" in member or "until" in member):
            said += f" {member.get('since', '')}..{member.get('until', '')}"
        lines.append(said)
    return "\n".join(lines)


def members_of_lines(text: str, known: Known) -> list[Any]:
    """The same lines back as memberships."""
    found: list[Any] = []
    for line in BETWEEN.split(text):
        match = LINE.fullmatch(line.strip())
        if not match:
            continue
        id_ = known.id_of("contestant", match["who"].strip())
        days = {key: match[key] for key in ("since", "until") if match[key]}
        found.append({"id": id_, **days} if days else id_)
    return found
