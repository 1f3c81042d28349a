"""The list of sources at the end of a paper: every figure in it with its cell and clause, one line each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from leitai.engine.errors import Lang, Text
from leitai.engine.figures import ROLES
from leitai.engine.rulebook.model import Branch, Rulebook
from leitai.press.papers.words import CITED, WHAT
from leitai.press.word.page import Column, Page
from leitai.press.word.pieces import Origin, Printed

CLAUSES: Mapping[str, float] = {"number": 12, "text": 28, "unit": 36, "what": 46, "period": 20, "last": 32}
QUOTATIONS: Mapping[str, float] = {"number": 12, "text": 32, "unit": 34, "what": 26, "period": 22, "last": 64}


def cite(
    page: Page, rulebook: Rulebook, lang: Lang, last: Text = CITED["clause"], widths: Mapping[str, float] = CLAUSES
) -> None:
    """The table of what the page has printed so far; its lines are where the raised numbers lead."""
    printed: Sequence[Printed] = tuple(page.printed)
    heads = CITED | {"last": last}
    columns = [Column(heads[key].say(lang), width, key == "number") for key, width in widths.items()]
    names = _names(rulebook, lang)
    table = page.table(columns)
    for k, one in enumerate(printed, start=1):
        origin = one.origin
        whose = names.get(origin.contestant) or names.get(origin.group, "—")
        cells = [[str(k)], [one.text], [whose], [_what(origin, rulebook, names, lang)], [origin.period or "—"]]
        page.row(table, columns, [*cells, [origin.clause or "—"]], f"source_{k}")


def _names(rulebook: Rulebook, lang: Lang) -> Mapping[str, str]:
    """What contestants, groups, nodes and lists are called."""
    found = {one.id: one.name.say(lang) for one in rulebook.contestants}
    found |= {group.id: group.name.say(lang) for grouping in rulebook.groupings for group in grouping.groups}
    found |= {award.id: award.name.say(lang) for award in rulebook.awards}
    todo = list(rulebook.tree.nodes) if rulebook.tree is not None else []
    while todo:
        node = todo.pop()
        found[node.id] = node.name.say(lang)
        todo += node.nodes if isinstance(node, Branch) else []
    return found


def _what(origin: Origin, rulebook: Rulebook, names: Mapping[str, str], lang: Lang) -> str:
    key, _, list_ = origin.what.partition(":")
    role = ROLES[origin.role].say(lang) if origin.role else ""
    return WHAT[key].say(lang).format(node=names.get(list_ or origin.node, ""), role=role)
