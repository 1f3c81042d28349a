"""Methods: that they exist, that their parameters are theirs, and that the roles they read are declared."""

from __future__ import annotations

from pydantic import ValidationError

from leitai.engine.errors import Text
from leitai.engine.figures import ROLES
from leitai.engine.methods.registry import find_method, method_names, methods
from leitai.engine.rulebook.check.look import Look, holds, last_day
from leitai.engine.rulebook.faults import hint, listed
from leitai.engine.rulebook.model import Indicator
from leitai.engine.rulebook.places import Path
from leitai.engine.rulebook.shape import shape_faults


def check_methods(look: Look) -> None:
    for path, indicator in look.indicators:
        _method(look, (*path, "method"), indicator)


def _method(look: Look, path: Path, indicator: Indicator) -> None:
    use = indicator.method
    names = method_names()
    if use.name not in names:
        look.add("RB-070", path, name=use.name, known=listed(names, 40), near=hint(use.name, names))
        return
    method = find_method(use.name, use.version)
    if method is None:
        versions = [str(version) for name, version in methods() if name == use.name]
        look.add("RB-071", path, name=use.name, version=use.version, known=listed(versions))
        return
    try:
        parameters = method.parameters.model_validate(use.parameters)
    except ValidationError as error:
        tree = _around(path, use.parameters)
        for found, one in shape_faults(error, method.parameters, tree, look.places, path):
            look.faults.append(_named(look, path, found, one.where, one))
        return
    for table in parameters.faults():
        for gap in table.gaps:
            look.add("RB-074", (*path, table.path), what=gap, of=Text("分段表", "table"))
        for overlap in table.overlaps:
            look.add("RB-075", (*path, table.path), what=overlap, of=Text("分段表", "table"))
    values = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    declared = [role.id for role in look.rulebook.roles]
    for role in method.roles(values):
        if role not in ROLES and role not in declared:
            known = [*ROLES, *declared]
            look.add("RB-072", path, name=use.name, role=role, known=listed(known), near=hint(role, known))
    _ladder(look, path, indicator, values)
