"""The roles and what each may do, as one table: capture, verify, decide and view are separate scopes.

own       within the organisation of the post
all       whatever the organisation
table     `MAY[act]` → the roles that may, each with its reach
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from leitai.engine.errors import Text

Reach = Literal["own", "all"]

ROLES: Mapping[str, Text] = {
    "filer": Text("填报员", "filer"),
    "liaison": Text("联络员", "liaison"),
    "head": Text("单位负责人", "head of a unit"),
    "verifier": Text("审核员", "verifier"),
    "statistics": Text("统计局扎口", "statistics bureau"),
    "office": Text("考评办", "assessment office"),
    "panel": Text("评审组", "panel"),
    "leader": Text("领导", "leader"),
    "supervisor": Text("督查员", "supervisor"),
    "auditor": Text("审计员", "auditor"),
    "system_admin": Text("系统管理员", "system administrator"),
    "security_admin": Text("安全管理员", "security administrator"),
    "audit_admin": Text("审计管理员", "audit administrator"),
}

# 三员分立: none of the three may hold another of the three, nor any post in the contest.
ADMINISTRATORS = frozenset({"system_admin", "security_admin", "audit_admin"})

MAY: Mapping[str, Mapping[str, Reach]] = {
    "report": {"filer": "own", "liaison": "own", "statistics": "own", "office": "own"},
    "confirm": {"liaison": "own", "head": "own"},
    "question": {"liaison": "own", "head": "own"},
    "verify": {"verifier": "own", "statistics": "own", "office": "own"},
    "sign": {"head": "own"},
    "open_round": {"office": "all"},
    "remind": {"office": "all"},
    "extend": {"office": "all"},
    "ask_extension": {"filer": "own", "liaison": "own"},
    "edit_rulebook": {"office": "all"},
    "approve_rulebook": {"office": "all", "leader": "all"},
    "comment_rulebook": {"liaison": "own", "head": "own", "filer": "own", "verifier": "own"},
    "answer_comment": {"office": "all"},
    "claim": {"filer": "own", "liaison": "own"},
    "judge_claim": {"panel": "all", "office": "all"},
    "rule": {"office": "all"},
    "view_own": {role: "own" for role in ("filer", "liaison", "head", "verifier", "statistics")},
    "view_all": {role: "all" for role in ("office", "leader", "supervisor", "auditor", "panel")},
    "read_audit": {"auditor": "all", "audit_admin": "all"},
    "manage_organisations": {"system_admin": "all", "office": "all"},
    "manage_people": {"security_admin": "all"},
}
