"""Formulas and conditions over arrays: the language of `rulebook.expression`, every contestant and round at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from leitai.engine.assess.cells import NO_MARKS, PRESENT, UNDEFINED, Reasons, Resolver, Values, merged
from leitai.engine.assess.plan import BaseRules, Input, Plan, figures_read
from leitai.engine.exact import Exact, Mask, where
from leitai.engine.periods import shift
from leitai.engine.rulebook.expression import Node, Question, Reference, evaluate, parse

HUNDRED = Exact.of(100)
ZERO = Exact.of(0)
TRUE, FALSE = Exact.of(1), Exact.of(0)


@dataclass(frozen=True, slots=True)
class Arrays:
    """The algebra of the expression language on `Values`; a truth is 1 or 0. Its meaning is `FractionAlgebra`'s."""

    resolver: Resolver
    periods: tuple[str, ...]
    rules: BaseRules
    local: Mapping[str, Values]

    def number(self, value: Fraction) -> Values:
        return Values(Exact.of(value), np.zeros((), dtype=np.int8))

    def figure(self, reference: Reference) -> Values:
        if reference.name in self.local and reference.role == "actual" and not reference.offset:
            return self.local[reference.name]
        periods = tuple(shift(p, reference.offset) if reference.offset else p for p in self.periods)
        return self.resolver(reference.name, reference.role, periods)

    def question(self, question: Question) -> Values:
        raise TypeError(f"{question.function} asks about a result, not about figures")

    def apply(self, name: str, arguments: Sequence[Values]) -> Values:
        if name == "if":
            return _if(*arguments)
        if name in ("and", "or"):
            return _either(name, *arguments)
        if name == "growth" and len(arguments) == 4:
            return self._growth(_pair(self._rate, arguments[:2]), arguments[2:])
        known = _all_known(arguments)
        values = [Exact(np.where(known.present, a.value.num, 0), a.value.den) for a in arguments]
        if name == "completion":
            return self._completion(values, known)
        if name == "growth":
            return self._growth(self._rate(values, known), ())
        if name in ("/", "percent"):
            return _quotient(values, known, HUNDRED if name == "percent" else None)
        return Values(_plain(name, values), known.reason, known.marks, known.open)

    def _completion(self, values: Sequence[Exact], known: Values) -> Values:
        x, target = values
        usable = known.present & target.gt(ZERO)
        rate = x.over(target, where=usable) * HUNDRED
        return self._close("zero_target", rate, usable, known, where(x.ge(target), HUNDRED, ZERO))

    def _rate(self, values: Sequence[Exact], known: Values) -> Values:
        x, base = values
        usable = known.present & base.gt(ZERO)
        rate = (x - base).over(base, where=usable) * HUNDRED
        threshold = where(x.gt(base), HUNDRED, where(x.eq(base), ZERO, -HUNDRED))
        return self._close("nonpositive_base", rate, usable, known, threshold)

    def _close(self, case: str, rate: Exact, usable: Mask, known: Values, threshold: Exact) -> Values:
        """Close an open case as the policy of its name says: to a ruling, to 0, or by whether the mark was reached."""
        policy = getattr(self.rules, case)
        hit = known.present & ~usable
        if not hit.any():
            return Values(rate, known.reason, known.marks, known.open)
        if policy == "ruling":
            reason = np.where(hit, np.int8(UNDEFINED), known.reason)
            return Values(rate, reason, known.marks, merged(known.open, {case: hit}))
        closed = ZERO if policy == "zero" else threshold
        return Values(where(hit, closed, rate), known.reason, merged(known.marks, {case: hit}), known.open)

    def _growth(self, rate: Values, earlier: Sequence[Values]) -> Values:
        """Policy abnormal_base: growth beyond ±limit is cut to it, or averaged with last year's."""
        if self.rules.abnormal == "none":
            return rate
        limit = Exact.of(self.rules.limit)
        hit = rate.present & rate.value.absolute().gt(limit)
        if not hit.any():
            return rate
        marks = merged(rate.marks, {"abnormal_base": hit})
        if self.rules.abnormal == "cap":
            cut = where(rate.value.gt(ZERO), limit, -limit)
            return Values(where(hit, cut, rate.value), rate.reason, marks, rate.open)
        before = _pair(self._rate, earlier)
        lacking = hit & ~before.present
        mean = (rate.value + before.value) * Exact.of(Fraction(1, 2))
        value = where(hit & before.present, mean, rate.value)
        reason = np.where(lacking, np.int8(UNDEFINED), rate.reason)
        return Values(value, reason, marks, merged(rate.open, {"abnormal_base": lacking}))


