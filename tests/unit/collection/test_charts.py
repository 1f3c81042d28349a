"""The small pictures beside a figure."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from leitai.web.collection.charts import EDGE, HEIGHT, WIDTH, strip, trend

values = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.one_of(values.map(str), st.just("")), max_size=12))
def test_a_line_stays_on_its_canvas_and_has_a_gap_where_nothing_is_known(known: list[str]) -> None:
    line = trend([(str(n), value) for n, value in enumerate(known)])
    if line is None:
        assert sum(map(bool, known)) < 2
        return
    assert [dot.y is None for dot in line.dots] == [not value for value in known]
    assert all(EDGE <= dot.x <= WIDTH - EDGE for dot in line.dots)
    assert all(EDGE <= dot.y <= HEIGHT - EDGE for dot in line.dots if dot.y is not None)


def test_the_higher_the_value_the_higher_the_dot() -> None:
    line = trend([("a", "1"), ("b", ""), ("c", "3"), ("d", "2")])
    assert line is not None
    low, _, high, middle = (dot.y for dot in line.dots)
    assert low is not None and middle is not None and high is not None  # noqa: PT018
    assert high < middle < low
    assert line.pieces == [f"{line.dots[2].x},{high} {line.dots[3].x},{middle}"]


def test_a_group_lies_in_order_and_one_value_alone_in_the_middle() -> None:
    shown = strip([Decimal(n) for n in (1, 2, 3, 4, 5)], Decimal(5))
    assert EDGE == shown.low < shown.first < shown.middle < shown.third < shown.high == WIDTH - EDGE == shown.own
    assert strip([Decimal(7)] * 5, None).middle == WIDTH // 2
