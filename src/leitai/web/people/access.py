"""Who may: `authorise` for acts, re-read inside the act's transaction; `access_*`, the only loaders pages may use."""

from __future__ import annotations

import datetime

from django.utils import timezone

from leitai.engine.errors import Text
from leitai.web.foundation.api import Invisible, NotAllowed
from leitai.web.people.models import Organisation, Person, Post, Suggestion
from leitai.web.people.roles import DOES, MAY, ROLES
from leitai.web.people.selectors import Actor, Held, get_actor

# The command line on the server itself: whoever may start it holds the data folder anyway.
SYSTEM = "system"


def authorise(*, actor: str | Actor, act: str, at: datetime.datetime, organisation: str | None = None) -> Held | None:
    """The post under which the actor may do the act on that day, or NotAllowed. The system itself has no post.

    Reads the posts anew: a post that ended while a page lay open gives no right any more.
    """
    key = actor if isinstance(actor, str) else actor.key
    if key == SYSTEM:
        return None
    person = Person.objects.filter(key=key, is_active=True).first()
    if person is None:
        raise refusal(act)
    fresh = get_actor(person, timezone.localdate(at))
    if not fresh.may(act, organisation):
        raise refusal(act)
    return next(post for post in fresh.posts_for(act, organisation))


def post_for(actor: Actor, act: str, at: datetime.datetime, organisation: str | None = None) -> str:
    """The post under which an act is done, as its event names it: `office@kpb`. Refuses as `authorise` does."""
    held = authorise(actor=actor, act=act, at=at, organisation=organisation)
    return f"{held.role}@{held.organisation}"[:64] if held is not None else ""


def refusal(act: str) -> NotAllowed:
    """Who could do it instead, so that a person knows whom to ask."""
    roles = [ROLES[role] for role in MAY[act]]
    needed = Text("、".join(role.zh for role in roles), ", ".join(role.en for role in roles))
    return NotAllowed(act=DOES[act], needed=needed)


def require(actor: Actor, act: str, organisation: str | None = None) -> None:
    """For a page that is visible to everybody who signed in: NotAllowed unless the actor may."""
    if not actor.may(act, organisation):
        raise refusal(act)


def access_person(actor: Actor, key: str, *, to: str = "view") -> Person:
    """A person, for the security administrator, and for the person alone. Others are told there is nobody."""
    person = Person.objects.filter(key=key).first()
    if person is None or not (actor.may("manage_people") or person.key == actor.key):
        raise Invisible()
    if to != "view":
        require(actor, "manage_people")
    return person


def access_post(actor: Actor, id_: int, *, to: str = "view") -> Post:
    """A post of a person who is visible to the actor."""
    post = Post.objects.select_related("person", "organisation").filter(pk=id_).first()
    if post is None:
        raise Invisible()
    access_person(actor, post.person.key, to=to)
    return post


def access_organisation(actor: Actor, key: str, *, to: str = "view") -> Organisation:
    """An organisation. Who takes part is known to everybody who signed in."""
    organisation = Organisation.objects.filter(key=key).first()
    if organisation is None:
        raise Invisible()
    if to != "view":
        require(actor, "manage_organisations")
    return organisation


def access_suggestion(actor: Actor, id_: int, *, to: str = "view") -> Suggestion:
    """What somebody told us: for who told it, and for those who answer."""
    suggestion = Suggestion.objects.filter(pk=id_).first()
    if suggestion is None or not (suggestion.person == actor.key or actor.may("answer_suggestion")):
        raise Invisible()
    if to != "view":
        require(actor, "answer_suggestion")
    return suggestion
