"""The edition laid out for scoring: nodes in order, leaves in columns, and which cells a round reads.

>>> # plan.leaves[j] is column j of every array; plan.nodes lists the tree from the root down, parents first
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from leitai.engine.methods.method import Method, Rules
from leitai.engine.methods.registry import find_method
from leitai.engine.periods import Kind, end_month
from leitai.engine.rulebook.expression import Node as Formula
from leitai.engine.rulebook.expression import Op, parse, program
from leitai.engine.rulebook.model import (
    AbnormalBase,
    Adjustment,
    Branch,
    Group,
    Indicator,
    LeafPolicies,
    Policies,
    Rulebook,
    Series,
    Words,
)

ROOT = "total"


@dataclass(frozen=True, slots=True)
class Column:
    """A leaf of the tree: column `index` of the arrays."""

    index: int
    indicator: Indicator
    method: Method
    parameters: Mapping[str, object]
    formula: Formula | None
    rules: Rules


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node from the root (level 0) down. `children` are positions in `Plan.nodes`; a leaf has its column."""

    id: str
    name: Words
    level: int
    parent: int | None
    children: tuple[int, ...]
    column: int | None


@dataclass(frozen=True, slots=True)
class BaseRules:
    """The policies formulas obey: completion and growth where the target or the base gives them no meaning."""

    zero_target: str
    nonpositive_base: str
    abnormal: str
    limit: Fraction


