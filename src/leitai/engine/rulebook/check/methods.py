"""Methods: that they exist, that their parameters are theirs, and that the roles they read are declared."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from leitai.engine.errors import Text
from leitai.engine.figures import ROLES
from leitai.engine.methods.registry import method_names, methods
from leitai.engine.rulebook.check.look import Look, Used, for_group
from leitai.engine.rulebook.faults import hint, listed
from leitai.engine.rulebook.model import Indicator
from leitai.engine.rulebook.places import Path
from leitai.engine.rulebook.shape import shape_faults

TABLE = Text("分段表", "the table")
LADDERS = frozenset({"ladder", "rater_ladder"})


def check_methods(look: Look) -> None:
    for used in look.used:
        _method(look, (*used.path, "method"), used)


def _method(look: Look, path: Path, used: Used) -> None:
    use, method, parameters = used.indicator.method, used.method, used.parameters
    if method is None:
        names = method_names()
        if use.name not in names:
            look.add("RB-070", path, name=use.name, known=listed(names, 40), near=hint(use.name, names))
            return
        versions = [str(version) for name, version in methods() if name == use.name]
        look.add("RB-071", path, name=use.name, version=use.version, known=listed(versions))
        return
    if parameters is None:
        assert used.error is not None
        found = shape_faults(used.error, method.parameters, look.rulebook, look.places, path)
        look.faults += [one for _, one in found]
        return
    for table in parameters.faults():
        for gap in table.gaps:
            look.add("RB-074", (*path, table.path), what=gap, of=TABLE)
        for overlap in table.overlaps:
            look.add("RB-075", (*path, table.path), what=overlap, of=TABLE)
    values = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    declared = [role.id for role in look.rulebook.roles]
    for role in method.roles(values):
        if role not in ROLES and role not in declared and not look.excuses(role, "roles"):
            known = [*ROLES, *declared]
            look.add("RB-072", path, name=use.name, role=role, known=listed(known), near=hint(role, known))
    _ladder(look, path, used.indicator, values)


def _ladder(look: Look, path: Path, indicator: Indicator, values: dict[str, object]) -> None:
    """Without a floor, a ladder with more units than rungs gives the last of them negative points."""
    policies, step = look.rulebook.policies, values.get("step")
    if indicator.method.name not in LADDERS or policies is None or not isinstance(step, Decimal) or step <= 0:
        return
    floor = policies.ladder_floor if indicator.policies.ladder_floor is None else indicator.policies.ladder_floor
    if floor != "none":
        return
    rungs = int((1 + 1 / Fraction(step)) // 1)
    for group, units in look.size.items():
        if units > rungs and for_group(indicator.points or indicator.weight, group):
            look.add("RB-115", path, "warning", group=group, units=units, rungs=rungs)