def derive(plan: Plan, item: Input, periods: tuple[str, ...], resolver: Resolver) -> Values:
    """A derived input's values; rounded where the edition gives it `decimals`."""
    assert item.formula is not None
    found = evaluate(item.program, Arrays(resolver, periods, item.rules, NO_VALUES))
    if item.decimals is None:
        return found
    ticks = found.value.to_ticks(item.decimals, plan.policies.rounding.mode)
    return Values(Exact.ticks(ticks, item.decimals), found.reason, found.marks, found.open)


def condition(plan: Plan, text: str, periods: tuple[str, ...], resolver: Resolver, shape: tuple[int, ...]) -> Mask:
    """Where a condition on figures holds. A figure that is not there leaves it not holding."""
    found = measure(plan, parse(text), periods, resolver, NO_VALUES)
    return np.broadcast_to((found.value.num > 0) & found.present, shape)


def measure(
    plan: Plan, node: Node, periods: tuple[str, ...], resolver: Resolver, local: Mapping[str, Values]
) -> Values:
    """The value of an expression under the edition's own policies; `local` names stand before figures."""
    return evaluate(figures_read(node, plan.base_rules), Arrays(resolver, periods, plan.base_rules, local))


NO_VALUES: Mapping[str, Values] = {}


def _all_known(arguments: Sequence[Values]) -> Values:
    """Present where all are; else the gravest reason. Carries marks and open cases of all."""
    reason: Reasons = np.asarray(arguments[0].reason)
    for argument in arguments[1:]:
        reason = np.maximum(reason, argument.reason)
    shape = reason.shape
    marks = merged(*({k: np.broadcast_to(m, shape) for k, m in a.marks.items()} for a in arguments))
    opened = merged(*({k: np.broadcast_to(m, shape) for k, m in a.open.items()} for a in arguments))
    return Values(ZERO, reason, marks, opened)


def _pair(rate, arguments: Sequence[Values]) -> Values:  # type: ignore[no-untyped-def]
    known = _all_known(arguments)
    values: Values = rate([Exact(np.where(known.present, a.value.num, 0), a.value.den) for a in arguments], known)
    return values


def _quotient(values: Sequence[Exact], known: Values, factor: Exact | None) -> Values:
    above, below = values
    usable = known.present & np.asarray(below.num != 0)
    quotient = above.over(below, where=usable)
    if factor is not None:
        quotient = quotient * factor
    hit = known.present & ~usable
    reason = np.where(hit, np.int8(UNDEFINED), known.reason)
    return Values(quotient, reason, known.marks, merged(known.open, {"division_by_zero": hit}))


def _plain(name: str, values: Sequence[Exact]) -> Exact:
    if name == "negate":
        return -values[0]
    if name == "abs":
        return values[0].absolute()
    if name == "not":
        return _truth(np.asarray(values[0].num == 0))
    first, *rest = values
    for other in rest:
        first = _two(name, first, other)
    return first


def _two(name: str, a: Exact, b: Exact) -> Exact:
    match name:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "min":
            return a.minimum(b)
        case "max":
            return a.maximum(b)
        case "<":
            return _truth(a.lt(b))
        case "<=":
            return _truth(a.le(b))
        case ">":
            return _truth(a.gt(b))
        case ">=":
            return _truth(a.ge(b))
        case "==":
            return _truth(a.eq(b))
        case "!=":
            return _truth(~a.eq(b))
    raise ValueError(f"the language has no {name}")


def _truth(mask: Mask) -> Exact:
    return where(mask, TRUE, FALSE)


def _if(asked: Values, then: Values, otherwise: Values) -> Values:
    """One branch only: what the other lacks does not matter."""
    yes = np.asarray(asked.value.num > 0)
    reason = np.where(yes, then.reason, otherwise.reason)
    reason = np.where(asked.present, reason, asked.reason)
    shape = reason.shape

    def chosen(kind: str) -> dict[str, Mask]:
        parts = (
            {k: np.broadcast_to(m, shape) for k, m in getattr(asked, kind).items()},
            {k: np.broadcast_to(m, shape) & yes & asked.present for k, m in getattr(then, kind).items()},
            {k: np.broadcast_to(m, shape) & ~yes & asked.present for k, m in getattr(otherwise, kind).items()},
        )
        return merged(*parts)

    return Values(where(yes, then.value, otherwise.value), reason, chosen("marks"), chosen("open"))


def _either(name: str, a: Values, b: Values) -> Values:
    """`and` is false, `or` true, as soon as one side says so, whatever the other lacks."""
    decides = name == "or"
    by_a = a.present & (np.asarray(a.value.num > 0) == decides)
    by_b = b.present & (np.asarray(b.value.num > 0) == decides)
    decided = by_a | by_b
    reason = np.where(decided, np.int8(PRESENT), np.maximum(a.reason, b.reason))
    value = decided if decides else ~decided
    return Values(_truth(np.asarray(value)), reason, merged(a.marks, b.marks), NO_MARKS)
