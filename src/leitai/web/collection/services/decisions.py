"""Door 2: verifying, returning, confirming, questioning and answering. Each decides on the version its actor saw."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureDecision, FigureVersion, Obligation, Round
from leitai.web.collection.rules import states
from leitai.web.collection.rules.checks import CATALOGUE, Finding
from leitai.web.collection.rules.duties import Allowed, Forbidden, Sides, may_answer, may_confirm, may_verify
from leitai.web.collection.services.acting import (
    Duty,
    chain_of,
    holding,
    locked_duties,
    open_round_of,
    own_or_refuse,
    permitted,
    standing,
    store,
    working_calendar,
)
from leitai.web.collection.services.shapes import MOST, Judged, Outcome, Report, Theirs
from leitai.web.foundation.api import append
from leitai.web.people.api import Actor, person_names

Permit = Callable[[Actor, Sides, frozenset[str]], Allowed | Forbidden]


@dataclass(frozen=True, slots=True)
class Decision:
    """What is decided: the move in the corridor, the kind of the row it leaves, the permission it takes."""

    act: states.Act
    kind: str
    permission: str
    name: str
    reason: str = ""
    due: datetime.date | None = None


def verify_figures(*, actor: Actor, at: datetime.datetime, round: int, judged: Sequence[Judged]) -> Report:
    """审核通过. Nobody verifies what she filed herself; what somebody changed in the meantime comes back."""
    decision = Decision("verify", "verify", "verify", "verify_figures")
    return _decide(actor, at, round, judged, decision, lambda a, sides, by: may_verify(a, sides, by))


def return_figures(
    *, actor: Actor, at: datetime.datetime, round: int, judged: Sequence[Judged], reason: str, due: datetime.date
) -> Report:
    """退回 single figures with a reason and a day; the rest of the form stays as it was accepted."""
    if not reason.strip():
        raise Cannot(
            "退回要写理由：哪里不对、应为什么、怎样改。", "Returning needs a reason: what is wrong, and how to mend it."
        )
    today = timezone.localdate(at)
    if due < today:
        raise Cannot(f"改报期限 {due:%Y-%m-%d} 已过，请另定一天。", f"The day {due:%Y-%m-%d} is past; choose another.")
    wanted = working_calendar().on_or_after(due)
    decision = Decision("return", "return", "verify", "return_figures", reason.strip(), wanted)
    return _decide(actor, at, round, judged, decision, lambda a, sides, by: may_verify(a, sides, by))


def confirm_row(
    *, actor: Actor, at: datetime.datetime, round: int, contestant: str, judged: Sequence[Judged]
) -> Report:
    """本单位确认: the contestant's own people confirm the figures of its row, as many as they name."""
    decision = Decision("confirm", "confirm", "confirm", "confirm_row")
    return _decide(actor, at, round, judged, decision, lambda a, sides, by: may_confirm(a, sides), contestant)


def question_figure(
    *, actor: Actor, at: datetime.datetime, round: int, cell: int, expected: int, reason: str
) -> Outcome:
    """提出疑问 on a figure of one's own row; filer or verifier answer it."""
    if not reason.strip():
        raise Cannot(
            "请写明疑问：认为应为多少、依据是什么。", "Say what you question, what it should be, and on what ground."
        )
    decision = Decision("question", "question", "question", "question_figure", reason.strip())
    judged = [Judged(cell, expected)]
    return _decide(actor, at, round, judged, decision, lambda a, sides, by: may_confirm(a, sides, "question")).outcomes[
        0
    ]


def answer_question(
    *, actor: Actor, at: datetime.datetime, round: int, cell: int, expected: int, reason: str
) -> Outcome:
    """答复疑问: the figure stands, and why. Where the question is right, it is returned or filed anew instead."""
    if not reason.strip():
        raise Cannot("答复要写明依据。", "An answer says on what ground.")
    decision = Decision("answer", "answer", "verify", "answer_question", reason.strip())
    judged = [Judged(cell, expected)]
    return _decide(actor, at, round, judged, decision, lambda a, sides, by: may_answer(a, sides)).outcomes[0]


