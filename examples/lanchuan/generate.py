"""The figures of 澜川市, a fictional city: seeded, standard library only, the same bytes every time.

    python examples/lanchuan/generate.py            writes figures/ and before/ beside this file
    python examples/lanchuan/generate.py --check    exit 1 where what is there differs from what would be written

Every unit has a strength, a momentum over the year and, drawn from the seed, a lean towards some tracks; a figure is
its indicator's centre plus a swing times the unit's standing. Each cell draws from a stream of its own, so that
changing one indicator moves no other. Only + − × ÷ on floats: every platform writes the same digits.
`planted.csv` holds what is planted by hand; docs/concepts/lanchuan.md tells that story.
"""

from __future__ import annotations

import csv
import io
import random
import sys
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SEED = "lanchuan-2023"
QUARTERS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
MARK = "演示数据生成器"
HEADER = ("contestant", "indicator", "period", "role", "value", "status", "vintage", "note", "source")


class Unit(NamedTuple):
    """strength and momentum: about −1 to 1; size scales its levels."""

    id: str
    group: str
    strength: float
    momentum: float
    size: float


def _units(group: str, text: str) -> list[Unit]:
    rows = (line.split() for line in text.strip().splitlines())
    return [Unit(id_, group, float(s), float(m), float(size)) for id_, s, m, size in rows]


#       id           strength momentum size
UNITS = [
    *_units(
        "county",
        """
        xiqiao         0.45   -0.10   5.2
        fengzhu        0.20    0.05   4.6
        luting        -0.05   -0.65   4.1
        lingpu         0.05    0.10   3.8
        yunxie         0.35    0.00   3.0
        liuping        0.15    0.05   2.4
        shanze         0.75   -0.05   4.4
        chengwan       0.05    0.30   2.0
        tongque       -0.20    0.05   1.2
        tangcen       -0.40    0.10   0.8
        jiling        -0.10   -0.05   1.1
        yinggu        -0.50    0.10   0.7
        wubei         -0.75    0.15   0.9
        xiulan        -0.45    0.60   0.6
        gaoxin         0.60    0.10   4.0
        jingkai        0.50   -0.20   3.6
        konggang       0.30   -0.15   1.8
        huanyue        0.00    0.15   0.7
        xingyu        -0.10    0.20   1.0
        pangu          0.15   -0.10   0.9
        yunmiao       -0.25    0.10   0.5
    """,
    ),
    *_units(
        "department",
        """
        fgw            0.62    0.00   3.0
        gxj            0.50    0.05   2.6
        kjj            0.20    0.10   1.4
        czj            0.45   -0.10   1.0
        swj            0.15    0.10   1.6
        tcj            0.55   -0.20   1.5
        nyj            0.00    0.10   2.0
        wlj           -1.00    0.55   1.8
        scjg           0.15    0.00   0.8
        jtj            0.10   -0.10   3.2
        zjj           -0.25    0.05   3.4
        zgj           -0.15   -0.15   1.2
        sthj           0.20    0.05   1.1
        slj           -0.05    0.10   1.9
        cgj           -0.45    0.00   1.0
        jtyj           0.00   -0.05   1.7
        rsj            0.25    0.00   0.7
        wjw            0.05    0.05   1.5
        mzj           -0.15    0.10   0.7
        yjj           -0.30   -0.20   0.6
    """,
    ),
    *_units(
        "park",
        """
        shanze-park    0.55    0.00   4.0
        chengwan-park  0.20    0.15   1.8
        liuping-park   0.02    0.00   1.4
        xiqiao-park    0.40   -0.15   2.2
        linkong-park   0.08    0.24   1.2
        wubei-park    -0.70    0.15   0.8
    """,
    ),
]
ORDER = {unit.id: i for i, unit in enumerate(UNITS)}
BY_ID = {unit.id: unit for unit in UNITS}
ZONES = frozenset({"gaoxin", "jingkai", "konggang", "huanyue", "xingyu", "pangu", "yunmiao"})
NO_BUSINESS = frozenset({"rsj", "mzj", "yjj"})
C, D, P = ("county",), ("department",), ("park",)


