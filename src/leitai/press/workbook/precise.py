"""Scores before rounding, computed again from the result itself: only where an edition leaves scores unrounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from leitai.engine.assess.plan import ROOT
from leitai.engine.assess.result import run_of
from leitai.engine.assess.score import SCORED
from leitai.engine.book import Book


@dataclass(frozen=True, slots=True)
class Precise:
    """By contestant and node, what a formula must start from to reach the published digits.

    scores  nodes as their parents add them
    exact   what ranks and tie-breakers compare under rank_on: exact; the total's is after adjustments
    """

    scores: Mapping[tuple[str, str], Fraction]
    exact: Mapping[tuple[str, str], Fraction]


def precise(book: Book) -> Precise:
    """Empty where all that is written down is already exact: leaves rounded, ranks on what was rounded."""
    policies = book.plan.policies
    if policies.rounding.indicator is not None and policies.rank_on == "rounded":
        return Precise({}, {})
    run = run_of(dict(book.result))
    r = run.snapshot.rounds.index(book.period)
    scores: dict[tuple[str, str], Fraction] = {}
    exact: dict[tuple[str, str], Fraction] = {}
    for group in run.groups:
        for i, contestant in enumerate(group.grid.contestants):
            if not group.grid.member[r, i]:
                continue
            for position, node in enumerate(run.plan.nodes):
                if group.nodes[position].state[r, i] == SCORED:
                    scores[contestant, node.id] = group.nodes[position].score.at((r, i))
                    exact[contestant, node.id] = group.nodes[position].exact.at((r, i))
            exact[contestant, ROOT] = group.adjusted.exact.at((r, i))
    return Precise(scores, exact)
