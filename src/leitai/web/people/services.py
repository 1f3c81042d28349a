"""Acts on organisations, persons and posts. Each is one transaction and one audit event."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.foundation.api import Refused, append
from leitai.web.people.models import Organisation, OrganisationChange, OrganisationSpan, Person, Post
from leitai.web.people.roles import ADMINISTRATORS, ROLES

CHAIN = "people"


@transaction.atomic
def found_organisation(
    *,
    actor: str,
    at: datetime.datetime,
    key: str,
    name_zh: str,
    kind: str,
    since: datetime.date,
    name_en: str = "",
    parent: str | None = None,
    document: str = "",
) -> Organisation:
    """新设 an organisation from a day on."""
    if Organisation.objects.filter(key=key).exists():
        raise Refused(why=f"编号 {key} 已有,请换一个编号。")
    organisation = Organisation.objects.create(key=key)
    _open(organisation, name_zh, name_en, kind, _organisation(parent), since)
    _record("found", since, [], [key], document, actor, at)
    return organisation


@transaction.atomic
def rename_organisation(
    *, actor: str, at: datetime.datetime, key: str, name_zh: str, day: datetime.date, document: str, name_en: str = ""
) -> OrganisationSpan:
    """更名 from a day on; results of rounds before it keep the old name."""
    open_span = _close(key, day)
    span = _open(open_span.organisation, name_zh, name_en, open_span.kind, open_span.parent, day)
    _record("rename", day, [key], [key], document, actor, at)
    return span


@transaction.atomic
def merge_organisations(
    *, actor: str, at: datetime.datetime, sources: Sequence[str], into: str, day: datetime.date, document: str
) -> None:
    """合并: the sources end on the day; `into` stands from then on for all of them (it may be one of them)."""
    if len(set(sources)) < 2:
        raise Refused(why="合并至少要两个单位。")
    for key in sources:
        if key != into:
            _close(key, day)
            _end_posts(key, day)
    if not Organisation.objects.filter(key=into, spans__until__isnull=True).exists():
        raise Refused(why=f"合并后的单位 {into} 尚未设立,请先新设。")
    _record("merge", day, sorted(sources), [into], document, actor, at)


@transaction.atomic
def close_organisation(*, actor: str, at: datetime.datetime, key: str, day: datetime.date, document: str) -> None:
    """撤销: it ends on the day, and so do the posts in it."""
    _close(key, day)
    _end_posts(key, day)
    _record("close", day, [key], [], document, actor, at)


@transaction.atomic
def add_person(
    *, actor: str, at: datetime.datetime, key: str, login: str, name: str, password: str | None, demo: bool = False
) -> Person:
    """A person who may sign in; without a password, only by a link that sets one."""
    if Person.objects.filter(login=login).exists() or Person.objects.filter(key=key).exists():
        raise Refused(why=f"登录名 {login} 已有人使用,请换一个。")
    person = Person(key=key, login=login, name=name, demo=demo)
    person.set_password(password)
    person.save()
    append(chain=CHAIN, at=at, actor=actor, act="add_person", subject=f"person:{key}", data={"login": login})
    return person


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
    if role not in ROLES:
        raise Refused(why=f"没有“{role}”这种职责。可用:{'、'.join(ROLES)}。")
    holder = Person.objects.select_for_update().get(key=person)
    held = set(Post.objects.filter(person=holder, until__isnull=True).values_list("role", flat=True))
    if (role in ADMINISTRATORS and held - {role}) or (role not in ADMINISTRATORS and held & ADMINISTRATORS):
        raise Refused(why="系统、安全、审计三类管理员须由不同的人担任,也不得兼任竞赛中的职责(三员分立)。")
    post = Post.objects.create(
        person=holder, organisation=Organisation.objects.get(key=organisation), role=role, title=title, since=since
    )
    append(
        chain=CHAIN,
        at=at,
        actor=actor,
        act="give_post",
        organisation=organisation,
        subject=f"person:{person}",
        data={"role": role, "since": since.isoformat()},
    )
    return post


@transaction.atomic
def end_post(*, actor: str, at: datetime.datetime, post: int, day: datetime.date) -> None:
    """免职 from a day on; what the person did in the post stays theirs."""
    count = Post.objects.filter(pk=post, until__isnull=True).update(until=day)
    if count != 1:
        raise Refused(why="这一任职已经结束。")
    ended = Post.objects.select_related("person", "organisation").get(pk=post)
    append(
        chain=CHAIN,
        at=at,
        actor=actor,
        act="end_post",
        organisation=ended.organisation.key,
        subject=f"person:{ended.person.key}",
        data={"role": ended.role, "until": day.isoformat()},
    )


@transaction.atomic
def set_view(*, person: str, language: str, look: str) -> None:
    """Language and look are a person's own; nobody rates them and nothing is logged."""
    Person.objects.filter(key=person).update(language=language, look=look)


