"""No page of results asks the database once a unit or once a round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.urls import reverse

from tests.visitor import Visitor

# A page with its layout, its person and her rounds; a unit more or a round more must not add to it.
CEILINGS = {
    "index": 22,
    "round": 34,
    "board": 16,
    "unit": 20,
    "node": 24,
    "policies": 14,
    "objection": 26,
    "proposal": 30,
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
