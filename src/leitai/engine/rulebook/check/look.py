"""What every check looks at: the edition, indexed once, and the list its faults go to."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import ValidationError

from leitai.engine.errors import Fault, Text
from leitai.engine.methods.registry import find_method
from leitai.engine.periods import end_month
from leitai.engine.rulebook.faults import fault, hint, listed
from leitai.engine.rulebook.model import Adjustment, Branch, Group, Indicator, Membership, Rulebook, Series
from leitai.engine.rulebook.places import Path, Places, place_of, where_of
from leitai.engine.rulebook.repair import NO_DAMAGE, Damage
from leitai.engine.rulebook.shape import MOST_FAULTS

if TYPE_CHECKING:
    from leitai.engine.methods.method import Method, Parameters

Filed = Indicator | Series | Adjustment

CONTESTANT, GROUP, GROUPING = Text("参赛单位", "contestant"), Text("组", "group"), Text("分组", "grouping")
BODY = Text("单位（organisations 或 contestants）", "organisation or contestant")
NODE, INDICATOR, ROUND = Text("节点", "node"), Text("指标", "indicator"), Text("轮次", "round")
SOURCE, CATEGORY, GRADE = Text("来源", "source"), Text("类别", "category"), Text("等级", "grade")
FLAG = Text("标记", "flag")
# The parts of an edition in which what is called so gets its name.
NAMED_IN: Mapping[Text, tuple[str, ...]] = {
    CONTESTANT: ("contestants",),
    GROUP: ("groupings",),
    GROUPING: ("groupings",),
    BODY: ("organisations", "contestants"),
    NODE: ("tree",),
    INDICATOR: ("tree",),
    ROUND: ("rounds",),
    SOURCE: ("sources",),
    CATEGORY: ("adjustments",),
    GRADE: ("grades",),
    FLAG: ("roles",),
}


class Used(NamedTuple):
    """An indicator with its method; `parameters` is None where the method is unknown or refuses them (`error`)."""

    path: Path
    indicator: Indicator
    method: Method | None
    parameters: Parameters | None
    error: ValidationError | None = None


@dataclass
class Look:
    rulebook: Rulebook
    places: Places
    damage: Damage = NO_DAMAGE
    faults: list[Fault] = field(default_factory=list)
    more: int = 0

    def add(self, code: str, path: Path, severity: Literal["error", "warning"] = "error", **data: object) -> None:
        """A fault at a path."""
        if self.damage.hides(code, path):
            return
        if self.full:
            self.more += 1
            return
        place, where = place_of(self.places, path), where_of(path, self.rulebook)
        self.faults.append(fault(code, place, where, severity, **data))

    def known(self, path: Path, what: Text, name: str, names: Collection[str]) -> bool:
        """Fault unless `name` is one of `names`."""
        if name in names or self.excuses(name, *NAMED_IN.get(what, ())):
            return True
        if self.full:
            self.more += 1
            return False
        self.add("RB-044", path, what=what, name=name, known=listed(names), near=hint(name, names))
        return False

    @property
    def full(self) -> bool:
        """Whether there are more faults than anybody reads; further ones are only counted."""
        return len(self.faults) >= MOST_FAULTS

    def excuses(self, name: str, *parts: str) -> bool:
        """Whether a name may belong to something of these parts that was left out because it is itself at fault."""
        return name in self.damage.ids or not self.damage.nameless.isdisjoint(parts)

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
    def contestants(self) -> dict[str, None]:
        """The ids of the contestants, in order; a mapping, for there may be very many."""
        return dict.fromkeys(one.id for one in self.rulebook.contestants)

    @cached_property
    def bodies(self) -> dict[str, None]:
        """Who may file or verify: organisations and contestants."""
        return dict.fromkeys(one.id for one in self.rulebook.organisations) | self.contestants

    @cached_property
    def peer_groups(self) -> tuple[Group, ...]:
        """The groups of the grouping `peers`; empty where it does not exist."""
        return next((one.groups for one in self.rulebook.groupings if one.id == self.rulebook.peers), ())

    @cached_property
    def groups(self) -> list[str]:
        """The ids of the groups of peers."""
        return [one.id for one in self.peer_groups]

    @property
    def nameable_groups(self) -> list[str]:
        """The groups that points and adjustments may name; all of them where `peers` itself is at fault."""
        return self.groups or self.every_group

    @cached_property
    def every_group(self) -> list[str]:
        return [group.id for grouping in self.rulebook.groupings for group in grouping.groups]

    @cached_property
    def used(self) -> list[Used]:
        """The method of every indicator with its parameters, each read once."""
        return [_used(path, indicator) for path, indicator in self.indicators]

    @cached_property
    def size(self) -> Mapping[str, int]:
        """The most members a group of peers has on the last day of a round."""
        days = [last_day(period) for period in self.periods]
        return {
            group.id: max(sum(holds(member, day) for member in group.members) for day in days)
            for group in self.peer_groups
        }

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


def _used(path: Path, indicator: Indicator) -> Used:
    method = find_method(indicator.method.name, indicator.method.version)
    if method is None:
        return Used(path, indicator, None, None)
    try:
        return Used(path, indicator, method, method.parameters.model_validate(indicator.method.parameters))
    except ValidationError as error:
        return Used(path, indicator, method, None, error)


def for_group(value: Decimal | Mapping[str, Decimal] | None, group: str) -> Decimal | None:
    """A value that is one for all or stated by group; None where nothing is stated for the group."""
    return value.get(group) if isinstance(value, Mapping) else value