def load_organisations(
    *, actor: str, at: datetime.datetime, rows: Sequence[Mapping[str, str]], since: datetime.date
) -> int:
    """Organisations from a table (key, name, kind, parent): all or nothing, parents before children in any order."""
    known = set(Organisation.objects.values_list("key", flat=True))
    waiting = [dict(row) for row in rows]
    faults = [f"第 {i} 行:上级“{row['parent']}”不在表中,也未设立" for i, row in enumerate(waiting, 2) if _orphan(row, waiting, known)]
    if faults:
        raise Refused(why=";".join(faults))
    with transaction.atomic():
        count = 0
        while waiting:
            ready = [row for row in waiting if not row.get("parent") or row["parent"] in known]
            if not ready:
                raise Refused(why=f"上级关系成环:{'、'.join(row['key'] for row in waiting)}")
            for row in ready:
                found_organisation(
                    actor=actor,
                    at=at,
                    key=row["key"],
                    name_zh=row["name"],
                    name_en=row.get("name_en", ""),
                    kind=row["kind"],
                    parent=row.get("parent") or None,
                    since=since,
                    document=row.get("document", ""),
                )
                known.add(row["key"])
                count += 1
            waiting = [row for row in waiting if row not in ready]
    return count


def _orphan(row: Mapping[str, str], rows: Sequence[Mapping[str, str]], known: set[str]) -> bool:
    parent = row.get("parent")
    return bool(parent) and parent not in known and all(other["key"] != parent for other in rows)


def _organisation(key: str | None) -> Organisation | None:
    if key is None:
        return None
    found = Organisation.objects.filter(key=key).first()
    if found is None:
        raise Refused(why=f"没有编号为 {key} 的单位。")
    return found


def _open(
    organisation: Organisation, name_zh: str, name_en: str, kind: str, parent: Organisation | None, since: datetime.date
) -> OrganisationSpan:
    return OrganisationSpan.objects.create(
        organisation=organisation, name_zh=name_zh, name_en=name_en, kind=kind, parent=parent, since=since
    )


def _close(key: str, day: datetime.date) -> OrganisationSpan:
    span = OrganisationSpan.objects.select_related("organisation", "parent").filter(
        organisation__key=key, until__isnull=True
    ).first()
    if span is None:
        raise Refused(why=f"单位 {key} 不存在或已撤销。")
    if day <= span.since:
        raise Refused(why=f"{day} 不晚于现行名称的起始日 {span.since}。")
    OrganisationSpan.objects.filter(pk=span.pk).update(until=day)
    return span


def _end_posts(key: str, day: datetime.date) -> None:
    Post.objects.filter(organisation__key=key, until__isnull=True).update(until=day)


def _record(
    kind: str,
    day: datetime.date,
    sources: Sequence[str],
    results: Sequence[str],
    document: str,
    actor: str,
    at: datetime.datetime,
) -> None:
    change = OrganisationChange(
        day=day,
        kind=kind,
        sources=canonical_bytes(list(sources)).decode(),
        results=canonical_bytes(list(results)).decode(),
        document=document,
        at=at,
        actor=actor,
    )
    change.save(force_insert=True)
    append(
        chain=CHAIN,
        at=at,
        actor=actor,
        act=f"organisation_{kind}",
        organisation=(list(results) or list(sources))[0],
        data={"from": list(sources), "to": list(results), "day": day.isoformat()},
        rows=[change],
    )
