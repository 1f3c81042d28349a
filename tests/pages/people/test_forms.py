"""What is typed is kept, and what is wrong with it is said; one act for one POST; nothing is written by looking."""

from __future__ import annotations

import re
from typing import Any

import pytest

from leitai.web.foundation.api import EventFilter, list_events
from leitai.web.people import api as people
from tests.cast import DAY
from tests.visitor import Visitor

TABLE = "编号\t名称\t类型\t上级\nx\t新区\t县(市、区)\tcity\ny\t新街\t乡镇(街道)\tx\n"


def events() -> int:
    return list_events(EventFilter()).exclude(chain="sign_in").count()


def test_a_table_is_shown_before_it_is_taken_in(visitor: Visitor) -> None:
    office, before = visitor.as_("office"), events()
    shown = office.post("/people/organisations/load/", {"table": TABLE, "since": "2023-04-10"}).content.decode()
    assert "将设立 2 个单位" in shown
    assert events() == before
    taken = office.post("/people/organisations/load/", {"table": TABLE, "since": "2023-04-10", "confirm": "yes"})
    assert taken.status_code == 302
    assert events() == before + 2
    assert people.names_on(DAY, ["x", "y"]) == {"x": "新区", "y": "新街"}


def test_a_table_with_faults_says_each_with_its_line(visitor: Visitor) -> None:
    given = {"table": TABLE.replace("乡镇(街道)", "王国"), "since": "2023-04-10", "confirm": "yes"}
    before = events()
    answer = visitor.as_("office").post("/people/organisations/load/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("第 3 行", "王国", "应为什么", "怎么改"):
        assert words in page
    assert "新街" in page
    assert events() == before


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"key": "新区", "since": "2023-04-10"}, "不能作编号"),
        ({"key": "xiqiao", "since": "2023-04-10"}, "编号 xiqiao 已有"),
        ({"key": "new", "since": "明天"}, "不是日期"),
        ({"key": "", "since": "2023-04-10"}, "编号没有填"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(visitor: Visitor, given: dict[str, str], words: str) -> None:
    whole = {"name_zh": "很新的区", "kind": "county", "parent": "city"} | given
    answer = visitor.as_("office").post("/people/organisations/found/", whole)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "很新的区" in page
    assert 'aria-invalid="true"' in page or "已有" in page


@pytest.mark.parametrize(
    ("url", "given", "where"),
    [
        (
            "organisations/found/",
            {"key": "n", "name_zh": "新", "kind": "county", "since": "2023.4.1"},
            "organisations/n/",
        ),
        (
            "organisations/gaoxin/rename/",
            {"name_zh": "新", "day": "2023年4月1日", "document": "d"},
            "organisations/gaoxin/",
        ),
        (
            "organisations/gaoxin/move/",
            {"other": "xiqiao", "day": "2023-04-01", "document": "d"},
            "organisations/gaoxin/",
        ),
        (
            "organisations/gaoxin/merge/",
            {"other": "xiqiao", "day": "2023-04-01", "document": "d"},
            "organisations/gaoxin/",
        ),
        (
            "organisations/gaoxin/split/",
            {"into": ["gaoxin", "xiqiao"], "day": "2023-04-01", "document": "d"},
            "organisations/gaoxin/",
        ),
        ("organisations/gaoxin/close/", {"day": "2023-04-01", "document": "d"}, "organisations/gaoxin/"),
    ],
)
def test_each_change_of_an_organisation_is_one_act(
    visitor: Visitor, url: str, given: dict[str, Any], where: str
) -> None:
    office, before = visitor.as_("office"), events()
    answer = office.post(f"/people/{url}", given)
    assert answer.headers.get("Location") == f"/people/{where}", answer.content.decode()
    assert events() == before + 1
    assert "已记录" in office.get(f"/people/{where}").content.decode()


def test_a_division_into_one_is_refused_with_what_was_chosen(visitor: Visitor) -> None:
    office, before = visitor.as_("office"), events()
    given = {"into": ["xiqiao"], "day": "2023-04-01", "document": "d"}
    answer = office.post("/people/organisations/gaoxin/split/", given)
    page = answer.content.decode()
    assert (answer.status_code, events()) == (422, before)
    assert "分设后至少要有两个单位" in page
    assert re.search(r'value="xiqiao"[^>]*checked', page)


def test_a_person_is_added_given_a_post_and_relieved_of_it(visitor: Visitor) -> None:
    admin = visitor.as_("security_admin")
    added = admin.post("/people/persons/add/", {"login": "he", "name": "何新人", "password": "correct horse battery"})
    where = added.headers["Location"]
    given = {"organisation": "xiqiao", "role": "filer", "title": "科长", "since": "2023-04-01"}
    assert admin.post(f"{where}post/", given).headers["Location"] == where
    page = admin.get(where).content.decode()
    assert "汐桥区" in page
    assert "科长" in page
    person = where.rstrip("/").rsplit("/", 1)[-1]
    post = people.list_posts(person=person)[0]
    assert admin.post(f"/people/posts/{post.pk}/end/", {"day": "2023-05-01"}).headers["Location"] == where
    assert "2023年5月1日" in admin.get(where).content.decode()
    assert admin.post(f"{where}switch/", {"active": "no"}).headers["Location"] == where
    assert "启用账号" in admin.get(where).content.decode()


def test_a_refusal_of_the_rule_stands_at_the_form(visitor: Visitor) -> None:
    given = {"organisation": "centre", "role": "audit_admin", "since": "2023-04-01"}
    answer = visitor.as_("security_admin").post("/people/persons/liaison/post/", given)
    assert answer.status_code == 422
    assert "三员分立" in answer.content.decode()


def test_a_suggestion_goes_to_the_office_and_its_answer_comes_back(visitor: Visitor) -> None:
    liaison, office = visitor.as_("liaison"), visitor.as_("office")
    liaison.post("/people/suggestions/new/", {"kind": "complaint", "words": "同一个数报了三遍", "page": "/"})
    [row] = people.list_suggestions(people.find_actor("office", DAY))  # type: ignore[arg-type]
    assert "同一个数报了三遍" in office.get("/people/suggestions/").content.decode()
    office.post(f"/people/suggestions/{row.pk}/", {"answer": "从下季起只报一遍"})
    assert "从下季起只报一遍" in liaison.get(f"/people/suggestions/{row.pk}/").content.decode()


def test_a_suggestion_may_be_sent_without_signing_in_but_not_for_ever(visitor: Visitor) -> None:
    from django.core.cache import cache

    cache.clear()
    given = {"kind": "suggestion", "words": "登录页看不清", "page": "/account/login/"}
    codes = [visitor.post("/people/suggestions/new/", given).status_code for _ in range(21)]
    assert codes == [302] * 20 + [429]


# What each page may ask of the database at most; a table of a hundred rows asks no more than one of ten.
# One of them reads the hours of publication, after an act of anybody.
CEILINGS = {
    ("office", "/"): 23,
    ("office", "/people/organisations/"): 11,
    ("office", "/people/organisations/xiqiao/"): 11,
    ("security_admin", "/people/persons/"): 11,
    ("security_admin", "/people/persons/two_hats/"): 11,
    ("auditor", "/audit/"): 12,
    ("office", "/people/suggestions/"): 9,
    ("office", "/search/?q=xiqiao"): 13,
}


@pytest.mark.parametrize(("who", "url"), CEILINGS, ids=lambda part: part)
def test_a_page_asks_the_database_no_more_than_this(
    visitor: Visitor, who: str, url: str, django_assert_max_num_queries: Any
) -> None:
    somebody = visitor.as_(who)
    somebody.get("/account/")
    with django_assert_max_num_queries(CEILINGS[who, url]):
        assert somebody.get(url).status_code == 200


@pytest.mark.parametrize("words", ["汐桥", "xiqiao", "xqq", "XIQIAO", "Xiqiao District"])
def test_an_organisation_is_found_by_name_pinyin_and_initials(visitor: Visitor, words: str) -> None:
    page = visitor.as_("liaison").get("/search/", {"q": words}).content.decode()
    assert "/people/organisations/xiqiao/" in page
