"""Holds a result of the engine against what the witness (tests/witness) makes of the same rulebook and figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

SIGNIFICANT = 12  # a score the rule leaves unrounded is written to so many digits (design §4)


def points(stated: int | str | None, places: str) -> Fraction | None:
    """A score of a result: ticks of the stated places, or the text of an unrounded one."""
    if stated is None or isinstance(stated, str):
        return None if stated is None else Fraction(stated)
    return Fraction(stated, 10 ** int(places))


def written(score: Fraction | None, places: str) -> Fraction | None:
    """The witness's exact score as a result writes it."""
    if score is None or places != "none" or score == 0:
        return score
    size = 0
    while abs(score) >= Fraction(10) ** (size + 1):
        size += 1
    while abs(score) < Fraction(10) ** size:
        size -= 1
    unit = Fraction(10) ** (size - SIGNIFICANT + 1)
    digits = round(abs(score) / unit)  # half to even, as §3.3 of scoring.md says
    return digits * unit * (1 if score > 0 else -1)


def differences(result: dict[str, Any], period: str, found: dict[str, Any]) -> list[str]:
    """Every place where the engine's result and the witness's differ, in words; empty where they agree."""
    edition, engine = result["edition"], result["values"][period]
    rounding, peers = edition["policies"]["rounding"], edition["peers"]
    levels = {node["id"]: "track" if "nodes" in node else "indicator" for node in _nodes(edition["tree"]["nodes"])}
    if set(engine) != set(found):
        return [f"contestants: engine {sorted(engine)}, witness {sorted(found)}"]
    told: list[tuple[str, Any, Any]] = []
    for who, theirs in engine.items():
        ours = found[who]
        told.append((f"{who} group", theirs["group"], ours["group"]))
        for id_, level in levels.items():
            cell, places = theirs["nodes"].get(id_, {}), rounding[level]
            mine = written(ours["nodes"].get(id_), places)
            told.append((f"{who} {id_} score", points(cell.get("s"), places), mine))
            told.append((f"{who} {id_} rank", cell.get("r"), ours.get("node_ranks", {}).get(id_)))
        told.append(
            (f"{who} total", points(theirs.get("score"), rounding["total"]), written(ours["total"], rounding["total"]))
        )
        told.append((f"{who} rank", theirs["places"].get(peers, {}).get("rank"), ours["places"][peers]["rank"]))
        for grouping in set(theirs["places"]) | set(ours["places"]):
            there, here = theirs["places"].get(grouping, {}), ours["places"].get(grouping, {})
            told.append((f"{who} {grouping} rank", there.get("rank"), here.get("rank")))
            change = None if there.get("change") is None else Fraction(there["change"])
            mine = here.get("change")
            if None not in (change, mine) and rounding["total"] == "none" and abs(change - mine) <= abs(mine) / 10**8:
                mine = change  # the difference of two written scores
            told.append((f"{who} {grouping} change", change, mine))
            if edition["policies"]["progress"] == "places":
                told.append((f"{who} {grouping} progress", there.get("progress_rank"), here.get("progress_rank")))
        told.append((f"{who} grade", theirs.get("grade"), ours["grade"]))
        told.append((f"{who} lists", sorted(theirs.get("lists", [])), sorted(ours["lists"])))
    return [f"{what}: engine {theirs}, witness {ours}" for what, theirs, ours in told if theirs != ours]


def _nodes(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for node in nodes for one in [node, *_nodes(node.get("nodes", []))]]
