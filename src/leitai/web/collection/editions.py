"""The edition of a round, laid out once per process: editions are frozen, so a plan read once holds for ever."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from leitai.engine.assess.plan import Plan, compile_plan
from leitai.engine.figures import ROLES
from leitai.engine.rulebook.model import Rulebook, Words
from leitai.web.collection.models import Cell
from leitai.web.foundation.api import Keyed
from leitai.web.rulebook.api import Edition, get_edition, rulebook_of


def plan_of(book: str, edition: str) -> Plan:
    """The plan of a published edition. Raises Invisible where there is none."""
    found = get_edition(book, edition)
    return _plan(Keyed(found.digest, found))


@lru_cache(maxsize=8)
def _plan(edition: Keyed[Edition]) -> Plan:
    return compile_plan(rulebook_of(edition.thing))


def organisation_names(plan: Plan, lang: str = "zh") -> dict[str, str]:
    """Contestants and other bodies by key, as the edition names them."""
    return {key: name.say(lang) for key, name in bodies(plan.rulebook)}


def bodies(rulebook: Rulebook) -> Iterator[tuple[str, Words]]:
    """Everybody an edition names: those who only file or verify, then the contestants."""
    yield from ((body.id, body.name) for body in rulebook.organisations)
    yield from ((unit.id, unit.name) for unit in rulebook.contestants)


def role_aside(plan: Plan, role: str, lang: str = "zh") -> str:
    """The role as it stands after an indicator's name: nothing for the actual value itself."""
    return "" if role == "actual" else role_name(plan, role, lang)


def figure_name(plan: Plan, cell: Cell, lang: str = "zh") -> str:
    """汐桥区 观摩评议 一档票: a figure by its names."""
    unit = organisation_names(plan, lang).get(cell.contestant, cell.contestant)
    return " ".join(filter(None, (unit, plan.inputs[cell.indicator].name.say(lang), role_aside(plan, cell.role, lang))))


def role_name(plan: Plan, role: str, lang: str = "zh") -> str:
    """A role of figures in words: 目标值, 二档票."""
    if role in ROLES:
        return ROLES[role].zh if lang == "zh" else ROLES[role].en
    return next((declared.name.say(lang) for declared in plan.rulebook.roles if declared.id == role), role)
