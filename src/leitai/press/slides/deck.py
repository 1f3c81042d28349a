"""The slides being written: 16:9, white, one finding a title, the same foot on each. Fonts are named, never shipped."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Emu, Inches, Length, Pt

from leitai.engine.errors import Lang
from leitai.press.imprint import Imprint
from leitai.press.office_file import timeless
from leitai.press.palette import ACCENT, INK, MUTED, PAPER, RULE, SECOND, SERIES
from leitai.press.quotes import Quotes

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, INSIDE = Inches(0.6), Inches(12.133)
TITLE_TOP, TITLE_HEIGHT = Inches(0.42), Inches(0.82)
NOTE_TOP, NOTE_HEIGHT = Inches(1.3), Inches(0.3)
TOP, BOTTOM = Inches(1.72), Inches(6.86)
FOOT_TOP, FOOT_HEIGHT = Inches(7.0), Inches(0.3)
LATIN, CJK = "Microsoft YaHei", "Microsoft YaHei"
TITLE_ONLY = 5
LANGUAGE = {"zh": "zh-CN", "en": "en-GB"}


class Deck:
    """A presentation and the numbers on it."""

    def __init__(self, marks: Imprint, quotes: Quotes) -> None:
        self.marks, self.quotes = marks, quotes
        self.lang: Lang = quotes.lang
        self.show = Presentation()
        self.show.slide_width, self.show.slide_height = WIDTH, HEIGHT
        self.layout = self.show.slide_layouts[TITLE_ONLY]
        self._keep_one_layout()
        self._theme()
        self._lay_out_title()
        properties = self.show.core_properties
        properties.title, properties.author, properties.last_modified_by = marks.title, "leitai", "leitai"
        properties.language = LANGUAGE[self.lang]

    @property
    def place(self) -> str:
        """Where numbers asked for now will stand: the slide that comes next."""
        return str(len(self.show.slides) + 1)

    def slide(self, title: str, note: str = "") -> Any:
        """A slide with its finding, under it what is measured and where it is from, and the foot."""
        slide = self.show.slides.add_slide(self.layout)
        heading = slide.shapes.title
        assert heading is not None
        heading.text_frame.text = one_line(title)
        self.shape_run(heading.text_frame.paragraphs[0].runs, title_size(title), bold=True)
        if note:
            self.text(slide, note, LEFT, NOTE_TOP, INSIDE, NOTE_HEIGHT, size=13, colour=MUTED)
        self._foot(slide)
        return slide

    def text(
        self,
        slide: Any,
        words: str,
        left: Length,
        top: Length,
        width: Length,
        height: Length,
        *,
        size: float,
        colour: str = INK,
        bold: bool = False,
        right: bool = False,
    ) -> Any:
        """A box of text; each line of `words` is a paragraph."""
        frame = slide.shapes.add_textbox(left, top, width, height).text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for index, line in enumerate(words.split("\n")):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
            run = paragraph.add_run()
            run.text = line
            self.shape_run([run], size, bold=bold, colour=colour)
        return frame

    def rule(self, slide: Any, top: Length, colour: str = RULE) -> None:
        """A hairline over the whole width."""
        line = slide.shapes.add_connector(1, LEFT, top, Emu(LEFT + INSIDE), top)
        style = line._element.find(qn("p:style"))  # the theme's own line, with its shadow
        line._element.remove(style)
        line.line.color.rgb, line.line.width = rgb(colour), Pt(0.75)

    def bytes(self) -> bytes:
        raw = io.BytesIO()
        self.show.save(raw)
        return timeless(raw.getvalue())

    # -- what is the same on every slide ---------------------------------------------------------------------------

    def _foot(self, slide: Any) -> None:
        self.rule(slide, Emu(FOOT_TOP - Inches(0.06)))
        self.text(slide, " · ".join(self.marks.foot), LEFT, FOOT_TOP, Inches(11), FOOT_HEIGHT, size=10, colour=MUTED)
        box = slide.shapes.add_textbox(Inches(12.033), FOOT_TOP, Inches(0.7), FOOT_HEIGHT)
        paragraph = box.text_frame.paragraphs[0]
        box.text_frame.margin_right = box.text_frame.margin_top = 0
        paragraph.alignment = PP_ALIGN.RIGHT
        field = child(paragraph._p, "a:fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
        shape = child(field, "a:rPr", lang=LANGUAGE[self.lang], sz="1000")
        child(child(shape, "a:solidFill"), "a:srgbClr", val=MUTED.upper())
        child(field, "a:t").text = str(len(self.show.slides))

    def shape_run(self, runs: Sequence[Any], size: float, *, bold: bool = False, colour: str = INK) -> None:
        for run in runs:
            run.font.size, run.font.bold = Pt(size), bold
            run.font.color.rgb = rgb(colour)
            run._r.get_or_add_rPr().set("lang", LANGUAGE[self.lang])

    def _keep_one_layout(self) -> None:
        """The others would only be choices that look like somebody else's slides."""
        for layout in list(self.show.slide_layouts):
            if layout != self.layout:
                self.show.slide_layouts.remove(layout)

    def _lay_out_title(self) -> None:
        """The title's place, on the master and on the layout; dates and feet of theirs are not used."""
        for sheet in (self.show.slide_master, self.layout):
            for shape in list(sheet.placeholders):
                if shape.placeholder_format.idx != 0:
                    shape._element.getparent().remove(shape._element)
                    continue
                shape.left, shape.top, shape.width, shape.height = LEFT, TITLE_TOP, INSIDE, TITLE_HEIGHT
                body = shape.text_frame
                body.vertical_anchor, body.word_wrap = MSO_ANCHOR.BOTTOM, True
                body.margin_left = body.margin_right = body.margin_top = body.margin_bottom = 0
        style = self.show.slide_master._element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
        style.set("algn", "l")

    def _theme(self) -> None:
        """Our colours and the reader's own fonts, Chinese ones for Chinese, so that what is added later fits in."""
        part: Any = self.show.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
        theme: Any = parse_xml(part.blob)
        a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
        colours = {"dk1": INK, "lt1": PAPER, "dk2": MUTED, "lt2": RULE, "hlink": ACCENT, "folHlink": SECOND}
        colours |= {f"accent{k + 1}": SERIES[k] for k in range(6)}
        for key, colour in colours.items():
            entry = theme.find(f".//{a}clrScheme/{a}{key}")
            for old in list(entry):
                entry.remove(old)
            child(entry, "a:srgbClr", val=colour.upper())
        for font in theme.iterfind(f".//{a}fontScheme/*"):
            font.find(f"{a}latin").set("typeface", LATIN)
            font.find(f"{a}ea").set("typeface", CJK)
            for script in font.findall(f"{a}font"):
                font.remove(script)
        for name in theme.iterfind(f".//{a}fontScheme"):
            name.set("name", "leitai")
        theme.find(f".//{a}clrScheme").set("name", "leitai")
        theme.set("name", "leitai")
        part._blob = serialize_part_xml(theme)


def child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new element at the end of another."""
    made: Any = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(key, value)
    parent.append(made)
    return made


def rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.upper())  # type: ignore[no-untyped-call]


def title_size(title: str) -> float:
    """Smaller for what would not fit on two lines."""
    length = sum(2 if ord(letter) > 0x2E7F else 1 for letter in title)
    return 26 if length <= 62 else 22 if length <= 150 else 18


CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def one_line(text: str) -> str:
    """Without what would end the line or cannot stand in a file."""
    return CONTROL.sub(" ", text)
