"""Widths, heights and number formats that neither cut a name nor move a decimal point."""

from __future__ import annotations

import pytest

from leitai.press.workbook.look import fitting, footer_text, height_of, lines_of, pattern, width_of


@pytest.mark.parametrize(
    ("decimals", "most", "expected"),
    [(2, 2, "0.00"), (0, 0, "0"), (1, 3, "0.0_0_0"), (0, 2, "0_._0_0"), (12, 12, "0." + "0" * 12)],
)
def test_points_stay_aligned(decimals: int, most: int, expected: str) -> None:
    assert pattern(decimals, most) == expected


def test_a_chinese_character_is_two_wide() -> None:
    assert width_of("澜川 GDP") == 8
    assert fitting(["澜川市"]) == 8.0
    assert fitting(["长" * 99]) == 60.0


def test_a_name_too_wide_takes_more_lines_and_a_taller_row() -> None:
    assert lines_of("长" * 40, 60) == 2
    assert lines_of("一\n二", 60) == 2
    assert height_of([("长" * 40, 60)]) > height_of([("长", 60)])
    assert height_of([("长" * 9999, 10)]) == 409.0


def test_a_foot_is_at_most_what_a_spreadsheet_takes_and_its_ampersands_are_its_own() -> None:
    foot = footer_text("12AB-34CD", "&P/&N", "A&B " + "长" * 300)
    assert len(foot) <= 255
    assert foot.startswith("&L&8 12AB-34CD&C&8 &P/&N&R&8 A&&B 长")
    assert foot.endswith("…")
