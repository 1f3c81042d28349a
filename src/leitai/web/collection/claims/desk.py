"""What claims put on people's desks: opinions owed, conclusions and lists to make, figures to enter."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.collection.claims.lists import due_figures, entered_by, latest_list
from leitai.web.collection.claims.panels import aside, members_of, opinions_on, panel_of
from leitai.web.collection.models import Claim, ClaimOutcome, ClaimVersion, Round
from leitai.web.collection.selectors.scope import Scope
from leitai.web.foundation.api import Todo
from leitai.web.people.api import Actor


def claim_todos(actor: Actor, round_: Round, scope: Scope, day: datetime.date) -> list[Todo]:
    """At most seven queries a round, and one where nothing was claimed."""
    claims = list(Claim.objects.filter(round=round_).exclude(state="withdrawn").order_by("pk"))
    if not claims:
        return []
    return [*_judging(actor, round_, claims, scope.merged), *_entering(actor, round_, scope, day)]


def _judging(actor: Actor, round_: Round, claims: list[Claim], merged: Mapping[str, str]) -> list[Todo]:
    """For members what they have not spoken on; for the office what waits for it."""
    if not actor.may("judge_claim"):
        return []
    panel = panel_of(round_)
    url = reverse("collection:claims", args=[round_.pk])
    office = actor.may("open_round")
    waiting = {one.pk: one for one in claims if one.state == "filed"}
    if panel is None:
        words = Text(
            f"指定 {round_.period} 评审组：{len(claims)} 项申报待评审",
            f"Name the panel of {round_.period}: {len(claims)} claims wait",
        )
        return [Todo(words, reverse("collection:claim_panel", args=[round_.pk]), round_.verify_by)] if office else []
    rows = ClaimVersion.objects.filter(claim__in=list(waiting)).order_by("number")
    held: dict[int, int] = {}
    filed_by: dict[int, set[str]] = {}
    for one in rows:
        held[one.claim_id] = one.pk
        filed_by.setdefault(one.claim_id, set()).add(one.person)
    said = opinions_on(held.values(), members_of(panel))
    found: list[Todo] = []
    if actor.key in members_of(panel):
        silent = [
            pk for pk, version in held.items()
            if all(one.person != actor.key for one in said.get(version, ()))
            and aside(actor, waiting[pk].contestant, filed_by[pk], merged) is None
        ]  # fmt: skip
        if silent:
            words = Text(
                f"评审 {round_.period} 加减分申报，{len(silent)} 项", f"Judge {len(silent)} claims of {round_.period}"
            )
            found.append(Todo(words, url, round_.verify_by))
    ready = sum(len(said.get(version, ())) >= panel.quorum for version in held.values())
    if office and ready:
        words = Text(f"汇总 {round_.period} 评审意见，{ready} 项", f"Conclude {ready} claims of {round_.period}")
        found.append(Todo(words, url, round_.verify_by))
    if office and not waiting and _unlisted(round_):
        words = Text(f"生成 {round_.period} 加减分认定清单", f"Draw up the list of claims of {round_.period}")
        found.append(Todo(words, url, round_.verify_by))
    return found


def _unlisted(round_: Round) -> bool:
    """Whether something was decided after the last list."""
    last = ClaimOutcome.objects.filter(version__claim__round=round_).order_by("-pk").first()
    made = latest_list(round_)
    return last is not None and (made is None or made.at < last.at)


def _entering(actor: Actor, round_: Round, scope: Scope, day: datetime.date) -> list[Todo]:
    own = scope.answers(actor, "report")
    found = latest_list(round_) if own else None
    if found is None:
        return []
    count = sum(len(due) for filer, due in entered_by(due_figures(found, day)).items() if filer in own)
    if not count:
        return []
    words = Text(
        f"按认定清单录入 {round_.period} 加减分，{count} 项",
        f"Enter {count} figures of the list of claims, {round_.period}",
    )
    return [Todo(words, reverse("collection:claim_list", args=[found.pk]), round_.verify_by)]
