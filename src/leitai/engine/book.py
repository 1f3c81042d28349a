"""The result book: a result as its readers see it, and the one formatter of every number shown.

Pages, sheets, slides and the terminal read a `Book` and print what it says, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.assess.plan import ROOT, Plan, TreeNode, compile_plan
from leitai.engine.errors import Lang
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.engine.rulebook.model import Award, Contestant, Group, Grouping, Rulebook
from leitai.engine.show import show_score
from leitai.engine.words import flag_words


@dataclass(frozen=True, slots=True)
class Cell:
    """A node's score of one contestant, as shown."""

    score: str
    value: str
    rank: int
    flags: tuple[str, ...]
    out: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One contestant's line in one group of one grouping."""

    contestant: str
    name: str
    score: str
    rank: int
    rank_last: int
    of: int
    rank_before: int
    change: str
    progress_rank: int
    grade: str
    flags: tuple[str, ...]
    lists: tuple[str, ...]
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A result opened for reading. `values` is the plain data of the result."""

    rulebook: Rulebook
    plan: Plan
    result: Mapping[str, Any]

    @property
    def digest(self) -> str:
        return str(self.result["digest"])

    @property
    def code(self) -> str:
        return str(self.result["code"])

    @property
    def trial(self) -> bool:
        return bool(self.result["trial"])

    @property
    def periods(self) -> tuple[str, ...]:
        return tuple(self.result["snapshot"]["rounds"])

    @property
    def period(self) -> str:
        """The round the result is for: the last one scored."""
        return self.periods[-1]

    def entry(self, period: str, contestant: str) -> Mapping[str, Any]:
        entry: Mapping[str, Any] = self.result["values"][period][contestant]
        return entry

    def contestant(self, id_: str) -> Contestant:
        return self.rulebook.contestants[self.plan.position[id_]]

    def grouping(self, id_: str | None = None) -> Grouping:
        wanted = id_ or self.rulebook.peers
        return next(grouping for grouping in self.rulebook.groupings if grouping.id == wanted)

    def groups(self, grouping: str | None = None, period: str | None = None) -> tuple[Group, ...]:
        """The groups of a grouping that have anyone in the round, in the edition's order."""
        chosen = self.grouping(grouping)
        there = {
            entry["places"][chosen.id]["group"]
            for entry in self.result["values"][period or self.period].values()
            if chosen.id in entry["places"]
        }
        return tuple(group for group in chosen.groups if group.id in there)

    def rows(self, group: str, grouping: str | None = None, period: str | None = None, lang: str = "zh") -> list[Row]:
        """A group's ranking: by rank, ties in the edition's order, the unranked at the end."""
        chosen = self.grouping(grouping).id
        found = []
        for id_, entry in self.result["values"][period or self.period].items():
            place = entry["places"].get(chosen)
            if place and place["group"] == group:
                found.append(self._row(id_, entry, place, lang))
        return sorted(found, key=lambda row: (row.rank == 0, row.rank, self.plan.position[row.contestant]))

    def _row(self, id_: str, entry: Mapping[str, Any], place: Mapping[str, Any], lang: str) -> Row:
        return Row(
            id_,
            self.contestant(id_).name.say(lang),
            self.total(entry),
            place.get("rank", 0),
            place.get("rank_last", 0),
            place["of"],
            place.get("rank_before", 0),
            place.get("change", ""),
            place.get("progress_rank", 0),
            entry.get("grade", ""),
            tuple(entry.get("flags", ())),
            tuple(entry.get("lists", ())),
            tuple(entry.get("vetoes", ())),
        )

    def total(self, entry: Mapping[str, Any]) -> str:
        return show_score(entry["score"], self.plan.policies.rounding.total)

    def cell(self, period: str, contestant: str, node: str) -> Cell | None:
        """A node's cell, or None where the node does not count for the contestant."""
        entry = self.entry(period, contestant)
        if node == ROOT:
            place = entry["places"].get(self.rulebook.peers, {})
            return Cell(self.total(entry), "", place.get("rank", 0), tuple(entry.get("flags", ())), False)
        plain = entry["nodes"].get(node)
        if plain is None:
            return None
        score = show_score(plain.get("s"), self.places_of(self.node(node)))
        return Cell(score, plain.get("v", ""), plain.get("r", 0), tuple(plain.get("f", ())), plain.get("out", False))

    def node(self, id_: str) -> TreeNode:
        return self.plan.nodes[self.plan.node_position[id_]]

    def places_of(self, node: TreeNode) -> int | None:
        rounding = self.plan.policies.rounding
        if node.level == 0:
            return rounding.total
        return rounding.track if node.column is None else rounding.indicator

    def nodes_of(self, group: str, period: str | None = None) -> list[TreeNode]:
        """The nodes that count for a group of peers in a round, parents first, the root left out."""
        seen = {
            node
            for entry in self.result["values"][period or self.period].values()
            if entry["group"] == group
            for node in entry["nodes"]
        }
        return [node for node in self.plan.nodes if node.id in seen]

    def lists(self, period: str | None = None) -> Iterator[tuple[Award, str, list[Row]]]:
        """Each list of the edition with its units, by group: who speaks, who pledges, red and black lists, prizes."""
        for award in self.rulebook.awards:
            for group in self.groups(None, period):
                if award.groups and group.id not in award.groups:
                    continue
                yield award, group.id, [row for row in self.rows(group.id, None, period) if award.id in row.lists]

    def flag(self, name: str, lang: Lang = "zh") -> str:
        """A flag in words."""
        return flag_words(name, lang)


def open_book(result: Mapping[str, Any]) -> Book:
    """Open a result for reading; its edition is checked, its values are taken as they stand (`verify` judges them)."""
    rulebook = rulebook_from_plain(result["edition"])
    return Book(rulebook, compile_plan(rulebook), result)
