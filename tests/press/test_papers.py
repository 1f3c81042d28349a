"""通报, 新闻通稿 and 会议议程: every figure is the book's, nothing unconfirmed is stated, the page is official."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from leitai import engine
from leitai.engine.errors import Lang
from leitai.press.boards import unit_pages
from leitai.press.briefing import make_briefing
from leitai.press.disclosure import withheld
from leitai.press.papers import Paper, agenda_docx, news_docx, notice_docx, reported_docx
from leitai.press.release import Release
from leitai.press.slides import slides_pptx
from leitai.press.word.marks import chinese_marks, closed_up
from leitai.press.word.page import Page
from leitai.press.word.pieces import Printed
from tests import examples
from tests.contests import book as book_of
from tests.contests import contest, score
from tests.press.awkward import AWKWARD, given
from tests.press.paper_truth import Truth
from tests.press.papered import PARTICULARS, alone, city
from tests.press.releases import cleared

WRITERS = {"notice": notice_docx, "news": news_docx, "agenda": agenda_docx}
KUNMING = "kunming-2023q1-as-reported"
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]")


@cache
def written(name: str, lang: engine.errors.Lang = "zh") -> Paper:
    return WRITERS[name](city(), lang)


@cache
def reported(lang: engine.errors.Lang = "zh") -> Paper:
    return reported_docx(examples.rulebook(KUNMING), "2023-Q1", lang)


def opened(paper: Paper) -> Doc:
    return Document(io.BytesIO(paper.data))


@cache
def flow(paper: Paper) -> str:
    """Everything in the body in its order, tables cell by cell."""
    lines = []
    for element in opened(paper).element.body:
        for paragraph in element.iter(qn("w:p")):
            lines.append("".join(node.text or "" for node in paragraph.iter(qn("w:t"))))
    return "\n".join(lines)


@cache
def lines_of(paper: Paper) -> list[str]:
    return [paragraph.text for paragraph in opened(paper).paragraphs]


# -- the numbers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
def test_every_figure_is_the_books_to_the_digit(name: str) -> None:
    truth = Truth(city())
    figures = written(name).figures
    assert [(one, truth.of(one.origin)) for one in figures if one.text != truth.of(one.origin)] == []
    assert len(figures) > {"notice": 700, "news": 60, "agenda": 5}[name]


@pytest.mark.parametrize("name", [*WRITERS, "reported"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_figures_stand_in_the_text_in_their_order(name: str, lang: engine.errors.Lang) -> None:
    paper = reported(lang) if name == "reported" else written(name, lang)
    text, at = flow(paper), 0
    for figure in paper.figures:
        found = text.find(closed_up(chinese_marks(figure.text)), at)
        assert found >= 0, figure
        at = found + 1


def test_no_number_stands_in_the_notice_that_is_not_a_figure() -> None:
    """What is left when the figures are taken out has no digit but those of names, rounds, clauses and numbering."""
    paper = written("notice")
    known = re.compile(
        r"2023(-Q2-1|年高质量|赛季|\.1版|年7月26日|〕2号)|^\d+\.|附件\d|12345|PM2\.5|[A-Z0-9-]{20,}|附件：1|不是0"
    )
    rest: list[Printed] = list(paper.figures)
    left: list[str] = []
    for line in lines_of(paper):
        text = known.sub("", line)
        while rest and rest[0].text in text:
            text = text.replace(rest.pop(0).text, "", 1)
        left += re.findall(r"\d+", text)
    assert left == []


def test_english_says_the_same_numbers() -> None:
    for name in WRITERS:
        zh = sorted((one.origin.what, one.origin.contestant, one.origin.node) for one in written(name).figures)
        en = sorted((one.origin.what, one.origin.contestant, one.origin.node) for one in written(name, "en").figures)
        kinds = {"rank"}  # a table that is too wide for the page repeats ranks
        assert [one for one in zh if one[0] not in kinds] == [one for one in en if one[0] not in kinds]


# -- what may be said ----------------------------------------------------------------------------------------------


def test_only_what_a_person_confirmed_is_stated_and_blame_is_never_proposed() -> None:
    text = "\n".join(lines_of(written("notice")))
    assert "交流发言（第十九条第一项）：杉泽市、市投资促进局、橙湾产业园区。" in text
    assert "约谈（第十九条第五项）：雾陂县。" in text
    assert "争先进位奖（第十九条第四项）（拟，待确认）：" in text
    assert "黑榜" not in text
    nobody = "\n".join(lines_of(notice_docx(city(confirmed={}))))
    assert "交流发言（第十九条第一项）（拟，待确认）" in nobody
    assert not any(word in nobody for word in ("约谈", "黑榜", "黄牌"))
    assert "拟由杉泽市" in "\n".join(lines_of(news_docx(city(confirmed={}))))
    assert "speak" not in {one.origin.what for one in notice_docx(city(confirmed={"speak": ()})).figures}


def test_the_public_reads_of_public_indicators_only() -> None:
    release = city(audience="public")
    nodes = {one.origin.node for one in notice_docx(release).figures if one.origin.what in ("value", "median_rate")}
    disclosed = {id_: getattr(item, "disclosure", "") for id_, item in release.book.plan.items.items()}
    assert {disclosed[node] for node in nodes} <= {"public"}
    inside = {one.origin.node for one in written("notice").figures if one.origin.what in ("value", "median_rate")}
    assert {disclosed[node] for node in inside} <= {"public", "internal"}
    assert nodes < inside


def test_what_a_review_lets_out_is_stated_in_public() -> None:
    """The review decides, not the class in the rules, in the papers as on the site."""

    def stated(release: Release) -> set[str]:
        papers = [write(release) for write in WRITERS.values()]
        return {one.origin.node for paper in papers for one in paper.figures if one.origin.what == "value"}

    release = city(audience="public")
    chosen = stated(cleared(release))
    assert chosen == stated(city(audience="meeting"))
    assert chosen > stated(release)
    assert "不在公开范围" not in flow(notice_docx(cleared(release)))
    held = next(iter(chosen))
    assert held not in stated(cleared(release, held))


def test_no_document_states_what_another_withholds() -> None:
    release = city(audience="public")
    hidden = withheld(release)
    assert hidden
    told = (*slides_pptx(release).quotes, *unit_pages(release).quotes)
    scenes = make_briefing(release).scenes
    assert {one.node for one in told}.isdisjoint(hidden)
    assert {card.node for scene in scenes for card in scene.cards}.isdisjoint(hidden)
    assert {one.node for one in unit_pages(cleared(release)).quotes} >= hidden & set(release.book.plan.items)


def test_a_correction_says_what_it_corrects_and_every_total_that_changed() -> None:
    release = city(supersedes="2023-Q2-0", reason="棠岑县一项数据补报")
    wrong = dict(release.book.result)
    values = {period: dict(table) for period, table in wrong["values"].items()}
    values["2023-Q2"]["tangcen"] = values["2023-Q2"]["tangcen"] | {"score": 7000}
    superseded = engine.Book(release.book.rulebook, release.book.plan, wrong | {"values": values})
    paper = notice_docx(release, superseded=superseded)
    text = "\n".join(lines_of(paper))
    assert "本通报更正第2023-Q2-0号发布，原发布停止使用。更正原因：棠岑县一项数据补报。" in text
    assert "更正后，棠岑县总分由70.00分改为77.20分，名次不变。" in text
    truth = Truth(release, superseded)
    assert all(one.text == truth.of(one.origin) for one in paper.figures)
    same = "\n".join(lines_of(notice_docx(release, superseded=release.book)))
    assert "没有变化" in same
    assert "更正" not in "\n".join(lines_of(written("notice")))


def test_the_press_can_state_every_fact_of_the_report() -> None:
    """Each fact the as-reported example holds of the seed document, in the words of the draft."""
    text = re.sub(r"\[\d+\]", "", "\n".join(lines_of(reported())))
    facts = [
        "2023年5月5日，赴曲靖市考察学习。",
        "2023年5月6日，安宁现场观摩。",
        "2023年5月6日，参观一季度考评结果展。",
        "2023年5月6日，观看视频汇报片。",
        "2023年5月6日，交流发言。",
        "2023年5月6日，表态发言。",
        "2023年5月6日，部署。",
        "在县（市）区综合排名中，安宁市居首位。",
        "在市级部门综合排名中，市文化和旅游局居末位。",
        "安宁市、市发展改革委、云南五华产业园区作交流发言。",
        "盘龙区、市文化和旅游局、云南东川产业园区作表态发言。",
        "东川区、云南东川产业园区由同一人负责。",
        "市文化和旅游局：「而在去年大竞赛活动中，该部门排名也比较靠后」。",
        "昆明日报2023年5月8日",
    ]
    assert [fact for fact in facts if fact not in text] == []
    edition = examples.rulebook(KUNMING)
    stated = {(one.origin.what, one.origin.contestant, one.origin.clause) for one in reported().figures}
    for one in edition.statements:
        assert (one.fact, one.contestant, f"「{one.quotation}」") in stated
    assert sum(1 for one in reported().figures if one.origin.what == "meeting") == 2 * len(edition.meetings)


@pytest.mark.parametrize("name", ["news", "reported"])
def test_every_figure_of_the_press_draft_leads_to_its_line(name: str) -> None:
    paper = reported() if name == "reported" else written("news")
    doc = opened(paper)
    marks = [one.get(qn("w:name")) for one in doc.element.body.iter(qn("w:bookmarkStart"))]
    assert len(marks) == len(set(marks))
    anchors = [one.get(qn("w:anchor")) for one in doc.element.body.iter(qn("w:hyperlink"))]
    assert anchors == [f"source_{k}" for k in range(1, len(paper.figures) + 1)]
    rows = [[cell.text for cell in row.cells] for row in doc.tables[-1].rows][1:]
    for k, (figure, row) in enumerate(zip(paper.figures, rows, strict=True), start=1):
        assert row[0] == str(k)
        assert row[1] == closed_up(chinese_marks(figure.text))
        assert row[5] == (closed_up(chinese_marks(figure.origin.clause)) or "—")
        assert {f"figure_{k}", f"source_{k}"} <= set(marks)


def test_the_agenda_has_its_six_items_and_the_speakers() -> None:
    rows = [[cell.text for cell in row.cells] for row in opened(written("agenda")).tables[0].rows][1:]
    assert [row[1] for row in rows] == ["现场观摩", "参观考评结果展", "观看短片", "交流发言", "表态发言", "部署工作"]
    assert rows[3][3] == "杉泽市、市投资促进局、橙湾产业园区"
    assert rows[4][3] == "雾陂县、市文化和旅游局、雾陂产业园区"
    assert lines_of(written("agenda"))[0] == "二季度推进会议程"
    proposed = [[c.text for c in row.cells] for row in opened(agenda_docx(city(confirmed={}))).tables[0].rows][4]
    assert proposed[3].startswith("拟：杉泽市")


# -- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_renders_are_the_same_bytes(name: str, lang: engine.errors.Lang) -> None:
    assert WRITERS[name](city(), lang).data == written(name, lang).data, "a time or an order crept in"
    with zipfile.ZipFile(io.BytesIO(written(name, lang).data)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert [one for one in file.namelist() if "font" in one.lower() and not one.endswith("fontTable.xml")] == []


def test_the_report_of_a_report_is_the_same_bytes_twice() -> None:
    assert reported_docx(examples.rulebook(KUNMING), "2023-Q1").data == reported().data


def test_the_notice_is_laid_out_as_an_official_paper() -> None:
    doc, lines = opened(written("notice")), lines_of(written("notice"))
    section = doc.sections[0]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 35, 26]
    assert lines[:3] == [
        "澜川市大竞赛考评办文件",
        "　澜考评〔2023〕2号\t签发人：闻涛",
        "澜川市大竞赛考评办\n关于2023赛季二季度考评结果的通报",
    ]
    assert str(doc.paragraphs[0].runs[0].font.color.rgb) == "C00000"
    assert lines[3] == "各县（市、区）人民政府、各开发（度假）区管委会，市级各部门："
    headings = [line for line in lines if re.match(r"[一二三四五六七八九十]+、", line)]
    assert headings == [
        "一、总体情况", "二、排名情况", "三、亮点", "四、不足", "五、名次变化", "六、结果运用", "七、核对方法",
    ]  # fmt: skip
    assert [line for line in lines if re.match(r"附件\d", line)] == ["附件1", "附件2", "附件3"]
    end = lines.index("2023年7月26日")
    assert lines[end - 1] == PARTICULARS["issuer"]
    assert lines[-5].startswith("　抄送：市委办公室，") or lines[-4].startswith("　抄送：市委办公室，")
    assert any(line == "　澜川市大竞赛考评办\t2023年7月26日印发　" for line in lines)


@pytest.mark.parametrize(
    ("lang", "to", "copies"),
    [("zh", "各县市区、开发（度假）区，市级各部门：", "市委办公室、市政府办公室，各民主党派。"),
     ("en", "To: 各县市区、开发（度假）区，市级各部门", "市委办公室、市政府办公室，各民主党派.")],
)  # fmt: skip
def test_addressees_and_copies_are_printed_as_they_were_signed(lang: Lang, to: str, copies: str) -> None:
    """With or without what ends them: one colon, one full stop."""
    for ends in (("", ""), ("：", "。")):
        signed = {
            "to": f"各县市区、开发（度假）区，市级各部门{ends[0]}",
            "copies": f"市委办公室、市政府办公室，各民主党派{ends[1]}",
        }
        lines = lines_of(notice_docx(city(**signed), lang))
        assert to in lines
        assert any("".join(line.split()).endswith("".join(copies.split())) for line in lines)


@pytest.mark.parametrize(
    ("name", "audience", "mark"),
    [("notice", "meeting", "限会场使用"), ("news", "public", "公开"), ("agenda", "internal", "内部")],
)
def test_every_page_says_what_it_is_and_how_to_check_it(name: str, audience: str, mark: str) -> None:
    release = city(audience=audience, address="澜川市门户网站")
    section = Document(io.BytesIO(WRITERS[name](release).data)).sections[0]
    for footer in (section.footer, section.even_page_footer):
        text = "\n".join(paragraph.text for paragraph in footer.paragraphs)
        for part in ("演示数据", "发布编号2023-Q2-1", mark, release.code, "leitai verify", "澜川市门户网站"):
            assert part in text


@pytest.mark.parametrize("name", [*WRITERS, "reported"])
def test_punctuation_is_chinese_where_the_words_are(name: str) -> None:
    text = flow(reported() if name == "reported" else written(name))
    assert HALF_WIDTH.findall(text) == []
    assert "None" not in text
    assert "  " not in text


def test_the_english_papers_have_no_chinese_of_their_own() -> None:
    """Issuer, addressees, units of measure and clauses are quoted as they are written."""
    quoted = re.compile(
        "|".join(
            [
                PARTICULARS["to"],
                *re.split("，", PARTICULARS["copies"]),
                PARTICULARS["issuer"],
                PARTICULARS["document_number"],
            ]
            + [PARTICULARS["signer"], r"第[一二三四五六七八九十]+条[^）)\s]*"]
            + [re.escape(item.unit) for item in city().book.plan.inputs.values()]
        )
    )
    for name in WRITERS:
        left = quoted.sub("", flow(written(name, "en")))
        assert re.findall(r"[\u3400-\u9fff]+", left) == [], name


# -- the edges -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_contest_makes_papers_too(name: str) -> None:
    release = alone(AWKWARD[name]())
    papers = {kind: flow(write(release)) for kind, write in WRITERS.items()}
    assert not any("None" in text for text in papers.values())
    assert all(row.name.strip() in papers["notice"] for row in release.book.rows("g") if row.rank == 1)


def test_the_first_round_has_nothing_before_it() -> None:
    text = flow(notice_docx(city("2023-Q1", None, number="2023-Q1-1")))
    assert "没有上期名次可比" in text
    assert "与上期相比" not in text


def plain(points: list[str], units: int) -> engine.Book:
    return book_of(score(contest([given("a", "10"), given("b", "10")], units), {"a": points, "b": points}))


def test_one_alone_and_all_tied_are_told_without_a_winner() -> None:
    one = alone(plain(["5"], 1))
    assert "组中，单位u0得10.00分。" in re.sub(r"\[\d+\]", "", flow(news_docx(one)))
    tied = alone(plain(["5"] * 4, 4))
    assert "组各单位总分相同，均为10.00分。" in re.sub(r"\[\d+\]", "", flow(news_docx(tied)))
    assert "各单位各项得分率相同。" in flow(notice_docx(tied))


def test_nobody_ranked_is_said() -> None:
    book = plain(["not_yet_published"] * 3, 3)
    assert "组本期没有参加排名的单位。" in flow(notice_docx(alone(book)))
    assert flow(news_docx(alone(book)))
    assert flow(agenda_docx(alone(book)))


# -- as it is seen -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The papers as an office suite shows them: the text of each page."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no soffice")
    folder = tmp_path_factory.mktemp("papers")
    papers = {name: written(name).data for name in WRITERS} | {"reported": reported().data}
    page = Page("版心")
    for _ in range(4):
        page.text("国" * 400)
    papers["measure"] = page.bytes()
    for name, data in papers.items():
        (folder / f"{name}.docx").write_bytes(data)
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), *(str(folder / f"{name}.docx") for name in papers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    if not (folder / "notice.pdf").exists() and "could not be loaded" in done.stdout + done.stderr:
        pytest.skip("this office suite has no word processor (libreoffice-writer)")
    return {name: pages_of(folder / f"{name}.pdf") for name in papers}


def pages_of(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_a_page_holds_22_lines_of_28_characters(seen: dict[str, list[str]]) -> None:
    first = [line for line in seen["measure"][0].splitlines() if "国" in line]
    assert len(first) == 22
    assert {len(line.strip()) for line in first[1:10]} == {28}
    assert len(first[0].strip()) == 26


@pytest.mark.parametrize("name", [*WRITERS, "reported"])
def test_an_office_suite_shows_every_page_with_its_foot(seen: dict[str, list[str]], name: str) -> None:
    code = city().code
    for k, text in enumerate(seen[name], start=1):
        assert f"— {k} —" in text or f"—{k}—" in text.replace(" ", "")
        assert name == "reported" or code in text
    assert "演示数据" in seen[name][0] or name == "reported"


def test_the_colophon_stands_at_the_foot_of_the_last_page(seen: dict[str, list[str]]) -> None:
    assert "抄送" in seen["notice"][-1]
    assert "印发" in seen["notice"][-1].split("抄送")[1]
