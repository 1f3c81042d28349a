"""Door 2: verifying, returning, confirming, questioning, answering."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.web.collection.api import (
    Entry,
    Judged,
    Report,
    accept_by_silence,
    answer_question,
    confirm_row,
    figures_of,
    file_ruling,
    question_figure,
    report_figures,
    return_figures,
    verify_figures,
)
from leitai.web.collection.models import Cell, FigureDecision, FigureVersion, Round
from leitai.web.foundation.api import Invisible, NotAllowed, Refused, verify
from tests.rooms.collection.stage import actor, at, cell, make_edition, make_people, open_first
from tests.rooms.collection.test_report_figures import file_one

DUE = datetime.date(2023, 4, 19)


def judged(*cells: Cell) -> list[Judged]:
    return [Judged(one.pk, one.version) for one in Cell.objects.filter(pk__in=[c.pk for c in cells]).order_by("pk")]


def approve(round_: Round, who: str, *cells: Cell, when: str = "04-11") -> Report:
    return verify_figures(actor=actor(who), at=at(when), round=round_.pk, judged=judged(*cells))


def state(one: Cell) -> str:
    return Cell.objects.get(pk=one.pk).state


@pytest.fixture
def gdp(round_: Round) -> Cell:
    file_one(round_, "wang", cell("u1", "gdp"), "12")
    return cell("u1", "gdp")


# -- verify --------------------------------------------------------------------------------------------------------


def test_a_verified_figure_says_by_whom(round_: Round, gdp: Cell) -> None:
    outcome = approve(round_, "li", gdp).outcomes[0]
    assert (outcome.done, outcome.state) == ("saved", "verified")
    decision = FigureDecision.objects.get()
    assert (decision.kind, decision.person, decision.organisation, decision.post) == (
        "verify",
        "li",
        "survey",
        "verifier",
    )
    assert verify() == []


@pytest.mark.parametrize("who", ["wang", "office", "qian", "liaison1", "stranger"])
def test_only_the_verifying_body_verifies(round_: Round, gdp: Cell, who: str) -> None:
    with pytest.raises(NotAllowed, match="调查队的审核员"):
        approve(round_, who, gdp)


def test_nobody_verifies_what_she_filed_whatever_posts_she_holds(round_: Round) -> None:
    target = cell("u1", "gdp")
    file_one(round_, "both", target, "12")
    with pytest.raises(NotAllowed, match="另一位审核员"):
        approve(round_, "both", target)
    assert approve(round_, "li", target).outcomes[0].done == "saved"


def test_in_a_batch_ones_own_figure_stays_and_the_rest_is_verified(round_: Round) -> None:
    own, other = cell("u1", "gdp"), cell("u2", "gdp")
    file_one(round_, "both", own, "12")
    file_one(round_, "wang", other, "13")
    report = approve(round_, "both", own, other)
    assert [one.done for one in report.outcomes] == ["refused", "saved"]
    assert (state(own), state(other)) == ("reported", "verified")


def test_posts_on_both_sides_are_shown_on_the_verification(round_: Round, gdp: Cell) -> None:
    outcome = approve(round_, "torn", gdp).outcomes[0]
    assert (outcome.done, outcome.conflict) == ("saved", ("u1",))
    assert FigureDecision.objects.get().conflict == "u1"


def test_the_second_of_two_verifiers_learns_of_the_first(round_: Round, gdp: Cell) -> None:
    approve(round_, "li", gdp)
    second = approve(round_, "li2", gdp).outcomes[0]
    assert second.done == "conflict"
    assert second.theirs is not None
    assert (second.theirs.person, second.theirs.state) == ("li", "verified")
    assert FigureDecision.objects.count() == 1


def test_a_whole_queue_verified_twice_costs_no_query_a_figure(
    round_: Round, django_assert_max_num_queries: Any
) -> None:
    cells = [cell(unit, "gdp") for unit in ("u1", "u2", "u3", "u4")]
    for one in cells:
        file_one(round_, "wang", one, "12")
    seen = judged(*cells)
    asked = {"at": at("04-11"), "round": round_.pk}
    verify_figures(actor=actor("li"), judged=seen, **asked)
    second = actor("li2")
    with CaptureQueriesContext(connection) as alone:
        verify_figures(actor=second, judged=seen[:1], **asked)
    with django_assert_max_num_queries(len(alone)):
        report = verify_figures(actor=second, judged=seen, **asked)
    assert {(one.done, one.theirs and one.theirs.person) for one in report.outcomes} == {("conflict", "li")}


def test_a_version_that_changed_meanwhile_is_not_verified(round_: Round, gdp: Cell) -> None:
    seen = judged(gdp)
    file_one(round_, "wang", gdp, "13")
    outcome = verify_figures(actor=actor("li"), at=at("04-11"), round=round_.pk, judged=seen).outcomes[0]
    assert outcome.done == "conflict"
    assert outcome.theirs is not None
    assert outcome.theirs.value == "13"
    assert state(gdp) == "reported"


def test_an_empty_cell_is_not_verified(round_: Round) -> None:
    assert approve(round_, "li", cell("u1", "gdp")).outcomes[0].done == "conflict"


def test_a_cell_of_no_round_is_invisible(round_: Round) -> None:
    with pytest.raises(Invisible):
        verify_figures(actor=actor("li"), at=at("04-11"), round=round_.pk, judged=[Judged(9999, 1)])


def test_the_office_verifies_what_no_other_body_was_named_for_and_the_counter_body_what_the_office_files(
    round_: Round,
) -> None:
    cases = cell("u1", "cases")
    file_one(round_, "office", cases, "3")
    with pytest.raises(NotAllowed):
        approve(round_, "office2", cases)
    assert approve(round_, "watcher", cases).outcomes[0].done == "saved"


# -- return and file again -----------------------------------------------------------------------------------------


def test_a_single_cell_comes_back_while_the_rest_stays_accepted(round_: Round) -> None:
    wrong, right = cell("u1", "gdp"), cell("u2", "gdp")
    file_one(round_, "wang", wrong, "12")
    file_one(round_, "wang", right, "13")
    approve(round_, "li", right)
    return_figures(
        actor=actor("li"), at=at("04-11"), round=round_.pk, judged=judged(wrong), reason="与快报不符", due=DUE
    )
    assert (state(wrong), state(right)) == ("returned", "verified")
    assert file_one(round_, "wang", wrong, "12.5", when="04-12").outcomes[0].state == "reported"


def test_a_return_needs_its_reason_and_a_day_to_come(round_: Round, gdp: Cell) -> None:
    for reason, due in ((" ", DUE), ("不符", datetime.date(2023, 4, 1))):
        with pytest.raises(Refused):
            return_figures(
                actor=actor("li"), at=at("04-11"), round=round_.pk, judged=judged(gdp), reason=reason, due=due
            )


def test_a_return_day_on_a_holiday_moves_to_the_next_working_day(round_: Round, gdp: Cell) -> None:
    may_day = datetime.date(2023, 4, 29)
    return_figures(actor=actor("li"), at=at("04-11"), round=round_.pk, judged=judged(gdp), reason="不符", due=may_day)
    assert FigureDecision.objects.get().due == datetime.date(2023, 5, 4)


def test_the_returned_value_once_more_says_why(round_: Round, gdp: Cell) -> None:
    return_figures(actor=actor("li"), at=at("04-11"), round=round_.pk, judged=judged(gdp), reason="不符", due=DUE)
    assert file_one(round_, "wang", gdp, "12").outcomes[0].findings[0].fault.code == "CO-009"
    assert file_one(round_, "wang", gdp, "12", note="已与省局核对").outcomes[0].state == "reported"


def test_a_correction_in_time_is_not_late_and_one_after_its_day_is(round_: Round) -> None:
    soon, slow = cell("u1", "gdp"), cell("u2", "gdp")
    for one in (soon, slow):
        file_one(round_, "wang", one, "12")
    return_figures(
        actor=actor("li"), at=at("04-17"), round=round_.pk, judged=judged(soon, slow), reason="不符", due=DUE
    )
    file_one(round_, "wang", soon, "13", when="04-19")
    file_one(round_, "wang", slow, "13", when="04-20")
    assert dict(FigureVersion.objects.filter(number=2).values_list("cell_id", "status")) == {
        soon.pk: "reported",
        slow.pk: "late",
    }


def test_a_verified_figure_is_corrected_only_with_a_reason_and_verified_anew(round_: Round, gdp: Cell) -> None:
    approve(round_, "li", gdp)
    assert file_one(round_, "wang", gdp, "13").outcomes[0].findings[0].fault.code == "CO-007"
    assert file_one(round_, "wang", gdp, "").outcomes[0].findings[0].fault.code == "CO-016"
    assert file_one(round_, "wang", gdp, "13", note="经济普查修订").outcomes[0].state == "reported"
    assert [figure.status for figure in figures_of("cup", "2023-Q1")] == ["reported"]


# -- explain -------------------------------------------------------------------------------------------------------


def test_what_wants_an_explanation_is_verified_only_after_it(round_: Round) -> None:
    speed = cell("u1", "speed")
    file_one(round_, "wang", speed, "80")
    assert approve(round_, "li", speed).outcomes[0].done == "refused"
    file_one(round_, "wang", speed, "80", "04-11", explanation="上年基数低")
    assert (state(speed), FigureVersion.objects.get(number=2).value) == ("reported", "80")
    assert approve(round_, "li", speed).outcomes[0].done == "saved"
    assert verify() == []


def test_explaining_is_the_filers(round_: Round, gdp: Cell) -> None:
    speed = cell("u1", "speed")
    file_one(round_, "wang", speed, "80")
    with pytest.raises(NotAllowed):
        file_one(round_, "li", speed, "80", "04-11", explanation="x")
    assert file_one(round_, "wang", speed, "80", "04-11", explanation=" ").outcomes[0].done == "unchanged"
    assert state(speed) == "explain"
    assert file_one(round_, "wang", speed, "80", "04-11", 7, explanation="x").outcomes[0].done == "conflict"
    approve(round_, "li", gdp)
    assert file_one(round_, "wang", gdp, "12", "04-11", explanation="x").outcomes[0].done == "refused"
    with pytest.raises(Invisible):
        report_figures(
            actor=actor("wang"), at=at("04-11"), round=round_.pk, entries=[Entry(9999, 1, "80", explanation="x")],
            origin="typed", batch="none",
        )  # fmt: skip


# -- confirm, question, answer, silence ----------------------------------------------------------------------------


def test_a_unit_confirms_its_row(round_: Round, gdp: Cell) -> None:
    approve(round_, "li", gdp)
    report = confirm_row(actor=actor("liaison1"), at=at("04-21"), round=round_.pk, contestant="u1", judged=judged(gdp))
    assert report.outcomes[0].state == "confirmed"
    again = confirm_row(actor=actor("head1"), at=at("04-21"), round=round_.pk, contestant="u1", judged=judged(gdp))
    assert again.outcomes[0].done == "conflict"


def test_a_row_is_confirmed_by_its_own_people_and_only_when_verified(round_: Round, gdp: Cell) -> None:
    early = confirm_row(actor=actor("liaison1"), at=at("04-11"), round=round_.pk, contestant="u1", judged=judged(gdp))
    assert early.outcomes[0].done == "refused"
    approve(round_, "li", gdp)
    for who in ("liaison2", "wang", "office", "li"):
        with pytest.raises(NotAllowed):
            confirm_row(actor=actor(who), at=at("04-21"), round=round_.pk, contestant="u1", judged=judged(gdp))
    with pytest.raises(Refused):
        confirm_row(actor=actor("liaison1"), at=at("04-21"), round=round_.pk, contestant="u2", judged=judged(gdp))


def test_a_question_is_answered_or_leads_to_a_correction(round_: Round, gdp: Cell) -> None:
    approve(round_, "li", gdp)
    asked = question_figure(
        actor=actor("liaison1"), at=at("04-21"), round=round_.pk, cell=gdp.pk, expected=1, reason="应为 12.3"
    )
    assert asked.state == "questioned"
    with pytest.raises(NotAllowed):
        answer_question(
            actor=actor("liaison1"), at=at("04-22"), round=round_.pk, cell=gdp.pk, expected=1, reason="无误"
        )
    answered = answer_question(
        actor=actor("wang"), at=at("04-22"), round=round_.pk, cell=gdp.pk, expected=1, reason="以统一核算数为准"
    )
    assert answered.state == "verified"
    for act in (question_figure, answer_question):
        with pytest.raises(Refused):
            act(actor=actor("liaison1"), at=at("04-22"), round=round_.pk, cell=gdp.pk, expected=1, reason="")


def test_a_verified_figure_stays_verified_while_it_is_questioned(round_: Round, gdp: Cell) -> None:
    approve(round_, "li", gdp)
    question_figure(
        actor=actor("liaison1"), at=at("04-21"), round=round_.pk, cell=gdp.pk, expected=1, reason="应为 12.3"
    )
    assert [figure.status for figure in figures_of("cup", "2023-Q1")] == ["verified"]


@pytest.mark.django_db
def test_silence_counts_only_where_a_clause_says_so_and_after_its_day() -> None:
    make_people()
    make_edition(silence=2)
    round_ = open_first()
    target = cell("u1", "gdp")
    file_one(round_, "wang", target, "12")
    approve(round_, "li", target)
    with pytest.raises(Refused, match="尚未届满"):
        accept_by_silence(actor=actor("office"), at=at("04-24"), round=round_.pk)
    with pytest.raises(NotAllowed):
        accept_by_silence(actor=actor("wang"), at=at("04-25"), round=round_.pk)
    assert accept_by_silence(actor=actor("office"), at=at("04-25"), round=round_.pk) == 1
    assert state(target) == "confirmed"
    assert FigureDecision.objects.get(kind="silence", organisation="u1").reason == "第九条"
    assert accept_by_silence(actor=actor("office"), at=at("04-25"), round=round_.pk) == 0
    assert verify() == []


def test_silence_is_no_consent_without_the_rule(round_: Round) -> None:
    with pytest.raises(Refused, match="须由参赛单位确认"):
        accept_by_silence(actor=actor("office"), at=at("04-25"), round=round_.pk)


# -- rulings -------------------------------------------------------------------------------------------------------


def test_a_ruling_is_a_figure_that_another_body_verifies(round_: Round) -> None:
    words = {"reason": "依据第三条", "document": "裁定1号"}
    outcome = file_ruling(
        actor=actor("office"),
        at=at("04-19"),
        round=round_.pk,
        contestant="u1",
        indicator="speed",
        points="8",
        batch="r",
        **words,
    )
    assert outcome.done == "saved"
    target = Cell.objects.get(pk=outcome.cell)
    with pytest.raises(NotAllowed):
        approve(round_, "office2", target, when="04-19")
    assert approve(round_, "watcher", target, when="04-19").outcomes[0].done == "saved"
    assert [(f.role, f.value, f.status) for f in figures_of("cup", "2023-Q1")] == [("ruling", 8, "verified")]


@pytest.mark.parametrize(
    ("who", "points", "reason", "error"),
    [("wang", "8", "依据", NotAllowed), ("office", "8", "", Refused)],
)
def test_a_ruling_is_the_offices_and_says_why(
    round_: Round, who: str, points: str, reason: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        file_ruling(
            actor=actor(who),
            at=at("04-19"),
            round=round_.pk,
            contestant="u1",
            indicator="speed",
            points=points,
            reason=reason,
            document="1号",
            batch="r",
        )


def test_a_ruling_beyond_the_points_is_refused(round_: Round) -> None:
    outcome = file_ruling(
        actor=actor("office"),
        at=at("04-19"),
        round=round_.pk,
        contestant="u1",
        indicator="speed",
        points="20.5",
        reason="依据",
        document="1号",
        batch="r",
    )
    assert outcome.findings[0].fault.code == "CO-003"
