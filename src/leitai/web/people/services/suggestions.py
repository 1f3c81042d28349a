"""投诉建议: told from any page, with or without a name; answered by the office."""

from __future__ import annotations

import datetime

from django.db import transaction

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused, append
from leitai.web.people.access import authorise
from leitai.web.people.models import Suggestion

CHAIN = "suggestions"


@transaction.atomic
def suggest(*, actor: str, at: datetime.datetime, page: str, kind: str, words: str) -> Suggestion:
    """Tell the office something. `actor` is empty where no name was given."""
    if not words.strip():
        raise Refused(why=Text("请写明内容。", "Please say what it is about."))
    made = Suggestion.objects.create(at=at, person=actor, page=page[:300], kind=kind, words=words.strip())
    append(
        chain=CHAIN,
        at=at,
        actor=actor or "anonymous",
        act="suggest",
        subject=f"suggestion:{made.pk}",
        data={"kind": kind},
    )
    return made


@transaction.atomic
def answer_suggestion(*, actor: str, at: datetime.datetime, suggestion: int, answer: str) -> None:
    """Answer once; a second answer would hide what was said first."""
    authorise(actor=actor, act="answer_suggestion", at=at)
    if not answer.strip():
        raise Refused(why=Text("请写明答复。", "Please write the answer."))
    unanswered = Suggestion.objects.filter(pk=suggestion, answered_at__isnull=True)
    if unanswered.update(answer=answer.strip(), answered_at=at, answered_by=actor) != 1:
        raise Refused(why=Text("这一条已经答复。", "This has been answered already."))
    append(chain=CHAIN, at=at, actor=actor, act="answer_suggestion", subject=f"suggestion:{suggestion}")
