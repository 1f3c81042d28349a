"""What every act on a draft shares: the move itself by compare-and-set, and its audit event."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from leitai.web.foundation.api import FrozenModel, append
from leitai.web.people.api import Actor, person_names, post_for
from leitai.web.rulebook.errors import Cannot, Conflict
from leitai.web.rulebook.models import Draft
from leitai.web.rulebook.rules import Act, next_state, why_not


def moved(draft: Draft, act: Act, actor: Actor) -> str:
    """The state an act leads to. Raises Cannot where it is not possible now."""
    state = next_state(draft.state, act, draft.comment_until, actor.day)
    if state is None:
        raise Cannot(why_not(draft.state, act, draft.comment_until, actor.day))
    return state


def store(draft: Draft, ours: str, **values: Any) -> Draft:
    """Write the draft's next version by compare-and-set: of two at once one succeeds, the other learns both texts."""
    values = {"proposed_by": "", "proposed_at": None, **values}
    count = Draft.objects.filter(pk=draft.pk, version=draft.version).update(**values)
    if count != 1:
        raise conflict(draft.pk, ours)
    return Draft.objects.get(pk=draft.pk)


def conflict(draft: int, ours: str) -> Conflict:
    now = Draft.objects.get(pk=draft)
    who = person_names([now.changed_by]).get(now.changed_by, now.changed_by)
    when = f"{timezone.localtime(now.changed_at):%Y-%m-%d %H:%M}"
    return Conflict(version=now.version, who=who, when=when, theirs=now.text, ours=ours)


def record(
    *,
    actor: Actor,
    at: datetime.datetime,
    act: str,
    may: str,
    draft: Draft,
    organisation: str = "",
    data: Mapping[str, Any] | None = None,
    rows: Sequence[FrozenModel] = (),
) -> None:
    """One event on the chain of the book. The posts are read anew: one that ended meanwhile gives no right any more."""
    append(
        chain=f"rulebook/{draft.book}",
        at=at,
        actor=actor.key,
        post=post_for(actor, may, at, organisation or None),
        act=act,
        organisation=organisation,
        subject=f"draft:{draft.pk}",
        data={"edition": draft.edition, "version": draft.version, **(data or {})},
        rows=rows,
    )
