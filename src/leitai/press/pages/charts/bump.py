"""Rank over time: one line a unit; who rose and who fell furthest stand out by weight and dash, not by colour alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from leitai.engine.book import Book
from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE
from leitai.press.pages import say
from leitai.press.pages.board import Board, Line, round_name
from leitai.press.pages.charts import Chart, Figure, Twin
from leitai.press.pages.svg import drawing, element, label

WIDTH, STEP, TOP, SIDE, BOTTOM, SIZE = 1600, 36, 64, 360, 24, 22
SHARING = 2
"""Names written out on a line that several share."""
MOST = 40
"""Lines drawn; whoever stands further back is in the table, and the chart says so."""


def bump(book: Book, board: Board, lang: Lang) -> Chart | None:
    """The places of a group over the rounds the release knows; None in a first round."""
    if len(board.periods) < 2:
        return None
    drawn = board.ranked[:MOST]
    rounds = [round_name(book, period, lang) for period in board.periods]
    title, rise, fall = _finding(board, lang)
    last = min(max((place for line in drawn for place in line.past), default=1), MOST)
    # Whoever stood behind the last place drawn comes in from the foot of the chart.
    deepest = last + 1 if any(place > last for line in drawn for place in line.past) else last
    height = TOP + deepest * STEP + BOTTOM
    heads = [
        element("text", name, x=_x(k, len(rounds)), y=TOP - 30, font_size=SIZE, text_anchor="middle", class_="axis")
        for k, name in enumerate(rounds)
    ]
    # Those that stand out are drawn last, over the others.
    order = sorted(drawn, key=lambda line: line in (rise, fall))
    lines = [_line(line, len(rounds), deepest, _kind(line, rise, fall)) for line in order]
    names = _names(drawn, len(rounds), deepest, (rise, fall), lang)
    svg = drawing(WIDTH, height, title, *heads, *lines, *names, kind="bump")
    beside: tuple[str, ...] = ()
    if len(board.ranked) > MOST:
        beside = (say(lang, "图上为前 {n} 名，全部见表。", "The first {n} are drawn; all are in the table.", n=MOST),)
    return Chart(title, say(lang, "名次", "rank"), svg, _twin(board, rounds, lang), beside)


def _finding(board: Board, lang: Lang) -> tuple[str, Line | None, Line | None]:
    moved = [line for line in board.ranked if line.rank_before]
    rise = max(moved, key=lambda line: line.risen, default=None)
    fall = min(moved, key=lambda line: line.risen, default=None)
    rise = rise if rise and rise.risen > 0 else None
    fall = fall if fall and fall.risen < 0 else None
    parts = []
    if rise:
        parts.append(say(lang, "{name}上升 {n} 位，升幅最大", "{name} rose most, by {n}", name=rise.name, n=rise.risen))
    if fall:
        parts.append(
            say(lang, "{name}下降 {n} 位，降幅最大", "{name} fell most, by {n}", name=fall.name, n=-fall.risen)
        )
    if not moved:
        parts.append(say(lang, "上轮没有名次可比", "no rank of the round before to compare with"))
    elif not parts:
        parts.append(say(lang, "各单位名次与上轮相同", "every unit kept its place"))
    return f"{board.name}{say(lang, '：', ': ')}{say(lang, '；', '; ').join(parts)}", rise, fall


def _kind(line: Line, rise: Line | None, fall: Line | None) -> str:
    return "rise" if line is rise else "fall" if line is fall else "other"


def _x(k: int, count: int) -> int:
    """Rounds stand from left to right before the names."""
    return SIDE // 2 + (WIDTH - SIDE - SIDE // 2) * k // (count - 1)


def _y(place: int, deepest: int) -> int:
    return TOP + (min(place, deepest) - 1) * STEP + STEP // 2


def _line(line: Line, count: int, deepest: int, kind: str) -> Markup:
    points = [(_x(k, count), _y(place, deepest), place) for k, place in enumerate(line.past) if 0 < place <= deepest]
    parts = []
    for piece in _pieces(line.past):
        path = " ".join(f"{'M' if k == piece[0] else 'L'}{_x(k, count)} {_y(line.past[k], deepest)}" for k in piece)
        parts.append(element("path", d=path, fill="none", class_="path"))
    for x, y, place in points:
        parts.append(element("circle", cx=x, cy=y, r=15, class_="dot"))
        parts.append(element("text", str(place), x=x, y=y + 6, font_size=16, text_anchor="middle", class_="place"))
    return element("g", *parts, class_=kind)


def _names(
    drawn: Sequence[Line], count: int, deepest: int, marked: Sequence[Line | None], lang: Lang
) -> Iterator[Markup]:
    """Names at the right; those that share a rank share a line."""
    by_rank: dict[int, list[Line]] = {}
    for line in drawn:
        by_rank.setdefault(line.rank, []).append(line)
    for rank, lines in by_rank.items():
        x, y = _x(count - 1, count) + 28, _y(rank, deepest) + 8
        kind = "name marked" if any(line in marked for line in lines) else "name"
        names = say(lang, "、", ", ").join(line.name for line in lines)
        if len(lines) > SHARING:
            names = say(lang, "{first}等 {n} 家", "{first} and {n} more", first=lines[0].name, n=_others(lines, lang))
        yield label(names, SIDE - 40, SIZE, x=x, y=y, class_=kind)


def _others(lines: Sequence[Line], lang: Lang) -> int:
    """Chinese counts all of them, English those besides the first."""
    return len(lines) if lang == "zh" else len(lines) - 1


def _pieces(past: Sequence[int]) -> list[list[int]]:
    """Runs of rounds without a gap: a line never crosses a round in which there was no rank."""
    pieces: list[list[int]] = []
    for k, place in enumerate(past):
        if not place:
            continue
        if pieces and pieces[-1][-1] == k - 1:
            pieces[-1].append(k)
        else:
            pieces.append([k])
    return pieces


def _twin(board: Board, rounds: Sequence[str], lang: Lang) -> Twin:
    rows = tuple(
        (
            Figure(line.name),
            *(
                Figure(str(place) if place else NO_SCORE, line.contestant, "total", period, "rank")
                for period, place in zip(board.periods, line.past, strict=True)
            ),
        )
        for line in board.lines
    )
    return Twin((say(lang, "参赛单位", "Contestant"), *rounds), rows)
