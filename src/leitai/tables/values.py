"""What a cell of a figures table says: a name, a period, a role, a status, or a value with its suffix.

Cells repeat (names, periods, roles): each spelling is understood once and then looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from leitai.engine.figures import ROLES, STATUSES, VINTAGES, WITH_VALUE
from leitai.engine.periods import FORMS
from leitai.engine.quantities import PLAIN, SPACES, QuantityError, read_quantity
from leitai.engine.units import UnitError, both_units
from leitai.tables.cells import ODD_CODES, Cell, Odd, Source, text_of, unguard
from leitai.tables.findings import Findings
from leitai.tables.header import Column, may_be_role
from leitai.tables.limits import Options
from leitai.tables.words import (
    DASHES,
    HEADERS,
    LONGEST_WORD,
    NO_VALUE,
    STATUS,
    VINTAGE,
    fold,
    narrow,
    read_period,
    role_lexicon,
    words_of,
)

REMEMBERED = 100_000
SHARED = ("period", "role", "status", "vintage", "note", "source")


class Cells:
    """Understands the cells of one table; what cannot be understood is a fault, and None."""

    def __init__(
        self, source: Source, at: Mapping[str, Column], options: Options, findings: Findings, long: bool
    ) -> None:
        self.source, self.at, self.options, self.findings, self.long = source, at, options, findings, long
        self.roles = role_lexicon(options.roles)
        self.unit = ""
        """The unit of bare numbers whose column states none."""
        self.understood: dict[str, dict[Cell, str]] = {name: {} for name in HEADERS}

    def name(self, column: str, line: int, cells: Sequence[Cell]) -> str | None:
        """A contestant or an indicator as written; blank is a fault."""
        at = self.at[column].at
        cell = cells[at]
        if not isinstance(cell, str):
            self._odd(cell, self.source.place(line, at), self.at[column].written)
            return None
        name = self._text(cell)
        if not name:
            self.findings.error("TB-026", self.source.place(line, at), self.at[column].written)
            return None
        self.understood[column][cell] = name
        return name

    def _text(self, cell: str) -> str:
        return unguard(cell.strip(SPACES)) if self.source.csv else cell.strip(SPACES)

    def _odd(self, cell: Odd, place: str, where: str) -> None:
        self.findings.error(ODD_CODES[cell.kind], place, where, found=cell.text)

    # -- cells that say how a figure is to be taken -----------------------------------------------------------------

    def shared_reader(self) -> Callable[[int, Sequence[Cell]], tuple[str | None, ...]]:
        """A reader of period, role, status, vintage, note and source, which looks only at the columns there are."""
        options = self.options
        defaults = (options.period, options.role, "", options.vintage, "", options.source)
        there = [(slot, name, self.at[name].at) for slot, name in enumerate(SHARED) if name in self.at]
        places = [at for _, _, at in there]
        seen: dict[tuple[Cell, ...], tuple[str | None, ...]] = {}

        def read(line: int, cells: Sequence[Cell]) -> tuple[str | None, ...]:
            key = tuple([cells[at] for at in places])
            known = seen.get(key)
            if known is not None:
                return known
            values: list[str | None] = [*defaults]
            for (slot, name, at), cell in zip(there, key, strict=True):
                said = self.understood[name].get(cell)
                values[slot] = said if said is not None else self._understand(name, line, at, cell, defaults[slot])
            result = tuple(values)
            if None not in result and len(seen) < REMEMBERED:
                seen[key] = result
            return result

        return read

    def _understand(self, name: str, line: int, at: int, cell: Cell, default: str) -> str | None:
        place, where = self.source.place(line, at), self.at[name].written
        if not isinstance(cell, str):
            if name == "period" and cell.kind == "date" and cell.text.endswith("-01"):
                return cell.text[:7]  # what a spreadsheet makes of a typed 2023-06
            self._odd(cell, place, where)
            return None
        text = cell.strip(SPACES)
        result = self._meaning(name, text, place, where) if text else default
        if not text and name == "period" and not default and self.long:
            self.findings.error("TB-025", place, where)
            return None
        if result is not None and len(self.understood[name]) < REMEMBERED:
            self.understood[name][cell] = result
        return result

    def _meaning(self, name: str, text: str, place: str, where: str) -> str | None:
        if name in ("note", "source"):
            return self._text(text)
        if name == "period":
            found = read_period(text)
            if not found:
                self.findings.error("TB-027", place, where, found=text, forms=FORMS)
            return found or None
        lexicon = {"role": self.roles, "status": STATUS, "vintage": VINTAGE}[name]
        key = lexicon.get(fold(text))
        if key is None and name == "role" and may_be_role(text, self.options):
            return text
        if key is None:
            code = {"role": "TB-028", "status": "TB-029", "vintage": "TB-035"}[name]
            words = {"role": {**ROLES, **(self.options.roles or {})}, "status": STATUSES, "vintage": VINTAGES}[name]
            self.findings.error(code, place, where, near=(text, lexicon), found=text, words=words_of(words))
        return key

    def row_unit(self, cells: Sequence[Cell]) -> str:
        column = self.at.get("unit")
        return ("".join(narrow(text_of(cells[column.at])).split()) if column else "") or self.unit

    # -- values -----------------------------------------------------------------------------------------------------

    def value(
        self, cell: Cell, status: str, column_unit: str, place: str, where: str, shared: bool = False
    ) -> tuple[Decimal | None, str, str] | None:
        """Value, suffix and status of one cell; None with a fault said (or a blank that is no figure)."""
        if not isinstance(cell, str):
            self._odd(cell, place, where)
            return None
        text = cell.strip(SPACES)
        if not text:
            return self._no_value(status, place, where, shared)
        if PLAIN.fullmatch(text) and status not in NO_VALUE:
            return Decimal(text), column_unit, status or self.options.status
        dash = text.lower() in DASHES
        stated = self.options.dash if dash else STATUS.get(fold(text)) if len(text) <= LONGEST_WORD else ""
        if stated in NO_VALUE:
            if status and status != stated and not shared:
                self.findings.error("TB-039", place, where, found=text, status=STATUSES[status].zh)
                return None
            return None, "", stated
        if dash:
            self.findings.error(
                "TB-036",
                place,
                where,
                found=text,
                words=words_of({key: said for key, said in STATUSES.items() if key in NO_VALUE}),
            )
            return None
        try:
            value, unit = read_quantity(text, self.options.units)
            if column_unit:
                unit = both_units(unit, column_unit)
        except QuantityError as error:
            code = "TB-038" if isinstance(error, UnitError) else "TB-037"
            self.findings.error(code, place, where, found=text, reason=error.reason.zh, reason_en=error.reason.en)
            return None
        if status in NO_VALUE:
            self.findings.error("TB-040", place, where, found=text, status=STATUSES[status].zh)
            return None
        return value, unit, status or self.options.status

    def _no_value(self, status: str, place: str, where: str, shared: bool) -> tuple[Decimal | None, str, str] | None:
        if status in NO_VALUE:
            return None, "", status
        if status in WITH_VALUE and not shared:
            self.findings.error("TB-041", place, where, status=STATUSES[status].zh)
            return None
        return (None, "", "unreported") if self.options.blank == "unreported" else None
