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

# What each act is called in a sentence: 您没有权限……
DOES: Mapping[str, Text] = {
    "report": Text("填报数据", "report figures"),
    "confirm": Text("确认本单位数据", "confirm the figures of a unit"),
    "question": Text("对数据提出疑问", "question figures"),
    "verify": Text("审核数据", "verify figures"),
    "sign": Text("签字", "sign"),
    "open_round": Text("发起填报", "open a round"),
    "remind": Text("催报", "send reminders"),
    "extend": Text("批准延期", "grant extensions"),
    "ask_extension": Text("申请延期", "ask for an extension"),
    "edit_rulebook": Text("起草规则", "draft rules"),
    "approve_rulebook": Text("审签规则", "approve rules"),
    "comment_rulebook": Text("对规则提意见", "comment on rules"),
    "answer_comment": Text("答复意见", "answer comments"),
    "claim": Text("申报加分", "claim bonuses"),
    "judge_claim": Text("评审加分", "judge claims"),
    "rule": Text("作出裁定", "give rulings"),
    "freeze": Text("锁定数据", "freeze a round"),
    "score": Text("计分", "score a round"),
    "object": Text("提出异议", "object to a result"),
    "judge_objection": Text("提出复核意见", "give an opinion on objections"),
    "rule_objection": Text("裁定异议", "rule on objections"),
    "prepare_publication": Text("拟定公布件", "prepare publications"),
    "approve_publication": Text("审签和发布结果", "approve and publish results"),
    "review_disclosure": Text("进行保密审查", "review what may be public"),
    "view_own": Text("查看本单位数据", "see the figures of a unit"),
    "view_all": Text("查看全部数据", "see all figures"),
    "read_audit": Text("查看审计日志", "read the audit log"),
    "manage_organisations": Text("管理单位", "manage organisations"),
    "manage_people": Text("管理人员和任职", "manage people and posts"),
    "answer_suggestion": Text("答复投诉建议", "answer complaints and suggestions"),
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
    "freeze": {"office": "all"},
    "score": {"office": "all"},
    "object": {"liaison": "own", "head": "own"},
    "judge_objection": {"panel": "all", "office": "all"},
    "rule_objection": {"office": "all", "leader": "all"},
    "prepare_publication": {"office": "all"},
    "approve_publication": {"office": "all", "leader": "all"},
    "review_disclosure": {"office": "all", "supervisor": "all"},
    "view_own": {role: "own" for role in ("filer", "liaison", "head", "verifier", "statistics")},
    "view_all": {role: "all" for role in ("office", "leader", "supervisor", "auditor", "panel")},
    "read_audit": {"auditor": "all", "audit_admin": "all"},
    "manage_organisations": {"system_admin": "all", "office": "all"},
    "manage_people": {"security_admin": "all"},
    "answer_suggestion": {"office": "all", "supervisor": "all"},
}
