"""csv as it comes: encodings, delimiters, line ends, and files that are broken or no text at all."""

import time
import tracemalloc
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from leitai.tables import csv_file, findings
from leitai.tables.limits import Limits, Options
from leitai.tables.read import read_figures

Q1 = Options(period="2023-Q1")
TEXT = "单位,地区生产总值,备注\n澜江县,１２.5,“好”\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("gb18030", "GB18030"),
        ("gbk", "GB18030"),
        ("utf-16", "UTF-16"),
    ],
)
def test_encodings(desk: Any, encoding: str, said: str) -> None:
    table = read_figures(desk.file("f.csv", TEXT.encode(encoding)), options=Q1)
    [figure] = table.require()
    assert (figure.contestant, figure.indicator, figure.value, figure.note) == (
        "澜江县", "地区生产总值", Decimal("12.5"), "“好”",
    )  # fmt: skip
    assert [said] * bool(said) == [w.found.zh.split()[1] for w in table.warnings]


def test_gb18030_beyond_gbk(desk: Any) -> None:
    text = "单位,gdp\n㐀𠀀县,1\n"
    assert read_figures(desk.file("f.csv", text.encode("gb18030")), options=Q1).require()[0].contestant == "㐀𠀀县"


def test_a_byte_mark_does_not_become_part_of_the_first_header(desk: Any) -> None:
    marked = b"\x84\x31\x95\x33" + TEXT.encode("gb18030")
    assert len(read_figures(desk.file("f.csv", marked), options=Q1).require()) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_ends(desk: Any, end: str, delimiter: str) -> None:
    lines = ["单位,指标,期别,数值", 'a,gdp,2023,"1"', "", "b,gdp,2023,2", ",,,"]
    text = end.join(lines).replace(",", delimiter)
    table = read_figures(desk.file("f.csv", text))
    assert [(f.contestant, f.value, f.place) for f in table.require()] == [("a", 1, "f.csv:2"), ("b", 2, "f.csv:4")]


def test_a_delimiter_inside_quotes_and_thousands(desk: Any) -> None:
    path = desk.csv("单位;指标;期别;数值", 'a;"gdp;x";2023;1,234.5', 'b;gdp;2023;"1,000"')
    assert [(f.indicator, f.value) for f in read_figures(path).require()] == [
        ("gdp;x", Decimal("1234.5")),
        ("gdp", 1000),
    ]


def test_lines_are_counted_as_an_editor_counts_them(desk: Any) -> None:
    path = desk.long('a,gdp,2023,,1,,,"三\n行\n字",', "b,gdp,2023,,坏,,,,")
    table = read_figures(path)
    assert [f.place for f in table.figures] == ["f.csv:2"]
    assert [f.place for f in table.errors] == ["f.csv:5"]


def test_cells_too_many_are_forgiven_when_blank(desk: Any) -> None:
    assert len(read_figures(desk.csv("contestant,gdp", "a,1,,,", "b,2"), options=Q1).require()) == 2
    [fault] = read_figures(desk.csv("contestant,gdp", "a,1,,3"), options=Q1).errors
    assert (fault.code, "4" in fault.found.zh, "2" in fault.allowed.zh) == ("TB-016", True, True)


def test_a_last_line_cut_off_is_named(desk: Any) -> None:
    path = desk.file("f.csv", "contestant,indicator,period,value\na,gdp,2023,1\nb,gdp,20")
    [fault] = read_figures(path).errors
    assert (fault.code, fault.place) == ("TB-016", "f.csv:3")
    assert "截断" in fault.mend.zh


def test_utf8_cut_inside_a_character_is_not_taken_for_gb18030(desk: Any) -> None:
    text = ("单位,gdp,备注\n" + "澜江县,1,好\n" * 3 + "澜江县,1,好").encode()
    [fault] = read_figures(desk.file("f.csv", text[:-1]), options=Q1).errors
    assert (fault.code, fault.place) == ("TB-007", "f.csv:5")
    assert "断" in fault.found.zh


