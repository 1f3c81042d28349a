"""Periods: one cell under one spelling, and moving from round to round."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leitai.engine.periods import (
    Kind,
    before,
    cell_period,
    end_month,
    is_offset,
    is_period,
    length_kind,
    shift,
    sort_key,
)

YEARS = st.integers(1900, 2999)
PARTS = st.sampled_from(["", *(f"-H{n}" for n in (1, 2)), *(f"-Q{n}" for n in range(1, 5)), "-01/02"])
MONTHS = st.integers(1, 12).map(lambda month: f"-{month:02d}")
PERIODS = st.builds(lambda year, part: f"{year}{part}", YEARS, PARTS | MONTHS)


@pytest.mark.parametrize("text", ["2023", "2023-H1", "2023-Q4", "2023-06", "2023-01/02"])
def test_what_is_a_period(text: str) -> None:
    assert is_period(text)


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-Q5", "2023-H3", "2023-6", "2023-02/03", "0999", "2023-Q1 "]
)
def test_what_is_none(text: str) -> None:
    assert not is_period(text)
    with pytest.raises(ValueError, match=text or "^$"):
        end_month(text)


@pytest.mark.parametrize(
    ("period", "kind", "cell"),
    [
        ("2023-Q2", "cumulative", "2023-06"),
        ("2023-H1", "cumulative", "2023-06"),
        ("2023-06", "cumulative", "2023-06"),
        ("2023-01/02", "cumulative", "2023-02"),
        ("2023", "cumulative", "2023-12"),
        ("2023-Q3", "cumulative", "2023-09"),
        ("2023-Q2", "point", "2023-06"),
        ("2023-Q2", "period", "2023-Q2"),
        ("2023-06", "period", "2023-06"),
    ],
)
def test_one_cell_one_spelling(period: str, kind: Kind, cell: str) -> None:
    assert cell_period(period, kind) == cell


@pytest.mark.parametrize(
    ("period", "offset", "moved"),
    [
        ("2023-Q1", "-1y", "2022-Q1"),
        ("2023-Q1", "-1q", "2022-Q4"),
        ("2023-Q2", "-3m", "2023-Q1"),
        ("2023-01", "-1m", "2022-12"),
        ("2023-03", "-1q", "2022-12"),
        ("2023-H1", "-2q", "2022-H2"),
        ("2023-H2", "-6m", "2023-H1"),
        ("2023", "-10y", "2013"),
        ("2023-01/02", "-1y", "2022-01/02"),
    ],
)
def test_shifting(period: str, offset: str, moved: str) -> None:
    assert shift(period, offset) == moved


@pytest.mark.parametrize(
    ("period", "offset"),
    [
        ("2023", "-1m"),
        ("2023", "-1q"),
        ("2023-Q1", "-1m"),
        ("2023-H1", "-1q"),
        ("2023-01/02", "-1m"),
        ("2023-Q1", "+1y"),
    ],
)
def test_what_would_be_no_period_of_that_length(period: str, offset: str) -> None:
    with pytest.raises(ValueError, match=r"2023|\+1y"):
        shift(period, offset)


def test_offsets() -> None:
    assert all(map(is_offset, ("-1y", "-2q", "-12m")))
    assert not any(map(is_offset, ("1y", "-0m", "-1d", "")))


def test_the_period_before() -> None:
    assert [before(p) for p in ("2023", "2023-H1", "2023-Q1", "2023-01", "2023-01/02")] == [
        "2022", "2022-H2", "2022-Q4", "2022-12", "2022-12",
    ]  # fmt: skip


@given(PERIODS)
def test_the_period_before_comes_before(period: str) -> None:
    assert is_period(before(period))
    assert sort_key(before(period)) < sort_key(period)


@given(PERIODS, st.integers(1, 99))
def test_a_shift_by_years_keeps_the_part(period: str, years: int) -> None:
    moved = shift(period, f"-{years}y")
    assert length_kind(moved) == length_kind(period)
    assert end_month(moved) == (end_month(period)[0] - years, end_month(period)[1])


@given(YEARS, st.integers(1, 12))
def test_twelve_months_are_a_year(year: int, month: int) -> None:
    period = f"{year}-{month:02d}"
    assert shift(period, "-12m") == shift(period, "-1y") == shift(period, "-4q")


@given(PERIODS, st.sampled_from(["cumulative", "period", "point"]))
def test_the_spelling_of_a_cell_is_its_own(period: str, kind: Kind) -> None:
    cell = cell_period(period, kind)
    assert cell_period(cell, kind) == cell
    assert end_month(cell) == end_month(period)
