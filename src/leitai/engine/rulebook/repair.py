"""Mend a tree that does not meet its types just enough to check the rest of it, so that every fault is found at once.

What is at fault is left out or given a stand-in; nothing made here is ever scored. `Damage` remembers what was touched,
so that no fault is reported that is only a consequence of the mending.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from leitai.engine.rulebook.model import TAGS, Rulebook
from leitai.engine.rulebook.places import Path, Places, at
from leitai.engine.rulebook.shape import MOST_FAULTS, field_at, misspellings, own_errors, plain_path

MOST_ROUNDS = 6
# A stand-in for a required value, by its key; an item without one is left out.
STAND_INS: dict[str, Any] = {
    "leitai": "1",
    "edition": "?",
    "title": "?",
    "name": "?",
    "zh": "?",
    "unit": "1",
    "points": "1",
    "method": {"name": "given"},
    "symbol": "●",
    "colour": "#000000",
    "when": "rank == 1",
    "measure": "value",
    "season": {"name": "?", "start": "2000-01-01", "end": "2100-01-01"},
    "rounds": [{"period": "2000"}],
    "contestants": [{"id": "zz", "name": "?"}],
    "groupings": [{"id": "zz", "name": "?", "groups": [{"id": "zz", "name": "?", "members": ["zz"]}]}],
    "peers": "zz",
}
# And by its type.
BY_TYPE: dict[Any, str] = {Decimal: "1", int: "1", bool: "true", datetime.date: "2000-01-01"}
TREE_SUMS = frozenset({"RB-063", "RB-064", "RB-065", "RB-066", "RB-068"})
# Where a part was mended, faults that weigh all of it are not to be trusted.
UNSURE: dict[str, frozenset[str]] = {
    "tree": TREE_SUMS | {"RB-112", "RB-113", "RB-114"},
    "groupings": frozenset({"RB-056", "RB-057", "RB-066", "RB-068", "RB-115"}),
    "contestants": frozenset({"RB-042", "RB-045", "RB-057"}),
    "rounds": TREE_SUMS | {"RB-050", "RB-051", "RB-052", "RB-053", "RB-085"},
    "season": frozenset({"RB-050", "RB-054"}),
    "policies": frozenset({"RB-112", "RB-115"}),
    "sources": frozenset({"RB-111"}),
    "statements": frozenset({"RB-113"}),
    "peers": TREE_SUMS | {"RB-057", "RB-115"},
}
GRADES_DEPEND_ON = frozenset({"tree", "adjustments", "caps", "policies", "groupings", "peers"})
COVERAGE = frozenset({"RB-074", "RB-076"})
# The key without which a fault cannot be told from a consequence.
TOLD_BY = {"RB-084": "unit", "RB-102": "grade"}
# Keys under which things with ids stand; without them, or without the id itself, nobody knows what was named there.
NAMING = frozenset({"id", "period", "nodes", "groups"})
STANDS_FOR_NOTHING = "zz"


@dataclass(frozen=True, slots=True)
class Damage:
    """What was mended: paths of the mended tree and the parts they lie in; every id the text writes anywhere.

    nameless  the parts in which something was left out whose id cannot be read
    """

    paths: frozenset[Path] = frozenset()
    parts: frozenset[str] = frozenset()
    ids: frozenset[str] = field(default=frozenset(), repr=False)
    nameless: frozenset[str] = frozenset()

    def hides(self, code: str, path: Path) -> bool:
        """Whether a fault may be only a consequence of the mending."""
        if not self.parts:
            return False
        if any(code in UNSURE.get(part, ()) for part in self.parts):
            return True
        if code in TOLD_BY and any(one[-1:] == (TOLD_BY[code],) for one in self.paths):
            return True
        if (
            code in COVERAGE
            and path
            and (path[0] in self.parts or (path[0] == "grades" and self.parts & GRADES_DEPEND_ON))
        ):
            return True
        return any(path[: len(one)] == one or (len(path) > 1 and one[: len(path)] == path) for one in self.paths)


NO_DAMAGE = Damage()


def mend(tree: dict[str, Any], places: Places) -> tuple[Rulebook, Places, Damage] | None:
    """A rulebook close to the tree, with its places and what was touched; None where too little is left."""
    drop: set[Path] = set()
    put: dict[Path, Any] = {}
    for _ in range(MOST_ROUNDS):
        mended, origin = _rebuilt(tree, drop, put)
        try:
            rulebook = Rulebook.model_validate(mended)
        except ValidationError as error:
            if not _plan(error, mended, origin, drop, put):
                return None
            continue
        back = {new: places[old] for new, old in origin.items() if old in places}
        touched = {new for new, old in origin.items() if old in put}
        new_of = {old: new for new, old in origin.items()}
        touched |= {_nearest(old, new_of) for old in drop}
        parts = {str(old[0]) for old in (*drop, *put) if old}
        nameless = {str(old[0]) for old in (*drop, *put) if old and _lost_a_name(old, tree, put)}
        return rulebook, back, Damage(frozenset(touched), frozenset(parts), frozenset(_ids(tree)), frozenset(nameless))
    return None


def _plan(error: ValidationError, mended: Any, origin: dict[Path, Path], drop: set[Path], put: dict[Path, Any]) -> bool:
    """Decide what to do about each error; False where nothing can be done."""
    own = own_errors(error, mended)
    if len(own) > MOST_FAULTS:
        return False
    typing_errors = misspellings(own)
    for details, path in own:
        loc, missing = details["loc"], details["type"] == "missing"
        here = _old(path, origin)
        if here is None or not loc:
            return False
        info = field_at(Rulebook, loc)
        unknown = info is None and isinstance(loc[-1], str) and at(mended, path) is not None
        is_item = isinstance(loc[-1], int)
        if is_item or unknown or (info is not None and not info.is_required() and not missing):
            drop.add(here)
            continue
        if missing and path in typing_errors:
            stand_in = at(mended, (*path[:-1], typing_errors[path]))
        else:
            stand_in = f"{STANDS_FOR_NOTHING}{len(put)}" if loc[-1] == "id" else _stand_in(str(loc[-1]), info)
        if stand_in is not None and here not in put:
            put[here] = stand_in
        elif not _drop_above(loc, here, drop):
            return False
    return True


def _stand_in(key: str, info: FieldInfo | None) -> Any:
    """What can stand for a required value so that the rest can be checked, or None."""
    if key in STAND_INS or info is None:
        return STAND_INS.get(key)
    kind: Any = info.annotation
    while get_origin(kind) in (Union, Annotated):
        kind = get_args(kind)[0]
    return get_args(kind)[0] if get_origin(kind) is Literal else BY_TYPE.get(kind)


def _old(path: Path, origin: dict[Path, Path]) -> Path | None:
    """Where a path of the mended tree stood in the first one; a missing key, beside its siblings."""
    if path in origin:
        return origin[path]
    above = origin.get(path[:-1]) if path else None
    if above is not None:
        return (*above, path[-1])
    return _old(path[:-1], origin) if path else None


def _drop_above(loc: Path, here: Path, drop: set[Path]) -> bool:
    """Leave out the nearest list item, or value that may be left out, above a place of pydantic's."""
    for end in range(len(loc) - 1, 0, -1):
        above = here[: len(plain_path(loc[:end]))]
        if loc[end - 1] in TAGS or above in drop:
            continue
        info = field_at(Rulebook, loc[:end])
        if isinstance(loc[end - 1], int) or (info is not None and not info.is_required()):
            drop.add(above)
            return True
    return False


