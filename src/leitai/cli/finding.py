"""Contestants, nodes, groups and rounds by the words a person types for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from leitai.cli.output import voice

if TYPE_CHECKING:
    from leitai.engine.assess.plan import TreeNode
    from leitai.engine.book import Book
    from leitai.engine.rulebook.model import Contestant, Group, Grouping

T = TypeVar("T")
LISTED = 30


def find_contestant(book: Book, word: str, period: str) -> Contestant:
    """One who took part in the round, by id, code or name, or by part of a name. Raises UsageError."""
    there = book.result["values"][period]
    entries = [(c, (c.id, c.code, c.name.zh, c.name.en)) for c in book.rulebook.contestants if c.id in there]
    return _one(entries, word, voice.of("参赛单位", "contestant"), lambda c: c.id)


def find_node(book: Book, word: str, period: str, contestant: str) -> TreeNode:
    """A node of the tree that counts for the contestant, by id or name. Raises UsageError."""
    there = book.entry(period, contestant)["nodes"]
    nodes = [node for node in book.plan.nodes if node.level == 0 or node.id in there]
    entries = [(node, (node.id, node.name.zh, node.name.en)) for node in nodes]
    return _one(entries, word, voice.of("赛道或指标", "node"), lambda node: node.id)


def find_group(book: Book, word: str) -> tuple[Grouping, Group]:
    """A group of any grouping, by id or name. Raises UsageError."""
    entries = [
        ((grouping, group), (group.id, group.name.zh, group.name.en))
        for grouping in book.rulebook.groupings
        for group in grouping.groups
    ]
    return _one(entries, word, voice.of("组", "group"), lambda pair: pair[1].id)


def find_period(book: Book, word: str | None) -> str:
    """A round of the result; without a word the last. Raises UsageError."""
    from leitai.engine.errors import UsageError

    if word is None:
        return book.period
    if word not in book.periods:
        known = "、".join(book.periods)
        raise UsageError(
            voice.of(f"结果里没有 {word} 这一期；有：{known}", f"no round {word} in the result; it has {known}")
        )
    return word


def _one(entries: Sequence[tuple[T, tuple[str, ...]]], word: str, kind: str, id_of: Callable[[T], str]) -> T:
    from leitai.engine.errors import UsageError, did_you_mean

    wanted = word.strip()
    exact = _matching(entries, lambda name: name == wanted) or _matching(
        entries, lambda name: name.casefold() == wanted.casefold()
    )
    found = exact or (_matching(entries, lambda name: wanted.casefold() in name.casefold()) if wanted else [])
    if len(found) == 1:
        return found[0]
    if found:
        may = "、".join(_named(entries, found, id_of)[:LISTED])
        raise UsageError(voice.of(f"{kind}“{word}”不止指一个：{may}", f"{kind} '{word}' may be {may}"))
    names = [name for _, spelled in entries for name in spelled if name]
    hint = did_you_mean(wanted, names, voice.lang)
    known = "、".join(_named(entries, [entry for entry, _ in entries], id_of)[:LISTED])
    more = " …" if len(entries) > LISTED else ""
    raise UsageError(
        voice.of(
            f"没有{kind}“{word}”。{hint or f'有：{known}{more}'}",
            f"no {kind} '{word}'. {hint or f'There are: {known}{more}'}",
        )
    )


def _matching(entries: Iterable[tuple[T, tuple[str, ...]]], holds: Callable[[str], bool]) -> list[T]:
    return [entry for entry, names in entries if any(name and holds(name) for name in names)]


def _named(entries: Sequence[tuple[T, tuple[str, ...]]], chosen: list[T], id_of: Callable[[T], str]) -> list[str]:
    names = {id_of(entry): spelled[-2] for entry, spelled in entries}
    return [f"{names[id_of(entry)]}({id_of(entry)})" for entry in chosen]
