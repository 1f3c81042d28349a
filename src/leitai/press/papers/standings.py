"""总体情况, 排名情况 and 名次变化 in words, group by group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Row
from leitai.engine.compare import Moved, Places, median, points_text
from leitai.engine.errors import Text
from leitai.engine.rulebook.model import Group
from leitai.press.papers.draft import Block, Draft
from leitai.press.papers.words import MOVED, OVERALL, RANKS
from leitai.press.word.pieces import Piece, compose, joined

FIRST = 3  # how many are named from each end of a ranking
SHORT = 8  # a group no larger than this is named whole


def overall(draft: Draft) -> Iterator[Block]:
    """How many are ranked, from where to where their totals reach, grades, and how many rose since the round before."""
    for group in draft.groups:
        rows = draft.rows(group.id)
        ranked = [row for row in rows if row.rank]
        if not ranked:
            yield Block("text", compose(OVERALL["nobody"], draft.lang, group=group.name.say(draft.lang)))
            continue
        totals = {one.contestant: one.score for one in draft.fields[group.id].ranked(ROOT) if one.score is not None}
        middle = points_text(draft.book, median(list(totals.values())))
        rest = len(rows) - len(ranked)
        by_total = sorted(ranked, key=lambda row: totals[row.contestant])  # who is put last may have more
        yield Block(
            "text",
            compose(
                OVERALL["group"],
                draft.lang,
                group=group.name.say(draft.lang),
                of=draft.count(len(ranked), "ranked", group.id),
                high=draft.of_row(by_total[-1], "total"),
                low=draft.of_row(by_total[0], "total"),
                median=draft.figure(middle, "median_total", group=group.id),
                grades=_grades(draft, group, rows),
                rest=compose(OVERALL["rest"], draft.lang, count=draft.count(rest, "unranked", group.id))
                if rest
                else "",
                trend=_trend(draft, group, rows),
            ),
        )


def _grades(draft: Draft, group: Group, rows: Sequence[Row]) -> list[Piece]:
    found = []
    for grade in draft.book.rulebook.grades:
        number = sum(1 for row in rows if row.grade == grade.id)
        if number:
            count = draft.count(number, f"grade:{grade.id}", group.id)
            found.append(compose(OVERALL["grade"], draft.lang, grade=grade.name.say(draft.lang), count=count))
    between = "、" if draft.lang == "zh" else ", "
    return compose(OVERALL["grades"], draft.lang, list=joined(found, between)) if found else []


def _trend(draft: Draft, group: Group, rows: Sequence[Row]) -> list[Piece]:
    steps = [draft.moves[row.contestant] for row in rows if row.contestant in draft.moves]
    if not steps:
        return []
    up, down = sum(1 for step in steps if step.change > 0), sum(1 for step in steps if step.change < 0)
    same = draft.count(len(steps) - up - down, "totals_same", group.id)
    return compose(
        OVERALL["trend"],
        draft.lang,
        up=draft.count(up, "totals_up", group.id),
        down=draft.count(down, "totals_down", group.id),
        same=compose(OVERALL["same"], draft.lang, same=same) if up + down < len(steps) else "",
    )


def rankings(draft: Draft) -> Iterator[Block]:
    """The first and the last of every group; a small group whole."""
    for group in draft.groups:
        ranked = [row for row in draft.rows(group.id) if row.rank]
        if not ranked:
            continue
        yield Block("subheading", [group.name.say(draft.lang)])
        if len(ranked) <= SHORT:
            yield Block("text", compose(RANKS["all"], draft.lang, list=_places(draft, ranked)))
            continue
        first = [row for row in ranked if row.rank <= FIRST]
        last = [row for row in ranked if row.rank_last <= FIRST and row not in first]
        yield Block(
            "text",
            compose(RANKS["ends"], draft.lang, first=_places(draft, first), last=_places(draft, last)),
        )
    yield Block("text", compose(RANKS["tables"], draft.lang))


def _places(draft: Draft, rows: Sequence[Row]) -> list[Piece]:
    parts = [
        compose(
            RANKS["one"],
            draft.lang,
            name=row.name,
            rank=draft.of_row(row, "rank"),
            score=draft.of_row(row, "total"),
        )
        for row in rows
    ]
    return joined(parts, "、" if draft.lang == "zh" else ", ")


def movers(draft: Draft) -> Iterator[Block]:
    """Who gained and who lost most places in each group, with how much of it was its own doing."""
    for group in draft.groups:
        rows = [row for row in draft.rows(group.id) if row.rank and row.rank_before]
        name = group.name.say(draft.lang)
        if not rows:
            yield Block("point", compose(MOVED["first"], draft.lang, group=name))
            continue
        said: list[Piece] = []
        for key, sign in (("rose", 1), ("fell", -1)):
            most = max((row.rank_before - row.rank) * sign for row in rows)
            if most > 0:
                found = [row for row in rows if (row.rank_before - row.rank) * sign == most]
                for k, row in enumerate(found):
                    said += _mover(draft, name if not said else "", key, row, most, draft.moves.get(row.contestant), k)
        yield Block("point", said or compose(MOVED["still"], draft.lang, group=name))


def _mover(draft: Draft, group: str, key: str, row: Row, most: int, step: Moved | None, nth: int) -> list[Piece]:
    words = MOVED[key]
    if not group and key == "rose":
        words = Text(words.zh.replace("{group}", ""), words.en.replace("{group}: ", ""))
    if nth:
        words = Text(words.zh.replace("最多的是", "同样多的是"), words.en.replace(" most", " as much"))
    split = _split(draft, row.contestant, step.places) if step is not None and step.places is not None else []
    said = compose(
        words,
        draft.lang,
        group=group,
        name=row.name,
        before=draft.of_row(row, "rank_before"),
        rank=draft.of_row(row, "rank"),
        places=draft.figure(most, "places", row.contestant),
        split=split,
    )
    lead = f"{group}: " if group and key == "fell" and draft.lang == "en" else group if key == "fell" else ""
    said = [lead, *said] if lead else said
    return [*said, " "] if draft.lang == "en" else said


def _split(draft: Draft, contestant: str, places: Places) -> list[Piece]:
    """How much of it was its own doing, where both had a hand in it."""
    if not places.own or not places.others:
        return []
    own, others = (
        compose(MOVED["up" if part > 0 else "down"], draft.lang, places=draft.figure(abs(part), what, contestant))
        for part, what in ((places.own, "places_own"), (places.others, "places_others"))
    )
    return compose(MOVED["split"], draft.lang, own=own, others=others)
