"""What the wall shows in which order: 滚榜 from last to first, tracks, places over time, the map, lights, lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.errors import Lang
from leitai.press.pages import say
from leitai.press.pages.board import Board, Line
from leitai.press.pages.charts import Chart
from leitai.press.pages.lights import LightTable
from leitai.press.pages.lists import ListShown
from leitai.press.release import Release
from leitai.press.wall.sentences import lights_found, opening, placing, several_placed, suspense, track_ends

ROWS = 9
"""Rows on the wall at a time."""
ONE_BY_ONE = 27
"""So many of the best are uncovered one by one; those behind them nine at a time."""
PODIUM = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One press of the key: what is said, who takes its place, and which row is looked at."""

    say: str
    placed: tuple[str, ...] = ()
    at: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """`begin`: the order of the rows before anything is uncovered; empty where nothing is."""

    id: str
    group: str
    kind: str
    title: str
    steps: tuple[Step, ...]
    begin: tuple[str, ...] = ()


def scenes_of(
    release: Release,
    board: Board,
    moves: Chart | None,
    map_: Chart | None,
    lights: Sequence[LightTable],
    lists: Sequence[ListShown],
    lang: Lang,
) -> tuple[Scene, ...]:
    """The scenes of one group."""

    def scene(kind: str, title: str, steps: Sequence[Step], begin: tuple[str, ...] = ()) -> Scene:
        return Scene(f"{board.group}-{kind}", board.group, kind, title, tuple(steps), begin)

    found = [scene("ranking", say(lang, "名次", "Ranking"), _uncovering(release, board, lang), _before(board))]
    if board.tracks:
        tracks = say(lang, "赛道", "Tracks")
        found.append(scene("tracks", tracks, _pages(track_ends(board, lang), len(board.lines))))
    if moves is not None:
        found.append(scene("moves", say(lang, "名次走势", "Over time"), [Step(moves.title)]))
    if map_ is not None:
        found.append(scene("map", say(lang, "地图", "Map"), [Step(map_.title)]))
    for table in lights:
        found.append(scene(f"lights-{table.id}", table.name, _pages(lights_found(table, lang), len(table.lines))))
    if lists:
        title = say(lang, "{name}：经确认的名单", "{name}: the lists as confirmed", name=board.name)
        found.append(scene("lists", say(lang, "名单", "Lists"), [Step(title)]))
    return tuple(found)


def _pages(title: str, rows: int) -> list[Step]:
    """Nine rows at a time."""
    return [Step(title, at=first) for first in range(0, max(rows, 1), ROWS)]


def _before(board: Board) -> tuple[str, ...]:
    """Ranked units as they stood in the round before, newcomers behind them in order of the edition's names."""
    known = sorted((line for line in board.ranked if line.rank_before), key=lambda line: line.rank_before)
    fresh = sorted((line for line in board.ranked if not line.rank_before), key=lambda line: line.contestant)
    return tuple(line.contestant for line in (*known, *fresh))


def _uncovering(release: Release, board: Board, lang: Lang) -> list[Step]:
    """From last to first; before each of the first three its total is said, then who it is."""
    ranked = board.ranked
    steps = [Step(opening(board, lang), tuple(line.contestant for line in board.lines if not line.rank))]
    last = len(ranked)
    while last > ONE_BY_ONE:
        first = max(last - ROWS, ONE_BY_ONE)
        batch = ranked[first:last]
        steps.append(Step(several_placed(batch, lang), tuple(line.contestant for line in batch), first))
        last = first
    for at in range(last - 1, -1, -1):
        line = ranked[at]
        if 0 < at < PODIUM:
            steps.append(Step(suspense(_left(board, ranked[: at + 1]), line, lang), at=at))
        steps.append(Step(placing(release, board, line, lang), (line.contestant,), at))
    return steps


def _left(board: Board, left: Sequence[Line]) -> list[Line]:
    """Who is still covered, as they stood before."""
    order = {contestant: k for k, contestant in enumerate(_before(board))}
    return sorted(left, key=lambda line: order[line.contestant])
