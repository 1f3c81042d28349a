"""Reads of people and organisations, each as of a day, in a total order."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from leitai.engine.errors import Text
from leitai.web.foundation.api import lang
from leitai.web.people.models import Organisation, OrganisationChange, OrganisationSpan, Person, Post, Suggestion
from leitai.web.people.roles import MAY, ROLES


@dataclass(frozen=True, slots=True)
class Held:
    """A post as of a day, with the organisation's name of that day."""

    id: int
    role: str
    organisation: str
    organisation_name: str
    title: str

    @property
    def role_words(self) -> Text:
        return ROLES[self.role]


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

    def posts_for(self, act: str, organisation: str | None = None) -> list[Held]:
        """The posts that allow the act: one in the organisation first, then those that reach everywhere."""
        roles = MAY[act]
        own = [p for p in self.posts if roles.get(p.role) == "own" and organisation in (None, p.organisation)]
        wide = [p for p in self.posts if roles.get(p.role) == "all"]
        return own + wide

    def post_for(self, act: str, organisation: str) -> Held | None:
        """The post under which the act is done."""
        return next(iter(self.posts_for(act, organisation)), None)

    def holds(self, *roles: str) -> bool:
        """Whether one of the roles is held, wherever."""
        return any(post.role in roles for post in self.posts)

    @property
    def organisations(self) -> frozenset[str]:
        return frozenset(post.organisation for post in self.posts)


def spans_on(day: datetime.date) -> QuerySet[OrganisationSpan]:
    """The organisations that stood on a day, as they stood, by kind and key."""
    return (
        OrganisationSpan.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
        .select_related("organisation", "parent")
        .order_by("kind", "organisation__key")
    )


def list_keys() -> set[str]:
    """Every key an organisation has or had."""
    return set(Organisation.objects.values_list("key", flat=True))


def names_on(day: datetime.date, keys: Iterable[str] | None = None, language: str = "zh") -> dict[str, str]:
    """Organisation key → its name on a day, in Chinese where it has no other. Which stand on that day only."""
    spans = spans_on(day)
    if keys is not None:
        spans = spans.filter(organisation__key__in=list(keys))
    rows = spans.values_list("organisation__key", "name_zh", "name_en")
    return {key: (language == "en" and english) or chinese for key, chinese, english in rows}


def _posts_on(day: datetime.date) -> QuerySet[Post]:
    return (
        Post.objects.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
        .select_related("organisation")
        .order_by("role", "organisation__key")
    )


def get_actor(person: Person, day: datetime.date) -> Actor:
    """A person with the posts held on a day."""
    posts = list(_posts_on(day).filter(person=person))
    names = names_on(day, {post.organisation.key for post in posts}, lang()) if posts else {}
    held = tuple(
        Held(
            post.pk,
            post.role,
            post.organisation.key,
            names.get(post.organisation.key, post.organisation.key),
            post.title,
        )
        for post in posts
    )
    return Actor(person.key, person.name, day, held)


def successors_on(day: datetime.date) -> dict[str, str]:
    """Organisations that merged into another by a day → who stands for them; later mergers are followed.

    Of a split each part answers for its own new duties, so a split organisation has no one successor here.
    """
    changes = OrganisationChange.objects.filter(day__lte=day, kind="merge").order_by("day", "pk")
    found: dict[str, str] = {}
    for sources, results in changes.values_list("sources", "results"):
        into = json.loads(results)[0]
        merged = {key for key in json.loads(sources) if key != into}
        found = {old: into if new in merged else new for old, new in found.items()}
        found |= dict.fromkeys(merged, into)
        found.pop(into, None)
    return found


