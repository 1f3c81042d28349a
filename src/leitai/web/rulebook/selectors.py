"""Reads of drafts and editions: for a person what that person may see, for other rooms what is published."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Q, QuerySet

from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.engine.rulebook.model import Rulebook
from leitai.web.foundation.api import Invisible
from leitai.web.people.api import Actor, Signed, names_on, next_step, person_names
from leitai.web.rulebook.errors import Faulty
from leitai.web.rulebook.models import Approval, Comment, Draft, Edition
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.rules import approval_chain

READ_DRAFTS = ("edit_rulebook", "approve_rulebook", "view_all")
READ_EDITIONS = (*READ_DRAFTS, "view_own", "comment_rulebook")


def reads_drafts(actor: Actor) -> bool:
    """Whether drafts are visible in every state: the office, leaders, supervisors and auditors."""
    return any(actor.may(act) for act in READ_DRAFTS)


def reads_editions(actor: Actor) -> bool:
    """Whether published editions are visible: to everybody with a post in the contest."""
    return any(actor.may(act) for act in READ_EDITIONS)


def register_on(day: datetime.date) -> dict[str, str]:
    """Name → key of the organisations that stand on a day; a name that two of them bear names neither."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for key, name in names_on(day).items():
        twice |= {name} & found.keys()
        found[name] = key
    return {name: key for name, key in found.items() if name not in twice}


# -- editions ------------------------------------------------------------------------------------------------------


def list_editions(actor: Actor) -> QuerySet[Edition]:
    """The published editions a person may see, newest first within a contest, without their texts."""
    found = Edition.objects.order_by("book", "-published_at", "-pk").defer("text", "canonical")
    return found if reads_editions(actor) else found.none()


def find_edition(book: str, edition: str) -> Edition | None:
    return Edition.objects.filter(book=book, edition=edition).first()


def get_edition(book: str, edition: str) -> Edition:
    """A published edition by its names. Raises Invisible where there is none."""
    found = find_edition(book, edition)
    if found is None:
        raise Invisible
    return found


def edition_before(edition: Edition) -> Edition | None:
    """The edition of the same contest that was published before this one."""
    return (
        Edition.objects.filter(book=edition.book)
        .filter(Q(published_at__lt=edition.published_at) | Q(published_at=edition.published_at, pk__lt=edition.pk))
        .order_by("-published_at", "-pk")
        .first()
    )


def newest_edition(book: str) -> Edition | None:
    return Edition.objects.filter(book=book).order_by("-published_at", "-pk").first()


def rulebook_of(edition: Edition) -> Rulebook:
    """The rules of a published edition. An edition never changes, so the same one is read once."""
    return _rulebook(edition.digest, edition.canonical)


@lru_cache(maxsize=16)
def _rulebook(digest: str, canonical: str) -> Rulebook:
    return rulebook_from_plain(json.loads(canonical))


# -- drafts --------------------------------------------------------------------------------------------------------


def list_drafts(actor: Actor) -> QuerySet[Draft]:
    """The drafts a person may see: a unit those open for comment, the office and leaders all that are under way."""
    found = (
        Draft.objects.defer("text")
        .annotate(
            comment_count=Count("comments", distinct=True),
            unanswered=Count("comments", filter=Q(comments__answer__isnull=True), distinct=True),
        )
        .order_by("book", "-changed_at", "-pk")
    )
    if reads_drafts(actor):
        return found.exclude(state__in=("published", "dropped"))
    if actor.may("comment_rulebook"):
        return found.filter(state="comment")
    return found.none()


def list_answered(actor: Actor) -> QuerySet[Draft]:
    """The drafts, of whatever state, on which the person's units have commented."""
    return (
        Draft.objects.defer("text")
        .filter(comments__organisation__in=actor.organisations)
        .order_by("-changed_at", "-pk")
        .distinct()
    )


# -- comments ------------------------------------------------------------------------------------------------------


def list_comments(actor: Actor, draft: Draft) -> QuerySet[Comment]:
    """The comments on a draft in the order they were made: a unit sees its own, whoever reads drafts all of them."""
    found = draft.comments.select_related("answer").order_by("at", "pk")
    return found if reads_drafts(actor) else found.filter(organisation__in=actor.organisations)


def count_unanswered(draft: Draft) -> int:
    return draft.comments.filter(answer__isnull=True).count()


# -- approvals -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the chain as it stands: who said what of this version, and whether it is its turn."""

    number: int
    name: str
    role: str
    approval: Approval | None
    person: str
    is_next: bool


def signed_of(draft: Draft) -> list[Signed]:
    """What the chain has said of the draft's present version."""
    return [
        Signed(one.step, one.person, "agree" if one.verdict == "agree" else "return")
        for one in draft.approvals.filter(version=draft.version).order_by("step")
    ]


def chain_of(draft: Draft, lang: str = "zh") -> list[StepView]:
    """The chain with what each step said of the present version."""
    approvals = {one.step: one for one in draft.approvals.filter(version=draft.version)}
    names = person_names(one.person for one in approvals.values())
    turn = next_step(signed_of(draft), len(approval_chain())) if draft.state == "approval" else None
    return [
        StepView(
            number,
            step.name.zh if lang == "zh" else step.name.en,
            step.role,
            approvals.get(number),
            names.get(approvals[number].person, approvals[number].person) if number in approvals else "",
            number == turn,
        )
        for number, step in enumerate(approval_chain(), 1)
    ]


def earlier_approvals(draft: Draft) -> QuerySet[Approval]:
    """What was said of earlier versions: opinions of returns stay readable."""
    return draft.approvals.exclude(version=draft.version).order_by("-version", "-step")


def duties(actor: Actor, today: datetime.date) -> list[tuple[str, Draft]]:
    """What waits for this person: drafts to approve, publish, take up again, answer, comment on."""
    waiting: list[tuple[str, Draft]] = []
    chain = approval_chain()
    roles = {post.role for post in actor.posts}
    for draft in list_drafts(actor):
        if draft.state == "approval":
            turn = next_step(signed_of(draft), len(chain))
            if turn is not None and chain[turn - 1].role in roles:
                waiting.append(("approve", draft))
            elif turn is None and not draft.proposed_by and actor.may("edit_rulebook"):
                waiting.append(("propose", draft))
            elif turn is None and actor.may("approve_rulebook") and draft.proposed_by not in ("", actor.key):
                waiting.append(("publish", draft))
        elif draft.state == "draft":
            if actor.may("edit_rulebook") and any(one.verdict == "return" for one in signed_of(draft)):
                waiting.append(("returned", draft))
        elif draft.state == "comment":
            if actor.may("answer_comment") and count_unanswered(draft):
                waiting.append(("answer", draft))
            elif actor.may("comment_rulebook") and draft.comment_until and today <= draft.comment_until:
                waiting.append(("comment", draft))
    return waiting


def rules_of_draft(draft: Draft) -> tuple[Rulebook, str]:
    """The rules of a draft whose text has no fault, and their digest. Raises Faulty with the faults."""
    checked = check_text(draft.text)
    if not checked.is_clean or checked.reading.rulebook is None:
        raise Faulty([found.fault for found in checked.errors])
    return checked.reading.rulebook, checked.reading.digest
