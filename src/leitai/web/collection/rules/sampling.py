"""抽样核查: which cells are checked in the field. The same seed and the same weights draw the same cells.

Weighted sampling without replacement (Efraimidis and Spirakis 2006): the cells with the largest u^(1/w), where u is
SHA-256(seed, cell) read as a number in (0, 1) and w the cell's risk.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from leitai.engine.errors import Text

# Each sign of risk and what it adds to a weight of one.
RISKS: Mapping[str, tuple[int, Text]] = {
    "explained": (3, Text("异动后作了说明", "explained after a jump")),
    "returned": (3, Text("曾被退回", "sent back before")),
    "corrected": (2, Text("审核后又更正", "corrected after it was verified")),
    "questioned": (2, Text("参赛单位提出疑问", "questioned by the contestant")),
    "late": (1, Text("迟报", "late")),
    "conflict": (3, Text("经办人有利益关联", "somebody with posts on both sides")),
    "no_evidence": (1, Text("没有佐证", "without evidence")),
}


class Drawable(NamedTuple):
    """A cell that could be drawn, with the risks that hold for it."""

    key: str
    risks: tuple[str, ...]

    @property
    def weight(self) -> int:
        return 1 + sum(RISKS[risk][0] for risk in self.risks)


def draw(cells: Iterable[Drawable], size: int, seed: str) -> list[Drawable]:
    """`size` cells, the riskier the likelier; the order they are given in does not matter."""
    ranked = sorted(cells, key=lambda cell: (-_score(seed, cell), cell.key))
    return ranked[: max(size, 0)]


def _score(seed: str, cell: Drawable) -> float:
    bits = int.from_bytes(hashlib.sha256(f"{seed}\n{cell.key}".encode()).digest()[:6], "big")
    return math.log((bits + 1) / (2**48 + 1)) / cell.weight
