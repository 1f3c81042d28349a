"""征求意见: open a draft for comment, comment by units, answer each one, take the draft back."""

from __future__ import annotations

import datetime

from django.db import transaction

from leitai.engine.errors import Text
from leitai.web.people.api import Actor, require
from leitai.web.rulebook.access import access_comment, access_draft
from leitai.web.rulebook.editing.address import path_of
from leitai.web.rulebook.errors import Cannot
from leitai.web.rulebook.models import Answer, Comment, Draft
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.rules import VERDICTS, comment_window_fault
from leitai.web.rulebook.services.moving import moved, record, store

WHOLE = "general"


@transaction.atomic
def open_for_comment(*, actor: Actor, at: datetime.datetime, draft: int, until: datetime.date) -> Draft:
    """Open a draft for comment until a day, or extend the day. Units then see it; the text stays as it is."""
    found = access_draft(actor, draft, "edit", lock=True)
    state = moved(found, "open_comment", actor)
    if fault := comment_window_fault(until, actor.day):
        raise Cannot(fault)
    opened = store(found, "", state=state, comment_until=until)
    data = {"until": until.isoformat()}
    record(actor=actor, at=at, act="open_for_comment", may="edit_rulebook", draft=opened, data=data)
    return opened


@transaction.atomic
def withdraw_draft(*, actor: Actor, at: datetime.datetime, draft: int) -> Draft:
    """Take a draft back from comment or from approval, to change it. A new version begins, so approvals start again."""
    found = access_draft(actor, draft, "edit", lock=True)
    state = moved(found, "withdraw", actor)
    taken = store(found, "", state=state, version=found.version + 1)
    record(actor=actor, at=at, act="withdraw_draft", may="edit_rulebook", draft=taken, data={"from": found.state})
    return taken


@transaction.atomic
def add_comment(
    *, actor: Actor, at: datetime.datetime, draft: int, organisation: str, clause: str, words: str
) -> Comment:
    """Say something of a clause or an indicator, for one's own unit."""
    found = access_draft(actor, draft, "comment", lock=True)
    require(actor, "comment_rulebook", organisation)
    said = words.strip()
    if not said:
        raise Cannot(Text("请写下意见；没有意见不用填。", "Write what you have to say; nothing to say needs nothing."))
    tree = check_text(found.text).tree
    if clause != WHOLE and path_of(clause, tree or {}) is None:
        raise Cannot(
            Text("这一条已经不在草稿里，请重新选择条款。", "This clause is no longer in the draft; choose again.")
        )
    comment = Comment(
        draft=found,
        version=found.version,
        organisation=organisation,
        person=actor.key,
        clause=clause,
        words=said,
        at=at,
    )
    comment.save(force_insert=True)
    data = {"clause": clause, "comment": comment.pk}
    record(
        actor=actor,
        at=at,
        act="comment_rulebook",
        may="comment_rulebook",
        draft=found,
        organisation=organisation,
        data=data,
        rows=[comment],
    )
    return comment


@transaction.atomic
def answer_comment(*, actor: Actor, at: datetime.datetime, comment: int, verdict: str, reason: str) -> Answer:
    """采纳、部分采纳或不采纳, with the reason. An answer stands; a comment has one."""
    found = access_comment(actor, comment, lock=True)
    if verdict not in VERDICTS:
        raise Cannot(
            Text(
                f"答复应为{'、'.join(one.zh for one in VERDICTS.values())}之一。",
                f"The answer is one of: {', '.join(one.en for one in VERDICTS.values())}.",
            )
        )
    if not reason.strip():
        raise Cannot(Text("请写明理由；采纳的写明改在哪里。", "Give the reason; where adopted, say what was changed."))
    if Answer.objects.filter(comment=found).exists():
        raise Cannot(Text("这条意见已经答复。", "This comment has its answer already."))
    answer = Answer(comment=found, verdict=verdict, reason=reason.strip(), person=actor.key, at=at)
    answer.save(force_insert=True)
    record(
        actor=actor,
        at=at,
        act="answer_comment",
        may="answer_comment",
        draft=found.draft,
        organisation=found.organisation,
        data={"comment": found.pk, "verdict": verdict},
        rows=[answer],
    )
    return answer
