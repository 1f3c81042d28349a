"""Acts on persons and posts."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused, append
from leitai.web.people.access import SYSTEM, authorise
from leitai.web.people.keys import LETTERS, new_key
from leitai.web.people.models import Organisation, Person, Post
from leitai.web.people.roles import ADMINISTRATORS, ROLES
from leitai.web.people.roster import RosterRow, check_roster
from leitai.web.people.selectors import names_on, registered_on

CHAIN = "people"
ACT = "manage_people"


@transaction.atomic
def add_person(
    *, actor: str, at: datetime.datetime, key: str, login: str, name: str, password: str | None, demo: bool = False
) -> Person:
    """A person who may sign in with a first password; without one, not before one is given."""
    authorise(actor=actor, act=ACT, at=at)
    if Person.objects.filter(login=login).exists() or Person.objects.filter(key=key).exists():
        raise _refused(f"登录名 {login} 已有人使用，请换一个。", f"The login name {login} is taken; choose another.")
    person = Person(key=key, login=login, name=name, demo=demo)
    if password is not None and not demo:
        _check(password, person)
    if demo and password is not None:
        person.password = _known_to_all(password)
    else:
        person.set_password(password)
    person.save(force_insert=True)
    _record("add_person", actor, at, person.key, {"login": login, "name": name})
    return person


@cache
def _known_to_all(password: str) -> str:
    """The one word of the demo's accounts, which stands in its source: hashed once, not for each of them."""
    return make_password(password)


@dataclass(frozen=True, slots=True)
class Slip:
    """What somebody newly registered is told in person: the login name and a first password, shown once."""

    login: str
    name: str
    password: str


def load_people(*, actor: str, at: datetime.datetime, rows: Sequence[RosterRow], since: datetime.date) -> list[Slip]:
    """Persons and their posts from a roster, all or nothing; whoever is registered already gets the posts alone."""
    authorise(actor=actor, act=ACT, at=at)
    names = {row.login: row.name for row in rows}
    known = set(Person.objects.filter(login__in=names).values_list("login", flat=True))
    slips = [Slip(login, name, first_password()) for login, name in names.items() if login not in known]
    # A hash takes its time on purpose; it is made before anything is locked.
    hashes = {slip.login: make_password(slip.password) for slip in slips}
    with transaction.atomic():
        faults = check_roster(rows, names_on(since), *registered_on(since))
        if faults:
            raise _refused("；".join(f.line("zh") for f in faults), "; ".join(f.line("en") for f in faults))
        for slip in slips:
            made = Person(key=new_key(), login=slip.login, name=slip.name, password=hashes[slip.login])
            made.save(force_insert=True)
            _record("add_person", actor, at, made.key, {"login": slip.login, "name": slip.name})
        keys = dict(Person.objects.filter(login__in=names).values_list("login", "key"))
        for row in rows:
            give_post(
                actor=actor,
                at=at,
                person=keys[row.login],
                organisation=row.organisation,
                role=row.role,
                since=since,
                title=row.title,
            )
    return slips


def first_password() -> str:
    """Three groups of five letters that are not mistaken for each other when read out."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(3))


@transaction.atomic
def reset_password(*, actor: str, at: datetime.datetime, person: str, password: str) -> None:
    """A new first password, for who forgot the old one; told in person, changed after signing in."""
    authorise(actor=actor, act=ACT, at=at)
    held = _person(person)
    _check(password, held)
    held.set_password(password)
    held.save(update_fields=["password"])
    _record("reset_password", actor, at, person, {})


@transaction.atomic
def set_active(*, actor: str, at: datetime.datetime, person: str, active: bool) -> None:
    """停用 or 启用 a person's signing in. What the person did stays theirs."""
    authorise(actor=actor, act=ACT, at=at)
    if actor == person:
        raise _refused("不能停用自己，请由另一位安全管理员办理。", "Nobody switches off their own account.")
    if Person.objects.filter(key=person, is_active=not active).update(is_active=active) != 1:
        raise _refused(
            "这个账号已是这一状态，或没有这个人。", "The account is in that state already, or there is none."
        )
    _record("switch_on" if active else "switch_off", actor, at, person, {})


