"""Formulas, gates, measures of lights and conditions of awards: readable, of known names, of units that go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from leitai.engine.figures import ROLES
from leitai.engine.periods import shift
from leitai.engine.rulebook.check.look import FLAG, GRADE, INDICATOR, NODE, Filed, Look
from leitai.engine.rulebook.check.names import ASKED
from leitai.engine.rulebook.expression import (
    QUESTIONS,
    ExpressionError,
    Kind,
    Node,
    Quoted,
    Reference,
    Signature,
    add_offsets,
    contradiction,
    parse,
    questions_of,
    references,
    write,
)
from leitai.engine.rulebook.expression.dimensions import UnitOf, UnitsError, must_be_in, units_of
from leitai.engine.rulebook.faults import hint, listed
from leitai.engine.rulebook.model import Adjustment, Branch
from leitai.engine.rulebook.places import Path
from leitai.engine.units import UnitError, parse_unit
from leitai.engine.words import FLAGS

MEASURED = ("value", "target", "base", "score_rate")
NO_QUESTIONS: Mapping[str, Signature] = {}
MOST_CIRCLES = 20
# The unit of whatever indicator a table of lights is applied to.
ITS_UNIT = "指标单位"


def check_formulas(look: Look) -> None:
    formulas: dict[str, Node] = {}
    for path, one in look.filed:
        readable = _unit(look, path, one)
        if one.formula:
            node = _derived(look, path, one, readable)
            if node is not None:
                formulas[one.id] = node
        _offsets(look, path, one, formulas.get(one.id))
    _cycles(look, formulas)
    for path, adjustment in look.adjustments:
        if adjustment.gate:
            gate = _read(look, (*path, "gate"), adjustment.gate, "truth")
            if gate is not None and _names(look, (*path, "gate"), gate):
                _units(look, (*path, "gate"), gate, None)
                _reach(look, (*path, "gate"), gate, "")
                _possible(look, (*path, "gate"), gate)
    _lights(look)
    _awards(look)


def _read(
    look: Look, path: Path, text: str, kind: Kind, questions: Mapping[str, Signature] = NO_QUESTIONS
) -> Node | None:
    try:
        return parse(text, questions, kind)
    except ExpressionError as error:
        look.add("RB-080", path, text=text, column=error.column, found=error.found, allowed=error.allowed)
        return None


def _unit(look: Look, path: Path, one: Filed) -> bool:
    try:
        parse_unit(one.unit)
    except UnitError as error:
        look.add("RB-083", (*path, "unit"), problem=error.reason)
        return False
    return True


def _derived(look: Look, path: Path, one: Filed, readable: bool) -> Node | None:
    at: Path = (*path, "formula")
    node = _read(look, at, one.formula, "number")
    if node is None or not _names(look, at, node):
        return None
    if readable:
        _units(look, at, node, one.unit)
    return node


def _names(look: Look, path: Path, node: Node) -> bool:
    """Whether every name of a formula is a figure's, with a role that is filed."""
    sound = True
    roles = [*ROLES, *(role.id for role in look.rulebook.roles)]
    for reference in references(node):
        named = look.inputs.get(reference.name)
        if named is None:
            sound = False
            if look.excuses(reference.name, "tree", "series", "adjustments"):
                continue
            look.add(
                "RB-081", path, name=reference.name, known=listed(look.inputs), near=hint(reference.name, look.inputs)
            )
            sound = False
            continue
        if reference.role not in roles:
            sound = False
            if look.excuses(reference.role, "roles"):
                continue
            look.add("RB-082", path, role=reference.role, known=listed(roles), near=hint(reference.role, roles))
            sound = False
        elif named.formula and reference.role != "actual":
            look.add("RB-086", path, name=reference.name, role=reference.role)
            sound = False
    return sound


def _unit_of(look: Look) -> UnitOf:
    def unit(reference: Reference) -> str | None:
        named = look.inputs.get(reference.name)
        # What a declared role counts (votes, ratings) has no stated unit.
        return named.unit if named is not None and reference.role in ROLES else None

    return unit


def _units(look: Look, path: Path, node: Node, unit: str | None) -> None:
    try:
        if unit is None:
            units_of(node, _unit_of(look))
        else:
            must_be_in(node, unit, _unit_of(look))
    except UnitsError as error:
        look.add("RB-084", path, column=error.column, found=error.found, allowed=error.allowed)
    except UnitError:
        return  # the unit itself is a fault where it is declared