@dataclass(frozen=True, slots=True)
class Input:
    """Anything a figure can be filed for: an indicator, a series or an adjustment. `excused`: who has no such task."""

    id: str
    name: Words
    unit: str
    kind: Kind
    offset: str | None
    formula: Formula | None
    decimals: int | None
    vintage: str
    previous: bool
    rules: BaseRules
    program: tuple[Op, ...]
    excused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What scoring needs to know of an edition, computed once."""

    rulebook: Rulebook
    policies: Policies
    nodes: tuple[TreeNode, ...]
    columns: tuple[Column, ...]
    items: Mapping[str, Indicator | Branch]
    inputs: Mapping[str, Input]
    contestants: tuple[str, ...]
    position: Mapping[str, int]
    node_position: Mapping[str, int]
    periods: tuple[str, ...]

    @property
    def base_rules(self) -> BaseRules:
        return base_rules(self.policies, None)

    @property
    def peer_groups(self) -> tuple[Group, ...]:
        return next(g.groups for g in self.rulebook.groupings if g.id == self.rulebook.peers)

    def points(self, column: Column, group: str) -> Fraction:
        """Full points of a leaf for a group; 0 where the group does not have it. In a tree of weights, the scale."""
        tree = self.rulebook.tree
        assert tree is not None
        if tree.measure == "weights":
            return per_group(tree.full, group) if self.weight(column.indicator, group) else Fraction(0)
        return per_group(column.indicator.points, group)

    def weight(self, node: Indicator | Branch, group: str) -> Fraction:
        return per_group(node.weight, group, Fraction(1) if isinstance(node, Branch) else Fraction(0))

    def full(self, group: str) -> Fraction:
        assert self.rulebook.tree is not None
        return per_group(self.rulebook.tree.full, group)


def per_group(value: Decimal | Mapping[str, Decimal] | None, group: str, missing: Fraction = Fraction(0)) -> Fraction:
    if value is None:
        return missing
    if isinstance(value, Decimal):
        return Fraction(value)
    return Fraction(value[group]) if group in value else Fraction(0)


def compile_plan(rulebook: Rulebook) -> Plan:
    """Lay out an edition that `rulebook.check` has passed."""
    if rulebook.tree is None or rulebook.policies is None:
        raise ValueError("an edition without a tree has nothing to score")
    policies = rulebook.policies
    nodes: list[TreeNode] = []
    columns: list[Column] = []
    items: dict[str, Indicator | Branch] = {}

    def place(node: Indicator | Branch, level: int, parent: int) -> int:
        position = len(nodes)
        items[node.id] = node
        if isinstance(node, Indicator):
            nodes.append(TreeNode(node.id, node.name, level, parent, (), len(columns)))
            columns.append(_column(len(columns), node, policies))
            return position
        nodes.append(TreeNode(node.id, node.name, level, parent, (), None))
        children = tuple(place(child, level + 1, position) for child in node.nodes)
        nodes[position] = TreeNode(node.id, node.name, level, parent, children, None)
        return position

    nodes.append(TreeNode(ROOT, Words(zh="总分", en="Total"), 0, None, (), None))
    tops = tuple(place(node, 1, 0) for node in rulebook.tree.nodes)
    nodes[0] = TreeNode(ROOT, nodes[0].name, 0, None, tops, None)
    inputs = {item.id: item for item in _inputs(rulebook, [c.indicator for c in columns], policies)}
    ids = tuple(contestant.id for contestant in rulebook.contestants)
    return Plan(
        rulebook,
        policies,
        tuple(nodes),
        tuple(columns),
        items,
        inputs,
        ids,
        {id_: i for i, id_ in enumerate(ids)},
        {node.id: p for p, node in enumerate(nodes)},
        tuple(round_.period for round_ in rulebook.rounds),
    )


def _column(index: int, indicator: Indicator, policies: Policies) -> Column:
    method = find_method(indicator.method.name, indicator.method.version)
    if method is None:
        raise ValueError(f"{indicator.id}: no method {indicator.method.name}")
    checked = method.parameters.model_validate(indicator.method.parameters)
    parameters = {name: getattr(checked, name) for name in type(checked).model_fields}
    formula = parse(indicator.formula) if indicator.formula else None
    return Column(index, indicator, method, parameters, formula, rules_of(policies, indicator.policies))


def rules_of(policies: Policies, own: LeafPolicies) -> Rules:
    """The policies a kernel obeys: the indicator's own where it states one, else the edition's."""

    def chosen(name: str) -> Any:
        mine = getattr(own, name)
        return getattr(policies, name) if mine is None else mine

    floor = chosen("ladder_floor")
    return Rules(
        chosen("tied_ladder"),
        None if floor == "none" else Fraction(floor),
        chosen("equal_range"),
        chosen("zero_target"),
        chosen("nonpositive_base"),
        chosen("peers_include_self"),
    )


def _inputs(rulebook: Rulebook, indicators: Iterable[Indicator], policies: Policies) -> Iterator[Input]:
    filed: list[Indicator | Series] = [*indicators, *rulebook.series]
    for item in filed:
        own = item.policies if isinstance(item, Indicator) else None
        rules = base_rules(policies, own)
        formula = parse(item.formula) if item.formula else None
        yield Input(
            item.id,
            item.name,
            item.unit,
            item.period,
            item.offset,
            formula,
            item.decimals,
            (own and own.vintage) or policies.vintage,
            ((own and own.not_yet_published) or policies.not_yet_published) == "previous",
            rules,
            figures_read(formula, rules) if formula else (),
            frozenset(item.not_applicable) if isinstance(item, Indicator) else frozenset(),
        )
    for adjustment in rulebook.adjustments:
        rules = base_rules(policies, None)
        formula = parse(adjustment.formula) if adjustment.formula else None
        steps = figures_read(formula, rules) if formula else ()
        yield Input(
            adjustment.id,
            adjustment.name,
            adjustment.unit,
            adjustment.period,
            None,
            formula,
            None,
            policies.vintage,
            False,
            rules,
            steps,
        )


def base_rules(policies: Policies, own: LeafPolicies | None) -> BaseRules:
    abnormal = (own and own.abnormal_base) or policies.abnormal_base
    return BaseRules(
        (own and own.zero_target) or policies.zero_target,
        (own and own.nonpositive_base) or policies.nonpositive_base,
        abnormal.rule if isinstance(abnormal, AbnormalBase) else "none",
        Fraction(abnormal.limit) if isinstance(abnormal, AbnormalBase) else Fraction(0),
    )


def figures_read(formula: Formula, rules: BaseRules) -> tuple[Op, ...]:
    """The formula as operations; growth also reads a year earlier where the policy averages two years."""
    return program(formula, rules.abnormal == "two_year_average")


def counts(plan: Plan, column: Column, group: str, period: str) -> bool:
    """Whether a leaf counts for a group in a round."""
    rounds = column.indicator.rounds
    return (not rounds or period in rounds) and plan.points(column, group) > 0


def last_day(period: str) -> datetime.date:
    """The last day of a period: 2023-Q1 → 2023-03-31."""
    year, month = end_month(period)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return following - datetime.timedelta(days=1)


def members(group: Group, period: str) -> list[str]:
    """Who belongs to a group on the last day of the period, in the edition's order."""
    day = last_day(period)
    return [m.id for m in group.members if (m.since is None or m.since <= day) and (m.until is None or day < m.until)]


def adjustments_of(plan: Plan, group: str) -> tuple[Adjustment, ...]:
    """The adjustments that hold for a group, deductions before bonuses before vetoes."""
    order = {"deduction": 0, "bonus": 1, "veto": 2}
    held = [a for a in plan.rulebook.adjustments if not a.groups or group in a.groups]
    return tuple(sorted(held, key=lambda a: order[a.kind]))
