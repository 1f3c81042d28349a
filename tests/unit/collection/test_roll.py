"""A roll of voters pasted from a spreadsheet."""

from __future__ import annotations

import pytest

from leitai.engine.errors import Text
from leitai.web.collection.ballots.roll import Eligible, read_roll

LEADER, HEAD = Text("领导", "leader"), Text("单位负责人", "head of a unit")
PEOPLE = (
    Eligible("p-1", "郑市长", "leader", "澜川市", frozenset({"city", "澜川市", "Lanchuan City"}), LEADER),
    Eligible("p-2", "王伟", "head", "汐桥区", frozenset({"xiqiao", "汐桥区", "Xiqiao District"}), HEAD),
    Eligible("p-3", "王伟", "head2", "临川县", frozenset({"linchuan", "临川县", "Linchuan County"}), HEAD),
)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("郑市长\n", ["p-1"]),
        ("姓名\n郑市长\n\nhead2\n", ["p-1", "p-3"]),
        ("王伟\t临川县\n王伟\t汐桥区\n", ["p-3", "p-2"]),
        ("王伟，Xiqiao District", ["p-2"]),
        ("\ufeff姓名\t单位\r\n 郑市长 \t澜川市\r\n", ["p-1"]),
        ("", []),
        ("姓名", []),
    ],
)
def test_a_column_of_names_is_read(written: str, keys: list[str]) -> None:
    roll, faults = read_roll(written, PEOPLE)
    assert ([one.person.key for one in roll], faults) == (keys, [])


def test_every_fault_names_its_line_and_how_to_mend_it() -> None:
    roll, faults = read_roll("姓名\n郑市长\n郑副市长\n王伟\n\nleader\n王伟\t高新区", PEOPLE)
    assert [one.number for one in roll] == [2]
    assert [(fault.code, fault.place) for fault in faults] == [
        ("CO-040", "3"), ("CO-041", "4"), ("CO-042", "6"), ("CO-040", "7")
    ]  # fmt: skip
    assert "汐桥区、临川县" in faults[1].found.zh
    assert "第 2 行" in faults[2].found.zh
    assert all(fault.mend.zh and fault.mend.en for fault in faults)
