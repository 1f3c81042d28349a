"""The annexes of the 细则: every method an edition uses once, with its formula, picture, sources and worked example."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as Doc
from docx.oxml.ns import qn

from leitai.engine.manual.chapter import chapter
from leitai.engine.manual.curve import curve_of
from leitai.engine.manual.setting import indicator_setting
from leitai.press.curve.png import png
from leitai.press.rules_docx import rules_docx
from leitai.press.rules_docx.annex import methods_used
from leitai.press.rules_docx.sentences import leaves_of
from leitai.press.word.marks import chinese_marks, closed_up
from tests.examples import NAMES, rulebook


def opened(name: str) -> tuple[bytes, Doc]:
    made = rules_docx(rulebook(name))
    return made, Document(io.BytesIO(made))


@pytest.mark.parametrize("name", NAMES)
def test_each_method_in_use_has_one_annex(name: str) -> None:
    edition = rulebook(name)
    used = methods_used(edition)
    leaves = list(leaves_of(edition.tree.nodes)) if edition.tree is not None else []
    assert {method.name for method, _ in used} == {leaf.method.name for leaf in leaves}
    made, doc = opened(name)
    lines = [paragraph.text for paragraph in doc.paragraphs]
    titles = [line for line in lines if line.startswith("计分方法：")]
    assert titles == [f"计分方法：{method.title.zh}" for method, _ in used]
    labels = [line for line in lines if line.startswith("附件") and len(line) < 6]
    assert labels == ([f"附件{k + 1}" for k in range(len(used))] if len(used) > 1 else ["附件"] * len(used))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        pictures = {file.read(one) for one in file.namelist() if one.startswith("word/media/")}
    expected = set()
    for _, its in used:
        settings = [setting for leaf in its if (setting := indicator_setting(edition, leaf)) is not None]
        curve = next(curve for setting in settings if (curve := curve_of(setting)) is not None)
        expected.add(png(curve))
    assert pictures == expected
    assert len(list(doc.element.iter(qn("wp:inline")))) == len(used)


def test_an_annex_says_what_the_terminal_says() -> None:
    edition = rulebook("lanchuan")
    _, doc = opened("lanchuan")
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in doc.paragraphs), *cells])

    def printed(words: str) -> str:
        return closed_up(chinese_marks(words))

    for method, leaves in methods_used(edition):
        told = chapter(method)
        assert printed(method.formula) in text
        assert all(leaf.name.zh in text.replace(" ", "") or printed(leaf.name.zh) in text for leaf in leaves)
        for symbol, what in told.symbols:
            assert printed(f"{symbol} {what.zh}") in text
        for document in told.documents:
            assert printed(document.title) in text
            assert document.address in text
        example = next(one for one in told.examples if one.lines)
        assert all(printed(f"{line.label.zh}：{line.sum}") in text for line in example.lines)
        assert set(filter(None, example.points)) <= {*cells} or all(
            points in text for points in filter(None, example.points)
        )


def test_every_picture_says_in_words_what_it_shows() -> None:
    _, doc = opened("lanchuan")
    said = [one.find(qn("wp:docPr")).get("descr") for one in doc.element.iter(qn("wp:inline"))]
    assert all(one.startswith("图：") and "纵轴为得分" in one for one in said)
