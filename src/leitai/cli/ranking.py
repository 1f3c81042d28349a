"""A ranking in print: the table of each group, who speaks and who pledges, what is flagged; all of it from the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from leitai.cli.output import Column, columns_here, least_width, put, put_table, put_wrapped, voice
from leitai.cli.words import width
from leitai.engine.book import Book, Row
from leitai.engine.show import NO_SCORE, show_change, show_score
from leitai.engine.words import ROUTINE

if TYPE_CHECKING:
    from leitai.engine.assess.plan import TreeNode
    from leitai.engine.rulebook.model import Group, Grouping

MOST_TRACKS = 8
LEAST_REMARKS = 24
LONG_HEADING = 72
ALWAYS = ("speak", "pledge")


@dataclass(frozen=True, slots=True)
class Board:
    """One group's ranking in one round."""

    book: Book
    period: str
    grouping: Grouping
    group: Group
    rows: Sequence[Row]

    @property
    def peers(self) -> bool:
        return self.grouping.id == self.book.rulebook.peers

    def entry(self, row: Row) -> Mapping[str, Any]:
        return self.book.entry(self.period, row.contestant)

    def tracks(self) -> list[TreeNode]:
        """The nodes below the root that count for anyone here; below a track that is the only one, its own."""
        there = {node for row in self.rows for node in self.entry(row)["nodes"]}
        nodes, above = self.book.plan.nodes, self.book.plan.nodes[0]
        while True:
            found = [nodes[child] for child in above.children if nodes[child].id in there]
            if len(found) != 1 or found[0].column is not None:
                return found
            above = found[0]


def boards(book: Book, period: str, only: tuple[Grouping, Group] | None = None) -> list[Board]:
    """The rankings of a round: every group of the peers, or the one asked for."""
    if only is not None:
        grouping, group = only
        return [Board(book, period, grouping, group, book.rows(group.id, grouping.id, period, voice.lang))]
    grouping = book.grouping()
    return [
        Board(book, period, grouping, group, book.rows(group.id, None, period, voice.lang))
        for group in book.groups(None, period)
    ]


def put_heading(book: Book, period: str) -> None:
    """What is ranked, and whether it may be taken for real."""
    rulebook = book.rulebook
    round_ = next(one for one in rulebook.rounds if one.period == period)
    name = f" {round_.name.say(voice.lang)}" if round_.name else ""
    put(rulebook.title.say(voice.lang))
    line = voice.of(f"第 {rulebook.edition} 版 · {period}{name}", f"edition {rulebook.edition} · {period}{name}")
    said = marks(book)
    if width(line + said) <= LONG_HEADING:
        put(line + said)
    else:
        put(line)
        put_wrapped(said.removeprefix(" · "), 0)
    put()


def marks(book: Book) -> str:
    """The words that must stand with a result: 演示数据, a trial."""
    status = {"demo": voice.of("演示", "demo"), "draft": voice.of("草案", "draft"), "official": ""}[
        book.rulebook.status
    ]
    notice = book.rulebook.notice.say(voice.lang) if book.rulebook.notice else ""
    trial = voice.of("试算，不得发布", "trial, not for publication") if book.trial else ""
    shown = [mark for mark in (notice or status, trial) if mark]
    return "".join(f" · 【{mark}】" if voice.lang == "zh" else f" · [{mark}]" for mark in shown)


def put_board(board: Board) -> None:
    """The table of one group and its lists. Where the terminal is narrow, remarks go below it, then tracks go."""
    ranked = sum(row.rank > 0 for row in board.rows)
    size = len(board.rows)
    name = board.group.name.say(voice.lang)
    count = voice.of(f"{size} 家", f"{size} units") + (
        "" if ranked == size else voice.of(f"，其中 {ranked} 家排名", f", {ranked} ranked")
    )
    put(f"{name}（{count}）" if voice.lang == "zh" else f"{name} ({count})")
    room = columns_here()
    tracks = board.tracks()
    shown = tracks if len(tracks) <= MOST_TRACKS else []
    columns = list(_columns(board, shown))
    below = columns[-1][0].folds and least_width(*table_of(columns[:-1])) + LEAST_REMARKS > room
    if below:
        columns = columns[:-1]
    if shown and least_width(*table_of(columns)) > room:
        shown = []
        columns = [column for column in _columns(board, shown) if not (below and column[0].folds)]
    put_table(*table_of(columns))
    if len(tracks) > len(shown):
        put(voice.of("  （各赛道、指标得分见 scores.csv）", "  (scores of tracks and indicators: scores.csv)"))
    if below:
        put_remarks(board)
    for line in list_lines(board):
        put_wrapped(line, 4)
    put()


