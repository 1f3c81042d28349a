"""Reads of people and organisations, each as of a day, in a total order."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from leitai.web.people.models import OrganisationSpan, Person, Post
from leitai.web.people.roles import MAY


@dataclass(frozen=True, slots=True)
class Held:
    """A post as of a day, with the organisation's name of that day."""

    id: int
    role: str
    organisation: str
    organisation_name: str
    title: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the posts of the day. Permission is decided from this and nothing else."""

    key: str
    name: str
    day: datetime.date
    posts: tuple[Held, ...]

    def reach(self, act: str) -> frozenset[str] | None:
        """The organisations for which the actor may do an act; None means all, an empty set none."""
        roles = MAY[act]
        if any(roles.get(post.role) == "all" for post in self.posts):
            return None
        return frozenset(post.organisation for post in self.posts if roles.get(post.role) == "own")

    def may(self, act: str, organisation: str | None = None) -> bool:
        reach = self.reach(act)
        if reach is None:
            return True
        return bool(reach) if organisation is None else organisation in reach

    def post_for(self, act: str, organisation: str) -> Held | None:
        """The post under which the act is done: one in the organisation first, then one that reaches everywhere."""
        roles = MAY[act]
        own = [p for p in self.posts if roles.get(p.role) == "own" and p.organisation == organisation]
        wide = [p for p in self.posts if roles.get(p.role) == "all"]
        return (own or wide or [None])[0]

    @property
    def organisations(self) -> frozenset[str]:
        return frozenset(post.organisation for post in self.posts)


def spans_on(day: datetime.date) -> QuerySet[OrganisationSpan]:
    """The organisations that stood on a day, as they stood."""
    return (
        OrganisationSpan.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
        .select_related("organisation", "parent")
        .order_by("kind", "organisation__key")
    )


def names_on(day: datetime.date, keys: Iterable[str] | None = None) -> dict[str, str]:
    """Organisation key → its Chinese name on a day."""
    spans = spans_on(day)
    if keys is not None:
        spans = spans.filter(organisation__key__in=list(keys))
    return dict(spans.values_list("organisation__key", "name_zh"))


def get_actor(person: Person, day: datetime.date) -> Actor:
    """A person with the posts held on a day."""
    posts = list(
        Post.objects.filter(Q(until__isnull=True) | Q(until__gt=day), person=person, since__lte=day)
        .select_related("organisation")
        .order_by("role", "organisation__key")
    )
    names = names_on(day, {post.organisation.key for post in posts})
    held = tuple(
        Held(post.pk, post.role, post.organisation.key, names.get(post.organisation.key, post.organisation.key), post.title)
        for post in posts
    )
    return Actor(person.key, person.name, day, held)


def find_person(key: str) -> Person | None:
    return Person.objects.filter(key=key).first()


def list_people() -> QuerySet[Person]:
    return Person.objects.order_by("key")
