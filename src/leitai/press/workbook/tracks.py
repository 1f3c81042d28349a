"""The sheet of a track: its indicators' scores as values, every node above them as a formula over them."""

from __future__ import annotations

from fractions import Fraction

from leitai.engine.assess.plan import TreeNode
from leitai.engine.book import Cell
from leitai.engine.decimals import decimal_text
from leitai.engine.show import NO_SCORE
from leitai.press.words import NOTES
from leitai.press.workbook.formulas import branch, rounded, summed
from leitai.press.workbook.layout import FIRST, FULL, GroupSheets, Layout, NodeColumn, TrackSheet
from leitai.press.workbook.table import Column, Item, number, text


def track_columns(layout: Layout, group: GroupSheets, sheet: TrackSheet) -> list[Column]:
    """Name, nodes (each before the nodes below it), flags in words."""
    names = [text(row.name) for row in group.rows]
    found = [Column(layout.say("name"), names, full=text(worth_word(layout)), right=False, lead=True)]
    for column in sheet.columns:
        found.append(_node_column(layout, group, column))
    found.append(Column(layout.say("flags"), _flags(layout, group, sheet), right=False, muted=True, most=70))
    return found


def worth_word(layout: Layout) -> str:
    return layout.say("weight" if layout.weights else "full")


def _node_column(layout: Layout, group: GroupSheets, column: NodeColumn) -> Column:
    node = column.node
    parent = None if node.parent is None else layout.book.plan.nodes[node.parent]
    above = "" if parent is None or parent.level < 2 else layout.name(parent)
    items = [
        _leaf(layout, row.contestant, node) if node.column is not None else _branch(layout, group, column, line)
        for line, row in enumerate(group.rows, start=FIRST)
    ]
    return Column(layout.name(node), items, full=worth(layout, group, column), above=above, bold=node.column is None)


def worth(layout: Layout, group: GroupSheets, column: NodeColumn) -> Item:
    """Full points (a branch adds up its children's), or the weight."""
    formula = "" if layout.weights or column.node.column is not None else summed(column.children, FULL)
    return number(decimal_text(worth_of(layout, group, column.node)), formula)


def worth_of(layout: Layout, group: GroupSheets, node: TreeNode) -> Fraction:
    """What the node counts among its siblings in this round."""
    if layout.weights or node.column is not None:
        return layout.worth(node, group.group.id)
    there = {column.node.id for sheet in group.tracks for column in sheet.columns}
    children = [layout.book.plan.nodes[child] for child in node.children]
    return sum((worth_of(layout, group, child) for child in children if child.id in there), Fraction(0))


def _leaf(layout: Layout, contestant: str, node: TreeNode) -> Item:
    cell = layout.cell(contestant, node.id)
    if cell.score == NO_SCORE:
        return Item(word_of(layout, cell))
    finer = layout.precise.scores.get((contestant, node.id))
    return number(cell.score, value=None if finer is None else float(finer))


def word_of(layout: Layout, cell: Cell) -> str:
    """Why there is no number: no such task, released, or a score that cannot be had."""
    if not cell.out:
        return NO_SCORE
    key = "exempt_cell" if "exempt" in cell.flags else "no_task_cell"
    return NOTES[key].say(layout.lang)


def _branch(layout: Layout, group: GroupSheets, column: NodeColumn, line: int) -> Item:
    contestant = group.rows[line - FIRST].contestant
    cell = layout.cell(contestant, column.node.id)
    if cell.score == NO_SCORE:
        return Item(word_of(layout, cell))
    partial = column.node.id in group.partial
    known = layout.decimals([layout.book.plan.nodes[child] for child in column.node.children], group.partial)
    of = branch(column.children, line, FULL, weights=layout.weights, partial=partial, decimals=known)
    rounding = layout.book.plan.policies.rounding
    finer = layout.precise.scores.get((contestant, column.node.id))
    return number(cell.score, rounded(of, rounding.track, rounding.mode).text, None if finer is None else float(finer))


def _flags(layout: Layout, group: GroupSheets, sheet: TrackSheet) -> list[Item]:
    """Per contestant: which indicators were flagged with what."""
    found = []
    stop, colon = ("；", "：") if layout.lang == "zh" else ("; ", ": ")
    for row in group.rows:
        parts = []
        for column in sheet.columns:
            if column.node.column is not None:
                words = [
                    layout.book.flag(key, layout.lang) for key in layout.cell(row.contestant, column.node.id).flags
                ]
                if words:
                    parts.append(f"{layout.name(column.node)}{colon}{'、'.join(words)}")
        found.append(text(stop.join(parts)))
    return found
