"""The auditor's pages: events in human words, filters by names, verification, checkpoints."""

from __future__ import annotations

import pytest
from django.db import connection

from leitai.web import wiring
from leitai.web.foundation import triggers
from leitai.web.foundation.api import checkpoint
from tests.cast import NOW
from tests.visitor import Visitor


def page(visitor: Visitor, url: str) -> str:
    return visitor.as_("auditor").get(url).content.decode()


def test_events_are_told_with_names(visitor: Visitor) -> None:
    told = page(visitor, "/audit/?who=系统&subject=person:liaison")
    assert "没有符合条件的记录" in told
    told = page(visitor, "/audit/?subject=person:liaison")
    assert "任命李联络为汐桥区联络员，自 2022-01-01 起" in told
    assert "登记人员李联络，登录名 liaison" in told


def test_events_are_narrowed_by_the_name_of_an_organisation_and_by_days(visitor: Visitor) -> None:
    told = page(visitor, "/audit/?organisation=汐桥")
    assert "设立汐桥区" in told
    assert "设立临川县" not in told
    assert "没有符合条件的记录" in page(visitor, "/audit/?organisation=汐桥&until=2020-01-01")
    assert "不是日期" in page(visitor, "/audit/?since=yesterday")


def test_english_is_told_in_english(visitor: Visitor) -> None:
    told = visitor.as_("auditor", "en").get("/audit/?subject=person:liaison").content.decode()
    assert "made 李联络 liaison of Xiqiao District from 2022-01-01" in told


def test_every_act_the_rooms_record_has_its_sentence() -> None:
    for act, words in wiring.SENTENCES.items():
        assert words.zh, act
        assert words.en, act


def test_verification_says_that_all_holds(visitor: Visitor) -> None:
    code = checkpoint(actor="audit_admin", at=NOW).code
    somebody = visitor.as_("auditor")
    told = somebody.post("/audit/verify/", {"code": code.lower()}).content.decode()
    assert "相符" in told
    assert "与历史相符" in told


@pytest.mark.parametrize(
    ("code", "status", "words"), [("0000-" * 4 + "0000", 200, "整体改写"), ("hm", 422, "短码应为")]
)
def test_a_code_that_fits_nothing_is_said(visitor: Visitor, code: str, status: int, words: str) -> None:
    answer = visitor.as_("auditor").post("/audit/verify/", {"code": code})
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_verification_names_what_was_changed(visitor: Visitor) -> None:
    triggers.remove()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE foundation_auditevent SET actor = 'office' WHERE chain = 'people' AND number = 3")
    told = visitor.as_("auditor").post("/audit/verify/").content.decode()
    assert "内容被改动" in told
    assert "立即报告" in told


def test_a_checkpoint_is_taken_and_printed(visitor: Visitor) -> None:
    somebody = visitor.as_("audit_admin")
    where = somebody.post("/audit/checkpoints/").headers["Location"]
    told = somebody.get(where).content.decode()
    code = where.rstrip("/").rsplit("/", 1)[-1]
    assert f"leitai audit verify --code {code}" in told
    assert code in somebody.get("/audit/checkpoints/").content.decode()
    assert somebody.get(where.lower().replace("-", "")).status_code == 200
