"""Door 1: filing figures, cell by cell."""

from __future__ import annotations

import pytest

from leitai.web.collection.api import Entry, Report, report_figures
from leitai.web.collection.models import Cell, FigureVersion, Round
from leitai.web.collection.services.figures import report_whole
from leitai.web.foundation.api import Invisible, NotAllowed, Refused, verify
from tests.rooms.collection.stage import actor, at, cell

FULL = 5001


def file_one(
    round_: Round, who: str, target: Cell, written: str, when: str = "04-10", expected: int | None = None, **more: str
) -> Report:
    version = Cell.objects.get(pk=target.pk).version if expected is None else expected
    entry = Entry(target.pk, version, written, **more)  # type: ignore[arg-type]
    batch = f"{who}-{target.pk}-{version}-{written}-{when}"[:32]
    return report_figures(actor=actor(who), at=at(when), round=round_.pk, entries=[entry], origin="typed", batch=batch)


def test_a_figure_is_saved_with_who_when_and_how_it_was_written(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    outcome = file_one(round_, "wang", gdp, "１２，３４５万元").outcomes[0]
    assert (outcome.done, outcome.version, outcome.state, outcome.value) == ("saved", 1, "reported", "1.2345")
    version = FigureVersion.objects.get(cell=gdp)
    assert (version.value, version.written, version.person, version.organisation, version.post, version.status) == (
        "1.2345",
        "１２，３４５万元",
        "wang",
        "stats",
        "filer",
        "reported",
    )
    assert verify() == []


def test_the_office_cannot_edit_a_statistics_figure(round_: Round) -> None:
    for who in ("office", "reaching"):
        with pytest.raises(NotAllowed, match="统计局的填报员"):
            file_one(round_, who, cell("u1", "gdp"), "12")
    assert not FigureVersion.objects.exists()


@pytest.mark.parametrize("who", ["li", "liaison1", "leader", "stranger", "outsider"])
def test_only_the_filers_organisation_reports(round_: Round, who: str) -> None:
    with pytest.raises(NotAllowed):
        file_one(round_, who, cell("u1", "gdp"), "12")


def test_a_unit_reports_its_own_figure_where_the_rule_says_so(round_: Round) -> None:
    assert file_one(round_, "filer4", cell("u4", "jobs"), "120").saved == 1
    with pytest.raises(NotAllowed):
        file_one(round_, "filer4", cell("u1", "jobs"), "120")


def test_a_cell_the_round_does_not_ask_for_is_invisible(round_: Round) -> None:
    with pytest.raises(Invisible):
        report_figures(
            actor=actor("wang"),
            at=at("04-10"),
            round=round_.pk,
            entries=[Entry(9999, 0, "1")],
            origin="typed",
            batch="b",
        )
    with pytest.raises(Invisible):
        report_figures(actor=actor("wang"), at=at("04-10"), round=77, entries=[], origin="typed", batch="b")


def test_a_locked_round_takes_nothing(round_: Round) -> None:
    Round.objects.update(state="locked")
    with pytest.raises(Refused, match="已锁定"):
        file_one(round_, "wang", cell("u1", "gdp"), "12")


def test_the_same_batch_sent_twice_changes_nothing_more(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    for _ in range(3):
        outcome = file_one(round_, "wang", gdp, "12", expected=0).outcomes[0]
        assert (outcome.done, outcome.version, outcome.value) == ("saved", 1, "12")
    assert FigureVersion.objects.count() == 1


def test_the_same_value_again_is_no_new_version(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    file_one(round_, "wang", gdp, "12")
    assert file_one(round_, "wang2", gdp, "12.0", when="04-11").outcomes[0].done == "unchanged"
    assert FigureVersion.objects.count() == 1


def test_whoever_saw_an_older_version_is_told_both_values_and_by_whom(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    file_one(round_, "wang", gdp, "12")
    outcome = file_one(round_, "wang2", gdp, "13", when="04-11", expected=0).outcomes[0]
    assert outcome.done == "conflict"
    assert outcome.theirs is not None
    assert (outcome.ours, outcome.theirs.value, outcome.theirs.person, outcome.theirs.at) == (
        "13",
        "12",
        "wang",
        at("04-10"),
    )
    assert FigureVersion.objects.count() == 1


def test_what_is_wrong_comes_back_alone(round_: Round) -> None:
    cells = [cell(unit, "gdp") for unit in ("u1", "u2", "u3", "u4")]
    written = ["12", "十二", "13美元", "14"]
    entries = [Entry(one.pk, 0, text) for one, text in zip(cells, written, strict=True)]
    report = report_figures(
        actor=actor("wang"), at=at("04-10"), round=round_.pk, entries=entries, origin="pasted", batch="b1"
    )
    assert [one.done for one in report.outcomes] == ["saved", "refused", "refused", "saved"]
    assert [one.findings[0].fault.code for one in report.of("refused")] == ["CO-001", "CO-002"]
    assert FigureVersion.objects.count() == 2


def test_of_a_whole_paper_all_is_filed_or_nothing_and_what_stopped_it_is_named(round_: Round) -> None:
    file_one(round_, "wang", cell("u2", "gdp"), "8")
    keys = {unit: cell(unit, "gdp").pk for unit in ("u1", "u2", "u3")}
    entries = [Entry(keys["u1"], 0, "12"), Entry(keys["u2"], 0, "9"), Entry(keys["u3"], 0, "约十")]
    with pytest.raises(Refused) as caught:
        report_whole(actor=actor("wang"), at=at("04-10"), round=round_.pk, entries=entries)
    said = caught.value.say()
    assert "西山县 生产总值：刚被他人更改" in said
    assert "南浦县 生产总值：“约十”" in said
    assert said.endswith("没有录入任何一项，请刷新后重试。")
    assert list(FigureVersion.objects.values_list("value", flat=True)) == ["8"]
    assert len(report_whole(actor=actor("wang"), at=at("04-10"), round=round_.pk, entries=entries[:1]).outcomes) == 1


@pytest.mark.parametrize(
    ("indicator", "who", "written", "code"),
    [
        ("gdp_growth", "wang", "10.01", "CO-003"),
        ("gdp_growth", "wang", "-1", "CO-003"),
        ("cases", "office", "-3", "CO-004"),
        ("gdp", "wang", "约12", "CO-001"),
        ("gdp", "wang", "12人", "CO-002"),
        ("speed", "wang", "5个百分点", "CO-002"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(round_: Round, indicator: str, who: str, written: str, code: str) -> None:
    outcome = file_one(round_, who, cell("u1", indicator), written).outcomes[0]
    assert outcome.done == "refused"
    assert outcome.findings[0].fault.code == code
    assert Cell.objects.get(pk=outcome.cell).state == "empty"


def test_a_growth_beyond_the_limit_is_saved_and_wants_a_sentence(round_: Round) -> None:
    speed = cell("u1", "speed")
    outcome = file_one(round_, "wang", speed, "389.45%").outcomes[0]
    assert (outcome.done, outcome.state, outcome.findings[0].fault.code) == ("explain", "explain", "CO-014")
    again = file_one(round_, "wang", speed, "389.46%", explanation="上年停产").outcomes[0]
    assert (again.done, again.state) == ("saved", "reported")


def test_after_the_day_a_figure_is_late(round_: Round) -> None:
    file_one(round_, "wang", cell("u1", "gdp"), "12", when="04-18")
    file_one(round_, "wang", cell("u2", "gdp"), "12", when="04-19")
    assert list(FigureVersion.objects.order_by("pk").values_list("status", flat=True)) == ["reported", "late"]


def test_no_value_needs_its_reason(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    refused = file_one(round_, "wang", gdp, "", no_value="not_yet_published").outcomes[0]
    assert (refused.done, refused.findings[0].fault.code) == ("refused", "CO-005")
    kept = file_one(round_, "wang", gdp, "", no_value="not_yet_published", note="省局 25 日发布").outcomes[0]
    assert (kept.done, kept.state) == ("saved", "reported")


def test_what_nobody_verified_can_be_taken_back(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    file_one(round_, "wang", gdp, "12")
    cleared = file_one(round_, "wang", gdp, "").outcomes[0]
    assert (cleared.done, cleared.state, cleared.version) == ("saved", "empty", 2)
    assert file_one(round_, "wang", gdp, "").outcomes[0].done == "unchanged"
    assert file_one(round_, "wang", gdp, "14").outcomes[0].version == 3


def test_too_much_at_once_is_refused_at_once(round_: Round) -> None:
    with pytest.raises(Refused, match="5000"):
        report_figures(
            actor=actor("wang"),
            at=at("04-10"),
            round=round_.pk,
            entries=[Entry(n, 0, "1") for n in range(10_000)],
            origin="pasted",
            batch="b",
        )


def test_a_person_shut_out_or_without_the_post_any_more_reports_nothing(round_: Round) -> None:
    from leitai.web.people.models import Person, Post

    before = actor("wang")
    entry = [Entry(cell("u1", "gdp").pk, 0, "1")]
    Post.objects.filter(person__key="wang").update(until=at("04-09").date())
    with pytest.raises(NotAllowed):
        report_figures(actor=before, at=at("04-10"), round=round_.pk, entries=entry, origin="typed", batch="b")
    Person.objects.filter(key="wang").update(is_active=False)
    with pytest.raises(NotAllowed):
        report_figures(actor=before, at=at("04-10"), round=round_.pk, entries=entry, origin="typed", batch="b")


def test_saving_fifty_cells_takes_a_bounded_number_of_queries(
    round_: Round, django_assert_max_num_queries: object
) -> None:
    cells = list(Cell.objects.filter(indicator__in=("gdp", "speed", "gdp_growth")))
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        report = report_figures(
            actor=actor("wang"),
            at=at("04-10"),
            round=round_.pk,
            entries=[Entry(one.pk, 0, "5") for one in cells],
            origin="pasted",
            batch="b",
        )
    assert report.saved == len(cells)
