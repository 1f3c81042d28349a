"""From data to pdf: fonts are the reader's machine's own, nothing is fetched, the same data gives the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from leitai.engine.errors import Lang, UsageError
from leitai.press.imprint import imprint, qr_svg, qr_text
from leitai.press.release import Release

# The first of these that is there is used; whatever it lacks comes from any other font of the machine.
FAMILIES = (
    "PingFang SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "Source Han Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "SimHei",
    "SimSun",
)
EMBEDDED = "Libertinus Serif"
# PDF/A-2u: fonts inside, every letter can be read back, and a letter no font has stops the work instead of a blank box.
STANDARD: tuple[typst.PDFStandard, ...] = ("a-2u",)
UNREADABLE = re.compile(r'the text `"(?P<text>.*?)"` could not be displayed', re.DOTALL)


class MissingFontError(UsageError):
    """No font of this machine has a letter that is to be printed."""

    def __init__(self, letters: str) -> None:
        super().__init__(
            f"这台机器没有能显示“{letters}”的字体，无法生成 pdf。"
            "请安装一种中文字体（如 Noto Sans CJK SC、微软雅黑）后重做",
            f"no font of this machine can show “{letters}”, so no pdf can be made; install one that can "
            "(Noto Sans CJK SC, Microsoft YaHei) and try again",
        )


@cache
def system_fonts() -> typst.Fonts:
    """The fonts of this machine, looked for once."""
    return typst.Fonts(include_system_fonts=True)


def fonts_in_use(fonts: typst.Fonts) -> list[str]:
    """The families asked for; where none is there, the compiler's own, and whatever else can show a letter."""
    there = set(fonts.families())
    return [name for name in FAMILIES if name in there] or [EMBEDDED]


def typeset(template: str, release: Release, lang: Lang, data: Mapping[str, Any], fonts: typst.Fonts | None) -> bytes:
    """The pdf of a template. Raises MissingFontError where a letter cannot be shown.

    The data goes in as one JSON text, so no name can be taken for markup.
    """
    own = release.particulars.date
    chosen = fonts or system_fonts()
    whole = {**common_data(release, lang, own), **data, "fonts": fonts_in_use(chosen)}
    source = "\n".join(_template(name) for name in ("common", template))
    try:
        return typst.compile(
            source.encode("utf-8"),
            format="pdf",
            font_paths=chosen,
            sys_inputs={"data": json.dumps(whole, ensure_ascii=False, sort_keys=True)},
            pdf_standards=list(STANDARD),
            timestamp=datetime(own.year, own.month, own.day, tzinfo=UTC),
        )
    except typst.TypstError as error:
        found = UNREADABLE.search(str(error))
        if found is None:
            raise
        # Whoever installs a font tries again; the fonts are then looked for anew.
        system_fonts.cache_clear()
        raise MissingFontError(found["text"]) from error


def common_data(release: Release, lang: Lang, day: date) -> dict[str, Any]:
    """What every page carries."""
    marks = imprint(release, lang)
    return {
        "lang": lang,
        "title": marks.title,
        "date": [day.year, day.month, day.day],
        "qr": qr_svg(release),
        "qr_text": qr_text(release),
        "marks": {
            "period": marks.period,
            "foot": list(marks.foot),
            "checked": marks.checked,
            "corrects": marks.corrects,
        },
    }


@cache
def _template(name: str) -> str:
    return files("leitai.press.boards").joinpath(f"{name}.typ").read_text(encoding="utf-8")


def thousandths(value: Any, whole: Any) -> int:
    """A length in a drawing, in thousandths of its room."""
    return int(value * 1000 / whole) if whole else 0
