"""Where everything stands, settled before anything is written: sheets may then point at one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from leitai.engine.assess.plan import ROOT, TreeNode
from leitai.engine.book import Book, Cell, Row
from leitai.engine.errors import Lang
from leitai.engine.rulebook.model import Adjustment, Branch, Group, Grouping, Indicator, LateRule
from leitai.engine.show import NO_SCORE
from leitai.press.words import FRONT, SHEETS, head_word
from leitai.press.workbook.formulas import cell
from leitai.press.workbook.names import Names, sheet_reference
from leitai.press.workbook.precise import Precise, precise

if TYPE_CHECKING:
    from leitai.press.workbook.published import Published

ABOVE, HEAD, FULL, FIRST = 2, 3, 4, 5  # rows of a sheet: parents of columns, heads, full points, the first line


@dataclass(frozen=True, slots=True)
class NodeColumn:
    """A node's column on the sheet of its track; `children` are the columns of its children there."""

    node: TreeNode
    column: int
    children: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrackSheet:
    """The sheet of one top node, or of all top nodes that are indicators."""

    name: str
    title: str
    columns: tuple[NodeColumn, ...]


@dataclass(frozen=True, slots=True)
class GroupSheets:
    """A group of peers: its lines in order of rank, the same on each of its sheets.

    tops      the top nodes in the edition's order, each with its sheet
    partial   nodes that have, for someone with a score, a child that does not apply: its points go to its siblings
    """

    group: Group
    rows: tuple[Row, ...]
    partial: frozenset[str]
    ranking: str
    tracks: tuple[TrackSheet, ...]
    tops: tuple[tuple[TrackSheet, NodeColumn], ...]
    sentences: str

    def find(self, node: str) -> tuple[TrackSheet, NodeColumn] | None:
        found = ((sheet, column) for sheet in self.tracks for column in sheet.columns if column.node.id == node)
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole workbook. `line_of` gives each contestant's group and line."""

    book: Book
    lang: Lang
    cover: str
    groups: tuple[GroupSheets, ...]
    others: tuple[tuple[Grouping, str], ...]
    items: str
    sums: str
    figures: str
    policies: str
    line_of: Mapping[str, tuple[GroupSheets, int]]
    tree: Mapping[str, Branch | Indicator]
    precise: Precise
    published: Published | None = None

    @property
    def weights(self) -> bool:
        return measure(self.book) == "weights"

    @property
    def adjusted(self) -> bool:
        """Whether the edition has anything that is added or taken off."""
        return isinstance(self.book.plan.policies.late, LateRule) or bool(adjustments(self.book))

    def say(self, key: str, **names: str) -> str:
        return head_word(key, self.lang).format(**names)

    def name(self, node: TreeNode) -> str:
        return node.name.say(self.lang)

    def cell(self, contestant: str, node: str) -> Cell:
        """A node's cell in the result's round; an empty one where the node does not count for the contestant."""
        return self.book.cell(self.book.period, contestant, node) or Cell(NO_SCORE, "", 0, (), True)

    def worth(self, node: TreeNode, group: str) -> Fraction:
        """Full points of a leaf, or the weight of a node among its siblings."""
        plan = self.book.plan
        if node.column is not None and not self.weights:
            return plan.points(plan.columns[node.column], group)
        return plan.weight(self.tree[node.id], group)

    def decimals(self, nodes: Sequence[TreeNode], partial: frozenset[str]) -> int | None:
        """Decimals that a sum of these nodes' scores certainly ends with; None where it may not end."""
        most = 0
        for node in nodes:
            own = self.book.places_of(node)
            if own is None and node.column is None and not self.weights and node.id not in partial:
                own = self.decimals([self.book.plan.nodes[child] for child in node.children], partial)
            if own is None:
                return None
            most = max(most, own)
        return most


def reference(sheet: str, row: int, column: int) -> str:
    """A cell on another sheet."""
    return f"{sheet_reference(sheet)}!{cell(row, column)}"


def measure(book: Book) -> str:
    assert book.rulebook.tree is not None
    return book.rulebook.tree.measure


