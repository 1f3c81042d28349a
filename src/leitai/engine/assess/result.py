"""The result: one canonical file that carries all it takes to recompute it, and the seal that any changed byte breaks.

digest   over edition, snapshot, earlier standings, method versions and values; an upgrade of the software leaves it
code     the first 100 bits of the digest, printed on publications
seal     over the whole file but itself
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from leitai import __version__
from leitai.engine.assess.plan import compile_plan
from leitai.engine.assess.run import Run, score_snapshot
from leitai.engine.assess.snapshot import CATALOGUE, CellRow, Snapshot
from leitai.engine.assess.values import Plain, values_of
from leitai.engine.errors import Fault, InputError, LeitaiError
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes, digest_bytes, joined, normalise_code, short_code
from leitai.engine.rulebook.load import rulebook_from_plain

FORMAT = "leitai-result/1"
DIGESTED = ("algorithm", "digests", "format", "methods", "trial")
MAX_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a result differs from what recomputing it gives."""

    where: str
    stated: str
    recomputed: str


def build_result(run: Run, software: Any = None) -> Plain:
    """The result of a run as plain data, sealed. `software` names what wrote it; it stands outside the digest."""
    rulebook = run.plan.rulebook
    edition = canonical(rulebook)
    snapshot = {"rounds": list(run.snapshot.rounds), "cells": [list(row) for row in run.snapshot.cells]}
    methods = {column.method.name: column.method.version for column in run.plan.columns}
    return seal(rulebook.seal, edition, snapshot, dict(run.earlier), methods, values_of(run), run.trial, software)


def seal(
    algorithm: str,
    edition: Plain,
    snapshot: Plain,
    earlier: Plain,
    methods: Plain,
    values: Plain,
    trial: bool,
    software: Any = None,
) -> Plain:
    """Put the parts together and compute every digest over them."""
    result: Plain = {
        "format": FORMAT,
        "algorithm": algorithm,
        "edition": edition,
        "snapshot": snapshot,
        "earlier": earlier,
        "methods": methods,
        "values": values,
        "trial": trial,
        "software": software or {"name": "leitai", "version": __version__},
    }
    parts = {key: canonical_bytes(value) for key, value in result.items()}

    def add(key: str, value: Any) -> None:
        result[key] = value
        parts[key] = canonical_bytes(value)

    add(
        "digests", {part: digest_bytes(parts[part], algorithm) for part in ("edition", "snapshot", "earlier", "values")}
    )
    add("digest", digest_bytes(joined({key: parts[key] for key in DIGESTED}), algorithm))
    add("code", short_code(result["digest"]))
    add("seal", digest_bytes(joined(parts), algorithm))
    return result


def result_bytes(result: Plain) -> bytes:
    """The file: canonical JSON and one line end."""
    return canonical_bytes(result) + b"\n"


def read_result(data: bytes, place: str = "result.json") -> Plain:
    """Parse a result file. Raises InputError where it is not one; says nothing yet about whether it is true."""
    try:
        result = json.loads(data.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError([CATALOGUE.fault("RS-001", place, "", value=error)]) from error
    if not isinstance(result, dict) or result.get("format") != FORMAT:
        found = result.get("format") if isinstance(result, dict) else type(result).__name__
        raise InputError([CATALOGUE.fault("RS-002", place, "format", value=found, wanted=FORMAT)])
    return result


def _no_float(text: str) -> Any:
    raise ValueError(f"a float: {text}")


def run_of(result: Plain) -> Run:
    """Recompute the run a result states, from nothing but the result."""
    plan = compile_plan(rulebook_from_plain(result["edition"]))
    rows = tuple(CellRow(*row) for row in result["snapshot"]["cells"])
    snapshot = Snapshot(tuple(result["snapshot"]["rounds"]), rows)
    return score_snapshot(plan, snapshot, trial=result["trial"], earlier=result["earlier"])


def verify(data: bytes, code: str | None = None, place: str = "result.json") -> tuple[Plain, list[Fault]]:
    """Recompute a result from its own edition and snapshot; every difference is a fault that names its cell.

    A changed byte breaks the seal; a forged score with every digest recomputed differs from the recomputation; a forged
    figure with everything recomputed is caught by the short code printed on the publication (`code`).
    """
    result = read_result(data, place)
    try:
        again = build_result(run_of(result), result["software"])
    except InputError as error:
        return result, [CATALOGUE.fault("RS-003", place, "", value=fault.line()) for fault in error.faults]
    except (LeitaiError, KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError) as error:
        return result, [CATALOGUE.fault("RS-003", place, "", value=f"{type(error).__name__}: {error}")]
    faults = [_fault("RS-004", place, found) for found in differences(result.get("values"), again["values"], "values")]
    for key in sorted(result.keys() | again.keys()):
        # Digests over forged values differ too and say nothing new.
        if key not in ("values", "seal") and not (faults and key in ("digests", "digest", "code")):
            faults += [_fault("RS-005", place, found) for found in differences(result.get(key), again.get(key), key)]
    if not faults and data != result_bytes(again):
        faults.append(CATALOGUE.fault("RS-006", place, "seal"))
    if code is not None and normalise_code(code) != normalise_code(again["code"]):
        faults.append(CATALOGUE.fault("RS-007", place, "code", value=again["code"], wanted=code))
    return result, faults


def _fault(code: str, place: str, found: Difference) -> Fault:
    return CATALOGUE.fault(code, place, found.where, value=found.stated, wanted=found.recomputed)


def differences(stated: Any, recomputed: Any, where: str) -> list[Difference]:
    """Every place where two plain values differ, named by its path."""
    if isinstance(stated, dict) and isinstance(recomputed, dict):
        found: list[Difference] = []
        for key in sorted(set(stated) | set(recomputed), key=str):
            found += differences(stated.get(key), recomputed.get(key), f"{where}/{key}")
        return found
    if isinstance(stated, list) and isinstance(recomputed, list) and len(stated) == len(recomputed):
        found = []
        for index, (a, b) in enumerate(zip(stated, recomputed, strict=True)):
            found += differences(a, b, f"{where}/{index}")
        return found
    if stated == recomputed and type(stated) is type(recomputed):
        return []
    return [Difference(where, _shown(stated), _shown(recomputed))]


def _shown(value: Any) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)