@transaction.atomic
def accept_by_silence(*, actor: Actor, at: datetime.datetime, round: int) -> int:
    """逾期视为无异议, only where a clause of the rules says so and the day has passed; shown as silence, never as
    consent. Every decision names the clause."""
    actor, round_ = standing(actor, at), open_round_of(round)
    post = own_or_refuse(actor, "open_round", round_.office)
    rule = plan_of(round_.book, round_.edition).rulebook.silence
    if rule is None:
        raise Cannot(
            "规则没有“逾期视为无异议”的条款，须由参赛单位确认。",
            "The rules do not take silence for consent; the contestants confirm.",
        )
    if timezone.localdate(at) <= round_.confirm_by:
        raise Cannot(
            f"确认期限是 {round_.confirm_by:%Y-%m-%d}，尚未届满。",
            f"The day for confirming, {round_.confirm_by:%Y-%m-%d}, has not passed.",
        )
    obligations = Obligation.objects.filter(round=round_, cell__state="verified").values_list("cell_id", flat=True)
    cells = list(
        Cell.objects.select_for_update(no_key=True).filter(pk__in=list(obligations), state="verified").order_by("pk")
    )
    held = holding(cells)
    rows = [
        FigureDecision(
            version=held[cell.pk],
            kind="silence",
            reason=rule.clause,
            organisation=cell.contestant,
            person=actor.key,
            post=post,
            at=at,
        )
        for cell in cells
    ]
    FigureDecision.objects.bulk_create(rows)
    for cell in cells:
        cell.state = states.MOVES["verified", "silence"]
    store(cells)
    _record(
        round_,
        actor,
        at,
        Decision("silence", "silence", "open_round", "accept_by_silence", rule.clause),
        rows,
        {row.organisation: post for row in rows},
    )
    return len(rows)


@transaction.atomic
def _decide(
    actor: Actor,
    at: datetime.datetime,
    round: int,
    judged: Sequence[Judged],
    decision: Decision,
    permit: Permit,
    contestant: str | None = None,
) -> Report:
    """One decision on many figures. Forbidden for one body's people altogether it raises; else cell by cell."""
    if len(judged) > MOST or len({one.cell for one in judged}) < len(judged):
        raise Cannot(
            f"一次最多办理 {MOST} 项，且每项只能出现一次。请刷新页面后重试。",
            f"At most {MOST} figures at once, each of them once. Reload the page.",
        )
    actor, round_ = standing(actor, at), open_round_of(round)
    day = timezone.localdate(at)
    duties = locked_duties(round_, (one.cell for one in judged), day)
    if contestant is not None and any(duty.cell.contestant != contestant for duty in duties.values()):
        raise Cannot(
            "所选数据不全是本单位的，请刷新页面后重试。", "Not all of these are figures of this unit; reload the page."
        )
    filed_by = _filed_by(duties)
    verdicts = {pk: permit(actor, duty.sides, filed_by.get(pk, frozenset())) for pk, duty in duties.items()}
    if len(judged) == 1 or all(isinstance(verdict, Forbidden) for verdict in verdicts.values()):
        for verdict in verdicts.values():
            permitted(verdict, decision.permission, day)
    held = holding(duty.cell for duty in duties.values())
    last = _last_decisions(held)
    outcomes: list[Outcome] = []
    rows: list[FigureDecision] = []
    posts: dict[str, str] = {}
    for one in judged:
        duty, verdict, version = duties[one.cell], verdicts[one.cell], held.get(one.cell)
        problem = _problem(one, duty, verdict, version, decision, last.get(one.cell))
        if problem is not None or version is None or not isinstance(verdict, Allowed):
            outcomes.append(problem or _stale(duty, version, last.get(one.cell)))
            continue
        row = _row(version, decision, verdict, actor, at)
        rows.append(row)
        posts[row.organisation] = verdict.post.role
        duty.cell.state = states.MOVES[states.as_state(duty.cell.state), decision.act]
        outcomes.append(_outcome(duty, "saved", version, conflict=verdict.conflict))
    FigureDecision.objects.bulk_create(rows)
    moved = [duties[row.version.cell_id].cell for row in rows]
    store(moved)
    _record(round_, actor, at, decision, rows, posts)
    names = person_names(o.theirs.person for o in outcomes if o.theirs is not None)
    return Report("", at, [_named(outcome, names) for outcome in outcomes])


