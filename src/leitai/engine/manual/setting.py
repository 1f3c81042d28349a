"""A method as an indicator uses it: its parameters, full points, direction, unit and the policies it obeys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from leitai.engine.errors import Text
from leitai.engine.methods.method import Example, Method, Parameters
from leitai.engine.methods.probe import Trial, attempt, kernel_parameters
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.model import Indicator, Rulebook
from leitai.engine.rulebook.policies import LeafPolicies, Policies

RULES = ("tied_ladder", "ladder_floor", "equal_range", "zero_target", "nonpositive_base", "peers_include_self")


@dataclass(frozen=True, slots=True)
class Setting:
    """An indicator's scoring, as its form or its edition states it; `called` is what the roles it reads are called."""

    method: Method
    model: Parameters
    plain: Mapping[str, Any]
    points: str
    direction: str
    unit: str
    rules: Mapping[str, Any] = field(default_factory=dict)
    called: Mapping[str, Text] = field(default_factory=dict)

    @property
    def lower(self) -> bool:
        return self.direction == "lower"

    def roles(self) -> tuple[str, ...]:
        return self.method.roles(kernel_parameters([self.model]))

    def attempt(self, figures: Mapping[str, Sequence[str | None]], outsiders: range | tuple[int, ...] = ()) -> Trial:
        return attempt(self.method, self.points, self.plain, figures, self.direction, self.rules, outsiders)


def setting_of(
    use: Mapping[str, Any],
    points: str,
    direction: str,
    unit: str,
    policies: Policies | None,
    own: LeafPolicies | None,
    called: Mapping[str, Text] | None = None,
) -> Setting | None:
    """The scoring that is stated; None while it cannot be used yet (the check says why)."""
    version = str(use.get("version", "1"))
    method = find_method(str(use.get("name", "")), int(version) if version.isdecimal() else 0)
    plain = {key: value for key, value in use.items() if key not in ("name", "version")}
    if method is None:
        return None
    try:
        model = method.parameters.model_validate(plain)
        full = Decimal(points)
    except (ValidationError, InvalidOperation):
        return None
    if model.faults() or not full.is_finite():
        return None
    return Setting(method, model, plain, str(full), direction, unit, rules_of(policies, own), called or {})


def indicator_setting(rulebook: Rulebook, indicator: Indicator) -> Setting | None:
    """The scoring of an indicator, out of full points in the first group that has it."""
    use = {"name": indicator.method.name, "version": indicator.method.version, **indicator.method.parameters}
    called = {one.id: Text(one.name.zh, one.name.en) for one in rulebook.roles}
    full = full_points(rulebook, indicator)
    return setting_of(use, full, indicator.direction, indicator.unit, rulebook.policies, indicator.policies, called)


def full_points(rulebook: Rulebook, indicator: Indicator) -> str:
    """Full points in the first group that has the indicator; in a tree of weights, the scale; else 100."""
    stated = indicator.points
    if stated is None and rulebook.tree is not None:
        stated = rulebook.tree.full
    if isinstance(stated, Mapping):
        groups = next((one.groups for one in rulebook.groupings if one.id == rulebook.peers), ())
        stated = next((stated[group.id] for group in groups if stated.get(group.id)), None)
    return number_text(stated) if stated else "100"


def example_setting(method: Method, example: Example) -> Setting:
    """The scoring of a worked example."""
    model = method.parameters.model_validate(dict(example.parameters))
    return Setting(method, model, example.parameters, example.points, example.direction, "", example.rules)


def rules_of(policies: Policies | None, own: LeafPolicies | None) -> dict[str, Any]:
    """The policies a kernel obeys: the indicator's own before the edition's."""
    found: dict[str, Any] = {}
    for key in RULES:
        value = getattr(own, key, None) if own is not None else None
        if value is None and policies is not None:
            value = getattr(policies, key)
        if value is None:
            continue
        if key == "ladder_floor":
            value = None if value == "none" else Fraction(value)
        found[key] = value
    return found
