"""A body that merges into another in mid-season: who answers for it sees what it owes, and can do it."""

from __future__ import annotations

import datetime
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from leitai.web.collection.access import access_cell
from leitai.web.collection.api import (
    ask_extension,
    confirm_row,
    correct_claim,
    make_sheet,
    report_figures,
    sign_sheet,
    todos,
    withdraw_claim,
)
from leitai.web.collection.claims.services import may_mend
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.models import Claim, FigureVersion, Obligation, Round
from leitai.web.collection.rulings.selectors import ruling_lines
from leitai.web.collection.selectors.duties import my_rounds
from leitai.web.collection.selectors.queue import verifier_queue
from leitai.web.collection.selectors.scope import scope_of
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.collection.selectors.terms import lock_of
from leitai.web.collection.services.acting import sides_of
from leitai.web.collection.services.shapes import Entry
from leitai.web.foundation.api import AuditEvent, NotAllowed, verify
from leitai.web.people.api import successors_on
from leitai.web.people.models import Organisation, OrganisationChange, Person, Post
from tests.rooms.collection import test_claims, test_rulings
from tests.rooms.collection.stage import actor, at, cell, seal
from tests.rooms.collection.test_decisions import approve, judged
from tests.rooms.collection.test_report_figures import file_one

folder = test_claims.folder
LATER = datetime.date(2023, 4, 21)


def merge(old: str, into: str, day: str = "04-12") -> None:
    """What people.merge_organisations leaves behind, without its administrator."""
    when = at(day)
    change = OrganisationChange(
        day=when.date(), kind="merge", sources=f'["{old}"]', results=f'["{into}"]', document="1号", at=when, actor="x"
    )
    change.save(force_insert=True)
    seal(change)
    Post.objects.filter(organisation__key=old).update(until=when.date())


def give(person: str, organisation: str, role: str = "filer") -> None:
    """A post in another organisation, from the day of the merger on."""
    holder, held = Person.objects.get(key=person), Organisation.objects.get(key=organisation)
    Post.objects.create(person=holder, role=role, organisation=held, since=datetime.date(2023, 4, 12))


def waiting(round_: Round, who: str, day: str = "04-13") -> list[tuple[str, str]]:
    """The queue of a verifier as (unit, indicator)."""
    seen = scope_of(actor(who, day), at(day).date())
    plan, own = plan_of("cup", "1"), sorted(seen.answers(actor(who, day), "verify"))
    return [(one.contestant, one.indicator) for one in verifier_queue(plan, round_, own, seen.merged)]


def counted(round_: Round, who: str, day: str = "04-13") -> list[tuple[str, int]]:
    """The line of the list of rounds: for which bodies a person verifies, and how much waits."""
    somebody = actor(who, day)
    [mine] = my_rounds(somebody, scope_of(somebody, at(day).date()))
    return [(one.organisation, one.left) for one in mine.verifies]


def desk(who: str, day: str = "04-13") -> list[tuple[str, str]]:
    return [(one.on_behalf, one.what.zh) for one in todos(actor(who, day), at(day).date()) if "审核" in one.what.zh]


def test_the_successor_of_a_merged_unit_answers_for_it(round_: Round) -> None:
    gdp, jobs = cell("u1", "gdp"), cell("u1", "jobs")
    file_one(round_, "wang", gdp, "12")
    approve(round_, "li", gdp)
    merge("u1", "u2")
    give("liaison2", "u2")
    with pytest.raises(NotAllowed):
        confirm_row(
            actor=actor("liaison1", "04-13"), at=at("04-13"), round=round_.pk, contestant="u1", judged=judged(gdp)
        )
    done = confirm_row(
        actor=actor("liaison2", "04-13"), at=at("04-13"), round=round_.pk, contestant="u1", judged=judged(gdp)
    )
    assert done.outcomes[0].state == "confirmed"
    assert file_one(round_, "liaison2", jobs, "120", when="04-13").saved == 1


