"""会议议程: 观摩 → 结果展 → 短片 → 交流发言 → 表态发言 → 部署, with speakers and pledgers from the lists."""

from __future__ import annotations

from collections.abc import Iterator

from leitai.engine.errors import Lang
from leitai.press.papers.bright import chosen
from leitai.press.papers.draft import Draft, Paper, foot
from leitai.press.papers.lists import listed, names
from leitai.press.papers.words import ACTS, AGENDA, AGENDA_WHO, day_words
from leitai.press.papers.words import listed as named
from leitai.press.release import Release
from leitai.press.word.page import Column, Page
from leitai.press.word.pieces import Piece, Pieces, compose, figures_in, joined, plain


def agenda_docx(release: Release, lang: Lang = "zh") -> Paper:
    """The agenda and the figures in it. Times are left for the meeting's own people to write in."""
    draft = Draft(release, lang)
    meetings = [one for one in draft.book.rulebook.meetings if one.period == draft.period]
    meeting = meetings[0] if len(meetings) == 1 else None
    act = meeting.act.say(lang) if meeting is not None else AGENDA["meeting"].say(lang).format(period=draft.round)
    title = AGENDA["title"].say(lang).format(act=act)
    page = Page(title, foot(draft), lang=lang)
    page.title(title)
    page.note(AGENDA["draft"].say(lang))
    day = day_words(meeting.date, lang) if meeting is not None else AGENDA["open"].say(lang)
    page.note(AGENDA["when"].say(lang).format(day=day))
    columns = [Column(AGENDA[key].say(lang), width, key in ("number", "time")) for key, width in WIDTHS]
    table = page.table(columns)
    for k, (key, (item, content)) in enumerate(ACTS.items(), start=1):
        lines = [*who(draft, key)]
        for line in lines:
            page.printed += figures_in(line)
        cells: list[Pieces] = [[str(k)], [item.say(lang)], [content.say(lang)], [plain(line) for line in lines], [""]]
        page.row(table, columns, cells)
    return Paper(page.bytes(), tuple(page.printed))


WIDTHS = (("number", 12), ("act", 32), ("content", 34), ("who", 76), ("time", 18))


def who(draft: Draft, key: str) -> Iterator[list[Piece]]:
    """Whose part an item is: one line a list, or a group."""
    between = "、" if draft.lang == "zh" else ", "
    if key == "visit":
        firsts = [row for group in draft.groups for row in draft.rows(group.id) if row.rank == 1]
        if firsts:
            parts: list[list[Piece]] = [[draft.figure(row.name, "first", row.contestant)] for row in firsts]
            yield compose(AGENDA_WHO["visit"], draft.lang, units=joined(parts, between))
    elif key in ("show", "film"):
        yield [named([group.name.say(draft.lang) for group in draft.groups], draft.lang)]
    elif key in ("speak", "pledge"):
        for one in listed(draft, (key,)):
            units = names(draft, one)
            yield units if one.confirmed else compose(AGENDA_WHO["proposed"], draft.lang, units=units)
    else:
        for group in draft.groups:
            low = [one for one in chosen(draft, group, False) if not one.contestant and draft.shown(one.node)]
            if low:
                said = between.join(one.name.say(draft.lang) for one in low)
                yield compose(AGENDA_WHO["low"], draft.lang, group=group.name.say(draft.lang), list=said)
