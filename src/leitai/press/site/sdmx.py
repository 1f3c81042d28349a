"""Scores as SDMX-CSV 2.0: one observation a row, so that a statistics office loads them as any other data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book
from leitai.engine.periods import end_month, length_kind
from leitai.engine.rulebook.model import Indicator
from leitai.engine.show import NO_SCORE

STRUCTURE = "LEITAI:SCORES(1.0)"
FREQUENCIES = {"": "A", "H": "S", "Q": "Q", "M": "M", "J": "_O"}
NORMAL, MISSING = "A", "M"


def sdmx_csv(book: Book, head: tuple[str, ...]) -> bytes:
    """SCORE, RANK and VALUE of every node that counts; what is missing has no OBS_VALUE and the status M."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(_rows(book))
    return buffer.getvalue().encode("utf-8")


def time_period(period: str) -> str:
    """A period as SDMX writes it: `2023-H1` is `2023-S1`, January and February together a range."""
    kind = length_kind(period)
    if kind == "J":
        return f"{end_month(period)[0]}-01-01/P2M"
    return period.replace("-H", "-S")


def _rows(book: Book) -> Iterator[tuple[str, ...]]:
    when = FREQUENCIES[length_kind(book.period)], time_period(book.period)
    for contestant in book.plan.contestants:
        if contestant not in book.result["values"][book.period]:
            continue
        for node in book.plan.nodes:
            cell = book.cell(book.period, contestant, node.id)
            if cell is None:
                continue
            item = None if node.id == ROOT else book.plan.items[node.id]
            found = [("SCORE", "" if cell.score == NO_SCORE else cell.score, "POINTS")]
            found.append(("RANK", str(cell.rank) if cell.rank else "", "RANK"))
            if isinstance(item, Indicator):
                found.append(("VALUE", cell.value, item.unit))
            for measure, value, unit in found:
                status = NORMAL if value else MISSING
                yield "dataflow", STRUCTURE, "I", *when, contestant, node.id, measure, value, unit, status
