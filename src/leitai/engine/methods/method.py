"""What a scoring method is: a kernel over exact arrays, and everything a person needs to understand and check it.

A family file (`completion.py`, `efficacy.py`, …) defines `METHODS`, a tuple of `Method`; `registry` finds the files by
looking into this folder. A kernel sees a whole block of indicators that share the method and its structural
parameters: arrays are `(…, contestant, indicator)`, parameters that are numbers are `Exact` of shape `(indicator,)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from leitai.engine.errors import Text
from leitai.engine.exact import Exact, Mask

if TYPE_CHECKING:
    from leitai.engine.rulebook.interval import Interval

EMPTY: Mapping[str, Any] = MappingProxyType({})
BY_HAND = Text("手工算得", "worked by hand")


class Parameters(BaseModel):
    """Parameters of a method: frozen, closed. Fields typed `Number` reach the kernel as `Exact` (indicator,)."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True, hide_input_in_errors=True)

    def faults(self) -> tuple[TableFault, ...]:
        """What the tables of these parameters leave open or say twice; `rulebook.check` reports each."""
        return ()


class TableFault(NamedTuple):
    """A table of intervals that is not complete and disjoint: where it is, what no row covers, what two rows cover."""

    path: str
    gaps: tuple[Interval, ...]
    overlaps: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The edition's policies that a kernel obeys, already merged with the indicator's own."""

    tied_ladder: Literal["shared", "mean"]
    ladder_floor: Fraction | None
    equal_range: Literal["full", "base", "ruling"]
    zero_target: Literal["ruling", "zero", "threshold"]
    nonpositive_base: Literal["ruling", "zero", "threshold"]
    peers_include_self: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a kernel may look at. Every array broadcasts to (…, contestant, indicator).

    value, present   the figures and where they are (value is 0 and meaningless where not present)
    roles            the other roles the method asked for: name → (values, where present)
    peers            who counts in statistics of the group (present, ranked…), shape of `present`
    points           full points, (indicator,)
    lower            True where less is better, (indicator,)
    parameters       parameter name → Exact (indicator,) for numbers, the plain value for the rest
    rules            policies
    """

    value: Exact
    present: Mask
    roles: Mapping[str, tuple[Exact, Mask]]
    peers: Mask
    points: Exact
    lower: Mask
    parameters: Mapping[str, Any]
    rules: Rules


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a kernel returns.

    points     unrounded points (…, contestant, indicator); meaningless outside `present`
    missing    where a role the method needs is absent: role name → mask
    undefined  where the rule gives no value and the policy asks for a ruling: policy key → mask
    flags      cases a reader must be told of (a policy that closed an open case, a cap that bit): key → mask
    steps      intermediate values an explanation needs: name → Exact
    """

    points: Exact
    missing: Mapping[str, Mask] = field(default_factory=lambda: EMPTY)
    undefined: Mapping[str, Mask] = field(default_factory=lambda: EMPTY)
    flags: Mapping[str, Mask] = field(default_factory=lambda: EMPTY)
    steps: Mapping[str, Exact] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Cell:
    """One contestant's cell of one indicator, read out of the arrays for its explanation: plain fractions."""

    value: Fraction
    roles: Mapping[str, Fraction]
    points: Fraction
    lower: bool
    parameters: Mapping[str, Any]
    rules: Rules
    flags: frozenset[str]
    steps: Mapping[str, Fraction]
    unit: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of arithmetic: what is computed, written in the expression language, and what it gives.

    `expression` uses only numbers (exact: decimals, or quotients in brackets), + - * / ( ) and min, max, abs, if;
    evaluating it must give `value`. The last line of a cell gives its points before rounding.
    """

    label: Text
    expression: str
    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A worked example. `figures` are rows of contestants; `expected` their points, rounded to `places` half up.

    figures      column name ("value" or a role) → one entry a contestant (None: missing)
    expected     points as text, one a contestant (None: nothing computed)
    source       S-number and place, or `BY_HAND`
    """

    title: Text
    points: str
    parameters: Mapping[str, Any]
    figures: Mapping[str, tuple[str | None, ...]]
    expected: tuple[str | None, ...]
    source: Text
    places: int = 2
    direction: Literal["higher", "lower"] = "higher"
    rules: Mapping[str, Any] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class Method:
    """A scoring method.

    relative     True where a contestant's points depend on its peers
    monotone     True where, all else equal, a better figure never gives fewer points
    bounded      True where points lie in [0, full points] for any figures and parameters
    unit_free    True where changing the unit of measure of figures (and roles) changes nothing
    reads_value  False where it reads no `actual`; `present` then means that every role it needs is there
    policies     the policies that can matter to it
    roles        which roles it reads, given its parameters
    roles_hold   what is filed under them: places are whole and from 1, votes whole and as many for each contestant
    sources      rows of the catalogue of rules (R-numbers), docs/concepts/sources.md
    """

    name: str
    version: int
    family: int
    title: Text
    summary: Text
    formula: str
    symbols: Mapping[str, Text]
    missing: Text
    parameters: type[Parameters]
    kernel: Callable[[Facts], Outcome]
    arithmetic: Callable[[Cell], tuple[Line, ...]]
    sources: tuple[str, ...]
    examples: tuple[Example, ...]
    roles: Callable[[Mapping[str, Any]], tuple[str, ...]] = lambda parameters: ()
    policies: tuple[str, ...] = ()
    relative: bool = False
    monotone: bool = True
    bounded: bool = True
    unit_free: bool = True
    reads_value: bool = True
    roles_hold: Literal["amounts", "places", "votes"] = "amounts"

    @property
    def key(self) -> str:
        return f"{self.name}.v{self.version}"
