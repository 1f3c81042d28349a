"""假如: how past rounds would have ranked under rules that are not signed yet, with a weight or a bound moved.

Only for drafts, only over rounds whose figures are frozen; nothing of it is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache

from pydantic import ValidationError

from leitai.engine.assess.again import place_again
from leitai.engine.assess.grid import Grid, build_grid
from leitai.engine.assess.plan import Plan, compile_plan, per_group
from leitai.engine.assess.result import build_result
from leitai.engine.assess.run import score_snapshot
from leitai.engine.assess.snapshot import Snapshot as Facts
from leitai.engine.assess.snapshot import freeze, resolve
from leitai.engine.book import Book
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import InputError, Lang
from leitai.engine.rulebook.model import Branch, MethodUse, Node, Rulebook
from leitai.engine.show import show_points, show_value
from leitai.engine.terms import field_term, find_term
from leitai.web.assessment.books import keyed
from leitai.web.assessment.errors import Cannot, NotReady
from leitai.web.assessment.models import Snapshot
from leitai.web.collection.api import figures_of
from leitai.web.foundation.api import Keyed

POINTS = "points"


@dataclass(frozen=True, slots=True)
class Knob:
    """One number of the rules that can be moved: `points.gdp` or `gdp.base`; what it is called, its value now."""

    key: str
    indicator: str
    name: str
    part: str
    value: str
    is_points: bool

    @property
    def most(self) -> str:
        """Where a slider ends: at twice the points."""
        return decimal_text(Fraction(self.value) * 2)


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's rank: in the past round as it stands, under the draft, with what was moved."""

    contestant: str
    name: str
    then: int
    drafted: int
    now: int
    score: str

    @property
    def moved(self) -> int:
        """Places gained against the draft as written."""
        return self.drafted - self.now if self.drafted and self.now else 0

    @property
    def fell(self) -> int:
        return -self.moved


def knobs_of(plan: Plan, group: str, period: str, lang: Lang) -> list[Knob]:
    """What can be moved for a group: the points or weight of each indicator, and the plain numbers of its method."""
    found = []
    tree = plan.rulebook.tree
    assert tree is not None
    for column in plan.columns:
        item = column.indicator
        own = item.points if tree.measure == "points" else item.weight
        if own is None or (item.rounds and period not in item.rounds):
            continue
        value = per_group(own, group)
        if value <= 0:
            continue
        name = item.name.say(lang)
        word = (find_term(tree.measure) or find_term("points")) if tree.measure == "points" else find_term("weight")
        found.append(
            Knob(f"{POINTS}.{item.id}", item.id, name, word.say(lang) if word else "", decimal_text(value), True)
        )
        for key, number in column.parameters.items():
            if isinstance(number, Decimal):
                term = field_term(column.method.name, key)
                part = term.say(lang) if term else key
                found.append(Knob(f"{item.id}.{key}", item.id, name, part, decimal_text(Fraction(number)), False))
    return found


def by_indicator(knobs: list[Knob]) -> list[tuple[Knob, list[Knob]]]:
    """Each indicator's points with the numbers of its method."""
    points = [knob for knob in knobs if knob.is_points]
    return [(one, [knob for knob in knobs if knob.indicator == one.indicator and knob is not one]) for one in points]


def turned(rulebook: Rulebook, group: str, changes: Mapping[str, Decimal]) -> Rulebook:
    """The rules with some knobs moved, for one group. Raises Cannot where a method does not allow the value."""
    tree = rulebook.tree
    assert tree is not None
    nodes = tuple(_node(node, group, changes, tree.measure) for node in tree.nodes)
    return rulebook.model_copy(update={"tree": tree.model_copy(update={"nodes": nodes})})


def _node(node: Node, group: str, changes: Mapping[str, Decimal], measure: str) -> Node:
    if isinstance(node, Branch):
        children = tuple(_node(child, group, changes, measure) for child in node.nodes)
        # What a branch states of its sum no longer holds, and is left out.
        return node.model_copy(update={"nodes": children, "points": None})
    updates: dict[str, object] = {}
    moved = changes.get(f"{POINTS}.{node.id}")
    if moved is not None:
        name = "points" if measure == "points" else "weight"
        held = getattr(node, name)
        updates[name] = {**held, group: moved} if isinstance(held, Mapping) else moved
    own = {key.partition(".")[2]: value for key, value in changes.items() if key.partition(".")[0] == node.id}
    if own:
        updates["method"] = MethodUse(
            name=node.method.name, version=node.method.version, **node.method.parameters | own
        )
    return node.model_copy(update=updates) if updates else node


