"""Points and weights: one kind in one tree, none negative, and sums that are what the edition states."""

from __future__ import annotations

from decimal import Decimal

from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.check.look import Look, for_group, holds, last_day
from leitai.engine.rulebook.model import Branch, Indicator, Tree
from leitai.engine.rulebook.places import Path

ZERO = Decimal(0)


def check_sums(look: Look) -> None:
    tree = look.rulebook.tree
    if tree is None:
        return
    whole = _kinds(look, tree)
    _full(look, tree)
    if tree.measure == "points" and whole:
        for group in look.groups:
            if _has_anything(look, tree, group):
                _sums(look, tree, group)
    for index, group in enumerate(look.groups):
        if whole and not _has_anything(look, tree, group):
            i = next(n for n, one in enumerate(look.rulebook.groupings) if one.id == look.rulebook.peers)
            look.add("RB-066", ("groupings", i, "groups", index), group=group)
    _not_applicable(look, tree)


def _kinds(look: Look, tree: Tree) -> bool:
    """Whether every indicator has what the tree measures by, so that sums can be judged."""
    whole = True
    wanted, other = ("points", "weight") if tree.measure == "points" else ("weight", "points")
    for path, node in look.nodes:
        if getattr(node, other) is not None:
            look.add("RB-061", (*path, other), measure=tree.measure, wanted=wanted, other=other)
            whole = whole and getattr(node, wanted) is not None
        elif getattr(node, wanted) is None and not (isinstance(node, Branch)):
            look.add("RB-060", path, measure=tree.measure, wanted=wanted)
            whole = False
        for key in ("points", "weight"):
            value = getattr(node, key)
            for group, one in value.items() if isinstance(value, dict) else [("", value)]:
                if one is not None and one < 0:
                    look.add(
                        "RB-062", (*path, key, group) if group else (*path, key), value=number_text(one), limit="≥ 0"
                    )
        value = getattr(node, wanted)
        if (
            isinstance(node, Indicator)
            and value is not None
            and not any(value.values() if isinstance(value, dict) else [value])
        ):
            look.add("RB-069", (*path, wanted), "warning", name=node.id)
    return whole


def _full(look: Look, tree: Tree) -> None:
    if isinstance(tree.full, dict):
        for group in look.groups:
            if group not in tree.full:
                look.add("RB-068", ("tree", "full"), group=group)
    for key, value in tree.full.items() if isinstance(tree.full, dict) else [("", tree.full)]:
        if value <= 0:
            look.add(
                "RB-062", ("tree", "full", key) if key else ("tree", "full"), value=number_text(value), limit="> 0"
            )


def _points(node: Branch | Indicator, group: str, period: str | None) -> Decimal:
    """What a node is worth in a round (None: as written, whatever the rounds): the sum of what is below it."""
    if isinstance(node, Branch):
        return sum((_points(inner, group, period) for inner in node.nodes), ZERO)
    if period is not None and node.rounds and period not in node.rounds:
        return ZERO
    return for_group(node.points, group) or ZERO


def _sums(look: Look, tree: Tree, group: str) -> None:
    told: set[tuple[Path, Decimal]] = set()
    stated = for_group(tree.full, group)
    for period in _unlike(look):
        whole = sum((_points(node, group, period) for node in tree.nodes), ZERO)
        if stated is not None and whole != stated:
            _sum_fault(look, "RB-063", ("tree", "full"), group, period, whole, stated, told)
        for path, node in look.nodes:
            if isinstance(node, Branch) and node.points is not None:
                below = _points(node, group, period)
                said = for_group(node.points, group) or ZERO
                if below != said:
                    _sum_fault(look, "RB-064", (*path, "points"), group, period, below, said, told)


def _unlike(look: Look) -> list[str]:
    """The first of the rounds in which the same indicators count: sums need only be checked there."""
    limited = {indicator.rounds for _, indicator in look.indicators if indicator.rounds}
    first: dict[frozenset[tuple[str, ...]], str] = {}
    for period in look.periods:
        first.setdefault(frozenset(rounds for rounds in limited if period in rounds), period)
    return list(first.values())


def _sum_fault(
    look: Look,
    code: str,
    path: Path,
    group: str,
    period: str,
    found: Decimal,
    stated: Decimal,
    told: set[tuple[Path, Decimal]],
) -> None:
    """A wrong sum once, for the first round in which it is found; another sum in a later round is told again."""
    if (path, found) in told:
        return
    told.add((path, found))
    more = found - stated
    change = Text(f"多 {number_text(more)}" if more > 0 else f"少 {number_text(-more)}", f"{number_text(more)} off")
    look.add(code, path, group=group, period=period, sum=number_text(found), stated=number_text(stated), change=change)


def _value(tree: Tree, node: Branch | Indicator, group: str) -> Decimal:
    value = node.points if tree.measure == "points" else node.weight
    if value is None:
        return Decimal(1) if isinstance(node, Branch) else ZERO
    return for_group(value, group) or ZERO


def _has_anything(look: Look, tree: Tree, group: str) -> bool:
    return any(_value(tree, indicator, group) > 0 for _, indicator in look.indicators)


def _not_applicable(look: Look, tree: Tree) -> None:
    """Under `reweight` the points of what does not apply go to siblings; somewhere above there must be one."""
    exempt = {unit for _, indicator in look.indicators for unit in indicator.not_applicable}
    for group in look.peer_groups:
        counting = [(path, one) for path, one in look.indicators if _value(tree, one, group.id) > 0]
        for unit in dict.fromkeys(member.id for member in group.members if member.id in exempt):
            left = [one for _, one in counting if unit not in one.not_applicable]
            if any(not one.rounds for one in left):
                continue
            for period in look.periods:
                here = [(path, one) for path, one in counting if not one.rounds or period in one.rounds]
                belongs = any(m.id == unit and holds(m, last_day(period)) for m in group.members)
                if not here or not belongs or any(unit not in one.not_applicable for _, one in here):
                    continue
                path, indicator = here[0]
                policies = look.rulebook.policies
                policy = indicator.policies.no_task or (policies.no_task if policies else None)
                if policy == "reweight":
                    look.add("RB-065", (*path, "not_applicable"), name=unit, group=group.id, period=period)
                break
