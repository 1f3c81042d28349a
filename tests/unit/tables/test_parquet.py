"""parquet: what columns may hold."""

import datetime
import io
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leitai.tables.limits import Limits
from leitai.tables.read import read_figures


def parquet(desk: Any, columns: dict[str, Any], **how: Any) -> Any:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **how)
    return desk.file("f.parquet", out.getvalue())


def long(values: Any) -> dict[str, Any]:
    n = len(values)
    return {"contestant": ["a"] * n, "indicator": ["gdp"] * n, "period": ["2023"] * n, "value": values}


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (pa.array([1, -2], pa.int64()), ["1", "-2"]),
        (pa.array([2**64 - 1], pa.uint64()), [str(2**64 - 1)]),
        (pa.array([0.1, 3.0, 1e-7], pa.float64()), ["0.1", "3", "1E-7"]),
        (pa.array([Decimal("1.20"), Decimal("-0.05")], pa.decimal128(20, 2)), ["1.20", "-0.05"]),
        (pa.array(["1,234.5", "５"]), ["1234.5", "5"]),
        (pa.array(["1", "1", "2"]).dictionary_encode(), ["1", "1", "2"]),
    ],
)
def test_numbers(desk: Any, values: Any, read: list[str]) -> None:
    figures = read_figures(parquet(desk, long(values))).require()
    assert [f.value for f in figures] == [Decimal(text) for text in read]
    assert [f.place for f in figures] == [f"f.parquet:{n + 1}" for n in range(len(read))]


def test_null_is_blank_and_nan_is_no_number(desk: Any) -> None:
    table = read_figures(parquet(desk, long(pa.array([None, float("nan"), float("inf"), 1.5], pa.float64()))))
    assert [(f.status, f.value) for f in table.figures] == [("unreported", None), ("verified", Decimal("1.5"))]
    assert [(f.code, f.place) for f in table.errors] == [("TB-037", "f.parquet:2"), ("TB-037", "f.parquet:3")]


def test_wide(desk: Any) -> None:
    columns = {"单位": ["a", "b"], "gdp@2023-Q1": [1, 2], "税收(万元)@2023-Q1": ["3", None]}
    figures = read_figures(parquet(desk, columns)).require()
    assert [(f.contestant, f.indicator, f.value, f.unit) for f in figures] == [
        ("a", "gdp", 1, ""), ("a", "税收", 3, "万元"), ("b", "gdp", 2, ""), ("b", "税收", None, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "column",
    [
        pa.array([True]), pa.array([datetime.date(2023, 1, 1)]), pa.array([b"x"]), pa.array([[1]]),
        pa.array([0], pa.timestamp("s")), pa.array([{"a": 1}]),
    ],
)  # fmt: skip
def test_columns_that_are_neither_text_nor_numbers(desk: Any, column: Any) -> None:
    [fault] = read_figures(parquet(desk, long(column))).errors
    assert (fault.code, fault.place, fault.where) == ("TB-050", "f.parquet", "value")


def test_every_way_of_being_cut_off_is_said(desk: Any) -> None:
    whole = parquet(desk, long(pa.array(range(500)))).read_bytes()
    for length in range(4, len(whole), 211):
        assert [f.code for f in read_figures(desk.file("g.parquet", whole[:length])).errors] == ["TB-049"]


def test_no_header_and_no_rows(desk: Any) -> None:
    assert [f.code for f in read_figures(parquet(desk, {"x": ["a"]})).errors] == ["TB-017"]
    assert [f.code for f in read_figures(parquet(desk, long(pa.array([], pa.int64())))).errors] == ["TB-051"]


def test_limits(desk: Any) -> None:
    path = parquet(desk, long(["长" * 1000] * 5000), compression="zstd", use_dictionary=False)
    assert path.stat().st_size < 100_000
    assert [f.code for f in read_figures(path, limits=Limits(parquet_unpacked=1_000_000)).errors] == ["TB-045"]
    assert [f.code for f in read_figures(path, limits=Limits(parquet_bytes=100)).errors] == ["TB-004"]
    assert [f.code for f in read_figures(path, limits=Limits(figures=4999)).errors] == ["TB-015"]
