"""The pages used as people use them: a rulebook begun, filled in, discussed, signed, published; what a page costs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.engine.methods.registry import methods
from leitai.tables.rulebook_xlsx import rulebook_xlsx
from leitai.web.rulebook.api import Draft, Edition
from leitai.web.rulebook.reading import check_text
from tests.cast import Cast
from tests.examples import EXAMPLES
from tests.visitor import Visitor

LANCHUAN = (EXAMPLES / "lanchuan" / "rulebook.yaml").read_text(encoding="utf-8")
# Signing in, the session, who acts, what the layout shows: the same on every page.
SHELL = 9


def url(name: str, *arguments: Any) -> str:
    return reverse(f"rulebook:{name}", args=arguments)


def body(response: Any) -> str:
    """What stands in <main>, as text."""
    found = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    return found[0] if found else response.content.decode()


def inputs(html: str) -> dict[str, list[str]]:
    """What a browser posts of the form of the chosen place, as it stands."""
    form = re.search(r'<form id="place-form".*?</form>', html, re.DOTALL)
    assert form is not None
    data: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and "checked" not in tag):
            continue
        data.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside) or re.search(r'<option value="([^"]*)"', inside)
        data[name] = [unescape(chosen[1]) if chosen else ""]
    for name, value in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        data[name] = [unescape(value)]
    return data


def unescape(text: str) -> str:
    import html

    return html.unescape(text)


@pytest.fixture
def office(visitor: Visitor) -> Visitor:
    return visitor.as_("office")


@pytest.fixture
def draft(world: Mapping[str, Any]) -> int:
    return int(world["draft"])


# -- from a Word document to a rulebook -------------------------------------------------------------------------------

NAMES = [
    "地区生产总值增速", "规上工业增加值增速", "固定资产投资增速", "社会消费品零售总额增速", "一般公共预算收入",
    "税收占比", "市级重点项目投资", "新开工项目数", "招商引资到位资金", "外贸进出口总额增速",
    "高新技术企业数", "研发经费投入强度", "技术合同成交额", "新增规上企业数", "市场主体增长率",
    "城镇新增就业", "居民收入增速", "民生实事完成率", "养老床位数", "义务教育学位",
    "热线按时办结率", "热线满意率", "空气优良天数比率", "水质达标率", "单位能耗下降率",
    "生产安全事故起数", "信访积案化解率", "粮食产量", "耕地保有量", "政务服务好评率",
]  # fmt: skip
WAYS = [
    "按完成率计分,封顶120%",
    "功效系数法,基础分60%",
    "第一名得满分,每降一名扣5%",
    "95%得满分,每低1个百分点扣0.5分",
    "达到目标得满分,达不到不得分",
]


def pasted_table() -> str:
    rows = ["赛道\t指标名称\t分值\t单位\t方向\t计分办法\t数据责任部门\t审核部门\t条款"]
    for number, name in enumerate(NAMES):
        track = ["实力赛道", "活力赛道", "民生赛道"][number // 10] if number % 10 == 0 else ""
        points = "4" if number < 10 else "3"
        lower = "逆向" if "事故" in name or "能耗" in name else "正向"
        cells = [
            track,
            name,
            points,
            "%",
            lower,
            WAYS[number % 5],
            ["市统计局", "市发改委"][number % 2],
            "市考评办",
            f"第{number + 1}条",
        ]
        rows.append("\t".join(cells))
    return "\n".join(rows)


def test_thirty_indicators_from_word_take_three_pages_six_fields_and_no_yaml(office: Visitor, cast: Cast) -> None:
    """The count of docs: 1 fill in and paste (6 fields), 2 look and confirm, 3 the draft, without a fault."""
    table = pasted_table()
    fields = {
        "title": "示范市2026年考评办法", "book": "shifan", "edition": "2026", "year": "2026",
        "contestants": "县：东山县、南湖县、西岭县\n园区：甲园区、乙园区、丙园区", "table": table,
    }  # fmt: skip
    preview = office.post(url("blank"), fields)
    assert preview.status_code == 200
    assert body(preview).count('name="skip.') == 30
    assert "▲" not in body(preview)
    done = office.post(url("blank"), fields | {"confirm": "1"})
    assert done.status_code == 302
    made = Draft.objects.get(book="shifan")
    checked = check_text(made.text)
    assert checked.is_clean
    assert made.text.count("        - id: ") == 30
    shown = body(office.get(done.headers["Location"]))
    assert "检查通过" in shown
    assert "示范市2026年考评办法" in shown


def test_a_row_that_was_not_understood_is_chosen_or_left_out(office: Visitor) -> None:
    fields = {
        "title": "t", "book": "b", "edition": "1", "year": "2026", "contestants": "甲、乙、丙",
        "table": "指标名称\t分值\t单位\t计分办法\nA指标\t60\t%\t另行通知\nB指标\t40\t%\t完成率\nC指标\t9\t%\t另行通知",
    }  # fmt: skip
    preview = body(office.post(url("blank"), fields))
    assert preview.count("没有读懂") == 2
    office.post(url("blank"), fields | {"confirm": "1", "method.1": "share_of_best", "skip.3": "on"})
    text = Draft.objects.get(book="b").text
    assert "share_of_best" in text
    assert "C指标" not in text


def test_a_table_without_indicators_is_said_so(office: Visitor) -> None:
    fields = {"title": "t", "book": "b", "edition": "1", "year": "2026", "contestants": "甲", "table": "随便写写"}
    answer = office.post(url("blank"), fields)
    assert answer.status_code in (200, 422)
    assert not Draft.objects.filter(book="b").exists()


# -- the editor -------------------------------------------------------------------------------------------------------


PLACES = [
    "identity", "season", "rounds", "organisations", "contestants", "groupings.contest", "tree", "tree.economy",
    "tree.energy", "adjustments.honours", "caps", "grades", "awards.talk", "lights.pace", "policies",
]  # fmt: skip


def test_a_form_saved_as_it_stands_changes_nothing(office: Visitor, draft: int) -> None:
    before = Draft.objects.get(pk=draft)
    for address in PLACES:
        page = office.get(f"{url('editor', draft)}?at={address}")
        saved = office.post(f"{url('editor', draft)}?at={address}", inputs(page.content.decode()))
        assert saved.status_code == 302, address
    assert Draft.objects.get(pk=draft).text == before.text


def test_the_form_of_every_method_is_shown_saved_and_drawn(office: Visitor, draft: int) -> None:
    at = f"{url('editor', draft)}?at=tree.hotline"
    for name, _ in methods():
        posted = inputs(office.get(at).content.decode()) | {"f.method": [name]}
        live = office.post(url("try", draft), posted | {"part": "method"}).content.decode()
        for key in methods()[name, 1].parameters.model_fields:
            assert f"f.method.{key}" in live, (name, key)
        assert office.post(at, posted).status_code == 302


def test_what_is_typed_is_checked_and_tried_before_it_is_saved(office: Visitor, draft: int) -> None:
    page = office.get(f"{url('editor', draft)}?at=tree.hotline").content.decode()
    posted = inputs(page)
    assert "检查通过" in page
    live = office.post(url("try", draft), posted | {"f.method.full_at": "neunzig"}).content.decode()
    assert "处要改" in live
    assert "?at=tree.hotline#f-method-full_at" in live
    tried = office.post(
        url("try", draft), posted | {"s.value": "94 90", "d.value": "1", "part": "sample"}
    ).content.decode()
    assert "<strong>19.50</strong>" in tried
    assert "trial-entries" not in tried
    assert Draft.objects.get(pk=draft).version == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh-hans",
            ("得满分的值", "线性扣分，有保底", "省派工单满意率", "与满分线的差距", "没有留下网址"),
        ),
        (
            "en",
            (
                "figure that earns full points",
                "linear loss down to a floor",
                "short of the mark",
                "no address was kept",
            ),
        ),
    ],
)
def test_beside_the_form_stands_what_the_terminal_prints(
    visitor: Visitor, draft: int, language: str, words: tuple[str, ...]
) -> None:
    somebody = visitor.as_("office", language)
    at = f"{url('editor', draft)}?at=tree.hotline"
    asked = f"{url('read', draft)}?try=hotline"
    for shown in (body(somebody.get(at)), body(somebody.get(asked))):
        assert [word for word in words if word not in unescape(shown)] == []
        assert "12345.lyg.gov.cn" in shown
        assert shown.count('<svg xmlns="http://www.w3.org/2000/svg" class="curve"') == 1


def test_the_text_of_a_method_follows_the_choice_and_stays_while_one_types(office: Visitor, draft: int) -> None:
    posted = inputs(office.get(f"{url('editor', draft)}?at=tree.hotline").content.decode())
    chosen = office.post(url("try", draft), posted | {"f.method": ["ladder"], "part": "method"}).content.decode()
    assert 'id="trial-method"' in chosen
    assert "门槛分" in chosen
    typing = office.post(url("try", draft), posted | {"part": "sample", "s.value": "90"}).content.decode()
    assert 'id="trial-method"' not in typing


def test_two_editors_of_one_place_see_both_sides(office: Visitor, visitor: Visitor, draft: int) -> None:
    at = f"{url('editor', draft)}?at=tree.energy"
    stale = inputs(office.get(at).content.decode())
    visitor.as_("office2").post(at, stale | {"f.clause": ["第九条"]})
    clash = office.post(at, stale | {"f.clause": ["第八条"]})
    assert clash.status_code == 409
    assert "第九条" in body(clash)
    assert 'value="第八条"' in body(clash)
    assert "周考评" in body(clash)
    again = office.post(at, inputs(clash.content.decode()))
    assert again.status_code == 302
    assert "第八条" in Draft.objects.get(pk=draft).text


def test_items_are_added_and_moved_from_the_outline(office: Visitor, draft: int) -> None:
    def act(**given: str) -> str:
        version = Draft.objects.get(pk=draft).version
        return office.post(url("items", draft), {"version": version, **given}).headers["Location"]

    assert act(act="branch", at="tree", name="民生赛道").endswith("at=tree.mssd")
    assert act(act="indicator", at="tree.mssd", name="养老床位").endswith("at=tree.ylcw")
    assert act(act="under", at="tree.energy", parent="tree.mssd").endswith("at=tree.energy")
    assert act(act="item", at="awards", name="进步奖").endswith("at=awards.jbj")
    act(act="remove", at="tree.ylcw")
    assert "ylcw" not in Draft.objects.get(pk=draft).text
    assert office.post(url("items", draft), {"act": "item", "at": "awards", "name": " "}).status_code == 422


def test_pasted_indicators_join_the_draft(office: Visitor, draft: int) -> None:
    fields = {"parent": "tree.economy", "table": "新指标\t5\t%\t正向\t完成率", "version": "1"}
    assert "新指标" in body(office.post(url("paste", draft), fields))
    assert office.post(url("paste", draft), fields | {"confirm": "1"}).status_code == 302
    assert "新指标" in Draft.objects.get(pk=draft).text


# -- the source and files ---------------------------------------------------------------------------------------------


def test_the_source_is_checked_as_it_is_typed_and_kept_when_it_cannot_be_saved(office: Visitor, draft: int) -> None:
    text = Draft.objects.get(pk=draft).text
    live = office.post(url("check", draft), {"text": text.replace("direction: lower", "direction: down")})
    assert "data-line" in live.content.decode()
    broken = office.post(url("source", draft), {"text": "- [", "version": "1"})
    assert broken.status_code == 422
    assert "- [" in body(broken)
    assert office.post(url("source", draft), {"text": text + "# x\n", "version": "1"}).status_code == 302
    clash = office.post(url("source", draft), {"text": text + "# y\n", "version": "1"})
    assert clash.status_code == 409
    assert "# x" in body(clash)
    assert "# y" in body(clash)


def test_files_go_out_and_come_in_with_one_digest(office: Visitor, draft: int) -> None:
    checked = check_text(Draft.objects.get(pk=draft).text)
    xlsx = office.get(url("download_draft", draft, "xlsx")).content
    assert zipfile.is_zipfile(io.BytesIO(xlsx))
    assert zipfile.is_zipfile(io.BytesIO(office.get(url("download_draft", draft, "docx")).content))
    file = SimpleUploadedFile("规则.xlsx", xlsx)
    assert office.post(url("replace", draft), {"file": file, "version": "1"}).status_code == 302
    assert check_text(Draft.objects.get(pk=draft).text).reading.digest == checked.reading.digest
    bad = office.post(url("replace", draft), {"file": SimpleUploadedFile("a.yaml", b"- ["), "version": "2"})
    assert bad.status_code == 422


def test_an_uploaded_workbook_begins_a_draft(office: Visitor) -> None:
    rulebook = check_text(LANCHUAN).reading.rulebook
    assert rulebook is not None
    file = SimpleUploadedFile("澜川.xlsx", rulebook_xlsx(rulebook))
    assert office.post(url("upload"), {"file": file}).status_code == 302
    assert check_text(Draft.objects.get(book="lanchuan-2023").text).is_clean
    again = office.post(url("upload"), {"file": SimpleUploadedFile("a.xlsx", b"x")})
    assert again.status_code == 422


# -- comment, approval, publication -----------------------------------------------------------------------------------


def test_a_unit_comments_and_reads_the_answer(office: Visitor, visitor: Visitor, world: Mapping[str, Any]) -> None:
    unit = visitor.as_("stranger")
    page = url("comments", world["open"])
    given = {"organisation": "linchuan", "clause": "tree.energy", "words": "能耗数据滞后,建议年度考核。"}
    assert unit.post(page, given).status_code == 302
    assert "能耗数据滞后" in body(office.get(page))
    assert "能耗数据滞后" not in body(visitor.as_("liaison").get(page))
    number = re.findall(r"comments/(\d+)/answer", office.get(page).content.decode())[-1]
    office.post(url("answer", number), {"verdict": "adopted", "reason": "改为年度,见第六条第四项"})
    assert "改为年度" in body(unit.get(page))
    printed = body(office.get(url("print_comments", world["open"])))
    assert printed.count("<tr>") == 3
    assert "采纳" in printed


def test_the_way_to_publication_through_the_pages(office: Visitor, visitor: Visitor, draft: int) -> None:
    leader, second = visitor.as_("leader"), visitor.as_("office2")
    assert office.post(url("submit", draft)).status_code == 302
    version = Draft.objects.get(pk=draft).version
    sign = {"version": version, "verdict": "agree", "opinion": "同意"}
    assert "同意" not in body(office.get(url("read", draft)))
    assert second.post(url("sign", draft), sign).status_code == 302
    for _ in range(2):
        assert leader.post(url("sign", draft), sign).status_code == 302
    assert second.post(url("publish", draft)).status_code == 302
    alone = second.post(url("publish", draft))
    assert alone.status_code == 422
    done = leader.post(url("publish", draft))
    edition = Edition.objects.get(draft_id=draft)
    assert done.headers["Location"] == url("edition", edition.pk)
    shown = body(visitor.as_("liaison").get(done.headers["Location"]))
    assert "地区生产总值增速" in shown
    approval = body(office.get(url("approval", draft)))
    assert approval.count("同意") >= 3
    assert "郑市长" in approval


def test_a_unit_finds_the_open_draft_on_its_desk_and_in_the_list(visitor: Visitor, world: Mapping[str, Any]) -> None:
    unit = visitor.as_("stranger")
    assert "提意见" in unit.get("/").content.decode()
    listed = body(unit.get(url("index")))
    assert listed.count("/rulebook/drafts/") >= 1
    assert f"/rulebook/drafts/{world['draft']}/" not in listed


def test_search_finds_an_indicator_of_the_published_edition(visitor: Visitor, world: Mapping[str, Any]) -> None:
    answer = visitor.as_("liaison").get(reverse("front:search"), {"q": "能耗"})
    assert f"{url('edition', world['edition'])}#energy" in answer.content.decode()


def test_the_redline_says_what_changed_since_the_last_edition(office: Visitor, world: Mapping[str, Any]) -> None:
    draft = Draft.objects.get(pk=world["draft"])
    text = draft.text.replace("per_unit: 0.5, floor: 10", "per_unit: 0.4, floor: 10")
    office.post(url("source", draft.pk), {"text": text, "version": "1"})
    shown = body(office.get(url("redline_draft", draft.pk)))
    assert "0.4" in shown
    assert "群众诉求办理满意率" in shown


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_is_given_in_both_languages_without_an_empty_word(
    visitor: Visitor, world: Mapping[str, Any], language: str
) -> None:
    somebody = visitor.as_("office", language)
    pages = [
        url("index"), url("start"), url("blank"), url("edition", world["edition"]), url("redline", world["edition"]),
        *(f"{url('editor', world['draft'])}?at={at}" for at in PLACES),
        url("paste", world["draft"]), url("source", world["draft"]), url("read", world["draft"]),
        url("comments", world["open"]), url("print_comments", world["open"]), url("approval", world["sent"]),
    ]  # fmt: skip
    for page in pages:
        answer = somebody.get(page)
        assert answer.status_code == 200, page
        shown = answer.content.decode()
        assert "None" not in re.sub(r"<[^>]*>", " ", body(answer)), page
        assert "style=" not in shown, page
        assert ("<th></th>" in shown) is False, page
        ids = re.findall(r'\sid="([^"]+)"', shown)
        assert len(ids) == len(set(ids)), (page, {one for one in ids if ids.count(one) > 1})


# -- what a page may cost ---------------------------------------------------------------------------------------------

CEILINGS = {
    "index": 6,
    "edition": 4,
    "editor": 3,
    "source": 3,
    "read": 4,
    "comments": 7,
    "approval": 7,
    "redline_draft": 5,
}


@pytest.mark.parametrize("name", CEILINGS)
def test_a_page_asks_the_database_no_more_than_its_ceiling(
    name: str, office: Visitor, world: Mapping[str, Any]
) -> None:
    page = {
        "index": url("index"),
        "edition": url("edition", world["edition"]),
        "editor": f"{url('editor', world['draft'])}?at=tree.energy",
        "source": url("source", world["draft"]),
        "read": url("read", world["draft"]),
        "comments": url("comments", world["open"]),
        "approval": url("approval", world["sent"]),
        "redline_draft": url("redline_draft", world["draft"]),
    }[name]
    office.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert office.get(page).status_code == 200
    assert len(asked) <= CEILINGS[name] + SHELL, [one["sql"][:120] for one in asked]
