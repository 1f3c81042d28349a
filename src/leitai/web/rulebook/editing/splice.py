"""Change one thing in a rulebook's text and leave every other character as it was.

Each function takes the text and gives the new one. What comes out is read again and held against the same change made
to the plain tree, so a form never says one thing and writes another.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any

from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from leitai.engine.errors import Text
from leitai.engine.rulebook.anatomy import Shape
from leitai.engine.rulebook.places import Path, at
from leitai.web.rulebook.editing.shapes import entries_of, item_shape, shape_at
from leitai.web.rulebook.editing.sheet import Sheet, Uneditable, is_null, read_text
from leitai.web.rulebook.editing.spell import block, entry, item, spelled

FAILED = Text(
    "这一处表单没能改好（写法特殊）。请在源文本里改。",
    "The form could not change this place (it is written in an unusual way). Edit the source.",
)


def put(text: str, path: Path, value: Any) -> str:
    """Set the value at a path, anew or in place of what stands there."""
    plain = read_text(text)
    expected = _plainly(plain, path[:-1], lambda holder: _set(holder, path[-1], value))
    return _checked(_put(text, plain, path, value), expected)


def drop(text: str, path: Path) -> str:
    """Remove a key or an item."""
    plain = read_text(text)
    expected = _plainly(plain, path[:-1], lambda holder: _delete(holder, path[-1]))
    return _checked(_drop(text, plain, path), expected)


def insert(text: str, path: Path, index: int, values: Sequence[Any]) -> str:
    """Put items into the list at a path, before the item that stands at `index`; a list that is not there is made."""
    plain = read_text(text)
    held = at(plain, path) or []
    index = min(index, len(held))
    now = [*held[:index], *values, *held[index:]]
    expected = _plainly(plain, path[:-1], lambda holder: _set(holder, path[-1], now))
    return _checked(_insert(text, plain, path, index, list(values)), expected)


def move(text: str, path: Path, to: Path, index: int) -> str:
    """Move an item to a place in another list (or its own), with its comments; `index` counts without the item."""
    plain = read_text(text)
    if to[: len(path)] == path:
        raise Uneditable(Text("不能把一项移到它自己下面。", "An item cannot be moved into itself."))
    value = at(plain, path)
    above, step = path[:-1], path[-1]
    assert isinstance(step, int)
    without = _plainly(plain, above, lambda holder: _delete(holder, step))
    if len(to) > len(above) and to[: len(above)] == above and isinstance(to[len(above)], int):
        position = to[len(above)]
        assert isinstance(position, int)
        if position > step:
            to = (*above, position - 1, *to[len(above) + 1 :])
    held = at(without, to) or []
    index = min(index, len(held))
    expected = _plainly(without, to[:-1], lambda holder: _set(holder, to[-1], [*held[:index], value, *held[index:]]))
    sheet = Sheet(text)
    lines = None
    if sheet.outermost_flow(path) is None:
        list_node = sheet.node(above)
        assert isinstance(list_node, SequenceNode)
        first, last = sheet.item_span(list_node, step)
        lines = (sheet.text[first:last], sheet.dash_column(list_node))
    shorter = _drop(text, plain, path)
    return _checked(_insert(shorter, without, to, index, [value], lines), expected)


def merge(text: str, path: Path, value: Any) -> str:
    """Make the value at a path say `value`, touching only the keys and items that differ."""
    plain = read_text(text)
    old = at(plain, path)
    if old == value:
        return text
    if isinstance(old, dict) and isinstance(value, dict) and old and value:
        for key in [key for key in old if key not in value]:
            text = drop(text, (*path, key))
        for key, inner in value.items():
            text = merge(text, (*path, key), inner) if key in old else put(text, (*path, key), inner)
        return text
    if isinstance(old, list) and isinstance(value, list) and old and value:
        return _merge_list(text, path, old, value)
    return put(text, path, value)


def _merge_list(text: str, path: Path, old: list[Any], new: list[Any]) -> str:
    if not all(isinstance(one, dict) for one in (*old, *new)):
        return put(text, path, new)
    keys_old, keys_new = [_key(one) for one in old], [_key(one) for one in new]
    if len(set(keys_old)) < len(old) or len(set(keys_new)) < len(new) or None in (*keys_old, *keys_new):
        if len(old) != len(new):
            return put(text, path, new)
        for index, value in enumerate(new):
            text = merge(text, (*path, index), value)
        return text
    for index in range(len(old) - 1, -1, -1):
        if keys_old[index] not in keys_new:
            text = drop(text, (*path, index))
    order = [key for key in keys_old if key in keys_new]
    for index, (key, value) in enumerate(zip(keys_new, new, strict=True)):
        if key not in order:
            text = insert(text, path, index, [value])
            order.insert(index, key)
            continue
        if (stands := order.index(key)) != index:
            text = move(text, (*path, stands), path, index)
            order.insert(index, order.pop(stands))
        text = merge(text, (*path, index), value)
    return text


def _key(item_: dict[str, Any]) -> Any:
    return item_.get("id") or item_.get("period")


# -- the same change on the text -------------------------------------------------------------------------------------


def _put(text: str, plain: Any, path: Path, value: Any) -> str:
    sheet = Sheet(text)
    if not path or (sheet.root.flow_style and sheet.root.value):
        return spelled(_plainly(plain, path[:-1], lambda holder: _set(holder, path[-1], value)))
    depth = sheet.outermost_flow(path[:-1])
    if depth is not None:
        outer = path[:depth]
        whole = _plainly(plain, path[:-1], lambda holder: _set(holder, path[-1], value))
        return _put(text, plain, outer, at(whole, outer))
    holder, step = sheet.node(path[:-1]), path[-1]
    if is_null(holder) or (not isinstance(holder, ScalarNode) and not holder.value):
        return _put(text, plain, path[:-1], [value] if isinstance(step, int) else {step: value})
    if isinstance(holder, ScalarNode):
        # A name that stands for a mapping (`method: ladder`) is written out.
        whole = _plainly(plain, path[:-1], lambda inner: _set(inner, step, value))
        return _put(text, plain, path[:-1], at(whole, path[:-1]))
    shape = shape_at(_plainly(plain, path[:-1], lambda inner: _set(inner, step, value)), path)
    if isinstance(step, int):
        assert isinstance(holder, SequenceNode)
        return _replace_item(sheet, holder, step, value, shape)
    assert isinstance(holder, MappingNode)
    pair = sheet.pair(holder, step)
    if pair is None:
        return _add_key(sheet, holder, step, value, shape, _order(plain, path[:-1]))
    return _replace_value(sheet, holder, pair, value, shape)


def _replace_value(sheet: Sheet, holder: MappingNode, pair: tuple[Node, Node], value: Any, shape: Shape | None) -> str:
    """A value behind its key; a remark behind it on the line stays, comments inside brackets come to stand above."""
    key, old = pair
    indent = sheet.indent_of(holder)
    start, end = sheet.start(key), sheet.end_of_pair(key, old)
    lines = entry(str(key.value), value, shape, indent)
    key_text = sheet.text[start : sheet.after_colon(key)]
    first = key_text + lines[0].lstrip(" ")[len(lines[0].lstrip(" ").partition(":")[0]) + 1 :]
    lost = sheet.comments_inside(start, end) if not _is_block(old) and not isinstance(old, ScalarNode) else []
    if _is_block(old):
        remark = sheet.text[sheet.after_colon(key) : sheet.line_end(start) - 1].rstrip()
    else:
        remark = ""
        if len(lines) > 1:
            line_end = sheet.line_end(end) - 1
            remark, end = sheet.text[end:line_end].rstrip(), line_end
    above = "".join(f"{one}\n{' ' * indent}" for one in lost)
    said = "\n".join([first + remark, *lines[1:]])
    return sheet.text[:start] + above + said + sheet.text[end:]


def _replace_item(sheet: Sheet, holder: SequenceNode, index: int, value: Any, shape: Shape | None) -> str:
    old = holder.value[index]
    lines = item(value, shape, sheet.dash_column(holder))
    start = sheet.text.rindex("-", 0, max(sheet.start(old), 1))
    end = max(sheet.end(old), start + 1)
    return sheet.text[:start] + "\n".join(lines).lstrip(" ") + sheet.text[end:]


def _add_key(sheet: Sheet, holder: MappingNode, key: str, value: Any, shape: Shape | None, order: Sequence[str]) -> str:
    """A new key, where the type would have it among those that stand there."""
    written = [str(k.value) for k, _ in holder.value]
    before = set(order[: order.index(key)]) if key in order else set(written)
    after = max((i for i, name in enumerate(written) if name in before), default=0)
    end = sheet.line_end(sheet.end_of_pair(*holder.value[after]))
    lines = entry(key, value, shape, sheet.indent_of(holder))
    return sheet.text[:end] + "\n".join(lines) + "\n" + sheet.text[end:]


def _drop(text: str, plain: Any, path: Path) -> str:
    sheet = Sheet(text)
    depth = sheet.outermost_flow(path[:-1])
    holder = sheet.node(path[:-1])
    if depth is not None or len(holder.value) == 1:
        outer = path[:depth] if depth is not None else path[:-1]
        whole = _plainly(plain, path[:-1], lambda inner: _delete(inner, path[-1]))
        if not outer:
            return spelled(whole)
        return _put(text, plain, outer, at(whole, outer))
    if isinstance(holder, SequenceNode):
        assert isinstance(path[-1], int)
        first, last = sheet.item_span(holder, path[-1])
        return sheet.text[:first] + sheet.text[last:]
    assert isinstance(holder, MappingNode)
    names = [str(k.value) for k, _ in holder.value]
    place = names.index(str(path[-1]))
    key, old = holder.value[place]
    first, last = sheet.line_start(sheet.start(key)), sheet.line_end(sheet.end_of_pair(key, old))
    if sheet.text[first : sheet.start(key)].strip():
        # The first key stands behind its item's dash: the next one takes its place.
        following = sheet.start(holder.value[place + 1][0])
        return sheet.text[: sheet.start(key)] + sheet.text[following:]
    return sheet.text[:first] + sheet.text[last:]


def _insert(
    text: str, plain: Any, path: Path, index: int, values: list[Any], lines: tuple[str, int] | None = None
) -> str:
    """Items into a list; `lines` are the item's own lines with the column of its dash, where it is moved."""
    sheet = Sheet(text)
    held = at(plain, path)
    if not held or sheet.outermost_flow(path) is not None:
        return _put(text, plain, path, [*(held or [])[:index], *values, *(held or [])[index:]])
    holder = sheet.node(path)
    assert isinstance(holder, SequenceNode)
    dash = sheet.dash_column(holder)
    if lines is not None:
        said = _indented(lines[0], dash - lines[1])
    else:
        shape = shape_at(plain, path)
        flat = all(getattr(one, "flow_style", False) for one in holder.value)
        said = "".join(
            "\n".join(_like_siblings(value, item_shape(shape, value), dash, flat)) + "\n" for value in values
        )
    spot = sheet.item_span(holder, index)[0] if index < len(held) else sheet.item_span(holder, len(held) - 1)[1]
    return sheet.text[:spot] + said + sheet.text[spot:]


