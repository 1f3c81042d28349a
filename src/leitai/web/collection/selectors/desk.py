"""What a person owes."""

from __future__ import annotations

import datetime
from collections import Counter

from django.db.models import Count, Max, Q
from django.urls import reverse

from leitai.engine.errors import Text
from leitai.engine.periods import sort_key
from leitai.web.collection.ballots.desk import ballot_todos
from leitai.web.collection.claims.desk import claim_todos
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.models import Extension, Obligation, Round
from leitai.web.collection.rules.states import SIGNS
from leitai.web.collection.rulings.desk import ruling_todos
from leitai.web.collection.selectors.scope import Scope, scope_of
from leitai.web.collection.selectors.sheets import sheet_todos
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.foundation.api import Mark, Todo, lang
from leitai.web.people.api import Actor
from leitai.web.rulebook.api import list_editions


def todos(actor: Actor, day: datetime.date) -> list[Todo]:
    """What collection asks of a person: to file, to verify, to confirm; for the office what is missing and asked."""
    if not actor.posts:
        return []
    scope = scope_of(actor, day)
    found: list[Todo] = []
    for round_ in Round.objects.filter(state="open").order_by("period", "pk"):
        found += _filing(round_, scope.answers(actor, "report"), actor)
        found += _verifying(round_, scope, actor)
        found += _confirming(round_, scope.answers(actor, "confirm"), actor)
        found += claim_todos(actor, round_, scope, day)
        found += ballot_todos(actor, round_, scope, day)
        found += ruling_todos(actor, round_, scope)
        if signs := scope.answers(actor, "sign"):
            found += sheet_todos(round_, signs)
        if actor.may("open_round"):
            found += _office(round_)
    if not found and actor.may("open_round") and not Round.objects.exists() and list_editions(actor).exists():
        found.append(Todo(Text("开放第一轮填报", "open the first round"), reverse("collection:open")))
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
    why = Count("pk", filter=Q(cell__state="explain"))
    asked = Count("pk", filter=Q(cell__state="questioned"))
    rows = Obligation.objects.filter(round=round_, filer__in=list(own)).values("filer")
    found = []
    for row in rows.annotate(left=states, back=back, why=why, asked=asked, until=Max("due")).order_by("filer"):
        url, name = reverse("collection:grid", args=[round_.pk, row["filer"]]), _named(round_, row["filer"], actor)
        if row["left"]:
            parts = [(row["back"], "项被退回", "returned"), (row["why"], "项需说明", "to explain")]
            zh = "".join(f"，{count} {words}" for count, words, _ in parts if count)
            en = "".join(f", {count} {words}" for count, _, words in parts if count)
            what = Text(
                f"填报 {round_.period} 数据，还有 {row['left']} 项{zh and '，其中 ' + zh[1:]}",
                f"File the figures of {round_.period}: {row['left']} left{en}",
            )
            mark = Mark(SIGNS["returned"], Text("有退回", "returned"), "bad") if row["back"] else None
            found.append(Todo(what, url, row["until"], on_behalf=name, mark=mark))
        if row["asked"]:
            what = Text(f"答复参赛单位的疑问，{row['asked']} 项", f"Answer what units question: {row['asked']}")
            found.append(Todo(what, url, round_.confirm_by, on_behalf=name))
    return found


def _verifying(round_: Round, scope: Scope, actor: Actor) -> list[Todo]:
    own = scope.answers(actor, "verify")
    waiting = Obligation.objects.filter(round=round_, cell__state="reported")
    rows = waiting.annotate(verifies=verifier_today(scope.merged)).filter(verifies__in=list(own)).values("verifies")
    left: Counter[str] = Counter()
    for key, count in rows.annotate(left=Count("pk")).values_list("verifies", "left").order_by("verifies"):
        left[scope.merged.get(key, key)] += count
    return [
        Todo(
            Text(f"审核 {round_.period} 数据，{count} 项待审", f"Verify the figures of {round_.period}: {count} wait"),
            reverse("collection:queue", args=[round_.pk]),
            round_.verify_by,
            on_behalf=_named(round_, verifier, actor),
        )
        for verifier, count in sorted(left.items())
    ]


def _confirming(round_: Round, own: frozenset[str], actor: Actor) -> list[Todo]:
    rows = Obligation.objects.filter(round=round_, cell__contestant__in=list(own), cell__state="verified")
    return [
        Todo(
            Text(
                f"确认本单位 {round_.period} 数据，{row['left']} 项",
                f"Confirm your figures of {round_.period}: {row['left']}",
            ),
            reverse("collection:row", args=[round_.pk, row["cell__contestant"]]),
            round_.confirm_by,
            on_behalf=_named(round_, row["cell__contestant"], actor),
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


def _named(round_: Round, key: str, actor: Actor) -> str:
    """As the edition names it; a body that came to be by a merger, as the actor's own post does."""
    posts = {held.organisation: held.organisation_name for held in actor.posts}
    return (posts | organisation_names(plan_of(round_.book, round_.edition), lang())).get(key, key)
