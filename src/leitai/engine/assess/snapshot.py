"""Door 3: the figures one run reads, every cell of them, also the missing ones with their reason.

A snapshot is a sorted tuple of cells in the indicators' own units. It is what a result carries, what its digest covers
and all that scoring sees; two files that say the same in another order or spelling make the same snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from leitai.engine.assess.plan import CellKey, Column, Plan, cells_read, counts, members, read_period
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Catalogue, Fault, InputError, did_you_mean
from leitai.engine.figures import ROLES, VINTAGES, WITH_VALUE, Figure
from leitai.engine.periods import FORMS, before, cell_period, is_period
from leitai.engine.quantities import QuantityError
from leitai.engine.rulebook.expression import figures_of, parse, references, write
from leitai.engine.units import convert

CATALOGUE = Catalogue.of("leitai.engine.assess")
ORDER = {vintage: i for i, vintage in enumerate(VINTAGES)}


class CellRow(NamedTuple):
    """One cell: value as canonical decimal text, or None with the status that says why."""

    contestant: str
    indicator: str
    period: str
    role: str
    value: str | None
    status: str
    vintage: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts of a run: the rounds scored, in order, and every cell they read."""

    rounds: tuple[str, ...]
    cells: tuple[CellRow, ...]


class Filed(NamedTuple):
    """A figure that has met the edition: names resolved, value in the indicator's unit, period in its one spelling."""

    value: Decimal | None
    status: str
    vintage: str
    note: str
    source: str
    place: str


FiledCells = Mapping[tuple[str, CellKey], Sequence[Filed]]


def resolve(plan: Plan, figures: Iterable[Figure]) -> FiledCells:
    """Bring figures under the edition's names, units and periods. Raises InputError with every fault at once."""
    faults: list[Fault] = []
    contestants = _names((c.id, (c.name.zh, c.name.en, c.code)) for c in plan.rulebook.contestants)
    inputs = _names((i.id, (i.name.zh, i.name.en)) for i in plan.inputs.values())
    roles = {**{r: r for r in ROLES}, **{r.id: r.id for r in plan.rulebook.roles}}
    roles |= {text.zh: role for role, text in ROLES.items()} | {r.name.zh: r.id for r in plan.rulebook.roles}
    cells: dict[tuple[str, CellKey], list[Filed]] = {}
    for f in figures:
        contestant = _one(contestants, f.contestant, "FG-001", f, faults)
        name = _one(inputs, f.indicator, "FG-002", f, faults)
        role = roles.get(f.role)
        if role is None:
            hint = did_you_mean(f.role, roles)
            faults.append(_fault("FG-004", f, value=f.role, known="、".join(dict.fromkeys(roles.values())), hint=hint))
        if not is_period(f.period):
            faults.append(_fault("FG-003", f, value=f.period, forms=FORMS))
            continue
        if contestant is None or name is None or role is None:
            continue
        item = plan.inputs[name]
        value = _in_unit(f, "分" if role == "ruling" else item.unit, faults)
        if item.formula is not None and role == "actual":
            faults.append(_fault("FG-007", f, value=name, formula=_formula_text(plan, name)))
        if role == "ruling" and not (f.note.strip() and f.source.strip()):
            faults.append(_fault("FG-008", f, value=f.value))
        key = (contestant, (name, role, cell_period(f.period, item.kind)))
        filed = Filed(value, f.status, f.vintage, f.note, f.source, f.place)
        same = [old for old in cells.get(key, ()) if old.vintage == f.vintage]
        if same:
            cell = f"{contestant} {name} {key[1][2]} {role} {f.vintage}"
            faults.append(
                _fault("FG-005", f, other=same[0].place, cell=cell, first=_shown(same[0].value), second=_shown(value))
            )
        cells.setdefault(key, []).append(filed)
    if faults:
        raise InputError(faults)
    return cells


def rounds_with_figures(plan: Plan, cells: FiledCells) -> list[str]:
    """The rounds for which at least one indicator has a figure with a value."""
    filed = {key for (_, key), rows in cells.items() if any(row.value is not None for row in rows)}
    filed |= {key for (_, key), rows in cells.items() if any(row.status == "not_yet_published" for row in rows)}
    return [p for p in plan.periods if any(_own_cells(plan, column, p) & filed for column in plan.columns)]


