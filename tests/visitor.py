"""A browser without a screen: signs in as one of the cast and asks for pages."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from leitai.web.people.models import Person


class Visitor(Client):
    """Django's client, without following redirects and with CSRF off as in every test of Django."""

    def as_(self, key: str, language: str = "zh-hans") -> Visitor:
        """Another visitor, signed in as this person."""
        other = Visitor()
        person = Person.objects.get(key=key)
        if person.language != language:
            Person.objects.filter(key=key).update(language=language)
        other.force_login(person)
        return other

    def status(self, method: str, url: str, data: dict[str, Any] | None = None) -> int:
        response: HttpResponse = getattr(self, method)(url, data or {})
        return response.status_code
