"""Who holds which role on a day: for panels and electorates."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q

from leitai.web.foundation.api import lang
from leitai.web.people.api import ROLES, list_posts, names_on


class Holder(NamedTuple):
    """A person with the first of the posts asked for."""

    key: str
    name: str
    role: str
    organisation: str
    login: str


def holders(day: datetime.date, roles: Iterable[str]) -> list[Holder]:
    """Everybody who holds one of the roles, once, by organisation and role. Two queries."""
    posts = (
        list_posts()
        .filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day, role__in=list(roles), person__is_active=True)
        .order_by("organisation__key", "role", "person__key")
    )
    found: dict[str, Holder] = {}
    for one in posts:
        held = Holder(one.person.key, one.person.name, one.role, one.organisation.key, one.person.login)
        found.setdefault(one.person.key, held)
    return list(found.values())


def named_holders(day: datetime.date, roles: Iterable[str]) -> list[tuple[str, str]]:
    """The same for a form: key, and the name with organisation and post."""
    return [
        (one.key, f"{one.name}（{where} {ROLES[one.role].say(lang())}）") for one, where in placed_holders(day, roles)
    ]


def placed_holders(day: datetime.date, roles: Iterable[str]) -> list[tuple[Holder, str]]:
    """The same with the name of the organisation. Three queries."""
    people = holders(day, roles)
    names = names_on(day, {one.organisation for one in people}, lang())
    return [(one, names.get(one.organisation, one.organisation)) for one in people]
