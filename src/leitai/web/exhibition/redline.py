"""What a correction changed: whose total, rank or lists, beside what stood before."""

from __future__ import annotations

from dataclasses import dataclass

from leitai.engine.book import Book, Row
from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE


@dataclass(frozen=True, slots=True)
class Changed:
    """One unit whose line differs."""

    contestant: str
    name: str
    group: str
    score: tuple[str, str]
    rank: tuple[str, str]
    figures: tuple[tuple[str, str, str], ...]


def redline(before: Book, after: Book, lang: Lang) -> list[Changed]:
    """The units whose rank or total differs, by group and new rank, with the figures that differ."""
    old = {row.contestant: row for group in before.groups() for row in before.rows(group.id, None, None, lang)}
    cells = _figures(before), _figures(after)
    found = []
    for group in after.groups():
        for row in after.rows(group.id, None, None, lang):
            was = old.get(row.contestant)
            figures = _differing(cells, row.contestant, after, lang)
            if was is None or (was.score, was.rank) != (row.score, row.rank) or figures:
                scores = (was.score if was is not None else NO_SCORE, row.score)
                ranks = (_rank(was), _rank(row))
                found.append(Changed(row.contestant, row.name, group.name.say(lang), scores, ranks, figures))
    return found


def _rank(row: Row | None) -> str:
    return str(row.rank) if row is not None and row.rank else NO_SCORE


def _figures(book: Book) -> dict[tuple[str, str, str, str], str]:
    rows = book.result["snapshot"]["cells"]
    return {(row[0], row[1], row[2], row[3]): row[4] if row[4] is not None else NO_SCORE for row in rows}


def _differing(
    cells: tuple[dict[tuple[str, str, str, str], str], dict[tuple[str, str, str, str], str]],
    contestant: str,
    book: Book,
    lang: Lang,
) -> tuple[tuple[str, str, str], ...]:
    before, after = cells
    keys = sorted(key for key in before.keys() | after.keys() if key[0] == contestant)
    return tuple(
        (book.plan.inputs[key[1]].name.say(lang), before.get(key, NO_SCORE), after.get(key, NO_SCORE))
        for key in keys
        if before.get(key, NO_SCORE) != after.get(key, NO_SCORE) and key[1] in book.plan.inputs
    )
