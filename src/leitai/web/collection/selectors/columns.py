"""One indicator of a round for all units the actor may see it for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.assess.plan import Plan
from leitai.engine.rulebook.model import Adjustment, Series
from leitai.web.collection.editions import organisation_names, role_name
from leitai.web.collection.models import Round
from leitai.web.collection.selectors.grid import Held, places_of
from leitai.web.collection.selectors.panel import answer_of
from leitai.web.collection.selectors.scope import Scope, visible_obligations


@dataclass(frozen=True, slots=True)
class Line:
    contestant: str
    name: str
    filer: str
    cells: Mapping[str, Held]


@dataclass(frozen=True, slots=True)
class IndicatorColumn:
    """An indicator with what its rule says of it, its roles across and units down."""

    id: str
    name: str
    unit: str
    definition: str
    clause: str
    formula: bool
    roles: Sequence[tuple[str, str]]
    lines: Sequence[Line]


def indicator_column(plan: Plan, round_: Round, scope: Scope, indicator: str, lang: str = "zh") -> IndicatorColumn:
    """Five queries."""
    item, answer = plan.inputs[indicator], answer_of(plan, indicator)
    duties = visible_obligations(scope).filter(round=round_, cell__indicator=indicator)
    names = organisation_names(plan, lang)
    by: dict[str, dict[str, Held]] = {}
    filers: dict[str, str] = {}
    for one in places_of(duties):
        by.setdefault(one.contestant, {})[one.role] = one.held
        filers[one.contestant] = names.get(one.filer, one.filer)
    roles = sorted({role for held in by.values() for role in held}, key=lambda role: (role != "actual", role))
    return IndicatorColumn(
        indicator,
        item.name.say(lang),
        item.unit,
        "" if isinstance(answer, Adjustment) else answer.definition,
        "" if isinstance(answer, Series) else answer.clause,
        item.formula is not None,
        [(role, role_name(plan, role, lang)) for role in roles],
        [
            Line(key, names.get(key, key), filers[key], by[key])
            for key in sorted(by, key=lambda key: plan.position[key])
        ],
    )
