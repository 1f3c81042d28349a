"""新闻通稿 from a published report alone: an edition without rules, whose every fact is quoted from its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import Contestant, Rulebook, Source, Statement
from leitai.press.papers.cited import QUOTATIONS, cite
from leitai.press.papers.draft import Block, Paper
from leitai.press.papers.notice import write
from leitai.press.papers.words import NEWS, REPORTED, day_words
from leitai.press.word.page import Page
from leitai.press.word.pieces import Origin, Piece, Printed, compose, joined

QUOTATION = re.compile(r"「[^」]*」")


def reported_docx(rulebook: Rulebook, period: str, lang: Lang = "zh") -> Paper:
    """The draft and its facts; each leads to the words of the source."""
    title = rulebook.title.say(lang)
    notice = rulebook.notice.say(lang) if rulebook.notice else ""
    page = Page(title, [notice] if notice else [], cites=True, lang=lang)
    page.title(title)
    page.note(NEWS["draft"].say(lang))
    write(page, body(rulebook, period, lang))
    figures = tuple(page.printed)
    page.subtitle(NEWS["sources"].say(lang))
    cite(page, rulebook, lang, REPORTED["quoted"], QUOTATIONS)
    return Paper(page.bytes(), figures)


def body(rulebook: Rulebook, period: str, lang: Lang) -> Iterator[Block]:
    """The meeting day by day, then ranks, speeches and what else the source tells of a contestant."""
    told = [one for one in rulebook.statements if one.period == period]
    for id_ in dict.fromkeys(one.source for one in told):
        source = next(one for one in rulebook.sources if one.id == id_)
        yield Block("text", compose(REPORTED["lead"], lang, source=_source(source, lang)))
    for meeting in rulebook.meetings:
        if meeting.period == period:
            origin = Origin("meeting", period, clause=meeting.note)
            day = Printed(day_words(meeting.date, lang), origin)
            act = Printed(meeting.act.say(lang), origin)
            yield Block("text", compose(NEWS["meeting"], lang, day=day, act=act))
    for fact, found in groupby(told, key=lambda one: one.fact):
        statements = list(found)
        if fact in ("spoke", "pledged"):
            yield Block("text", compose(REPORTED[fact], lang, names=_names(rulebook, statements, lang)))
            continue
        for one in statements:
            words = compose(
                REPORTED[fact],
                lang,
                group=_group(rulebook, one.contestant, lang),
                name=_name(rulebook, one, lang),
                value=one.value,
            )
            yield Block("text", words)
    yield from _people(rulebook, period, lang)
    for contestant in rulebook.contestants:
        if quoted := _quoted(contestant.note):
            name = Printed(contestant.name.say(lang), Origin("told", period, contestant.id, clause=quoted))
            yield Block("text", compose(REPORTED["told"], lang, name=name, note=quoted))


def _quoted(note: str) -> str:
    """The words of the source in a note; the rest of it is ours and not for print."""
    return "；".join(QUOTATION.findall(note))


def _source(source: Source, lang: Lang) -> str:
    day = day_words(source.issued, lang) if source.issued else ""
    return REPORTED["source"].say(lang).format(note=source.note, day=day, title=source.title.say(lang))


def _name(rulebook: Rulebook, one: Statement, lang: Lang) -> Printed:
    contestant = next(c for c in rulebook.contestants if c.id == one.contestant)
    origin = Origin(one.fact, one.period, one.contestant, clause=f"「{one.quotation}」", source=one.source)
    return Printed(contestant.name.say(lang), origin)


def _names(rulebook: Rulebook, found: list[Statement], lang: Lang) -> list[Piece]:
    parts: list[list[Piece]] = [[_name(rulebook, one, lang)] for one in found]
    return joined(parts, "、" if lang == "zh" else ", ")


def _group(rulebook: Rulebook, contestant: str, lang: Lang) -> str:
    peers = next(one for one in rulebook.groupings if one.id == rulebook.peers)
    return next(group.name.say(lang) for group in peers.groups if contestant in {member.id for member in group.members})


def _people(rulebook: Rulebook, period: str, lang: Lang) -> Iterator[Block]:
    """Contestants headed by one person; nobody is named."""
    heads: dict[str, list[Contestant]] = {}
    for one in rulebook.contestants:
        if one.head:
            heads.setdefault(one.head, []).append(one)
    for found in heads.values():
        if len(found) > 1:
            quoted = _quoted("".join(one.note for one in found))
            parts: list[list[Piece]] = [
                [Printed(one.name.say(lang), Origin("same_head", period, one.id, clause=quoted))] for one in found
            ]
            names = joined(parts, Text("、", " and ").say(lang))
            yield Block("text", compose(REPORTED["same_head"], lang, names=names))
