"""The demo city in the web: its organisations, one account for each role, its published rules, and its four rounds.

`prepare` makes what the first page needs; `fill` plays the rounds and may go on behind it. Both are idempotent.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leitai.engine.assess.plan import compile_plan
from leitai.engine.errors import Text
from leitai.engine.rulebook.load import load_rulebook
from leitai.engine.rulebook.model import Rulebook
from leitai.web.collection.api import Cast, asked_figures, fill_round
from leitai.web.people import api as people
from leitai.web.people.api import SYSTEM, Actor
from leitai.web.rulebook import api as rulebooks
from leitai.web.rulebook.api import Edition

PLACE = ZoneInfo("Asia/Shanghai")
FOUNDED = datetime.date(2022, 1, 1)
BEGUN = datetime.datetime(2023, 1, 29, 9, 0, tzinfo=PLACE)
PASSWORD = "Lanchuan-2023"
CITY, OFFICE, COUNTER, CENTRE = "lanchuan", "kpb", "dcs", "xxzx"


class Shown(NamedTuple):
    """An account that is shown on the login page of the demo."""

    login: str
    name: str
    role: str
    organisation: str
    what: Text


SHOWN = (
    Shown("office", "孙考评", "office", OFFICE, Text("考评办：开放、催报、抽查", "assessment office")),
    Shown("office2", "周考评", "office", OFFICE, Text("考评办：第二人", "assessment office, the second person")),
    Shown("filer", "陈填报", "filer", "tjj", Text("市统计局填报员", "files for the statistics bureau")),
    Shown("verifier", "赵审核", "verifier", "fgw", Text("市发展改革委审核员", "verifies for the reform commission")),
    Shown("liaison", "李联络", "liaison", "xiqiao", Text("汐桥区联络员：确认本单位数据", "liaison of Xiqiao")),
    Shown("head", "王区长", "head", "xiqiao", Text("汐桥区负责人", "head of Xiqiao")),
    Shown("leader", "郑市长", "leader", CITY, Text("市领导：看数、审签规则", "leader")),
    Shown("leader2", "何书记", "leader", CITY, Text("市领导：第二人", "leader, the second person")),
    Shown("supervisor", "冯督查", "supervisor", COUNTER, Text("督查室", "supervision")),
    Shown("auditor", "褚审计", "auditor", "sjj", Text("审计员：查日志", "auditor")),
    Shown("panel", "吴评审", "panel", OFFICE, Text("评审组", "panel")),
    Shown("system_admin", "卫系统", "system_admin", CENTRE, Text("系统管理员", "system administrator")),
    Shown("security_admin", "蒋安全", "security_admin", CENTRE, Text("安全管理员", "security administrator")),
    Shown("audit_admin", "沈日志", "audit_admin", CENTRE, Text("审计管理员", "audit administrator")),
)


@dataclass(frozen=True, slots=True)
class City:
    """The demo as it lies on the disk."""

    folder: Path

    @property
    def rulebook(self) -> Rulebook:
        return load_rulebook(self.folder / "rulebook.yaml")


def prepare(folder: Path) -> Edition:
    """Organisations, people and the published rules. What is there stays."""
    city = City(folder)
    text = (folder / "rulebook.yaml").read_text(encoding="utf-8")
    rules = city.rulebook
    found = rulebooks.find_edition(rules.id, rules.edition)
    if found is not None:
        return found
    _organisations(rules)
    _people(rules)
    return _publish(text)


def fill(folder: Path, *, last: str = "done") -> Iterator[str]:
    """Play the rounds one after the other; yields each period as it is filled. `last`: `done`, or `in_hand` for a last
    round that is still being filed, so that there is something to try."""
    edition = prepare(folder)
    rules = rulebooks.rulebook_of(edition)
    for round_ in rules.rounds:
        in_hand = last == "in_hand" and round_ is rules.rounds[-1]
        fill_round(edition.book, edition.edition, round_.period, folder, cast_of(rules), in_hand=in_hand)
        yield round_.period


def cast_of(rules: Rulebook) -> Cast:
    """Who acts for whom in the play."""
    filers, verifiers = _duty_bodies(rules)
    return Cast(
        office="office",
        counter=COUNTER,
        filers={key: _login("filer", key) for key in filers},
        verifiers={key: _login("verifier", key) for key in verifiers},
        liaisons={unit.id: _login("liaison", unit.id) for unit in rules.contestants},
    )


def _login(role: str, organisation: str) -> str:
    """The person who holds a role in an organisation: one of those shown, or one made for the play."""
    shown = next((one.login for one in SHOWN if (one.role, one.organisation) == (role, organisation)), "")
    return shown or f"{role}-{organisation}"


def _duty_bodies(rules: Rulebook) -> tuple[set[str], set[str]]:
    """Who may have to file and who to verify: everybody named, the office and the counter-checkers."""
    filers: set[str] = set()
    verifiers = {OFFICE, COUNTER}
    plan = compile_plan(rules)
    for round_ in rules.rounds:
        for asked in asked_figures(plan, round_.period, OFFICE, COUNTER):
            filers.add(asked.filer)
            verifiers.add(asked.verifier)
    return filers, verifiers


def _organisations(rules: Rulebook) -> None:
    rows = [{"key": CITY, "name": "澜川市", "name_en": "Lanchuan", "kind": "city"}]
    rows.append(
        {"key": CENTRE, "name": "市信息中心", "name_en": "Information Centre", "kind": "department", "parent": CITY}
    )
    for body in rules.organisations:
        rows.append(
            {"key": body.id, "name": body.name.zh, "name_en": body.name.en, "kind": "department", "parent": CITY}
        )
    for unit in rules.contestants:
        kind = {"1": "county", "2": "park", "3": "department", "4": "park"}[unit.code[4]]
        row = {"key": unit.id, "name": unit.name.zh, "name_en": unit.name.en, "kind": kind}
        rows.append(row | {"parent": unit.within or CITY})
    people.load_organisations(actor=SYSTEM, at=BEGUN, rows=[_whole(row) for row in rows], since=FOUNDED)


def _whole(row: Mapping[str, str]) -> dict[str, str]:
    return {"document": "演示〔2022〕1号", **row}


def _people(rules: Rulebook) -> None:
    filers, verifiers = _duty_bodies(rules)
    for shown in SHOWN:
        _person(shown.login, shown.name, PASSWORD, [(shown.organisation, shown.role)])
    names = {body.id: body.name.zh for body in rules.organisations} | {u.id: u.name.zh for u in rules.contestants}
    for role, keys in (("filer", filers), ("verifier", verifiers), ("liaison", {u.id for u in rules.contestants})):
        for key in sorted(keys):
            login = _login(role, key)
            if login == f"{role}-{key}":
                duty = "office" if key == OFFICE else role
                _person(login, f"{names[key].removeprefix('市')}{people.ROLES[role].zh}", None, [(key, duty)])
    heads: dict[str, list[tuple[str, str]]] = {}
    for unit in rules.contestants:
        heads.setdefault(unit.head, []).append((unit.id, "head"))
    for head, posts in heads.items():
        if ("xiqiao", "head") not in posts:
            password = PASSWORD if len(posts) > 1 else None
            _person(head, f"{names[posts[0][0]]}负责人", password, posts)


def _person(login: str, name: str, password: str | None, posts: list[tuple[str, str]]) -> None:
    people.add_person(actor=SYSTEM, at=BEGUN, key=login, login=login, name=name, password=password, demo=True)
    for organisation, role in posts:
        people.give_post(actor=SYSTEM, at=BEGUN, person=login, organisation=organisation, role=role, since=FOUNDED)


def _actor(key: str, at: datetime.datetime) -> Actor:
    found = people.find_actor(key, at.date())
    assert found is not None, key
    return found


def _publish(text: str) -> Edition:
    """The rules along their chain: drafted by the office, approved by the office and two leaders, published by two."""
    at = BEGUN
    draft = rulebooks.start_from_text(actor=_actor("office", at), at=at, text=text, origin="examples/lanchuan")
    draft = rulebooks.submit_for_approval(actor=_actor("office", at), at=at, draft=draft.pk)
    for minute, key in enumerate(("office2", "leader", "leader2"), 1):
        at = BEGUN + datetime.timedelta(minutes=minute)
        rulebooks.decide_step(actor=_actor(key, at), at=at, draft=draft.pk, version=draft.version, verdict="agree")
    rulebooks.propose_publication(actor=_actor("leader", at), at=at, draft=draft.pk)
    return rulebooks.publish_edition(actor=_actor("leader2", at), at=at, draft=draft.pk)
