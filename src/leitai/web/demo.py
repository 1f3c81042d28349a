"""The demo city in the web: its organisations, one account for each role, its published rules, and its year.

`prepare` makes what the first page needs; `play` goes on behind it: four rounds through all doors, the rules of the
year after, and its first round half way.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from leitai.engine.assess.plan import compile_plan
from leitai.engine.rulebook.load import load_rulebook
from leitai.engine.rulebook.model import Rulebook
from leitai.web.assessment.api import Desk, publish_round
from leitai.web.collection.api import Cast, asked_figures, fill_round, leave_open
from leitai.web.exhibition import api as exhibition
from leitai.web.foundation.api import checkpoint
from leitai.web.people import api as people
from leitai.web.people.api import SYSTEM, Actor
from leitai.web.rulebook import api as rulebooks
from leitai.web.rulebook.api import Edition

PLACE = ZoneInfo("Asia/Shanghai")
DAY = datetime.timedelta(days=1)
FOUNDED = datetime.date(2022, 1, 1)
BEGUN = datetime.datetime(2023, 1, 29, 9, 0, tzinfo=PLACE)
# When the rules of the year after are published, with the year before closed.
BEGUN_AGAIN = datetime.datetime(2024, 2, 5, 9, 0, tzinfo=PLACE)
# Where the clock of the demo begins: the day before the last for filing the first quarter of the year after.
TODAY = datetime.datetime(2024, 4, 17, 9, 0, tzinfo=PLACE)
# Days of the year after that fall on a weekend, and the working day in their place.
MOVED = {
    "2024-04-20": "2024-04-22",
    "2024-04-27": "2024-04-26",
    "2024-07-20": "2024-07-22",
    "2024-07-27": "2024-07-26",
    "2024-10-20": "2024-10-21",
    "2024-10-27": "2024-10-28",
    "2025-01-18": "2025-01-17",
    "2025-01-26": "2025-01-24",
}
PASSWORD = "Lanchuan-2023"
CITY, OFFICE, COUNTER, CENTRE = "lanchuan", "kpb", "dcs", "xxzx"
# Who prepares, reviews, approves and publishes; and to whom each round went.
DESK = Desk("office", "office2", "leader", "leader2", "supervisor", "panel")
AUDIENCES = {"2023-Q1": "public", "2023-Q2": "public", "2023-Q3": "public", "2023-Q4": "internal"}
# What was objected to, by whom: an objection that was not upheld, and the one that led to a ruling (planted.csv).
DECLINED = {
    "2023-Q2": ("fengzhu", "fai_growth", "重大项目入统时间与我区台账不一致，请求核对。", ""),
}
UPHELD = {
    "2023-Q3": ("xiqiao", "hotline_satisfaction", "三件工单误派到我区，按规定应予剔除，请求改计。", ""),
}


class Shown(NamedTuple):
    """An account to enter the demo as: one for each role, two where an act takes two people."""

    login: str
    name: str
    role: str
    organisation: str
    also: str = ""
    """A second post in the same organisation."""


SHOWN = (
    Shown("office", "孙考评", "office", OFFICE),
    Shown("office2", "周考评", "office", OFFICE),
    Shown("filer", "陈填报", "filer", "tjj"),
    Shown("verifier", "赵审核", "verifier", "fgw"),
    Shown("liaison", "李联络", "liaison", "xiqiao"),
    Shown("head", "王区长", "head", "xiqiao"),
    Shown("leader", "郑市长", "leader", CITY),
    Shown("leader2", "何书记", "leader", CITY),
    Shown("supervisor", "冯督查", "supervisor", COUNTER, "verifier"),
    Shown("auditor", "褚审计", "auditor", "sjj"),
    Shown("panel", "吴评审", "panel", OFFICE),
    Shown("system_admin", "卫系统", "system_admin", CENTRE),
    Shown("security_admin", "蒋安全", "security_admin", CENTRE),
    Shown("audit_admin", "沈日志", "audit_admin", CENTRE),
)
# Who takes part beside them and does not sign in: the panel, and the leaders who vote.
BESIDE = (
    Shown("panel-zfb", "秦评审", "panel", "zfb"),
    Shown("panel-dsf", "金评审", "panel", "dsf"),
    Shown("leader3", "施副市长", "leader", CITY),
    Shown("leader4", "张部长", "leader", CITY),
    Shown("leader5", "孔秘书长", "leader", CITY),
)


def prepare(folder: Path) -> Edition:
    """Organisations, people and the published rules: what the first page needs."""
    _organisations(load_rulebook(folder / "rulebook.yaml"))
    for shown in SHOWN:
        roles = filter(None, (shown.role, shown.also))
        _person(shown.login, shown.name, PASSWORD, [(shown.organisation, role) for role in roles])
    edition = _publish((folder / "rulebook.yaml").read_text(encoding="utf-8"), BEGUN)
    at = BEGUN + datetime.timedelta(hours=1)
    exhibition.set_map(actor=_actor("office", at), at=at, name="map.json", content=(folder / "map.json").read_bytes())
    return edition


def parts_of(edition: Edition) -> int:
    """How many rounds `play` plays: those of the year, and the first of the year after."""
    return len(rulebooks.rulebook_of(edition).rounds) + 1


def play(folder: Path, edition: Edition) -> Iterator[str]:
    """Play the rounds one after the other, and leave the first of the year after open; yields each as it is done."""
    rules = rulebooks.rulebook_of(edition)
    _people(rules)
    cast = cast_of(rules)
    for one in rules.rounds:
        upheld = UPHELD.get(one.period)
        held = {upheld[:2]} if upheld is not None else set()
        round_ = fill_round(edition.book, edition.edition, one.period, folder, cast, held)
        publish_round(round_, DESK, AUDIENCES[one.period], DECLINED.get(one.period), upheld)
        yield one.period
    after = _publish(next_year(edition.text), BEGUN_AGAIN)
    begun = rulebooks.rulebook_of(after).rounds[0]
    assert begun.report_by is not None
    leave_open(after.book, after.edition, begun.period, folder / "next", cast, begun.report_by - 2 * DAY)
    _meanwhile(after)
    yield begun.period


def next_year(text: str) -> str:
    """The rules of the year after: the same contest, every day and period a year later, no day on a weekend.

    >>> next_year("id: city-2023, edition: 2023.1, publish_by: 2024-01-26")
    'id: city-2023, edition: 2024.1, publish_by: 2025-01-26'
    """
    later = re.sub(r"(?<![0-9A-Za-z-])20[0-9]{2}(?![0-9])", lambda year: str(int(year[0]) + 1), text)
    for day, working in MOVED.items():
        later = later.replace(day, working)
    return later


def cast_of(rules: Rulebook) -> Cast:
    """Who acts for whom in the play."""
    filers, verifiers = _duty_bodies(rules)
    return Cast(
        office="office",
        counter=COUNTER,
        panel=[one.login for one in (*SHOWN, *BESIDE) if one.role == "panel"],
        readers=(_login("filer", OFFICE), "office2"),
        leaders=[one.login for one in (*SHOWN, *BESIDE) if one.role == "leader"],
        filers={key: _login("filer", key) for key in filers},
        verifiers={key: _login("verifier", key) for key in verifiers},
        liaisons={unit.id: _login("liaison", unit.id) for unit in rules.contestants},
    )


def _login(role: str, organisation: str) -> str:
    """The person who holds a role in an organisation: one of those shown, or one made for the play."""
    shown = next((one.login for one in SHOWN if one.organisation == organisation and role in (one.role, one.also)), "")
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
    """Everybody who has a part in the play beside those who are shown; only who holds two posts may sign in."""
    for one in BESIDE:
        _person(one.login, one.name, None, [(one.organisation, one.role)])
    filers, verifiers = _duty_bodies(rules)
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


def _publish(text: str, begun: datetime.datetime) -> Edition:
    """The rules along their chain: drafted by the office, approved by the office and two leaders, published by two."""
    at = begun
    draft = rulebooks.start_from_text(actor=_actor("office", at), at=at, text=text, origin="examples/lanchuan")
    draft = rulebooks.submit_for_approval(actor=_actor("office", at), at=at, draft=draft.pk)
    for minute, key in enumerate(("office2", "leader", "leader2"), 1):
        at = begun + datetime.timedelta(minutes=minute)
        rulebooks.decide_step(actor=_actor(key, at), at=at, draft=draft.pk, version=draft.version, verdict="agree")
    rulebooks.propose_publication(actor=_actor("leader", at), at=at, draft=draft.pk)
    return rulebooks.publish_edition(actor=_actor("leader2", at), at=at, draft=draft.pk)


def _meanwhile(edition: Edition) -> None:
    """What else goes on in the middle of April: rules for the second half open for comment, a correction to be signed,
    a complaint without an answer, and the checkpoints of the year."""
    at = TODAY - DAY
    office, unit, other = _actor("office", at), _actor("liaison", at), _actor("liaison-fengzhu", at)
    draft = rulebooks.start_from_text(
        actor=office, at=at, text=_revised(edition, "2024.3", "下半年修订"), origin="examples/lanchuan"
    )
    rulebooks.open_for_comment(actor=office, at=at, draft=draft.pk, until=(TODAY + 5 * DAY).date())
    words = "建议对园区单列固定资产投资目标，不与所在区县合并下达。"
    rulebooks.add_comment(actor=unit, at=at, draft=draft.pk, organisation="xiqiao", clause="general", words=words)
    words = "季度通报后三日内才能见到得分明细，建议同日提供。"
    said = rulebooks.add_comment(
        actor=other, at=at, draft=draft.pk, organisation="fengzhu", clause="general", words=words
    )
    reason = "通报当日在系统中同时开放本单位明细。"
    rulebooks.answer_comment(actor=office, at=at, comment=said.pk, verdict="adopted", reason=reason)

    draft = rulebooks.start_from_text(
        actor=office, at=at, text=_revised(edition, "2024.2", "更正"), origin="examples/lanchuan"
    )
    draft = rulebooks.submit_for_approval(actor=office, at=at, draft=draft.pk)
    rulebooks.decide_step(actor=_actor("office2", at), at=at, draft=draft.pk, version=draft.version, verdict="agree")

    words = "同一项数据统计局和发展改革委都来要，能否只报一次？"
    people.suggest(actor="liaison", at=at, page="/rounds/", kind="complaint", words=words)
    made = people.suggest(actor="", at=at, page="/", kind="suggestion", words="表格打印时请重复表头。")
    people.answer_suggestion(actor="office", at=at, suggestion=made.pk, answer="已经可以：打印时每页都有表头。")
    checkpoint(actor="audit_admin", at=TODAY - 9 * DAY)


def _revised(edition: Edition, number: str, what: str) -> str:
    """The text of an edition under the number and title of a later one."""
    text = edition.text.replace(f'"{edition.edition}"', f'"{number}"', 1)
    return text.replace(edition.title, edition.title.replace("演示", f"演示，{what}"))
