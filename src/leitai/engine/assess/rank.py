"""Ranks as the rule says: 1224 or dense, on what was rounded or on the exact value, ties broken in a stated order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from leitai.engine.exact import Exact, Mask

Ranks = np.ndarray[Any, np.dtype[np.int32]]


def keys_of(score: Exact, axis: int = -1) -> np.ndarray[Any, Any]:
    """Integers in the order of the scores along `axis`, equal exactly where the scores are equal."""
    even = score.even(axis)
    num = np.broadcast_to(even.num, even.shape)
    if num.dtype != object:
        return np.asarray(num)
    # Python integers may be wider than int64: replace each by its place among the distinct values.
    distinct = sorted(set(num.ravel().tolist())) if even.den.size == 1 else None
    if distinct is not None:
        code = {value: i for i, value in enumerate(distinct)}
        return np.array([code[v] for v in num.ravel().tolist()], dtype=np.int64).reshape(num.shape)
    moved = np.moveaxis(num, axis, -1)
    codes = np.empty(moved.shape, dtype=np.int64)
    for index in np.ndindex(moved.shape[:-1]):
        row = moved[index].tolist()
        place = {value: i for i, value in enumerate(sorted(set(row)))}
        codes[index] = [place[value] for value in row]
    return np.asarray(np.moveaxis(codes, -1, axis))


def rank(keys: np.ndarray[Any, Any], counted: Mask, dense: bool = False) -> Ranks:
    """Rank along the last axis, the largest key first; 0 where not counted.

    Formula   competition: 1 + number of counted keys that are larger · dense: 1 + number of distinct larger ones
    Shapes    keys, counted (…, contestant) → ranks (…, contestant)
    Example   >>> rank(np.array([7, 9, 7, 5, 8]), np.array([True, True, True, True, False])).tolist()
              [2, 1, 2, 4, 0]
    """
    keys, counted = np.broadcast_arrays(keys, counted)
    n = keys.shape[-1]
    order = np.lexsort((-keys, ~counted), axis=-1)
    ordered = np.take_along_axis(keys, order, axis=-1)
    new = np.ones(keys.shape, dtype=bool)
    new[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    starts = np.where(new, np.arange(1, n + 1), 0)
    placed = np.cumsum(new, axis=-1) if dense else np.maximum.accumulate(starts, axis=-1)
    ranks = np.empty(keys.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, placed.astype(np.int32), axis=-1)
    return np.where(counted, ranks, np.int32(0))


def rank_with_breakers(levels: Sequence[np.ndarray[Any, Any]], counted: Mask, dense: bool = False) -> Ranks:
    """Rank by the first level; ties by the next, and so on; what still ties shares its rank.

    Example   >>> rank_with_breakers([np.array([5, 5, 4]), np.array([1, 2, 9])], np.ones(3, bool)).tolist()
              [2, 1, 3]
    """
    combined = levels[0]
    for level in levels[1:]:
        combined = _codes(combined) * (combined.shape[-1] + 1) + _codes(level)
    return rank(combined, counted, dense)


def _codes(keys: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Dense ascending codes along the last axis, so that two levels fit one integer."""
    everyone = np.ones(keys.shape, dtype=bool)
    return np.asarray(keys.shape[-1] - rank(keys, everyone, dense=True), dtype=np.int64)