def freeze(plan: Plan, cells: FiledCells, rounds: Sequence[str], trial: bool = False) -> Snapshot:
    """Take every cell the rounds read. An owed figure that is not there becomes a cell with status `unreported`.

    Raises InputError where a figure that counts is only reported (not verified) and this is not a trial, and where a
    contestant declared to have no such task has a figure.
    """
    rows: dict[tuple[str, CellKey], CellRow] = {}
    faults: list[Fault] = []
    for period in rounds:
        optional = optional_cells(plan, period)
        for group in plan.peer_groups:
            owed = [
                (column, key)
                for column in plan.columns
                if counts(plan, column, group.id, period)
                for key in sorted(owed_cells(plan, column, period))
            ]
            for contestant in members(group, period):
                for column, key in owed:
                    exempt = contestant in column.indicator.not_applicable
                    row = _chosen(plan, cells, contestant, key, "not_applicable" if exempt else "unreported")
                    if exempt and row.value is not None and key[0] == column.indicator.id:
                        where = f"{contestant} {key[0]} {key[2]}"
                        place = cells[contestant, key][0].place
                        faults.append(CATALOGUE.fault("FG-011", place, where, value=row.value))
                    held = rows.get((contestant, key))
                    if held is None or held.status == "not_applicable":
                        rows[contestant, key] = row
                    if row.status == "not_yet_published" and plan.inputs[key[0]].previous:
                        _keep(plan, cells, rows, contestant, _earlier(plan, key, period))
                for key in optional:
                    _keep(plan, cells, rows, contestant, key)
                faults += _beyond(plan, cells, rows, contestant, group.id, period)
    if not trial:
        for (contestant, key), row in rows.items():
            if row.status == "reported":
                place = next(f.place for f in cells[contestant, key] if f.status == "reported")
                faults.append(CATALOGUE.fault("FG-010", place, f"{contestant} {key[0]} {key[2]} {key[1]}"))
    if faults:
        raise InputError(sorted(faults, key=lambda fault: (fault.place, fault.where)))
    return Snapshot(tuple(rounds), tuple(sorted(rows.values())))


def _beyond(
    plan: Plan,
    cells: FiledCells,
    rows: Mapping[tuple[str, CellKey], CellRow],
    contestant: str,
    group: str,
    period: str,
) -> Iterator[Fault]:
    """Rulings outside the points of their indicator."""
    for column in plan.columns:
        item = plan.inputs[column.indicator.id]
        key = (item.id, "ruling", cell_period(read_period(item, period), item.kind))
        row = rows.get((contestant, key))
        if row is not None and row.value is not None:
            points = plan.points(column, group)
            if not 0 <= Decimal(row.value) <= points:
                place = cells[contestant, key][0].place
                where = f"{contestant} {item.id} {period}"
                yield CATALOGUE.fault("FG-009", place, where, value=row.value, points=decimal_text(points))


def optional_cells(plan: Plan, period: str) -> list[CellKey]:
    """Cells read where they are filed and owed by nobody: rulings, adjustments, what gates, lights and lists read."""
    keys: set[CellKey] = set()
    for column in plan.columns:
        item = plan.inputs[column.indicator.id]
        keys.add((item.id, "ruling", cell_period(read_period(item, period), item.kind)))
        # A year earlier, where the policy averages two years of growth: read if filed, owed by nobody.
        keys |= cells_read(plan, figures_of(item.program), read_period(item, period))
    conditions: list[str] = []
    for adjustment in plan.rulebook.adjustments:
        item = plan.inputs[adjustment.id]
        if item.formula is None:
            keys.add((item.id, "actual", cell_period(period, item.kind)))
        conditions += [text for text in (adjustment.gate, adjustment.formula) if text]
    for text in conditions:
        keys |= cells_read(plan, references(parse(text)), period)
    for table in plan.rulebook.lights:
        for column in plan.columns:
            if not table.indicators or column.indicator.id in table.indicators:
                item = plan.inputs[column.indicator.id]
                at = cell_period(read_period(item, period), item.kind)
                keys |= {(item.id, role, at) for role in ("target", "base") if role in table.measure}
    for award in plan.rulebook.awards:
        for column in plan.columns:
            if f"met({column.indicator.id})" in award.when.replace(" ", ""):
                item = plan.inputs[column.indicator.id]
                keys.add((item.id, "target", cell_period(read_period(item, period), item.kind)))
    return sorted(keys)


