"""A NUL, which PostgreSQL keeps in no text, is refused in words wherever it stands: never an error of ours."""

from __future__ import annotations

import pytest

from leitai.web.people.models import Suggestion
from tests.visitor import Visitor


@pytest.mark.parametrize(
    ("who", "method", "url", "sent"),
    [
        ("liaison", "get", "/search/", {"q": "汐桥\0"}),
        ("", "get", "/account/login/", {"next\0": "/"}),
        ("", "post", "/account/login/", {"login": "office\0", "password": "x"}),
        ("office", "post", "/people/view/", {"language": "en", "next": "/\0"}),
        ("", "post", "/people/suggestions/new/", {"kind": "suggestion", "words": "表头\0", "page": "/"}),
    ],
)
def test_a_nul_in_a_field_is_refused_before_any_page_reads_it(
    visitor: Visitor, who: str, method: str, url: str, sent: dict[str, str]
) -> None:
    somebody = visitor.as_(who) if who else visitor
    answer = getattr(somebody, method)(url, sent)
    page = answer.content.decode()
    assert (answer.status_code, "空字符（NUL）" in page, "<h1>请求有误</h1>" in page) == (400, True, True)
    assert Suggestion.objects.count() == 0


def test_it_is_said_in_english_too_and_in_a_part_of_a_page(visitor: Visitor) -> None:
    answer = visitor.as_("office", language="en").get("/search/", {"q": "\0"}, headers={"HX-Request": "true"})
    assert (answer.status_code, "invisible NUL character" in answer.content.decode()) == (400, True)
    assert "<html" not in answer.content.decode()
