"""Door 3: the figures one run reads, every cell of them, also the missing ones with their reason.

A snapshot is a sorted tuple of cells in the indicators' own units. It is what a result carries, what its digest covers
and all that scoring sees; two files that say the same in another order or spelling make the same snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from leitai.engine.assess.filed import Expected, ballot_faults, figure_faults
from leitai.engine.assess.plan import Column, Plan, counts, members
from leitai.engine.assess.reads import CellKey, Read, optional_reads, owed_reads, own_reads, ruling_key
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Catalogue, Fault, InputError, did_you_mean
from leitai.engine.figures import ROLES, VINTAGES, WITH_VALUE, Figure
from leitai.engine.periods import FORMS, cell_period, is_period
from leitai.engine.quantities import QuantityError
from leitai.engine.rulebook.expression import write
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
    expected = Expected.of(plan)
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
        faults += figure_faults(expected, name, role, value, f)
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
    """The rounds for which at least one indicator has a figure with a value, or one that stands in for it."""
    filed = {key for (_, key), rows in cells.items() if any(row.value is not None for row in rows)}
    waiting = {
        key
        for (_, key), rows in cells.items()
        if plan.inputs[key[0]].previous and any(row.status == "not_yet_published" for row in rows)
    }

    def there(read: Read) -> bool:
        return read.cell in filed or (read.cell in waiting and read.before in filed)

    return [
        p for p in plan.periods if any(there(read) for column in plan.columns for read in own_reads(plan, column, p))
    ]


def freeze(plan: Plan, cells: FiledCells, rounds: Sequence[str], trial: bool = False) -> Snapshot:
    """Take every cell the rounds read. An owed figure that is not there becomes a cell with status `unreported`; items
    of an adjustment are owed by nobody, and none filed is none.

    Raises InputError where a figure that counts is only reported (not verified) and this is not a trial, where a
    contestant declared to have no such task has a figure, and where votes do not add up.
    """
    rows: dict[tuple[str, CellKey], CellRow] = {}
    faults: list[Fault] = []
    expected = Expected.of(plan)
    for period in rounds:
        rulings = [(column, ruling_key(plan, column, period)) for column in plan.columns]
        for group in plan.peer_groups:
            optional = sorted(optional_reads(plan, period, group.id))
            owed = [
                (column, read)
                for column in plan.columns
                if counts(plan, column, group.id, period)
                for read in sorted(owed_reads(plan, column, period))
            ]
            for contestant in members(group, period):
                for column, read in owed:
                    key = read.cell
                    if key[0] in expected.adjustments and (contestant, key) not in cells:
                        continue
                    excused = contestant in column.indicator.not_applicable or contestant in plan.inputs[key[0]].excused
                    row = _chosen(plan, cells, contestant, key, "not_applicable" if excused else "unreported")
                    if excused and row.value is not None and key[0] == column.indicator.id:
                        where = f"{contestant} {key[0]} {key[2]}"
                        place = cells[contestant, key][0].place
                        faults.append(CATALOGUE.fault("FG-011", place, where, value=row.value))
                    held = rows.get((contestant, key))
                    if held is None or held.status == "not_applicable":
                        rows[contestant, key] = row
                for read in optional:
                    _keep(plan, cells, rows, contestant, read.cell)
                for read in (*(read for _, read in owed), *optional):
                    waiting = rows.get((contestant, read.cell))
                    if (
                        waiting is not None
                        and waiting.status == "not_yet_published"
                        and plan.inputs[read.cell[0]].previous
                    ):
                        _keep(plan, cells, rows, contestant, read.before)
                faults += _beyond(plan, cells, rows, contestant, group.id, rulings)
            votes = {key: row.value for key, row in rows.items()}
            faults += ballot_faults(plan, votes, members(group, period), group.id, period)
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
    rulings: Sequence[tuple[Column, CellKey]],
) -> Iterator[Fault]:
    """Rulings outside the points of their indicator."""
    for column, key in rulings:
        row = rows.get((contestant, key))
        if row is not None and row.value is not None:
            points = plan.points(column, group)
            if not 0 <= Decimal(row.value) <= points:
                place = cells[contestant, key][0].place
                where = f"{contestant} {key[0]} {key[2]}"
                yield CATALOGUE.fault("FG-009", place, where, value=row.value, points=decimal_text(points))


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
