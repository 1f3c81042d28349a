"""What a reader of a ranking must know of a line beside its numbers: vetoes, missing and ruled figures."""

from __future__ import annotations

from leitai.engine.book import Book, Row
from leitai.engine.errors import Lang
from leitai.engine.words import ROUTINE
from leitai.press.words import NOTES

# How a score was worked out is told where the score is explained, not in a ranking.
ORDINARY = ROUTINE | {"no_peers", "equal_range"}


def remarks(book: Book, row: Row, lang: Lang, told: frozenset[str] = frozenset()) -> str:
    """That it takes no rank, vetoes by name, then flags in words; `told`: flags of which more is said elsewhere."""
    names = {one.id: one.name.say(lang) for one in book.rulebook.adjustments}
    said = [] if book.contestant(row.contestant).ranked else [NOTES["unranked"].say(lang)]
    said += [names[id_] for id_ in row.vetoes]
    said += [book.flag(flag, lang) for flag in row.flags if flag not in ORDINARY | told]
    return ("、" if lang == "zh" else ", ").join(said)
