"""A pasted table of organisations: every fault at once, each with its line, what it is, what it should be."""

from __future__ import annotations

import pytest

from leitai.web.people.rules import check_rows, in_order, read_rows

GOOD = "编号\t名称\t类型\t上级\nb\t乙镇\t乡镇(街道)\ta\na\t甲县\t县(市、区)\t\n"


def codes(text: str, standing: tuple[str, ...] = ()) -> list[str]:
    rows, faults = read_rows(text)
    return [fault.code for fault in faults or check_rows(rows, standing)]


def test_a_table_is_read_as_a_spreadsheet_copies_it() -> None:
    rows, faults = read_rows(GOOD)
    assert faults == []
    assert check_rows(rows, ()) == []
    assert [(row.number, row.key, row.kind, row.parent) for row in in_order(rows)] == [
        (3, "a", "county", ""),
        (2, "b", "street", "a"),
    ]


def test_commas_and_english_headers_are_read_as_well() -> None:
    rows, faults = read_rows("key,name,kind,name_en\r\nx,甲县,county,Jia\r\n")
    assert faults == []
    assert (rows[0].name, rows[0].name_en) == ("甲县", "Jia")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["PE-009"]),
        ("编号\t名称\t类型\n", ["PE-009"]),
        ("编号\t名称\na\t甲\n", ["PE-001"]),
        ("编号\t名称\t类型\na\t\t县(市、区)\n", ["PE-002"]),
        ("编号\t名称\t类型\nA 1\t甲\t县(市、区)\n", ["PE-003"]),
        ("编号\t名称\t类型\na\t甲\tcity\na\t乙\tcity\n", ["PE-004"]),
        ("编号\t名称\t类型\nold\t甲\tcity\n", ["PE-005"]),
        ("编号\t名称\t类型\na\t甲\t王国\n", ["PE-006"]),
        ("编号\t名称\t类型\t上级\na\t甲\tcity\tz\n", ["PE-007"]),
        ("编号\t名称\t类型\t上级\na\t甲\tcity\tb\nb\t乙\tcity\ta\n", ["PE-008"]),
        ("编号\t名称\t类型\t上级\n\t甲\t王国\tz\n", ["PE-002", "PE-006", "PE-007"]),
    ],
)
def test_each_fault_is_found(text: str, expected: list[str]) -> None:
    assert codes(text, ("old",)) == expected


def test_a_fault_says_where_and_how_to_mend_in_both_languages() -> None:
    rows, _ = read_rows("编号\t名称\t类型\na\t甲\t王国\n")
    [fault] = check_rows(rows, ())
    assert "类型" in fault.line("zh")
    assert "write one of them" in fault.line("en")
