"""One indicator across a group: a bar a unit, in order of rank, with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE
from leitai.press.pages import say
from leitai.press.pages.charts import Chart, Figure, Twin
from leitai.press.pages.svg import drawing, element, label

WIDTH, ROW, LABELS, NUMBERS, SIZE = 1200, 34, 400, 120, 20
MOST = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A unit's score: `permille` of the full points is the bar's length."""

    contestant: str
    name: str
    score: str
    rank: int
    permille: int


def bars(node: str, period: str, group: str, found: Sequence[Bar], lang: Lang) -> Chart:
    """Bars in order of rank, those without a rank left to the table."""
    ranked = sorted((bar for bar in found if bar.rank), key=lambda bar: bar.rank)
    drawn = ranked[:MOST]
    title = _finding(group, ranked, lang)
    room = WIDTH - LABELS - NUMBERS
    parts = []
    for k, bar in enumerate(drawn):
        y = k * ROW
        parts += [
            label(f"{bar.rank}  {bar.name}", LABELS - 20, SIZE, x=0, y=y + 24),
            element(
                "rect", x=LABELS, y=y + 6, width=max(room * bar.permille // 1000, 1), height=ROW - 12, class_="bar"
            ),
            element("text", bar.score, x=WIDTH, y=y + 24, font_size=SIZE, text_anchor="end"),
        ]
    svg = drawing(WIDTH, max(len(drawn), 1) * ROW, title, *parts, kind="flow")
    beside: tuple[str, ...] = ()
    if len(ranked) > MOST:
        beside = (say(lang, "图上为前 {n} 名，全部见表。", "The first {n} are drawn; all are in the table.", n=MOST),)
    rows = tuple(
        (
            Figure(bar.name),
            Figure(bar.score, bar.contestant, node, period, "score" if bar.score != NO_SCORE else ""),
            Figure(str(bar.rank) if bar.rank else NO_SCORE, bar.contestant, node, period, "rank"),
        )
        for bar in found
    )
    heads = say(lang, "参赛单位", "Contestant"), say(lang, "得分", "Score"), say(lang, "组内名次", "Rank")
    return Chart(title, say(lang, "分", "points"), svg, Twin(heads, rows), beside)


def _finding(group: str, ranked: Sequence[Bar], lang: Lang) -> str:
    first = [bar.name for bar in ranked if bar.rank == 1]
    if not first:
        return say(lang, "{group}：没有单位在本项排名", "{group}: nobody is ranked here", group=group)
    if len(first) == len(ranked) > 1:
        return say(lang, "{group}：各单位得分相同", "{group}: all alike", group=group)
    if len(first) > 3:
        zh, en = "{group}：{n} 家并列首位，得 {score} 分", "{group}: {n} share the first rank with {score} points"
        return say(lang, zh, en, group=group, n=len(first), score=ranked[0].score)
    names = say(lang, "、", ", ").join(first)
    zh, en = "{group}：{names}居首位，得 {score} 分", "{group}: {names} first with {score} points"
    return say(lang, zh, en, group=group, names=names, score=ranked[0].score)
