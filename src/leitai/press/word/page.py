"""A page as GB/T 9704-2012 lays it out, and the few marks Word needs for it. Fonts are named, never shipped."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from docx import Document
from docx.document import Document as Doc
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from leitai.engine.errors import Lang
from leitai.press.office_file import timeless
from leitai.press.word.marks import chinese_marks, closed_up
from leitai.press.word.pieces import Pieces, Printed, figures_in, plain

# 版心 156 × 225 mm: 22 lines of 28 characters of 三号 (16 pt).
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
PAGE_WIDTH, PAGE_HEIGHT, TEXT_WIDTH = Mm(210), Mm(297), 156
BODY_SIZE, TITLE_SIZE, TABLE_SIZE, FOOT_SIZE, LINE = Pt(16), Pt(22), Pt(10.5), Pt(9), Pt(28.9)
TIGHT = -5  # 1/20 pt between characters of 三号: 28 of them are 441 pt, as wide as the text
MUTED, RED = RGBColor(0x5B, 0x66, 0x75), RGBColor(0xC0, 0x00, 0x00)
Font = Literal["title", "heading", "subheading", "body", "table"]
FONTS: dict[Font, str] = {
    "title": "方正小标宋简体",
    "heading": "黑体",
    "subheading": "楷体_GB2312",
    "body": "仿宋_GB2312",
    "table": "宋体",
}
# What may stand in where a machine does not have them; none is shipped.
FALLBACKS: dict[Font, str] = {
    "title": "FZXiaoBiaoSong-B05S,STZhongsong,SimSun,Noto Serif CJK SC",
    "heading": "SimHei,STHeiti,Noto Sans CJK SC",
    "subheading": "KaiTi,STKaiti,Noto Serif CJK SC",
    "body": "FangSong,STFangsong,Noto Serif CJK SC",
    "table": "SimSun,STSong,Noto Serif CJK SC",
}
LATIN = "Times New Roman"
NUMERALS = "〇一二三四五六七八九十"


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十, 34 → 三十四."""
    if number <= 10:
        return NUMERALS[number]
    tens, ones = divmod(number, 10)
    return f"{NUMERALS[tens] if tens > 1 else ''}十{NUMERALS[ones] if ones else ''}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in mm, whether its cells stand in the middle, the heading it shares."""

    head: str
    width: float
    centred: bool = False
    under: str = ""


