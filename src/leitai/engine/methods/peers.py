"""What a contestant's peers say: places, best and worst, the average. Exact, and for any leading axes.

A figure that is present but not among the peers (参与评价、不定等级) is measured against them and never moves them.
"""

from __future__ import annotations

import numpy as np

from leitai.engine.exact import Exact, IntArray, Mask, where


def whole(numbers: IntArray) -> Exact:
    """Integers as exact numbers."""
    return Exact(numbers, np.array(1))


def without_peers(peers: Mask, present: Mask) -> Mask:
    """Where a figure is present and there is nobody to measure it against."""
    return present & ~peers.any(axis=-2, keepdims=True)


def at_least_as_good(value: Exact, bound: Exact, lower: Mask) -> Mask:
    """Where the figure reaches the bound, in the indicator's direction."""
    return np.where(lower, value.le(bound), value.ge(bound))


def oriented(value: Exact, lower: Mask) -> Exact:
    """The figures turned so that more is better."""
    return Exact(np.where(lower, -value.num, value.num), value.den)


def best(value: Exact, peers: Mask, lower: Mask) -> Exact:
    """组内最好值, kept as one row; 0 where there are no peers."""
    return oriented(oriented(value, lower).highest(-2, peers), lower)


def worst(value: Exact, peers: Mask, lower: Mask) -> Exact:
    """组内最差值, kept as one row; 0 where there are no peers."""
    return oriented(oriented(value, lower).lowest(-2, peers), lower)


def average(value: Exact, peers: Mask, include_self: bool) -> tuple[Exact, Mask]:
    """组内平均, of all peers or of the others; and where there is anyone to average."""
    count = peers.sum(axis=-2, keepdims=True)
    total = _row(value.sum(-2, peers))
    if not include_self:
        count = count - peers
        total = total - where(peers, value, Exact.of(0))
    anyone = count > 0
    return total.over(whole(count), where=anyone), anyone


def places(value: Exact, peers: Mask, lower: Mask) -> tuple[IntArray, IntArray]:
    """The place among the peers (1 + how many are strictly better) and how many peers hold exactly the same figure.

    One sort a column: peers are counted along the sorted column, and the counts at both ends of a run of equal
    figures are carried over the run.
    """
    keys = oriented(value, lower).keys(-2)
    shape = np.broadcast_shapes(keys.shape, peers.shape)
    figures = np.broadcast_to(keys, shape)
    order = np.argsort(-figures, axis=-2, kind="stable")
    figures = np.take_along_axis(figures, order, axis=-2)
    counted = np.take_along_axis(np.broadcast_to(peers, shape), order, axis=-2)
    upto = np.cumsum(counted, axis=-2)
    starts = np.ones(shape, dtype=bool)
    starts[..., 1:, :] = figures[..., 1:, :] != figures[..., :-1, :]
    ends = np.ones(shape, dtype=bool)
    ends[..., :-1, :] = starts[..., 1:, :]
    better = np.maximum.accumulate(np.where(starts, upto - counted, 0), axis=-2)
    most = shape[-2] + 1
    reached = np.where(ends, upto, most)[..., ::-1, :]
    reached = np.minimum.accumulate(reached, axis=-2)[..., ::-1, :]
    rank, tied = np.empty(shape, dtype=np.int64), np.empty(shape, dtype=np.int64)
    np.put_along_axis(rank, order, better + 1, axis=-2)
    np.put_along_axis(tied, order, reached - better, axis=-2)
    return rank, tied


def _row(total: Exact) -> Exact:
    """A sum over contestants put back as one row."""
    den = total.den if total.den.ndim == 0 else total.den[..., None, :]
    return Exact(total.num[..., None, :], den)
