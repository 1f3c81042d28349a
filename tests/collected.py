"""A round in hand in the data folder of a real server: `python -m tests.collected`. Prints what the tests ask for.

Eight units, seven indicators, twelve quarters behind it; and a large form of 2,021 cells to be fast on. The days of the
rounds in hand lie ahead of today, whenever that is.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Sequence
from typing import Any

import django

UNITS = {
    "xiqiao": ("汐桥区", "Xiqiao District"),
    "linchuan": ("临川县", "Linchuan County"),
    "gaoxin": ("高新区", "High-tech Zone"),
    "baisha": ("白沙县", "Baisha County"),
    "nanping": ("南坪县", "Nanping County"),
    "qinghe": ("清河区", "Qinghe District"),
    "shigu": ("石鼓县", "Shigu County"),
    "yunling": ("云岭县", "Yunling County"),
}
BODIES = {
    "office": ("市考评办", "Assessment Office"),
    "statistics": ("市统计局", "Statistics Bureau"),
    "planning": ("市发展改革局", "Planning Bureau"),
    "audit": ("市审计局", "Audit Bureau"),
}
PAST = tuple(f"{year}-Q{quarter}" for year in (2020, 2021, 2022) for quarter in (1, 2, 3, 4))
IN_HAND, LARGE = "2023-Q1", 43


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
    django.setup()
    from django.core.management import call_command

    from tests.cast import gather

    call_command("migrate", verbosity=0)
    cast = gather()
    more_people()
    from leitai.web.foundation.api import now

    moment = now()
    know_the_year(cast, moment)
    world: dict[str, Any] = {"city": play_city(cast, moment), "large": open_large(cast, moment)}
    from leitai.web.collection.models import Cell, Round

    owed = Cell.objects.filter(obligations__round=world["city"])
    names = owed.values_list("contestant", "indicator", "role", "pk")
    world["cells"] = {"|".join(name): pk for *name, pk in names}
    world["locked"] = Round.objects.get(book="city", period=PAST[-1]).pk
    print(json.dumps(world))


def more_people() -> None:
    """A second filer of planning, and one who files for planning and verifies for the statistics bureau."""
    from leitai.web.people.api import SYSTEM, add_person, give_post
    from tests.cast import FOUNDED, NOW, PASSWORD

    for key, name, posts in (
        ("filer2", "卢填报", (("filer", "planning"),)),
        ("both", "尤两岗", (("filer", "planning"), ("verifier", "statistics"))),
        ("torn", "许兼审", (("verifier", "statistics"), ("liaison", "xiqiao"))),
    ):
        add_person(actor=SYSTEM, at=NOW, key=key, login=key, name=name, password=PASSWORD, demo=True)
        for role, organisation in posts:
            give_post(actor=SYSTEM, at=NOW, person=key, organisation=organisation, role=role, since=FOUNDED)


def know_the_year(cast: Any, now: datetime.datetime) -> None:
    from leitai.web.collection import api
    from leitai.web.collection.calendar import packaged_year

    for year in (now.year, now.year + 1):
        if packaged_year(year) is None:
            off = frozenset({datetime.date(year, 1, 1)})
            api.add_holiday_table(
                actor=cast["office"], at=now, year=year, off=off, work=frozenset(), document="试验用放假表"
            )


def named(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def publish(plain: dict[str, Any]) -> None:
    """An edition in force, without the forms and signatures that make one."""
    from leitai.engine.rulebook.canonical import canonical
    from leitai.engine.rulebook.digest import canonical_bytes, digest
    from leitai.engine.rulebook.load import rulebook_from_plain
    from leitai.web.rulebook.models import Draft, Edition
    from tests.cast import NOW

    rulebook = rulebook_from_plain(plain)
    made = canonical(rulebook)
    draft = Draft.objects.create(
        book=rulebook.id, edition="1", text="", state="published", changed_by="office", changed_at=NOW
    )
    Edition(
        book=rulebook.id, edition="1", digest=digest(made, "sha256"), canonical=canonical_bytes(made).decode(),
        text="", title=rulebook.title.zh, status="demo", draft=draft, published_at=NOW, published_by="office",
        second="leader",
    ).save(force_insert=True)  # fmt: skip


def plain_contest(book: str, units: dict[str, tuple[str, str]], nodes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    from tests.contests import POLICIES

    periods = [*PAST, IN_HAND, "2023-Q2"] if book == "city" else [IN_HAND]
    return {
        "leitai": "1",
        "id": book,
        "edition": "1",
        "title": named("澜川市竞赛规则", "Rules of the Lanchuan contest"),
        "status": "demo",
        "notice": named("演示数据", "Demonstration data"),
        "season": {"name": "2023", "start": "2020-01-01", "end": "2023-12-31"},
        "rounds": [{"period": period} for period in periods],
        "organisations": [{"id": key, "name": named(*name)} for key, name in BODIES.items()],
        "contestants": [{"id": key, "name": named(*name)} for key, name in units.items()],
        "groupings": [
            {
                "id": "all",
                "name": named("全部", "All"),
                "groups": [{"id": "g", "name": named("县区", "Counties"), "members": list(units)}],
            }
        ],
        "peers": "all",
        "tree": {"measure": "points", "full": "100", "nodes": list(nodes)},
        "policies": POLICIES | {"abnormal_base": {"rule": "cap", "limit": "50"}},
    }


def city_nodes() -> list[dict[str, Any]]:
    from tests.contests import leaf

    efficacy = {"name": "efficacy", "base": "0.6"}
    planning = {"data_department": "planning", "verifier": "statistics"}
    return [
        leaf("gdp", "completion", "20", name=named("生产总值", "Gross product"), unit="亿元", period="cumulative",
             definition="年初累计，现价", clause="第八条", counter_source="电网售电量、税务开票金额", **planning),
        leaf("invest", efficacy, "20", name=named("固定资产投资", "Investment"), unit="亿元", period="cumulative",
             definition="年初累计，不含农户", clause="第九条", counter_source="在库项目台账", **planning),
        leaf("air", efficacy, "10", name=named("优良天数比率", "Days of good air"), unit="%", period="point",
             clause="第十条", **planning),
        leaf("firms", efficacy, "10", name=named("新增规上企业", "New large firms"), unit="户", period="cumulative",
             clause="第十一条", **planning),
        leaf("speed", efficacy, "20", name=named("工业增加值增速", "Growth of industry"), period="cumulative",
             data_department="statistics", verifier="planning", clause="第十二条", counter_source="工业用电增速"),
        leaf("jobs", efficacy, "12", name=named("新增就业", "New jobs"), unit="人", period="cumulative",
             verifier="statistics", clause="第十三条"),
        leaf("cases", efficacy, "8", name=named("群众来信", "Letters"), unit="件", period="cumulative",
             data_department="office", direction="lower", verifier="audit", clause="第十四条"),
    ]  # fmt: skip


def opened(cast: Any, book: str, period: str, at: datetime.datetime, days: Sequence[datetime.date], **more: Any) -> int:
    from leitai.web.collection import api

    asked = sum(one.asked for one in api.weigh_round(book, "1", period, "office", "audit"))
    made = api.open_round(
        actor=cast["office"], at=at, book=book, edition="1", period=period, days=api.Days(*days), counter="audit",
        acknowledged=asked, **more,
    )  # fmt: skip
    return int(made.pk)


def ahead(now: datetime.datetime) -> list[datetime.date]:
    return [now.date() + datetime.timedelta(days=days) for days in (10, 14, 20)]


def play_city(cast: Any, now: datetime.datetime) -> int:
    """Twelve quarters of gross product on file, and the round in hand empty."""
    from leitai.web.collection import api
    from leitai.web.collection.models import Cell
    from tests.cast import NOW

    publish(plain_contest("city", UNITS, city_nodes()))
    for number, period in enumerate(PAST):
        at = NOW - datetime.timedelta(days=300 - 20 * number)
        round_ = opened(cast, "city", period, at, [at.date()] * 3)
        cells = list(Cell.objects.filter(indicator="gdp", role="actual", obligations__round=round_, version=0))
        entries = [
            api.Entry(cell.pk, 0, str(30 * int(period[-1]) + number + 3 * place)) for place, cell in enumerate(cells)
        ]
        api.report_figures(
            actor=cast["filer"], at=at, round=round_, entries=entries, origin="file", batch=f"past{number}"
        )
        unsaid = Cell.objects.filter(pk__in=[one.cell for one in entries], state="explain")
        for cell in unsaid:
            api.explain_figure(
                actor=cast["filer"], at=at, round=round_, cell=cell.pk, expected=cell.version, words="上年基数低"
            )
        cells = list(Cell.objects.filter(pk__in=[one.cell for one in entries]))
        judged = [api.Judged(cell.pk, cell.version) for cell in cells]
        api.verify_figures(actor=cast["bureau"], at=at, round=round_, judged=judged)
        api.lock_round(actor=cast["office"], at=at, round=round_)
    return opened(cast, "city", IN_HAND, now, ahead(now))


def open_large(cast: Any, now: datetime.datetime) -> int:
    from tests.contests import leaf

    units = {f"u{n}": (f"第{n}县", f"County {n}") for n in range(47)}
    nodes = [
        leaf(
            f"i{n}",
            {"name": "efficacy", "base": "0.6"},
            "1" if n else str(101 - LARGE),
            data_department="planning",
            verifier="statistics",
        )
        for n in range(LARGE)
    ]
    publish(plain_contest("large", units, nodes))
    return opened(cast, "large", IN_HAND, now, ahead(now))


if __name__ == "__main__":
    main()
