"""Random figures for a random edition: everything it reads, with gaps, ties, zeros, negatives and every status."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from leitai import engine
from leitai.engine.assess.plan import Plan, compile_plan, counts, members
from leitai.engine.assess.reads import CellKey, optional_reads, owed_reads

# Few distinct values, so that ties, equal ranges, zero targets and bases, and halves at the last digit all happen.
NUMBERS = st.sampled_from(["0", "1", "2", "2.5", "50", "87.5", "98", "99.995", "100", "100.005", "-3", "1e9", "33.333"])
PLACES = st.sampled_from(["1", "1", "2", "3", "5"])
COUNTS = st.sampled_from(["0", "1", "2", "3"])
STATUSES = (
    "verified",
    "verified",
    "verified",
    "verified",
    "verified",
    "late",
    "not_applicable",
    "exempt",
    "not_yet_published",
)


def read_in(plan: Plan, period: str) -> tuple[list[tuple[str, CellKey]], list[tuple[str, CellKey]]]:
    """The cells a round reads, as (contestant, cell): owed, and optional."""
    owed, extra = [], []
    for group in plan.peer_groups:
        keys = {
            key
            for column in plan.columns
            if counts(plan, column, group.id, period)
            for key, _ in sorted(owed_reads(plan, column, period))
        }
        for contestant in members(group, period):
            owed += [(contestant, key) for key in sorted(keys)]
            extra += [(contestant, key) for key, _ in sorted(optional_reads(plan, period)) if key not in keys]
    return owed, extra


@st.composite
def figure_sets(draw: Any, rulebook: engine.Rulebook, periods: tuple[str, ...]) -> list[engine.Figure]:
    """Figures for some rounds of an edition."""
    plan = compile_plan(rulebook)
    adjustments = {a.id for a in rulebook.adjustments}
    without = {(c, col.indicator.id) for col in plan.columns for c in col.indicator.not_applicable}
    found: dict[tuple[str, CellKey], engine.Figure] = {}
    held = {
        (col.indicator.id, role): col.method.roles_hold
        for col in plan.columns
        for role in col.method.roles(col.parameters)
    }
    ballots = {
        col.indicator.id: col.method.roles(col.parameters) for col in plan.columns if col.method.roles_hold == "votes"
    }

    def value_of(contestant: str, key: CellKey) -> str:
        holds = held.get(key[:2], "amounts")
        if holds == "places":
            return str(draw(PLACES))
        if holds == "votes":
            # Three ballots: each gives every contestant one place.
            if (contestant, key[0], key[2]) not in cast:
                cast[contestant, key[0], key[2]] = draw(
                    st.lists(st.sampled_from(ballots[key[0]]), min_size=3, max_size=3)
                )
            return str(cast[contestant, key[0], key[2]].count(key[1]))
        return str(draw(NUMBERS))

    cast: dict[tuple[str, str, str], list[str]] = {}
    for period in periods:
        owed, extra = read_in(plan, period)
        for contestant, key in owed:
            if (contestant, key) not in found and (contestant, key[0]) not in without and draw(st.integers(0, 9)):
                status = draw(st.sampled_from(STATUSES))
                value = Decimal(value_of(contestant, key)) if status in ("verified", "late") else None
                found[contestant, key] = _figure(contestant, key, value, status)
        for contestant, key in extra:
            if (contestant, key) in found or key[1] == "ruling" or draw(st.integers(0, 2)):
                continue
            value = Decimal(draw(COUNTS) if key[0] in adjustments else value_of(contestant, key))
            found[contestant, key] = _figure(contestant, key, value, "verified")
    return list(found.values())


def _figure(contestant: str, key: CellKey, value: Decimal | None, status: str) -> engine.Figure:
    return engine.Figure(
        contestant, key[0], key[2], key[1], value, "", status, place=f"{contestant}/{key[0]}/{key[2]}/{key[1]}"
    )


@st.composite
def contests(
    draw: Any, editions: st.SearchStrategy[engine.Rulebook], rounds: int = 2
) -> tuple[engine.Rulebook, list[engine.Figure], str]:
    """An edition, figures for its first rounds, and the round to score."""
    rulebook = draw(editions)
    periods = tuple(r.period for r in rulebook.rounds)[:rounds]
    return rulebook, draw(figure_sets(rulebook, periods)), periods[-1]
