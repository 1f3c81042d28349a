"""减负: what a round asks of each organisation, counted before the forms go out.

figures   what is asked of it          held      of these, already in the house: asked once, not again
pages     50 figures a page            minutes   half a minute for a new figure, a tenth for one to look at
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

A_PAGE = 50
MINUTES_NEW = Decimal("0.5")
MINUTES_HELD = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Burden:
    """One organisation's burden in one round. `optional` figures are filed only where there is something to file."""

    organisation: str
    asked: int
    held: int
    optional: int

    @property
    def new(self) -> int:
        return self.asked - self.held

    @property
    def pages(self) -> int:
        return -(-self.asked // A_PAGE)

    @property
    def minutes(self) -> int:
        spent = MINUTES_NEW * self.new + MINUTES_HELD * self.held
        return int(spent.to_integral_value(rounding=ROUND_CEILING))


def burdens(asked: Iterable[tuple[str, bool, bool]]) -> list[Burden]:
    """From (filer, required, held) of every cell: one line an organisation, the heaviest first."""
    counts: dict[str, list[int]] = {}
    for filer, required, held in asked:
        line = counts.setdefault(filer, [0, 0, 0])
        line[0] += required
        line[1] += required and held
        line[2] += not required
    found = [Burden(filer, *line) for filer, line in counts.items()]
    return sorted(found, key=lambda burden: (-burden.asked, burden.organisation))


def total(found: Iterable[Burden]) -> Burden:
    lines = list(found)
    return Burden("", sum(b.asked for b in lines), sum(b.held for b in lines), sum(b.optional for b in lines))


def plain(found: Iterable[Burden]) -> Mapping[str, list[int]]:
    """What the round keeps of it: organisation → asked, held, optional."""
    return {burden.organisation: [burden.asked, burden.held, burden.optional] for burden in found}
