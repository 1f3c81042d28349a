"""Who verifies a figure today, told by the database for many at once, by the rule of `services.acting.sides_of`."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable

SIDES = ("filer", "cell__contestant")


def verifier_today(merged: Mapping[str, str]) -> Combinable:
    """For obligations: the named verifier; the office where that one is a side of the figure by now; the
    counter-checking body where the office is one too; empty where nobody is left.

    The key is the stored one, which may be that of a merged body: its successor answers. `merged`: old → successor.
    """
    if not merged:
        return F("verifier")
    into: dict[str, set[str]] = {}
    for old, new in merged.items():
        into.setdefault(new, {new}).add(old)
    joined = [sorted(keys) for keys in into.values()]
    order = ("verifier", "round__office", "round__counter")
    return Case(
        *(When(_stands_apart(body, joined), then=F(body)) for body in order),
        default=Value(""),
        output_field=CharField(),
    )


def _stands_apart(body: str, joined: list[list[str]]) -> Q:
    """The body is neither who files the figure nor who is judged by it, bodies that merged counted as one."""
    same = Q(**{body: ""})
    for side in SIDES:
        same |= Q(**{body: F(side)})
        for keys in joined:
            same |= Q(**{f"{body}__in": keys, f"{side}__in": keys})
    return ~same
