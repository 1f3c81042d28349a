"""What an actor may do in each round: the lines of the list of rounds; and what the office can open next."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Silence
from leitai.press import words
from leitai.web.collection.asked import asked_figures
from leitai.web.collection.editions import bodies, organisation_names, plan_of
from leitai.web.collection.models import Obligation, Round
from leitai.web.collection.rules import burden
from leitai.web.collection.selectors.scope import Scope, list_rounds
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.collection.services.rounds import weigh
from leitai.web.people.api import Actor
from leitai.web.rulebook.api import list_editions, rulebook_of


@dataclass(frozen=True, slots=True)
class Part:
    """One organisation's part in a round: as who files, verifies or is judged."""

    organisation: str
    name: str
    count: int
    left: int


@dataclass(frozen=True, slots=True)
class MyRound:
    round: Round
    title: str
    files: Sequence[Part]
    verifies: Sequence[Part]
    confirms: Sequence[Part]


def my_rounds(actor: Actor, scope: Scope, lang: Lang = "zh") -> list[MyRound]:
    """Every round an actor has to do with, the latest first; three queries a round."""
    found = []
    for round_ in list_rounds(scope):
        plan = plan_of(round_.book, round_.edition)
        # A body that came to be by a merger is named by its posts: the edition does not know it.
        names = {held.organisation: held.organisation_name for held in actor.posts} | organisation_names(plan, lang)
        files = _parts(round_, "filer", scope, scope.answers(actor, "report"), ("empty", "returned", "explain"), names)
        verifies = _parts(round_, "verifies", scope, scope.answers(actor, "verify"), ("reported",), names)
        confirms = _parts(round_, "cell__contestant", scope, scope.answers(actor, "confirm"), ("verified",), names)
        found.append(MyRound(round_, round_title(plan, round_, lang), files, verifies, confirms))
    return found


def _parts(
    round_: Round, side: str, scope: Scope, own: frozenset[str], states: Sequence[str], names: dict[str, str]
) -> list[Part]:
    """What is filed and confirmed stands by the body it was asked of, whose form it is; what is verified by today's."""
    if not own:
        return []
    left = Count("pk", filter=Q(cell__state__in=states) & (Q(required=True) | ~Q(cell__state="empty")))
    rows = Obligation.objects.annotate(verifies=verifier_today(scope.merged))
    asked = rows.filter(round=round_, **{f"{side}__in": list(own)}).values_list(side).order_by(side)
    found: dict[str, tuple[int, int]] = {}
    for key, required, count in asked.annotate(asked=Count("pk", filter=Q(required=True)), left=left):
        body = scope.merged.get(key, key) if side == "verifies" else key
        before = found.get(body, (0, 0))
        found[body] = before[0] + required, before[1] + count
    return [Part(key, names.get(key, key), *counts) for key, counts in sorted(found.items())]


def round_title(plan: Plan, round_: Round, lang: Lang = "zh") -> str:
    return words.round_title(plan.rulebook, round_.period, lang)


@dataclass(frozen=True, slots=True)
class Openable:
    """A round of a published edition that is not open yet."""

    edition: int
    book: str
    name: str
    period: str
    title: str

    @property
    def key(self) -> str:
        return f"{self.edition}:{self.period}"


def openable_rounds(actor: Actor) -> list[Openable]:
    """The rounds of the newest edition of each contest that nobody has opened, in order."""
    taken = set(Round.objects.values_list("book", "period"))
    found: list[Openable] = []
    seen: set[str] = set()
    for edition in list_editions(actor):
        if edition.book in seen:
            continue
        seen.add(edition.book)
        for one in rulebook_of(edition).rounds:
            if (edition.book, one.period) not in taken:
                title = f"{edition.title} {edition.edition} · {one.period}"
                found.append(Openable(edition.pk, edition.book, edition.edition, one.period, title))
    return found


@dataclass(frozen=True, slots=True)
class Opening:
    """What the office looks at before it opens a round."""

    openable: Openable
    burdens: Sequence[burden.Burden]
    total: burden.Burden
    names: dict[str, str]
    report_by: datetime.date | None
    verify_by: datetime.date | None
    confirm_by: datetime.date | None
    silence: Silence | None
    """The clause by which silence is consent, where the rules have one."""


def opening_of(one: Openable, office: str, counter: str, lang: Lang = "zh") -> Opening:
    plan = plan_of(one.book, one.name)
    weighed = weigh(one.book, asked_figures(plan, one.period, office, counter))
    stated = next(round_ for round_ in plan.rulebook.rounds if round_.period == one.period)
    names = organisation_names(plan, lang)
    days = stated.report_by, stated.verify_by, stated.publish_by
    return Opening(one, weighed, burden.total(weighed), names, *days, plan.rulebook.silence)


def counter_bodies(one: Openable, office: str, lang: Lang = "zh") -> list[tuple[str, str]]:
    """Who could counter-check what the office files: every body of the edition but the office, contestants last."""
    found = bodies(plan_of(one.book, one.name).rulebook)
    return [(key, name.say(lang)) for key, name in found if key != office]
