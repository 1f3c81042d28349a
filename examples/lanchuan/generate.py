"""The figures of 澜川市, a fictional city: seeded, standard library only, the same bytes every time.

    python examples/lanchuan/generate.py            writes figures/, before/ and next/ beside this file
    python examples/lanchuan/generate.py --check    exit 1 where what is there differs from what would be written

Every unit has a strength, a momentum over the year and, drawn from the seed, a lean towards some tracks; a figure is
its indicator's centre plus a swing times the unit's standing. Each cell draws from a stream of its own, so that
changing one indicator moves no other. Only + − × ÷ on floats: every platform writes the same digits.
`planted.csv` holds what is planted by hand; docs/concepts/lanchuan.md tells that story.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path

from drawing.city import ORDER
from drawing.figures import (
    QUARTERS,
    SEASON,
    Key,
    Row,
    chain,
    growths,
    panels,
    per_mu,
    planted,
    rates,
    targets,
    tasks,
    told,
)
from drawing.pledges import pledges

HERE = Path(__file__).resolve().parent
HEADER = ("contestant", "indicator", "period", "role", "value", "status", "vintage", "note", "source")


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
    aims = list(targets(range(SEASON)))
    made: dict[str, bytes] = {"figures/targets.csv": written(aims)}
    everything = aims
    for q, period in enumerate(QUARTERS[:SEASON]):
        now = told(drawn(q), planted(then=False), period)
        everything = everything + now
        made[f"figures/{period}.csv"] = written(now)
        if q < 2:
            made[f"before/{period}.csv"] = written(told(drawn(q), planted(then=True), period))
    made["before/targets.csv"] = made["figures/targets.csv"]
    made["pledges.csv"] = pledges(everything)
    past = {row[:4]: row.value for row in everything if row.value}
    for q, period in list(enumerate(QUARTERS))[SEASON:]:
        made["next/figures/targets.csv"] = written(list(targets(range(q, q + 1))))
        made[f"next/figures/{period}.csv"] = written(told(drawn(q, past), planted(then=False), period))
    return made


def drawn(q: int, past: Mapping[Key, str] | None = None) -> list[Row]:
    parts = [rates(q), tasks(q), growths(q, past or {}), per_mu(q), chain(q), panels(q)]
    return [row for part in parts for row in part]


def main(arguments: list[str]) -> int:
    made = files()
    if arguments == ["--check"]:
        wrong = [
            name
            for name, content in made.items()
            if not (HERE / name).is_file() or (HERE / name).read_bytes() != content
        ]
        print("\n".join(wrong) if wrong else "same bytes", file=sys.stderr)
        return 1 if wrong else 0
    for name, content in made.items():
        (HERE / name).parent.mkdir(parents=True, exist_ok=True)
        (HERE / name).write_bytes(content)
        print(f"{name}: {content.count(chr(10).encode()) - 1} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