def test_a_verifier_merged_into_another_body_is_followed_by_it(round_: Round) -> None:
    """审计局 merges into 督查室: what it verified waits there, on its desk and in its counters."""
    revenue = cell("u1", "revenue")
    file_one(round_, "zhao", revenue, "12")
    merge("audit", "watch")
    assert waiting(round_, "watcher") == [("u1", "revenue")]
    assert ("督查室", 1) in [(name, left) for name, left in _named(counted(round_, "watcher"))]
    assert desk("watcher") == [("督查室", "审核 2023-Q1 数据，1 项待审")]
    assert access_cell(actor("watcher", "04-13"), round_.pk, revenue.pk).sides.verifier == "watch"
    assert approve(round_, "watcher", revenue, when="04-13").outcomes[0].done == "saved"
    assert waiting(round_, "watcher") == []


def _named(parts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    names = organisation_names(plan_of("cup", "1"))
    return [(names[key], left) for key, left in parts]


def test_a_verifier_merged_into_the_filer_gives_its_queue_to_the_office(round_: Round) -> None:
    gdp = cell("u1", "gdp")
    file_one(round_, "wang", gdp, "12")
    merge("survey", "stats")
    give("li", "stats", "verifier")
    # Nobody of the filer's side: it neither waits for them nor can they do it.
    assert (waiting(round_, "li"), desk("li")) == ([], [])
    assert counted(round_, "li") == []
    with pytest.raises(NotAllowed):
        approve(round_, "li", gdp, when="04-14")
    assert waiting(round_, "office") == [("u1", "gdp")]
    assert ("office", 1) in counted(round_, "office")
    assert desk("office") == [("考评办", "审核 2023-Q1 数据，1 项待审")]
    assert approve(round_, "office", gdp, when="04-14").outcomes[0].done == "saved"


def test_a_filer_merged_into_its_verifier_is_verified_by_the_office(round_: Round) -> None:
    merge("stats", "survey")
    give("wang", "survey")
    gdp = cell("u1", "gdp")
    assert file_one(round_, "wang", gdp, "12", when="04-13").saved == 1
    with pytest.raises(NotAllowed):
        approve(round_, "li", gdp, when="04-14")
    assert (waiting(round_, "li"), waiting(round_, "office")) == ([], [("u1", "gdp")])
    assert approve(round_, "office", gdp, when="04-14").outcomes[0].done == "saved"


def test_where_the_office_is_a_side_too_the_counter_checking_body_sees_it(round_: Round) -> None:
    """统计局 and 调查队 both merge into 考评办: 督查室, which had nothing to do with gdp, verifies it now."""
    gdp = cell("u1", "gdp")
    file_one(round_, "wang", gdp, "12")
    Obligation.objects.filter(round=round_, verifier="watch").update(verifier="audit")
    merge("survey", "office")
    merge("stats", "office")
    assert waiting(round_, "watcher") == [("u1", "gdp")]
    assert access_cell(actor("watcher", "04-13"), round_.pk, gdp.pk).sides.verifier == "watch"
    assert desk("watcher") == [("督查室", "审核 2023-Q1 数据，1 项待审")]
    assert approve(round_, "watcher", gdp, when="04-13").outcomes[0].done == "saved"


def test_the_database_names_the_same_verifier_as_the_rule_whatever_merges(round_: Round) -> None:
    """Every pair of mergers among the bodies of a contest, one after the other."""
    bodies = ("office", "stats", "fin", "audit", "survey", "watch", "u1")
    pairs = list(itertools.permutations(bodies, 2))
    every = list(Obligation.objects.filter(round=round_, cell__contestant__in=("u1", "u2")).select_related("cell"))
    replaced = 0
    for first, second in itertools.product(pairs, pairs[::5]):
        merged = _merged([first, second])
        duties = Obligation.objects.annotate(verifies=verifier_today(merged))
        told = duties.filter(round=round_).values_list("pk", "verifies")
        today = {pk: merged.get(key, key) for pk, key in told}
        for one in every:
            wanted = sides_of(round_, one, one.cell, merged).verifier
            assert today[one.pk] == wanted, (first, second, one.filer, one.verifier, one.cell.contestant)
            replaced += wanted != merged.get(one.verifier, one.verifier)
    assert replaced > 1000


def _merged(mergers: list[tuple[str, str]]) -> dict[str, str]:
    """As people.successors_on follows them."""
    found: dict[str, str] = {}
    for old, into in mergers:
        found = {key: into if new == old else new for key, new in found.items()} | {old: into}
        found.pop(into, None)
    return found


def test_a_queue_costs_no_more_queries_after_a_merger(round_: Round) -> None:
    for unit in ("u1", "u2", "u3", "u4"):
        file_one(round_, "zhao", cell(unit, "revenue"), "12")

    def cost(who: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(waiting(round_, who)) == 4
        return len(queries)

    before = cost("qian")
    merge("audit", "watch")
    assert cost("watcher") <= before


def test_the_successor_corrects_and_takes_back_a_claim_of_its_predecessor(round_: Round) -> None:
    one = test_claims.claim(round_)
    merge("u1", "u2")
    with pytest.raises(NotAllowed):
        correct_claim(
            actor=actor("liaison1", "04-13"), at=at("04-13"), claim=one.pk, expected=1, fact=test_claims.fact("改名")
        )
    adjustment = next(item for item in plan_of("cup", "1").rulebook.adjustments if item.id == "honour")
    merged = successors_on(at("04-13").date())
    assert may_mend(actor("liaison2", "04-13"), one, adjustment, merged)
    assert not may_mend(actor("office", "04-13"), one, adjustment, merged)
    corrected = correct_claim(
        actor=actor("liaison2", "04-13"), at=at("04-13"), claim=one.pk, expected=1, fact=test_claims.fact("省级典型")
    )
    assert (corrected.version, corrected.versions.get(number=2).organisation) == (2, "u2")
    assert AuditEvent.objects.get(act="correct_claim").organisation == "u2"
    withdraw_claim(actor=actor("liaison2", "04-13"), at=at("04-13"), claim=one.pk, expected=2, reason="并入后重报")
    assert Claim.objects.get(pk=one.pk).state == "withdrawn"
    assert verify() == []


def test_the_successor_of_the_counter_checking_body_countersigns_rulings(round_: Round) -> None:
    made = test_rulings.rule(round_)
    merge("watch", "audit")
    seen = scope_of(actor("qian", "04-20"), at("04-20").date())
    assert [line.verifier for line in ruling_lines(plan_of("cup", "1"), round_, seen)] == ["audit"]
    assert "复核 2023-Q1 裁定，1 项" in [one.what.zh for one in todos(actor("qian", "04-20"), at("04-20").date())]
    assert test_rulings.sign(made, "qian").done == "saved"


def test_a_ruling_after_the_counter_body_merged_into_the_office_has_somebody_to_sign_it(round_: Round) -> None:
    merge("watch", "office")
    made = test_rulings.rule(round_)
    assert test_rulings.sign(made, "li").done == "saved"


def test_the_successor_writes_asks_for_time_and_signs_where_its_predecessor_did(round_: Round) -> None:
    merge("u4", "u2")
    give("liaison2", "u2")
    give("liaison2", "u2", "head")
    somebody, jobs = actor("liaison2", "04-13"), cell("u4", "jobs")
    assert lock_of(round_, "u4", somebody, {}, successors_on(at("04-13").date())) is None
    report_figures(
        actor=somebody, at=at("04-13"), round=round_.pk, entries=[Entry(jobs.pk, 0, "120")], origin="typed", batch="m"
    )
    assert FigureVersion.objects.get(cell=jobs).organisation == "u2"
    asked = ask_extension(
        actor=somebody, at=at("04-13"), round=round_.pk, organisation="u4", until=LATER, reason="机构合并"
    )
    assert asked.organisation == "u4"
    # The sheet is the successor's, over all that it answers for.
    sheet = make_sheet(actor=somebody, at=at("04-13"), round=round_.pk, organisation="u4", kind="filed")
    assert (sheet.organisation, "u4" in sheet.content) == ("u2", True)
    signed = sign_sheet(actor=somebody, at=at("04-13"), sheet=sheet.pk, second_factor=True)
    assert signed.person == "liaison2"
    with pytest.raises(NotAllowed):
        ask_extension(
            actor=actor("filer4", "04-13"), at=at("04-13"), round=round_.pk, organisation="u4", until=LATER, reason="x"
        )
    assert verify() == []
