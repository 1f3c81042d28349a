"""The map: units as tiles or outlines, shaded by fifths of the group's ranking, each with its rank as a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.show import NO_SCORE
from leitai.press.pages import say
from leitai.press.pages.board import FIFTHS, Board, Line
from leitai.press.pages.charts import Chart, Figure, Twin
from leitai.press.pages.shapes import Ring, Shapes
from leitai.press.pages.svg import drawing, element, label, label_lines

WIDE, HIGH, GAP = 168, 112, 8
FRAME_WIDTH, FRAME_HEIGHT, EDGE = 1400, 900, 20


def places(rulebook: Rulebook, board: Board, shapes: Shapes, lang: Lang) -> Chart | None:
    """The map of a group; None where none of its units has a shape."""
    lines = {line.contestant: line for line in board.lines}
    drawn = [unit for unit in (*shapes.tiles, *shapes.outlines) if unit in lines]
    if not drawn:
        return None
    title = _finding(board, [lines[unit] for unit in drawn], lang)
    names = {one.id: one.name.say(lang) for one in rulebook.contestants}
    svg = _tiles(shapes, lines, names, title) if shapes.tiles else _outlines(shapes, lines, names, title)
    beside = tuple(
        say(lang, "{name}（第 {rank} 名）", "{name} ({rank})", name=line.name, rank=line.rank or NO_SCORE)
        for line in board.lines
        if line.contestant not in drawn
    )
    unit = say(lang, "组内名次，颜色越浓越靠前", "rank in the group; the stronger the colour, the nearer the first")
    return Chart(title, unit, svg, _twin(board, lang), beside, _notice(rulebook, shapes))


def _notice(rulebook: Rulebook, shapes: Shapes) -> str:
    """What the map says of itself, such as 审图号, unless the page says it anyway."""
    said = rulebook.notice
    return "" if said is not None and shapes.notice in (said.zh, said.en) else shapes.notice


def _finding(board: Board, drawn: Sequence[Line], lang: Lang) -> str:
    first = [line.name for line in board.ranked if line.rank <= 3] if drawn else []
    if not first:
        return say(lang, "{group}在图上的位置", "Where {group} lie", group=board.name)
    return say(
        lang,
        "{group}前三名：{names}",
        "{group}, the first three: {names}",
        group=board.name,
        names=say(lang, "、", ", ").join(first),
    )


def fifth(line: Line) -> int | None:
    """Which fifth of the ranked a unit is in, 0 the best."""
    return min((line.rank - 1) * FIFTHS // max(line.of, 1), FIFTHS - 1) if line.rank else None


def _class(line: Line | None) -> str:
    if line is None:
        return "elsewhere"
    place = fifth(line)
    return "unranked" if place is None else f"f{place}"


def _tiles(shapes: Shapes, lines: Mapping[str, Line], names: Mapping[str, str], title: str) -> Markup:
    columns = 1 + max(column for column, _ in shapes.tiles.values())
    rows = 1 + max(row for _, row in shapes.tiles.values())
    parts = []
    for unit, (column, row) in sorted(shapes.tiles.items(), key=lambda tile: (tile[1][1], tile[1][0])):
        x, y, line = column * (WIDE + GAP) + GAP, row * (HIGH + GAP) + GAP, lines.get(unit)
        inside = [
            element("rect", x=x, y=y, width=WIDE, height=HIGH, rx=4),
            label_lines(names[unit], WIDE - 12, 20, x + WIDE // 2, y + 36, 24, text_anchor="middle", class_="name"),
        ]
        if line is not None:
            rank = str(line.rank) if line.rank else NO_SCORE
            inside.append(
                element("text", rank, x=x + WIDE // 2, y=y + 94, font_size=40, text_anchor="middle", class_="place")
            )
        parts.append(element("g", *inside, class_=_class(line)))
    return drawing(columns * (WIDE + GAP) + GAP, rows * (HIGH + GAP) + GAP, title, *parts, kind="tiles")


def _outlines(shapes: Shapes, lines: Mapping[str, Line], names: Mapping[str, str], title: str) -> Markup:
    points = [point for rings in shapes.outlines.values() for ring in rings for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    room = (FRAME_WIDTH - 2 * EDGE) / (right - left or 1.0), (FRAME_HEIGHT - 2 * EDGE) / (high - low or 1.0)
    scale = min(room)

    def at(point: tuple[float, float]) -> tuple[int, int]:
        return EDGE + int((point[0] - left) * scale), EDGE + int((high - point[1]) * scale)

    shaped, written = [], []
    for unit, rings in shapes.outlines.items():
        line = lines.get(unit)
        path = " ".join(_path([at(point) for point in ring]) for ring in rings)
        shaped.append(element("path", element("title", names[unit]), d=path, class_=_class(line)))
        largest: Ring = max(rings, key=len)
        x, y = at((sum(p[0] for p in largest) / len(largest), sum(p[1] for p in largest) / len(largest)))
        rank = str(line.rank) if line and line.rank else ""
        inside = [
            label(names[unit], 160, 20, x=x, y=y - 8, text_anchor="middle", class_="name"),
            element("text", rank, x=x, y=y + 30, font_size=36, text_anchor="middle", class_="place"),
        ]
        written.append(element("g", *inside, class_=_class(line)))
    width, height = 2 * EDGE + int((right - left) * scale), 2 * EDGE + int((high - low) * scale)
    return drawing(width, height, title, *shaped, *written, kind="outlines")


def _path(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"


def _twin(board: Board, lang: Lang) -> Twin:
    rows = tuple(
        (
            Figure(line.name),
            Figure(str(line.rank) if line.rank else NO_SCORE, line.contestant, "total", board.period, "rank"),
            Figure(line.score, line.contestant, "total", board.period, "score"),
        )
        for line in board.lines
    )
    heads = say(lang, "参赛单位", "Contestant"), say(lang, "名次", "Rank"), say(lang, "总分", "Total")
    return Twin(heads, rows)
