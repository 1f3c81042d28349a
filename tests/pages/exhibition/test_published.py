"""What readers of a publication get: nothing before its hour, the wall alone with its script, a forgery found."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import typst
from django.conf import settings

from leitai.press.boards import typesetting
from leitai.web.assessment import api
from leitai.web.exhibition import api as exhibition
from leitai.web.exhibition.documents import documents_of
from leitai.web.exhibition.models import Pack, Rendering
from leitai.web.exhibition.services.packing import ask_pack, reason_of, rendering_path
from leitai.web.foundation.api import verify
from tests.cast import PLACE, Cast
from tests.pages.assessment.permissions import particulars, published, scored
from tests.visitor import Visitor

LATER = datetime.datetime(2099, 1, 1, 9, tzinfo=PLACE)


def cleared(cast: Cast, run: api.ScoringRun) -> None:
    decisions = {key: (True, "已审查") for key in ("gdp", "air")}
    api.review_disclosure(
        actor=cast["supervisor"], at=datetime.datetime(2023, 5, 3, 9, tzinfo=PLACE), run=run.pk, decisions=decisions,
        document="保审1号",
    )  # fmt: skip


def test_before_its_hour_a_speaker_knows_her_own_rank_and_nobody_elses(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast), hour=LATER)
    url = f"/exhibition/{made.number}/"
    assert visitor.as_("liaison").status("get", url) == 404
    api.let_read_early(
        actor=cast["office"], at=datetime.datetime(2023, 5, 5, 9, tzinfo=PLACE), publication=made.pk,
        reader="liaison", scope="own", contestant="xiqiao",
    )  # fmt: skip
    page = visitor.as_("liaison").get(url).content.decode()
    assert "汐桥区" in page
    assert "临川县" not in page
    assert "高新区" not in page
    for part in ("unit/xiqiao/", "wall/", "pack/", "result/", "proof/"):
        assert visitor.as_("liaison").status("get", url + part) == 404, part
    assert visitor.as_("stranger").status("get", url) == 404
    assert visitor.as_("office").status("get", url) == 200


def test_the_printer_gets_the_boards_and_nothing_else(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast), hour=LATER)
    day = datetime.datetime(2023, 5, 5, 9, tzinfo=PLACE)
    api.let_read_early(actor=cast["office"], at=day, publication=made.pk, reader="filer", scope="boards")
    page = visitor.as_("filer").get(f"/exhibition/{made.number}/pack/").content.decode()
    assert "展板（A1）" in page
    assert "通报" not in page
    assert visitor.as_("filer").status("get", f"/exhibition/{made.number}/unit/xiqiao/") == 404


def test_the_wall_runs_its_own_script_and_no_other(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    answer = visitor.as_("filer").get(f"/exhibition/{made.number}/wall/")
    policy = answer.headers["Content-Security-Policy"]
    assert "sha256-" in policy
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy


def test_anybody_reads_a_public_publication_without_an_account(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    cleared(cast, run)
    made = published(cast, run, audience="public")
    for path in ("", "data/result.json", "en/index.html"):
        assert visitor.get(f"/exhibition/{made.number}/site/{path}").status_code == 200, path
    assert visitor.get(f"/exhibition/{made.number}/site/../../secret").status_code == 404
    assert made.code in visitor.get(f"/exhibition/{made.number}/site/").content.decode()


def test_a_figure_changed_behind_the_system_is_found_by_the_printed_code(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    url = f"/exhibition/{made.number}/proof/"
    reader = visitor.as_("filer")
    assert "完全一致" in reader.post(url, {"code": made.code}).content.decode()
    reader.post(f"{url}change/")
    page = reader.post(url, {"code": made.code}).content.decode()
    assert "对不上" in page
    assert any(one.what == "row_changed" for one in verify())
    reader.post(f"{url}change/")
    assert "完全一致" in reader.post(url, {"code": made.code}).content.decode()
    assert verify() == []


def test_outside_the_demo_nobody_can_ask_for_a_forgery(cast: Cast, visitor: Visitor, monkeypatch: Any) -> None:
    made = published(cast, scored(cast))
    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, demo=False))
    assert visitor.as_("office").status("post", f"/exhibition/{made.number}/proof/change/") == 404


@pytest.mark.django_db(transaction=False)
def test_a_pack_is_one_data_cut_and_each_document_is_made_again_byte_for_byte(cast: Cast) -> None:
    run = scored(cast)
    cleared(cast, run)
    made = published(cast, run, audience="public")
    day = datetime.datetime(2023, 5, 5, 9, tzinfo=PLACE)
    for _ in range(2):
        pack = ask_pack(actor=cast["office"], at=day, publication=made, lang="zh")
        exhibition.make_pack(pack.pk)
    assert set(Pack.objects.values_list("state", "done", "total")) == {("done", 14, 14)}
    # The second time nothing new came out.
    assert Rendering.objects.filter(publication=made).count() == 14
    assert all(rendering_path(one.digest).exists() for one in Rendering.objects.all())
    assert verify() == []


@pytest.mark.django_db(transaction=False)
def test_a_missing_font_costs_only_the_documents_that_need_it(
    cast: Cast, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = published(cast, scored(cast))
    day = datetime.datetime(2023, 5, 5, 9, tzinfo=PLACE)
    with monkeypatch.context() as bare:
        bare.setattr(typesetting, "system_fonts", cache(lambda: typst.Fonts(include_system_fonts=False)))
        exhibition.make_pack(ask_pack(actor=cast["office"], at=day, publication=made, lang="zh").pk)
    pack = Pack.objects.get()
    assert (pack.state, pack.done, pack.total) == ("partial", 13, 13)
    assert set(json.loads(pack.failures)) == {"boards-a1", "boards-a4", "units"}
    kept = set(Rendering.objects.values_list("kind", flat=True))
    assert kept == set(documents_of("internal")) - {"boards-a1", "boards-a4", "units"}
    office, url = visitor.as_("office"), f"/exhibition/{made.number}/pack/"
    page = office.get(url).content.decode()
    assert "部分生成：10 件已生成，3 件没有生成" in page
    assert page.count("请安装一种中文字体") == 3
    assert page.count("重做这一件") == 3
    # A font is there now: one document is made again, the reasons of the others stand until they are.
    assert office.post(f"{url}make/", {"only": "units"}).status_code == 302
    again = Pack.objects.latest("pk")
    exhibition.make_pack(again.pk)
    again.refresh_from_db()
    assert (again.state, again.done, again.total) == ("partial", 1, 1)
    assert set(json.loads(again.failures)) == {"boards-a1", "boards-a4"}
    exhibition.make_pack(ask_pack(actor=cast["office"], at=day, publication=made, lang="zh").pk)
    assert Pack.objects.latest("pk").state == "done"
    assert "部分生成" not in office.get(url).content.decode()
    assert Rendering.objects.count() == 13
    assert verify() == []


def test_a_fault_of_the_program_says_where_to_look() -> None:
    assert reason_of(ValueError("x"), "zh").startswith("生成时出错（ValueError），详情已记入服务器日志")
    assert "系统管理员" in reason_of(ValueError("x"), "zh")


def test_a_superseded_publication_says_so_to_whoever_opens_the_old_link(cast: Cast, visitor: Visitor) -> None:
    from leitai.web.collection.api import Entry, Judged, reopen_round, report_figures, verify_figures
    from leitai.web.collection.models import Cell

    run = scored(cast)
    first = published(cast, run)
    day = datetime.datetime(2023, 5, 8, 9, tzinfo=PLACE)
    hour = datetime.timedelta(hours=1)
    reopen_round(actor=cast["office"], at=day, round=run.round_id, reason="核实更正")
    cell = Cell.objects.get(contestant="xiqiao", indicator="gdp")
    entry = Entry(cell.pk, cell.version, "9.9", note="更正", explanation="核实")
    report_figures(actor=cast["filer"], at=day, round=run.round_id, entries=[entry], origin="typed", batch="fix")
    judged = [Judged(cell.pk, cell.version + 1)]
    verify_figures(actor=cast["bureau"], at=day + hour, round=run.round_id, judged=judged)
    office = cast["office"]
    api.freeze_snapshot(actor=office, at=day + 2 * hour, round=run.round_id, acknowledged=0)
    again = api.score_snapshot(actor=office, at=day + 3 * hour, round=run.round_id)
    confirmed = {"speak": ["xiqiao"]}
    said = particulars(reason="汐桥区生产总值增速经核实更正", confirmed=confirmed)
    draft = api.draft_publication(actor=office, at=day + 4 * hour, run=again.pk, said=said)
    sent = api.submit_publication(actor=office, at=day + 4 * hour, proposal=draft.pk)
    for step, who in enumerate(("office2", "leader", "leader"), 5):
        api.sign_publication(
            actor=cast[who], at=day + step * hour, proposal=sent.pk, version=sent.version, verdict="agree"
        )
    api.propose_result(actor=cast["leader"], at=day + 8 * hour, proposal=sent.pk)
    second = api.publish_run(actor=cast["office2"], at=day + 9 * hour, proposal=sent.pk)
    old = visitor.as_("filer").get(f"/exhibition/{first.number}/").content.decode()
    assert f'href="/exhibition/{second.number}/"' in old
    assert "以更正后的为准" in old
    changed = visitor.as_("filer").get(f"/exhibition/{second.number}/changed/").content.decode()
    assert "<del>8.5</del> → <ins>9.9</ins>" in changed
    pages = ("", "unit/xiqiao/", "unit/xiqiao/gdp/", "wall/", "briefing/", "pack/", "proof/")
    for path in pages:
        told = visitor.as_("office").get(f"/exhibition/{first.number}/{path}").content.decode()
        assert f'href="/exhibition/{second.number}/"' in told, path
        stands = visitor.as_("office").get(f"/exhibition/{second.number}/{path}").content.decode()
        assert "以更正后的为准" not in stands, path
    for path in ("wall/", "briefing/"):
        original = visitor.as_("office").get(f"/exhibition/{first.number}/{path}?original").content.decode()
        assert first.code in original
        told = visitor.as_("office").get(f"/exhibition/{first.number}/{path}").content.decode()
        assert f'href="/exhibition/{second.number}/{path}"' in told


def test_when_its_hour_comes_a_page_that_is_held_is_made_anew(cast: Cast, visitor: Visitor, monkeypatch: Any) -> None:
    from leitai.web.exhibition import standing
    from leitai.web.foundation import api as foundation

    made = published(cast, scored(cast), hour=LATER)
    standing._hours.cache_clear()
    reader = visitor.as_("liaison")
    before = reader.get("/exhibition/")
    assert made.number not in before.content.decode()
    held = {"If-None-Match": before.headers["ETag"]}
    assert reader.get("/exhibition/", headers=held).status_code == 304
    monkeypatch.setattr(foundation, "now", lambda: LATER)
    assert reader.get("/exhibition/", headers=held).status_code == 200
    monkeypatch.undo()
    standing._hours.cache_clear()


def test_a_code_that_was_mistyped_is_told_and_no_error(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    answer = visitor.as_("filer").post(f"/exhibition/{made.number}/proof/", {"code": "abc"})
    assert answer.status_code == 200
    assert "对不上" in answer.content.decode()


def test_a_correction_that_waits_for_its_hour_is_announced_to_nobody(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    first = published(cast, run)
    office = cast["office"]
    day = datetime.datetime(2023, 5, 8, 9, tzinfo=PLACE)
    again = api.ScoringRun.objects.get(pk=run.pk)
    again.pk, again.number, again._state.adding = None, 99, True
    again.save(force_insert=True)
    draft = api.draft_publication(
        actor=office, at=day, run=run.pk, said=particulars(audience="meeting", reason="更正", hour=LATER)
    )
    later = api.Publication(
        number="2023-Q1-2", book=first.book, period=first.period, run=again, proposal=draft, audience="internal",
        digest=first.digest, code=first.code, checkpoint=first.checkpoint, particulars=first.particulars,
        confirmed=first.confirmed, trials=0, supersedes=first, reason="更正", published_at=day, effective_at=LATER,
        published_by="leader", second="office",
    )  # fmt: skip
    later.save(force_insert=True)
    for who in ("filer", "liaison"):
        assert "2023-Q1-2" not in visitor.as_(who).get(f"/exhibition/{first.number}/").content.decode()
        assert "2023-Q1-2" not in visitor.as_(who).get("/exhibition/").content.decode()


def test_a_document_goes_by_the_review_that_held_when_it_was_published(cast: Cast) -> None:
    run = scored(cast)
    cleared(cast, run)
    made = published(cast, run, audience="public")
    assert exhibition.release_of(made).particulars.reviewed == {"gdp": True, "air": True}
    api.review_disclosure(
        actor=cast["supervisor"], at=datetime.datetime(2023, 5, 6, 9, tzinfo=PLACE), run=run.pk,
        decisions={"gdp": (True, "已审查"), "air": (False, "")}, document="保审2号",
    )  # fmt: skip
    assert exhibition.release_of(made).particulars.reviewed["air"], "a later review changes nothing given out"


def test_addressees_reach_the_papers_as_they_were_signed(cast: Cast) -> None:
    signed = "各县市区、开发（度假）区，市级各部门；各产业园区"
    made = published(cast, scored(cast), addressees=signed)
    assert exhibition.release_of(made).particulars.to == signed