@transaction.atomic
def give_post(
    *,
    actor: str,
    at: datetime.datetime,
    person: str,
    organisation: str,
    role: str,
    since: datetime.date,
    title: str = "",
) -> Post:
    """任职. The three administrators are apart from each other and from every post in the contest (三员分立)."""
    authorise(actor=actor, act=ACT, at=at)
    if role not in ROLES:
        raise _refused(
            f"没有“{role}”这种职责。可用：{'、'.join(ROLES)}。", f"No role '{role}'; there are: {', '.join(ROLES)}."
        )
    if actor == person and actor != SYSTEM:
        raise _refused("不能给自己任职，请由另一位安全管理员办理。", "Nobody gives a post to themselves.")
    # Locked, so that two posts given at once cannot together break the separation of the three.
    holder = Person.objects.select_for_update().filter(pk=_person(person).pk).get()
    there = Organisation.objects.filter(key=organisation).first()
    if there is None:
        raise _refused(f"没有编号为 {organisation} 的单位。", f"There is no organisation {organisation}.")
    held = set(Post.objects.filter(person=holder, until__isnull=True).values_list("role", flat=True))
    if (role in ADMINISTRATORS and held - {role}) or (role not in ADMINISTRATORS and held & ADMINISTRATORS):
        raise _refused(
            "系统、安全、审计三类管理员须由不同的人担任，也不得兼任竞赛中的职责（三员分立）。",
            "System, security and audit administrators are three people, and hold no post in the contest.",
        )
    if Post.objects.filter(person=holder, organisation=there, role=role, until__isnull=True).exists():
        raise _refused(f"{holder.name}已任这一职责。", f"{holder.name} holds this post already.")
    post = Post.objects.create(person=holder, organisation=there, role=role, title=title, since=since)
    data = {"role": role, "since": since.isoformat(), "title": title}
    _record("give_post", actor, at, person, data, organisation)
    return post


@transaction.atomic
def end_post(*, actor: str, at: datetime.datetime, post: int, day: datetime.date) -> None:
    """免职 from a day on; what the person did in the post stays theirs."""
    authorise(actor=actor, act=ACT, at=at)
    ended = Post.objects.select_related("person", "organisation").filter(pk=post).first()
    if ended is None:
        raise _refused("没有这一任职。", "There is no such post.")
    if day < ended.since:
        raise _refused(
            f"{day} 早于任职之日 {ended.since}，请写更晚的日期。", f"{day} is before {ended.since}, when it began."
        )
    if Post.objects.filter(pk=post, until__isnull=True).update(until=day) != 1:
        raise _refused("这一任职已经结束。", "This post has ended already.")
    data = {"role": ended.role, "until": day.isoformat()}
    _record("end_post", actor, at, ended.person.key, data, ended.organisation.key)


@transaction.atomic
def set_view(*, actor: str, at: datetime.datetime, language: str, look: str) -> None:
    """Language and look are a person's own; nobody rates them and nothing is logged."""
    Person.objects.filter(key=actor).update(language=language, look=look)


@transaction.atomic
def record_sign_in(*, actor: str, at: datetime.datetime, act: str, address: str) -> None:
    """Signing in and out, refused attempts and changed factors, for the auditors (GB/T 22239). No page is counted."""
    append(chain="sign_in", at=at, actor=actor, act=act, subject=f"person:{actor}", data={"address": address})


def _person(key: str) -> Person:
    found = Person.objects.filter(key=key).first()
    if found is None:
        raise _refused(f"没有编号为 {key} 的人员。", f"There is no person {key}.")
    return found


def _check(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused(why=Text(" ".join(error.messages))) from None


def _refused(zh: str, en: str) -> Refused:
    return Refused(why=Text(zh, en))


def _record(
    act: str, actor: str, at: datetime.datetime, person: str, data: dict[str, str], organisation: str = ""
) -> None:
    append(
        chain=CHAIN,
        at=at,
        actor=actor,
        act=act,
        organisation=organisation,
        subject=f"person:{person}",
        data=data,
    )
