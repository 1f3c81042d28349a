"""What the types of a rulebook cannot say, said all at once.

names      ids are one thing's, names are a thing's          calendar  days, rounds, memberships
sums       points and weights                                methods   methods, parameters, roles
formulas   formulas, gates, measures, conditions             bands     grades and lights are complete and disjoint
whole      policies, adjustments, sources, size
"""

from __future__ import annotations

from leitai.engine.errors import Fault
from leitai.engine.rulebook.check.bands import check_bands
from leitai.engine.rulebook.check.calendar import check_calendar
from leitai.engine.rulebook.check.formulas import check_formulas
from leitai.engine.rulebook.check.look import Look
from leitai.engine.rulebook.check.methods import check_methods
from leitai.engine.rulebook.check.names import check_names
from leitai.engine.rulebook.check.sums import check_sums
from leitai.engine.rulebook.check.whole import check_whole
from leitai.engine.rulebook.faults import fault
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.rulebook.places import Places
from leitai.engine.rulebook.repair import NO_DAMAGE, Damage

CHECKS = (
    check_names,
    check_calendar,
    check_sums,
    check_methods,
    check_formulas,
    check_bands,
    check_whole,
)


def check(rulebook: Rulebook, places: Places, damage: Damage = NO_DAMAGE) -> list[Fault]:
    """Every fault of an edition that meets its types; `places` says where its parts were written."""
    look = Look(rulebook, places, damage)
    for one in CHECKS:
        one(look)
    if look.more:
        look.faults.append(fault("RB-040", look.place(()), "", count=look.more))
    return look.faults