def owed_cells(plan: Plan, column: Column, period: str) -> set[CellKey]:
    """The cells somebody owes for an indicator in a round: its value, or what its formula rests on, and its roles."""
    return _own_cells(plan, column, period) | _role_cells(plan, column, period)


def _own_cells(plan: Plan, column: Column, period: str) -> set[CellKey]:
    """The cells of the value itself: the filed figure, or what the formula rests on."""
    item = plan.inputs[column.indicator.id]
    at = read_period(item, period)
    if column.formula is not None:
        return cells_read(plan, references(column.formula), at)
    return {(item.id, "actual", cell_period(at, item.kind))} if column.method.reads_value else set()


def _role_cells(plan: Plan, column: Column, period: str) -> set[CellKey]:
    item = plan.inputs[column.indicator.id]
    at = cell_period(read_period(item, period), item.kind)
    return {(item.id, role, at) for role in column.method.roles(column.parameters)}


def _earlier(plan: Plan, key: CellKey, period: str) -> CellKey:
    item = plan.inputs[key[0]]
    return (key[0], key[1], cell_period(read_period(item, before(period)), item.kind))


def _keep(
    plan: Plan,
    cells: FiledCells,
    rows: dict[tuple[str, CellKey], CellRow],
    contestant: str,
    key: CellKey,
) -> None:
    if (contestant, key) in cells and (contestant, key) not in rows:
        rows[contestant, key] = _chosen(plan, cells, contestant, key, "unreported")


def _chosen(plan: Plan, cells: FiledCells, contestant: str, key: CellKey, absent: str) -> CellRow:
    """The figure the policy `vintage` picks for a cell, or the cell with the reason why there is none."""
    wanted = plan.inputs[key[0]].vintage
    filed = [f for f in cells.get((contestant, key), ()) if wanted == "latest" or f.vintage == wanted]
    if not filed:
        return CellRow(contestant, key[0], key[2], key[1], None, absent, "", "", "")
    best = max(filed, key=lambda f: ORDER[f.vintage])
    value = None if best.status not in WITH_VALUE or best.value is None else plain(best.value)
    return CellRow(contestant, key[0], key[2], key[1], value, best.status, best.vintage, best.note, best.source)


def plain(value: Decimal) -> str:
    """A decimal in its one spelling: no exponent, no trailing zeros, no negative zero."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _shown(value: Decimal | None) -> str:
    return "—" if value is None else plain(value)


def _names(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """Every spelling → the ids it may mean. An id always means itself."""
    table: dict[str, list[str]] = {}
    ids: list[str] = []
    for id_, names in entries:
        ids.append(id_)
        for name in names:
            if name and id_ not in table.setdefault(name, []):
                table[name].append(id_)
    return table | {id_: [id_] for id_ in ids}


def _one(table: Mapping[str, list[str]], word: str, code: str, figure: Figure, faults: list[Fault]) -> str | None:
    meant = table.get(word) or table.get(word.strip()) or []
    if len(meant) == 1:
        return meant[0]
    if meant:
        faults.append(_fault("FG-014", figure, value=word, known="、".join(meant)))
    else:
        faults.append(_fault(code, figure, value=word, hint=did_you_mean(word, table)))
    return None


def _in_unit(figure: Figure, unit: str, faults: list[Fault]) -> Decimal | None:
    if figure.value is None or not figure.unit:
        return figure.value
    try:
        return convert(figure.value, figure.unit, unit)
    except QuantityError:
        faults.append(_fault("FG-006", figure, value=figure.value, unit=figure.unit, wanted=unit))
        return None


def _formula_text(plan: Plan, name: str) -> str:
    formula = plan.inputs[name].formula
    return "" if formula is None else write(formula)


def _fault(code: str, figure: Figure, **data: object) -> Fault:
    where = " ".join(part for part in (figure.contestant, figure.indicator, figure.period, figure.role) if part)
    return CATALOGUE.fault(code, figure.place, where, "error", **data)
