"""What a publication may state: one rule for its papers, slides, boards, pages and site.

Class of the figure in the rules, audience of the publication and, for the public, the decision of the recorded review:
nothing else decides it, and no document decides it for itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from leitai.engine.book import Book
from leitai.engine.rulebook.model import Adjustment, Indicator, Series
from leitai.press.release import Audience, Release


def may_state(audience: Audience, reviewed: Mapping[str, bool], figure: str, disclosure: str) -> bool:
    """Whether figures and scores of an indicator, series or adjustment may be stated.

    >>> may_state("internal", {}, "gdp", "meeting"), may_state("meeting", {}, "gdp", "meeting")
    (False, True)
    >>> may_state("public", {"gdp": True}, "gdp", "internal"), may_state("public", {}, "gdp", "internal")
    (True, False)
    """
    if audience == "public":
        # A review speaks of the public alone; without one the class in the rules holds.
        return reviewed.get(figure, disclosure == "public")
    return audience == "meeting" or disclosure in ("public", audience)


def classes(book: Book) -> dict[str, str]:
    """Every indicator, series and adjustment with its class in the rules, in the edition's order."""
    rulebook = book.rulebook
    indicators = (column.indicator for column in book.plan.columns)
    items: list[Indicator | Series | Adjustment] = [*indicators, *rulebook.series, *rulebook.adjustments]
    return {item.id: item.disclosure for item in items}


def withheld(release: Release) -> frozenset[str]:
    """The figures that this publication may not state."""
    own = release.particulars
    return frozenset(
        figure
        for figure, disclosure in classes(release.book).items()
        if not may_state(own.audience, own.reviewed, figure, disclosure)
    )
