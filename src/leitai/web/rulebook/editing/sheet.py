"""Where every value stands in a YAML text: its nodes with their ends, and the lines an item of a list owns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leitai.engine.errors import LeitaiError, Text
from leitai.engine.rulebook.places import Path
from leitai.engine.rulebook.yaml_tree import NULLS, read_yaml

BANNER = re.compile(r"[─═━=—-]{2,}|以下")


class Uneditable(LeitaiError):
    """The text is such that a form cannot change it in place; the words say what to do."""

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(words.zh)


ALIASED = Text(
    "这份 YAML 用了引用（& 和 *），同一处内容在几个地方出现，表单不能只改其中一处。请在源文本里改。",
    "This YAML uses anchors and aliases: one text stands in several places, and a form cannot change one of them."
    " Edit the source.",
)
UNREADABLE = Text("这份 YAML 读不懂，先在源文本里改好。", "This YAML cannot be read; mend its source first.")


def read_text(text: str) -> dict[str, Any]:
    """The plain tree a text stands for. Raises Uneditable where it cannot be read."""
    found = read_yaml(text.encode("utf-8"), "")
    if found.value is None:
        raise Uneditable(UNREADABLE)
    return found.value


class Sheet:
    """A text with its nodes. Ends are indexes into the text; comments lie outside all of them."""

    def __init__(self, text: str) -> None:
        self.text = text if text.endswith("\n") else text + "\n"
        try:
            root = YAML(typ="safe", pure=False).compose(self.text)
        except YAMLError:
            raise Uneditable(UNREADABLE) from None
        if not isinstance(root, MappingNode):
            raise Uneditable(UNREADABLE)
        self.root: MappingNode = root
        if self._is_aliased():
            raise Uneditable(ALIASED)

    def node(self, path: Path) -> Node:
        found: Node = self.root
        for step in path:
            found = self.child(found, step)
        return found

    def child(self, node: Node, step: str | int) -> Node:
        if isinstance(step, int) and isinstance(node, SequenceNode):
            inner: Node = node.value[step]
            return inner
        if isinstance(step, str) and isinstance(node, MappingNode):
            pair = self.pair(node, step)
            if pair is not None:
                return pair[1]
        raise KeyError(step)

    def pair(self, node: MappingNode, key: str) -> tuple[Node, Node] | None:
        return next(((k, v) for k, v in node.value if k.value == key), None)

    def outermost_flow(self, path: Path) -> int | None:
        """How many steps lead to the outermost collection in brackets on the way, if there is one."""
        found: Node = self.root
        for depth, step in enumerate((*path, None)):
            if isinstance(found, MappingNode | SequenceNode) and found.flow_style and found.value:
                return depth
            if step is None:
                return None
            try:
                found = self.child(found, step)
            except KeyError:
                return None
        return None

    # -- where things end ----------------------------------------------------------------------------------------

    def start(self, node: Node) -> int:
        return int(node.start_mark.index)

    def end(self, node: Node) -> int:
        """Where a node really ends: a block ends with its last value, not before the next token."""
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style or not node.value:
            said = self.text[self.start(node) : int(node.end_mark.index)]
            return self.start(node) + len(said.rstrip())
        if isinstance(node, MappingNode):
            return self.end_of_pair(*node.value[-1])
        last = node.value[-1]
        return self.end(last) if self.start(last) < self.end(last) else self._after(self._dash_before(last), "-")

    def end_of_pair(self, key: Node, value: Node) -> int:
        """Where `key: value` ends, also where there is no value."""
        end = self.end(value)
        return end if end > int(key.end_mark.index) + 1 else self._after(int(key.end_mark.index), ":")

    def after_colon(self, key: Node) -> int:
        return self._after(int(key.end_mark.index), ":")

    def _after(self, index: int, sign: str) -> int:
        return self.text.index(sign, index) + 1

    def _dash_before(self, node: Node) -> int:
        return self.text.rindex("-", 0, self.start(node) + 1)

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """Just behind the newline of the line an index lies in."""
        return self.text.index("\n", index) + 1

    def indent_of(self, node: MappingNode) -> int:
        return int(node.value[0][0].start_mark.column)

    def dash_column(self, node: SequenceNode) -> int:
        return int(node.start_mark.column)

    # -- the lines an item owns ----------------------------------------------------------------------------------

    def item_span(self, node: SequenceNode, index: int) -> tuple[int, int]:
        """An item of a block list with the comments that are its own, as whole lines.

        The comment lines right above a many-line item are its own, as are those indented below it; banners and the
        comments above one-line items (which speak of several) are nobody's.
        """
        item, dash = node.value[index], self.dash_column(node)
        first = self.line_start(self.start(item)) if self.start(item) < self.end(item) else self._dash_line(node, index)
        last = self.line_end(max(self.end(item), first))
        while (line := self._line(last)) is not None and self._is_comment(line) and self._indent(line) > dash:
            last += len(line)
        if not self._is_one_line(item):
            while (line := self._line_before(first)) is not None and self._is_comment(line):
                if self._indent(line) != dash or BANNER.search(line):
                    break
                first -= len(line)
        return first, last

    def _dash_line(self, node: SequenceNode, index: int) -> int:
        return self.line_start(self._dash_before(node.value[index]))

    def _is_one_line(self, item: Node) -> bool:
        return "\n" not in self.text[self.start(item) : self.end(item)]

    def _line(self, start: int) -> str | None:
        return self.text[start : self.line_end(start)] if start < len(self.text) else None

    def _line_before(self, start: int) -> str | None:
        return self.text[self.line_start(start - 1) : start] if start else None

    def _is_comment(self, line: str) -> bool:
        return line.lstrip(" ").startswith("#")

    def _indent(self, line: str) -> int:
        return len(line) - len(line.lstrip(" "))

    def comments_inside(self, start: int, end: int) -> list[str]:
        """The comments inside brackets, which writing them anew would lose: lines that hold a # behind a blank."""
        return [found[0].strip() for found in re.finditer(r"(?<=\s)#[^\n]*", self.text[start:end])]

    def _is_aliased(self) -> bool:
        seen: set[int] = set()
        for node in _nodes(self.root):
            if id(node) in seen:
                return True
            seen.add(id(node))
        return False


def _nodes(root: Node) -> Iterator[Node]:
    todo = [root]
    while todo:
        node = todo.pop()
        yield node
        if isinstance(node, MappingNode):
            todo += [one for pair in node.value for one in pair]
        elif isinstance(node, SequenceNode):
            todo += node.value


def is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in NULLS