class Page:
    """The document being written. Headings are 一、 (一) 1. (1) as the standard numbers them."""

    def __init__(self, title: str, foot: Sequence[str] = (), *, cites: bool = False, lang: Lang = "zh") -> None:
        """`foot`: lines at the foot of every page; `cites`: every figure refers to its line in the list of sources."""
        self.doc: Doc = Document()
        self.counts = [0, 0, 0]
        self.marks = 0
        self.printed: list[Printed] = []
        self.cites = cites
        self.lang = lang
        section = self.doc.sections[0]
        section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
        section.top_margin, section.bottom_margin = TOP, BOTTOM
        section.left_margin, section.right_margin = LEFT, RIGHT
        section.footer_distance = Mm(14) if foot else Mm(28)
        normal: Any = self.doc.styles["Normal"]
        normal.font.name, normal.font.size = LATIN, BODY_SIZE
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONTS["body"])
        _chinese(normal.element)
        properties = self.doc.core_properties
        properties.title, properties.author, properties.comments = title, "leitai", ""
        properties.language = "zh-CN" if lang == "zh" else "en-GB"
        self._page_numbers(section, foot)

    # -- text ----------------------------------------------------------------------------------------------------

    def title(self, text: str) -> None:
        self.say(text, "title", TITLE_SIZE, centred=True, after=Pt(14))

    def note(self, text: str) -> None:
        """A line in the middle under the title, such as 演示数据."""
        self.say(text, "subheading", BODY_SIZE, centred=True)

    def subtitle(self, text: str) -> None:
        """A heading without a number, such as that of a list of sources."""
        self.say(text, "heading", BODY_SIZE, keep=True, level=1)

    def heading(self, text: str | Pieces) -> None:
        """一、"""
        self.counts = [self.counts[0] + 1, 0, 0]
        number = f"{numeral(self.counts[0])}、" if self.lang == "zh" else f"{self.counts[0]}. "
        self.say(f"{number}{plain(text)}", "heading", BODY_SIZE, indent=True, keep=True, level=1)

    def subheading(self, text: str | Pieces) -> None:
        """(一)"""
        self.counts = [self.counts[0], self.counts[1] + 1, 0]
        number = f"（{numeral(self.counts[1])}）" if self.lang == "zh" else f"({self.counts[0]}.{self.counts[1]}) "
        self.say(f"{number}{plain(text)}", "subheading", BODY_SIZE, indent=True, keep=True, level=2)

    def point(self, text: str | Pieces) -> None:
        """1."""
        self.counts[2] += 1
        said = [text] if isinstance(text, str) else text
        number = f"{self.counts[2]}." if self.lang == "zh" else f"{self.counts[2]}) "
        self.say([number, *said], "body", BODY_SIZE, indent=True)

    def text(self, text: str | Pieces) -> None:
        self.say(text, "body", BODY_SIZE, indent=True)

    def small(self, text: str) -> None:
        """A remark under a table."""
        paragraph = self.say(text, "table", TABLE_SIZE)
        paragraph.paragraph_format.line_spacing = Pt(16)

    def say(
        self,
        text: str | Pieces,
        font: Font,
        size: Pt,
        *,
        centred: bool = False,
        indent: bool = False,
        keep: bool = False,
        after: Pt | None = None,
        level: int = 0,
    ) -> Paragraph:
        paragraph = self.doc.add_paragraph()
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        form.space_before, form.space_after = Pt(0), after or Pt(0)
        form.keep_with_next = keep
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if indent:
            form.first_line_indent = size * 2
        if level:
            outline = OxmlElement("w:outlineLvl")
            outline.set(qn("w:val"), str(level - 1))
            paragraph._p.get_or_add_pPr().append(outline)
        for piece in [text] if isinstance(text, str) else text:
            self._piece(paragraph, piece, font, size)
        return paragraph

    def _piece(self, paragraph: Paragraph, piece: str | Printed, font: Font, size: Pt) -> None:
        tight = TIGHT if size == BODY_SIZE else 0
        if isinstance(piece, str):
            run(paragraph, piece, font, size, tight=tight)
            return
        self.printed.append(piece)
        made = run(paragraph, piece.text, font, size, tight=tight)
        if self.cites:
            number = len(self.printed)
            self._mark(paragraph, f"figure_{number}", made._r)
            link(paragraph, f"[{number}]", f"source_{number}")

    # -- tables --------------------------------------------------------------------------------------------------

    def table(self, columns: list[Column]) -> Table:
        """A table over the whole width, its heading repeated on every page; columns under one word share its cell."""
        shared = [index for index, column in enumerate(columns) if column.under]
        table: Table = self.doc.add_table(rows=2 if shared else 1, cols=len(columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        _margins(table)
        scale = TEXT_WIDTH / sum(column.width for column in columns)
        for grid, column in zip(table.columns, columns, strict=True):
            grid.width = Mm(column.width * scale)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, column in zip(row.cells, columns, strict=True):
                cell.width = Mm(column.width * scale)
        for index, column in enumerate(columns):
            if shared and index not in shared:
                fill(table.cell(0, index).merge(table.cell(1, index)), [column.head], centred=True, bold=True)
            else:
                fill(table.cell(len(table.rows) - 1, index), [column.head], centred=True, bold=True)
        if shared:
            over = table.cell(0, shared[0]).merge(table.cell(0, shared[-1]))
            fill(over, [columns[shared[0]].under], centred=True, bold=True)
        return table

    def row(self, table: Table, columns: list[Column], cells: Sequence[Pieces], mark: str = "") -> None:
        """A row that no page break divides; `mark` is the bookmark by which a result points to it.

        Each piece of a cell is a line of it.
        """
        add: Callable[[], Any] = table.add_row
        row = add()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column, lines, model in zip(row.cells, columns, cells, table.columns, strict=True):
            cell.width = model.width
            self.printed += figures_in(lines)
            fill(cell, [plain([line]) for line in lines], centred=column.centred)
        if mark:
            self._mark(row.cells[0].paragraphs[0], mark)

    def _mark(self, paragraph: Paragraph, name: str, around: Any = None) -> None:
        """A bookmark over a paragraph, or around one run of it."""
        self.marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for one in (start, end):
            one.set(qn("w:id"), str(self.marks))
        start.set(qn("w:name"), name[:40])
        if around is not None:
            around.addprevious(start)
            around.addnext(end)
            return
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)

    # -- the foot of the page, and the bytes -----------------------------------------------------------------------

    def _page_numbers(self, section: Any, foot: Sequence[str]) -> None:
        """— 1 —, on odd pages to the right, on even ones to the left; under it what every page has to say."""
        self.doc.settings.odd_and_even_pages_header_footer = True
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = side
            run(paragraph, "— ", "table", Pt(14))
            page_field(paragraph, Pt(14))
            run(paragraph, " —", "table", Pt(14))
            for line in foot:
                below = footer.add_paragraph()
                below.alignment = WD_ALIGN_PARAGRAPH.CENTER
                below.paragraph_format.space_before = below.paragraph_format.space_after = Pt(0)
                run(below, line, "table", FOOT_SIZE, muted=True)

    def bytes(self) -> bytes:
        """The file; the same content gives the same bytes, so no file in it carries a time."""
        raw = io.BytesIO()
        self.doc.save(raw)
        return timeless(raw.getvalue(), {"word/fontTable.xml": _font_table()})


def _font_table() -> bytes:
    """The fonts by name, each with what may stand in for it."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{FALLBACKS[font]}"/><w:charset w:val="86"/></w:font>'
        for font, name in FONTS.items()
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}<w:fonts xmlns:w="{space}">{fonts}<w:font w:name="{LATIN}"/></w:fonts>'.encode()


def _chinese(style: Any) -> None:
    """Chinese glyphs whatever the machine, and no blank between Chinese and figures: official papers print none."""
    lang = style.rPr.find(qn("w:lang"))
    if lang is None:
        lang = OxmlElement("w:lang")
        style.rPr.append(lang)
    lang.set(qn("w:eastAsia"), "zh-CN")
    paragraph = style.get_or_add_pPr()
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):
        one = OxmlElement(name)
        one.set(qn("w:val"), "0")
        paragraph.append(one)


def _margins(table: Table) -> None:
    """Narrow gaps between the text of a cell and its lines: 0.7 mm."""
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "40")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    properties.append(margins)


def run(
    paragraph: Paragraph,
    text: str,
    font: Font,
    size: Pt,
    *,
    bold: bool = False,
    muted: bool = False,
    tight: int = 0,
) -> Any:
    made = paragraph.add_run(closed_up(chinese_marks(text)))
    made._r.insert(0, deepcopy(_form(font, int(size), bold, muted, tight)))
    return made


@cache
def _form(font: Font, size: int, bold: bool, muted: bool, tight: int) -> Any:
    """What a run looks like; made once and copied, for a paper has thousands."""
    made = Run(OxmlElement("w:r"), None)  # type: ignore[arg-type]
    made.font.name, made.font.size, made.font.bold = LATIN, Length(size), bold
    if muted:
        made.font.color.rgb = MUTED
    properties = made._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FONTS[font])
    if tight:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(tight))
        # The schema wants it after the colour and before the size.
        properties.find(qn("w:sz")).addprevious(spacing)
    return properties


def page_field(paragraph: Paragraph, size: Pt) -> None:
    """The number of the page, filled in by whoever shows it."""
    for kind, code in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        piece = run(paragraph, "1" if kind == "text" else "", "table", size)
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            piece._r.append(mark)
        elif code:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = code
            piece._r.append(instruction)


def link(paragraph: Paragraph, text: str, bookmark: str) -> None:
    """A small raised reference that leads to a bookmark of the document."""
    made = run(paragraph, text, "table", BODY_SIZE, muted=True)
    made.font.superscript = True
    hyperlink = OxmlElement("w:hyperlink")
    hyperlink.set(qn("w:anchor"), bookmark)
    made._r.addprevious(hyperlink)
    hyperlink.append(made._r)


def fill(cell: _Cell, lines: list[str], *, centred: bool = False, bold: bool = False) -> None:
    """Put lines into a cell; a line that begins with ¶ is small and grey."""
    for index, line in enumerate(line for line in lines if line):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(15)
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        small = line.startswith("¶")
        run(paragraph, line.removeprefix("¶"), "table", Pt(8) if small else TABLE_SIZE, bold=bold, muted=small)
