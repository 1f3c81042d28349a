"""What is printed for the hall and for the hand: boards (A1, A4) and a page for each contestant, as pdf."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from leitai.engine.compare import field_of
from leitai.engine.errors import Lang
from leitai.press.quotes import Document, Quotes
from leitai.press.release import Release

if TYPE_CHECKING:
    import typst

    from leitai.press.boards.display import Size


def boards_pdf(release: Release, size: Size = "A1", lang: Lang = "zh", fonts: typst.Fonts | None = None) -> Document:
    """展板: every group's ranking and tracks. `fonts`: in the place of those of this machine.

    Raises MissingFontError where no font can show what is to be printed.
    """
    from leitai.press.boards.display import SCALE, boards_of  # noqa: PLC0415
    from leitai.press.boards.typesetting import typeset  # noqa: PLC0415

    quotes = Quotes(release.book, lang)
    data = {"scale": SCALE[size], "boards": boards_of(quotes, size), "words": {}}
    return Document(typeset("board", release, lang, data, fonts), tuple(quotes.found))


def unit_pages(
    release: Release, contestants: Collection[str] | None = None, lang: Lang = "zh", fonts: typst.Fonts | None = None
) -> Document:
    """A page for each contestant (or for those named), in the order of the groups and their rankings.

    Raises KeyError for a contestant that is not in the round, MissingFontError as `boards_pdf` does.
    """
    from leitai.press.boards.fitting import HIGH, LEAST, STYLES, WIDE  # noqa: PLC0415
    from leitai.press.boards.typesetting import typeset  # noqa: PLC0415
    from leitai.press.boards.units import HEADS, unit_of  # noqa: PLC0415
    from leitai.press.boards.words import word  # noqa: PLC0415

    book, quotes = release.book, Quotes(release.book, lang)
    wanted = set(book.result["values"][book.period] if contestants is None else contestants)
    there = {book.entry(book.period, id_)["group"] for id_ in wanted}
    units = []
    for group in book.groups():
        if group.id in there:
            field = field_of(book, group.id)
            for row in book.rows(group.id, lang=lang):
                if row.contestant in wanted:
                    with quotes.at(row.contestant):
                        units.append(unit_of(quotes, release, row, field))
    words = {key: word(key, lang) for key in ("indicators", "gaps", "gaps_short", "extras")}
    room = {"wide": WIDE, "high": HIGH, "least": LEAST, "styles": STYLES}
    data = {"scale": 1, "units": units, "words": words, "heads": [word(key, lang) for key in HEADS], **room}
    return Document(typeset("unit", release, lang, data, fonts), tuple(quotes.found))
