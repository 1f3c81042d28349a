"""Charts as inline SVG: they print, need no script and give the same bytes each time.

ECharts stays on the pages of the web, where a chart is asked questions. Here a chart only has to be read: on paper,
from a stick and on a wall. Each has a title that states its finding, its unit, its source and
a table with the same numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of a twin: the text as printed and, where it is a number of the book, where it stands there."""

    text: str
    contestant: str = ""
    node: str = ""
    period: str = ""
    what: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """The table that says what a chart shows."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Figure, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """`title` states the finding; `beside` names what the chart could not draw."""

    title: str
    unit: str
    drawing: Markup
    twin: Twin
    beside: tuple[str, ...] = ()
    notice: str = ""
