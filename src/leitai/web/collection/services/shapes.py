"""What goes into an act on figures and what comes out of it, cell by cell."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from leitai.web.collection.rules.checks import Finding

MOST = 5000
"""Figures in one act: more is a file, and goes the way of files."""
Origin = Literal["typed", "pasted", "file", "import"]
NoValue = Literal["", "not_yet_published", "not_applicable", "exempt"]
Done = Literal["saved", "conflict", "refused", "explain", "unchanged"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure as somebody wrote it, with the version she saw. Nothing written and no reason takes it back."""

    cell: int
    expected: int
    written: str
    no_value: NoValue = ""
    vintage: str = "final"
    note: str = ""
    source: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One figure somebody decides on, with the version she saw."""

    cell: int
    expected: int


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else made of it in the meantime."""

    value: str
    state: str
    person: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one cell. `explain`: saved, and waiting for a sentence. `theirs`: only in a conflict."""

    cell: int
    done: Done
    version: int
    state: str
    value: str
    findings: tuple[Finding, ...] = ()
    theirs: Theirs | None = None
    ours: str = ""
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a whole act."""

    batch: str
    at: datetime.datetime
    outcomes: Sequence[Outcome]

    def of(self, done: Done) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.done == done]

    @property
    def saved(self) -> int:
        return sum(outcome.done in ("saved", "explain", "unchanged") for outcome in self.outcomes)
