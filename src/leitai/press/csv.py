"""The two contract files for scripts: scores.csv and ranks.csv, plain UTF-8 without BOM, LF, quoted as RFC 4180 says.

Names stand as they are, also one that begins with `=`: these files are read by programs. People open results.xlsx,
where every name is text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book, Row
from leitai.engine.show import NO_SCORE

SCORES = ("period", "grouping", "group", "contestant", "name", "node", "level", "raw", "score", "rank", "flags")
RANKS = ("period", "grouping", "group", "contestant", "name", "score", "rank", "rank_before", "change", "flags")
SPECIAL = frozenset(',"\r\n')


def scores_csv(book: Book, lang: str = "zh") -> bytes:
    """One row per node (the total too) and contestant, in every grouping; the result's own round."""
    return _file(SCORES, _scores(book, lang))


def ranks_csv(book: Book, lang: str = "zh") -> bytes:
    """One row per contestant in every grouping, by rank; the result's own round."""
    return _file(RANKS, _ranks(book, lang))


def _scores(book: Book, lang: str) -> Iterator[tuple[str, ...]]:
    period, peers = book.period, book.rulebook.peers
    for grouping in book.rulebook.groupings:
        for group in book.groups(grouping.id):
            rows = book.rows(group.id, grouping.id, lang=lang)
            for row in sorted(rows, key=lambda row: book.plan.position[row.contestant]):
                head = (period, grouping.id, group.id, row.contestant, row.name)
                yield (*head, ROOT, "0", "", _score(row.score), _place(row.rank), _flags(row))
                place = book.entry(period, row.contestant)["places"][grouping.id]
                for node in book.plan.nodes[1:]:
                    cell = book.cell(period, row.contestant, node.id)
                    if cell is not None:
                        rank = cell.rank if grouping.id == peers else place.get("nodes", {}).get(node.id, 0)
                        found = (node.id, str(node.level), cell.value, _score(cell.score), _place(rank))
                        yield (*head, *found, ";".join(cell.flags))


def _ranks(book: Book, lang: str) -> Iterator[tuple[str, ...]]:
    for grouping in book.rulebook.groupings:
        for group in book.groups(grouping.id):
            for row in book.rows(group.id, grouping.id, lang=lang):
                head = (book.period, grouping.id, group.id, row.contestant, row.name)
                places = (_place(row.rank), _place(row.rank_before), row.change)
                yield (*head, _score(row.score), *places, _flags(row))


def _flags(row: Row) -> str:
    """Keys of the total's flags, then the vetoes that hold as `veto:id`."""
    return ";".join((*row.flags, *(f"veto:{id_}" for id_ in row.vetoes)))


def _score(text: str) -> str:
    return "" if text == NO_SCORE else text


def _place(rank: int) -> str:
    return str(rank) if rank else ""


def _file(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> bytes:
    lines = [",".join(map(_field, row)) for row in (head, *rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _field(text: str) -> str:
    if SPECIAL.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'
