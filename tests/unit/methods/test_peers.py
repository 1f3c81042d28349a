"""Places, best, worst and average against the slow and obvious way."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from leitai.engine.exact import Exact, Mask
from leitai.engine.methods.peers import at_least_as_good, average, best, places, worst

SHAPE = (3, 17, 4)


def group(kind: str) -> tuple[Exact, Mask, Mask]:
    rng = np.random.default_rng(7)
    num = rng.integers(-9, 10, SHAPE)
    den = {
        "whole": np.array(1),
        "scaled": np.array([1, 10, 7, 100]),
        "quotients": rng.integers(1, 12, SHAPE),
        "huge": np.array([10**30, 1, 7, 10**300], dtype=object),
    }[kind]
    if kind == "huge":
        num = num.astype(object) * 10**40
    peers = rng.random(SHAPE) < 0.7
    peers[0, :, 0] = False
    return Exact(num, den), peers, np.array([False, True, False, True])


def columns(value: Exact) -> list[tuple[int, int, list[Fraction]]]:
    table = np.array(value.fractions(), dtype=object).reshape(SHAPE)
    return [(d, j, list(table[d, :, j])) for d in range(SHAPE[0]) for j in range(SHAPE[2])]


@pytest.mark.parametrize("kind", ["whole", "scaled", "quotients", "huge"])
def test_places_count_the_peers_that_are_better(kind: str) -> None:
    value, peers, lower = group(kind)
    rank, tied = places(value, peers, lower)
    for d, j, column in columns(value):
        turned = [-x for x in column] if lower[j] else column
        others = [x for x, counts in zip(turned, peers[d, :, j], strict=True) if counts]
        assert list(rank[d, :, j]) == [1 + sum(o > x for o in others) for x in turned]
        assert list(tied[d, :, j]) == [sum(o == x for o in others) for x in turned]


@pytest.mark.parametrize("kind", ["whole", "scaled", "quotients", "huge"])
def test_best_worst_and_average_are_of_the_peers_alone(kind: str) -> None:
    value, peers, lower = group(kind)
    top, bottom = best(value, peers, lower), worst(value, peers, lower)
    with_self, anyone = average(value, peers, True)
    without, others_there = average(value, peers, False)
    for d, j, column in columns(value):
        counted = [x for x, counts in zip(column, peers[d, :, j], strict=True) if counts]
        assert anyone[d, 0, j] == bool(counted)
        if not counted:
            continue
        ends = (min(counted), max(counted)) if lower[j] else (max(counted), min(counted))
        assert (top.at((d, 0, j)), bottom.at((d, 0, j))) == ends
        assert with_self.at((d, 0, j)) == sum(counted) / Fraction(len(counted))
        for i, x in enumerate(column):
            rest = counted.copy()
            if peers[d, i, j]:
                rest.remove(x)
            assert others_there[d, i, j] == bool(rest)
            if rest:
                assert without.at((d, i, j)) == sum(rest) / Fraction(len(rest))


def test_places_hold_for_a_whole_country() -> None:
    count = 700_000
    rank, tied = places(
        Exact(np.arange(count)[:, None] // 2, np.array(100)), np.ones((count, 1), dtype=bool), np.array([False])
    )
    assert (rank[-1, 0], rank[0, 0], tied[5, 0]) == (1, count - 1, 2)


def test_at_least_as_good_follows_the_direction() -> None:
    value = Exact.of([["5", "5"], ["6", "6"]])
    mask = at_least_as_good(value, Exact.of("5.5"), np.array([False, True]))
    assert mask.tolist() == [[False, True], [True, False]]
