"""One figure of every contestant in every round, and why it is not there where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np

from leitai.engine.exact import Exact, Mask

Reasons = np.ndarray[Any, np.dtype[np.int8]]
NO_MARKS: Mapping[str, Mask] = MappingProxyType({})
# Why a cell holds no value. Where several inputs of a formula lack theirs, the largest wins.
PRESENT, UNREPORTED, UNDEFINED, NOT_YET, EXEMPT, NOT_APPLICABLE, INACTIVE = range(7)
BY_STATUS = {
    "verified": PRESENT,
    "late": PRESENT,
    "reported": PRESENT,
    "unreported": UNREPORTED,
    "not_yet_published": NOT_YET,
    "exempt": EXEMPT,
    "not_applicable": NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Values:
    """(round, contestant) values with the reason where there is none.

    marks   how a value came about: late, reported, previous, and the open cases a policy closed
    open    the cases that wait for a ruling, by name
    """

    value: Exact
    reason: Reasons
    marks: Mapping[str, Mask] = field(default_factory=lambda: NO_MARKS)
    open: Mapping[str, Mask] = field(default_factory=lambda: NO_MARKS)

    @property
    def present(self) -> Mask:
        return np.asarray(self.reason == PRESENT)


class Resolver(Protocol):
    """Reads a figure: the input's id, its role, and one period a round."""

    def __call__(self, name: str, role: str, periods: tuple[str, ...]) -> Values: ...


def merged(*tables: Mapping[str, Mask]) -> dict[str, Mask]:
    """Masks under one name joined by or; what holds nowhere is dropped."""
    found: dict[str, Mask] = {}
    for table in tables:
        for name, mask in table.items():
            if mask.any():
                found[name] = found[name] | mask if name in found else mask
    return found
