"""Who may really do what with an edition, by its state: every act × every role × draft, open for comment, in approval.

Each attempt is a whole and sound request, and is taken back; what counts is whether the log holds an event of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from leitai.web.foundation.api import EventFilter, list_events
from leitai.web.rulebook import api
from leitai.web.rulebook.models import Draft
from tests.cast import NOW, PEOPLE, Cast
from tests.visitor import Visitor

ROLES = ("", *(key for key, _, _ in PEOPLE))
OFFICE = frozenset({"office", "office2"})
APPROVE = OFFICE | {"leader"}
UNITS = frozenset({"filer", "liaison", "head", "verifier", "stranger", "stranger_head", "two_hats"})
NOBODY: frozenset[str] = frozenset()
UNIT = {key: posts[0][1] for key, _, posts in PEOPLE if posts}
# State → where the world of the matrix keeps one; act → state → who may.
DRAFTS = {"draft": "ready", "comment": "open", "approval": "sent", "agreed": "sent", "published": "edition"}
MAY: Mapping[str, Mapping[str, frozenset[str]]] = {
    "edit": {"draft": OFFICE, "approval": OFFICE, "agreed": OFFICE},
    "submit": {"draft": OFFICE},
    "withdraw": {"comment": OFFICE, "approval": OFFICE, "agreed": OFFICE},
    "sign": {"approval": OFFICE},
    "publish": {"agreed": APPROVE},
    "drop": {"draft": OFFICE, "comment": OFFICE, "approval": OFFICE, "agreed": OFFICE},
    "comment": {"comment": UNITS},
}


@pytest.fixture
def draft(world: Mapping[str, Any], cast: Cast, request: pytest.FixtureRequest) -> Draft:
    """One draft in the state that is asked for."""
    state = request.param
    if state == "published":
        return Draft.objects.get(state="published")
    found = Draft.objects.get(pk=world[DRAFTS[state]])
    if state == "agreed":
        for who in ("office2", "leader", "leader"):
            api.decide_step(actor=cast[who], at=NOW, draft=found.pk, version=found.version, verdict="agree")
    return Draft.objects.get(pk=found.pk)


def attempt(somebody: Visitor, role: str, act: str, draft: Draft) -> int:
    """One sound request for the act; the status of its answer."""
    version, unit = {"version": draft.version}, UNIT.get(role, "xiqiao")
    if act == "edit":
        url, body = reverse("rulebook:source", args=[draft.pk]), {"text": f"{draft.text}# 一句说明\n"} | version
    elif act == "comment":
        url, body = (
            reverse("rulebook:comments", args=[draft.pk]),
            {"organisation": unit, "clause": "general", "words": "同意"},
        )
    else:
        url = reverse(f"rulebook:{act}", args=[draft.pk])
        body = {"sign": version | {"verdict": "agree"}, "drop": {"reason": "重起"}}.get(act, {})
    return somebody.status("post", url, body)


def events() -> int:
    return list_events(EventFilter()).exclude(chain="sign_in").count()


@pytest.mark.parametrize("draft", DRAFTS, indirect=True)
def test_only_who_may_writes_and_only_in_the_right_state(
    draft: Draft, visitor: Visitor, request: pytest.FixtureRequest
) -> None:
    state = request.node.callspec.params["draft"]
    wrong, before = {}, events()
    for role in ROLES:
        somebody = visitor.as_(role) if role else visitor
        for act, possible in MAY.items():
            # What publishes for good stands in no other transaction; it has nothing to take back where it is refused.
            with nullcontext() if (act, state) == ("publish", "published") else transaction.atomic():
                status = attempt(somebody, role, act, draft)
                wrote = events() > before
                transaction.set_rollback((act, state) != ("publish", "published"))
            if wrote != (role in possible.get(state, NOBODY)):
                wrong[f"{role} {act}"] = f"wrote: {wrote} ({status})"
    assert wrong == {}
