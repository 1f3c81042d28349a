"""No page of results asks the database once a unit or once a round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from tests.visitor import Visitor

# One more than is asked today, on either database: a page with its layout, its person and her rounds. A unit more or a
# round more must not add to it.
CEILINGS = {
    "index": 20,
    "round": 24,
    "board": 13,
    "unit": 17,
    "node": 18,
    "policies": 12,
    "objection": 20,
    "proposal": 25,
}
ARGUMENTS = {
    "index": (),
    "round": ("round",),
    "board": ("run",),
    "policies": ("run",),
    "unit": ("run", "xiqiao"),
    "node": ("run", "xiqiao", "gdp"),
    "objection": ("objection",),
    "proposal": ("proposal",),
}


@pytest.mark.parametrize("name", CEILINGS)
def test_a_page_asks_the_database_no_more_than_this(
    name: str, world: Mapping[str, Any], visitor: Visitor, django_assert_max_num_queries: Any
) -> None:
    office = visitor.as_("office")
    url = reverse(f"assessment:{name}", args=[world.get(part, part) for part in ARGUMENTS[name]])
    office.get(url)
    with django_assert_max_num_queries(CEILINGS[name]):
        assert office.get(url).status_code == 200
