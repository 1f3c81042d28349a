"""The states of a draft and the approval chain, as pure decisions."""

from __future__ import annotations

import datetime

import pytest

from leitai.web.people.api import Signed, chain_faults, next_step, second_person_fault
from leitai.web.rulebook.rules import MOVES, STATES, approval_chain, comment_window_fault, is_open, next_state, why_not

DAY = datetime.date(2023, 4, 10)
TOMORROW = DAY + datetime.timedelta(days=1)
YESTERDAY = DAY - datetime.timedelta(days=1)


def test_the_chain_is_data_with_at_least_two_steps_and_known_roles() -> None:
    from leitai.web.people.api import MAY, ROLES

    chain = approval_chain()
    assert len(chain) >= 2
    assert all(step.role in ROLES and step.role in MAY["approve_rulebook"] for step in chain)


def test_an_edit_while_it_is_approved_leads_back_to_drafting() -> None:
    assert next_state("approval", "edit", None, DAY) == "draft"


@pytest.mark.parametrize("act", ["edit", "submit"])
def test_the_text_stays_as_it_is_while_units_read_it(act: str) -> None:
    assert next_state("comment", act, TOMORROW, DAY) is None  # type: ignore[arg-type]
    assert next_state("comment", act, DAY, DAY) is None  # type: ignore[arg-type]
    assert next_state("comment", act, YESTERDAY, DAY) is not None  # type: ignore[arg-type]
    assert "收回" in why_not("comment", act, TOMORROW, DAY).zh  # type: ignore[arg-type]


@pytest.mark.parametrize("state", ["published", "dropped"])
def test_nothing_more_happens_to_what_is_published_or_dropped(state: str) -> None:
    assert all(next_state(state, act, None, DAY) is None for act in MOVES)
    assert all(STATES[state].zh in why_not(state, act, None, DAY).zh for act in MOVES)


def test_comments_are_taken_to_the_end_of_the_last_day() -> None:
    assert is_open("comment", DAY, DAY)
    assert not is_open("comment", YESTERDAY, DAY)
    assert not is_open("draft", TOMORROW, DAY)
    assert comment_window_fault(DAY, DAY) is not None
    assert comment_window_fault(TOMORROW, DAY) is None


def test_steps_come_one_after_the_other_and_a_return_ends_them() -> None:
    assert next_step([], 3) == 1
    assert next_step([Signed(1, "a", "agree")], 3) == 2
    assert next_step([Signed(1, "a", "agree"), Signed(2, "b", "return")], 3) is None
    assert next_step([Signed(n, "a", "agree") for n in (1, 2, 3)], 3) is None


def test_the_chain_takes_two_people_and_not_only_who_edited_last() -> None:
    alone = [Signed(n, "a", "agree") for n in (1, 2, 3)]
    two = [Signed(1, "a", "agree"), Signed(2, "b", "agree"), Signed(3, "b", "agree")]
    assert any("两个不同的人" in one.zh for one in chain_faults(alone, 3, "x"))
    assert any("最后修改" in one.zh for one in chain_faults(alone, 3, "a"))
    assert chain_faults(two, 3, "a") == []
    assert any("第 3 步" in one.zh for one in chain_faults(two[:2], 3, "a"))


def test_nobody_publishes_alone() -> None:
    assert second_person_fault("a", "a") is not None
    assert second_person_fault("a", "b") is None
