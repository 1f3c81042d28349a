"""Standings of rounds that stand published, brought into a later run (`--before RESULT`)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from leitai.engine.assess.standing import Place, Standing

Plain = dict[str, Any]
KEPT = ("group", "score", "places", "grade", "vetoes", "held", "lists")


def earlier_from(result: Mapping[str, Any]) -> Plain:
    """What a later run keeps of a result: who stood where in each of its rounds, and which result it was."""
    rounds = dict(result["earlier"].get("rounds", {}))
    for period, table in result["values"].items():
        rounds[period] = {c: {key: entry[key] for key in KEPT if key in entry} for c, entry in table.items()}
    for table in rounds.values():
        for entry in table.values():
            entry["places"] = {
                grouping: {key: value for key, value in place.items() if key != "nodes"}
                for grouping, place in entry["places"].items()
            }
    return {"digest": result["digest"], "code": result["code"], "rounds": rounds}


def earlier_tables(earlier: Mapping[str, Any], places: int | None) -> dict[str, dict[str, Standing]]:
    """The kept standings, by period and contestant."""
    return {
        period: {contestant: standing_from(entry, contestant, places) for contestant, entry in table.items()}
        for period, table in earlier.get("rounds", {}).items()
    }


def standing_from(plain: Plain, contestant: str, places: int | None) -> Standing:
    """A standing read back out of a result, for the next round's progress and lists over consecutive rounds."""
    by_grouping = {
        grouping: (
            entry["group"],
            Place(
                entry.get("rank", 0),
                entry.get("rank_last", 0),
                entry["of"],
                (),
                entry.get("rank_before", 0),
                Fraction(entry["change"]) if "change" in entry else None,
                entry.get("progress_rank", 0),
            ),
        )
        for grouping, entry in plain["places"].items()
    }
    return Standing(
        contestant,
        plain["group"],
        _fraction(plain["score"], places),
        Fraction(plain["score_before"]) if "score_before" in plain else None,
        by_grouping,
        plain.get("grade", ""),
        frozenset(plain.get("vetoes", ())),
        tuple(plain.get("held", ())),
        tuple(plain.get("lists", ())),
    )


def _fraction(score: int | str | None, places: int | None) -> Fraction | None:
    if score is None:
        return None
    return Fraction(score) if places is None else Fraction(int(score), 10**places)
