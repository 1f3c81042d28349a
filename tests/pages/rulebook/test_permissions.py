"""Every page of the room × every role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import get_resolver, reverse

from tests.cast import PEOPLE
from tests.pages.permissions import Line
from tests.pages.rulebook.permissions import LINES
from tests.visitor import Visitor

ROLES = ("", *(key for key, _, _ in PEOPLE))


def url_of(line: Line, world: Mapping[str, Any]) -> str:
    return reverse(line.name, kwargs=line.arguments(world) if callable(line.arguments) else line.arguments)


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role or "not signed in")
def test_each_role_gets_what_the_matrix_says(role: str, world: Mapping[str, Any], visitor: Visitor) -> None:
    somebody = visitor.as_(role) if role else visitor
    found = {}
    for line in LINES:
        url = url_of(line, world)
        given = (somebody.status("get", url), somebody.status("post", url))
        if given != line.expected(role):
            found[f"{line.name} {url}"] = f"{given}, should be {line.expected(role)}"
    assert found == {}


def test_every_page_of_the_room_has_its_lines() -> None:
    _, (patterns, _) = (
        get_resolver().namespace_dict["rulebook"][0],
        (get_resolver().namespace_dict["rulebook"][1].url_patterns, 0),
    )
    assert {f"rulebook:{one.name}" for one in patterns} == {line.name for line in LINES}