def _filed_by(duties: Mapping[int, Duty]) -> dict[int, frozenset[str]]:
    """Cell → everybody who filed any version of it: none of them verifies it."""
    found: dict[int, set[str]] = {}
    for cell, person in (
        FigureVersion.objects.filter(cell_id__in=list(duties)).values_list("cell_id", "person").distinct()
    ):
        found.setdefault(cell, set()).add(person)
    return {cell: frozenset(people) for cell, people in found.items()}


def _last_decisions(held: Mapping[int, FigureVersion]) -> dict[int, FigureDecision]:
    """Cell → the last decision on the version that holds. One query, however many were decided by somebody else."""
    cells = {version.pk: cell for cell, version in held.items()}
    rows = FigureDecision.objects.filter(version_id__in=list(cells)).order_by("pk")
    return {cells[row.version_id]: row for row in rows}


def _problem(
    one: Judged,
    duty: Duty,
    verdict: Allowed | Forbidden,
    version: FigureVersion | None,
    decision: Decision,
    last: FigureDecision | None,
) -> Outcome | None:
    """Why this one is not decided: somebody changed it, the state does not allow it, it is the actor's own."""
    state = states.as_state(duty.cell.state)
    if isinstance(verdict, Forbidden):
        fault = CATALOGUE.fault("CO-015", "", "", value=states.STATES[state], allowed=verdict.who)
        return _outcome(duty, "refused", version, (Finding("block", fault),))
    if version is None or version.number != one.expected:
        return _stale(duty, version, last)
    if states.next_state(state, decision.act) is None:
        if last is not None:
            return _stale(duty, version, last)
        allowed = states.said(states.allowed_from(decision.act))
        fault = CATALOGUE.fault("CO-008", "", "", value=states.STATES[state], allowed=allowed)
        return _outcome(duty, "refused", version, (Finding("block", fault),))
    return None


def _stale(duty: Duty, version: FigureVersion | None, last: FigureDecision | None) -> Outcome:
    """Somebody else was first: with what, who and when."""
    if version is None:
        return _outcome(duty, "conflict", None)
    person, at = (last.person, last.at) if last is not None else (version.person, version.at)
    theirs = Theirs(version.value or version.status, duty.cell.state, person, at)
    return _outcome(duty, "conflict", version, theirs=theirs)


def _outcome(
    duty: Duty,
    done: str,
    version: FigureVersion | None,
    said: tuple[Finding, ...] = (),
    theirs: Theirs | None = None,
    conflict: tuple[str, ...] = (),
) -> Outcome:
    cell, value = duty.cell, version.value if version is not None else ""
    return Outcome(cell.pk, done, cell.version, cell.state, value, said, theirs, "", conflict)  # type: ignore[arg-type]


def _named(outcome: Outcome, names: Mapping[str, str]) -> Outcome:
    if outcome.theirs is None:
        return outcome
    theirs = outcome.theirs
    return replace(outcome, theirs=replace(theirs, person=names.get(theirs.person, theirs.person)))


def _row(
    version: FigureVersion, decision: Decision, verdict: Allowed, actor: Actor, at: datetime.datetime
) -> FigureDecision:
    return FigureDecision(
        version=version,
        kind=decision.kind,
        reason=decision.reason,
        due=decision.due,
        conflict=" ".join(verdict.conflict)[:300],
        organisation=verdict.post.organisation,
        person=actor.key,
        post=verdict.post.role,
        at=at,
    )


def _record(
    round_: Round,
    actor: Actor,
    at: datetime.datetime,
    decision: Decision,
    rows: Sequence[FigureDecision],
    posts: Mapping[str, str],
) -> None:
    by: dict[str, list[FigureDecision]] = {}
    for row in rows:
        by.setdefault(row.organisation, []).append(row)
    for organisation, own in sorted(by.items()):
        append(
            chain=chain_of(round_, organisation),
            at=at,
            actor=actor.key,
            post=posts[organisation],
            act=decision.name,
            organisation=organisation,
            subject=f"round:{round_.pk}",
            data={
                "figures": len(own),
                "reason": decision.reason,
                "due": decision.due.isoformat() if decision.due else "",
                "conflict": sorted({key for row in own for key in row.conflict.split()}),
            },
            rows=own,
        )
