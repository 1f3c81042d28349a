"""名单: whom the lists of a round name, on every page, sheet and slide: what a person confirmed, else the proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.book import Book, Row
from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Award

BLAME = frozenset({"black_list", "talk", "warning"})


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the edition in one group, its units by rank; `confirmed`: by a person, not only by the rule."""

    award: Award
    group: str
    rows: tuple[Row, ...]
    confirmed: bool

    @property
    def stated(self) -> bool:
        """A list of blame that nobody confirmed is left out: it is not for a document to be first with it."""
        return bool(self.rows) and (self.confirmed or self.award.kind not in BLAME)


def lists_of(book: Book, confirmed: Mapping[str, Sequence[str]], lang: Lang = "zh") -> tuple[Listed, ...]:
    """Every list and group it is for, in the edition's order. `confirmed`: list → the units a person confirmed; of a
    list that is missing there the units are those the rule proposes."""
    found = []
    for award, group, _ in book.lists():
        chosen = confirmed.get(award.id)
        rows = tuple(
            row
            for row in book.rows(group, lang=lang)
            if (award.id in row.lists if chosen is None else row.contestant in chosen)
        )
        found.append(Listed(award, group, rows, chosen is not None))
    return tuple(found)
