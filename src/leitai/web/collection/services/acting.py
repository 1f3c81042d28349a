"""What every act starts with: the actor read anew, the round open, the cells locked with who answers for them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from leitai.engine.errors import Text
from leitai.web.collection.calendar import Calendar, Year
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Cell, FigureVersion, HolidayTable, Obligation, Round
from leitai.web.collection.rules.duties import Allowed, Forbidden, Sides, choose_verifier
from leitai.web.foundation.api import Invisible, NotAllowed, StaleState
from leitai.web.people.api import DOES, Actor, find_actor, names_on, person_names, refusal, successors_on


@dataclass(frozen=True, slots=True)
class Duty:
    """A cell a round asks for, with the organisations it touches as they stand today."""

    obligation: Obligation
    cell: Cell
    sides: Sides


def standing(actor: Actor, at: datetime.datetime) -> Actor:
    """The actor with the posts of the day, read inside the transaction: a post ended a minute ago is ended."""
    fresh = find_actor(actor.key, timezone.localdate(at))
    if fresh is None:
        raise NotAllowed(act=Text("办理", "act"), needed=Text("在职且账号有效", "an active account"))
    return fresh


def get_round(pk: int) -> Round:
    found = Round.objects.filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def open_round_of(pk: int) -> Round:
    """A round in which figures still move."""
    return still_open(get_round(pk))


def still_open(round_: Round) -> Round:
    if round_.state != "open":
        raise Cannot(
            f"{round_.period} 数据已锁定。要更正请由考评办重新开放本轮，更正后另行锁定、重新计分。",
            f"The figures of {round_.period} are locked. For a correction the office opens the round again.",
        )
    return round_


def locked_duties(round_: Round, cells: Iterable[int], day: datetime.date) -> dict[int, Duty]:
    """The round's duties for these cells, rows locked in the order of their keys. Raises Invisible for any other.

    `no_key`, here and wherever this room locks: a row that points to a locked one (a pin, a remark) does not wait.
    """
    wanted = sorted(set(cells))
    rows = Cell.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    locked = {cell.pk: cell for cell in rows}
    duties = Obligation.objects.filter(round=round_, cell_id__in=wanted).select_related("round")
    obligations = {one.cell_id: one for one in duties}
    if len(locked) < len(wanted) or len(obligations) < len(wanted):
        raise Invisible
    # `lock_round` takes the same rows: whoever waited for it reads here how the round stands now.
    for one in obligations.values():
        still_open(one.round)
    merged = successors_on(day)
    return {
        pk: Duty(obligations[pk], locked[pk], sides_of(round_, obligations[pk], locked[pk], merged)) for pk in wanted
    }


def sides_of(round_: Round, obligation: Obligation, cell: Cell, merged: Mapping[str, str]) -> Sides:
    """Who answers today: a merged organisation by its successor; a verifier merged into the filer is replaced."""

    def now(key: str) -> str:
        return merged.get(key, key)

    filer, contestant, office = now(obligation.filer), now(cell.contestant), now(round_.office)
    verifier = choose_verifier(filer, contestant, now(obligation.verifier), office, now(round_.counter))
    return Sides(filer, verifier, contestant, office)


def overtaken(what: Text, person: str, at: datetime.datetime, *, theirs: Text | str, ours: Text | str) -> StaleState:
    """Somebody else was first: who and when, with both values."""
    who = person_names([person]).get(person, person)
    return StaleState(what=what, who=who, when=f"{timezone.localtime(at):%m-%d %H:%M}", theirs=theirs, ours=ours)


def store(cells: Iterable[Cell]) -> None:
    """Write state and version of locked cells, one statement for all that came to be alike."""
    alike: dict[tuple[str, int], list[int]] = {}
    for cell in cells:
        alike.setdefault((cell.state, cell.version), []).append(cell.pk)
    for (state, version), keys in sorted(alike.items()):
        Cell.objects.filter(pk__in=keys).update(state=state, version=version)


def holding(cells: Iterable[Cell]) -> dict[int, FigureVersion]:
    """Cell → the version that holds, for cells that have one."""
    numbers = {cell.pk: cell.version for cell in cells if cell.version}
    rows = FigureVersion.objects.filter(cell_id__in=list(numbers), number__in=set(numbers.values()))
    return {row.cell_id: row for row in rows if numbers[row.cell_id] == row.number}


def permitted(verdict: Allowed | Forbidden, act: str, day: datetime.date) -> Allowed:
    """The verdict where a rule has allowed an act, else NotAllowed that names who could."""
    if isinstance(verdict, Forbidden):
        raise NotAllowed(act=DOES[act], needed=who_could(verdict, names_on(day, [verdict.organisation])))
    return verdict


def who_could(verdict: Forbidden, names: Mapping[str, str]) -> Text:
    name = names.get(verdict.organisation, verdict.organisation)
    return Text(f"{name}{verdict.who.zh}", f"{verdict.who.en} of {name}" if name else verdict.who.en)


def standing_for(organisation: str, at: datetime.datetime) -> str:
    """The organisation itself, or the one it has merged into by the day: who acts for it."""
    return successors_on(timezone.localdate(at)).get(organisation, organisation)


def own_or_refuse(actor: Actor, act: str, organisation: str) -> str:
    """The role of the post under which an act is done for an organisation; NotAllowed without one."""
    post = actor.post_for(act, organisation)
    if post is None:
        raise refusal(act)
    return post.role


def chain_of(round_: Round, organisation: str) -> str:
    """One chain for each unit and round, so that saving never waits for another unit."""
    return f"{round_.book}/{round_.period}/{organisation}"


def working_calendar() -> Calendar:
    """The working days known: the package's tables, and over them the latest of each year that the office entered."""
    rows = HolidayTable.objects.order_by("year", "number").values_list("year", "off", "work")
    return Calendar({year: Year(_days(off), _days(work)) for year, off, work in rows})


def _days(text: str) -> frozenset[datetime.date]:
    return frozenset(datetime.date.fromisoformat(day) for day in json.loads(text))
