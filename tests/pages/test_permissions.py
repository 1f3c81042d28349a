"""Every URL × every role: 403 where it is visible and forbidden, 404 where it is hidden, the login page without one.

The URLs come from the resolver, so one that is in no line fails here.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from leitai.web.foundation.api import checkpoint
from leitai.web.people.api import list_posts, suggest
from tests.cast import NOW, Cast
from tests.pages import permissions
from tests.pages.matrix import each_role_gets, url_of
from tests.pages.permissions import Line
from tests.visitor import Visitor

LINES = permissions.LINES
# The lines of the other rooms stand, and are tried, beside the tests of their own pages.
OTHERS = sorted(Path(__file__).parent.glob("*/permissions.py"))


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    """The full name of every URL; one without a name is named by its route, which no line has."""
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from names(one.url_patterns, inner)
        else:
            yield f"{space}{one.name}" if one.name else f"unnamed {one.pattern}"


def test_every_url_has_a_line_and_every_line_a_url() -> None:
    others = [importlib.import_module(f"tests.pages.{path.parent.name}.permissions") for path in OTHERS]
    lines = [*LINES, *(line for other in others for line in other.LINES)]
    assert {line.name for line in lines} == set(names(get_resolver().url_patterns))


@pytest.fixture
def world(cast: Cast) -> Mapping[str, Any]:
    """One thing of each kind that the lines are about; all of them belong to 汐桥区."""
    suggestion = suggest(actor="liaison", at=NOW, page="/", kind="suggestion", words="表头请冻结")
    return {
        "suggestion": suggestion.pk,
        "post": list_posts(person="liaison")[0].pk,
        "checkpoint": checkpoint(actor="audit_admin", at=NOW).code,
    }


test_each_role_gets_what_the_matrix_says = each_role_gets(LINES)


@pytest.mark.parametrize("line", [one for one in LINES if one.open is None], ids=lambda line: line.name)
def test_who_did_not_sign_in_is_sent_to_the_login_page(line: Line, world: Mapping[str, Any], visitor: Visitor) -> None:
    answer = visitor.get(url_of(line, world))
    assert answer.headers["Location"].startswith(reverse("account_login"))
