"""The whole corridor at random: whoever does whatever in whatever order, no unverified figure comes out as verified."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from leitai.web.collection.api import (
    Entry,
    Judged,
    accept_by_silence,
    answer_question,
    confirm_row,
    figures_of,
    lock_round,
    question_figure,
    reopen_round,
    report_figures,
    return_figures,
    verify_figures,
)
from leitai.web.collection.models import Cell, FigureDecision, FigureVersion, Round
from leitai.web.foundation.api import RoomError, verify
from tests.rooms.collection import stage

# Who can do something comes often, or chance would seldom get anywhere.
people = st.sampled_from(["both", "both", "both", "wang", "li", "torn", "office", "reaching", "liaison1", "stranger"])
places = st.sampled_from([("u1", "gdp"), ("u1", "speed")])
clocks = st.sampled_from(["04-10", "04-19", "04-26"])
values = st.sampled_from(["12", "12", "13.5", "80", "十二", ""])
off = st.sampled_from([0, 0, 0, -1])


class Corridor(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.moment = transaction.atomic()
        self.moment.__enter__()
        self.round = Round.objects.get()
        self.versions: dict[int, int] = {}
        self.count = 0

    def teardown(self) -> None:
        assert verify() == []
        transaction.set_rollback(True)
        self.moment.__exit__(None, None, None)

    def act(self, service: Any, who: str, when: str, **more: Any) -> None:
        try:
            with transaction.atomic():
                service(actor=stage.actor(who, when), at=stage.at(when), round=self.round.pk, **more)
        except RoomError:
            pass

    def seen(self, place: tuple[str, str], back: int) -> Cell:
        found = stage.cell(*place)
        found.version += back
        return found

    @rule(who=people, when=clocks, place=places, back=off, written=values, note=st.sampled_from(["", "更正"]))
    def report(self, who: str, when: str, place: tuple[str, str], back: int, written: str, note: str) -> None:
        cell = self.seen(place, back)
        self.count += 1
        entry = Entry(cell.pk, cell.version, written, note=note)
        self.act(report_figures, who, when, entries=[entry], origin="typed", batch=f"b{self.count}")

    @rule(who=people, when=clocks, place=places, vintage=st.sampled_from(["flash", "final"]))
    def report_again_or_no_value(self, who: str, when: str, place: tuple[str, str], vintage: str) -> None:
        cell = self.seen(place, 0)
        self.count += 1
        entry = Entry(cell.pk, cell.version, "", "not_applicable", vintage=vintage, note="没有这项任务")
        self.act(report_figures, who, when, entries=[entry], origin="typed", batch=f"b{self.count}")

    @rule(filer=st.sampled_from(["wang", "both"]), verifier=st.sampled_from(["li", "both", "torn"]), place=places)
    def file_and_judge(self, filer: str, verifier: str, place: tuple[str, str]) -> None:
        """What mostly happens, so that chance starts from somewhere."""
        self.report(filer, "04-10", place, 0, "12.5", "更正")
        self.approve(verifier, "04-10", [place], 0)

    @rule(who=people, when=clocks, place=places, back=off)
    def explain(self, who: str, when: str, place: tuple[str, str], back: int) -> None:
        cell = self.seen(place, back)
        held = FigureVersion.objects.filter(cell=cell, number=cell.version).first()
        self.count += 1
        entry = Entry(cell.pk, cell.version, held.value if held else "", explanation="上年基数低")
        self.act(report_figures, who, when, entries=[entry], origin="typed", batch=f"b{self.count}")

    @rule(who=people, when=clocks, places=st.lists(places, unique=True, min_size=1), back=off)
    def approve(self, who: str, when: str, places: list[tuple[str, str]], back: int) -> None:
        cells = [self.seen(place, back) for place in places]
        self.act(verify_figures, who, when, judged=[Judged(cell.pk, cell.version) for cell in cells])

    @rule(who=people, when=clocks, place=places, back=off)
    def send_back(self, who: str, when: str, place: tuple[str, str], back: int) -> None:
        cell, due = self.seen(place, back), stage.at("04-26").date()
        self.act(return_figures, who, when, judged=[Judged(cell.pk, cell.version)], reason="不符", due=due)

    @rule(who=people, when=clocks, place=places, back=off)
    def confirm(self, who: str, when: str, place: tuple[str, str], back: int) -> None:
        cell = self.seen(place, back)
        self.act(confirm_row, who, when, contestant=place[0], judged=[Judged(cell.pk, cell.version)])

    @rule(who=people, when=clocks, place=places, back=off, service=st.sampled_from([question_figure, answer_question]))
    def question_or_answer(self, who: str, when: str, place: tuple[str, str], back: int, service: Any) -> None:
        cell = self.seen(place, back)
        self.act(service, who, when, cell=cell.pk, expected=cell.version, reason="应为 12.3")

    @rule(who=people, when=clocks)
    def silence(self, who: str, when: str) -> None:
        self.act(accept_by_silence, who, when)

    @rule(who=people, back=off)
    def lock_and_try_and_reopen(self, who: str, back: int) -> None:
        self.act(lock_round, who, "04-26")
        self.report("wang", "04-26", ("u1", "gdp"), back, "14", "更正")
        self.act(reopen_round, "office", "04-26", reason="异议成立")

    @invariant()
    def nothing_unverified_comes_out_as_verified(self) -> None:
        for figure in figures_of("cup", "2023-Q1"):
            cell, number = figure.place.removeprefix("cell:").split(" v")
            version = FigureVersion.objects.get(cell_id=cell, number=number)
            if figure.status == "reported":
                continue
            judged = FigureDecision.objects.filter(version=version, kind__in=("verify", "return")).order_by("pk").last()
            assert judged is not None
            assert judged.kind == "verify"
            before = FigureVersion.objects.filter(cell_id=cell, number__lte=number)
            assert judged.person not in before.values_list("person", flat=True)
            assert judged.organisation != version.organisation
            later = FigureVersion.objects.filter(cell_id=cell, vintage=version.vintage, number__gt=number)
            assert not later.exists()

    @invariant()
    def versions_only_grow_and_nobody_but_the_filer_files(self) -> None:
        for cell in Cell.objects.filter(version__gt=0):
            assert cell.version >= self.versions.get(cell.pk, 0)
            self.versions[cell.pk] = cell.version
            assert FigureVersion.objects.filter(cell=cell).count() == cell.version
        assert set(FigureVersion.objects.values_list("organisation", flat=True)) <= {"stats"}


@pytest.mark.django_db
def test_the_corridor_holds_whatever_is_tried() -> None:
    stage.make_people()
    stage.make_edition(silence=2)
    stage.open_first()
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Corridor,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=slow,
            phases=[Phase.explicit, Phase.generate],
        ),
    )