class Rate(NamedTuple):
    """A figure filed as it is: centre + swing·standing + season, within [low, high]."""

    id: str
    track: str
    groups: tuple[str, ...]
    centre: float
    swing: float
    low: float
    high: float
    places: int
    season: tuple[float, float, float, float] = (0, 0, 0, 0)
    skip: frozenset[str] = frozenset()
    target: tuple[float, ...] = ()
    quarters: tuple[int, ...] = (0, 1, 2, 3)


class Task(NamedTuple):
    """A figure against a target: the target grows with size along `pace`, the figure is a share of it."""

    id: str
    track: str
    groups: tuple[str, ...]
    yearly: float
    centre: float
    swing: float
    places: int
    pace: tuple[float, float, float, float]
    skip: frozenset[str] = frozenset()
    least: float = 0.0


class Growth(NamedTuple):
    """A level with its base of the year before: base by size along `pace`, figure by a growth rate in per cent."""

    id: str
    track: str
    groups: tuple[str, ...]
    yearly: float
    centre: float
    swing: float
    places: int
    pace: tuple[float, float, float, float]
    season: tuple[float, float, float, float] = (0, 0, 0, 0)


YEAR = (0.22, 0.47, 0.72, 1.0)
LATE_YEAR = (0.14, 0.42, 0.70, 1.0)
EVEN = (0.25, 0.5, 0.75, 1.0)

