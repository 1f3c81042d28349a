"""Explain a score: the trace read from the very arrays that made it, as sentences that re-add.

>>> # trace = explain_score(run, "chengguan"); for depth, line in trace.lines("zh"): print("  " * depth + line)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from leitai.engine.assess.plan import ROOT
from leitai.engine.assess.score import OFF, SCORED
from leitai.engine.assess.values import ticks_or_text
from leitai.engine.errors import Text
from leitai.engine.explain.leaf import explain_leaf
from leitai.engine.explain.trace import ReconciliationError, Sentence, Trace, reconcile
from leitai.engine.explain.tree import explain_adjustments, explain_branch, explain_rank
from leitai.engine.show import show_score

if TYPE_CHECKING:
    from leitai.engine.assess.run import Run
    from leitai.engine.assess.standing import GroupRun

__all__ = ["ReconciliationError", "Sentence", "Trace", "explain_score", "reconcile"]


def explain_score(run: Run, contestant: str, node: str = ROOT, period: str | None = None) -> Trace:
    """The trace of a node for a contestant (the total, unless a node is named), reconciled before it is given out.

    Raises KeyError for a contestant or node the run does not hold, ReconciliationError where a sum does not re-add.
    """
    group, i = run.group_of(contestant)
    r = run.snapshot.rounds.index(period or run.period)
    trace = _trace(run, group, r, i, run.plan.node_position[node])
    reconcile(trace)
    return trace


def _trace(run: Run, group: GroupRun, r: int, i: int, position: int) -> Trace:
    node = run.plan.nodes[position]
    rounding = run.plan.policies.rounding
    if node.column is not None:
        places, array = rounding.indicator, group.nodes[position].score
        sentences = tuple(explain_leaf(run, group, r, i, run.plan.columns[node.column]))
    else:
        places, array = rounding.track, group.nodes[position].score
        sentences = tuple(explain_branch(run, group, r, i, position))
    if position == 0:
        places, array = rounding.total, group.adjusted.score
        sentences = (*explain_rank(run, group, r, i), *sentences, *explain_adjustments(run, group, r, i))
    scored = group.nodes[position].state[r, i] == SCORED
    score = show_score(ticks_or_text(array, places, r, i) if scored else None, places)
    children = tuple(
        _trace(run, group, r, i, child) for child in node.children if group.nodes[child].state[r, i] != OFF
    )
    return Trace(node.id, Text(node.name.zh, node.name.en), node.level, score, sentences, children)
