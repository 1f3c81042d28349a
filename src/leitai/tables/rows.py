"""Rows of cells → figures, for long and wide tables alike; where the rows come from is the caller's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from leitai.engine.errors import did_you_mean
from leitai.engine.figures import Figure
from leitai.engine.quantities import PLAIN
from leitai.engine.units import is_known
from leitai.tables.cells import Cell, Row, Source, TooMany, is_blank, text_of
from leitai.tables.findings import LONGEST_WORD, Findings
from leitai.tables.header import SEARCHED, Column, Header, Heading, HeadingError, find_header, read_heading
from leitai.tables.limits import Limits, Options
from leitai.tables.values import Cells
from leitai.tables.words import HEADERS, NO_VALUE, narrow

_UNIT = re.compile(r"单位[\s:|]*[:|][\s:|]*([^\s(),;、|]+)")


class Located(NamedTuple):
    """A header, the line it is on, the rows below it and those passed over above it."""

    line: int
    header: Header
    below: Iterator[Row]
    passed: list[Row]


def read_table(
    rows: Iterable[Row], source: Source, options: Options, limits: Limits, findings: Findings, out: list[Figure]
) -> None:
    """Find the header and read the table into `out`. Raises TooMany."""
    located = locate(rows)
    if isinstance(located, list):
        no_header(located, source, findings)
    else:
        read_located(located, source, options, limits, findings, out)


def read_located(
    located: Located, source: Source, options: Options, limits: Limits, findings: Findings, out: list[Figure]
) -> None:
    """Read the table whose header was found. Raises TooMany."""
    table = Table(located, source, options, limits, findings)
    if located.passed:
        line, said = located.passed[0][0], " / ".join(map(_words, located.passed))
        findings.warn("TB-048", source.place(line), "", rows=len(located.passed), said=said)
        for at, cells in located.passed:
            unit = _unit_of_table(cells, options)
            if unit:
                table.cells.unit = unit
                findings.warn("TB-052", source.place(at), "", unit=unit)
    table.read(out)


def _words(row: Row) -> str:
    return " | ".join(text for cell in row[1] if (text := text_of(cell)))


def _unit_of_table(cells: Sequence[Cell], options: Options) -> str:
    """The unit a line above the header states for the whole table: 单位:万元."""
    match = _UNIT.search(narrow("|".join(map(text_of, cells))))
    return match[1] if match and is_known(match[1], options.units) else ""


def locate(rows: Iterable[Row]) -> Located | list[Row]:
    """The header within the first rows, or the rows looked at."""
    iterator = iter(rows)
    passed: list[Row] = []
    for line, cells in iterator:
        header = find_header([text_of(cell) for cell in cells])
        if header is not None:
            return Located(line, header, iterator, passed)
        if not all(map(is_blank, cells)):
            passed.append((line, cells))
        if len(passed) >= SEARCHED:
            break
    return passed


def no_header(passed: list[Row], source: Source, findings: Findings) -> None:
    if not passed:
        findings.error("TB-003", source.place(1))
        return
    line, cells = passed[0]
    words = [text[:LONGEST_WORD] for cell in cells[:SEARCHED] if (text := text_of(cell))]
    known = ("contestant", *HEADERS["contestant"])
    nearest = next((word for word in words if did_you_mean(word, known)), "")
    first = " | ".join(words)
    findings.error("TB-017", source.place(line), "", near=(nearest, known), rows=SEARCHED, first=first)


class Table:
    """One table after its header was found."""

    def __init__(self, located: Located, source: Source, options: Options, limits: Limits, findings: Findings) -> None:
        self.line, self.header, self.below, _ = located
        self.source, self.options, self.limits, self.findings = source, options, limits, findings
        self.at = {column.name: column for column in reversed(self.header.columns) if column.name}
        self.cells = Cells(source, self.at, options, findings, self.header.long)
        self.rows = 0
        # Columns within the header that have no heading: data in them belongs to nothing.
        self.silent = set(range(self.header.width)) - {column.at for column in self.header.columns}
        self.said: set[int] = set()

    def read(self, out: list[Figure]) -> None:
        if not self._header_is_sound():
            return
        if self.header.long:
            self._long(out)
        else:
            headings = self._headings()
            if headings is None:
                return
            self._wide(headings, out)
        if not self.rows:
            self.findings.error("TB-051", self.source.place(self.line))

    # -- the header -----------------------------------------------------------------------------------------------

    def _header_is_sound(self) -> bool:
        before = self.findings.errors
        seen: dict[str, Column] = {}
        for column in self.header.columns:
            place = self.source.place(self.line, column.at)
            if column.name == "#":
                self.findings.warn("TB-022", place, column.written)
            elif column.name:
                if column.name in seen:
                    self.findings.error("TB-020", place, column.written, other=seen[column.name].written)
                seen.setdefault(column.name, column)
            elif self.header.long:
                known = [word for name, words in HEADERS.items() for word in (name, *words)]
                self.findings.error("TB-018", place, column.written, near=(column.written, known))
        if self.header.long:
            for name in ("indicator", "value") if self.options.period else ("indicator", "value", "period"):
                if name not in seen:
                    words = " / ".join((name, *HEADERS[name]))
                    self.findings.error("TB-019", self.source.place(self.line), name, words=words)
        return self.findings.errors == before

    def _headings(self) -> list[tuple[Column, Heading]] | None:
        """The indicators of a wide table, or None with the faults said."""
        before = self.findings.errors
        found: list[tuple[Column, Heading]] = []
        seen: dict[Heading, Column] = {}
        for column in self.header.columns:
            if column.name:
                continue
            place = self.source.place(self.line, column.at)
            try:
                heading = read_heading(column.written, self.options)
            except HeadingError as error:
                code = "TB-024" if error.twice else "TB-023"
                self.findings.error(code, place, column.written, near=(error.word, self.cells.roles), word=error.word)
                continue
            if not heading.period and "period" not in self.at and not self.options.period:
                self.findings.error("TB-025", place, column.written)
            key = heading._replace(unit="")
            if key in seen:
                self.findings.error("TB-020", place, column.written, other=seen[key].written)
            seen.setdefault(key, column)
            found.append((column, heading))
        return found if self.findings.errors == before else None

    # -- the rows -------------------------------------------------------------------------------------------------

    def _long(self, out: list[Figure]) -> None:
        contestant_at, indicator_at = self.at["contestant"].at, self.at["indicator"].at
        value_at, value_name = self.at["value"].at, self.at["value"].written
        contestants, indicators = self.cells.understood["contestant"], self.cells.understood["indicator"]
        shared, place_of = self.cells.shared_reader(), self.source.place
        bare = "unit" not in self.at and not self.cells.unit
        plain, limit = PLAIN.fullmatch, self.limits.figures
        for line, cells in self._whole_rows():
            contestant = contestants.get(cells[contestant_at]) or self.cells.name("contestant", line, cells)
            indicator = indicators.get(cells[indicator_at]) or self.cells.name("indicator", line, cells)
            period, role, status, vintage, note, source = shared(line, cells)
            if contestant is None or indicator is None or period is None or role is None:
                continue
            if status is None or vintage is None or note is None or source is None:
                continue
            cell, place = cells[value_at], place_of(line, value_at)
            value: Decimal | None
            if type(cell) is str and bare and status not in NO_VALUE and plain(cell):
                value, unit, status = Decimal(cell), "", status or self.options.status
            else:
                where = f"{contestant} {indicator} {value_name}"
                read = self.cells.value(cell, status, self.cells.row_unit(cells), place, where)
                if read is None:
                    continue
                value, unit, status = read
            if len(out) >= limit:
                raise TooMany
            out.append(Figure(contestant, indicator, period, role, value, unit, status, vintage, note, source, place))

    def _wide(self, headings: list[tuple[Column, Heading]], out: list[Figure]) -> None:
        contestant_at = self.at["contestant"].at
        contestants, shared = self.cells.understood["contestant"], self.cells.shared_reader()
        for line, cells in self._whole_rows():
            contestant = contestants.get(cells[contestant_at]) or self.cells.name("contestant", line, cells)
            period, role, status, vintage, note, source = shared(line, cells)
            if contestant is None or period is None or role is None:
                continue
            if status is None or vintage is None or note is None or source is None:
                continue
            row_unit = self.cells.row_unit(cells)
            for column, heading in headings:
                place, where = self.source.place(line, column.at), f"{contestant} {column.written}"
                if not (heading.period or period):
                    self.findings.error("TB-025", place, where)
                    continue
                unit = heading.unit or row_unit
                read = self.cells.value(cells[column.at], status, unit, place, where, shared=True)
                if read is None:
                    continue
                if len(out) >= self.limits.figures:
                    raise TooMany
                name, when, which = heading.indicator, heading.period or period, heading.role or role
                kept = heading.vintage or vintage
                out.append(Figure(contestant, name, when, which, *read, kept, note, source, place))

    def _whole_rows(self) -> Iterator[Row]:
        """Rows of the header's width; blank ones passed over, ragged ones and data under no heading named."""
        width, contestant_at = self.header.width, self.at["contestant"].at
        for line, cells in self.below:
            if len(cells) != width:
                if all(map(is_blank, cells)):
                    continue
                beyond = next((at for at in range(width, len(cells)) if not is_blank(cells[at])), None)
                if self.source.csv and (beyond is not None or len(cells) < width):
                    self.rows += 1
                    fields = len(cells) if beyond is None else beyond + 1
                    self.findings.error("TB-016", self.source.place(line), "", fields=fields, width=width)
                    continue
                if beyond is not None:
                    self._stray(line, cells, {beyond})
                cells = [*cells[:width], *[""] * (width - len(cells))]
            if self.silent:
                self._stray(line, cells, self.silent)
            if is_blank(cells[contestant_at]) and all(map(is_blank, cells)):
                continue
            self.rows += 1
            yield line, cells

    def _stray(self, line: int, cells: Sequence[Cell], columns: set[int]) -> None:
        """Name data in a column without heading, once a column."""
        for at in sorted(columns - self.said):
            if not is_blank(cells[at]):
                self.said.add(at)
                self.findings.error("TB-021", self.source.place(line, at), "", found=text_of(cells[at]))
