"""What a figure is held against when it is checked: its own past, its base, its group. Two queries for any batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, Q

from leitai.engine.assess.plan import Plan, members
from leitai.engine.periods import MONTHS, before, length_kind, shift
from leitai.engine.rulebook.model import AbnormalBase
from leitai.web.collection.asked import full_points
from leitai.web.collection.editions import role_name
from leitai.web.collection.models import Cell, FigureVersion, Round
from leitai.web.collection.rules.checks import LIMIT, Around, Spot, is_share

GROWTH = ("增速", "增幅", "增长率")
Key = tuple[str, str, str, str]
"""(contestant, indicator, period, role)"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Figures on file around a batch of cells, and the group of each contestant."""

    values: Mapping[Key, Decimal]
    group_of: Mapping[str, tuple[str, ...]]
    months: int

    def of(self, cell: Cell, kind: str, fresh: Mapping[Key, Decimal]) -> Around:
        """`fresh` are the values of the same batch, which stand before what is on file."""

        def at(period: str | None, role: str = "actual", contestant: str = cell.contestant) -> Decimal | None:
            key = (contestant, cell.indicator, period or "", role)
            return fresh.get(key, self.values.get(key))

        last = last_period(cell.period, kind, self.months)
        peers = (at(cell.period, cell.role, one) for one in self.group_of[cell.contestant] if one != cell.contestant)
        return Around(
            last=at(last, cell.role),
            same_year=last is not None and last[:4] == cell.period[:4],
            year_ago=at(shift(cell.period, "-1y"), cell.role),
            actual=at(cell.period),
            base=at(cell.period, "base"),
            peers=[value for value in peers if value is not None],
        )


def last_period(period: str, kind: str, months: int) -> str | None:
    """The period before, as long as the rounds are: a quarter back for 2023-06 in a contest of quarters."""
    if kind == "period":
        return before(period)
    try:
        return shift(period, f"-{months}m")
    except ValueError:
        return None


def surroundings(plan: Plan, round_: Round, cells: Collection[Cell]) -> Surroundings:
    months = MONTHS[length_kind(round_.period)]
    groups = (members(group, round_.period) for group in plan.peer_groups)
    group_of = {one: tuple(group) for group in groups for one in group}
    own = {cell.contestant for cell in cells}
    past = set(_past(plan, cells, months))
    rows = (
        FigureVersion.objects.filter(
            Q(cell__period__in={cell.period for cell in cells}) | Q(cell__period__in=past, cell__contestant__in=own),
            cell__book=round_.book,
            cell__indicator__in={cell.indicator for cell in cells},
            cell__role__in={cell.role for cell in cells} | {"actual", "base"},
            number=F("cell__version"),
        )
        .exclude(value="")
        .values_list("cell__contestant", "cell__indicator", "cell__period", "cell__role", "value")
    )
    return Surroundings({row[:4]: Decimal(row[4]) for row in rows}, _Alone(group_of), months)


class _Alone(dict[str, tuple[str, ...]]):
    """A contestant in no group this period has no peers."""

    def __missing__(self, key: str) -> tuple[str, ...]:
        return ()


def _past(plan: Plan, cells: Iterable[Cell], months: int) -> Iterable[str]:
    for cell in cells:
        yield shift(cell.period, "-1y")
        last = last_period(cell.period, plan.inputs[cell.indicator].kind, months)
        if last is not None:
            yield last


def spot_of(plan: Plan, round_: Round, cell: Cell) -> Spot:
    """What the checks need to know of a cell."""
    item = plan.inputs[cell.indicator]
    abnormal = plan.policies.abnormal_base
    contestant = plan.rulebook.contestants[plan.position[cell.contestant]].name.zh
    points = full_points(plan, cell.indicator, cell.contestant, round_.period, cell.role)
    return Spot(
        where=f"{contestant} {item.name.zh} {cell.period} {role_name(plan, cell.role)}",
        unit="分" if cell.role == "ruling" else item.unit,
        kind=item.kind,
        role=cell.role,
        growth=is_share(item.unit) and any(word in item.name.zh for word in GROWTH),
        points=points,
        limit=abnormal.limit if isinstance(abnormal, AbnormalBase) else LIMIT,
    )
