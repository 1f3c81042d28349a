"""附件: each method the edition uses on a page of its own: formula, symbols, picture, sources, a worked example.

The same text that `leitai methods` prints and the web shows beside the form. The picture is drawn for the first
indicator that uses the method, since that is the rule a reader of this edition meets; it carries only numbers, so the
file is the same on every machine, and its caption says what the axes are.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from leitai.engine.errors import Text
from leitai.engine.manual.chapter import Chapter, Picture, WorkedExample, chapter, picture_for
from leitai.engine.manual.setting import indicator_setting
from leitai.engine.manual.sources import GRADES
from leitai.engine.methods.method import Method
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.diff.words import Names
from leitai.engine.rulebook.model import Indicator, MethodUse, Rulebook
from leitai.press.curve.png import WIDE_MM, png
from leitai.press.curve.svg import axis_of
from leitai.press.rules_docx.methods import method_sentence
from leitai.press.rules_docx.sentences import leaves_of, policy_sentences
from leitai.press.word.letter import attachment
from leitai.press.word.marks import chinese_marks
from leitai.press.word.page import TABLE_SIZE, Column, Page

CLOSE = Pt(14.5)
MOST_LINES = 5
FIGURES = {"value": "数据", "target": "目标值"}


def methods_used(rulebook: Rulebook) -> list[tuple[Method, list[Indicator]]]:
    """Each method of the edition once, in the order of the registry's families, with the indicators that use it."""
    found: dict[tuple[int, str, int], tuple[Method, list[Indicator]]] = {}
    for leaf in leaves_of(rulebook.tree.nodes if rulebook.tree is not None else ()):
        method = find_method(leaf.method.name, leaf.method.version)
        if method is not None:
            found.setdefault((method.family, method.name, method.version), (method, []))[1].append(leaf)
    return [found[key] for key in sorted(found)]


def annexes(page: Page, rulebook: Rulebook, names: Names) -> None:
    """A page for each method."""
    used = methods_used(rulebook)
    for number, (method, leaves) in enumerate(used, start=1):
        told = chapter(method)
        attachment(page, f"附件{number}" if len(used) > 1 else "附件", f"计分方法：{told.title.zh}")
        _annex(page, rulebook, names, told, leaves)


def _annex(page: Page, rulebook: Rulebook, names: Names, told: Chapter, leaves: list[Indicator]) -> None:
    _line(page, told.summary.zh)
    used = "、".join(leaf.name.zh + (f"（{leaf.clause}）" if leaf.clause else "") for leaf in leaves)
    _line(page, f"使用本方法的指标：{used}。")
    formula = page.say(told.method.formula, "table", Pt(12), centred=True, keep=True)
    formula.paragraph_format.line_spacing = Pt(22)
    _line(page, f"式中：{'；'.join(f'{symbol} {what.zh}' for symbol, what in told.symbols)}。")
    picture = _picture_of(rulebook, told, leaves)
    if picture is not None:
        _show(page, picture)
    for line in _policies(rulebook, told, names):
        _line(page, line)
    _line(page, f"缺数据时：{told.method.missing.zh}")
    for line in _sources(told):
        _line(page, line)
    if told.telling is not None:
        _example(page, told, told.telling, names)


def _line(page: Page, text: str, *, keep: bool = False) -> None:
    """A line of an annex: in the type of tables, close together."""
    paragraph = page.say(text, "table", TABLE_SIZE, keep=keep)
    paragraph.paragraph_format.line_spacing = CLOSE
    paragraph.paragraph_format.space_after = Pt(1)


def _picture_of(rulebook: Rulebook, told: Chapter, leaves: list[Indicator]) -> Picture | None:
    """The curve of the first indicator whose figures give points; else that of the method by itself."""
    for leaf in leaves:
        setting = indicator_setting(rulebook, leaf)
        made = picture_for(setting, Text(leaf.name.zh, leaf.name.en)) if setting is not None else None
        if made is not None:
            return made
    return told.picture


def _show(page: Page, picture: Picture) -> None:
    """The picture, and under it what it shows and what the axes are."""
    paragraph = page.doc.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(0), Pt(0), True
    shown = paragraph.add_run().add_picture(io.BytesIO(png(picture.curve)), width=Mm(WIDE_MM))
    notes = "".join(note.zh for note in picture.notes)
    axis = axis_of(picture.curve, picture.setting.unit).zh
    said = f"图：{picture.title.zh}。{notes}横轴为{axis}，纵轴为得分。"
    # What a reader who cannot see the picture is told.
    shown._inline.docPr.set("descr", chinese_marks(said))
    caption = page.say(said, "table", TABLE_SIZE, centred=True)
    caption.paragraph_format.line_spacing = CLOSE
    caption.paragraph_format.space_after = Pt(4)


def _policies(rulebook: Rulebook, told: Chapter, names: Names) -> Iterator[str]:
    if rulebook.policies is None:
        return
    for key, label, said in policy_sentences(rulebook.policies, names):
        if key in told.method.policies:
            yield f"本版政策：{label}，{said}"


def _sources(told: Chapter) -> Iterator[str]:
    for row in told.rows:
        yield f"所据规则：{row.id} {row.rule.zh}（{row.read_as.zh}；{'、'.join(row.read_in)}）。"
    for one in told.documents:
        address = f"；{one.address}" if one.address else ""
        yield f"出处：{one.id} {one.title}，{one.publisher}，{one.date}（{GRADES[one.grade].zh}{address}）。"


def _example(page: Page, told: Chapter, worked: WorkedExample, names: Names) -> None:
    """What was given, the points of each row, and the arithmetic of one."""
    example = next(one for one in told.method.examples if one.title == worked.title)
    use = MethodUse.model_validate({"name": told.method.name, "version": told.method.version, **example.parameters})
    _line(page, f"算例：{worked.title.zh}（{worked.source.zh}）。满分 {example.points} 分。", keep=True)
    _line(page, method_sentence(use, "", example.direction, names), keep=True)
    called = {name: FIGURES.get(name) or names.of("roles", name, "zh") for name in worked.columns}
    points = [one or "不计分" for one in worked.points]
    if len(called) <= MOST_LINES:
        # A column for each row of the example: wide and low, so that the annex stays on its page.
        columns = [Column("行", 26, True), *(Column(str(row), 20, True) for row in range(1, len(points) + 1))]
        table = page.table(columns)
        for name, entries in worked.columns.items():
            page.row(table, columns, [[called[name]], *([one or "—"] for one in entries)])
        page.row(table, columns, [["得分"], *([one] for one in points)])
    else:
        for row, said in enumerate(points):
            given = {called[name]: column[row] or "—" for name, column in worked.columns.items()}
            listed = "、".join(f"{name} {entry}" for name, entry in given.items() if entry != "0")
            others = "，其余为 0" if "0" in given.values() else ""
            _line(page, f"第 {row + 1} 行：{listed}{others}；得分 {said}。")
    for index, line in enumerate(worked.lines):
        begin = f"第 {worked.line_of} 行：" if index == 0 else ""
        _line(page, f"{begin}{line.label.zh}：{line.sum}。")