def read_changes(said: Mapping[str, str], knobs: list[Knob]) -> dict[str, Decimal]:
    """The knobs that were moved. Raises Cannot that names the knob and what was written."""
    found = {}
    for knob in knobs:
        written = said.get(knob.key, "").strip()
        if not written or written == knob.value:
            continue
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or abs(value) > 10**9 or (knob.is_points and value < 0):
            raise Cannot(
                f"{knob.name}的{knob.part}写的是“{written}”，应为数字{'，不小于 0' if knob.is_points else ''}。",
                f"{knob.part} of {knob.name} says '{written}'; it must be a number.",
            )
        found[knob.key] = value
    return found


def places(
    grid: Grid, then: Book, drafted: Book, rulebook: Rulebook, changes: Mapping[str, Decimal], lang: Lang
) -> list[Place]:
    """The group's ranking with what was moved, beside the draft's own and the past round's."""
    group, total = grid.group.id, drafted.plan.policies.rounding.total
    ranks, past = _ranks(keyed(drafted)), _ranks(keyed(then))
    plan = _plan(turned(rulebook, group, changes)) if changes else drafted.plan
    return [
        Place(
            one.contestant,
            drafted.contestant(one.contestant).name.say(lang),
            past.get(one.contestant, 0),
            ranks.get(one.contestant, 0),
            one.rank,
            show_value(one.score) if total is None else show_points(one.score, total),
        )
        for one in place_again(plan, grid)
    ]


@lru_cache(maxsize=16)
def _ranks(opened: Keyed[Book]) -> Mapping[str, int]:
    """Contestant → its rank among its peers."""
    book = opened.thing
    return {row.contestant: row.rank for one in book.groups() for row in book.rows(one.id)}


def _plan(rulebook: Rulebook) -> Plan:
    """The rules laid out. Raises Cannot where a method does not take a value."""
    try:
        return compile_plan(rulebook)
    except ValidationError as error:
        told = error.errors()[0]
        where = ".".join(str(part) for part in told["loc"])
        raise Cannot(
            f"计分方法不接受这个值（{where}：{told['input']}）。",
            f"The method does not take it ({where}: {told['input']}).",
        ) from None


def scored(rulebook: Rulebook, facts: Facts) -> Book:
    """The facts under the draft as it is written, as a trial. Raises NotReady."""
    plan = _plan(rulebook)
    try:
        run = score_snapshot(plan, facts, trial=True)
    except InputError as error:
        raise NotReady(error.faults) from None
    return Book(rulebook, plan, build_result(run))


def grid_under(rulebook: Rulebook, digest: str, snapshot: Snapshot, group: str) -> Grid:
    """A group's figures of a frozen round as the draft reads them; kept for each version of a draft."""
    return _grid(Keyed(digest, rulebook), snapshot.pk, group)


def drafted_book(rulebook: Rulebook, digest: str, snapshot: Snapshot) -> Book:
    """The past round under the draft as it is written."""
    return _drafted(Keyed(digest, rulebook), snapshot.pk)


@lru_cache(maxsize=8)
def _facts(draft: Keyed[Rulebook], snapshot: int) -> Facts:
    round_ = Snapshot.objects.select_related("round").get(pk=snapshot).round
    plan = compile_plan(draft.thing)
    try:
        return freeze(plan, resolve(plan, figures_of(round_.book, round_.period)), [round_.period], True)
    except InputError as error:
        raise NotReady(error.faults) from None


@lru_cache(maxsize=16)
def _grid(draft: Keyed[Rulebook], snapshot: int, group: str) -> Grid:
    plan = _drafted(draft, snapshot).plan
    return build_grid(plan, _facts(draft, snapshot), next(one for one in plan.peer_groups if one.id == group))


@lru_cache(maxsize=8)
def _drafted(draft: Keyed[Rulebook], snapshot: int) -> Book:
    return scored(draft.thing, _facts(draft, snapshot))


def sum_of(knobs: list[Knob], changes: Mapping[str, Decimal]) -> Decimal:
    """What the points of the group add up to with what was moved."""
    return sum((changes.get(knob.key, Decimal(knob.value)) for knob in knobs if knob.is_points), Decimal(0))
