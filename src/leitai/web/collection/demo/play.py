"""What a round is played with: who acts for whom, the city's figures, and chance that is always the same."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.figures import VINTAGES, Figure
from leitai.engine.periods import cell_period
from leitai.tables.limits import Options
from leitai.tables.read import read_figures
from leitai.web.collection.models import Cell, Obligation, Round
from leitai.web.people.api import Actor, find_actor

PLACE = ZoneInfo("Asia/Shanghai")
DAY = datetime.timedelta(days=1)
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts for which organisation: organisation → person. `readers`: who reads paper ballots in each hand;
    `leaders`: the electoral roll of the leaders, of whom the first two have not voted."""

    office: str
    counter: str
    panel: Sequence[str]
    readers: tuple[str, str]
    leaders: Sequence[str]
    filers: Mapping[str, str]
    verifiers: Mapping[str, str]
    liaisons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Play:
    """One round being played. `until` is the last day on which anybody acts: the round is left as it is then."""

    round: Round
    plan: Plan
    cast: Cast
    figures: Mapping[Key, Sequence[Figure]]
    duties: Mapping[int, Obligation]
    until: datetime.date | None
    known: dict[tuple[str, datetime.date], Actor] = field(default_factory=dict)
    """Who was asked for so far: nobody's posts change in the middle of a round."""

    def waits(self, cell: Cell) -> bool:
        """In a round that is left open, one figure in nine has not been filed yet."""
        return self.until is not None and one_in(cell, 9)

    def of(self, cell: Cell) -> Sequence[Figure]:
        """The city's figures of a cell, earlier vintages first."""
        return self.figures.get((cell.contestant, cell.indicator, cell.period, cell.role), ())

    def at(self, day: datetime.date, hour: int = 10) -> datetime.datetime:
        return datetime.datetime(day.year, day.month, day.day, hour, tzinfo=PLACE)

    def actor(self, key: str, day: datetime.date) -> Actor:
        if (key, day) not in self.known:
            found = find_actor(key, day)
            assert found is not None, key
            self.known[key, day] = found
        return self.known[key, day]


def city_figures(plan: Plan, folder: Path) -> dict[Key, list[Figure]]:
    """The city's figures by cell, earlier vintages first."""
    found: dict[Key, list[Figure]] = {}
    rulebook = plan.rulebook
    roles = {role.id: Text(role.name.zh, role.name.en) for role in rulebook.roles}
    options = Options(roles=roles, units=frozenset(item.unit for item in plan.inputs.values()))
    for figure in read_figures(folder / "figures", options=options).require():
        item = plan.inputs[figure.indicator]
        key = (figure.contestant, figure.indicator, cell_period(figure.period, item.kind), figure.role)
        found.setdefault(key, []).append(figure)
    order = list(VINTAGES)
    return {key: sorted(rows, key=lambda row: order.index(row.vintage)) for key, rows in found.items()}


def one_in(cell: Cell, count: int) -> bool:
    """Chance that is always the same: no random state, so that two demos are alike."""
    named = f"{cell.contestant} {cell.indicator} {cell.period} {cell.role}"
    return int(hashlib.sha256(named.encode()).hexdigest()[:8], 16) % count == 0


def pick(cell: Cell, words: Sequence[str]) -> str:
    return words[len(cell.contestant + cell.indicator) % len(words)]


def batch_key(*words: object) -> str:
    return hashlib.sha256("-".join(map(str, words)).encode()).hexdigest()[:32]


def versions_of(cells: Iterable[int]) -> dict[int, int]:
    return dict(Cell.objects.filter(pk__in=list(cells)).values_list("pk", "version"))
