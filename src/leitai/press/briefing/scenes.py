"""The scenes of the briefing: opening, each group's standing, each of its tracks with 亮点 and 不足, the close."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.book import Book
from leitai.engine.compare import (
    Highlight,
    Tracks,
    field_of,
    group_highlights,
    highlight_sentence,
    track_sentence,
    tracks,
)
from leitai.engine.compare.sentences import names_text
from leitai.engine.errors import Lang
from leitai.press.briefing.captions import Cue, cues_of
from leitai.press.disclosure import withheld
from leitai.press.pages import say
from leitai.press.pages.board import Board, boards_of, front_of
from leitai.press.pages.charts import Chart
from leitai.press.pages.charts.bars import Bar, bars
from leitai.press.pages.charts.bump import bump
from leitai.press.release import Release

PAUSE = 900
"""Milliseconds between two scenes."""
FIRST = 3


@dataclass(frozen=True, slots=True)
class Card:
    """A number to be seen while it is spoken of: whose, on what, and where it stands in the book."""

    kind: str
    name: str
    about: str
    contestant: str
    node: str
    period: str
    score: str
    rank: int


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene. `cues` are the captions of its narration; it lasts as long as they or its clip do."""

    id: str
    title: str
    group: str
    start: int
    length: int
    cues: tuple[Cue, ...]
    cards: tuple[Card, ...]
    narration: tuple[str, ...]
    chart: Chart | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A scene before it is timed."""

    id: str
    title: str
    group: str
    narration: list[str]
    cards: tuple[Card, ...] = ()
    chart: Chart | None = None


def scenes_of(release: Release, seconds: Mapping[str, int], lang: Lang) -> tuple[Scene, ...]:
    """Every scene, timed; `seconds` are the lengths of the clips by scene."""
    found, at = [], 0
    for one in _drafts(release, lang):
        cues = cues_of(one.narration, at, lang)
        length = max((cues[-1].end - at if cues else 0) + PAUSE, seconds.get(one.id, 0) * 1000)
        found.append(Scene(one.id, one.title, one.group, at, length, cues, one.cards, tuple(one.narration), one.chart))
        at += length
    return tuple(found)


def _drafts(release: Release, lang: Lang) -> Iterator[Draft]:
    boards, front = boards_of(release, lang), front_of(release, lang)
    hidden = withheld(release)
    yield Draft("opening", front.title, "", _opening(release, boards, lang))
    for board in boards:
        field = field_of(release.book, board.group)
        table = tracks(release.book, board.group, field=field)
        chosen = group_highlights(release.book, board.group, field=field)
        marked = [one for one in chosen if one.node not in hidden]
        title = say(lang, "名次", "Ranking")
        said = _standing(release.book, board, table, lang)
        moves = bump(release.book, board, lang)
        yield Draft(f"{board.group}-standing", title, board.name, said, _firsts(board, lang), moves)
        for track in table.tracks:
            own = [one for one in marked if one.track == track.node and one.contestant]
            narration = [track_sentence(release.book, track, lang)]
            narration += [_sentence(release.book, one, lang) for one in own]
            cards = tuple(_card(release.book, one, lang) for one in own)
            chart = _track_chart(board, track.node, lang)
            yield Draft(f"{board.group}-track-{track.node}", track.name.say(lang), board.name, narration, cards, chart)
        whole = [one for one in marked if not one.contestant]
        if whole:
            title = say(lang, "整体情况", "The group as a whole")
            yield Draft(f"{board.group}-whole", title, board.name, _whole(release.book, whole, lang))
    yield Draft("close", say(lang, "如何核对", "How to check"), "", _close(release, lang))


def _track_chart(board: Board, node: str, lang: Lang) -> Chart:
    """The whole group on one track."""
    found = [
        Bar(line.contestant, line.name, one.score, one.rank, one.permille)
        for line in board.lines
        for one in line.tracks
        if one.node == node
    ]
    return bars(node, board.period, board.name, found, lang)


def _opening(release: Release, boards: Sequence[Board], lang: Lang) -> list[str]:
    front = front_of(release, lang)
    units = sum(len(board.lines) for board in boards)
    names = say(lang, "、", ", ").join(board.name for board in boards)
    said = [
        say(lang, "{title}，{round}。", "{title}, {round}.", title=front.title, round=front.round),
        say(lang, "参赛单位 {n} 家，分为{names}。", "{n} contestants: {names}.", n=units, names=names),
    ]
    return [*([f"{front.notice}{say(lang, '。', '.')}"] if front.notice else []), *said]


def _standing(book: Book, board: Board, table: Tracks, lang: Lang) -> list[str]:
    if not board.ranked:
        return [say(lang, "{name}本期没有排名的单位。", "Nobody of {name} is ranked.", name=board.name)]
    said = []
    for line in board.ranked[:FIRST]:
        zh, en = "第 {rank} 名，{name}，{score} 分。", "Rank {rank}: {name}, {score} points."
        said.append(say(lang, zh, en, rank=line.rank, name=line.name, score=line.score))
    if table.rose:
        names = names_text(book, table.rose, lang)
        zh, en = "名次上升最多的是{names}，上升 {n} 位。", "{names} rose most, by {n}."
        said.append(say(lang, zh, en, names=names, n=table.rose_by))
    if table.fell:
        names = names_text(book, table.fell, lang)
        zh, en = "名次下降最多的是{names}，下降 {n} 位。", "{names} fell most, by {n}."
        said.append(say(lang, zh, en, names=names, n=table.fell_by))
    return said


def _firsts(board: Board, lang: Lang) -> tuple[Card, ...]:
    kind, about = say(lang, "名次", "Rank"), say(lang, "总分", "Total")
    return tuple(
        Card(kind, line.name, about, line.contestant, "total", board.period, line.score, line.rank)
        for line in board.ranked[:FIRST]
    )


def _kind(one: Highlight, lang: Lang) -> str:
    return say(lang, "亮点", "Strong") if one.good else say(lang, "不足", "Short")


def _sentence(book: Book, one: Highlight, lang: Lang) -> str:
    name = book.contestant(one.contestant).name.say(lang)
    zh, en = "{kind}：{name}，{said}", "{kind}: {name}, {said}"
    return say(lang, zh, en, kind=_kind(one, lang), name=name, said=highlight_sentence(book, one, lang))


def _card(book: Book, one: Highlight, lang: Lang) -> Card:
    name = book.contestant(one.contestant).name.say(lang)
    return Card(_kind(one, lang), name, one.name.say(lang), one.contestant, one.node, one.period, one.score, one.rank)


def _whole(book: Book, found: Sequence[Highlight], lang: Lang) -> list[str]:
    high = [highlight_sentence(book, one, lang) for one in found if one.good]
    low = [highlight_sentence(book, one, lang) for one in found if not one.good]
    said = [say(lang, "得分率较高的指标。", "Where the group does well."), *high] if high else []
    return [*said, *([say(lang, "得分率较低的指标。", "Where it does less well."), *low] if low else [])]


def _close(release: Release, lang: Lang) -> list[str]:
    return [
        say(lang, "每个得分都有条款和数据可查。", "Every score leads to its clause and its figures."),
        say(lang, "校验短码 {code}。", "The code is {code}.", code=release.code),
    ]