def _offsets(look: Look, path: Path, one: Filed, formula: Node | None) -> None:
    """What a formula or an offset reads must be a period, in every round in which it is read."""
    own = "" if isinstance(one, Adjustment) else one.offset or ""
    if own and not _shiftable(look, one, own):
        return look.add("RB-085", (*path, "offset"), offset=own, period=_unreached(look, one, own))
    if formula is not None:
        _reach(look, (*path, "formula"), formula, own, one)
    return None


def _reach(look: Look, path: Path, node: Node, own: str, one: Filed | None = None) -> None:
    for reference in references(node):
        whole = add_offsets(own, reference.offset)
        if whole and not _shiftable(look, one, own, reference.offset):
            offset = reference.offset or own
            look.add("RB-085", path, offset=offset, period=_unreached(look, one, own, reference.offset))


def _possible(look: Look, path: Path, condition: Node) -> None:
    """A condition that can never hold gives nobody anything, without a word."""
    found = contradiction(condition)
    if found is not None:
        look.add("RB-092", path, first=write(found[0]), second=write(found[1]))


def _rounds_of(look: Look, one: Filed | None) -> Iterable[str]:
    return getattr(one, "rounds", ()) or look.periods


def _unreached(look: Look, one: Filed | None, *offsets: str) -> str:
    """The first round from which the offsets do not lead to a period, or nothing."""
    for period in _rounds_of(look, one):
        try:
            at = period
            for offset in offsets:
                at = shift(at, offset) if offset else at
        except ValueError:
            return period
    return ""


def _shiftable(look: Look, one: Filed | None, *offsets: str) -> bool:
    return not _unreached(look, one, *offsets)


def _cycles(look: Look, formulas: Mapping[str, Node]) -> None:
    """Formulas that rest on themselves, each circle named in the order of reading."""
    paths = {one.id: path for path, one in look.filed}
    below = {
        name: [r.name for r in references(node) if r.role == "actual" and r.name in formulas]
        for name, node in formulas.items()
    }
    finished: set[str] = set()
    told = 0
    for start in formulas:
        if start in finished:
            continue
        trail: dict[str, Iterator[str]] = {start: iter(below[start])}
        while trail and told < MOST_CIRCLES:
            name = next(reversed(trail))
            inner = next(trail[name], None)
            if inner is None:
                finished.add(name)
                del trail[name]
            elif inner in trail:
                circle = [*trail][[*trail].index(inner) :]
                told += 1
                look.add("RB-087", (*paths[inner], "formula"), cycle=" → ".join([*circle, inner]))
            elif inner not in finished:
                trail[inner] = iter(below[inner])


def _lights(look: Look) -> None:
    for index, table in enumerate(look.rulebook.lights):
        path: Path = ("lights", index, "measure")
        node = _read(look, path, table.measure, "number")
        if node is None:
            continue
        wrong = [r.name for r in references(node) if r.name not in MEASURED or r.role != "actual" or r.offset]
        for name in wrong:
            look.add("RB-091", path, name=name, known=listed(MEASURED), near=hint(name, MEASURED))
        if not wrong:
            try:
                units_of(node, lambda reference: "%" if reference.name == "score_rate" else ITS_UNIT)
            except UnitsError as error:
                look.add("RB-084", path, column=error.column, found=error.found, allowed=error.allowed)


def _awards(look: Look) -> None:
    nodes = [node.id for _, node in look.nodes]
    for index, award in enumerate(look.rulebook.awards):
        path: Path = ("awards", index, "when")
        node = _read(look, path, award.when, "truth", QUESTIONS)
        if node is None:
            continue
        _possible(look, path, node)
        for reference in references(node):
            known = [*sorted(ASKED), *nodes]
            if look.excuses(reference.name, "tree", "series", "adjustments"):
                continue
            if reference.name not in known or reference.role != "actual" or reference.offset:
                look.add("RB-091", path, name=reference.name, known=listed(known, 20), near=hint(reference.name, known))
        for question in questions_of(node):
            for argument in question.arguments:
                _asked(look, path, question.function, argument)


def _asked(look: Look, path: Path, function: str, argument: Reference | Quoted) -> None:
    if isinstance(argument, Quoted):
        if function == "grade":
            look.known(path, GRADE, argument.text, [grade.id for grade in look.rulebook.grades])
        if function == "flagged":
            look.known(path, FLAG, argument.text, [*FLAGS, *(f"missing_{role.id}" for role in look.rulebook.roles)])
        return
    if function in ("rate", "rank_of"):
        look.known(path, NODE, argument.name, [node.id for _, node in look.nodes])
    else:
        look.known(path, INDICATOR, argument.name, [node.id for _, node in look.nodes if not isinstance(node, Branch)])
