"""What the pages of collection show and do, one visit each."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
from tests.cast import FOUNDED, NOW, PASSWORD, PLACE, Cast
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


@pytest.mark.parametrize(
    "lines",
    [
        "\t生产总值\t\n单位\t实际值\t目标值\n临川县\t13\t15",
        "单位\t生产总值（万元）\t\n\t实际\t目标（亿元）\n临川县\t130000\t15",
        "单位\t目标值\t实际值\n\t生产总值\t生产总值\n临川县\t15\t13",
        "一季度报表\n单位\t生产总值\t\t备注\n\t目标值\t实际值\n临川县\t15\t13",
        "单位\t生产总值\n\t实际值\t目标值\n临川县\t13\t15",
    ],
)
def test_two_lines_of_headings_are_read_as_one(world: World, visitor: Visitor, lines: str) -> None:
    plain = preview(visitor, world, lines).json()
    assert plain["byHeader"]
    assert plain["faults"] == []
    found = {one["column"].split("|")[1]: one["value"] for one in plain["changes"]}
    assert found == {"actual": "13", "target": "15"}


def test_a_heading_of_targets_alone_is_not_taken_for_actual_values(world: World, visitor: Visitor) -> None:
    plain = preview(visitor, world, "单位\t生产总值\n\t目标值\n临川县\t15\n高新区\t16").json()
    assert {one["column"].split("|")[1] for one in plain["changes"]} == {"target"}
    # And a first line of figures is no second heading.
    plain = preview(visitor, world, "单位\t生产总值\n临川县\t13\n高新区\t14").json()
    assert [(one["name"], one["value"]) for one in plain["changes"]] == [("临川县", "13"), ("高新区", "14")]


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


def test_a_long_queue_is_paged_and_still_verified_as_a_whole(large: Round, visitor: Visitor) -> None:
    """94 figures of two indicators and 47 of a third, one of them filed by the verifier herself."""
    add_person(actor=SYSTEM, at=NOW, key="both", login="both", name="两岗", password=PASSWORD, demo=True)
    for organisation, role in (("planning", "filer"), ("statistics", "statistics")):
        give_post(actor=SYSTEM, at=NOW, person="both", organisation=organisation, role=role, since=FOUNDED)
    cells = Cell.objects.filter(role="actual", indicator__in=("i3", "i5", "i7"))
    entries = [api.Entry(cell.pk, 1, "6", note="普查修订") for cell in cells.order_by("indicator", "pk")]
    for some, who in ((entries[:-1], "filer"), (entries[-1:], "both")):
        api.report_figures(actor=Cast()[who], at=NOW, round=large.pk, entries=some, origin="file", batch=f"again {who}")
    table, decide = (reverse(f"collection:{name}", args=[large.pk]) for name in ("queue_table", "decide"))
    somebody = visitor.as_("both")
    first, last, only = (
        somebody.get(table, query) for query in ({}, {"page": "99"}, {"indicator": "i7", "page": "nonsense"})
    )
    assert first.context["count"] == 141
    assert [len(page.context["waiting"]) for page in (first, last, only)] == [100, 41, 47]
    assert {one.indicator for one in only.context["waiting"]} == {"i7"}
    # One box for all pages, with the versions she saw; what she filed herself is left to somebody else.
    every = first.context["every"]
    assert len(every.split(",")) == 140
    assert f'value="{every}"' in first.content.decode()
    sent = {"act": "verify", "view": "table", "all": "1", "every": every, "indicator": "i7", "page": "2"}
    assert somebody.post(decide, sent).headers["Location"].endswith("?indicator=i7&page=2")
    assert list(cells.filter(state="reported").values_list("pk", flat=True)) == [entries[-1].cell]


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


def test_days_that_are_past_are_not_offered(world: World, visitor: Visitor, settings: Any) -> None:
    """On Tuesday 1 August 2023 the days of the second quarter, in July, are past."""
    settings.CLOCK_AHEAD = datetime.datetime(2023, 8, 1, 9, tzinfo=PLACE) - datetime.datetime.now(PLACE)
    key = visitor.as_("office").get(reverse("collection:open")).context["possible"][0].key
    page = visitor.as_("office").get(reverse("collection:open"), {"which": key, "counter": "audit"})
    words = page.content.decode()
    assert "规则所定的日期已过：填报 2023年7月18日" in words
    offered = [str(page.context["form"][name].value()) for name in ("report_by", "verify_by", "confirm_by")]
    assert offered == ["2023-08-08", "2023-08-10", "2023-08-15"]
    assert f'value="{offered[0]}"' in words
    sent = dict(zip(("report_by", "verify_by", "confirm_by"), offered, strict=True)) | {"acknowledged": "15"}
    assert (
        visitor.as_("office").post(f"{reverse('collection:open')}?which={key}&counter=audit", sent).status_code == 302
    )


def test_a_day_off_is_named_and_the_next_working_day_offered(world: World, visitor: Visitor, cast: Cast) -> None:
    """May of 2098 by its notice: off from Thursday the 1st to Monday the 5th; the 10th, a Saturday, is worked."""
    off, work = [frozenset(datetime.date(2098, 5, day) for day in days) for days in ((1, 2, 3, 4, 5), (10,))]
    api.add_holiday_table(actor=cast["office"], at=NOW, year=2098, off=off, work=work, document="国办发明电〔2097〕9号")
    somebody = visitor.as_("office")
    key = somebody.get(reverse("collection:open")).context["possible"][0].key
    url = f"{reverse('collection:open')}?which={key}&counter=audit"
    chosen = {"report_by": "2098-05-04", "verify_by": "2098-05-10", "confirm_by": "2098-05-17", "acknowledged": 15}
    answer = somebody.post(url, chosen)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "填报截止日：2098年5月4日（周日，放假）→ 2098年5月6日（周二）" in page
    assert "单位确认截止日：2098年5月17日（周六，周末，没有调休上班）→ 2098年5月19日（周一）" in page
    assert "审核截止日：" not in page
    assert not Round.objects.filter(period="2023-Q2").exists()
    offered = answer.context["form"]
    days = {name: offered[name].value() for name in ("report_by", "verify_by", "confirm_by")}
    assert days == {"report_by": "2098-05-06", "verify_by": "2098-05-10", "confirm_by": "2098-05-19"}
    # Between the two the rules promise two working days.
    short = somebody.post(url, chosen | days | {"confirm_by": "2098-05-12"})
    assert (short.status_code, "确认截止日不能早于 2098-05-13" in short.content.decode()) == (422, True)
    assert somebody.post(url, chosen | days).status_code == 302
    assert Round.objects.get(period="2023-Q2").confirm_by == datetime.date(2098, 5, 19)


def test_a_reminder_is_there_to_copy_and_to_print(world: World, visitor: Visitor) -> None:
    url, office = reverse("collection:remind", args=[world["round"]]), visitor.as_("office")
    assert "还没有催报" in office.get(url).content.decode()
    assert office.post(url, {"organisation": "planning"}).status_code == 302
    page = office.get(url)
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
        reverse("collection:round", args=[large.pk]): ("office", 25),
        reverse("collection:grid", args=[large.pk, "planning"]): ("filer", 25),
        reverse("collection:queue_table", args=[large.pk]): ("bureau", 25),
        reverse("home"): ("filer", 41),
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


def test_silence_is_shown_as_silence_and_not_as_consent(world: World, visitor: Visitor, cast: Cast) -> None:
    late = NOW + datetime.timedelta(days=30)
    assert api.accept_by_silence(actor=cast["office"], at=late, round=world["round"]) == 1
    row = visitor.as_("liaison").get(reverse("collection:row", args=[world["round"], "xiqiao"])).content.decode()
    assert "逾期视为无异议</span>" in row
    assert "已确认</span>" not in row
    assert "规则第九条：逾期未确认的视为无异议" in row
    panel = visitor.as_("liaison").get(reverse("collection:cell", args=[world["round"], world["cell"]]))
    assert [step.words for step in panel.context["panel"].steps if step.done.zh == "逾期视为无异议"] == ["第九条"]
    page = visitor.as_("filer").get(reverse("collection:grid", args=[world["round"], "planning"]))
    assert page.context["grid"]["rows"][0]["cells"]["gdp|actual|2023-03"]["silent"]


def test_a_file_is_read_as_a_paste_is_and_says_where_it_comes_from(world: World, visitor: Visitor) -> None:
    url = reverse("collection:grid_preview", args=[world["round"], "planning"])
    text = "一季度快报\n单位,生产总值(万元)\n临川县,130000\n合计,1\n"
    file = SimpleUploadedFile("快报.csv", text.encode())
    plain = visitor.as_("filer").post(url, {"file": file}).json()
    assert plain["source"].startswith("快报.csv（sha256:")
    assert [(one["name"], one["value"]) for one in plain["changes"]] == [("临川县", "13")]
    assert [fault["line"] for fault in plain["faults"]] == ["4"]


def test_a_workbook_of_several_sheets_is_filed_by_the_one_that_fits(world: World, visitor: Visitor) -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert notes is not None
    notes.title = "填表说明"
    notes.append(["数据以统计局核算为准"])
    sheet = book.create_sheet("一季度")
    for row in (["一季度快报"], [], ["单位", "生产总值（万元）", None], [None, "实际值", "目标值"]):
        sheet.append(row)
    sheet.append(["临川县", 130000, "十四亿元"])
    sheet.append(["高新区", 140000.5, 150000])
    sheet.merge_cells("B3:C3")
    file = io.BytesIO()
    book.save(file)
    url = reverse("collection:grid_preview", args=[world["round"], "planning"])
    plain = visitor.as_("filer").post(url, {"file": SimpleUploadedFile("快报.xlsx", file.getvalue())}).json()
    assert plain.get("refused") is None
    assert plain["faults"] == []
    assert plain["source"].startswith("快报.xlsx 一季度（sha256:")
    assert [(one["name"], one["column"].split("|")[1], one["value"], one["done"]) for one in plain["changes"]] == [
        ("临川县", "actual", "13", "saved"),
        ("临川县", "target", "", "refused"),
        ("高新区", "actual", "14.00005", "saved"),
        ("高新区", "target", "15", "saved"),
    ]
    assert FigureVersion.objects.count() == 1
    # What the preview showed is what is filed, with where it comes from.
    sent = [{key: one[key] for key in ("cell", "expected", "written")} for one in plain["changes"]]
    save(visitor, world, [one | {"source": plain["source"]} for one in sent])
    held = FigureVersion.objects.get(cell__contestant="gaoxin", cell__role="target")
    assert (held.value, held.source) == ("15", plain["source"])


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.csv", b"", "是空的"),
        ("a.pdf", b"%PDF-1.7", "请存成 xlsx 或 csv 再传"),
        ("a.xlsx", b"PK\x03\x04 not a workbook", "读不出来"),
        ("a.csv", b"1,2\n" * 10_000, "超过 2000 行"),
    ],
)
def test_what_is_no_file_of_figures_is_refused_in_words(
    world: World, visitor: Visitor, name: str, content: bytes, why: str
) -> None:
    url = reverse("collection:grid_preview", args=[world["round"], "planning"])
    answer = visitor.as_("filer").post(url, {"file": SimpleUploadedFile(name, content)})
    assert (answer.status_code, why in answer.json()["refused"]) == (422, True)


def test_a_page_of_one_person_does_not_save_for_another(world: World, visitor: Visitor) -> None:
    url = reverse("collection:grid_save", args=[world["round"], "planning"])
    sent = {"batch": "b9", "origin": "typed", "person": "liaison", "entries": [entry(world, "13")]}
    answer = visitor.as_("filer").post(url, json.dumps(sent), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "CO-102")
    assert FigureVersion.objects.count() == 1


def test_a_nul_in_a_batch_is_refused_in_words_and_two_strokes_before_u0000_are_not(
    world: World, visitor: Visitor
) -> None:
    url = reverse("collection:grid_save", args=[world["round"], "planning"])
    given = {}
    for note in ("a\0b", "a\\u0000b"):
        sent = {"batch": "b9", "origin": "typed", "entries": [entry(world, "13", note=note)]}
        answer = visitor.as_("filer").post(url, json.dumps(sent), content_type="application/json")
        given[note] = answer.status_code, answer.json().get("code")
    assert given == {"a\0b": (400, "FN-005"), "a\\u0000b": (200, None)}


def test_a_batch_sent_again_answers_with_the_version_it_made(world: World, visitor: Visitor) -> None:
    save(visitor, world, [entry(world, "13")])
    save(visitor, world, [entry(world, "14", expected=1)], "b3")
    again = save(visitor, world, [entry(world, "13")]).json()["outcomes"][0]
    assert (again["done"], again["version"], again["value"]) == ("saved", 1, "13")
    assert FigureVersion.objects.filter(cell__contestant="linchuan").count() == 2
