"""Where units lie: tiles in a grid or outlines as in GeoJSON, given as data and replaced without touching the code."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from leitai.engine.errors import Catalogue, Fault, InputError, did_you_mean

CATALOGUE = Catalogue.of("leitai.press.pages")
MOST = 200_000  # points of all outlines together
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Tiles as (column, row) from the top left, or outlines in any flat coordinates; `notice` stands under the map."""

    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    outlines: Mapping[str, tuple[Ring, ...]] = field(default_factory=dict)
    notice: str = ""


def read_shapes(plain: object, units: Collection[str], place: str = "map.json") -> Shapes:
    """Shapes from plain data: `{"tiles": {unit: [column, row]}}` or a GeoJSON FeatureCollection whose `id` is the unit.

    Raises InputError with every fault at once.
    """
    faults: list[Fault] = []
    if isinstance(plain, dict) and isinstance(plain.get("tiles"), dict):
        tiles = _tiles(plain["tiles"], units, place, faults)
        found = Shapes(tiles, {}, str(plain.get("notice", "")))
    elif isinstance(plain, dict) and isinstance(plain.get("features"), list):
        outlines = _outlines(plain["features"], units, place, faults)
        found = Shapes({}, outlines, str(plain.get("notice", "")))
    else:
        faults.append(CATALOGUE.fault("MP-001", place, "", value=type(plain).__name__))
        found = Shapes()
    if faults:
        raise InputError(faults)
    return found


def _tiles(
    plain: Mapping[str, Any], units: Collection[str], place: str, faults: list[Fault]
) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    taken: dict[tuple[int, int], str] = {}
    for unit, at in plain.items():
        known = _known(unit, units, place, f"tiles/{unit}", faults)
        whole = isinstance(at, list) and len(at) == 2 and all(type(n) is int and 0 <= n < 100 for n in at)
        if not whole:
            faults.append(CATALOGUE.fault("MP-003", place, f"tiles/{unit}", value=at))
        elif (at[0], at[1]) in taken:
            faults.append(CATALOGUE.fault("MP-004", place, f"tiles/{unit}", value=at, other=taken[at[0], at[1]]))
        elif known:
            found[unit] = (at[0], at[1])
            taken[at[0], at[1]] = unit
    return found


def _outlines(plain: list[Any], units: Collection[str], place: str, faults: list[Fault]) -> dict[str, tuple[Ring, ...]]:
    found: dict[str, tuple[Ring, ...]] = {}
    points = 0
    for k, feature in enumerate(plain):
        where = f"features/{k}"
        one = feature if isinstance(feature, dict) else {}
        properties = one.get("properties")
        named = properties.get("id") if isinstance(properties, dict) else None
        unit = str(one.get("id") or named or "")
        if not _known(unit, units, place, f"{where}/id", faults):
            continue
        rings = _rings(one.get("geometry"))
        points += sum(map(len, rings or ()))
        if not rings:
            faults.append(CATALOGUE.fault("MP-005", place, f"{where}/geometry", value=unit))
        else:
            found[unit] = found.get(unit, ()) + rings
    if points > MOST:
        faults.append(CATALOGUE.fault("MP-006", place, "features", value=points, limit=MOST))
    return found


def _rings(geometry: object) -> tuple[Ring, ...] | None:
    """The outer rings of a Polygon or a MultiPolygon; None where it is not one."""
    if not isinstance(geometry, dict):
        return None
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    if geometry.get("type") not in ("Polygon", "MultiPolygon") or not isinstance(polygons, list):
        return None
    try:
        rings = tuple(tuple((float(x), float(y)) for x, y, *_ in polygon[0]) for polygon in polygons)
    except (TypeError, ValueError, IndexError, KeyError):
        return None
    finite = all(abs(n) < 1e9 for ring in rings for point in ring for n in point)
    return rings if finite and all(len(ring) >= 3 for ring in rings) else None


def _known(unit: str, units: Collection[str], place: str, where: str, faults: list[Fault]) -> bool:
    if unit in units:
        return True
    faults.append(CATALOGUE.fault("MP-002", place, where, value=unit, hint=did_you_mean(unit, units)))
    return False
