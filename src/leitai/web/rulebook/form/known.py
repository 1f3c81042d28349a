"""What the ids of a draft stand for, read leniently from its tree, so that forms offer names and not codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from leitai.engine.errors import Text
from leitai.web.rulebook.editing.address import nodes_of

# Which names an id of a key stands for.
POINTS_TO: Mapping[str, str] = {
    "not_applicable": "contestants",
    "data_department": "bodies",
    "verifier": "bodies",
    "within": "contestants",
    "contestant": "contestants",
    "groups": "groups",
    "indicators": "indicators",
    "break_by": "nodes",
    "grade": "grades",
    "peers": "groupings",
    "source": "sources",
    "roles": "roles",
    "scale_role": "roles",
    "average": "roles",
    "rounds": "rounds",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Names by kind: id → name, in the order of the text."""

    names: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)

    def of(self, key: str) -> Mapping[str, Text]:
        """The ids a key may name."""
        return self.names.get(POINTS_TO.get(key, ""), {})

    def id_of(self, key: str, word: str) -> str:
        """An id as it was typed: by itself or by the name it stands for."""
        names = self.of(key)
        if word in names:
            return word
        return next((id_ for id_, name in names.items() if word in (name.zh, name.en)), word)

    @property
    def groups(self) -> Mapping[str, Text]:
        return self.names.get("groups", {})


def known_of(tree: Mapping[str, Any]) -> Known:
    """The names a draft knows, whatever else is at fault in it."""
    contestants, organisations = _named(tree.get("contestants")), _named(tree.get("organisations"))
    nodes = {str(node.get("id")): words_of(node.get("name")) for _, node in nodes_of(tree)}
    indicators = {str(node.get("id")): words_of(node.get("name")) for _, node in nodes_of(tree) if "nodes" not in node}
    return Known(
        {
            "contestants": contestants,
            "bodies": {**organisations, **contestants},
            "groups": peer_groups(tree),
            "groupings": _named(tree.get("groupings")),
            "nodes": nodes,
            "indicators": indicators,
            "grades": _named(tree.get("grades")),
            "roles": _named(tree.get("roles")),
            "sources": {str(one.get("id")): words_of(one.get("title")) for one in items_of(tree.get("sources"))},
            "rounds": {
                str(one.get("period")): words_of(one.get("name") or one.get("period"))
                for one in items_of(tree.get("rounds"))
            },
        }
    )


def peer_groups(tree: Mapping[str, Any]) -> dict[str, Text]:
    """The groups that points are stated for: those of the grouping `peers`."""
    groupings = list(items_of(tree.get("groupings")))
    chosen = [one for one in groupings if one.get("id") == tree.get("peers")] or groupings[:1]
    return _named(chosen[0].get("groups")) if chosen else {}


def items_of(value: Any) -> Iterator[Mapping[str, Any]]:
    yield from (
        one
        for one in (value if isinstance(value, Sequence) and not isinstance(value, str) else ())
        if isinstance(one, Mapping)
    )


def words_of(value: Any) -> Text:
    if isinstance(value, Mapping):
        return Text(str(value.get("zh", "")), str(value.get("en", "") or ""))
    return Text(str(value)) if value is not None else Text("")


def _named(items: Any) -> dict[str, Text]:
    return {str(one.get("id")): words_of(one.get("name")) for one in items_of(items) if one.get("id")}
