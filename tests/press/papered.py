"""Releases to write papers from: the demo city's second quarter, and the awkward contests."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from leitai import engine
from leitai.engine.assess.result import run_of
from leitai.press.release import Particulars, Release
from tests import examples

PARTICULARS: dict[str, Any] = {
    "number": "2023-Q2-1",
    "audience": "internal",
    "issuer": "澜川市大竞赛考评办",
    "date": datetime.date(2023, 7, 26),
    "document_number": "澜考评〔2023〕2号",
    "signer": "闻涛",
    "to": "各县（市、区）人民政府、各开发（度假）区管委会，市级各部门",
    "copies": "市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市纪委监委",
    "trials": 3,
    "confirmed": {
        "speak": ("shanze", "tcj", "chengwan-park"),
        "pledge": ("wubei", "wlj", "wubei-park"),
        "talk": ("wubei",),
    },
}


@cache
def _book(period: str) -> engine.Book:
    return engine.open_book(examples.result("lanchuan", period))


def city(period: str = "2023-Q2", before: str | None = "2023-Q1", **particulars: Any) -> Release:
    own = Particulars(**(PARTICULARS | particulars))
    return Release(_book(period), examples.run("lanchuan", period), own, _book(before) if before else None)


def alone(book: engine.Book, **particulars: Any) -> Release:
    """A release of any book, with nothing before it and nothing confirmed."""
    plain = {"number": "1", "audience": "internal", "issuer": "考评办", "date": datetime.date(2023, 4, 26)}
    return Release(book, run_of(dict(book.result)), Particulars(**(plain | particulars)))