RATES = (
    Rate("gdp_growth", "strength", C, 5.5, 1.7, 1.0, 11.9, 1, (-0.6, 0.1, 0.2, 0.4)),
    Rate("industry_growth", "strength", (*C, *P), 6.4, 3.6, -6, 19, 1, (-1.0, 0.2, 0.4, 0.6), frozenset({"huanyue"})),
    Rate("project_review", "strength", C, 1.66, 0.16, 0.9, 2.0, 2),
    Rate("province_place", "strength", D, 5.2, -2.9, 1, 16, 0),
    Rate("budget_execution", "strength", D, 50, 4.5, 10, 100, 2, (-27, 0, 24, 46)),
    Rate("hotline_satisfaction", "warmth", (*C, *D, *P), 91.5, 4.0, 70, 100, 2, (-0.8, 0, 0.4, 0.8)),
    Rate("hotline_ontime", "warmth", (*C, *D, *P), 96.6, 2.2, 80, 100, 2, (-0.6, 0, 0.3, 0.5)),
    Rate("approval_days", "warmth", (*C, *D), 13.2, -1.7, 7.5, 24, 1, (0.6, 0.2, -0.2, -0.5)),
    Rate("enterprise_appeals", "warmth", (*D, *P), 91, 4.5, 70, 100, 2),
    Rate("window_wait", "warmth", C, 16.4, -2.6, 7, 40, 1, quarters=(0, 2)),
    Rate("safety_feeling", "warmth", C, 93.6, 2.6, 82, 99.5, 2, quarters=(1, 3)),
    Rate("air_days", "greenery", C, 93.5, 3.4, 78, 100, 1, (-3.0, 0.5, 2.0, 0.5)),
    Rate("pm25", "greenery", C, 24.5, -3.4, 12, 42, 1, (5.5, 0.5, -3.0, 0.0)),
    Rate("water_quality", "greenery", C, 94, 6.5, 60, 100, 1, (0, 0, 0, 0), frozenset({"pangu"}), (90, 90, 90, 90)),
    Rate(
        "energy_saving",
        "greenery",
        (*C, *P),
        2.9,
        0.7,
        0.4,
        6,
        2,
        (-0.3, 0, 0.1, 0.3),
        frozenset(),
        (2.6, 2.8, 2.9, 3.2),
    ),
    Rate("office_energy", "greenery", D, 176, -20, 105, 260, 1, (14, -10, 6, 12)),
    Rate("green_procurement", "greenery", D, 66, 5.5, 40, 95, 2),
    Rate("sewage_treatment", "greenery", P, 97.4, 1.8, 88, 100, 2),
    Rate("green_factories", "greenery", P, 13, 3.6, 2, 30, 0, (-1, 0, 1, 2)),
    Rate("solid_waste", "greenery", P, 72, 7.0, 45, 96, 2),
    Rate("income_growth", "happiness", C, 4.9, 0.6, 2.5, 8.0, 1, (-0.3, 0, 0.1, 0.2)),
    Rate("food_safety", "happiness", C, 98.3, 0.8, 92, 100, 2),
    Rate("hazards_mended", "happiness", (*C, *D, *P), 95.6, 3.0, 76, 100, 2),
    Rate("proposals", "happiness", D, 96.6, 3.0, 72, 100, 2, (-1.5, 0, 0.8, 1.2)),
    Rate("supervision", "efficacy", (*C, *D, *P), 92.5, 3.8, 70, 100, 2, (-0.8, 0, 0.4, 0.8)),
    Rate("reform_review", "efficacy", D, 3.36, 0.24, 2.0, 4.0, 2),
)
TASKS = (
    Task("budget_revenue", "strength", C, 7.4, 98, 5.0, 2, (0.27, 0.52, 0.75, 1.0)),
    Task("key_projects", "strength", (*C, *D, *P), 21, 95, 9, 2, LATE_YEAR, frozenset({"rsj", "mzj", "scjg"})),
    Task("sector_investment", "strength", D, 34, 94, 10, 2, LATE_YEAR, frozenset({"czj", "rsj", "mzj", "scjg", "yjj"})),
    Task("funds_won", "strength", D, 5200, 101, 13, 0, YEAR),
    Task("revenue", "strength", P, 96, 99, 8, 2, YEAR),
    Task(
        "elderly_beds", "warmth", C, 110, 95, 9, 0, LATE_YEAR, frozenset({"gaoxin", "jingkai", "konggang", "pangu"}), 20
    ),
    Task("agency_service", "warmth", P, 150, 98, 8, 0, EVEN, frozenset(), 60),
    Task("inward_capital", "openness", (*C, *D, *P), 13.5, 98, 11, 2, (0.2, 0.48, 0.74, 1.0), NO_BUSINESS),
    Task("outbound_trips", "openness", (*C, *D), 5, 97, 10, 0, EVEN, NO_BUSINESS, 14),
    Task("afforestation", "greenery", C, 900, 95, 10, 0, (0.1, 0.45, 0.85, 1.0), frozenset({"konggang", "pangu"}), 300),
    Task("green_tasks", "greenery", D, 2, 96, 8, 1, EVEN, frozenset(), 16),
    Task("new_jobs", "happiness", (*C, *P), 2100, 99, 6, 0, YEAR),
    Task("livelihood", "happiness", (*C, *D), 1, 97, 6, 1, EVEN, frozenset(), 18),
    Task("worker_housing", "happiness", P, 260, 94, 10, 0, LATE_YEAR, frozenset(), 80),
)
GROWTHS = (
    Growth("fai", "strength", C, 52, 6.8, 7.0, 2, LATE_YEAR, (-1.5, 0, 0.5, 1.0)),
    Growth("retail", "strength", C, 44, 7.2, 3.0, 2, YEAR, (-1.2, 0.4, 0.2, 0.5)),
    Growth("trade", "openness", C, 9.5, 4.0, 11.0, 2, YEAR),
    Growth("foreign_capital", "openness", (*C, *P), 640, 4.5, 13.0, 0, YEAR),
    Growth("industry_investment", "strength", P, 26, 11, 8.0, 2, LATE_YEAR),
    Growth("profit", "strength", P, 6.2, 8.0, 11.0, 2, YEAR, (-4, 0, 1, 2)),
    Growth("export_delivery", "openness", P, 5.5, 6.0, 10.0, 2, YEAR),
)
LEAN = {"strength": 0.30, "warmth": 0.40, "openness": 0.35, "greenery": 0.55, "happiness": 0.40, "efficacy": 0.25}


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
    """How well a unit does on one item in quarter q (0 to 3): about −2 to 2."""
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
            if unit.id in spec.skip or q not in spec.quarters:
                continue
            drawn = spec.centre + spec.season[q] + spec.swing * standing(unit, spec.track, spec.id, q)
            yield Row(unit.id, spec.id, QUARTERS[q], "actual", text(within(drawn, spec.low, spec.high), spec.places))


