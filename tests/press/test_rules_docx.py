"""The 细则 as a Word file: its page, its headings, every indicator with its clause and id, the same bytes each time."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import digest, short_code
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.engine.rulebook.model import Branch, Indicator
from leitai.press.rules_docx import rules_docx
from leitai.press.rules_docx.sentences import condition_words, leaves_of, names_of, points_of
from leitai.press.word.marks import chinese_marks, closed_up
from tests.contests import contest
from tests.contests import leaf as one_leaf
from tests.examples import NAMES, rulebook


@pytest.fixture(scope="module")
def lanchuan() -> Doc:
    return Document(io.BytesIO(rules_docx(rulebook("lanchuan"))))


def text_of(doc: Doc) -> str:
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in doc.paragraphs), *cells])


@pytest.mark.parametrize("name", NAMES)
def test_every_example_makes_a_document_and_the_same_bytes_each_time(name: str) -> None:
    first = rules_docx(rulebook(name))
    assert first == rules_docx(rulebook(name))
    doc = Document(io.BytesIO(first))
    assert doc.paragraphs[0].text == closed_up(chinese_marks(rulebook(name).title.zh))


def test_the_page_is_that_of_an_official_document(lanchuan: Doc) -> None:
    section = lanchuan.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 35, 26]
    fonts = set(re.findall(r'w:eastAsia="([^"]+)"', lanchuan.element.xml))
    assert {"方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"} <= fonts


def test_no_font_is_shipped() -> None:
    with zipfile.ZipFile(io.BytesIO(rules_docx(rulebook("lanchuan")))) as file:
        assert [name for name in file.namelist() if "font" in name.lower() and not name.endswith("fontTable.xml")] == []
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_headings_are_numbered_as_the_standard_numbers_them(lanchuan: Doc) -> None:
    lines = [paragraph.text for paragraph in lanchuan.paragraphs]
    first = [line for line in lines if re.match(r"[一二三四五六七八九十]+、", line)]
    assert first == ["一、总则", "二、赛道与指标", "三、加减分", "四、等级与名单", "五、政策", "六、附则"]
    assert any(re.match(r"（一）实力赛道", line) for line in lines)
    assert any(re.match(r"1\.", line) for line in lines)


def test_every_indicator_has_its_points_its_clause_its_id_and_a_bookmark(lanchuan: Doc) -> None:
    edition = rulebook("lanchuan")
    assert edition.tree is not None
    rows = {}
    for table in lanchuan.tables:
        for row in table.rows:
            for mark in row._tr.iter(qn("w:bookmarkStart")):
                rows[mark.get(qn("w:name"))] = [cell.text for cell in row.cells]
    groups = [group.id for group in edition.groupings[0].groups]
    for leaf in leaves_of(edition.tree.nodes):
        cells = rows[f"node_{leaf.id}"[:40]]
        assert cells[0].startswith(closed_up(chinese_marks(leaf.name.zh)))
        assert cells[1 : 1 + len(groups)] == [points_of(leaf.points, group) for group in groups]
        assert leaf.clause in cells[-1]
        assert leaf.id in cells[-1]
    assert len(rows) == len(set(rows))
    for one in (*edition.adjustments, *edition.awards):
        assert f"node_{one.id}" in rows


def test_every_policy_is_said_in_a_sentence(lanchuan: Doc) -> None:
    lines = [paragraph.text for paragraph in lanchuan.paragraphs]
    start = lines.index("五、政策")
    said = [line for line in lines[start:] if re.match(r"\d+\.", line)]
    assert len(said) == 19
    assert all(line.endswith("。") for line in said)


def test_it_says_what_it_is_and_what_it_was_made_from(lanchuan: Doc) -> None:
    edition, text = rulebook("lanchuan"), text_of(lanchuan)
    seal = digest(canonical(edition), edition.seal)
    assert seal in text
    assert short_code(seal) in text
    assert text.count("演示数据") >= 2
    assert "不是任何单位的正式规则" in text


def test_punctuation_is_chinese_where_the_words_are(lanchuan: Doc) -> None:
    for paragraph in lanchuan.paragraphs:
        assert not re.search(r"[\u4e00-\u9fff][,;:?!]", paragraph.text), paragraph.text


def test_conditions_are_said_as_an_official_would() -> None:
    names = names_of(rulebook("lanchuan"))
    assert condition_words("rank == 1", names) == "第一名"
    assert condition_words("rank_last <= 3", names) == "末3位"
    assert condition_words("not met(inward_capital) and rank_last == 1", names) == "招商引资到位资金未达到目标且末位"
    assert condition_words("score < 70", names, "en") == "total < 70"


def test_silence_is_consent_only_where_the_rules_say_so(lanchuan: Doc) -> None:
    assert "视为无异议" not in text_of(lanchuan)
    plain = contest([one_leaf("a", "completion")], silence={"after": "5", "clause": "第九条"})
    said = text_of(Document(io.BytesIO(rules_docx(rulebook_from_plain(plain)))))
    assert "至少有5个工作日确认或提出疑问；期满未表示意见的视为无异议（第九条）" in said


def test_a_tree_of_weights_states_weights() -> None:
    text = text_of(Document(io.BytesIO(rules_docx(rulebook("hunan-2012")))))
    assert "权重" in text
    assert "加权平均" in text


def test_an_edition_without_a_tree_is_a_document_too() -> None:
    edition = rulebook("kunming-2023q1-as-reported")
    assert edition.tree is None
    assert "总则" in text_of(Document(io.BytesIO(rules_docx(edition))))


def test_branches_and_leaves_are_all_there(lanchuan: Doc) -> None:
    edition = rulebook("lanchuan")
    assert edition.tree is not None
    text = text_of(lanchuan)
    todo: list[Branch | Indicator] = list(edition.tree.nodes)
    while todo:
        node = todo.pop()
        assert closed_up(chinese_marks(node.name.zh)) in text
        if isinstance(node, Branch):
            todo += node.nodes


def test_an_office_suite_opens_it(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("no soffice")
    source = tmp_path / "rules.docx"
    source.write_bytes(rules_docx(rulebook("huangyan-mu")))
    command = [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    done = subprocess.run(
        [*command, "--outdir", str(tmp_path), str(source)], capture_output=True, text=True, timeout=300, check=False
    )
    made = tmp_path / "rules.pdf"
    if not made.exists() and "could not be loaded" in done.stdout + done.stderr:
        pytest.skip("this office suite has no word processor (libreoffice-writer)")
    assert made.read_bytes().startswith(b"%PDF")
