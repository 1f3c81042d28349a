"""What every document of a publication is made from: the result and the particulars of its publication.

One `Release` stands behind pages, sheets, slides, boards and the site, so none of them can say something else.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from leitai.engine.assess.run import Run
from leitai.engine.book import Book

Audience = Literal["meeting", "internal", "public"]


@dataclass(frozen=True, slots=True)
class Particulars:
    """A publication but for its result: who gives what to whom, under which number, on which day."""

    number: str
    """The publication's own number, such as 2023-Q2-1; never used twice."""
    audience: Audience
    issuer: str
    """发文机关."""
    date: datetime.date
    """成文日期, also the day of the publication."""
    document_number: str = ""
    """文号, such as 澜考评〔2023〕2号."""
    signer: str = ""
    """签发人."""
    to: str = ""
    """主送, printed as it was signed."""
    copies: str = ""
    """抄送, printed as it was signed."""
    checkpoint: str = ""
    """Short code of the audit log as it stood on that day."""
    address: str = ""
    """Where anyone can look the publication up; empty where there is no such place."""
    supersedes: str = ""
    """Number of the publication this one corrects."""
    reason: str = ""
    """Why it corrects it."""
    trials: int = 0
    """How many trial scorings were made between the freeze and the publication."""
    reviewed: Mapping[str, bool] = field(default_factory=dict)
    """保密审查: figure (indicator, series, adjustment) → whether the recorded review lets the public read it."""
    confirmed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """List of the edition → the contestants a person confirmed for it. A list that is missing is only proposed."""


@dataclass(frozen=True, slots=True)
class Release:
    """A publication ready to be written: `book` says the numbers, `run` is the scoring that explains them."""

    book: Book
    run: Run
    particulars: Particulars
    before: Book | None = None
    """The publication of the round before, for what moved since; None in the first round."""
    superseded: Book | None = None
    """The result this publication corrects, for what changed."""

    @property
    def code(self) -> str:
        """The short code printed on every page."""
        return self.book.code
