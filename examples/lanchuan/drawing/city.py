"""The city: its units, and the figures each is drawn for."""

from __future__ import annotations

from typing import NamedTuple


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
