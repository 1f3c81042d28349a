"""Releases for tests, and every number of a page held against the book."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any

from leitai import engine
from leitai.engine.assess.plan import ROOT
from leitai.engine.assess.run import Run
from leitai.engine.show import NO_SCORE, show_change
from leitai.press.disclosure import classes
from leitai.press.release import Audience, Particulars, Release
from tests import examples
from tests.contests import contest, figures, leaf, score

LONG = "名字长到四十个字的单位用来看页面会不会把名字截断或者把后面的列挤出屏幕之外去第某某号"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def cleared(release: Release, *held: str) -> Release:
    """As if a review had let every figure out but those held."""
    reviewed = {figure: figure not in held for figure in classes(release.book)}
    return replace(release, particulars=replace(release.particulars, reviewed=reviewed))


def particulars(number: str = "2023-Q3-1", audience: Audience = "public", **more: Any) -> Particulars:
    return Particulars(number, audience, "澜川市大竞赛考评办", datetime.date(2023, 10, 25), **more)


def release_of(run: Run, before: engine.Book | None = None, **more: Any) -> Release:
    return Release(engine.open_book(engine.build_result(run)), run, particulars(**more), before)


def demo(period: str = "2023-Q3", before: str | None = None, **more: Any) -> Release:
    earlier = engine.open_book(examples.result("lanchuan", before)) if before else None
    more.setdefault("confirmed", {"speak": ("shanze",), "pledge": ("jiling",)})
    book = engine.open_book(examples.result("lanchuan", period))
    return Release(book, examples.run("lanchuan", period), particulars(**more), earlier)


def chained() -> Release:
    """The third quarter as a contest runs it: each round scored alone against the one that stands published."""
    before: engine.Book | None = None
    for period in ("2023-Q1", "2023-Q2", "2023-Q3"):
        earlier = engine.earlier_from(before.result) if before else None
        run = engine.score_figures(examples.rulebook("lanchuan"), examples.figures("lanchuan"), period, earlier=earlier)
        release = release_of(run, before)
        before = release.book
    return release


def plain(units: int = 4, values: list[Any] | None = None, names: list[str] | None = None, **more: Any) -> Release:
    """One group, two indicators; `values` are the scores given on the first."""
    filed = values if values is not None else [str(k % 50) for k in range(units)]
    nodes = [leaf("a", "given", "50", clause="第一条"), leaf("b", "given", "50")]
    rows = {"a": filed, "b": ["20"] * units}
    if names:
        more["contestants"] = [{"id": f"u{k}", "name": name} for k, name in enumerate(names)]
    return release_of(score(contest(nodes, units, **more), rows))


def two_rounds(units: int) -> Release:
    """The first round the one way up, the second the other."""
    edition = engine.rulebook_from_plain(contest([leaf("a", "given", "50")], units))
    rising = [f"{k // 15}.{k % 15:02d}" for k in range(units)]
    filed = [*figures({"a": rising}), *figures({"a": rising[::-1]}, "2023-Q2")]
    return release_of(engine.score_figures(edition, filed, "2023-Q2"))


@dataclass(frozen=True)
class Printed:
    """A number of a page: what it says it is, and its text."""

    contestant: str
    node: str
    period: str
    what: str
    text: str


@dataclass
class Reader(HTMLParser):
    """Collects the numbers of a page by their data attributes."""

    found: list[Printed] = field(default_factory=list)
    open: list[tuple[str, dict[str, str | None], list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br", "img", "rect", "circle", "path", "line"):
            self.open.append((tag, dict(attrs), []))

    def handle_data(self, data: str) -> None:
        for _, _, texts in self.open:
            texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, attributes, texts = self.open.pop()
            if "data-what" in attributes:
                where = [attributes[f"data-{key}"] or "" for key in ("contestant", "node", "period", "what")]
                self.found.append(Printed(*where, "".join(texts).strip()))
            if name == tag:
                return


def numbers(page: bytes) -> list[Printed]:
    reader = Reader()
    reader.feed(page.decode("utf-8"))
    return reader.found


def in_book(release: Release, one: Printed) -> str:
    """What the book says at that place, through the book's own formatter."""
    books = [book for book in (release.book, release.before) if book and one.period in book.periods]
    if not books:
        kept = release.book.result["earlier"]["rounds"][one.period][one.contestant]
        assert (one.node, one.what) == (ROOT, "rank"), one
        return str(kept["places"][release.book.rulebook.peers].get("rank", NO_SCORE))
    book = books[0]
    cell = book.cell(one.period, one.contestant, one.node)
    assert cell is not None, one
    if one.what == "score":
        return cell.score
    if one.what == "value":
        return cell.value
    if one.what == "rank":
        return str(cell.rank) if cell.rank else NO_SCORE
    assert one.what == "change", one
    place = book.entry(one.period, one.contestant)["places"][book.rulebook.peers]
    return show_change(place.get("change", ""), book.plan.policies.progress)


def wrong_numbers(release: Release, page: bytes) -> list[tuple[Printed, str]]:
    """Every number of a page that the book does not say; a page without numbers proves nothing."""
    found = numbers(page)
    assert found
    return [(one, said) for one in found if (said := in_book(release, one)) != one.text]


def awkward() -> Iterator[tuple[str, Release]]:
    """What would break a careless page."""
    yield "one unit", plain(1)
    yield "all tied", plain(12, ["30"] * 12)
    yield "nobody has a score", plain(3, ["not_yet_published"] * 3)
    yield "long names", plain(11, names=[f"{LONG}{k}" for k in range(11)])
    yield "names like markup", plain(3, names=["<script>alert(1)</script>", 'a" onload="x', "</script>&amp;"])
    yield (
        "a unit that is not ranked",
        plain(
            3,
            contestants=[
                {"id": "u0", "name": "甲", "ranked": "false"},
                {"id": "u1", "name": "乙"},
                {"id": "u2", "name": "丙"},
            ],
        ),
    )


def root_numbers(page: bytes, what: str) -> dict[str, str]:
    return {one.contestant: one.text for one in numbers(page) if one.node == ROOT and one.what == what}
