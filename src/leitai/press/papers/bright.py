"""亮点 and 不足 in words, from what the engine chose by its rule; what the audience may not see is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leitai.engine.compare import Highlight
from leitai.engine.compare.sentences import UNREPORTED, value_text
from leitai.engine.decimals import decimal_text
from leitai.engine.rulebook.model import Group
from leitai.engine.show import show_rate
from leitai.press.papers.draft import Block, Draft
from leitai.press.papers.words import BRIGHT, MEDIANS, SIDES
from leitai.press.word.pieces import Piece, compose, joined


def bright(draft: Draft, good: bool) -> Iterator[Block]:
    """Each group's, track by track, then the indicators on which the whole group does best or worst."""
    for group in draft.groups:
        found = chosen(draft, group, good)
        named = [one for one in found if draft.shown(one.node)]
        yield Block("subheading", [group.name.say(draft.lang)])
        for one in named:
            if one.contestant:
                yield Block("point", own_words(draft, one))
        medians = [one for one in named if not one.contestant]
        if medians:
            yield Block("point", median_words(draft, medians, good))
        if not named:
            yield Block("text", compose(BRIGHT["hidden" if found else "none"], draft.lang))


def chosen(draft: Draft, group: Group, good: bool) -> list[Highlight]:
    return [one for one in draft.chosen[group.id] if one.good == good]


def own_words(draft: Draft, one: Highlight) -> list[Piece]:
    """A contestant on an indicator: value, points, place and distance to the median."""
    lang = draft.lang
    full = draft.figure(decimal_text(one.full), "full", one.contestant, one.node)
    score = draft.figure(one.score, "score", one.contestant, one.node)
    tied = compose(BRIGHT["tied"], lang, tied=draft.figure(one.tied, "tied", one.contestant, one.node))
    track = draft.book.node(one.track).name.say(lang)
    return compose(
        BRIGHT["own"],
        lang,
        track=track,
        name=draft.name(one.contestant),
        node=one.name.say(lang),
        value=value_pieces(draft, one),
        points=compose(BRIGHT["counted" if UNREPORTED in one.flags else "points"], lang, score=score, full=full),
        tied=tied if one.tied > 1 else "",
        rank=draft.figure(one.rank, "node_rank", one.contestant, one.node),
        of=draft.figure(one.of, "node_of", one.contestant, one.node),
        side=SIDES[one.lead > 0].say(lang),
        lead=draft.figure(show_rate(abs(one.lead)), "lead", one.contestant, one.node),
    )


def value_pieces(draft: Draft, one: Highlight) -> list[Piece]:
    """The value with its unit, or that none was reported."""
    if UNREPORTED in one.flags:
        return compose(BRIGHT["unreported"], draft.lang)
    if not one.value:
        return []
    unit = value_text("", one.unit) or value_text("1", one.unit)[1:]
    if draft.lang == "zh":
        unit = unit.strip()
    value = draft.figure(one.value, "value", one.contestant, one.node)
    return compose(BRIGHT["value"], draft.lang, value=value, unit=unit)


def median_words(draft: Draft, found: Sequence[Highlight], good: bool) -> list[Piece]:
    """The indicators on which the whole group does best or worst."""
    parts = [
        compose(
            BRIGHT["rate"],
            draft.lang,
            node=one.name.say(draft.lang),
            rate=draft.figure(show_rate(one.median_rate), "median_rate", node=one.node, group=one.group),
        )
        for one in found
    ]
    between = "、" if draft.lang == "zh" else ", "
    side = MEDIANS[good].say(draft.lang)
    return compose(BRIGHT["group"], draft.lang, side=side, list=joined(parts, between))
