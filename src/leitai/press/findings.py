"""What a picture shows, said in its title: who leads and by how much, who rose and who fell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from leitai.engine.book import Book, Row
from leitai.engine.errors import Lang, Text
from leitai.press.quotes import Quotes

SAID = {
    "nobody": Text("{group}：没有单位参加排名", "{group}: nobody is ranked"),
    "one": Text("{group}：仅 {name} 一家参加排名，总分 {score} 分", "{group}: only {name} is ranked, total {score}"),
    "tied": Text("{group}：{n} 家总分相同，均为 {score} 分", "{group}: all {n} tied at {score}"),
    "shared": Text("{names}以 {score} 分并列第一", "{names} share first place with {score}"),
    "close": Text(
        "{name}以 {score} 分居首，与第 {next} 名总分相同", "{name} leads with {score}, level with place {next}"
    ),
    "first": Text(
        "{name}以 {score} 分居首，领先第 {next} 名 {lead} 分",
        "{name} leads with {score}, {lead} ahead of place {next}",
    ),
    "many": Text("{n} 家", "{n} contestants"),
    "still": Text("{group}：与上期相比名次没有变化", "{group}: nobody moved since the round before"),
    "rose": Text("{names}上升最多（{change}）", "{names} rose most ({change})"),
    "fell": Text("{names}下降最多（{change}）", "{names} fell most ({change})"),
}
STOP = {"zh": "、", "en": ", "}
NAMED = 3


def say(key: str, lang: Lang, **parts: str) -> str:
    return SAID[key].say(lang).format(**parts)


def names_of(rows: Sequence[Row], lang: Lang, quotes: Quotes) -> str:
    """Up to three names; more are counted."""
    if len(rows) <= NAMED:
        return STOP[lang].join(row.name for row in rows)
    return say("many", lang, n=quotes.count(len(rows)))


def standing_finding(book: Book, group: str, quotes: Quotes) -> str:
    """Who leads a group and by how much."""
    lang = quotes.lang
    name = next(one.name.say(lang) for one in book.groups() if one.id == group)
    ranked = [row for row in book.rows(group, lang=lang) if row.rank]
    if not ranked:
        return say("nobody", lang, group=name)
    first = ranked[0]
    leaders = [row for row in ranked if row.rank == first.rank]
    if len(ranked) == 1:
        return say("one", lang, group=name, name=first.name, score=quotes.score(first.contestant))
    if len(leaders) == len(ranked):
        return say("tied", lang, group=name, n=quotes.count(len(ranked)), score=quotes.score(first.contestant))
    if len(leaders) > 1:
        names = names_of(leaders, lang, quotes)
        return say("shared", lang, names=names, score=quotes.score(first.contestant))
    behind = ranked[1]
    parts = {"name": first.name, "score": quotes.score(first.contestant), "next": quotes.rank(behind)}
    if first.score == behind.score:
        return say("close", lang, **parts)
    return say("first", lang, **parts, lead=quotes.lead(first, behind))


def movers_of(book: Book, group: str, lang: Lang) -> list[Row]:
    """Who moved since the round before, the largest rise first."""
    moved = [row for row in book.rows(group, lang=lang) if row.change and Fraction(row.change) != 0]
    return sorted(moved, key=lambda row: (-Fraction(row.change), book.plan.position[row.contestant]))


def movers_finding(book: Book, group: str, quotes: Quotes) -> str:
    lang = quotes.lang
    name = next(one.name.say(lang) for one in book.groups() if one.id == group)
    moved = movers_of(book, group, lang)
    parts = []
    for key, end, sign in (("rose", 0, 1), ("fell", -1, -1)):
        if moved and Fraction(moved[end].change) * sign > 0:
            same = [row for row in moved if row.change == moved[end].change]
            parts.append(say(key, lang, names=names_of(same, lang, quotes), change=quotes.change(same[0])))
    return ("，" if lang == "zh" else "; ").join(parts) or say("still", lang, group=name)
