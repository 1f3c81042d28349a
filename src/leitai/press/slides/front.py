"""The first slides and the last: what this is, the groups at a glance, the lists, how anyone can check it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from pptx.util import Emu, Inches

from leitai.engine.book import Book
from leitai.engine.show import NO_SCORE
from leitai.press.findings import STOP
from leitai.press.imprint import qr_text
from leitai.press.lists import Listed, lists_of
from leitai.press.palette import ACCENT, INK, MUTED
from leitai.press.portions import portions
from leitai.press.release import Release
from leitai.press.slides.deck import INSIDE, LEFT, TOP, Deck
from leitai.press.slides.tables import Column, Item, add_table, name_width
from leitai.press.slides.words import word

FIRST_KINDS = ("speak", "pledge")
LIST_ROWS = 10


def add_cover(deck: Deck, release: Release) -> None:
    """The title, what it may be taken for, who gives it to whom."""
    marks, own, lang = deck.marks, release.particulars, deck.lang
    slide = deck.slide(marks.title)
    heading: Any = slide.shapes.title
    heading.left, heading.top, heading.width, heading.height = LEFT, Inches(1.7), INSIDE, Inches(1.5)
    deck.shape_run(heading.text_frame.paragraphs[0].runs, 36, bold=True)
    deck.text(slide, marks.period, LEFT, Inches(3.35), INSIDE, Inches(0.5), size=24, colour=ACCENT)
    date = own.date.isoformat() if lang == "en" else f"{own.date.year}年{own.date.month}月{own.date.day}日"
    lines = [word("issued", lang, issuer=own.issuer, date=date)]
    lines += [word("document", lang, number=own.document_number)] if own.document_number else []
    lines += [" · ".join((marks.number, marks.audience))]
    lines += [marks.corrects] if marks.corrects else []
    deck.text(slide, "\n".join(lines), LEFT, Inches(4.1), INSIDE, Inches(1.4), size=16)
    if marks.notice:
        deck.text(slide, marks.notice, LEFT, Inches(5.75), INSIDE, Inches(0.5), size=24, bold=True)


def add_overview(deck: Deck, release: Release) -> None:
    """Every group on one slide: how many, who is first, who is last."""
    book, quotes, lang = release.book, deck.quotes, deck.lang
    groups = book.groups()
    with quotes.at(deck.place):
        everyone = quotes.count(sum(len(book.rows(group.id)) for group in groups))
        many = len(groups) > 1
        title = word(
            "overview" if many else "overview_one", lang, n=quotes.count(len(groups)) if many else "", units=everyone
        )
        slide = deck.slide(title, deck.marks.period)
        ends = [[row for row in book.rows(group.id, lang=lang) if row.rank] for group in groups]
        wide = name_width([row.name for rows in ends for row in (rows[:1] + rows[-1:])], 3.6)
        columns = [Column(word("group", lang), name_width([group.name.say(lang) for group in groups], 3.6))]
        columns.append(Column(word("ranked", lang), 1.0, right=True))
        for key in ("first", "last"):
            columns += [Column(word(key, lang), wide), Column(word("total", lang), 1.1, right=True)]
        lines = []
        for group, rows in zip(groups, ends, strict=True):
            line = [Item(group.name.say(lang), bold=True), Item(quotes.count(len(rows)))]
            for row in (rows[0], rows[-1]) if rows else ():
                line += [Item(row.name), Item(quotes.score(row.contestant))]
            lines.append(line + [Item(NO_SCORE, muted=True)] * (len(columns) - len(line)))
        add_table(deck, slide, columns, lines)


def add_lists(deck: Deck, release: Release) -> None:
    """Who speaks and who pledges, then the other lists; what no person has confirmed says so."""
    lists = lists_of(release.book, release.particulars.confirmed, deck.lang)
    _lists(deck, release.book, [one for one in lists if one.award.kind in FIRST_KINDS], talks=True)
    rest = [one for one in lists if one.award.kind not in FIRST_KINDS and one.stated]
    _lists(deck, release.book, rest, talks=False)


def _lists(deck: Deck, book: Book, found: list[Listed], *, talks: bool) -> None:
    quotes, lang = deck.quotes, deck.lang
    if not found:
        return
    groups = {group.id: group.name.say(lang) for group in book.groups()}
    kinds = list(dict.fromkeys(one.award.kind for one in found))
    columns = [
        Column(word("list", lang), name_width([one.award.name.say(lang) for one in found], 2.8) + 0.3),
        Column(word("group", lang), name_width([groups[one.group] for one in found], 3.0)),
        Column(word("names", lang), 5.2),
        Column(word("clause", lang), 1.9),
    ]
    for part in portions(len(found), LIST_ROWS):
        with quotes.at(deck.place):
            title = word("lists_title", lang)
            if talks:
                title = ("，" if lang == "zh" else "; ").join(_counted(deck, kind, found) for kind in kinds)
            slide = deck.slide(title, word("lists_note", lang))
            lines = []
            for one in (found[k] for k in part):
                names = STOP[lang].join(row.name for row in one.rows) or word("nobody", lang)
                proposed = bool(one.rows) and not one.confirmed
                head = one.award.name.say(lang) + (word("proposed", lang) if proposed else "")
                clause = Item(one.award.clause or NO_SCORE, muted=True)
                lines.append([Item(head, bold=True), Item(groups[one.group]), Item(names), clause])
            add_table(deck, slide, columns, lines)


def _counted(deck: Deck, kind: str, found: list[Listed]) -> str:
    """How many speak or pledge, and whether that is only proposed."""
    there = [one for one in found if one.award.kind == kind and one.rows]
    said = word(f"talks_{kind}", deck.lang, n=deck.quotes.count(sum(len(one.rows) for one in there)))
    return said + ("" if all(one.confirmed for one in there) else word("proposed", deck.lang))


def add_check(deck: Deck, release: Release) -> None:
    """The code large enough to be copied from the back of the hall, and what to do with it."""
    book, own, lang = release.book, release.particulars, deck.lang
    slide = deck.slide(word("check_title", lang), word("check_note", lang))
    room = Inches(8.6)
    deck.text(slide, book.code, LEFT, Emu(TOP + Inches(0.15)), room, Inches(0.8), size=32, bold=True, colour=INK)
    deck.text(slide, deck.marks.checked, LEFT, Emu(TOP + Inches(1.15)), room, Inches(1.0), size=16)
    lines = [
        word("number", lang, number=own.number),
        word("edition", lang, id=book.rulebook.id, edition=book.rulebook.edition),
        word("digest", lang, digest=f"{book.rulebook.seal}:{book.digest}"),
    ]
    lines += [word("checkpoint", lang, code=own.checkpoint)] if own.checkpoint else []
    lines += [word("look_up", lang, address=own.address)] if own.address else []
    with deck.quotes.at(str(len(deck.show.slides))):
        lines += [word("trial", lang, n=deck.quotes.count(own.trials))] if own.trials else []
    deck.text(slide, "\n".join(lines), LEFT, Emu(TOP + Inches(2.5)), room, Inches(2.4), size=13, colour=MUTED)
    picture = BytesIO()
    segno.make(qr_text(release), error="m", micro=False).save(picture, kind="png", scale=12, border=2)
    shape = slide.shapes.add_picture(picture, Inches(9.7), Emu(TOP + Inches(0.15)), Inches(3.0))
    shape._element.nvPicPr.cNvPr.set("descr", qr_text(release))
