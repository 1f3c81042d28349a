"""禁发: by no way round is a run read whose publication is being made or waits for its hour."""

from __future__ import annotations

import datetime

import pytest

from leitai.web.assessment import api
from tests.cast import PLACE, Cast
from tests.pages.assessment.permissions import at, particulars, published, scored
from tests.visitor import Visitor

LATER = datetime.datetime(2099, 1, 1, 9, tzinfo=PLACE)
ACTS = {"office", "office2", "leader"}
WATCHES = {"supervisor", "auditor", "panel"}
OTHERS = {"filer", "verifier", "bureau", "stranger", "stranger_head", "liaison", "head", "two_hats", "audit_admin"}
WHOLE = ("", "group/g/", "policies/", "file/")
OF_A_UNIT = ("unit/gaoxin/", "unit/gaoxin/gdp/", "unit/gaoxin/total/")


def readers(visitor: Visitor, run: api.ScoringRun, paths: tuple[str, ...]) -> dict[str, set[str]]:
    people = {who: visitor.as_(who) for who in sorted(ACTS | WATCHES | OTHERS)}
    return {
        path: {who for who, one in people.items() if one.status("get", f"/results/runs/{run.pk}/{path}") == 200}
        for path in paths
    }


def everywhere(who: set[str], unit: set[str] | None = None) -> dict[str, set[str]]:
    own = who if unit is None else unit
    return {path: who for path in WHOLE} | {path: own for path in OF_A_UNIT}


def proposed(cast: Cast, run: api.ScoringRun) -> None:
    """Signed along the chain, and the first of two has proposed to publish it."""
    day, hour = datetime.datetime(2023, 5, 4, 9, tzinfo=PLACE), datetime.timedelta(hours=1)
    made = api.draft_publication(actor=cast["office"], at=day, run=run.pk, said=particulars())
    sent = api.submit_publication(actor=cast["office"], at=day, proposal=made.pk)
    for step, who in enumerate(("office2", "leader", "leader"), 1):
        api.sign_publication(
            actor=cast[who], at=day + step * hour, proposal=sent.pk, version=sent.version, verdict="agree"
        )
    api.propose_result(actor=cast["leader"], at=day + 4 * hour, proposal=sent.pk)


@pytest.mark.parametrize("state", ["scored", "proposed", "scheduled"])
def test_before_its_hour_only_who_acts_on_a_run_reads_it(state: str, cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    if state == "proposed":
        proposed(cast, run)
    elif state == "scheduled":
        published(cast, run, hour=LATER)
    # two_hats is liaison of 高新区 and keeps what the window showed her of it.
    assert readers(visitor, run, (*WHOLE, *OF_A_UNIT)) == everywhere(ACTS, ACTS | {"two_hats"})


def test_whoever_watches_reads_it_once_it_is_in_force_for_her(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    published(cast, run, audience="meeting")
    read = ACTS | {"supervisor", "auditor"}
    assert readers(visitor, run, (*WHOLE, *OF_A_UNIT)) == everywhere(read, read | {"two_hats"})


def test_the_panel_sees_the_unit_whose_objection_waits_and_no_other(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    made = api.object_to_result(
        actor=cast["two_hats"], at=at(26, 9), run=run.pk, contestant="gaoxin", node="gdp", words="口径"
    )
    panel, url = visitor.as_("panel"), f"/results/runs/{run.pk}/"
    page = panel.get(f"{url}unit/gaoxin/").content.decode()
    assert "汐桥区" not in page
    assert [panel.status("get", url + path) for path in ("", "file/", "unit/xiqiao/")] == [404, 404, 404]
    watched = {who: visitor.as_(who).get(f"/results/objections/{made.pk}/").content.decode() for who in WATCHES}
    assert {who for who, page in watched.items() if "得分" in page.split("对得分的影响")[0]} == {"panel"}


@pytest.mark.parametrize(("scope", "reads"), [("all", True), ("boards", False), ("own", False)])
def test_who_was_let_read_everything_early_reads_the_run(scope: str, reads: bool, cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    made = published(cast, run, hour=LATER)
    day = datetime.datetime(2023, 5, 5, 9, tzinfo=PLACE)
    api.let_read_early(
        actor=cast["office"], at=day, publication=made.pk, reader="supervisor", scope=scope, contestant="gaoxin"
    )
    assert (visitor.as_("supervisor").status("get", f"/results/runs/{run.pk}/") == 200) is reads


def test_a_correction_that_waits_is_read_by_nobody_who_only_watches(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    published(cast, run)
    again = api.try_scoring(actor=cast["office"], at=datetime.datetime(2023, 5, 8, 9, tzinfo=PLACE), round=run.round_id)
    for who in WATCHES:
        somebody = visitor.as_(who)
        assert somebody.status("get", f"/results/runs/{run.pk}/") == 200, who
        assert somebody.status("get", f"/results/runs/{again.pk}/file/") == 404, who
        page = somebody.get(f"/results/{run.round_id}/").content.decode()
        assert f"/results/runs/{run.pk}/" in page
        assert f"/results/runs/{again.pk}/" not in page


def test_the_auditor_reads_how_it_was_approved_once_it_is_in_force(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    made = published(cast, run, hour=LATER)
    auditor = visitor.as_("auditor")
    urls = (f"/results/proposals/{made.proposal_id}/", f"/exhibition/{made.number}/")
    assert [auditor.status("get", url) for url in urls] == [404, 404]
    assert [visitor.as_("leader").status("get", url) for url in urls] == [200, 200]


def test_the_supervisor_reviews_what_may_be_disclosed_without_a_score(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    assert visitor.as_("supervisor").status("get", f"/results/runs/{run.pk}/review/") == 200
