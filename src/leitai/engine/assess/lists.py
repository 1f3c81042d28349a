"""The lists results put units on: who speaks, who pledges, red and black lists, also over consecutive rounds.

Proposed by rule, to be confirmed by a person. A condition whose figures are missing does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from leitai.engine.assess.cells import PRESENT
from leitai.engine.assess.plan import ROOT, Plan
from leitai.engine.assess.running import rounds_running
from leitai.engine.assess.score import SCORED
from leitai.engine.assess.standing import GroupRun, Standing
from leitai.engine.rulebook.expression import (
    QUESTIONS,
    FractionAlgebra,
    Question,
    Quoted,
    Reference,
    UndefinedError,
    parse,
    value_of,
)
from leitai.engine.rulebook.model import Award

FROM_THE_TOP = frozenset({"speak", "title", "prize", "red_list"})
BOUNDED = "bounded"  # the one flag of a total; the others are its indicators'
HONOURS = frozenset({"title", "prize", "red_list"})


def with_lists(
    plan: Plan,
    groups: Sequence[GroupRun],
    r: int,
    table: Mapping[str, Standing],
    history: Mapping[str, Mapping[str, Standing]],
) -> dict[str, Standing]:
    """The round's standings with the conditions that held and the lists that follow; `history`: by period, what went
    before."""
    found = dict(table)
    for run in groups:
        inside = [c for c in run.grid.contestants if c in found and found[c].group == run.grid.group.id]
        for contestant in inside:
            i = run.grid.contestants.index(contestant)
            held = tuple(
                a.id for a in plan.rulebook.awards if _applies(a, run) and _holds(plan, run, r, i, found[contestant], a)
            )
            found[contestant] = replace(found[contestant], held=held)
        for award in plan.rulebook.awards:
            if _applies(award, run):
                period = run.grid.periods[r]
                for contestant in _listed(plan, award, period, inside, found, history):
                    found[contestant] = replace(found[contestant], awards=(*found[contestant].awards, award.id))
    return found


def _applies(award: Award, run: GroupRun) -> bool:
    return not award.groups or run.grid.group.id in award.groups


def _listed(
    plan: Plan,
    award: Award,
    period: str,
    inside: Sequence[str],
    table: Mapping[str, Standing],
    history: Mapping[str, Mapping[str, Standing]],
) -> list[str]:
    """Units for which the condition held in this round and in as many neighbours before it as the award asks for.

    A neighbour without a result breaks the run: what held two rounds ago and holds now did not hold twice running.
    """
    neighbours = rounds_running(plan.periods, period, award.rounds - 1)
    recent = [history[one] for one in neighbours if one in history]
    if len(recent) < len(neighbours):
        return []
    chosen = [
        c
        for c in inside
        if award.id in table[c].held and all(c in past and award.id in past[c].held for past in recent)
    ]
    if award.kind in HONOURS:
        cancelled = {a.id for a in plan.rulebook.adjustments if a.effect == "cancel_title"}
        chosen = [c for c in chosen if not table[c].effects & cancelled]
    if award.at_most is None or len(chosen) <= award.at_most:
        return chosen
    top = award.kind in FROM_THE_TOP
    place = {c: table[c].places[plan.rulebook.peers][1] for c in chosen}
    far = 10**9
    key = {c: (place[c].rank or far) if top else (place[c].rank_last or far) for c in chosen}
    border = sorted(key.values())[award.at_most - 1]
    return [c for c in chosen if key[c] <= border]


def _holds(plan: Plan, run: GroupRun, r: int, i: int, standing: Standing, award: Award) -> bool:
    _, place = standing.places[plan.rulebook.peers]
    full = plan.full(run.grid.group.id)
    own = {
        "rank": _counted(place.rank),
        "rank_last": _counted(place.rank_last),
        "n": Fraction(place.of),
        "score": standing.score,
        "score_rate": standing.score / full * 100 if standing.score is not None and full else None,
        "places": Fraction(place.rank_before - place.rank) if place.rank_before and place.rank else None,
        "change": place.change,
        "progress_rank": _counted(place.progress_rank),
    }

    def figure(reference: Reference) -> Fraction | None:
        if reference.name in own:
            return own[reference.name]
        return _node_score(plan, run, r, i, reference.name)

    def answer(question: Question) -> Fraction | bool | None:
        return _answer(plan, run, r, i, standing, question)

    try:
        return bool(value_of(parse(award.when, QUESTIONS), FractionAlgebra(figure, answer)))
    except UndefinedError:
        return False


def _counted(number: int) -> Fraction | None:
    """A place as a number; none where there is no place (0)."""
    return Fraction(number) if number else None


def _answer(
    plan: Plan, run: GroupRun, r: int, i: int, standing: Standing, question: Question
) -> Fraction | bool | None:
    said = [one.text if isinstance(one, Quoted) else one.name for one in question.arguments]
    _, place = standing.places[plan.rulebook.peers]
    match question.function:
        case "grade":
            return standing.grade == said[0] if standing.grade else None
        case "vetoed":
            return bool(standing.effects)
        case "flagged":
            mask = run.adjusted.bounded if said[0] == BOUNDED else run.leaves.flags.get(said[0])
            return mask is not None and bool(mask[r, i].any())
        case "rank_of":
            if said[0] == ROOT:
                return _counted(place.rank)
            return _counted(place.nodes[plan.node_position[said[0]]])
        case "rate":
            return _rate(plan, run, r, i, said[0])
        case "value":
            return _figure(plan, run, r, i, said[0], "actual")
        case "met":
            return _met(plan, run, r, i, said[0])
    raise ValueError(f"no question {question.function}")


def _node_score(plan: Plan, run: GroupRun, r: int, i: int, node: str) -> Fraction | None:
    position = plan.node_position[node]
    return run.nodes[position].score.at((r, i)) if run.nodes[position].state[r, i] == SCORED else None


def _rate(plan: Plan, run: GroupRun, r: int, i: int, node: str) -> Fraction | None:
    """得分率: a node's score in per cent of its full points."""
    score = _node_score(plan, run, r, i, node)
    if score is None:
        return None
    position = plan.node_position[node]
    tree = plan.rulebook.tree
    assert tree is not None
    full = plan.full(run.grid.group.id) if tree.measure == "weights" else run.nodes[position].full.at((r, 0))
    return score / full * 100 if full else None


def _figure(plan: Plan, run: GroupRun, r: int, i: int, name: str, role: str) -> Fraction | None:
    found = run.grid.resolver(name, role, run.grid.periods)
    return found.value.at((r, i)) if found.reason[r, i] == PRESENT else None


def _met(plan: Plan, run: GroupRun, r: int, i: int, name: str) -> bool | None:
    """达到目标: the figure is at least as good as its target, stated by the method or filed."""
    column = plan.columns[plan.nodes[plan.node_position[name]].column or 0]
    stated = column.parameters.get("target")
    value = _figure(plan, run, r, i, name, "actual")
    target = Fraction(stated) if isinstance(stated, Decimal) else _figure(plan, run, r, i, name, "target")
    if value is None or target is None:
        return None
    return value <= target if column.indicator.direction == "lower" else value >= target
