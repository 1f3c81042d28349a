"""What rulings put on people's desks: one sent back, for the office. Countersigning waits in the verifier's queue."""

from __future__ import annotations

from django.db.models import F
from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.collection.models import Obligation, Round, Ruling
from leitai.web.collection.selectors.scope import Scope
from leitai.web.collection.selectors.sides import verifier_today
from leitai.web.foundation.api import Todo
from leitai.web.people.api import Actor


def ruling_todos(actor: Actor, round_: Round, scope: Scope) -> list[Todo]:
    """Two queries."""
    url = reverse("collection:rulings", args=[round_.pk])
    held = Ruling.objects.filter(round=round_, version__number=F("version__cell__version"))
    found = []
    if actor.may("rule") and (back := held.filter(version__cell__state="returned").count()):
        words = Text(
            f"{round_.period} 裁定被退回 {back} 项，请更正",
            f"Correct the rulings of {round_.period} sent back: {back}",
        )
        found.append(Todo(words, url, round_.verify_by))
    own = list(scope.answers(actor, "verify"))
    if own:
        duties = Obligation.objects.alias(verifies=verifier_today(scope.merged)).filter(round=round_, verifies__in=own)
        waiting = held.filter(version__cell__state="reported", version__cell__in=duties.values("cell_id"))
        if left := waiting.count():
            words = Text(f"复核 {round_.period} 裁定，{left} 项", f"Countersign the rulings of {round_.period}: {left}")
            found.append(Todo(words, url, round_.verify_by))
    return found
