"""What moved a total and a rank since the round before, and how much of it was the contestant's own doing.

The places gained are split in two, by one stated definition:

    others  rank before → the rank the total of before would have today, everyone else's being today's
    own     that rank → the rank of today

so that `others + own` is the change of rank, and who scored the same as before moved by others alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from leitai.engine.book import Book
from leitai.engine.compare.account import ZERO, account_of, as_fraction
from leitai.engine.compare.steps import Steps, between
from leitai.engine.rulebook.model import TieBreakers

Key = tuple[bool | Fraction, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """Ranks of two rounds in one group of peers. `if_still`: with the total of before among the others' of today."""

    before: int
    if_still: int
    now: int
    of: int

    @property
    def gained(self) -> int:
        """Places gained; negative: lost."""
        return self.before - self.now

    @property
    def own(self) -> int:
        return self.if_still - self.now

    @property
    def others(self) -> int:
        return self.before - self.if_still


@dataclass(frozen=True, slots=True)
class Moved:
    """`steps` go from the total of before to the total of now; one that is new or gone says so by its presence.

    places   None where either round has no rank, or the group of peers is another
    """

    contestant: str
    period_before: str
    period: str
    steps: Steps
    places: Places | None

    @property
    def change(self) -> Fraction:
        return self.steps.end - self.steps.start


def moved(
    before: Book | None, book: Book, contestant: str, period: str | None = None, period_before: str | None = None
) -> Moved | None:
    """What moved since the round before; None where there is none, or either round has no total of the contestant.

    `before` may be the very book, where it holds both rounds; then `period_before` names the earlier.
    """
    period = period or book.period
    if before is None:
        return None
    period_before = period_before or before.period
    if not all(contestant in one.result["values"].get(p, {}) for one, p in ((before, period_before), (book, period))):
        return None
    there, here = account_of(before, contestant, period_before), account_of(book, contestant, period)
    steps = between(there, here)
    if steps is None:
        return None
    places = _places(before, period_before, book, period, contestant) if there.group == here.group else None
    return Moved(contestant, period_before, period, steps, places)


def _places(before: Book, period_before: str, book: Book, period: str, contestant: str) -> Places | None:
    old, new = before.entry(period_before, contestant), book.entry(period, contestant)
    was, now = old["places"].get(before.rulebook.peers, {}), new["places"].get(book.rulebook.peers, {})
    if not was.get("rank") or not now.get("rank"):
        return None
    others = [
        rank_key(book, entry)
        for id_, entry in book.result["values"][period].items()
        if id_ != contestant
        and entry["group"] == new["group"]
        and entry["places"].get(book.rulebook.peers, {}).get("rank")
    ]
    was_key = rank_key(book, old, before)
    if was_key == rank_key(book, new):
        still = now["rank"]
    else:
        still = rank_among(was_key, others, book.plan.policies.ties == "dense")
    return Places(was["rank"], still, now["rank"], now["of"])


def rank_among(own: Key, others: list[Key], dense: bool) -> int:
    """The rank a key would have among others: competition or dense."""
    above = [key for key in others if key > own]
    return 1 + len(set(above) if dense else above)


def rank_key(book: Book, entry: Mapping[str, Any], of: Book | None = None) -> Key:
    """What a total is ranked by, as the engine does: not put last, the total, then the stated tie-breakers.

    `of`: the book the entry is from, where it is not the one whose rule ranks: its edition may round otherwise. Totals
    are taken as published; under `rank_on: exact` two that are published as equal may still rank apart.
    """
    own = of or book
    last = {one.id for one in own.rulebook.adjustments if one.effect == "rank_last"}
    total = as_fraction(entry["score"], own.plan.policies.rounding.total)
    key: list[bool | Fraction] = [not last & set(entry.get("vetoes", ())), total or ZERO]
    if isinstance(book.plan.policies.ties, TieBreakers):
        for id_ in book.plan.policies.ties.break_by:
            known = own.node(id_) if id_ in own.plan.node_position else None
            score = as_fraction(entry["nodes"].get(id_, {}).get("s"), own.places_of(known)) if known else None
            key.append(score or ZERO)
    return tuple(key)
