"""Door 1: filing figures. A batch is saved cell by cell: what is right is kept, what is wrong comes back alone."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.figures import VINTAGES
from leitai.engine.rulebook.canonical import number_text
from leitai.web.collection.editions import figure_name, plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureDecision, FigureVersion, Round
from leitai.web.collection.rules import states
from leitai.web.collection.rules.checks import CATALOGUE, Finding, Spot, findings, read_value
from leitai.web.collection.rules.duties import Allowed, may_report
from leitai.web.collection.services.acting import (
    Duty,
    chain_of,
    holding,
    locked_duties,
    open_round_of,
    permitted,
    standing,
    store,
)
from leitai.web.collection.services.around import Key, spot_of, surroundings
from leitai.web.collection.services.shapes import MOST, Entry, Origin, Outcome, Report, Theirs
from leitai.web.foundation.api import append
from leitai.web.people.api import Actor, person_names

# So many figures are named in a refusal; more are counted.
MOST_NAMED = 10
ORDER = {vintage: place for place, vintage in enumerate(VINTAGES)}


@dataclass(frozen=True, slots=True)
class Written:
    """An entry that can be saved as far as its own text goes. `value` is None where there is none to have."""

    entry: Entry
    duty: Duty
    spot: Spot
    value: Decimal | None
    held: FigureVersion | None


@transaction.atomic
def report_figures(
    *, actor: Actor, at: datetime.datetime, round: int, entries: Sequence[Entry], origin: Origin, batch: str
) -> Report:
    """File figures, each against the version its writer saw. The same batch key sent again changes nothing more.

    Raises NotAllowed where any cell is another organisation's, Invisible where the round asks for no such cell.
    """
    _plausible(entries, batch)
    actor, round_ = standing(actor, at), open_round_of(round)
    day = timezone.localdate(at)
    duties = locked_duties(round_, (entry.cell for entry in entries), day)
    allowed = {pk: permitted(may_report(actor, duty.sides), "report", day) for pk, duty in duties.items()}
    plan = plan_of(round_.book, round_.edition)
    held = holding(duty.cell for duty in duties.values())
    earlier = {row.cell_id: row for row in FigureVersion.objects.filter(batch=batch, cell_id__in=list(duties))}
    settled, fresh = _first_look(plan, round_, entries, duties, held, earlier, origin)
    made = _checked(plan, round_, fresh, settled)
    due = _returned_due(made)
    versions = [
        _version(written, doubtful, allowed[written.duty.cell.pk], actor, at, day, due, origin, batch)
        for written, doubtful in made
    ]
    FigureVersion.objects.bulk_create(versions)
    _move(made, versions, settled)
    _record(round_, actor, at, origin, versions, allowed)
    return Report(batch, at, [settled[entry.cell] for entry in entries])


@transaction.atomic
def report_whole(*, actor: Actor, at: datetime.datetime, round: int, entries: Sequence[Entry]) -> Report:
    """File figures that follow from one paper (a count, a list): all of them or none, and what stopped one is named."""
    batch = secrets.token_hex(12)
    report = report_figures(actor=actor, at=at, round=round, entries=entries, origin="import", batch=batch)
    if report.saved < len(report.outcomes):
        raise Cannot.of(_stopped(open_round_of(round), report))
    return report


def _stopped(round_: Round, report: Report) -> list[Text]:
    """What was not saved, each with why, and what to do."""
    plan = plan_of(round_.book, round_.edition)
    left = [one for one in report.outcomes if one.done in ("conflict", "refused")]
    cells = Cell.objects.in_bulk([one.cell for one in left])
    said = []
    for one in left[:MOST_NAMED]:
        cell, faults = cells[one.cell], [finding.fault for finding in one.findings]
        found = faults[0].found if faults else Text("刚被他人更改", "somebody changed it just now")
        said.append(
            Text(f"{figure_name(plan, cell, 'zh')}：{found.zh}", f"{figure_name(plan, cell, 'en')}: {found.en}")
        )
    rest = [Text(f"等共 {len(left)} 项", f"{len(left)} in all")] if len(left) > MOST_NAMED else []
    return [*said, *rest, Text("没有录入任何一项，请刷新后重试", "nothing was entered; reload and try again")]


def _plausible(entries: Sequence[Entry], batch: str) -> None:
    if len(entries) > MOST:
        raise Cannot(
            f"一次最多保存 {MOST} 项，这次有 {len(entries)} 项。请分批粘贴，或改用文件导入。",
            f"At most {MOST} figures are saved at once; these are {len(entries)}. Paste in parts, or import a file.",
        )
    if len({entry.cell for entry in entries}) < len(entries):
        raise Cannot(
            "同一格在一次保存中出现了两次，请刷新页面后重试。", "The same cell came twice in one save; reload the page."
        )
    if not batch or len(batch) > 32:
        raise Cannot("缺少批次号，请刷新页面后重试。", "The save has no batch key; reload the page.")


def _first_look(
    plan: Plan,
    round_: Round,
    entries: Iterable[Entry],
    duties: Mapping[int, Duty],
    held: Mapping[int, FigureVersion],
    earlier: Mapping[int, FigureVersion],
    origin: Origin,
) -> tuple[dict[int, Outcome], list[Written]]:
    """What is settled without a look around (done before, somebody else's version, not a number), and the rest."""
    settled: dict[int, Outcome] = {}
    fresh: list[Written] = []
    stale: list[tuple[Entry, Written]] = []
    for entry in entries:
        duty = duties[entry.cell]
        spot = spot_of(plan, round_, duty.cell)
        if entry.cell in earlier:
            before = earlier[entry.cell]
            settled[entry.cell] = replace(_outcome(duty.cell, "saved", value=before.value), version=before.number)
            continue
        value = None if entry.no_value or not entry.written.strip() else read_value(entry.written, spot)
        if isinstance(value, Finding):
            settled[entry.cell] = _outcome(duty.cell, "refused", (value,), ours=entry.written)
            continue
        written = Written(entry, duty, spot, value, held.get(entry.cell))
        if _unchanged(written):
            settled[entry.cell] = _outcome(duty.cell, "unchanged", value=_text(value))
        elif entry.expected != duty.cell.version:
            stale.append((entry, written))
        else:
            problem = _of_a_paper(written, origin) or _unreasoned(written)
            if problem:
                settled[entry.cell] = _outcome(duty.cell, "refused", (problem,), ours=entry.written)
            else:
                fresh.append(written)
    names = person_names(written.held.person for _, written in stale if written.held)
    settled |= {entry.cell: _conflict(written, names) for entry, written in stale}
    return settled, fresh


def _unchanged(written: Written) -> bool:
    """Already so on file: the same value, and nothing new said about it. Sent back, the same value is an answer."""
    entry, held = written.entry, written.held
    if held is None or held.status == states.WITHDRAWN:
        return written.value is None and not entry.no_value
    if written.duty.cell.state == "returned":
        return False
    same = (_text(written.value), entry.no_value, entry.vintage) == (held.value, _no_value(held), held.vintage)
    said = ((entry.note, held.note), (entry.source, held.source), (entry.explanation, held.explanation))
    return same and all(not new.strip() or new.strip() == old for new, old in said)


def _of_a_paper(written: Written, origin: Origin) -> Finding | None:
    """What a count or a list says is changed by a new count or list, unless the verifier sent it back."""
    held = written.held
    if held is None or held.origin != "import" or origin == "import" or written.duty.cell.state == "returned":
        return None
    value = written.entry.written or written.entry.no_value
    return _problem("CO-019", written.spot.where, value=value, held=held.value, source=held.source)


def _unreasoned(written: Written) -> Finding | None:
    """What must say why: no value, a correction of what was verified, the returned value once more."""
    entry, cell, held = written.entry, written.duty.cell, written.held
    state = states.as_state(cell.state)
    where, data = written.spot.where, {"value": entry.written or entry.no_value}
    clears = written.value is None and not entry.no_value
    if entry.vintage not in VINTAGES:
        return _problem("CO-010", where, value=entry.vintage, known="、".join(VINTAGES))
    if clears and states.next_state(state, "clear") is None:
        return _problem("CO-016", where, value=states.STATES[state], allowed=states.said(states.allowed_from("clear")))
    if clears:
        return None
    if entry.no_value and not entry.note.strip():
        return _problem("CO-005", where, **data)
    if held is not None and ORDER[entry.vintage] < ORDER.get(held.vintage, 0) and held.status != states.WITHDRAWN:
        return _problem("CO-017", where, value=VINTAGES[entry.vintage], held=VINTAGES[held.vintage])
    later = held is not None and held.vintage != entry.vintage
    if state in states.CORRECTED and not later and not entry.note.strip():
        return _problem("CO-007", where, before=held.value if held else "", **data)
    silent = not (entry.note.strip() or entry.explanation.strip())
    if state == "returned" and held is not None and held.value == _text(written.value) and silent:
        return _problem("CO-009", where, **data)
    return None


def _checked(
    plan: Plan, round_: Round, fresh: Sequence[Written], settled: dict[int, Outcome]
) -> list[tuple[Written, bool]]:
    """The entries that are saved, each with whether it still wants an explanation; the rest are settled as refused."""
    if not fresh:
        return []
    around = surroundings(plan, round_, [written.duty.cell for written in fresh])
    batch = {key_of(w.duty.cell): w.value for w in fresh if w.value is not None}
    made = []
    for written in fresh:
        cell, entry = written.duty.cell, written.entry
        said: list[Finding] = []
        if written.value is not None:
            near = around.of(cell, written.spot.kind, batch)
            if written.spot.role == "base" and (cell.contestant, cell.indicator, cell.period, "actual") in batch:
                near = replace(near, actual=None)  # said once, at the value itself
            said = findings(written.value, written.spot, near)
        if any(finding.level == "block" for finding in said):
            settled[entry.cell] = _outcome(cell, "refused", tuple(said), ours=entry.written)
            continue
        doubtful = any(finding.level == "explain" for finding in said) and not entry.explanation.strip()
        made.append((written, doubtful))
        settled[entry.cell] = _outcome(
            cell, "explain" if doubtful else "saved", tuple(said), value=_text(written.value)
        )
    return made


def key_of(cell: Cell) -> Key:
    return (cell.contestant, cell.indicator, cell.period, cell.role)


def _returned_due(made: Iterable[tuple[Written, bool]]) -> dict[int, datetime.date | None]:
    """Version that was sent back → the day it was wanted again."""
    sent = [w.held.pk for w, _ in made if w.held is not None and w.duty.cell.state == "returned"]
    if not sent:
        return {}
    rows = FigureDecision.objects.filter(version_id__in=sent, kind="return").order_by("pk")
    return dict(rows.values_list("version_id", "due"))


def _version(
    written: Written,
    doubtful: bool,
    allowed: Allowed,
    actor: Actor,
    at: datetime.datetime,
    day: datetime.date,
    due: Mapping[int, datetime.date | None],
    origin: Origin,
    batch: str,
) -> FigureVersion:
    entry, cell, held = written.entry, written.duty.cell, written.held
    previous = held.status if held is not None else ""
    state, returned = states.as_state(cell.state), due.get(held.pk) if held is not None else None
    late = states.is_late(previous, state, day, written.duty.obligation.due, returned)
    clears = written.value is None and not entry.no_value
    return FigureVersion(
        cell=cell,
        number=cell.version + 1,
        value=_text(written.value),
        status=states.WITHDRAWN if clears else states.stored_status(late, entry.no_value),
        vintage=entry.vintage,
        written=entry.written.strip()[:120],
        note=entry.note.strip(),
        source=entry.source.strip()[:300],
        explanation=entry.explanation.strip(),
        origin=origin,
        batch=batch,
        organisation=allowed.post.organisation,
        person=actor.key,
        post=allowed.post.role,
        at=at,
    )


def _move(made: Iterable[tuple[Written, bool]], versions: Iterable[FigureVersion], settled: dict[int, Outcome]) -> None:
    """Point each cell at its new version; the rows are locked, and (cell, number) is unique besides."""
    moved = []
    for (written, doubtful), version in zip(made, versions, strict=True):
        cell = written.duty.cell
        clears = version.status == states.WITHDRAWN
        act: states.Act = "clear" if clears else "doubtful" if doubtful else "report"
        cell.state = states.MOVES[states.as_state(cell.state), act]
        cell.version = version.number
        moved.append(cell)
        settled[cell.pk] = replace(settled[cell.pk], version=cell.version, state=cell.state)
    store(moved)


def _record(
    round_: Round,
    actor: Actor,
    at: datetime.datetime,
    origin: Origin,
    versions: Sequence[FigureVersion],
    allowed: Mapping[int, Allowed],
) -> None:
    """One audit line for each organisation that filed: nearly always one."""
    by: dict[str, list[FigureVersion]] = {}
    for version in versions:
        by.setdefault(version.organisation, []).append(version)
    for organisation, rows in sorted(by.items()):
        append(
            chain=chain_of(round_, organisation),
            at=at,
            actor=actor.key,
            post=rows[0].post,
            act="report_figures",
            organisation=organisation,
            subject=f"round:{round_.pk}",
            data={
                "figures": len(rows),
                "origin": origin,
                "batch": rows[0].batch,
                "conflict": sorted({key for row in rows for key in allowed[row.cell_id].conflict}),
            },
            rows=rows,
        )


def _conflict(written: Written, names: Mapping[str, str]) -> Outcome:
    cell, held = written.duty.cell, written.held
    theirs = None
    if held is not None:
        theirs = Theirs(held.value or held.status, cell.state, names.get(held.person, held.person), held.at)
    return _outcome(cell, "conflict", ours=written.entry.written, theirs=theirs, value=held.value if held else "")


def _outcome(
    cell: Cell,
    done: str,
    said: tuple[Finding, ...] = (),
    *,
    value: str = "",
    ours: str = "",
    theirs: Theirs | None = None,
) -> Outcome:
    return Outcome(cell.pk, done, cell.version, cell.state, value, said, theirs, ours)  # type: ignore[arg-type]


def _problem(code: str, where: str, **data: object) -> Finding:
    return Finding("block", CATALOGUE.fault(code, "", where, "error", **data))


def _text(value: Decimal | None) -> str:
    return "" if value is None else number_text(value)


def _no_value(held: FigureVersion) -> str:
    return held.status if held.status in states.NO_VALUE else ""
