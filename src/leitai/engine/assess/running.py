"""连续: which rounds lie side by side, so that a condition may hold in several of them running."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from leitai.engine.periods import before, length_kind, sort_key


def round_before(scheduled: Sequence[str], period: str) -> str:
    """The neighbour of a round: the one of its kind before it in the schedule, else the period of its length before it.

    January and February published together stand among the months.

    >>> round_before(["2023-Q1", "2023-Q2"], "2023-Q2"), round_before(["2024-Q1", "2024-Q2"], "2024-Q1")
    ('2023-Q1', '2023-Q4')
    >>> round_before(["2023-Q2", "2023", "2023-Q4"], "2023-Q4"), round_before(["2024-01/02", "2024-03"], "2024-03")
    ('2023-Q2', '2024-01/02')
    """
    earlier = [one for one in scheduled if _kind(one) == _kind(period) and sort_key(one) < sort_key(period)]
    return max(earlier, key=sort_key) if period in scheduled and earlier else before(period)


def rounds_running(scheduled: Sequence[str], period: str, count: int) -> tuple[str, ...]:
    """The `count` neighbours before a round, the nearest first."""
    found = [period]
    for _ in range(count):
        found.append(round_before(scheduled, found[-1]))
    return tuple(found[1:])


def gap_before(scheduled: Sequence[str], period: str, count: int, there: Collection[str]) -> str:
    """The nearest of the rounds a condition must have held in that has no result, while an earlier one has; else ""."""
    for one in rounds_running(scheduled, period, count):
        if one not in there:
            return one if any(sort_key(other) < sort_key(one) for other in there) else ""
    return ""


def _kind(period: str) -> str:
    kind = length_kind(period)
    return "M" if kind == "J" else kind