def yearly_target(spec: Task, unit: Unit) -> float:
    return spec.least + spec.yearly * unit.size * (1 + 0.12 * noise(unit.id, spec.id, "target"))


def target_of(spec: Task, unit: Unit, q: int) -> str:
    return text(max(yearly_target(spec, unit) * spec.pace[q], 1.0), spec.places)


def tasks(q: int) -> Iterator[Row]:
    for spec in TASKS:
        for unit in of_groups(spec.groups):
            if unit.id in spec.skip:
                continue
            share = (spec.centre + spec.swing * standing(unit, spec.track, spec.id, q)) / 100
            done = float(target_of(spec, unit, q)) * within(share, 0.35, 1.35)
            yield Row(unit.id, spec.id, QUARTERS[q], "actual", text(done, spec.places))


def targets() -> Iterator[Row]:
    for q, period in enumerate(QUARTERS):
        for spec in TASKS:
            for unit in of_groups(spec.groups):
                if unit.id not in spec.skip:
                    yield Row(unit.id, spec.id, period, "target", target_of(spec, unit, q))
        for rate in RATES:
            if rate.target:
                for unit in of_groups(rate.groups):
                    if unit.id not in rate.skip:
                        yield Row(unit.id, rate.id, period, "target", text(rate.target[q], rate.places))


