"""results.xlsx: the result as a workbook whose totals and ranks are live formulas over the published scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from leitai.engine.book import Book
from leitai.engine.errors import Lang

if TYPE_CHECKING:
    from leitai.press.release import Release
    from leitai.press.workbook.published import Published
    from leitai.press.workbook.sentences import Sentences

# A workbook states when it was made; the same book must give the same bytes, so every workbook says this.
MADE = datetime(2000, 1, 1)  # noqa: DTZ001


def results_xlsx(book: Book, explanation: Mapping[str, Sentences] | None = None, lang: Lang = "zh") -> bytes:
    """The workbook of a result's own round, before anything of it is published.

    `explanation` maps contestants to (level, sentence) lines; without it the sheets of explanations are left out.
    """
    return _xlsx(book, explanation or {}, lang, None, MADE)


def publication_xlsx(release: Release, lang: Lang = "zh") -> bytes:
    """The workbook of a publication: its particulars on the front, of lists only what a person confirmed."""
    from leitai.press.explained import trace_of  # noqa: PLC0415
    from leitai.press.workbook.published import published  # noqa: PLC0415

    book, own = release.book, release.particulars
    there = book.result["values"][book.period]
    told = {one: list(trace_of(release, one).lines(lang)) for one in there}
    made = datetime(own.date.year, own.date.month, own.date.day)  # noqa: DTZ001
    return _xlsx(book, told, lang, published(release, lang), made)


def _xlsx(
    book: Book, explanation: Mapping[str, Sentences], lang: Lang, published: Published | None, made: datetime
) -> bytes:
    # Loaded when the first workbook is made: `leitai --help` needs none.
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415

    from leitai.press.workbook.look import FONT, SIZE  # noqa: PLC0415
    from leitai.press.workbook.sheets import write_sheets  # noqa: PLC0415

    buffer = BytesIO()
    options = {"in_memory": True, "default_format_properties": {"font_name": FONT, "font_size": SIZE}}
    workbook = Workbook(buffer, options)
    workbook.set_properties({"title": book.rulebook.title.say(lang), "author": "leitai", "created": made})
    write_sheets(workbook, book, explanation, lang, published)
    workbook.close()
    return buffer.getvalue()
