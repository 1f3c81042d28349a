"""What every policy did: how the edition closes each open case, and how often it arose."""

from __future__ import annotations

from leitai.engine.book import Book
from leitai.engine.errors import Lang
from leitai.press.workbook.layout import lay_out
from leitai.press.workbook.policies import policy_lines as lines_of


def policy_lines(book: Book, lang: Lang) -> list[tuple[str, str, str]]:
    """Case, choice, effect; the same as on the workbook's sheet of policies."""
    return list(lines_of(lay_out(book, lang)))
