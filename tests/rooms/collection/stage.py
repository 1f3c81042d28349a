"""A small contest and a fixed cast for the tests of collection: four units, six forms, everybody who has a part."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes, digest
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.web.collection.api import Days, open_round, weigh_round
from leitai.web.collection.models import Cell, Round
from leitai.web.people.api import Actor, Organisation, Person, find_actor
from leitai.web.people.models import OrganisationSpan, Post
from leitai.web.rulebook.api import Edition
from tests.contests import POLICIES, leaf

ZONE = ZoneInfo("Asia/Shanghai")
FOUNDED = datetime.date(2020, 1, 1)
UNITS = {"u1": "东河县", "u2": "西山县", "u3": "南浦县", "u4": "北塘县"}
BODIES = {
    "office": "考评办",
    "stats": "统计局",
    "fin": "财政局",
    "audit": "审计局",
    "survey": "调查队",
    "watch": "督查室",
}
# person → (organisation, role) posts
CAST: dict[str, list[tuple[str, str]]] = {
    "wang": [("stats", "filer")],
    "wang2": [("stats", "filer")],
    "li": [("survey", "verifier")],
    "li2": [("survey", "verifier")],
    "zhao": [("fin", "filer")],
    "qian": [("audit", "verifier")],
    "office": [("office", "office")],
    "office2": [("office", "office")],
    "watcher": [("watch", "verifier")],
    "liaison1": [("u1", "liaison")],
    "head1": [("u1", "head")],
    "liaison2": [("u2", "liaison")],
    "filer4": [("u4", "filer")],
    # Files for the statistics bureau and verifies for the survey team: posts on both sides.
    "both": [("stats", "filer"), ("survey", "verifier")],
    # Verifies for the survey team and answers for the unit that is judged.
    "torn": [("survey", "verifier"), ("u1", "liaison")],
    # An office hand who also has a post in the statistics bureau.
    "reaching": [("office", "office"), ("stats", "filer")],
    "leader": [("office", "leader")],
    "stranger": [],
    "outsider": [("forest", "filer")],
}


def at(day: str, clock: str = "10:00") -> datetime.datetime:
    """A moment in the contest's own time: `at("04-10")`."""
    return datetime.datetime.fromisoformat(f"2023-{day}T{clock}").replace(tzinfo=ZONE)


def plain_edition(silence: int = 0) -> dict[str, Any]:
    ids = list(UNITS)
    nodes = [
        leaf(
            "gdp",
            "completion",
            "20",
            name="生产总值",
            unit="亿元",
            period="cumulative",
            data_department="stats",
            verifier="survey",
        ),
        leaf(
            "gdp_growth",
            {"name": "given"},
            "10",
            name="评审得分",
            unit="分",
            data_department="stats",
            verifier="survey",
        ),
        leaf(
            "revenue",
            "completion",
            "20",
            name="预算收入",
            unit="亿元",
            period="cumulative",
            data_department="fin",
            verifier="audit",
        ),
        leaf(
            "speed",
            {"name": "efficacy", "base": "0.6"},
            "20",
            name="工业增速",
            data_department="stats",
            verifier="survey",
        ),
        leaf("jobs", "completion", "20", name="新增就业", unit="人", period="cumulative", verifier="audit"),
        leaf(
            "cases",
            {"name": "efficacy", "base": "0.6"},
            "10",
            name="来信",
            unit="件",
            data_department="office",
            direction="lower",
        ),
    ]
    return {
        **({"silence": {"after": str(silence), "clause": "第九条"}} if silence else {}),
        "leitai": "1",
        "id": "cup",
        "edition": "1",
        "title": "试赛规则",
        "status": "demo",
        "season": {"name": "2023", "start": "2023-01-01", "end": "2023-12-31"},
        "rounds": [{"period": "2023-Q1"}, {"period": "2023-Q2"}],
        "organisations": [{"id": key, "name": name} for key, name in BODIES.items()],
        "contestants": [{"id": key, "name": name} for key, name in UNITS.items()],
        "groupings": [{"id": "all", "name": "全部", "groups": [{"id": "g", "name": "县市", "members": ids}]}],
        "peers": "all",
        "tree": {"measure": "points", "full": "100", "nodes": nodes},
        "adjustments": [
            {
                "id": "honour",
                "name": "表彰",
                "kind": "bonus",
                "points": "1",
                "data_department": "office",
                "verifier": "watch",
            }
        ],
        "policies": POLICIES | {"abnormal_base": {"rule": "cap", "limit": "50"}},
    }


def make_edition(silence: int = 0) -> Edition:
    """`silence`: the working days after which a clause of these rules takes silence for consent; 0: no such clause."""
    return store_edition(plain_edition(silence))


def store_edition(said: dict[str, Any]) -> Edition:
    """An edition as it stands when it has been published."""
    plain = canonical(rulebook_from_plain(said))
    edition = Edition(
        book="cup",
        edition="1",
        digest=digest(plain, "sha256"),
        canonical=canonical_bytes(plain).decode(),
        text="",
        title="试赛规则",
        status="demo",
        published_at=at("01-01"),
        published_by="office",
        second="leader",
    )
    for field in Edition._meta.get_fields():
        if field.name == "draft":
            edition.draft = make_draft()
    edition.save(force_insert=True)
    seal(edition)
    return edition


def make_draft() -> Any:
    from leitai.web.rulebook.models import Draft

    return Draft.objects.create(
        book="cup", edition="1", text="", state="published", changed_by="office", changed_at=at("01-01")
    )


def seal(row: Any) -> None:
    """Rows made by hand stand in the log too, so that the log verifies."""
    from django.db import transaction

    from leitai.web.foundation.api import append

    with transaction.atomic():
        append(chain="stage", at=at("01-01"), actor="stage", act="stage", rows=[row])


def make_people() -> None:
    kept = {key: Organisation.objects.create(key=key) for key in (*UNITS, *BODIES, "forest")}
    OrganisationSpan.objects.bulk_create(
        OrganisationSpan(organisation=one, name_zh=(UNITS | BODIES).get(key, key), kind="county", since=FOUNDED)
        for key, one in kept.items()
    )
    unusable = make_password(None)
    for name, posts in CAST.items():
        person = Person.objects.create(key=name, login=name, name=name, password=unusable)
        for organisation, role in posts:
            Post.objects.create(person=person, organisation=kept[organisation], role=role, since=FOUNDED)


def actor(name: str, day: str = "04-10") -> Actor:
    found = find_actor(name, at(day).date())
    assert found is not None
    return found


DAYS = Days(datetime.date(2023, 4, 18), datetime.date(2023, 4, 20), datetime.date(2023, 4, 24))


def open_first(period: str = "2023-Q1", days: Days = DAYS, when: str = "04-03") -> Round:
    asked = sum(one.asked for one in weigh_round("cup", "1", period, "office", "watch"))
    return open_round(
        actor=actor("office"),
        at=at(when),
        book="cup",
        edition="1",
        period=period,
        days=days,
        counter="watch",
        acknowledged=asked,
    )


def cell(contestant: str, indicator: str, role: str = "actual", period: str | None = None) -> Cell:
    found = Cell.objects.filter(contestant=contestant, indicator=indicator, role=role)
    if period:
        found = found.filter(period=period)
    return found.order_by("period")[0]
