"""The samples drawn for a round, the latest first, with what was drawn in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leitai.engine.assess.plan import Plan
from leitai.engine.errors import Text
from leitai.web.collection.editions import organisation_names, role_aside
from leitai.web.collection.models import Cell, Round, Sample
from leitai.web.collection.rules.sampling import RISKS
from leitai.web.people.api import person_names


class Drawn(NamedTuple):
    cell: int
    contestant: str
    indicator: str
    role: str
    period: str
    risks: Sequence[Text]


@dataclass(frozen=True, slots=True)
class Draw:
    sample: Sample
    who: str
    of: int
    drawn: Sequence[Drawn]


def list_samples(plan: Plan, round_: Round, lang: str = "zh") -> list[Draw]:
    """Three queries."""
    samples = list(Sample.objects.filter(round=round_).order_by("-pk"))
    who = person_names(sample.person for sample in samples)
    names = organisation_names(plan, lang)
    rows = Cell.objects.filter(obligations__round=round_).values_list("contestant", "indicator", "period", "role", "pk")
    cells = {"|".join(row[:4]): row[4] for row in rows} if samples else {}
    found = []
    for sample in samples:
        content = json.loads(sample.content)
        risks = {key: [RISKS[risk][1] for risk in held] for key, held in content["cells"]}
        drawn = [_drawn(plan, key, cells.get(key, 0), risks[key], names, lang) for key in content["drawn"]]
        found.append(Draw(sample, who.get(sample.person, sample.person), len(content["cells"]), drawn))
    return found


def _drawn(plan: Plan, key: str, cell: int, risks: Sequence[Text], names: dict[str, str], lang: str) -> Drawn:
    contestant, indicator, period, role = key.split("|")
    title = plan.inputs[indicator].name.say(lang)
    return Drawn(cell, names.get(contestant, contestant), title, role_aside(plan, role, lang), period, risks)
