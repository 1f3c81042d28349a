"""Numbers drawn at random from everything a publication is given out as lead back to their cell and their clause.

Each kind of document has its own test that its numbers are the book's; here they are thrown together, and each is
followed to the end: the book's text to the digit, the explanation that re-adds, the clause, and the filed figures.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import NamedTuple

import pytest

from leitai.engine.assess.plan import ROOT
from leitai.engine.explain import Trace, explain_score, reconcile
from leitai.engine.show import NO_SCORE
from leitai.press.boards import boards_pdf, unit_pages
from leitai.press.papers import news_docx, notice_docx
from leitai.press.release import Release
from leitai.press.site import site_files
from leitai.press.slides import slides_pptx
from leitai.press.wall import wall_html
from tests.press.paper_truth import Truth
from tests.press.publications import demo as meeting
from tests.press.reading_back import numbers_of_boards, numbers_of_slides, numbers_of_units, said_by_book
from tests.press.releases import cleared, demo, in_book, numbers

PICKED = 500


class Drawn(NamedTuple):
    """A number as it is printed somewhere, and what the book says there."""

    own: Release
    contestant: str
    node: str
    text: str
    said: str


@cache
def public() -> Release:
    return cleared(demo(before="2023-Q2"))


@cache
def everything() -> dict[str, list[Drawn]]:
    """Medium → every number of a contestant that it prints of this round."""
    own, met, found = public(), meeting(), dict[str, list[Drawn]]()

    def kept(medium: str, contestant: str, node: str, text: str, said: str) -> None:
        of = met if medium in ("slides", "boards", "unit sheets") else own
        found.setdefault(medium, []).append(Drawn(of, contestant, node or ROOT, text, said))

    pages = {name: data for name, data in site_files(own).items() if name.startswith(("index", "unit-"))}
    for medium, page in (*(("site", page) for page in pages.values()), ("wall", wall_html(own))):
        for one in numbers(page):
            if one.period == own.book.period:
                kept(medium, one.contestant, one.node, one.text, in_book(own, one))
    made = (
        ("slides", numbers_of_slides(slides_pptx(met).data, met.book)),
        ("boards", numbers_of_boards(boards_pdf(met).data, met.book)),
        ("unit sheets", numbers_of_units(unit_pages(met).data, met.book)),
    )
    for medium, read in made:
        for number in read:
            kept(medium, number.contestant, number.node, number.text, said_by_book(met.book, number))
    truth = Truth(own)
    for medium, paper in (("notice", notice_docx(own)), ("news", news_docx(own))):
        for figure in paper.figures:
            if figure.origin.contestant:
                kept(medium, figure.origin.contestant, figure.origin.node, figure.text, truth.of(figure.origin))
    return found


@cache
def traced(period: str, contestant: str) -> Trace:
    return explain_score(next(one.run for one in (public(), meeting()) if one.book.period == period), contestant)


def missing_links(own: Release, contestant: str, node: str) -> list[str]:
    """What is wrong on the way from a number to its figures: a leaf without its clause, a figure nobody filed."""
    filed = {(cell[0], cell[1]) for cell in own.book.result["snapshot"]["cells"]}
    part = next(one for one in traced(own.book.period, contestant).walk() if one.node == node)
    reconcile(part)
    wrong = []
    for leaf in part.walk():
        position = own.book.plan.node_position[leaf.node]
        column = own.book.plan.nodes[position].column
        if column is None:
            continue
        indicator = own.book.plan.columns[column].indicator
        said = " ".join(sentence.say("zh") for sentence in leaf.sentences)
        if indicator.clause not in said:
            wrong.append(f"{contestant} {leaf.node}: no clause")
        formula = own.book.plan.inputs[indicator.id].formula
        roles = own.book.plan.columns[column].method.roles(own.book.plan.columns[column].parameters)
        if formula is None and not roles and (contestant, indicator.id) not in filed:
            wrong.append(f"{contestant} {leaf.node}: no cell")
    return wrong


def test_five_hundred_numbers_lead_back_to_their_cell_and_clause() -> None:
    media = everything()
    assert set(media) == {"site", "wall", "slides", "boards", "unit sheets", "notice", "news"}
    random = Random(500)
    picked = [one for numbers in media.values() for one in random.sample(numbers, min(len(numbers), 50))]
    rest = [one for numbers in media.values() for one in numbers]
    picked += random.sample(rest, PICKED - len(picked))
    assert len(picked) == PICKED
    assert [one for one in picked if one.text.lstrip("+") != one.said.lstrip("+") and one.said != NO_SCORE] == []
    assert [link for one in picked for link in missing_links(one.own, one.contestant, one.node)] == []


@pytest.mark.parametrize("node", ["fai_growth", ROOT])
def test_a_leaf_without_its_clause_would_be_seen(node: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from leitai.engine.explain.trace import Sentence

    monkeypatch.setattr(Sentence, "say", lambda self, lang="zh": "")
    assert any("no clause" in link for link in missing_links(public(), "xiqiao", node))
