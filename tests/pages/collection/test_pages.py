"""What the pages of collection show and do, one visit each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes, digest
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.web.collection import api
from leitai.web.collection.editions import plan_of
from leitai.web.collection.models import Cell, FigureVersion, Obligation, Reminder, Round
from leitai.web.collection.selectors.grid import entry_grid
from leitai.web.collection.selectors.matrix import filers_of, round_matrix
from leitai.web.people.api import SYSTEM, add_person, give_post
from leitai.web.rulebook.models import Draft, Edition
from tests.cast import FOUNDED, NOW, PASSWORD, Cast
from tests.contests import contest, leaf
from tests.visitor import Visitor

World = Mapping[str, Any]


def save(visitor: Visitor, world: World, entries: list[dict[str, Any]], batch: str = "b2") -> Any:
    url = reverse("collection:grid_save", args=[world["round"], "planning"])
    sent = json.dumps({"batch": batch, "origin": "typed", "entries": entries})
    return visitor.as_("filer").post(url, sent, content_type="application/json")


def entry(world: World, written: str, unit: str = "linchuan", expected: int = 0, **more: str) -> dict[str, Any]:
    cell = Cell.objects.get(contestant=unit, indicator="gdp", role="actual")
    return {"cell": cell.pk, "expected": expected, "written": written, **more}


# -- the grid ------------------------------------------------------------------------------------------------------


def test_the_grid_carries_what_its_script_needs(world: World, visitor: Visitor) -> None:
    page = visitor.as_("filer").get(reverse("collection:grid", args=[world["round"], "planning"]))
    plain = page.context["grid"]
    assert [row["contestant"] for row in plain["rows"]] == ["xiqiao", "linchuan", "gaoxin"]
    assert [column["title"] for column in plain["columns"]] == ["生产总值", "生产总值"]
    held = plain["rows"][0]["cells"]["gdp|actual|2023-03"]
    assert (held["value"], held["state"], held["evidence"]) == ("12.5", "verified", True)


def test_a_save_answers_with_the_clock_and_what_became_of_each(world: World, visitor: Visitor) -> None:
    wrong = entry(world, "约13", unit="gaoxin")
    answer = save(visitor, world, [entry(world, "１３亿元"), wrong]).json()
    assert len(answer["clock"]) == 8
    assert [(one["done"], one["value"]) for one in answer["outcomes"]] == [("saved", "13"), ("refused", "")]
    assert answer["outcomes"][1]["findings"][0]["found"] == "“约13”是约数"


def test_a_conflict_shows_both_values(world: World, visitor: Visitor) -> None:
    save(visitor, world, [entry(world, "13")])
    one = save(visitor, world, [entry(world, "14")], "b3").json()["outcomes"][0]
    assert (one["done"], one["ours"], one["theirs"]["value"], one["theirs"]["who"]) == (
        "conflict",
        "14",
        "13",
        "陈填报",
    )


@pytest.mark.parametrize(
    "body", ["", "[]", '{"entries": 3}', '{"entries": [{"cell": "x"}], "batch": "b"}', '{"entries": [7]}']
)
def test_a_broken_save_is_refused_in_words(world: World, visitor: Visitor, body: str) -> None:
    url = reverse("collection:grid_save", args=[world["round"], "planning"])
    answer = visitor.as_("filer").post(url, body, content_type="application/json")
    assert (answer.status_code, "不完整" in answer.json()["refused"]) == (422, True)


def preview(visitor: Visitor, world: World, text: str, **more: str) -> Any:
    url = reverse("collection:grid_preview", args=[world["round"], "planning"])
    sent = {"text": text, "contestant": "xiqiao", "column": "gdp|actual|2023-03", **more}
    return visitor.as_("filer").post(url, json.dumps(sent), content_type="application/json")


def test_a_pasted_rectangle_is_matched_by_its_headings_and_nothing_is_saved_yet(world: World, visitor: Visitor) -> None:
    heading = "序号\t单位\t生产总值（万元）\t生产总值目标值\n"
    text = heading + "1\t高新区\t１２３，４００\t20\n2\t临川县\t5.5亿\t—\n3\t无此县\t1\t2\n"
    plain = preview(visitor, world, text).json()
    assert plain["byHeader"]
    changes = {(one["name"], one["title"]): (one["done"], one["written"], one["value"]) for one in plain["changes"]}
    assert changes == {
        ("高新区", "生产总值"): ("saved", "１２３，４００万元", "12.34"),
        ("高新区", "生产总值 目标值"): ("saved", "20", "20"),
        ("临川县", "生产总值"): ("saved", "5.5亿", "5.5"),
    }
    assert [fault["line"] for fault in plain["faults"]] == ["4"]
    assert FigureVersion.objects.count() == 1


def test_without_headings_a_paste_falls_from_the_selected_cell(world: World, visitor: Visitor) -> None:
    plain = preview(visitor, world, "13\t15\n14\t十六\n15\t17\n16\t18", contestant="xiqiao").json()
    assert not plain["byHeader"]
    assert [(one["name"], one["written"], one["done"]) for one in plain["changes"]] == [
        ("汐桥区", "13", "refused"),  # verified already, and no reason given
        ("汐桥区", "15", "saved"),
        ("临川县", "14", "saved"),
        ("临川县", "十六", "refused"),
        ("高新区", "15", "saved"),
        ("高新区", "17", "saved"),
    ]
    assert len(plain["faults"]) == 2
    again = preview(visitor, world, "13", note="普查修订").json()
    assert again["changes"][0]["done"] == "saved"


def test_ten_thousand_pasted_rows_are_refused_at_once(world: World, visitor: Visitor) -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = preview(visitor, world, "1\t2\n" * 10_000)
    assert not any("figureversion" in query["sql"] for query in queries)
    assert (answer.status_code, "2000 行" in answer.json()["refused"]) == (422, True)


# -- the queue -----------------------------------------------------------------------------------------------------


def test_the_queue_shows_one_figure_with_its_past_and_goes_on_to_the_next(world: World, visitor: Visitor) -> None:
    save(visitor, world, [entry(world, "13"), entry(world, "14", unit="gaoxin")])
    page = visitor.as_("bureau").get(reverse("collection:queue", args=[world["round"]]))
    assert (page.context["count"], page.context["one"].contestant) == (2, "linchuan")
    assert "用电量" in page.content.decode()
    first, after = page.context["one"], page.context["after"]
    sent = {"act": "verify", "figure": f"{first.cell}:{first.version}", "next": after}
    answer = visitor.as_("bureau").post(reverse("collection:decide", args=[world["round"]]), sent)
    assert answer.headers["Location"].endswith(f"?cell={after}")
    assert Cell.objects.get(pk=first.cell).state == "verified"


def test_a_batch_is_verified_and_another_returned_with_its_reason(world: World, visitor: Visitor) -> None:
    save(visitor, world, [entry(world, "13"), entry(world, "14", unit="gaoxin")])
    cells = list(Cell.objects.filter(state="reported"))
    url = reverse("collection:decide", args=[world["round"]])
    figures = [f"{cell.pk}:1" for cell in cells]
    sent = {"act": "return", "view": "table", "figure": figures, "due": "2099-01-01"}
    visitor.as_("bureau").post(url, sent)
    assert {cell.state for cell in Cell.objects.filter(pk__in=[c.pk for c in cells])} == {"reported"}
    visitor.as_("bureau").post(url, {"act": "verify", "view": "table", "figure": figures})
    assert {cell.state for cell in Cell.objects.filter(pk__in=[c.pk for c in cells])} == {"verified"}


# -- a unit's row, questions ---------------------------------------------------------------------------------------


def test_a_unit_questions_a_figure_and_the_filer_answers(world: World, visitor: Visitor) -> None:
    row = visitor.as_("liaison").get(reverse("collection:row", args=[world["round"], "xiqiao"]))
    assert (row.context["ready"], row.context["may_confirm"]) == (1, True)
    question = reverse("collection:question", args=[world["round"], "xiqiao", world["cell"]])
    visitor.as_("liaison").post(question, {"reason": "应为 12.8", "expected": "1"})
    panel = visitor.as_("filer").get(reverse("collection:cell", args=[world["round"], world["cell"]]))
    assert panel.context["answers"]
    assert "应为 12.8" in panel.content.decode()
    answer = reverse("collection:answer", args=[world["round"], world["cell"]])
    visitor.as_("filer").post(answer, {"reason": "以统一核算数为准", "expected": "1"})
    assert Cell.objects.get(pk=world["cell"]).state == "verified"


def test_a_unit_confirms_what_it_ticked(world: World, visitor: Visitor) -> None:
    url = reverse("collection:row", args=[world["round"], "xiqiao"])
    assert visitor.as_("liaison").post(url, {"figure": f"{world['cell']}:1"}).status_code == 302
    assert Cell.objects.get(pk=world["cell"]).state == "confirmed"


def test_a_unit_sees_no_spread_of_the_others(world: World, visitor: Visitor) -> None:
    save(visitor, world, [entry(world, "13"), entry(world, "14", unit="gaoxin")])
    url = reverse("collection:cell", args=[world["round"], world["cell"]])
    assert visitor.as_("liaison").get(url).context["panel"].spread is None
    assert visitor.as_("filer").get(url).context["panel"].spread.count == 3


# -- the office ----------------------------------------------------------------------------------------------------


def test_opening_shows_the_burden_before_the_days(world: World, visitor: Visitor) -> None:
    page = visitor.as_("office").get(reverse("collection:open"))
    key = page.context["possible"][0].key
    asked = visitor.as_("office").get(reverse("collection:open"), {"which": key, "counter": "audit"})
    assert asked.context["opening"].total.asked == 15
    sent = {"report_by": "2023-07-18", "verify_by": "2023-07-20", "confirm_by": "2023-07-24", "acknowledged": 15}
    late = visitor.as_("office").post(f"{reverse('collection:open')}?which={key}&counter=audit", sent)
    assert (late.status_code, "已过" in late.content.decode()) == (422, True)
    days = {"report_by": "2026-12-28", "verify_by": "2026-12-29", "confirm_by": "2026-12-30"}
    with_days = visitor.as_("office").post(f"{reverse('collection:open')}?which={key}&counter=audit", sent | days)
    assert with_days.status_code in (302, 422)  # 422 once 2026 is past


def test_a_reminder_is_there_to_copy_and_to_print(world: World, visitor: Visitor) -> None:
    page = visitor.as_("office").post(reverse("collection:remind", args=[world["round"]]), {"organisation": "planning"})
    assert "【催报】市发展改革局" in page.context["text"]
    assert Reminder.objects.count() == 1


def test_a_sheet_prints_its_figures_with_code_and_picture(world: World, visitor: Visitor) -> None:
    page = visitor.as_("liaison").get(reverse("collection:sheet", args=[world["sheet"]])).content.decode()
    assert page.count("<svg") == 1
    assert "viewBox" in page
    assert "单位负责人（签字）" in page
    assert "style=" not in page


def test_words_are_whole_in_english(world: World, visitor: Visitor) -> None:
    page = visitor.as_("bureau", language="en").get(reverse("collection:queue", args=[world["round"]])).content.decode()
    assert "Nothing waits to be verified" in page


# -- ceilings ------------------------------------------------------------------------------------------------------


@pytest.fixture
def large(cast: Cast) -> Round:
    """47 units × 28 indicators, all of them filed."""
    nodes = [leaf(f"i{n}", "completion", "1", data_department="planning", verifier="statistics") for n in range(28)]
    plain = contest(nodes, 47) | {"status": "demo"}
    plain["organisations"] = [{"id": key, "name": key} for key in ("office", "statistics", "planning", "audit")]
    rulebook = rulebook_from_plain(plain)
    made = canonical(rulebook)
    draft = Draft.objects.create(
        book="test", edition="1", text="", state="published", changed_by="office", changed_at=NOW
    )
    Edition(
        book="test", edition="1", digest=digest(made, "sha256"), canonical=canonical_bytes(made).decode(), text="",
        title="大赛", status="demo", draft=draft, published_at=NOW, published_by="office", second="leader",
    ).save(force_insert=True)  # fmt: skip
    asked = sum(one.asked for one in api.weigh_round("test", "1", "2023-Q1", "office", "audit"))
    days = api.Days(*[NOW.date()] * 3)
    round_ = api.open_round(
        actor=cast["office"], at=NOW, book="test", edition="1", period="2023-Q1", days=days, counter="audit",
        acknowledged=asked,
    )  # fmt: skip
    entries = [api.Entry(cell.pk, 0, "5") for cell in Cell.objects.filter(role="actual")]
    api.report_figures(actor=cast["filer"], at=NOW, round=round_.pk, entries=entries, origin="file", batch="all")
    judged = [api.Judged(one.cell, 1) for one in entries]
    api.verify_figures(actor=cast["bureau"], at=NOW, round=round_.pk, judged=judged)
    return round_


def test_large_pages_stay_under_their_ceilings(large: Round, visitor: Visitor) -> None:
    plan = plan_of("test", "1")
    with CaptureQueriesContext(connection) as queries:
        matrix = round_matrix(plan, large, "g")
        filers_of(plan, large)
    assert (len(matrix.lines), len(matrix.columns)) == (47, 28)
    assert len(queries) <= 12
    with CaptureQueriesContext(connection) as queries:
        grid = entry_grid(plan, large, ["planning"])
    assert (len(grid.rows), len(grid.columns)) == (47, 56)
    assert len(queries) <= 12
    ceilings = {
        reverse("collection:round", args=[large.pk]): ("office", 24),
        reverse("collection:grid", args=[large.pk, "planning"]): ("filer", 24),
        reverse("collection:queue_table", args=[large.pk]): ("bureau", 24),
        reverse("home"): ("filer", 40),
    }
    for url, (who, ceiling) in ceilings.items():
        somebody = visitor.as_(who)
        with CaptureQueriesContext(connection) as queries:
            assert somebody.get(url).status_code == 200
        assert len(queries) <= ceiling, (url, len(queries))


def test_a_person_with_two_posts_is_told_she_filed_it_herself(world: World, visitor: Visitor, cast: Cast) -> None:
    add_person(actor=SYSTEM, at=NOW, key="both", login="both", name="两岗", password=PASSWORD, demo=True)
    for organisation, role in (("planning", "filer"), ("statistics", "verifier")):
        give_post(actor=SYSTEM, at=NOW, person="both", organisation=organisation, role=role, since=FOUNDED)
    one = entry(world, "13")
    api.report_figures(
        actor=Cast()["both"],
        at=NOW,
        round=world["round"],
        entries=[api.Entry(one["cell"], 0, "13")],
        origin="typed",
        batch="x",
    )
    page = visitor.as_("both").get(reverse("collection:queue", args=[world["round"]]))
    assert "您本人填报，须由他人审核" in page.content.decode()
    sent = {"act": "verify", "figure": f"{one['cell']}:1"}
    assert visitor.as_("both").post(reverse("collection:decide", args=[world["round"]]), sent).status_code == 403
    assert Obligation.objects.get(cell_id=one["cell"]).cell.state == "reported"
