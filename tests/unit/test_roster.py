"""A roster pasted from a spreadsheet: what is read, and what is wrong with it."""

from __future__ import annotations

import pytest

from leitai.web.people.roster import check_roster, read_roster

UNITS = {"xiqiao": "汐桥区", "office": "考评办"}
HEAD = "登录名\t姓名\t单位\t职责\t职务\n"


def faults(table: str) -> list[str]:
    rows, found = read_roster(table, UNITS)
    known, held = {"old": "老李", "root": "卫系统"}, {"old": {"filer"}, "root": {"system_admin"}}
    return [one.code for one in found or check_roster(rows, UNITS, known, held)]


def test_organisations_and_roles_are_read_by_name_or_key_in_any_order_of_columns() -> None:
    rows, found = read_roster("职责,单位,姓名,登录名\n联络员,汐桥区,李联络,li\nhead,xiqiao,王区长,wang\n", UNITS)
    assert found == []
    assert [(one.login, one.organisation, one.role) for one in rows] == [
        ("li", "xiqiao", "liaison"),
        ("wang", "xiqiao", "head"),
    ]


def test_one_person_with_two_posts_stands_on_two_lines() -> None:
    assert faults(HEAD + "zhu\t朱兼任\t汐桥区\t联络员\t\nzhu\t朱兼任\t考评办\t考评办\t\n") == []


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        ("", ["PE-009"]),
        (HEAD, ["PE-009"]),
        ("登录名\t姓名\n", ["PE-001", "PE-001"]),
        (HEAD + "li\t\t汐桥区\t联络员\t\n", ["PE-002"]),
        (HEAD + "李\t李联络\t汐桥区\t联络员\t\n", ["PE-010"]),
        (HEAD + "li\t李联络\t亚特兰蒂斯\t联络员\t\n", ["PE-011"]),
        (HEAD + "li\t李联络\t汐桥区\t国王\t\n", ["PE-012"]),
        (HEAD + "li\t李联络\t汐桥区\t联络员\t\nli\t李莲\t考评办\t考评办\t\n", ["PE-013"]),
        (HEAD + "old\t新李\t汐桥区\t联络员\t\n", ["PE-013"]),
        (HEAD + "li\t李联络\t汐桥区\t联络员\t\nli\t李联络\t汐桥区\t联络员\t\n", ["PE-014"]),
        (HEAD + "root\t卫系统\t考评办\t考评办\t\n", ["PE-015"]),
        (HEAD + "li\t李\t汐桥区\t审计管理员\t\nli\t李\t汐桥区\t联络员\t\n", ["PE-015"]),
    ],
)
def test_every_fault_is_told_with_its_line(table: str, codes: list[str]) -> None:
    assert faults(table) == codes
