"""Every sheet of the workbook, in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from leitai.engine.book import Book, Row
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Lang
from leitai.press.words import NOTES, SHEETS, round_title
from leitai.press.workbook.adjusted import collect, item_columns, sum_columns
from leitai.press.workbook.again import again_columns
from leitai.press.workbook.figures import figure_columns
from leitai.press.workbook.formulas import LAST
from leitai.press.workbook.front import contents_of, notice, write_front
from leitai.press.workbook.layout import ABOVE, FIRST, FULL, GroupSheets, Layout, lay_out
from leitai.press.workbook.look import Look, PlainWorksheet, footer_text, print_setup, put_text
from leitai.press.workbook.policies import policy_columns
from leitai.press.workbook.published import Published
from leitai.press.workbook.ranking import Ranking, plan_ranking, put_last, ranking_columns
from leitai.press.workbook.sentences import Sentences, write_sentences
from leitai.press.workbook.table import Column, write_table
from leitai.press.workbook.tracks import track_columns

PODIUM = 3


def write_sheets(
    workbook: Workbook, book: Book, explanation: Mapping[str, Sentences], lang: Lang, published: Published | None
) -> None:
    """Lay the workbook out, then write it sheet by sheet."""
    layout = lay_out(book, lang, published)
    contents = contents_of(layout, bool(explanation))
    made = {name: workbook.add_worksheet(name, PlainWorksheet) for name in (layout.cover, *contents)}
    writer = Writer(layout, Look(workbook), made)
    write_front(made[layout.cover], writer.look, layout, contents)
    writer.set_up(layout.cover)
    writer.write_rankings()
    for group in layout.groups:
        writer.write_tracks(group)
    writer.write_records()
    if explanation:
        for group in layout.groups:
            writer.write_explanations(group, explanation)


class Writer:
    """Puts tables on sheets, each with its title, its notes and the same foot."""

    def __init__(self, layout: Layout, look: Look, made: Mapping[str, Worksheet]) -> None:
        self.layout = layout
        self.look = look
        self.made = made
        self.sums = collect(layout)

    def say(self, key: str, **parts: str) -> str:
        return NOTES[key].say(self.layout.lang).format(**parts)

    @property
    def mark(self) -> str:
        """The code; of a publication its number and audience before it."""
        published = self.layout.published
        return published.mark if published else self.say("code", code=self.layout.book.code)

    def write_rankings(self) -> None:
        """The peers, then the same totals in the other groupings."""
        layout = self.layout
        rankings: dict[str, Ranking] = {}
        for group in layout.groups:
            ranking = plan_ranking(layout, group, self.sums)
            rankings[group.group.id] = ranking
            notes = [self._points(group)]
            if any(put_last(layout, row) for row in group.rows):
                notes.append(self.say("last", last=str(LAST)))
            notes.append(self.say("detail"))
            title = SHEETS["ranking"].say(layout.lang).format(group=group.group.name.say(layout.lang))
            self._table(group.ranking, title, notes, ranking_columns(ranking), ranking.at["total"], leads(group.rows))
        for grouping, name in layout.others:
            columns = again_columns(layout, grouping, rankings)
            title = SHEETS["again"].say(layout.lang).format(grouping=grouping.name.say(layout.lang))
            groups = [item.text for item in columns[0].items]
            opens = [k == 0 or groups[k - 1] != name_ for k, name_ in enumerate(groups)]
            self._table(name, title, [self.say("points")], columns, 2, opens)

    def write_tracks(self, group: GroupSheets) -> None:
        for sheet in group.tracks:
            notes = [self._points(group), self.say("order")]
            if any(column.node.id in group.partial for column in sheet.columns):
                notes.append(self.say("no_task"))
            columns = track_columns(self.layout, group, sheet)
            self._table(sheet.name, sheet.title, notes, columns, 1, leads(group.rows))

    def write_records(self) -> None:
        """Adjustments, figures and policies."""
        layout = self.layout
        if layout.adjusted:
            self._table(layout.sums, layout.sums, [self.say("points")], sum_columns(layout, self.sums), 1)
            notes = [self.say("points")] if self.sums.items else [self.say("nothing")]
            self._table(layout.items, layout.items, notes, item_columns(layout, self.sums), 1, filtered=True)
        self._table(layout.figures, layout.figures, [], figure_columns(layout), 2, filtered=True)
        self._table(layout.policies, layout.policies, [], policy_columns(layout), 1)

    def write_explanations(self, group: GroupSheets, explanation: Mapping[str, Sentences]) -> None:
        sheet = self.made[group.sentences]
        self._heading(sheet, group.sentences, [])
        write_sentences(sheet, self.look, group, explanation)
        self.set_up(group.sentences, (0, 1))
        sheet.freeze_panes(ABOVE, 0)

    def set_up(self, name: str, head: tuple[int, int] | None = None) -> None:
        """Paper, and a foot with the code, the page and what must stand with every output."""
        book, lang = self.layout.book, self.layout.lang
        foot = footer_text(self.mark, self.say("page"), notice(book, lang))
        print_setup(self.made[name], foot, head)

    def _points(self, group: GroupSheets) -> str:
        if not self.layout.weights:
            return self.say("points")
        return self.say("of", full=decimal_text(self.layout.book.plan.full(group.group.id)))

    def _heading(self, sheet: Worksheet, title: str, notes: Iterable[str]) -> None:
        book, lang = self.layout.book, self.layout.lang
        put_text(sheet, 0, 0, title, self.look.title())
        sheet.set_row(0, 30)
        parts = [notice(book, lang), round_title(book.rulebook, book.period, lang), *notes, self.mark]
        put_text(sheet, 1, 0, " · ".join(part for part in parts if part), self.look.muted())
        sheet.set_row(1, 18)

    def _table(
        self,
        name: str,
        title: str,
        notes: Iterable[str],
        columns: Sequence[Column],
        frozen: int,
        lead: Sequence[bool] | None = None,
        filtered: bool = False,
    ) -> None:
        """A titled table; `frozen` columns stay in sight beside the head."""
        sheet = self.made[name]
        self._heading(sheet, title, notes)
        lines = len(columns[0].items)
        write_table(sheet, self.look, columns, lead or [False] * lines)
        sheet.freeze_panes(FIRST, frozen)
        if columns[-1].head == self.layout.say("id"):  # for joining with the csv files; not for paper
            sheet.print_area(0, 0, max(FIRST + lines - 1, FULL), len(columns) - 2)
        if filtered and lines:
            sheet.autofilter(FULL, 0, FIRST + lines - 1, len(columns) - 1)
        self.set_up(name, (ABOVE, FULL))


def leads(rows: Sequence[Row]) -> list[bool]:
    """Which lines are of the first three ranks."""
    return [0 < row.rank <= PODIUM for row in rows]
