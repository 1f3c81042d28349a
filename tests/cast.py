"""The fixed cast of the web's tests: a small city, its units, and one person for each role.

澜川市 (city) ─ 考评办 (office), 统计局 (statistics), 发改局 (planning, files and verifies), 审计局, 信息中心
             ─ 汐桥区 (xiqiao), 临川县 (linchuan), 高新区 (gaoxin): the contestants
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from leitai.web.people import api as people
from leitai.web.people.api import SYSTEM, Actor

PLACE = ZoneInfo("Asia/Shanghai")
FOUNDED = datetime.date(2022, 1, 1)
DAY = datetime.date(2023, 4, 10)
NOW = datetime.datetime(2023, 4, 10, 9, 30, tzinfo=PLACE)
PASSWORD = "Lanchuan-2023"

ORGANISATIONS = (
    ("city", "澜川市", "Lanchuan City", "city", ""),
    ("office", "市考评办", "Assessment Office", "department", "city"),
    ("statistics", "市统计局", "Statistics Bureau", "department", "city"),
    ("planning", "市发展改革局", "Planning Bureau", "department", "city"),
    ("audit", "市审计局", "Audit Bureau", "department", "city"),
    ("centre", "市信息中心", "Information Centre", "department", "city"),
    ("xiqiao", "汐桥区", "Xiqiao District", "county", "city"),
    ("linchuan", "临川县", "Linchuan County", "county", "city"),
    ("gaoxin", "高新区", "High-tech Zone", "park", "city"),
)
# key and login, name, the posts: (role, organisation)
PEOPLE = (
    ("filer", "陈填报", (("filer", "planning"),)),
    ("liaison", "李联络", (("liaison", "xiqiao"),)),
    ("head", "王区长", (("head", "xiqiao"),)),
    ("verifier", "赵审核", (("verifier", "planning"),)),
    ("bureau", "钱统计", (("statistics", "statistics"),)),
    ("office", "孙考评", (("office", "office"),)),
    ("office2", "周考评", (("office", "office"),)),
    ("panel", "吴评审", (("panel", "office"),)),
    ("leader", "郑市长", (("leader", "city"),)),
    ("supervisor", "冯督查", (("supervisor", "office"),)),
    ("auditor", "褚审计", (("auditor", "audit"),)),
    ("system_admin", "卫系统", (("system_admin", "centre"),)),
    ("security_admin", "蒋安全", (("security_admin", "centre"),)),
    ("audit_admin", "沈日志", (("audit_admin", "centre"),)),
    # The same posts in another unit: what must stay apart.
    ("stranger", "韩外县", (("liaison", "linchuan"),)),
    ("stranger_head", "杨县长", (("head", "linchuan"),)),
    ("two_hats", "朱兼任", (("liaison", "xiqiao"), ("liaison", "gaoxin"))),
    # Signed in, and holds nothing.
    ("nobody", "秦无职", ()),
)


@dataclass(frozen=True)
class Cast:
    """Who is there. `cast["office"]` is the actor of the day."""

    day: datetime.date = DAY

    def __getitem__(self, key: str) -> Actor:
        actor = people.find_actor(key, self.day)
        assert actor is not None, key
        return actor


def gather() -> Cast:
    """Found the organisations and people of the cast, through the same services as anybody."""
    with_day = {"actor": SYSTEM, "at": NOW}
    for key, name, english, kind, parent in ORGANISATIONS:
        people.found_organisation(
            **with_day, key=key, name_zh=name, name_en=english, kind=kind, parent=parent or None, since=FOUNDED
        )
    for key, name, posts in PEOPLE:
        people.add_person(**with_day, key=key, login=key, name=name, password=PASSWORD, demo=True)
        for role, organisation in posts:
            people.give_post(**with_day, person=key, organisation=organisation, role=role, since=FOUNDED)
    return Cast()
