"""A request as pages see it once the middleware has told who acts."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from leitai.web.people.models import Person
from leitai.web.people.selectors import Actor


class ActorRequest(HttpRequest):
    """A request with `actor`: the person with the posts of today."""

    actor: Actor
    htmx: HtmxDetails
    user: Person
    look: str