def test_utf8_with_one_broken_byte_is_named_by_line(desk: Any) -> None:
    text = ("单位,gdp,备注\n" + "澜江县,1,好\n" * 3).encode() + b"\xc0\xee,1,\n"
    [fault] = read_figures(desk.file("f.csv", text), options=Q1).errors
    assert (fault.code, fault.place) == ("TB-007", "f.csv:5")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"%PDF-1.7", "PDF"), (b"\x1f\x8b\x08", "gzip"), (b"<html><table>", "HTML"), (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "Word"), (b"{\\rtf1", "RTF"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_called_by_its_name(desk: Any, head: bytes, name: str) -> None:
    [fault] = read_figures(desk.file("f.csv", head + b"\n" * 100)).errors
    assert fault.code == "TB-005"
    assert name in fault.found.en


@pytest.mark.parametrize("ending", [".xlsx", ".parquet"])
def test_text_under_another_ending_is_said(desk: Any, ending: str) -> None:
    [fault] = read_figures(desk.file(f"f{ending}", "单位,gdp\n")).errors
    assert (fault.code, ending in fault.found.zh) == ("TB-005", True)


def test_utf16_without_its_mark_is_binary(desk: Any) -> None:
    [fault] = read_figures(desk.file("f.csv", TEXT.encode("utf-16-le"))).errors
    assert (fault.code, fault.place) == ("TB-006", "f.csv:1")


@pytest.mark.parametrize("content", [TEXT.encode("utf-32"), "\ufeff单位,gdp\na\0,1\n".encode("utf-16-le")])
def test_wide_encodings_are_held_to_the_same_rules(desk: Any, content: bytes) -> None:
    [fault] = read_figures(desk.file("f.csv", content)).errors
    assert fault.code == "TB-006"


def test_utf16_cut_in_half_a_character(desk: Any) -> None:
    [fault] = read_figures(desk.file("f.csv", TEXT.encode("utf-16")[:-1])).errors
    assert (fault.code, "UTF-16" in fault.found.zh) == ("TB-007", True)


def test_a_header_is_sought_in_the_first_rows_only(desk: Any) -> None:
    [fault] = read_figures(desk.csv(*["标题,x"] * 20, "单位,gdp", "a,1"), options=Q1).errors
    assert fault.code == "TB-017"


def test_random_bytes_are_refused(desk: Any) -> None:
    [fault] = read_figures(desk.file("f.csv", bytes(range(32, 256)) * 9)).errors
    assert fault.code in ("TB-006", "TB-007")


def test_only_blanks_is_empty(desk: Any) -> None:
    [fault] = read_figures(desk.file("f.csv", " \n,,\n\n")).errors
    assert fault.code == "TB-003"


def test_no_folder_no_device_no_missing_file(desk: Any) -> None:
    assert [f.code for f in read_figures([desk.folder / "x.csv", "/dev/null"]).errors] == ["TB-002", "TB-002"]


def test_a_file_that_changes_while_it_is_read(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path: Path = desk.csv("contestant,gdp", "a,1")
    scan = csv_file.scan

    def scan_then_change(*given: Any) -> csv_file.Scan:
        found = scan(*given)
        path.write_bytes(path.read_bytes() + b"b,2\n")
        return found

    monkeypatch.setattr(csv_file, "scan", scan_then_change)
    assert "TB-013" in [f.code for f in read_figures(path, options=Q1).errors]


def test_beyond_the_limit_nothing_is_read(desk: Any) -> None:
    path = desk.folder / "f.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_001)  # a sparse file: takes no room on the disk
    tracemalloc.start()
    started = time.monotonic()
    [fault] = read_figures(path).errors
    took, (_, peak) = time.monotonic() - started, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (fault.code, "csv_bytes" in fault.mend.zh) == ("TB-004", True)
    assert took < 5
    assert peak < 5_000_000


def test_the_limit_can_be_raised(desk: Any) -> None:
    path = desk.csv("contestant,gdp", "a,1")
    size = path.stat().st_size
    assert read_figures(path, options=Q1, limits=Limits(csv_bytes=size - 1)).errors
    assert read_figures(path, options=Q1, limits=Limits(csv_bytes=size)).require()


def test_reading_streams(desk: Any) -> None:
    """A large file of faults keeps neither its text nor its faults."""
    path = desk.long(*["某县,gdp,2023,,x,,," + "长" * 3000 + ","] * 4000)
    tracemalloc.start()
    faults = read_figures(path).errors
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(faults) == 201
    assert peak < path.stat().st_size / 4


def test_near_words_are_sought_only_for_faults_that_are_listed(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    sought = []
    monkeypatch.setattr(findings, "did_you_mean", lambda word, known, lang="zh": sought.append(word) or "")
    faults = read_figures(desk.long(*["a,gdp,2023,,1,verifieq,,,"] * 500), limits=Limits(faults=10)).errors
    assert len(faults) == 11
    assert len(sought) == 20


def test_a_very_long_cell_makes_no_very_long_fault(desk: Any) -> None:
    path = desk.csv("contestant," + "长" * 30_000, "a" * 30_000 + ",x")
    [fault] = read_figures(path, options=Q1).errors
    assert len(fault.line()) < 1000
