"""Intervals as rules write them; tables of them complete and disjoint."""

from __future__ import annotations

from fractions import Fraction

import pytest

from leitai.engine.rulebook.interval import Interval, gaps_and_overlaps, is_interval, show


def proof(bands: list[str], domain: str, borders: str = "left_closed") -> tuple[list[str], list[str]]:
    gaps, overlaps = gaps_and_overlaps([Interval.read(band, borders) for band in bands], Interval.read(domain))
    return [str(gap) for gap in gaps], [str(overlap) for overlap in overlaps]


@pytest.mark.parametrize(
    ("text", "borders", "read"),
    [
        ("[80, 90)", "left_closed", "[80, 90)"),
        ("(80,90]", "left_closed", "(80, 90]"),
        ("80..90", "left_closed", "[80, 90)"),
        ("80..90", "right_closed", "(80, 90]"),
        ("90..", "left_closed", "[90, +inf)"),
        ("90..", "right_closed", "(90, +inf)"),
        ("..60", "left_closed", "(-inf, 60)"),
        ("..60", "right_closed", "(-inf, 60]"),
        ("(-inf, +inf)", "left_closed", "(-inf, +inf)"),
        ("[-inf, 5]", "left_closed", "(-inf, 5]"),
        ("[-1.5, 2.50]", "left_closed", "[-1.5, 2.5]"),
        ("[3, 3]", "left_closed", "[3, 3]"),
    ],
)
def test_interval_is_read(text: str, borders: str, read: str) -> None:
    assert str(Interval.read(text, borders)) == read


@pytest.mark.parametrize("text", ["", "..", "80", "[90, 80]", "[80, 80)", "(3, 3)", "[a, b]", "80...90", "[80 90]"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    assert not is_interval(text)
    with pytest.raises(ValueError, match=r".*"):
        Interval.read(text)


def test_ends_belong_where_they_are_closed() -> None:
    interval = Interval.read("[80, 90)")
    assert [interval.contains(Fraction(x)) for x in ("79.999", "80", "89.999", "90")] == [False, True, True, False]
    assert Interval.read("(-inf, 60]").contains(Fraction(60))
    assert Interval.read("(60, +inf)").contains(Fraction(10**30))


@pytest.mark.parametrize(
    ("bands", "domain", "gaps", "overlaps"),
    [
        (["[90, 100]", "[80, 90)", "[0, 80)"], "[0, 100]", [], []),
        (["(-inf, 0)", "[0, 0]", "(0, +inf)"], "(-inf, +inf)", [], []),
        (["[90, 100]", "[0, 90]"], "[0, 100]", [], ["[90, 90]"]),
        (["(90, 100]", "[0, 90)"], "[0, 100]", ["[90, 90]"], []),
        (["[90, 100]", "[0, 80)"], "[0, 100]", ["[80, 90)"], []),
        (["[10, 30]"], "(-inf, +inf)", ["(-inf, 10)", "(30, +inf)"], []),
        (["[0, 5]", "[4, 8]", "[7, 9]"], "[0, 9]", [], ["[4, 5]", "[7, 8]"]),
        ([], "[0, 1]", ["[0, 1]"], []),
        (["[-5, 0)", "[0, 200]"], "[0, 100]", [], []),
    ],
)
def test_gaps_and_overlaps_are_named_whole(bands: list[str], domain: str, gaps: list[str], overlaps: list[str]) -> None:
    assert proof(bands, domain) == (gaps, overlaps)


@pytest.mark.parametrize("borders", ["left_closed", "right_closed"])
def test_written_steps_are_complete_under_either_border(borders: str) -> None:
    assert proof(["90..", "80..90", "..80"], "(-inf, +inf)", borders) == ([], [])


def test_show_writes_decimals_where_they_end() -> None:
    assert [show(Fraction(x)) for x in ("5/2", "1/3", "-10", "1000")] == ["2.5", "1/3", "-10", "1000"]
