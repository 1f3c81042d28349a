"""The result as slides for the meeting: native tables and charts an office goes on editing, one finding a slide."""

from __future__ import annotations

from leitai.engine.compare import field_of
from leitai.engine.errors import Lang
from leitai.press.imprint import imprint
from leitai.press.quotes import Document, Quotes
from leitai.press.release import Release


def slides_pptx(release: Release, lang: Lang = "zh") -> Document:
    """The whole set: cover, the groups at a glance, group by group, the lists, how to check."""
    # Loaded when the first slides are made: the command line needs none.
    from leitai.press.slides.deck import Deck  # noqa: PLC0415
    from leitai.press.slides.front import add_check, add_cover, add_lists, add_overview  # noqa: PLC0415
    from leitai.press.slides.standing import add_movers, add_ranking, add_stacks, add_totals  # noqa: PLC0415
    from leitai.press.slides.tracks import add_heat, add_highlights  # noqa: PLC0415

    book = release.book
    deck = Deck(imprint(release, lang), Quotes(book, lang))
    add_cover(deck, release)
    add_overview(deck, release)
    for group in book.groups():
        name, field = group.name.say(lang), field_of(book, group.id)
        add_ranking(deck, group.id, name)
        add_totals(deck, group.id, name)
        add_stacks(deck, group.id, name)
        add_movers(deck, group.id, name)
        add_heat(deck, group.id, name, field)
        add_highlights(deck, release, group.id, name, field)
    add_lists(deck, release)
    add_check(deck, release)
    return Document(deck.bytes(), tuple(deck.quotes.found))
