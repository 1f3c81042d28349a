"""What every check looks at: the edition, indexed once, and the list its faults go to."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from leitai.engine.errors import Fault, Text
from leitai.engine.periods import end_month
from leitai.engine.rulebook.faults import fault, hint, listed
from leitai.engine.rulebook.model import Adjustment, Branch, Group, Indicator, Membership, Rulebook, Series
from leitai.engine.rulebook.places import Path, Places, place_of, where_of

Filed = Indicator | Series | Adjustment


@dataclass
class Look:
    rulebook: Rulebook
    places: Places
    faults: list[Fault] = field(default_factory=list)

    def add(
        self, code: str, path: Path, severity: Literal["error", "warning"] = "error", key: str | None = None, **data: object
    ) -> None:
        """A fault at a path; `key` names something below it that could not be written there."""
        where = where_of(path, self.rulebook)
        self.faults.append(fault(code, place_of(self.places, path), f"{where}.{key}" if key else where, severity, **data))

    def known(self, path: Path, what: Text, name: str, names: Iterable[str]) -> bool:
        """Fault unless `name` is one of `names`."""
        every = list(names)
        if name in every:
            return True
        self.add("RB-044", path, what=what, name=name, known=listed(every), near=hint(name, every))
        return False

    def place(self, path: Path) -> str:
        return place_of(self.places, path)

    @cached_property
    def nodes(self) -> list[tuple[Path, Indicator | Branch]]:
        """Every node below the root with its path, parents first, in the order of the text."""
        found: list[tuple[Path, Indicator | Branch]] = []
        if self.rulebook.tree is not None:
            self._below(("tree", "nodes"), self.rulebook.tree.nodes, found)
        return found

    def _below(
        self, path: Path, nodes: Iterable[Indicator | Branch], found: list[tuple[Path, Indicator | Branch]]
    ) -> None:
        for index, node in enumerate(nodes):
            found.append(((*path, index), node))
            if isinstance(node, Branch):
                self._below((*path, index, "nodes"), node.nodes, found)

    @cached_property
    def indicators(self) -> list[tuple[Path, Indicator]]:
        return [(path, node) for path, node in self.nodes if isinstance(node, Indicator)]

    @cached_property
    def series(self) -> list[tuple[Path, Series]]:
        return [(("series", index), one) for index, one in enumerate(self.rulebook.series)]

    @cached_property
    def adjustments(self) -> list[tuple[Path, Adjustment]]:
        return [(("adjustments", index), one) for index, one in enumerate(self.rulebook.adjustments)]

    @cached_property
    def filed(self) -> list[tuple[Path, Filed]]:
        """Everything figures can be filed for or derived into."""
        return [*self.indicators, *self.series, *self.adjustments]

    @cached_property
    def inputs(self) -> Mapping[str, Filed]:
        return {one.id: one for _, one in self.filed}

    @cached_property
    def contestants(self) -> list[str]:
        return [one.id for one in self.rulebook.contestants]

    @cached_property
    def bodies(self) -> list[str]:
        """Who may file or verify: organisations and contestants."""
        return [*(one.id for one in self.rulebook.organisations), *self.contestants]

    @cached_property
    def peer_groups(self) -> tuple[Group, ...]:
        """The groups of the grouping `peers`; empty where it does not exist."""
        return next((one.groups for one in self.rulebook.groupings if one.id == self.rulebook.peers), ())

    @cached_property
    def groups(self) -> list[str]:
        """The ids of the groups of peers, which points and adjustments may name."""
        return [one.id for one in self.peer_groups]

    @cached_property
    def every_group(self) -> list[str]:
        return [group.id for grouping in self.rulebook.groupings for group in grouping.groups]

    @cached_property
    def periods(self) -> list[str]:
        return [one.period for one in self.rulebook.rounds]


def last_day(period: str) -> datetime.date:
    year, month = end_month(period)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def holds(member: Membership, day: datetime.date) -> bool:
    """Whether a membership holds on a day; `until` is the first day on which it no longer does."""
    return (member.since is None or member.since <= day) and (member.until is None or day < member.until)


def for_group(value: Decimal | Mapping[str, Decimal] | None, group: str) -> Decimal | None:
    """A value that is one for all or stated by group; None where nothing is stated for the group."""
    return value.get(group) if isinstance(value, Mapping) else value


def with_paths(name: str, items: Iterable[object]) -> Iterator[tuple[Path, object]]:
    yield from (((name, index), item) for index, item in enumerate(items))