def find_actor(key: str, day: datetime.date) -> Actor | None:
    """The person as she stands on a day, read anew; None for somebody unknown or shut out."""
    person = Person.objects.filter(key=key, is_active=True).first()
    return None if person is None else get_actor(person, day)


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in the list, with the posts of the day."""

    person: Person
    posts: tuple[Held, ...]


def people_with_posts(day: datetime.date) -> list[Listed]:
    """Everybody, by login name, with the posts of a day."""
    names = names_on(day, language=lang())
    held: dict[int, list[Held]] = {}
    for post in _posts_on(day):
        key = post.organisation.key
        held.setdefault(post.person_id, []).append(Held(post.pk, post.role, key, names.get(key, key), post.title))
    people = Person.objects.order_by("login")
    return [Listed(person, tuple(held.get(person.pk, ()))) for person in people]


def registered_on(day: datetime.date) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Who is registered, by login name, and the roles each holds on a day."""
    listed = people_with_posts(day)
    return (
        {one.person.login: one.person.name for one in listed},
        {one.person.login: {post.role for post in one.posts} for one in listed},
    )


def person_names(keys: Iterable[str]) -> dict[str, str]:
    """Key of a person → her name."""
    return dict(Person.objects.filter(key__in=set(keys)).values_list("key", "name"))


def find_person(key: str) -> Person | None:
    return Person.objects.filter(key=key).first()


def find_login(login: str) -> Person | None:
    return Person.objects.filter(login=login).first()


def keys_of_people(words: str) -> tuple[str, ...]:
    """Keys of the people meant by a name, a part of one, a login name or a key."""
    meant = Q(name__contains=words) | Q(login=words) | Q(key=words)
    return tuple(Person.objects.filter(meant).order_by("key").values_list("key", flat=True))


def keys_of_organisations(words: str) -> tuple[str, ...]:
    """Keys of the organisations that ever had the name, or a part of it, or have the key."""
    spans = OrganisationSpan.objects.filter(Q(name_zh__contains=words) | Q(organisation__key=words))
    return tuple(sorted(set(spans.values_list("organisation__key", flat=True))))


def list_people() -> QuerySet[Person]:
    return Person.objects.order_by("key")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo, named by its first role."""

    login: str
    name: str
    role: str
    words: Text


def demo_accounts(day: datetime.date) -> list[DemoAccount]:
    """The accounts that were made for a demo and may sign in, one query; by role, then by login."""
    posts = _posts_on(day).filter(person__demo=True, person__is_active=True)
    rows = posts.exclude(person__password__startswith="!").values_list("role", "person__login", "person__name")
    first: dict[str, tuple[str, str]] = {}
    for role, login, name in rows:
        first.setdefault(login, (role, name))
    order = list(ROLES)
    sorted_ = sorted(first.items(), key=lambda item: (order.index(item[1][0]), item[0]))
    found: list[DemoAccount] = []
    for login, (role, name) in sorted_:
        same = sum(one.role == role for one in found)
        words = Text(f"{ROLES[role].zh} {same + 1}", f"{ROLES[role].en} {same + 1}") if same else ROLES[role]
        found.append(DemoAccount(login, name, role, words))
    return found


def list_posts(person: str | None = None, organisation: str | None = None) -> QuerySet[Post]:
    """Posts, those that are held first, then those that ended, latest first."""
    posts = Post.objects.select_related("person", "organisation").order_by(
        F("until").desc(nulls_first=True), "organisation__key", "role", "pk"
    )
    if person is not None:
        posts = posts.filter(person__key=person)
    if organisation is not None:
        posts = posts.filter(organisation__key=organisation)
    return posts


def list_changes(
    since: datetime.date | None = None, until: datetime.date | None = None
) -> QuerySet[OrganisationChange]:
    """What became of organisations, latest first."""
    changes = OrganisationChange.objects.order_by("-day", "-pk")
    if since is not None:
        changes = changes.filter(day__gt=since)
    if until is not None:
        changes = changes.filter(day__lte=until)
    return changes


def list_suggestions(actor: Actor) -> QuerySet[Suggestion]:
    """Those the actor may see: all for who answers them, else one's own. Unanswered first, then the latest."""
    found = Suggestion.objects.order_by(F("answered_at").desc(nulls_first=True), "-at", "-pk")
    return found if actor.may("answer_suggestion") else found.filter(person=actor.key)
