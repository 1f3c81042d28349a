"""What a figure in a paper should be, read from the plain data of the result and not by the code that printed it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from leitai.engine.decimals import decimal_text
from leitai.press.release import Release
from leitai.press.word.pieces import Origin

Plain = dict[str, Any]


class Truth:
    """The release's own numbers; every `what` of an origin is answered by a method of that name."""

    def __init__(self, release: Release, superseded: Any = None) -> None:
        self.release = release
        self.result = release.book.result
        self.values: Plain = self.result["values"][release.book.period]
        self.edition = release.book.rulebook
        self.old = superseded.result["values"][superseded.period] if superseded else {}

    def of(self, origin: Origin) -> str:
        what, _, detail = origin.what.partition(":")
        if origin.contestant:
            assert origin.contestant in self.values
        assert origin.period == self.release.book.period
        return str(getattr(self, what)(origin, *([detail] if detail else [])))

    # -- plain reading -------------------------------------------------------------------------------------------

    def place(self, origin: Origin) -> Plain:
        place: Plain = self.values[origin.contestant]["places"][self.edition.peers]
        return place

    def group(self, group: str) -> list[Plain]:
        return [entry for entry in self.values.values() if entry["group"] == group]

    def mates(self, origin: Origin) -> list[Plain]:
        return self.group(self.values[origin.contestant]["group"])

    def node(self, origin: Origin) -> Plain:
        node: Plain = self.values[origin.contestant]["nodes"][origin.node]
        return node

    def ranked(self, origin: Origin) -> int:
        return sum(1 for entry in self.group(origin.group) if "rank" in entry["places"][self.edition.peers])

    def unranked(self, origin: Origin) -> int:
        return len(self.group(origin.group)) - self.ranked(origin)

    def contestants(self, origin: Origin) -> int:
        return len(self.values)

    def groups(self, origin: Origin) -> int:
        return len({entry["group"] for entry in self.values.values()})

    def grade(self, origin: Origin, grade: str) -> int:
        return sum(1 for entry in self.group(origin.group) if entry.get("grade") == grade)

    def trials(self, origin: Origin) -> int:
        return self.release.particulars.trials

    def total(self, origin: Origin) -> str:
        return two(self.values[origin.contestant]["score"])

    def rank(self, origin: Origin) -> int:
        rank: int = self.place(origin)["rank"]
        return rank

    def rank_before(self, origin: Origin) -> int:
        assert self.release.before is not None
        before = self.release.before.result["values"][self.release.before.period]
        rank: int = before[origin.contestant]["places"][self.edition.peers]["rank"]
        return rank

    def places(self, origin: Origin) -> int:
        return abs(self.rank_before(origin) - self.rank(origin))

    def change(self, origin: Origin) -> str:
        gained = self.rank_before(origin) - self.rank(origin)
        return f"{'↑' if gained > 0 else '↓' if gained < 0 else '→'}{abs(gained)}"

    def if_still(self, origin: Origin) -> int:
        assert self.release.before is not None
        old = self.release.before.result["values"][self.release.before.period][origin.contestant]["score"]
        others = [e["score"] for e in self.mates(origin) if e is not self.values[origin.contestant]]
        return 1 + sum(1 for score in others if score > old)

    def places_own(self, origin: Origin) -> int:
        return abs(self.if_still(origin) - self.rank(origin))

    def places_others(self, origin: Origin) -> int:
        return abs(self.rank_before(origin) - self.if_still(origin))

    def changed(self, origin: Origin) -> list[int]:
        assert self.release.before is not None
        before = self.release.before.result["values"][self.release.before.period]
        here = {c: e for c, e in self.values.items() if e["group"] == origin.group}
        return [entry["score"] - before[c]["score"] for c, entry in here.items()]

    def totals_up(self, origin: Origin) -> int:
        return sum(1 for change in self.changed(origin) if change > 0)

    def totals_down(self, origin: Origin) -> int:
        return sum(1 for change in self.changed(origin) if change < 0)

    def totals_same(self, origin: Origin) -> int:
        return sum(1 for change in self.changed(origin) if not change)

    def median_total(self, origin: Origin) -> str:
        middle = median(Fraction(entry["score"], 100) for entry in self.group(origin.group))
        text = two(int(middle * 100 + Fraction(1, 2)))
        return text if Fraction(text) == middle else f"≈{text}"

    def superseded_total(self, origin: Origin) -> str:
        return two(self.old[origin.contestant]["score"])

    def superseded_rank(self, origin: Origin) -> int:
        rank: int = self.old[origin.contestant]["places"][self.edition.peers]["rank"]
        return rank

    # -- nodes ---------------------------------------------------------------------------------------------------

    def score(self, origin: Origin) -> str:
        ticks = self.node(origin).get("s")
        return "—" if ticks is None else two(ticks)

    def value(self, origin: Origin) -> str:
        """The figure itself, where one was filed: the digits of the cell."""
        value: str = self.node(origin)["v"]
        filed = {
            row[4]
            for row in self.result["snapshot"]["cells"]
            if (row[0], row[1], row[3]) == (origin.contestant, origin.node, "actual")
        }
        indicator = self.release.book.plan.items[origin.node]
        if not indicator.formula:  # type: ignore[union-attr]
            assert Decimal(value) in {Decimal(one) for one in filed if one is not None}
        assert origin.role == "actual"
        return value

    def full(self, origin: Origin) -> str:
        points: Any = self.release.book.plan.items[origin.node].points
        group = self.values[origin.contestant]["group"]
        return decimal_text(Fraction(points[group] if isinstance(points, dict) else points))

    def rates(self, origin: Origin, mates: list[Plain]) -> list[Fraction]:
        found = []
        for entry in mates:
            node = entry["nodes"].get(origin.node, {})
            if "r" in node:
                points: Any = self.release.book.plan.items[origin.node].points
                full = Fraction(points[entry["group"]] if isinstance(points, dict) else points)
                found.append(Fraction(node["s"], 100) / full * 100)
        return found

    def node_rank(self, origin: Origin) -> int:
        rank: int = self.node(origin)["r"]
        return rank

    def node_of(self, origin: Origin) -> int:
        return len(self.rates(origin, self.mates(origin)))

    def tied(self, origin: Origin) -> int:
        rank = self.node_rank(origin)
        return sum(1 for entry in self.mates(origin) if entry["nodes"].get(origin.node, {}).get("r") == rank)

    def lead(self, origin: Origin) -> str:
        rates = self.rates(origin, self.mates(origin))
        own = self.rates(origin, [self.values[origin.contestant]])[0]
        return one_place(abs(own - median(rates)))

    def median_rate(self, origin: Origin) -> str:
        return one_place(median(self.rates(origin, self.group(origin.group))))

    # -- names that are facts ------------------------------------------------------------------------------------

    def first(self, origin: Origin) -> str:
        assert self.rank(origin) == 1
        return self.name(origin)

    def list(self, origin: Origin, award: str) -> str:
        confirmed = self.release.particulars.confirmed
        if award in confirmed:
            assert origin.contestant in confirmed[award]
        else:
            assert award in self.values[origin.contestant]["lists"]
        return self.name(origin)

    def meeting(self, origin: Origin) -> str:
        (found,) = (one for one in self.edition.meetings if one.period == origin.period)
        return f"{found.date.year}年{found.date.month}月{found.date.day}日"

    def name(self, origin: Origin) -> str:
        return self.release.book.contestant(origin.contestant).name.zh


def two(ticks: int) -> str:
    return f"{ticks // 100}.{ticks % 100:02d}"


def one_place(value: Fraction) -> str:
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10}.{tenths % 10}"
