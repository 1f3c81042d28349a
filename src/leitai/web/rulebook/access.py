"""The only loaders pages and services may use: what is invisible is 404, what is visible and forbidden is 403."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from leitai.engine.errors import Text
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, require
from leitai.web.rulebook.errors import Cannot
from leitai.web.rulebook.models import Comment, Draft, Edition
from leitai.web.rulebook.rules import is_open
from leitai.web.rulebook.selectors import reads_drafts, reads_editions

To = Literal["view", "edit", "comment", "answer", "approve"]
# The permission each purpose takes.
NEEDS: Mapping[To, str] = {
    "edit": "edit_rulebook",
    "comment": "comment_rulebook",
    "answer": "answer_comment",
    "approve": "approve_rulebook",
}


def access_new_draft(actor: Actor) -> None:
    """Whether a person may start a draft."""
    if not reads_editions(actor):
        raise Invisible
    require(actor, "edit_rulebook")


def access_draft(actor: Actor, draft: int, to: To = "view", *, lock: bool = False) -> Draft:
    """A draft on behalf of a person. Units see it only while it is open for comment."""
    rows = Draft.objects.select_for_update() if lock else Draft.objects.all()
    found = rows.filter(pk=draft).first()
    if found is None or not _sees(actor, found):
        raise Invisible
    if to == "view":
        return found
    require(actor, NEEDS[to])
    if to == "comment" and not is_open(found.state, found.comment_until, actor.day):
        until = found.comment_until
        raise Cannot(
            Text(f"征求意见已于 {until} 截止，逾期视为无意见。", f"The time for comments ended on {until}.")
            if until
            else Text("这份草稿没有在征求意见。", "This draft is not open for comment.")
        )
    return found


def access_approval(actor: Actor, draft: int) -> Draft:
    """A draft whose approval a person may follow: not the units that only comment on it."""
    found = access_draft(actor, draft)
    if not reads_drafts(actor):
        raise Invisible
    return found


def access_comments(actor: Actor, draft: int) -> Draft:
    """A draft whose comments a person may read: also a unit that commented, when it is no longer open."""
    found = Draft.objects.filter(pk=draft).first()
    if found is None:
        raise Invisible
    own = Comment.objects.filter(draft=found, organisation__in=actor.organisations).exists()
    if not (_sees(actor, found) or (actor.may("comment_rulebook") and own)):
        raise Invisible
    return found


def access_comment(actor: Actor, comment: int, *, lock: bool = False) -> Comment:
    """A comment that is to be answered."""
    found: Comment | None = Comment.objects.select_related("draft").filter(pk=comment).first()
    if found is None:
        raise Invisible
    access_draft(actor, found.draft_id, "answer", lock=lock)
    return found


def access_edition(actor: Actor, edition: int) -> Edition:
    """A published edition on behalf of a person."""
    found: Edition | None = Edition.objects.filter(pk=edition).first() if reads_editions(actor) else None
    if found is None:
        raise Invisible
    return found


def _sees(actor: Actor, draft: Draft) -> bool:
    return reads_drafts(actor) or (draft.state == "comment" and actor.may("comment_rulebook"))