def _rebuilt(tree: Any, drop: set[Path], put: dict[Path, Any]) -> tuple[Any, dict[Path, Path]]:
    """The tree without what is dropped and with what is put; for every path of it, the path it had."""
    origin: dict[Path, Path] = {}

    def build(value: Any, old: Path, new: Path) -> Any:
        origin[new] = old
        if old in put:
            return put[old]
        if isinstance(value, dict):
            keys = [*value, *(one[-1] for one in put if one[:-1] == old and one[-1] not in value)]
            return {key: build(value.get(key), (*old, key), (*new, key)) for key in keys if (*old, key) not in drop}
        if isinstance(value, list):
            kept = [(index, inner) for index, inner in enumerate(value) if (*old, index) not in drop]
            return [build(inner, (*old, index), (*new, at_)) for at_, (index, inner) in enumerate(kept)]
        return value

    return build(tree, (), ()), origin


def _nearest(old: Path, new_of: dict[Path, Path]) -> Path:
    """The path, in the mended tree, of what was dropped: of the key itself, or of the list an item was dropped from."""
    above = new_of.get(old[:-1])
    if above is None:
        return _nearest(old[:-1], new_of)
    return (*above, old[-1]) if isinstance(old[-1], str) else above


def _lost_a_name(old: Path, tree: Any, put: dict[Path, Any]) -> bool:
    """Whether what was left out or replaced here named something, and the text does not say what."""
    if len(old) > 1 and not isinstance(old[-1], int) and old[-1] not in NAMING:
        return False
    if old[-1] == "id":
        return str(put.get(old, STANDS_FOR_NOTHING)).startswith(STANDS_FOR_NOTHING)
    value = at(tree, old)
    return not _ids(value) or _hides_names(value) or (len(old) == 2 and old[0] == "groupings" and "groups" not in value)


def _hides_names(value: Any) -> bool:
    """Whether what stands below something with a name cannot be read."""
    if isinstance(value, list):
        return any(_hides_names(one) for one in value)
    if not isinstance(value, dict):
        return False
    below = [value[key] for key in ("nodes", "groups") if key in value]
    return any(not isinstance(one, list) or _hides_names(one) for one in below)


def _ids(tree: Any) -> set[str]:
    """Every id the text writes, so that a name of something left out is not called unknown."""
    found: set[str] = set()
    todo = [tree]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            for key in ("id", "period"):
                if isinstance(value.get(key), str):
                    found.add(value[key])
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return found
