"""A page that its browser still holds is made again only after somebody did something."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from leitai.web.people.api import suggest
from tests.cast import NOW
from tests.visitor import Visitor

PAGES = ("/", "/people/organisations/", "/people/suggestions/new/", "/search/?q=xq")


def again(somebody: Visitor, url: str, held: HttpResponse) -> HttpResponse:
    answer: HttpResponse = somebody.get(url, headers={"If-None-Match": held.headers["ETag"]})
    return answer


@pytest.mark.parametrize("url", PAGES)
def test_an_unchanged_page_costs_four_queries(url: str, visitor: Visitor, django_assert_max_num_queries: Any) -> None:
    somebody = visitor.as_("office")
    somebody.get(url)
    held = somebody.get(url)
    assert held.status_code == 200
    # The session, the person, the messages of the session, and the pulse.
    with django_assert_max_num_queries(4):
        kept = again(somebody, url, held)
    assert (kept.status_code, kept.content) == (304, b"")
    assert kept.headers["ETag"] == held.headers["ETag"]


def test_any_act_makes_it_anew(visitor: Visitor) -> None:
    somebody = visitor.as_("office")
    somebody.get("/")
    held = somebody.get("/")
    assert "答复投诉建议" not in held.content.decode()
    suggest(actor="liaison", at=NOW, page="/", kind="suggestion", words="表头请冻结")
    fresh = again(somebody, "/", held)
    assert fresh.status_code == 200
    assert "答复投诉建议，1 条" in fresh.content.decode()


def test_it_is_nobody_elses_and_in_no_other_language(visitor: Visitor) -> None:
    one, other = visitor.as_("liaison"), visitor.as_("stranger")
    one.get("/")
    held = one.get("/")
    assert again(other, "/", held).status_code == 200
    one.post("/people/view/", {"language": "en"})
    assert again(one, "/", held).status_code == 200


def test_a_message_is_never_lost_and_its_page_never_kept(visitor: Visitor) -> None:
    somebody = visitor.as_("office")
    somebody.get("/people/suggestions/")
    held = somebody.get("/people/suggestions/")
    somebody.post("/people/suggestions/new/", {"kind": "suggestion", "words": "请加大字号", "page": "/"})
    told = again(somebody, "/people/suggestions/", held)
    assert told.status_code == 200
    assert "message" in told.content.decode()
