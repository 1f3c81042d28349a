"""Every line of a permission matrix × every role: one test for all rooms, each beside its own table and its own world.

403 where a page is visible and forbidden, 404 where it is hidden, the login page for who has not signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.cast import PEOPLE
from tests.pages.permissions import Line
from tests.visitor import Visitor

ROLES = ("", *(key for key, _, _ in PEOPLE))


def url_of(line: Line, world: Mapping[str, Any]) -> str:
    return reverse(line.name, kwargs=line.arguments(world) if callable(line.arguments) else line.arguments)


def each_role_gets(lines: Sequence[Line]) -> Callable[..., None]:
    """The test of a room: each of the cast asks for every line of the `world` its fixture prepares."""

    @pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "not signed in")
    def test(role: str, world: Mapping[str, Any], visitor: Visitor) -> None:
        somebody = visitor.as_(role) if role else visitor
        found = {}
        for line in lines:
            url = url_of(line, world)
            # Limits of how often are not what is asked here.
            cache.clear()
            given = (somebody.status("get", url), somebody.status("post", url))
            if given != line.expected(role):
                found[f"{line.name} {url}"] = f"{given}, should be {line.expected(role)}"
        assert not found, found

    return test
