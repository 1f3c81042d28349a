"""Two orders of the same things: one order to report both in, and which things moved.

>>> together(["a", "b", "c"], ["c", "a", "x"])
['c', 'a', 'b', 'x']
>>> moved(["a", "b", "c", "d"], ["b", "c", "d", "a"])
{'a'}
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def together(old: Sequence[Key], new: Sequence[Key]) -> list[Key]:
    """All keys in the new order, each key that is gone after the one it used to follow."""
    known = set(new)
    behind: dict[Key | None, list[Key]] = {}
    last: Key | None = None
    for key in old:
        if key in known:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    order = list(behind.get(None, ()))
    for key in new:
        order += [key, *behind.get(key, ())]
    return order


def moved(old: Sequence[Key], new: Sequence[Key]) -> set[Key]:
    """The fewest keys whose moving turns the one order into the other; keys of only one side do not count."""
    position = {key: at for at, key in enumerate(old)}
    kept = [key for key in new if key in position]
    tails: list[int] = []
    ends: list[Key] = []
    before: dict[Key, Key | None] = {}
    for key in kept:
        at = bisect_left(tails, position[key])
        before[key] = ends[at - 1] if at else None
        tails[at : at + 1] = [position[key]]
        ends[at : at + 1] = [key]
    stay: set[Key] = set()
    last: Key | None = ends[-1] if ends else None
    while last is not None:
        stay.add(last)
        last = before[last]
    return set(kept) - stay
