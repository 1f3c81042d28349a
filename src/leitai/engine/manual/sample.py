"""Sample figures for any method: what its roles hold, who the peers are, and where its curve is worth looking at."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from pydantic import BaseModel

from leitai.engine.manual.setting import Setting
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.interval import Interval, is_interval

# Parameters that are figures of the indicator itself, so that its curve turns there.
TURNS = frozenset(
    {"target", "eligible", "best", "worst", "benchmark", "full_at", "at", "interval", "domain", "threshold"}
)
PEERS = 8
ROLE_SAMPLE = Decimal(100)
# Votes are spread over the places, so one row a place is all the votes for that place.
ONE_HOT = frozenset({"vote_ladder"})


def turns(setting: Setting) -> list[Decimal]:
    """The figures at which the rule itself turns: targets, ends of brackets."""
    found: list[Decimal] = []
    _collect(setting.model, found)
    return sorted(set(found))


def _collect(model: BaseModel, found: list[Decimal]) -> None:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, tuple):
            for one in value:
                if isinstance(one, BaseModel):
                    _collect(one, found)
        elif name in TURNS and isinstance(value, Decimal):
            found.append(value)
        elif name in TURNS and isinstance(value, str) and is_interval(value):
            interval = Interval.read(value)
            found += [_decimal(end) for end in (interval.low, interval.high) if end is not None]


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def role_samples(setting: Setting) -> dict[str, Decimal]:
    """One sample figure for each role the method reads: a target of 100, a scale inside the table's first row."""
    samples: dict[str, Decimal] = {}
    for role in setting.roles():
        samples[role] = ROLE_SAMPLE
        for name in type(setting.model).model_fields:
            if getattr(setting.model, name) == role and name.startswith("scale"):
                samples[role] = Decimal(1)
    return samples


def centre(setting: Setting) -> tuple[Decimal, Decimal]:
    """Where to look first: the middle of the turns and a width; around the sample target where there is none."""
    known = turns(setting)
    if not known and setting.roles() and setting.method.reads_value:
        known = [next(iter(role_samples(setting).values()))]
    width = getattr(setting.model, "width", None)
    if not known and not setting.method.unit_free:
        # The figure is itself in points.
        return Decimal(setting.points) / 2, Decimal(setting.points) / 2
    if not known:
        return Decimal(80), Decimal(20)
    low, high = known[0], known[-1]
    spread = high - low or (width * 2 if isinstance(width, Decimal) else abs(high) / 2) or Decimal(10)
    return (low + high) / 2, spread


def peers_of(setting: Setting) -> list[str]:
    """The figures of a sample group, best first."""
    middle, spread = centre(setting)
    step = spread * 2 / (PEERS - 1)
    figures = [middle + spread - step * i for i in range(PEERS)]
    return [_short(one) for one in (reversed(figures) if setting.lower else figures)]


def ladder_of(setting: Setting, count: int) -> dict[str, list[str | None]]:
    """Figures that take the places 1 … count, one each; every one of them meets a threshold if there is one."""
    known = turns(setting)
    start = (known[0] if setting.lower else known[-1]) if known else Decimal(100 if setting.lower else 0)
    step = Decimal(-1) if setting.lower else Decimal(1)
    values: list[str | None] = [_short(start + step * (count - place)) for place in range(1, count + 1)]
    return {"value": values, **{role: [_short(one)] * count for role, one in role_samples(setting).items()}}


def votes_of(setting: Setting) -> dict[str, list[str | None]]:
    """Ballots a place each: all raters (or all votes) say that place."""
    roles = setting.roles()
    count = len(roles) if setting.method.name in ONE_HOT else 12
    if setting.method.name in ONE_HOT:
        return {role: ["10" if row == column else "0" for row in range(count)] for column, role in enumerate(roles)}
    return {role: [str(place) for place in range(1, count + 1)] for role in roles}


def _short(value: Decimal) -> str:
    """A sample figure with few digits."""
    return number_text(value.quantize(Decimal("0.01")).normalize() if value % 1 else value.quantize(Decimal(1)))
