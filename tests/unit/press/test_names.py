"""Names of sheets: what a spreadsheet takes, and no two the same to it."""

from __future__ import annotations

import re

import pytest

from leitai.press.workbook.names import LONGEST, Names, sheet_reference, shortened

AWKWARD = [
    "收入/支出",
    "a[b]:c*d?e\\f",
    "'quoted'",
    "   ",
    "",
    "History",
    "_x000D_",
    "两\n行",
    "🏛" * 20,
    "长" * 40,
    "x" * 31,
]


@pytest.mark.parametrize("wanted", AWKWARD)
def test_any_name_becomes_one_a_spreadsheet_takes(wanted: str) -> None:
    name = Names().take(wanted)
    assert 0 < len(name.encode("utf-16-le")) // 2 <= LONGEST
    assert not re.search(r"[\[\]:*?/\\\x00-\x1f]|_x[0-9A-Fa-f]{4}_", name)
    assert not name.startswith("'")
    assert not name.endswith("'")
    assert name.casefold() != "history"


def test_a_second_sheet_of_a_name_is_numbered() -> None:
    names = Names()
    assert [names.take(wanted) for wanted in ("Track", "TRACK", "track")] == ["Track", "TRACK 2", "track 3"]
    long = [names.take("长" * 40) for _ in range(12)]
    assert len(set(long)) == 12
    assert max(map(len, long)) == LONGEST


def test_a_name_that_fits_is_left_alone() -> None:
    assert shortened("县市区、开发（度假）区 名次", LONGEST) == "县市区、开发（度假）区 名次"


def test_quotes_in_a_reference_are_doubled() -> None:
    assert sheet_reference("it's") == "'it''s'"
