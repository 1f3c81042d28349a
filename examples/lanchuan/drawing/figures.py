"""One figure from the standing of its unit, and what is planted in its place."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from drawing.city import (
    GROWTHS,
    LEAN,
    NO_BUSINESS,
    RATES,
    TASKS,
    UNITS,
    C,
    D,
    P,
    Task,
    Unit,
)

PLANTED = Path(__file__).resolve().parent.parent / "planted.csv"
SEED = "lanchuan-2023"
QUARTERS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1")
# The quarters of the season; the one after them is drawn for the round that is under way in the demo.
SEASON = 4
MARK = "演示数据生成器"


class Row(NamedTuple):
    contestant: str
    indicator: str
    period: str
    role: str
    value: str
    status: str = "verified"
    vintage: str = "final"
    note: str = ""
    source: str = MARK


Key = tuple[str, str, str, str]


def noise(*key: object) -> float:
    """About normal, within ±2, from a stream of its own; additions of uniform draws only."""
    stream = random.Random("/".join(map(str, (SEED, *key))))
    return stream.random() + stream.random() + stream.random() + stream.random() - 2.0


def standing(unit: Unit, track: str, item: str, q: int) -> float:
    """How well a unit does on one item in quarter q, counted from the first of the season: about −2 to 2."""
    lasting = unit.strength + LEAN[track] * noise(unit.id, track) + unit.momentum * (q - 1.2) * 0.5
    return lasting + 0.65 * noise(unit.id, item) + 0.30 * noise(unit.id, item, q)


def within(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))


def text(value: float, places: int) -> str:
    """Decimal text, half up."""
    return str(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def of_groups(groups: tuple[str, ...]) -> Iterator[Unit]:
    return (unit for unit in UNITS if unit.group in groups)


def rates(q: int) -> Iterator[Row]:
    for spec in RATES:
        for unit in of_groups(spec.groups):
            if unit.id in spec.skip or q % SEASON not in spec.quarters:
                continue
            drawn = spec.centre + spec.season[q % SEASON] + spec.swing * standing(unit, spec.track, spec.id, q)
            yield Row(unit.id, spec.id, QUARTERS[q], "actual", text(within(drawn, spec.low, spec.high), spec.places))


def yearly_target(spec: Task, unit: Unit) -> float:
    return spec.least + spec.yearly * unit.size * (1 + 0.12 * noise(unit.id, spec.id, "target"))


def target_of(spec: Task, unit: Unit, q: int) -> str:
    grown = 1.06 if q >= SEASON else 1.0
    return text(max(yearly_target(spec, unit) * grown * spec.pace[q % SEASON], 1.0), spec.places)


def tasks(q: int) -> Iterator[Row]:
    for spec in TASKS:
        for unit in of_groups(spec.groups):
            if unit.id in spec.skip:
                continue
            share = (spec.centre + spec.swing * standing(unit, spec.track, spec.id, q)) / 100
            done = float(target_of(spec, unit, q)) * within(share, 0.35, 1.35)
            yield Row(unit.id, spec.id, QUARTERS[q], "actual", text(done, spec.places))


def targets(quarters: range) -> Iterator[Row]:
    for q in quarters:
        period = QUARTERS[q]
        for spec in TASKS:
            for unit in of_groups(spec.groups):
                if unit.id not in spec.skip:
                    yield Row(unit.id, spec.id, period, "target", target_of(spec, unit, q))
        for rate in RATES:
            if rate.target:
                for unit in of_groups(rate.groups):
                    if unit.id not in rate.skip:
                        yield Row(unit.id, rate.id, period, "target", text(rate.target[q % SEASON], rate.places))


def growths(q: int, past: Mapping[Key, str] = MappingProxyType({})) -> Iterator[Row]:
    """`past`: the figures a year before, which are the bases of this one."""
    for spec in GROWTHS:
        for unit in of_groups(spec.groups):
            scale = spec.yearly * unit.size * (1 + 0.15 * noise(unit.id, spec.id, "base"))
            base = text(scale * spec.pace[q % SEASON], spec.places)
            if q >= SEASON:
                base = past[unit.id, spec.id, QUARTERS[q - SEASON], "actual"]
            rate = spec.centre + spec.season[q % SEASON] + spec.swing * standing(unit, spec.track, spec.id, q)
            level = text(float(base) * (1 + rate / 100), spec.places)
            yield Row(unit.id, spec.id, QUARTERS[q], "actual", level)
            yield Row(unit.id, spec.id, QUARTERS[q], "base", base)


def per_mu(q: int) -> Iterator[Row]:
    """Land, tax and value added: stocks that move slowly."""
    for unit in of_groups((*C, *P)):
        if unit.id in {"huanyue", "yunmiao"}:
            continue
        land = text(1500 + 2400 * unit.size * (1 + 0.2 * noise(unit.id, "land")) + 40 * q, 0)
        tax = float(land) * (22.5 + 3.6 * standing(unit, "strength", "tax_12m", q))
        yield Row(unit.id, "industrial_land", QUARTERS[q], "actual", land)
        yield Row(unit.id, "tax_12m", QUARTERS[q], "actual", text(tax, 0))
        if unit.group == "park":
            added = float(land) * (122 + 17 * standing(unit, "strength", "value_added_12m", q))
            yield Row(unit.id, "value_added_12m", QUARTERS[q], "actual", text(added, 0))


def chain(q: int) -> Iterator[Row]:
    """签约 → 履约 → 开工 → 投产: cumulative counts, each step a share of the one before."""
    for unit in UNITS:
        if unit.id in NO_BUSINESS:
            continue
        year, turn = divmod(q, SEASON)
        drawn = noise(unit.id, "signed", year) if year else noise(unit.id, "signed")
        signed = int(5 + (4 + 2.2 * unit.size) * (turn + 1) + drawn)
        performed = int(signed * within(0.86 + 0.08 * standing(unit, "openness", "performed", q), 0.4, 1) + 0.5)
        started = int(performed * within(0.70 + 0.10 * standing(unit, "openness", "started", q), 0.3, 1) + 0.5)
        producing = int(
            started * within(0.40 + 0.09 * turn + 0.08 * standing(unit, "openness", "producing", q), 0, 1) + 0.5
        )
        for name, count in (
            ("signed_projects", signed),
            ("performed_projects", performed),
            ("started_projects", started),
        ):
            yield Row(unit.id, name, QUARTERS[q], "actual", str(count))
        if unit.group != "department":
            yield Row(unit.id, "started_rate", QUARTERS[q], "scale", str(performed))
        if unit.group == "department":
            large = int(1 + 1.5 * (turn + 1) + (0.8 + 0.5 * turn) * standing(unit, "openness", "major_signed", q))
            yield Row(unit.id, "major_signed", QUARTERS[q], "actual", str(max(1, large)))
        else:
            yield Row(unit.id, "producing_projects", QUARTERS[q], "actual", str(producing))


def panels(q: int) -> Iterator[Row]:
    """Votes of the site visit, ranks by three panels, ballots of those served."""
    for group in ("county", "department", "park"):
        inside = list(of_groups((group,)))
        for unit in inside:
            centre = within(2.6 - 1.3 * standing(unit, "efficacy", "votes", q), 0.2, 4.8)
            weights = [max(0.0, 1.0 - 0.34 * abs(place - centre)) for place in range(6)]
            votes = [int(60 * weight / sum(weights)) for weight in weights]
            votes[weights.index(max(weights))] += 60 - sum(votes)
            for place, count in enumerate(votes, start=1):
                yield Row(unit.id, "site_votes", QUARTERS[q], f"vote_{place}", str(count))
        for panel in ("rank_leaders", "rank_office", "rank_public"):
            liked = sorted(inside, key=lambda unit: -standing(unit, "efficacy", panel, q))
            for place, unit in enumerate(liked, start=1):
                yield Row(unit.id, "rater_ranks", QUARTERS[q], panel, str(place))
    for unit in of_groups(D):
        good = within(0.52 + 0.13 * standing(unit, "happiness", "ballots", q), 0.15, 0.9)
        counts = [int(200 * good), int(200 * (1 - good) * 0.6), int(200 * (1 - good) * 0.28)]
        for name, count in zip("abcd", (*counts, 200 - sum(counts)), strict=True):
            yield Row(unit.id, f"ballots_{name}", QUARTERS[q], "actual", str(count))


def planted(then: bool) -> dict[Key, list[Row]]:
    """What is planted by hand, by cell: as it stands now, or as it stood when the second quarter was published."""
    found: dict[Key, list[Row]] = {}
    with PLANTED.open(encoding="utf-8", newline="") as file:
        for stands, *fields in list(csv.reader(file))[1:]:
            if stands == "both" or not then:
                row = Row(*fields)
                found.setdefault(row[:4], []).append(row)
    return found


def told(drawn: list[Row], story: dict[Key, list[Row]], period: str) -> list[Row]:
    """The drawn rows, with each planted cell in place of its own, and the planted cells that nothing was drawn for."""
    left = {key: rows for key, rows in story.items() if key[2] == period}
    done: list[Row] = []
    for row in drawn:
        done += left.pop(row[:4], [row])
    return done + [row for rows in left.values() for row in rows]