def _like_siblings(value: Any, shape: Shape | None, dash: int, flat: bool) -> list[str]:
    lines = item(value, shape, dash)
    if flat or len(lines) > 1 or not isinstance(value, dict) or not value:
        return lines
    first, *rest = block(value, shape, dash + 2)
    return [f"{' ' * dash}- {first.lstrip(' ')}", *rest]


def _indented(lines: str, by: int) -> str:
    def one(line: str) -> str:
        if not line.strip():
            return line
        return " " * by + line if by > 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]

    return "".join(one(line) for line in lines.splitlines(keepends=True))


def _is_block(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style and bool(node.value)


def _order(plain: Any, path: Path) -> list[str]:
    shape = shape_at(plain, path)
    return list(entries_of(shape, at(plain, path))) if shape is not None else []


# -- the same change on the plain tree -------------------------------------------------------------------------------


def _plainly(plain: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    """A copy of the tree in which what stands at a path was changed; a name on the way becomes a mapping."""
    if not path:
        return change(copy.deepcopy(plain))
    step, *rest = path
    made = copy.copy(plain) if plain is not None else {}
    if isinstance(made, str):
        made = {"name": made}
    inner = made[step] if (isinstance(step, int) or step in made) else None
    made[step] = _plainly(inner, tuple(rest), change)
    return made


def _set(holder: Any, step: str | int, value: Any) -> Any:
    made = {"name": holder} if isinstance(holder, str) else holder if holder is not None else {}
    made[step] = value
    return made


def _delete(holder: Any, step: str | int) -> Any:
    del holder[step]
    return holder


def _checked(text: str, expected: Any) -> str:
    if read_text(text) != expected:
        raise Uneditable(FAILED)
    return text
