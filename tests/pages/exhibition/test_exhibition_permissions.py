"""Every page of exhibition × every role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from tests.cast import PEOPLE
from tests.pages.exhibition.permissions import LINES
from tests.pages.permissions import Line
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
