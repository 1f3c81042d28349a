"""A method tried on a handful of figures: for its worked examples, its documentation and its tests.

>>> from leitai.engine.methods.registry import methods
>>> score(methods()["completion", 1], "20", {"cap": "1.2"}, {"value": ("90", "130"), "target": ("100", "100")})
['18.00', '24.00']
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from leitai.engine.decimals import decimal_text
from leitai.engine.exact import Exact, Mask, from_decimal
from leitai.engine.methods.method import Cell, Example, Facts, Line, Method, Outcome, Parameters, Rules

USUAL = Rules(
    tied_ladder="shared",
    ladder_floor=Fraction(0),
    equal_range="full",
    zero_target="ruling",
    nonpositive_base="ruling",
    peers_include_self=True,
)
Columns = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Trial:
    """A method, what it was given and what came out; `computed` marks the contestants it gave points."""

    method: Method
    facts: Facts
    outcome: Outcome
    computed: Mask

    def cell(self, row: int, unit: str = "") -> Cell:
        """What the explanation of one contestant reads."""
        facts, outcome, index = self.facts, self.outcome, (row, 0)
        shape = facts.present.shape
        flags = {key for key, mask in outcome.flags.items() if np.broadcast_to(mask, shape)[index]}
        return Cell(
            value=_at(facts.value, shape, index),
            roles={name: _at(values, shape, index) for name, (values, _) in facts.roles.items()},
            points=facts.points.at((0,)),
            lower=bool(facts.lower[0]),
            parameters={k: v.at((0,)) if isinstance(v, Exact) else v for k, v in facts.parameters.items()},
            rules=facts.rules,
            flags=frozenset(flags),
            steps={name: _at(step, shape, index) for name, step in outcome.steps.items()},
            unit=unit,
        )

    def lines(self, row: int) -> tuple[Line, ...]:
        return self.method.arithmetic(self.cell(row))

    def points(self, row: int) -> Fraction:
        return _at(self.outcome.points, self.facts.present.shape, (row, 0))

    def rounded(self, places: int, mode: str = "half_up") -> list[str | None]:
        """Points as they are printed; None where nothing is computed."""
        ticks = np.broadcast_to(self.outcome.points.to_ticks(places, mode), self.facts.present.shape)
        return [
            decimal_text(Fraction(int(tick), 10**places), places) if computed else None
            for tick, computed in zip(ticks[:, 0], self.computed[:, 0], strict=True)
        ]


def attempt(
    method: Method,
    points: str,
    parameters: Mapping[str, Any],
    figures: Columns,
    direction: str = "higher",
    rules: Mapping[str, Any] | Rules = USUAL,
    outsiders: Collection[int] = (),
) -> Trial:
    """Run the kernel on one indicator of one group; the rows of `outsiders` have figures and are nobody's peers."""
    model = method.parameters.model_validate(dict(parameters))
    given = kernel_parameters([model])
    columns = {name: _column(column) for name, column in figures.items()}
    roles = {name: columns[name] for name in method.roles(given)}
    if method.reads_value:
        value, present = columns["value"]
    else:
        present = np.logical_and.reduce([mask for _, mask in roles.values()])
        value = Exact(np.zeros(present.shape, dtype=np.int64), np.array(1))
    facts = Facts(
        value=value,
        present=present,
        roles=roles,
        peers=present & ~np.isin(np.arange(len(present)), list(outsiders))[:, None],
        points=Exact.of([Fraction(points)]),
        lower=np.array([direction == "lower"]),
        parameters=given,
        rules=rules if isinstance(rules, Rules) else replace(USUAL, **dict(rules)),
    )
    outcome = method.kernel(facts)
    return Trial(method, facts, outcome, computed(facts, outcome))


def computed(facts: Facts, outcome: Outcome) -> Mask:
    """Where the kernel gave points: the figures are there and no case was left to people."""
    mask = facts.present
    for other in (*outcome.missing.values(), *outcome.undefined.values()):
        mask = mask & ~other
    return mask


def kernel_parameters(models: Sequence[Parameters]) -> dict[str, Any]:
    """The parameters of a block of indicators: numbers as `Exact` (indicator,), the rest from the first."""
    names = type(models[0]).model_fields
    columns = {name: [getattr(model, name) for model in models] for name in names}
    return {name: Exact.of(column) if isinstance(column[0], Decimal) else column[0] for name, column in columns.items()}


def try_example(method: Method, example: Example) -> Trial:
    return attempt(method, example.points, example.parameters, example.figures, example.direction, rules=example.rules)


def score(
    method: Method,
    points: str,
    parameters: Mapping[str, Any],
    figures: Columns,
    direction: str = "higher",
    rules: Mapping[str, Any] | Rules = USUAL,
    places: int = 2,
) -> list[str | None]:
    """Points rounded half up, one a contestant."""
    return attempt(method, points, parameters, figures, direction, rules).rounded(places)


def _column(entries: Sequence[str | None]) -> tuple[Exact, Mask]:
    values, present = from_decimal([None if entry is None else Decimal(entry) for entry in entries])
    return Exact(values.num[:, None], values.den), present[:, None]


def _at(values: Exact, shape: tuple[int, ...], index: tuple[int, ...]) -> Fraction:
    num, den = np.broadcast_to(values.num, shape)[index], np.broadcast_to(values.den, shape)[index]
    return Fraction(int(num), int(den))