def table_of(columns: Sequence[tuple[Column, list[str]]]) -> tuple[list[Column], list[tuple[str, ...]]]:
    """Columns with their cells as a head and rows."""
    return [column for column, _ in columns], list(zip(*(cells for _, cells in columns), strict=True))


def put_remarks(board: Board) -> None:
    """What the table had no room for and nothing below it says: who is not ranked, who is vetoed."""
    for row in board.rows:
        remarks = verdicts(board, row)
        if remarks:
            put_wrapped(f"  {row.name}{voice.of('：', ': ')}{voice.of('、', ', ').join(remarks)}", 4)


def _columns(board: Board, tracks: Sequence[TreeNode]) -> Iterator[tuple[Column, list[str]]]:
    """The columns in which there is something to say."""
    rows, book = board.rows, board.book
    yield Column(voice.of("名次", "rank"), right=True), [str(row.rank or NO_SCORE) for row in rows]
    changes = [show_change(row.change, book.plan.policies.progress, voice.lang) for row in rows]
    if any(row.change for row in rows):
        yield Column(voice.of("变化", "change"), right=True), changes
    yield Column(voice.of("参赛单位", "contestant")), [row.name for row in rows]
    yield Column(voice.of("总分", "total"), right=True), [row.score for row in rows]
    for track in tracks:
        cells = [book.cell(board.period, row.contestant, track.id) for row in rows]
        title = two_lines(track.name.say(voice.lang))
        yield Column(title, right=True), [cell.score if cell else NO_SCORE for cell in cells]
    adjusted = [_adjusted(board, row) for row in rows]
    if any(adjusted):
        yield Column(voice.of("加减分", "±"), right=True), adjusted
    grades = {grade.id: grade.name.say(voice.lang) for grade in book.rulebook.grades}
    if grades:
        yield Column(voice.of("等级", "grade")), [grades.get(row.grade, row.grade) for row in rows]
    remarks = ["、".join(remarks_of(board, row)) for row in rows]
    if any(remarks):
        yield Column(voice.of("名单与说明", "lists and remarks"), folds=True), remarks


def _adjusted(board: Board, row: Row) -> str:
    """What bonuses and deductions did to the total, with its sign; nothing where they did nothing."""
    entry = board.entry(row)
    places = board.book.plan.policies.rounding.total
    if entry["base"] is None or entry["score"] is None or (not entry.get("adjustments") and "late" not in row.flags):
        return ""
    scale = 1 if places is None else 10**places
    moved = Fraction(entry["score"]) / scale - Fraction(entry["base"])
    if not moved:
        return ""
    shown = (
        show_score(int(abs(moved) * 100 + Fraction(1, 2)), 2)
        if places is None
        else show_score(int(abs(moved) * scale + Fraction(1, 2)), places)
    )
    return f"{'+' if moved > 0 else '-'}{shown}"


def remarks_of(board: Board, row: Row) -> list[str]:
    """The lists a contestant is on, its vetoes and its flags, in words."""
    awards = {award.id: award.name.say(voice.lang) for award in board.book.rulebook.awards}
    flags = [board.book.flag(one, voice.lang) for one in row.flags if one not in ROUTINE]
    return [*(awards[one] for one in row.lists), *verdicts(board, row), *flags]


def verdicts(board: Board, row: Row) -> list[str]:
    vetoes = {one.id: one.name.say(voice.lang) for one in board.book.rulebook.adjustments}
    unranked = [] if row.rank else [voice.of("不排名", "unranked")]
    return [*unranked, *(voice.of(f"一票否决：{vetoes[one]}", f"veto: {vetoes[one]}") for one in row.vetoes)]