def adjustments(book: Book) -> list[Adjustment]:
    """Deductions, then bonuses, in the edition's order."""
    order = {"deduction": 0, "bonus": 1}
    return sorted((a for a in book.rulebook.adjustments if a.kind != "veto"), key=lambda a: order[a.kind])


def lay_out(book: Book, lang: Lang, published: Published | None = None) -> Layout:
    """Name every sheet, in the order of the workbook, and give every contestant its line."""
    names = Names()

    def named(key: str, **parts: str) -> str:
        return names.take(SHEETS[key].say(lang).format(**parts))

    cover = names.take(FRONT["sheet"].say(lang))
    peers = book.groups()
    own = {group.id: group.name.say(lang) if len(peers) > 1 else "" for group in peers}
    rankings = [named("ranking", group=own[group.id]) for group in peers]
    others = tuple(
        (grouping, named("again", grouping=grouping.name.say(lang)))
        for grouping in book.rulebook.groupings
        if grouping.id != book.rulebook.peers and book.groups(grouping.id)
    )
    tracks = [tuple(_tracks(book, group, lang, own[group.id], names)) for group in peers]
    sums, items, figures, policies = (named(key) for key in ("sums", "items", "figures", "policies"))
    groups = tuple(
        GroupSheets(
            group,
            tuple(book.rows(group.id, lang=lang)),
            _partial(book, group.id),
            ranking,
            sheets,
            tuple(sorted(_tops(sheets), key=lambda top: book.plan.node_position[top[1].node.id])),
            named("sentences", group=own[group.id]),
        )
        for group, ranking, sheets in zip(peers, rankings, tracks, strict=True)
    )
    lines = {row.contestant: (group, FIRST + k) for group in groups for k, row in enumerate(group.rows)}
    tree = dict(_items(book))
    return Layout(
        book, lang, cover, groups, others, items, sums, figures, policies, lines, tree, precise(book), published
    )


def _tops(sheets: Sequence[TrackSheet]) -> Iterator[tuple[TrackSheet, NodeColumn]]:
    return ((sheet, column) for sheet in sheets for column in sheet.columns if column.node.level == 1)


def _items(book: Book) -> Iterator[tuple[str, Branch | Indicator]]:
    assert book.rulebook.tree is not None
    todo: list[Branch | Indicator] = list(book.rulebook.tree.nodes)
    while todo:
        item = todo.pop()
        yield item.id, item
        if isinstance(item, Branch):
            todo += item.nodes


def _partial(book: Book, group: str) -> frozenset[str]:
    entries = [entry for entry in book.result["values"][book.period].values() if entry["group"] == group]
    found = set()
    for node in book.plan.nodes:
        children = [book.plan.nodes[child].id for child in node.children]
        for entry in entries:
            scored = entry["score"] if node.id == ROOT else entry["nodes"].get(node.id, {}).get("s")
            if scored is not None and any(entry["nodes"].get(child, {}).get("out") for child in children):
                found.add(node.id)
    return frozenset(found)


def _tracks(book: Book, group: Group, lang: Lang, own: str, names: Names) -> Iterator[TrackSheet]:
    there = {node.id for node in book.nodes_of(group.id)}
    tops = [node for node in book.nodes_of(group.id) if node.level == 1]
    leaves = [node for node in tops if node.column is not None]
    parts = [(SHEETS["leaves"].say(lang), leaves)] if leaves else []
    parts += [(node.name.say(lang), list(_below(book, node, there))) for node in tops if node.column is None]
    for title, inside in parts:
        whole = SHEETS["track"].say(lang).format(group=own, track=title) if own else title
        yield TrackSheet(names.take(whole), whole, tuple(_columns(book, inside)))


def _below(book: Book, top: TreeNode, there: set[str]) -> Iterator[TreeNode]:
    """A node and all below it that counts, parents first."""
    if top.id in there:
        yield top
        for child in top.children:
            yield from _below(book, book.plan.nodes[child], there)


def _columns(book: Book, nodes: Sequence[TreeNode]) -> Iterator[NodeColumn]:
    at = {node.id: k + 1 for k, node in enumerate(nodes)}
    for node in nodes:
        children = [book.plan.nodes[child].id for child in node.children]
        yield NodeColumn(node, at[node.id], tuple(at[child] for child in children if child in at))
