"""The parts of an official letter around its text: 版头, 主送, 附件说明, 署名, 成文日期, 版记 (GB/T 9704-2012)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from leitai.press.word.page import BODY_SIZE, LINE, RED, TEXT_WIDTH, TITLE_SIZE, Page, run

# 发文机关标志: as large as fits one line, never larger than the standard's own example.
LARGEST, WIDEST = 50, 420
PRINT_SIZE, PRINTED_WIDE, RULE_SIZE = Pt(14), 30, Pt(7)
# A body with what separates it from the next; 各县（市、区） is one.
NAMED = re.compile(r"(?:[（(][^）)]*[）)]|[^、，,；;])*(?:[、，,；;]\s*|$)")


def masthead(page: Page, issuer: str, number: str, label: str, signer: str) -> None:
    """版头: who issues it in red, its number, who signs, and the red line."""
    paragraph = _line(page, issuer, "title", Pt(min(LARGEST, WIDEST // max(1, _width(issuer)))))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.runs[0].font.color.rgb = RED
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after = None, Mm(30), LINE
    below = page.doc.add_paragraph()
    below.paragraph_format.space_before = below.paragraph_format.space_after = Pt(0)
    if signer:
        below.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH) - BODY_SIZE, WD_TAB_ALIGNMENT.RIGHT)
        run(below, f"　{number}\t", "body", BODY_SIZE)
        run(below, label, "body", BODY_SIZE)
        run(below, signer, "subheading", BODY_SIZE)
    else:
        below.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run(below, number, "body", BODY_SIZE)
    _borders(below, {"bottom": 16}, "C00000", 11)


def _width(text: str) -> int:
    """How many full-width characters a text is wide, rounded up."""
    return (sum(2 if ord(one) > 0x2E7F else 1 for one in text) + 1) // 2


def heading(page: Page, first: str, second: str) -> None:
    """标题, two lines below the red line, one above the text; broken between its parts where it needs two lines."""
    whole = f"{first}{second}"
    between = "\n" if _width(whole) * TITLE_SIZE.pt > Mm(TEXT_WIDTH).pt else ""
    paragraph = _line(page, f"{first}{between}{second}", "title", TITLE_SIZE)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after, form.keep_with_next = Pt(34), LINE * 2, LINE, True


def addressees(page: Page, text: str) -> None:
    """主送机关, flush left."""
    _line(page, text, "body", BODY_SIZE)


def attachments(page: Page, label: str, names: Sequence[str]) -> None:
    """附件说明, one line below the text, each further name under the first; never on a page without text."""
    if names and page.doc.paragraphs:
        page.doc.paragraphs[-1].paragraph_format.keep_with_next = True
    for k, name in enumerate(names):
        number = f"{k + 1}." if len(names) > 1 else ""
        head = f"{label}{number}" if k == 0 else number
        paragraph = _line(page, f"{head}{name}", "body", BODY_SIZE)
        form = paragraph.paragraph_format
        form.space_before, form.keep_with_next = LINE if k == 0 else Pt(0), True
        hanging = _width(number)
        form.left_indent = BODY_SIZE * (2 + _width(label) + hanging)
        form.first_line_indent = -BODY_SIZE * ((_width(label) if k == 0 else 0) + hanging)


def signature(page: Page, issuer: str, day: str) -> None:
    """发文机关署名 over 成文日期, four characters from the right, kept on one page."""
    wide = max(_width(issuer), _width(day))
    for k, (text, own) in enumerate(((issuer, _width(issuer)), (day, _width(day)))):
        paragraph = _line(page, text, "body", BODY_SIZE)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        form = paragraph.paragraph_format
        form.right_indent = BODY_SIZE * 4 + BODY_SIZE * (wide - own) // 2
        form.space_before = LINE * 2 if k == 0 else Pt(0)
        form.keep_with_next, form.keep_together = k == 0, True


def attachment(page: Page, label: str, title: str) -> None:
    """An attachment begins on a page of its own: 附件1 in the corner, its title in the middle."""
    page.doc.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    blank = page.doc.paragraphs[-1].paragraph_format
    blank.line_spacing, blank.space_after = Pt(1), Pt(0)
    _line(page, label, "heading", BODY_SIZE)
    paragraph = _line(page, title, "title", Pt(18))
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = paragraph.paragraph_format
    form.line_spacing, form.space_before, form.space_after = Pt(28), Pt(6), Pt(10)
    form.keep_with_next = True


def colophon(page: Page, label: str, copies: str, issued: tuple[str, str]) -> None:
    """版记 at the foot of the last page: 抄送, then who printed it and when, between lines as wide as the text."""
    lines = [_wrapped(label, NAMED.findall(copies))] if copies else []
    lines.append(f"　{issued[0]}\t{issued[1]}　")
    for k, line in enumerate(lines):
        if k:
            _framed(page, "\t", RULE_SIZE, WD_TAB_LEADER.LINES)
        _framed(page, line, Pt(24), WD_TAB_LEADER.SPACES)
    after = page.doc.add_paragraph().paragraph_format  # a frame is tied to the paragraph behind it
    after.line_spacing, after.space_after = Pt(1), Pt(0)


def _wrapped(label: str, parts: Sequence[str]) -> str:
    """Names one after another, broken between names, each further line under the first name."""
    margin = "　" * (1 + _width(label))
    lines = [f"　{label}"]
    for part in parts:
        if _width(lines[-1] + part) > PRINTED_WIDE:
            lines.append(margin)
        lines[-1] += part
    return "\n".join(lines)


def _framed(page: Page, text: str, height: Pt, leader: WD_TAB_LEADER) -> None:
    """A paragraph of the frame at the foot of the text; its lines are alike on all, or no suite makes one frame."""
    paragraph = page.doc.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, height
    form.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, leader)
    run(paragraph, text, "body", PRINT_SIZE if leader == WD_TAB_LEADER.SPACES else RULE_SIZE)
    _borders(paragraph, {"top": 8, "bottom": 8})
    frame = OxmlElement("w:framePr")
    place = {"w": str(Mm(TEXT_WIDTH).twips), "wrap": "around", "vAnchor": "margin"}
    for key, value in (place | {"hAnchor": "margin", "xAlign": "center", "yAlign": "bottom"}).items():
        frame.set(qn(f"w:{key}"), value)
    paragraph._p.get_or_add_pPr().insert(0, frame)


def _line(page: Page, text: str, font: Any, size: Any) -> Paragraph:
    return page.say(text, font, size)


def _borders(paragraph: Paragraph, sizes: Mapping[str, int], colour: str = "000000", space: int = 1) -> None:
    """Lines above and below a paragraph, by their width in eighths of a point."""
    borders = OxmlElement("w:pBdr")
    for side, size in sizes.items():
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(size)), ("space", str(space)), ("color", colour)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants it before the tabs and the spacing.
    after = next((one for one in properties if one.tag in {qn("w:tabs"), qn("w:spacing"), qn("w:ind")}), None)
    if after is None:
        properties.append(borders)
    else:
        after.addprevious(borders)
