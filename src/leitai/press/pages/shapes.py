"""Where units lie: tiles in a grid or outlines as in GeoJSON, given as data and replaced without touching the code."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from leitai.engine.errors import Catalogue, Fault, InputError, Text, did_you_mean

CATALOGUE = Catalogue.of("leitai.press.pages")
MOST = 200_000  # points of all outlines together
MOST_BYTES = 5 * 2**20
HINTED = 50  # so many names that are not known get a hint
Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Tiles as (column, row) from the top left, or outlines in any flat coordinates; `notice` stands under the map."""

    tiles: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    outlines: Mapping[str, tuple[Ring, ...]] = field(default_factory=dict)
    notice: str = ""

    @property
    def units(self) -> frozenset[str]:
        """Who is on the map."""
        return frozenset(self.tiles) | frozenset(self.outlines)

    def among(self, units: Collection[str]) -> Shapes:
        """The same map with these units alone."""
        tiles = {unit: at for unit, at in self.tiles.items() if unit in units}
        return Shapes(tiles, {unit: rings for unit, rings in self.outlines.items() if unit in units}, self.notice)


def read_map(data: bytes, units: Collection[str] | None = None, place: str = "map.json") -> Shapes:
    """Shapes from the bytes of a map file, which must draw at least one unit; raises InputError as `read_shapes`."""
    if len(data) > MOST_BYTES:
        raise InputError([CATALOGUE.fault("MP-007", place, "", limit=MOST_BYTES // 2**20)])
    plain = _plain(data, place)
    found = read_shapes(plain, units, place)
    if not found.units:
        raise InputError([CATALOGUE.fault("MP-010", place, "")])
    return found


def _plain(data: bytes, place: str) -> object:
    """What the text of a file says as JSON."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        code, why = "MP-008", Text(f"第 {error.start + 1} 字节", f"byte {error.start + 1}")
    except json.JSONDecodeError as error:
        code, why = "MP-009", Text(f"第 {error.lineno} 行第 {error.colno} 列", f"line {error.lineno}: {error.msg}")
    except RecursionError:
        code, why = "MP-009", Text("嵌套太深", "nested too deeply")
    except ValueError:  # Python refuses numbers of thousands of digits
        code, why = "MP-009", Text("有一个数太长", "a number that is too long")
    raise InputError([CATALOGUE.fault(code, place, "", value=why)])


def read_shapes(plain: object, units: Collection[str] | None, place: str = "map.json") -> Shapes:
    """Shapes from plain data: `{"tiles": {unit: [column, row]}}` or a GeoJSON FeatureCollection whose `id` is the unit.

    `units` are those there may be; None lets in whoever is drawn. Raises InputError with every fault at once.
    """
    faults: list[Fault] = []
    said = plain.get("notice") if isinstance(plain, dict) else ""
    notice = said if isinstance(said, str) else ""
    if isinstance(plain, dict) and isinstance(plain.get("tiles"), dict):
        tiles = _tiles(plain["tiles"], units, place, faults)
        found = Shapes(tiles, {}, notice)
    elif isinstance(plain, dict) and isinstance(plain.get("features"), list):
        outlines = _outlines(plain["features"], units, place, faults)
        found = Shapes({}, outlines, notice)
    else:
        faults.append(CATALOGUE.fault("MP-001", place, "", value=type(plain).__name__))
        found = Shapes()
    if faults:
        raise InputError(faults)
    return found


def _tiles(
    plain: Mapping[str, Any], units: Collection[str] | None, place: str, faults: list[Fault]
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


def _outlines(
    plain: list[Any], units: Collection[str] | None, place: str, faults: list[Fault]
) -> dict[str, tuple[Ring, ...]]:
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


def _known(unit: str, units: Collection[str] | None, place: str, where: str, faults: list[Fault]) -> bool:
    if unit in units if units is not None else unit:
        return True
    known = units if units is not None and len(faults) < HINTED else ()
    hint = Text(did_you_mean(unit, known), did_you_mean(unit, known, "en"))
    faults.append(CATALOGUE.fault("MP-002", place, where, value=unit, hint=hint))
    return False
