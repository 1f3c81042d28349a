"""What stands on every page of a publication's documents: what it is, for whom, its number, its code, how to check."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import segno

from leitai.engine.book import Book
from leitai.engine.errors import Lang, Text
from leitai.press.release import Particulars, Release
from leitai.press.words import AUDIENCES, round_name
from leitai.press.workbook.front import notice

WORDS = {
    "number": Text("发布编号 {number}", "Publication {number}"),
    "code": Text("校验短码 {code}", "Code {code}"),
    "supersedes": Text("本期结果更正并替代 {number}", "This publication corrects and replaces {number}"),
    "reason": Text("：{reason}", ": {reason}"),
    "checked": Text(
        "任何人都可以核对：运行 leitai verify result.json --code {code}，不联网即可重算全部得分和名次。",
        "Anyone can check: leitai verify result.json --code {code} recomputes every score and rank offline.",
    ),
}


@dataclass(frozen=True, slots=True)
class Imprint:
    """The words of a publication's particulars in one language."""

    title: str
    period: str
    notice: str
    audience: str
    number: str
    code: str
    foot: tuple[str, ...]
    corrects: str
    checked: str


def imprint(release: Release, lang: Lang) -> Imprint:
    book, own = release.book, release.particulars
    said = notice(book, lang)
    audience = AUDIENCES[own.audience].say(lang)
    number = WORDS["number"].say(lang).format(number=own.number)
    code = WORDS["code"].say(lang).format(code=book.code)
    foot = tuple(part for part in (said, number, audience, code) if part)
    checked = WORDS["checked"].say(lang).format(code=book.code)
    return Imprint(
        book.rulebook.title.say(lang),
        period_of(book, lang),
        said,
        audience,
        number,
        code,
        foot,
        _corrects(own, lang),
        checked,
    )


def period_of(book: Book, lang: Lang) -> str:
    """The round as the edition names it, in its season: `2023赛季 二季度`."""
    name = round_name(book.rulebook, book.period, lang)
    return f"{book.rulebook.season.name.say(lang)} {name}" if name else book.period


def _corrects(own: Particulars, lang: Lang) -> str:
    if not own.supersedes:
        return ""
    said = WORDS["supersedes"].say(lang).format(number=own.supersedes)
    return said + (WORDS["reason"].say(lang).format(reason=own.reason) if own.reason else "")


def qr_text(release: Release) -> str:
    """What the square code leads to: the place where the publication can be looked up, else its short code."""
    return release.particulars.address or release.code


def qr_svg(release: Release) -> str:
    buffer = BytesIO()
    segno.make(qr_text(release), error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False)
    return buffer.getvalue().decode("utf-8")