def growths(q: int) -> Iterator[Row]:
    for spec in GROWTHS:
        for unit in of_groups(spec.groups):
            scale = spec.yearly * unit.size * (1 + 0.15 * noise(unit.id, spec.id, "base"))
            base = text(scale * spec.pace[q], spec.places)
            rate = spec.centre + spec.season[q] + spec.swing * standing(unit, spec.track, spec.id, q)
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
        signed = int(5 + (4 + 2.2 * unit.size) * (q + 1) + noise(unit.id, "signed"))
        performed = int(signed * within(0.86 + 0.08 * standing(unit, "openness", "performed", q), 0.4, 1) + 0.5)
        started = int(performed * within(0.70 + 0.10 * standing(unit, "openness", "started", q), 0.3, 1) + 0.5)
        producing = int(
            started * within(0.40 + 0.09 * q + 0.08 * standing(unit, "openness", "producing", q), 0, 1) + 0.5
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
            large = int(1 + 1.5 * (q + 1) + (0.8 + 0.5 * q) * standing(unit, "openness", "major_signed", q))
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
    with (HERE / "planted.csv").open(encoding="utf-8", newline="") as file:
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


class Pledge(NamedTuple):
    """What a unit pledged at the meeting of a round; `share` measures the figure against its target, in per cent."""

    period: str
    contestant: str
    indicator: str
    measure: str
    least: str
    due: str
    pledge: str


PLEDGES = [
    Pledge(*line.split())
    for line in """
        2023-Q1 wubei      hotline_ontime       value 94.5 2023-06-30 二季度12345热线按时办结率达到94.5%以上
        2023-Q1 wubei      inward_capital       share 95   2023-06-30 上半年招商引资到位资金达到时序目标的95%
        2023-Q1 wlj        sector_investment    share 90   2023-06-30 上半年文旅行业固定资产投资达到时序目标的90%
        2023-Q1 wlj        hotline_satisfaction value 88   2023-06-30 二季度12345热线回访满意率达到88%以上
        2023-Q1 wubei-park hotline_satisfaction value 89   2023-06-30 二季度12345热线回访满意率达到89%以上
        2023-Q2 wubei      water_quality        value 90   2023-09-30 三季度末地表水考核断面达标率达到90%
        2023-Q2 wlj        sector_investment    share 85   2023-09-30 前三季度文旅行业固定资产投资达到时序目标的85%
        2023-Q2 wubei-park solid_waste          value 62   2023-09-30 三季度末工业固废综合利用率达到62%
        2023-Q3 wubei      inward_capital       share 95   2023-12-31 全年招商引资到位资金达到年度目标的95%
        2023-Q3 wlj        sector_investment    share 88   2023-12-31 全年文旅行业固定资产投资达到年度目标的88%
        2023-Q3 wubei-park sewage_treatment     value 95   2023-12-31 四季度末污水集中处理达标率达到95%
        2023-Q4 luting     inward_capital       share 100  2024-03-31 2024年一季度招商引资到位资金达到时序目标的100%
        2023-Q4 wubei-park sewage_treatment     value 96   2024-03-31 2024年一季度末污水集中处理达标率达到96%
        2023-Q4 mzj        supervision          value 95   2024-03-31 2024年一季度督查事项按期办结率达到95%以上
    """.strip().splitlines()
]
ROUND_OF = {"2023-06-30": "2023-Q2", "2023-09-30": "2023-Q3", "2023-12-31": "2023-Q4", "2024-03-31": "2024-Q1"}


def pledges(rows: list[Row]) -> bytes:
    """The ledger of pledges, each held against the figures of the round in which it fell due."""
    filed = {row[:4]: row.value for row in rows if row.vintage == "final"}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*Pledge._fields, "checked_in", "reached", "outcome", "source"))
    for pledge in PLEDGES:
        cell = (pledge.contestant, pledge.indicator, ROUND_OF[pledge.due])
        reached, target = filed.get((*cell, "actual"), ""), filed.get((*cell, "target"), "")
        if reached and pledge.measure == "share":
            reached = str((Decimal(reached) / Decimal(target) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))
        outcome = "open" if not reached else "kept" if Decimal(reached) >= Decimal(pledge.least) else "broken"
        writer.writerow((*pledge, ROUND_OF[pledge.due], reached, outcome, MARK))
    return out.getvalue().encode("utf-8")


def written(rows: list[Row]) -> bytes:
    """CSV, in the order of contestants, indicators as drawn, roles as drawn."""
    place = {name: i for i, name in enumerate(dict.fromkeys(row.indicator for row in rows))}
    rows = sorted(rows, key=lambda row: (ORDER[row.contestant], place[row.indicator]))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def files() -> dict[str, bytes]:
    """Every file by its path beside this one."""
    aims = list(targets())
    made: dict[str, bytes] = {"figures/targets.csv": written(aims)}
    everything = aims
    for q, period in enumerate(QUARTERS):
        drawn = [row for part in (rates, tasks, growths, per_mu, chain, panels) for row in part(q)]
        now = told(drawn, planted(then=False), period)
        everything = everything + now
        made[f"figures/{period}.csv"] = written(now)
        if q < 2:
            made[f"before/{period}.csv"] = written(told(drawn, planted(then=True), period))
    made["before/targets.csv"] = made["figures/targets.csv"]
    made["pledges.csv"] = pledges(everything)
    return made


def main(arguments: list[str]) -> int:
    made = files()
    if arguments == ["--check"]:
        wrong = [name for name, content in made.items() if (HERE / name).read_bytes() != content]
        print("\n".join(wrong) if wrong else "same bytes", file=sys.stderr)
        return 1 if wrong else 0
    for name, content in made.items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_bytes(content)
        print(f"{name}: {content.count(chr(10).encode()) - 1} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
