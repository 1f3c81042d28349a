"""新闻通稿: a draft for the press in which every figure leads to its cell and clause."""

from __future__ import annotations

from collections.abc import Iterator

from leitai.engine.book import Row
from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Group
from leitai.press.papers.bright import chosen, value_pieces
from leitai.press.papers.cited import cite
from leitai.press.papers.draft import Block, Draft, Paper, foot, how_to_check
from leitai.press.papers.lists import Listed, listed, names
from leitai.press.papers.notice import write
from leitai.press.papers.standings import movers
from leitai.press.papers.words import NEWS, day_words
from leitai.press.release import Release
from leitai.press.word.page import Page
from leitai.press.word.pieces import Origin, Piece, Printed, compose, joined

PODIUM = 3


def news_docx(release: Release, lang: Lang = "zh") -> Paper:
    """The draft and its figures, numbered as the raised numbers in it."""
    draft = Draft(release, lang)
    title = NEWS["title"].say(lang).format(period=draft.round)
    page = Page(title, foot(draft), cites=True, lang=lang)
    page.title(title)
    page.note(NEWS["draft"].say(lang))
    write(page, body(draft))
    figures = tuple(page.printed)
    page.subtitle(NEWS["sources"].say(lang))
    page.text(NEWS["how"].say(lang).format(how=how_to_check(draft)))
    cite(page, draft.book.rulebook, lang)
    return Paper(page.bytes(), figures)


def body(draft: Draft) -> Iterator[Block]:
    lang, own, book = draft.lang, draft.particulars, draft.book
    groups = draft.groups
    yield Block(
        "text",
        compose(
            NEWS["lead"],
            lang,
            day=day_words(own.date, lang),
            issuer=own.issuer,
            period=draft.round,
            number=own.number,
            count=draft.count(len(book.result["values"][book.period]), "contestants"),
            groups=draft.count(len(groups), "groups"),
        ),
    )
    for group in groups:
        if ranked := [row for row in draft.rows(group.id) if row.rank]:
            yield Block("text", _ends(draft, group, ranked))
    for group in groups:
        if said := _indicators(draft, group):
            yield Block("text", said)
    for block in movers(draft):
        yield Block("text", block.pieces)
    yield from _speeches(draft)
    for meeting in book.rulebook.meetings:
        if meeting.period == book.period:
            day = Printed(day_words(meeting.date, lang), Origin("meeting", book.period))
            yield Block("text", compose(NEWS["meeting"], lang, day=day, act=meeting.act.say(lang)))


def _ends(draft: Draft, group: Group, ranked: list[Row]) -> list[Piece]:
    """Who is first, second, third and last of a group; of one alone, or of all alike, no more than that."""
    first, last, lang = ranked[0], ranked[-1], draft.lang
    name, score = group.name.say(lang), draft.of_row(first, "total")
    if len(ranked) == 1:
        return compose(NEWS["alone"], lang, group=name, first=first.name, score=score)
    if first.rank == last.rank:
        return compose(NEWS["tied"], lang, group=name, score=score)
    firsts = [row for row in ranked if row.rank == first.rank]
    lasts = [row for row in ranked if row.rank == last.rank]
    following = [
        compose(
            NEWS["next"],
            lang,
            name=row.name,
            score=draft.of_row(row, "total"),
            rank=draft.of_row(row, "rank"),
        )
        for row in ranked
        if first.rank < row.rank <= PODIUM and row not in lasts
    ]
    between = "、" if lang == "zh" else ", "
    return compose(
        NEWS["first"],
        lang,
        group=name,
        first=between.join(row.name for row in firsts),
        score=score,
        next=joined(following, ""),
        last=between.join(row.name for row in lasts),
        low=draft.of_row(last, "total"),
    )


def _indicators(draft: Draft, group: Group) -> list[Piece]:
    """The group's 亮点 of contestants, with value and place; those the audience may see."""
    found = [one for one in chosen(draft, group, True) if one.contestant and draft.shown(one.node)]
    parts = [
        compose(
            NEWS["one"],
            draft.lang,
            name=draft.name(one.contestant),
            node=one.name.say(draft.lang),
            value=value_pieces(draft, one),
            group=group.name.say(draft.lang),
            rank=draft.figure(one.rank, "node_rank", one.contestant, one.node),
        )
        for one in found
    ]
    if not parts:
        return []
    return compose(NEWS["good"], draft.lang, list=joined(parts, "；" if draft.lang == "zh" else "; "))


def _speeches(draft: Draft) -> Iterator[Block]:
    """Who speaks and who pledges: stated where a person confirmed it, proposed where none did."""
    for kind in ("speak", "pledge"):
        for one in listed(draft, (kind,)):
            yield Block("text", speech(draft, kind, one))


def speech(draft: Draft, kind: str, one: Listed) -> list[Piece]:
    return compose(NEWS[kind if one.confirmed else f"{kind}_proposed"], draft.lang, units=names(draft, one))
