"""What door 3 reads: every figure of a contest with the status its decisions give it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.utils import timezone

from leitai.engine.figures import Figure
from leitai.engine.periods import end_month, sort_key
from leitai.web.collection.models import Cell, FigureDecision, FigureVersion, Obligation, Round
from leitai.web.collection.rules import states


class Filing(NamedTuple):
    """A version as far as the engine is concerned."""

    pk: int
    number: int
    value: str
    status: str
    vintage: str
    note: str
    source: str
    at: datetime.datetime


def figures_of(book: str, period: str) -> list[Figure]:
    """Every figure filed for the contest up to the period's end, by contestant, indicator, period, role and vintage.

    The last filing of each vintage holds. It is `verified` (or `late`, or the reason why there is no value) only where
    its own last decision is a verification; anything else is `reported`, which the engine refuses outside a trial.
    """
    last = end_month(period)
    cells = {cell.pk: cell for cell in Cell.objects.filter(book=book, version__gt=0) if end_month(cell.period) <= last}
    names = ("cell_id", "pk", "number", "value", "status", "vintage", "note", "source", "at")
    filings: dict[int, list[Filing]] = {}
    rows = FigureVersion.objects.filter(cell__book=book).order_by("cell_id", "number").values_list(*names)
    for cell, *rest in rows.iterator(chunk_size=5000):
        if cell in cells:
            filings.setdefault(cell, []).append(Filing(*rest))
    decisions = _decisions(book)
    due = _first_due(book)
    found = [
        figure for pk, versions in filings.items() for figure in _figures(cells[pk], versions, decisions, due.get(pk))
    ]
    return sorted(found, key=lambda f: (f.contestant, f.indicator, sort_key(f.period), f.role, f.vintage))


def _decisions(book: str) -> dict[int, list[tuple[str, datetime.date | None]]]:
    found: dict[int, list[tuple[str, datetime.date | None]]] = {}
    rows = FigureDecision.objects.filter(version__cell__book=book, kind__in=("verify", "return")).order_by("pk")
    for version, kind, due in rows.values_list("version_id", "kind", "due").iterator(chunk_size=5000):
        found.setdefault(version, []).append((kind, due))
    return found


def _first_due(book: str) -> dict[int, datetime.date]:
    """Cell → the last day for it in the first round that asked for it, extensions granted since included."""
    rounds = sorted(Round.objects.filter(book=book), key=lambda r: sort_key(r.period), reverse=True)
    found: dict[int, datetime.date] = {}
    rows = Obligation.objects.filter(round__book=book).values_list("round_id", "cell_id", "due")
    by_round: dict[int, list[tuple[int, datetime.date]]] = {}
    for round_, cell, due in rows.iterator(chunk_size=5000):
        by_round.setdefault(round_, []).append((cell, due))
    for one in rounds:
        found |= dict(by_round.get(one.pk, ()))
    return found


def _figures(
    cell: Cell,
    versions: Sequence[Filing],
    decisions: Mapping[int, Sequence[tuple[str, datetime.date | None]]],
    due: datetime.date | None,
) -> Iterable[Figure]:
    # A ruling is given when its case comes up: it has no day to be late for.
    late = _late(versions, decisions, None if cell.role == "ruling" else due)
    holding = {version.vintage: version for version in versions}
    for version in holding.values():
        kinds = [kind for kind, _ in decisions.get(version.pk, ())]
        stored = version.status if version.status in (*states.NO_VALUE, states.WITHDRAWN) else late[version.number]
        status = states.status_of(stored, kinds)
        if status is None:
            continue
        yield Figure(
            contestant=cell.contestant,
            indicator=cell.indicator,
            period=cell.period,
            role=cell.role,
            value=Decimal(version.value) if version.value else None,
            status=status,
            vintage=version.vintage,
            note=version.note,
            source=version.source,
            place=f"cell:{cell.pk} v{version.number}",
        )


def _late(
    versions: Sequence[Filing],
    decisions: Mapping[int, Sequence[tuple[str, datetime.date | None]]],
    due: datetime.date | None,
) -> dict[int, str]:
    """Version number → `late` or `reported`, told anew from the days: an extension granted since takes it away."""
    found: dict[int, str] = {}
    previous, state, wanted = "", states.as_state("empty"), None
    for version in versions:
        if version.status == states.WITHDRAWN:
            previous, state, wanted = "", states.as_state("empty"), None
            found[version.number] = "reported"
            continue
        day = timezone.localdate(version.at)
        late = due is not None and states.is_late(previous, state, day, due, wanted)
        previous = found[version.number] = "late" if late else "reported"
        returned = [until for kind, until in decisions.get(version.pk, ())[-1:] if kind == "return"]
        state, wanted = ("returned", returned[0]) if returned else ("reported", None)
    return found