def list_lines(board: Board) -> Iterator[str]:
    """Who speaks and who pledges (also where nobody does), then every other list with anyone on it."""
    if not board.peers:
        return
    for award, group, rows in board.book.lists(board.period):
        if group != board.group.id or not (rows or award.kind in ALWAYS):
            continue
        names = voice.of("、", ", ").join(names_of(board.book, ordered(award.kind, rows))) or voice.of("无", "none")
        yield f"  {award.name.say(voice.lang)}{voice.of('：', ': ')}{names}"


def names_of(book: Book, rows: Sequence[Row]) -> list[str]:
    return [book.contestant(row.contestant).name.say(voice.lang) for row in rows]


def ordered(kind: str, rows: Sequence[Row]) -> list[Row]:
    """For lists of those behind, the last first."""
    behind = kind in ("pledge", "black_list", "talk", "warning")
    return sorted(rows, key=lambda row: row.rank_last if behind else row.rank)


def flagged(board: Board) -> list[tuple[str, str, str]]:
    """Every flagged cell: (contestant, node, flag)."""
    found = []
    for row in board.rows:
        nodes = board.entry(row)["nodes"]
        for node in board.book.plan.nodes:
            found += [(row.contestant, node.id, flag) for flag in nodes.get(node.id, {}).get("f", ())]
    return found


def put_flagged(shown: Sequence[Board]) -> None:
    """What a reader must be told of, by flag: which indicators, which contestants."""
    comma, colon = voice.of("、", ", "), voice.of("：", ": ")
    by_flag: dict[str, dict[str, list[str]]] = {}
    for board in shown:
        names = {row.contestant: row.name for row in board.rows}
        for contestant, node, flag in flagged(board):
            if flag not in ROUTINE:
                title = board.book.node(node).name.say(voice.lang)
                by_flag.setdefault(flag, {}).setdefault(title, []).append(names[contestant])
    if not by_flag:
        return
    put(voice.of("需要说明的数据", "Figures to be told of"))
    for flag, cells in by_flag.items():
        # Indicators that say the same of the same contestants share a line.
        together: dict[str, list[str]] = {}
        for title, contestants in cells.items():
            together.setdefault(comma.join(contestants), []).append(title)
        for contestants_said, titles in together.items():
            word = shown[0].book.flag(flag, voice.lang)
            put_wrapped(f"  {word}  {comma.join(titles)}{colon}{contestants_said}", 4)
    put()


def two_lines(title: str) -> str:
    """The title of a column of numbers in two lines: at a space, else a Chinese one of four or more in its middle."""
    if title.isascii():
        return title.replace(" ", "\n", 1)
    half = (len(title) + 1) // 2
    return title if len(title) < 4 else f"{title[:half]}\n{title[half:]}"


def plain_boards(shown: Sequence[Board]) -> list[dict[str, Any]]:
    """The same for `--json`."""
    return [
        {
            "grouping": board.grouping.id,
            "group": board.group.id,
            "name": board.group.name.say(voice.lang),
            "rows": [_plain_row(board, row) for row in board.rows],
        }
        for board in shown
    ]


def _plain_row(board: Board, row: Row) -> dict[str, Any]:
    cells = {track.id: board.book.cell(board.period, row.contestant, track.id) for track in board.tracks()}
    return {
        "contestant": row.contestant,
        "name": row.name,
        "rank": row.rank or None,
        "of": row.of,
        "rank_before": row.rank_before or None,
        "change": row.change or None,
        "score": None if row.score == NO_SCORE else row.score,
        "nodes": {id_: None if cell.score == NO_SCORE else cell.score for id_, cell in cells.items() if cell},
        "grade": row.grade or None,
        "lists": list(row.lists),
        "vetoes": list(row.vetoes),
        "flags": list(row.flags),
    }


def plain_lists(shown: Sequence[Board]) -> list[dict[str, Any]]:
    return [
        {
            "list": award.id,
            "kind": award.kind,
            "name": award.name.say(voice.lang),
            "group": group,
            "contestants": [row.contestant for row in ordered(award.kind, rows)],
        }
        for board in shown
        if board.peers
        for award, group, rows in board.book.lists(board.period)
        if group == board.group.id
    ]
