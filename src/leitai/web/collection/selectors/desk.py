"""What a person owes, and the verifier's queue."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q
from django.urls import reverse

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.engine.periods import sort_key
from leitai.web.collection.editions import organisation_names, plan_of, role_name
from leitai.web.collection.models import Extension, FigureVersion, Obligation, Round
from leitai.web.collection.rules.states import SIGNS
from leitai.web.collection.selectors.scope import scope_of
from leitai.web.foundation.api import Mark, Todo
from leitai.web.people.api import Actor


@dataclass(frozen=True, slots=True)
class Waiting:
    """One figure in a verifier's queue."""

    cell: int
    version: int
    contestant: str
    contestant_name: str
    indicator: str
    title: str
    role: str
    unit: str
    period: str
    value: str
    status: str
    late: bool
    written: str
    note: str
    explanation: str
    person: str
    filer: str
    at: datetime.datetime
    own: bool


def verifier_queue(
    plan: Plan, round_: Round, actor: Actor, verifiers: Sequence[str], lang: str = "zh"
) -> list[Waiting]:
    """What waits to be verified, indicator by indicator in the edition's order. Three queries."""
    order = {name: place for place, name in enumerate(plan.inputs)}
    duties = Obligation.objects.filter(round=round_, verifier__in=list(verifiers), cell__state="reported")
    filers = dict(duties.values_list("cell_id", "filer"))
    rows = (
        FigureVersion.objects.filter(cell_id__in=duties.values("cell_id"), number=F("cell__version"))
        .select_related("cell")
        .order_by("pk")
    )
    mine = set(
        FigureVersion.objects.filter(cell_id__in=duties.values("cell_id"), person=actor.key).values_list(
            "cell_id", flat=True
        )
    )
    names = organisation_names(plan, lang)
    found = [
        Waiting(
            version.cell_id,
            version.number,
            version.cell.contestant,
            names.get(version.cell.contestant, version.cell.contestant),
            version.cell.indicator,
            plan.inputs[version.cell.indicator].name.say(lang),
            role_name(plan, version.cell.role, lang),
            "分" if version.cell.role == "ruling" else plan.inputs[version.cell.indicator].unit,
            version.cell.period,
            version.value,
            version.status,
            version.status == "late",
            version.written,
            version.note,
            version.explanation,
            version.person,
            names.get(filers[version.cell_id], filers[version.cell_id]),
            version.at,
            version.cell_id in mine,
        )
        for version in rows
    ]
    return sorted(found, key=lambda one: (order[one.indicator], one.role, plan.position[one.contestant], one.period))


def todos(actor: Actor, day: datetime.date) -> list[Todo]:
    """What collection asks of a person: to file, to verify, to confirm; for the office what is missing and asked."""
    if not actor.posts:
        return []
    scope = scope_of(actor, day)
    found: list[Todo] = []
    for round_ in Round.objects.filter(state="open").order_by("period", "pk"):
        found += _filing(round_, scope.answers(actor, "report"), actor)
        found += _verifying(round_, scope.answers(actor, "verify"))
        found += _confirming(round_, scope.answers(actor, "confirm"))
        if actor.may("open_round"):
            found += _office(round_)
    return found


def round_now(actor: Actor, day: datetime.date) -> Text | None:
    """The round under way, for the header: the latest that is open."""
    found = sorted(Round.objects.filter(state="open"), key=lambda one: sort_key(one.period))
    if not found:
        return None
    last = found[-1]
    return Text(
        f"{last.period} 填报中，{last.report_by:%m-%d} 截止",
        f"{last.period} open for filing until {last.report_by:%d %b}",
    )


def _filing(round_: Round, own: frozenset[str], actor: Actor) -> list[Todo]:
    states = Count("pk", filter=Q(cell__state__in=("empty", "returned", "explain"), required=True))
    back = Count("pk", filter=Q(cell__state="returned"))
    rows = Obligation.objects.filter(round=round_, filer__in=list(own)).values("filer")
    found = []
    for row in rows.annotate(left=states, back=back, until=Max("due")).order_by("filer"):
        if row["left"]:
            zh = f"填报 {round_.period} 数据，还有 {row['left']} 项" + (
                f"，其中 {row['back']} 项被退回" if row["back"] else ""
            )
            en = f"File the figures of {round_.period}: {row['left']} left" + (
                f", {row['back']} returned" if row["back"] else ""
            )
            mark = Mark(SIGNS["returned"], Text("有退回", "returned"), "bad") if row["back"] else None
            url = reverse("collection:grid", args=[round_.pk, row["filer"]])
            found.append(Todo(Text(zh, en), url, row["until"], on_behalf=_named(round_, row["filer"]), mark=mark))
    return found


def _verifying(round_: Round, own: frozenset[str]) -> list[Todo]:
    rows = Obligation.objects.filter(round=round_, verifier__in=list(own), cell__state="reported").values("verifier")
    return [
        Todo(
            Text(
                f"审核 {round_.period} 数据，{row['left']} 项待审",
                f"Verify the figures of {round_.period}: {row['left']} wait",
            ),
            reverse("collection:queue", args=[round_.pk]),
            round_.verify_by,
            on_behalf=_named(round_, row["verifier"]),
        )
        for row in rows.annotate(left=Count("pk")).order_by("verifier")
    ]


def _confirming(round_: Round, own: frozenset[str]) -> list[Todo]:
    rows = Obligation.objects.filter(round=round_, cell__contestant__in=list(own), cell__state="verified")
    return [
        Todo(
            Text(
                f"确认本单位 {round_.period} 数据，{row['left']} 项",
                f"Confirm your figures of {round_.period}: {row['left']}",
            ),
            reverse("collection:row", args=[round_.pk, row["cell__contestant"]]),
            round_.confirm_by,
            on_behalf=_named(round_, row["cell__contestant"]),
        )
        for row in rows.values("cell__contestant").annotate(left=Count("pk")).order_by("cell__contestant")
    ]


def _office(round_: Round) -> list[Todo]:
    asked = Extension.objects.filter(round=round_, ruling__isnull=True).count()
    owing = Obligation.objects.filter(round=round_, required=True, cell__state__in=("empty", "returned", "explain"))
    left = owing.values("filer").distinct().count()
    found = []
    if asked:
        words = Text(f"答复 {asked} 份延期申请", f"Answer {asked} requests for an extension")
        found.append(Todo(words, reverse("collection:extensions", args=[round_.pk]), round_.report_by))
    if left:
        words = Text(f"{round_.period}：{left} 个单位还没有报齐", f"{round_.period}: {left} bodies have not filed all")
        found.append(Todo(words, reverse("collection:round", args=[round_.pk]), round_.report_by))
    return found


def _named(round_: Round, key: str) -> str:
    return organisation_names(plan_of(round_.book, round_.edition)).get(key, key)
