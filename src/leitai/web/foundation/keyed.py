"""What is worked out once and kept per process, by a key that never means another thing."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keyed(Generic[T]):
    """A thing as an argument of a cached function, told from others by its key alone: the same digest is the same.

    >>> Keyed("a1", ["read"]) == Keyed("a1", ["read again"])
    True
    """

    key: Hashable
    thing: T = field(compare=False)
