"""附件: the full ranking of a group with its tracks, as many columns a table as a page holds."""

from __future__ import annotations

from leitai.engine.book import Row
from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import Group
from leitai.engine.show import NO_SCORE, show_change
from leitai.press.papers.draft import Draft
from leitai.press.papers.words import listed
from leitai.press.word.page import TEXT_WIDTH, Column, Page
from leitai.press.word.pieces import Pieces, Printed
from leitai.press.words import head_word

# Widths in mm: rank, name, total, rank before, change, a track.
WIDTHS: dict[Lang, tuple[int, int, int, int, int, int]] = {
    "zh": (9, 31, 14, 11, 11, 13),
    "en": (13, 42, 15, 17, 19, 22),
}
NOTE = Text(
    "“—”表示没有得分或不排名，不是0。变化以上期为准，↑为上升。", "“—” is no score or no rank, never 0. ↑ is up."
)


def ranking_table(page: Page, draft: Draft, group: Group) -> None:
    """Rank, name, total, change and every track; further tracks in further tables with rank and name again."""
    rows, lang = draft.rows(group.id), draft.lang
    nodes = draft.book.plan.nodes
    tops = [nodes[p] for p in nodes[0].children if nodes[p].id in draft.fields[group.id].nodes]
    rank, name, total, before, change, track = WIDTHS[lang]
    start = 0
    while start < len(tops) or not start:
        columns = [Column(head_word("rank", lang), rank, True), Column(head_word("name", lang), name)]
        if not start:
            columns += [
                Column(head_word("total", lang), total, True),
                Column(head_word("before", lang), before, True),
                Column(head_word("change", lang), change, True),
            ]
        room = TEXT_WIDTH - sum(int(column.width) for column in columns)
        part = tops[start : start + room // track]
        columns += [Column(_broken(node.name.say(lang)), track, True) for node in part]
        if start:
            page.small("")
        table = page.table(columns)
        for row in rows:
            cells: list[Pieces] = [_rank(draft, row), [row.name]]
            if not start:
                cells += [_cell(draft.of_row(row, "total")), *_before(draft, row)]
            for node in part:
                cell = draft.book.cell(draft.period, row.contestant, node.id)
                text = cell.score if cell is not None else NO_SCORE
                cells.append(_cell(draft.figure(text, "score", row.contestant, node.id)))
            page.row(table, columns, cells)
        start += max(1, len(part))
    flags = _flags(draft, rows)
    page.small(NOTE.say(lang) + flags)


def _broken(name: str) -> str:
    """A short Chinese name over two lines of two or three characters, for a narrow column."""
    half = (len(name) + 1) // 2
    return f"{name[:half]}\n{name[half:]}" if name[0] > "\u2e7f" and 4 <= len(name) <= 6 else name


def _rank(draft: Draft, row: Row) -> Pieces:
    return _cell(draft.of_row(row, "rank")) if row.rank else [NO_SCORE]


def _before(draft: Draft, row: Row) -> list[Pieces]:
    before = _cell(draft.of_row(row, "rank_before")) if row.rank_before else [NO_SCORE]
    if not row.change:
        return [before, [NO_SCORE]]
    text = show_change(row.change, draft.book.plan.policies.progress, draft.lang)
    return [before, _cell(draft.figure(text, "change", row.contestant))]


def _cell(figure: Printed) -> Pieces:
    return [figure]


def _flags(draft: Draft, rows: list[Row]) -> str:
    """What is to be known of single contestants: late, unreported and so on, in words."""
    said = []
    for row in rows:
        words = [draft.book.flag(flag, draft.lang) for flag in row.flags if flag in ("late", "unreported", "bounded")]
        if words:
            said.append(
                f"{row.name}：{listed(words, 'zh')}" if draft.lang == "zh" else f"{row.name}: {', '.join(words)}"
            )
    if not said:
        return ""
    return "".join(f"{one}。" for one in said) if draft.lang == "zh" else " " + "; ".join(said) + "."
