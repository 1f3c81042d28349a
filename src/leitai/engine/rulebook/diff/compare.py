"""Two editions compared in their canonical form, key by key; items of lists are matched by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from pydantic import BaseModel

from leitai.engine.errors import Text
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.rulebook.canonical import canonical, number_text
from leitai.engine.rulebook.diff.order import moved, together
from leitai.engine.rulebook.diff.redline import Change, ChangeKind, Redline
from leitai.engine.rulebook.diff.words import (
    Names,
    Plain,
    fields_said,
    label_of,
    method_words,
    parameter_term,
    raw,
    said,
    said_words,
    subject_of,
)
from leitai.engine.rulebook.digest import digest
from leitai.engine.rulebook.model import Branch, Indicator, Membership, Rulebook

EMPTY = Text("", "")
# Lists whose items have no id: what tells one from another.
KEYS = {
    "Round": ("period",),
    "Statement": ("period", "contestant", "fact"),
    "Meeting": ("period", "date", "act"),
}
ItemKey = tuple[Any, ...]


@dataclass(frozen=True)
class At:
    """Where the comparison stands: the top key, the words for it, the path of ids, the nearest clause."""

    part: str = ""
    subject: Text = EMPTY
    where: Text = EMPTY
    path: str = ""
    clause: str = ""

    def into(self, subject: Text, step: str, clause: str = "") -> At:
        where = Text(*(f"{a} / {b}" if a else b for a, b in zip(self.where, subject, strict=True)))
        path = f"{self.path}{step}" if self.path else step
        return At(self.part or step, subject, where, path, clause or self.clause)


class Label(NamedTuple):
    """What changed of the subject, and whether it is said of a subject at all."""

    text: Text
    step: str


def diff(old: Rulebook, new: Rulebook) -> Redline:
    """Every change from `old` to `new`, in the order of the document."""
    before, after = canonical(old), canonical(new)
    comparison = _Comparison()
    comparison.names.read(after)
    comparison.names.read(before)
    changes = tuple(comparison.mapping(before, after, Rulebook, "Rulebook", At()))
    return Redline(_title(old), _title(new), digest(before, old.seal), digest(after, new.seal), changes)


def _title(rulebook: Rulebook) -> Text:
    zh, en = rulebook.title.zh, rulebook.title.say("en")
    return Text(f"{zh}（{rulebook.edition}）", f"{en} ({rulebook.edition})")


@dataclass
class _Comparison:
    names: Names = field(default_factory=Names)

    def mapping(
        self, old: Plain, new: Plain, part: type[BaseModel], owner: str, at: At, skip: frozenset[str] = frozenset()
    ) -> Iterator[Change]:
        """Key by key, in the order of the type; keys the type does not know come last."""
        shapes = keys_of(part)
        others = [key for key in together(list(old), list(new)) if key not in shapes]
        for key in [*shapes, *others]:
            if key in skip or old.get(key) == new.get(key):
                continue
            below = At(key, at.subject, at.where, key) if owner == "Rulebook" else at
            default = _default(part, key)
            a, b = old.get(key, default), new.get(key, default)
            yield from self.value(a, b, shapes.get(key), owner, key, below)

    def value(self, a: Any, b: Any, shape: Shape | None, owner: str, key: str, at: At) -> Iterator[Change]:
        """One key whose value differs."""
        kind = shape.kind if shape is not None else ""
        if owner == "Tree" and key == "nodes":
            yield from self.tree(a or [], b or [], at)
        elif kind == "list" and shape is not None and shape.item is not None and shape.item.part is not None:
            yield from self.items(a or [], b or [], shape.item.part, at)
        elif kind == "words":
            yield from self.words(a, b, Label(label_of(owner, key), key), at)
        elif kind == "method":
            yield from self.method(a, b, at)
        elif kind == "part" and shape is not None and shape.part is not None:
            yield from self.part(a or {}, b or {}, shape.part, owner, key, at)
        elif kind in ("per_group", "numbers") and isinstance(a, dict) and isinstance(b, dict):
            for group in together(list(a), list(b)):
                if a.get(group) != b.get(group):
                    label = _by_group(label_of(owner, key), group, kind, self.names)
                    yield self.change(a.get(group), b.get(group), None, owner, "", Label(label, f"{key}.{group}"), at)
        else:
            yield self.change(a, b, shape, owner, key, Label(self.label(owner, key), key), at)

    def label(self, owner: str, key: str) -> Text:
        text = label_of(owner, key)
        if owner not in ("Policies", "LeafPolicies"):
            return text
        zh, en = ("政策", "policy") if owner == "Policies" else ("单独政策", "policy of its own")
        return Text(f"{zh}“{text.zh}”", f"{en} “{text.en}”")

    def part(self, a: Plain, b: Plain, part: type[BaseModel], owner: str, key: str, at: At) -> Iterator[Change]:
        """A mapping inside another: its keys are compared, said of what holds it."""
        name = part.__name__
        inside = at
        if name == "Season":
            inside = At(at.part, label_of(owner, key), label_of(owner, key), at.path or key)
        elif name == "Rounding":
            inside = At(at.part, self.label(owner, key), self.label(owner, key), f"{at.path}.{key}")
        elif name == "Policies":
            inside = At(at.part, EMPTY, label_of(owner, key), key)
        elif name == "LeafPolicies":
            inside = At(at.part, at.subject, at.where, f"{at.path}.{key}", at.clause)
        yield from self.mapping(a, b, part, name, inside)

    def words(self, a: Any, b: Any, label: Label, at: At) -> Iterator[Change]:
        old, new = (EMPTY if one is None else said_words(one) for one in (a, b))
        if old.zh != new.zh:
            shown = Text(old.zh), Text(new.zh)
            yield self.sentence(*shown, label, at)
        if old.en != new.en:
            english = Label(Text(f"{label.text.zh}（英文）", f"{label.text.en} in English"), f"{label.step}.en")
            yield self.sentence(Text(old.en), Text(new.en), english, at)

    def method(self, a: Any, b: Any, at: At) -> Iterator[Change]:
        if a is None or b is None or (a["name"], a.get("version")) != (b["name"], b.get("version")):
            words = [EMPTY if one is None else method_words(one, self.names) for one in (a, b)]
            yield self.sentence(words[0], words[1], Label(label_of("Indicator", "method"), "method"), at)
            return
        method = find_method(a["name"], int(a.get("version", 1)))
        for key in together(list(a), list(b)):
            if a.get(key) == b.get(key):
                continue
            shape = keys_of(method.parameters).get(key) if method is not None else None
            default = _default(method.parameters, key) if method is not None else None
            zh, en = parameter_term(a["name"], key)
            label = Label(Text(f"方法参数“{zh}”", f"parameter “{en or zh}” of the method"), f"method.{key}")
            yield self.change(a.get(key, default), b.get(key, default), shape, a["name"], key, label, at)

    # -- lists ---------------------------------------------------------------------------------------------------

    def items(self, a: list[Any], b: list[Any], part: type[BaseModel], at: At) -> Iterator[Change]:
        """A list of parts with ids: what came, what went, what moved, and what changed inside."""
        name = part.__name__
        old, new = _keyed(a, name), _keyed(b, name)
        gone = moved(list(old), list(new))
        for key in together(list(old), list(new)):
            plain = old.get(key, new.get(key))
            inside = self.inside(at, name, plain)
            if key not in old or key not in new:
                yield self.came_or_went(plain, part, inside, "added" if key in new else "removed")
                continue
            if key in gone:
                yield self.moved_to(list(new), key, {k: subject_of(name, new[k], self.names) for k in new}, inside)
            yield from self.mapping(_as_mapping(old[key]), _as_mapping(new[key]), part, name, inside)

    def inside(self, at: At, name: str, plain: Any) -> At:
        step = f"[{'.'.join(str(one) for one in _key_of(plain, name))}]"
        clause = plain.get("clause", "") if isinstance(plain, dict) else ""
        subject = subject_of(name, plain, self.names)
        entered = at.into(subject, step, clause)
        if name in ("Group", "Membership", "Band") and at.subject.zh:
            outer = at.subject
            entered = At(
                entered.part,
                Text(f"{outer.zh}中{subject.zh}", f"{subject.en} in {outer.en}"),
                entered.where,
                entered.path,
                entered.clause,
            )
        return entered

    def came_or_went(self, plain: Any, part: type[BaseModel], at: At, kind: ChangeKind, parent: Text = EMPTY) -> Change:
        name = part.__name__
        details = self.details(plain, part)
        zh, en = ("增加", "Added") if kind == "added" else ("删去", "Removed")
        under = Text(f"“{parent.zh}”下", f" under “{parent.say('en')}”") if parent.zh else EMPTY
        sentence = Text(
            f"{under.zh}{zh}{at.subject.zh}" + (f"：{details.zh}。" if details.zh else "。"),
            f"{en}{under.en}: {at.subject.en}" + (f" ({details.en})." if details.en else "."),
        )
        before, after = (EMPTY, details) if kind == "added" else (details, EMPTY)
        clause = at.clause or (plain.get("clause", "") if name != "Membership" and isinstance(plain, dict) else "")
        return Change(kind, at.part, at.where, at.path, clause, before, after, _on_one_line(sentence))

    def details(self, plain: Any, part: type[BaseModel]) -> Text:
        """What an item says of itself beside its name, in one line."""
        left_out = {"name", "title", "nodes", "clause"}
        written = {key: value for key, value in _as_mapping(plain).items() if key not in left_out}
        if part is Membership or "name" in keys_of(part):
            written.pop("id", None)
        return Text(
            "，".join(fields_said(written, part, self.names, "zh")),
            ", ".join(fields_said(written, part, self.names, "en")),
        )

    def moved_to(self, order: list[ItemKey], key: ItemKey, subjects: Mapping[ItemKey, Text], at: At) -> Change:
        place = order.index(key)
        after = subjects[order[place - 1]] if place else EMPTY
        where = Text(f"移到{after.zh}之后", f"after {after.en}") if place else Text("移到最前", "to the front")
        sentence = Text(f"{at.subject.zh}{where.zh}。", f"{_capital(at.subject.en)} moves {where.en}.")
        return Change("moved", at.part, at.where, at.path, at.clause, EMPTY, where, _on_one_line(sentence))

    # -- the tree ------------------------------------------------------------------------------------------------

    def tree(self, a: list[Plain], b: list[Plain], at: At) -> Iterator[Change]:
        """Nodes are matched wherever they stand: one under another parent has moved."""
        old, new = _Nodes(a), _Nodes(b)
        gone = {
            key
            for parent in new.children
            for key in moved(
                [k for k in old.children.get(parent, ()) if new.parents.get(k) == parent],
                [k for k in new.children[parent] if old.parents.get(k) == parent],
            )
        }
        for key in together(list(old.parents), list(new.parents)):
            side = old if key in old.parents else new
            plain = side.plain[key]
            part: type[BaseModel] = Branch if key[0] == "Branch" else Indicator
            inside = self.node_at(at, side, key)
            parent = side.name(side.parents[key])
            if key not in old.parents or key not in new.parents:
                kind: ChangeKind = "added" if key in new.parents else "removed"
                yield self.came_or_went(plain, part, inside, kind, parent)
                continue
            if old.parents[key] != new.parents[key]:
                yield self.other_parent(parent, new.name(new.parents[key]), inside)
            elif key in gone:
                siblings = new.children[new.parents[key]]
                yield self.moved_to(
                    siblings, key, {k: subject_of(k[0], new.plain[k], self.names) for k in siblings}, inside
                )
            yield from self.mapping(plain, new.plain[key], part, key[0], inside, frozenset({"nodes"}))

    def node_at(self, at: At, side: _Nodes, key: ItemKey) -> At:
        chain = [key]
        while (parent := side.parents[chain[-1]]) is not None:
            chain.append(parent)
        found = At(at.part, EMPTY, EMPTY, f"{at.path}.nodes")
        for one in reversed(chain):
            found = self.inside(found, one[0], side.plain[one])
        return found

    def other_parent(self, old: Text, new: Text, at: At) -> Change:
        top = Text("最上一级", "the top level")
        before, after = (Text(f"“{one.zh}”", f"“{one.say('en')}”") if one.zh else top for one in (old, new))
        sentence = Text(
            f"{at.subject.zh}由{before.zh}移到{after.zh}。",
            f"{_capital(at.subject.en)} moves from {before.en} to {after.en}.",
        )
        return Change("moved", at.part, at.where, at.path, at.clause, before, after, _on_one_line(sentence))

    # -- sentences -----------------------------------------------------------------------------------------------

    def change(self, a: Any, b: Any, shape: Shape | None, owner: str, key: str, label: Label, at: At) -> Change:
        old, new = (EMPTY if one in (None, "") else said(one, shape, owner, key, self.names) for one in (a, b))
        if old.zh == new.zh:
            old, new = Text(raw(a)), Text(raw(b))
        return self.sentence(old, new, label, at)

    def sentence(self, old: Text, new: Text, label: Label, at: At) -> Change:
        before, after = old, new
        old, new = _on_one_line(old), _on_one_line(new)
        if old == new:
            old, new = Text(raw(before.zh)), Text(raw(after.zh))
        zh, en = label.text.zh, label.text.say("en")
        of_zh = f"{at.subject.zh}的{zh}" if at.subject.zh else zh
        of_en = _capital(f"{en} of {at.subject.say('en')}" if at.subject.zh else en)
        old_en, new_en = old.say("en"), new.say("en")
        if not old.zh:
            text = Text(f"{of_zh}写明为 {new.zh}（原未写）。", f"{of_en} is now written: {new_en}.")
        elif not new.zh:
            text = Text(f"{of_zh}删去（原为 {old.zh}）。", f"{of_en} is no longer written (it was {old_en}).")
        else:
            text = Text(f"{of_zh}由 {old.zh} 改为 {new.zh}。", f"{of_en} changes from {old_en} to {new_en}.")
        where = Text(
            f"{at.where.zh}·{zh}" if at.where.zh else zh, f"{at.where.say('en')} · {en}" if at.where.zh else en
        )
        path = label.step if not at.path or at.path == label.step else f"{at.path}.{label.step}"
        return Change("changed", at.part or label.step, where, path, at.clause, before, after, _on_one_line(text))


class _Nodes:
    """A tree laid flat: parents first, each node with its parent and each parent with its children."""

    def __init__(self, nodes: list[Plain]) -> None:
        self.plain: dict[ItemKey, Plain] = {}
        self.parents: dict[ItemKey, ItemKey | None] = {}
        self.children: dict[ItemKey | None, list[ItemKey]] = {}
        self._take(nodes, None)

    def _take(self, nodes: list[Plain], parent: ItemKey | None) -> None:
        for node in nodes:
            kind = "Branch" if "nodes" in node else "Indicator"
            key: ItemKey = (kind, node["id"])
            while key in self.plain:
                key = (*key, "")
            self.plain[key] = node
            self.parents[key] = parent
            self.children.setdefault(parent, []).append(key)
            self._take(node.get("nodes", []), key)

    def name(self, key: ItemKey | None) -> Text:
        return EMPTY if key is None else said_words(self.plain[key]["name"])


def _keyed(items: list[Any], part: str) -> dict[ItemKey, Any]:
    """Items by what tells them apart; a second of the same key gets a longer one."""
    found: dict[ItemKey, Any] = {}
    for item in items:
        key = _key_of(item, part)
        while key in found:
            key = (*key, "")
        found[key] = item
    return found


def _key_of(item: Any, part: str) -> ItemKey:
    if not isinstance(item, dict):
        return (item,)
    return tuple(said_words(item[key]).zh if key == "act" else item[key] for key in KEYS.get(part, ("id",)))


def _as_mapping(plain: Any) -> Plain:
    """A membership may be written as its id alone."""
    return plain if isinstance(plain, dict) else {"id": plain}


def _default(part: type[BaseModel], key: str) -> Any:
    """What holds for a key that is not written, where that is a plain value."""
    field_ = part.model_fields.get(key)
    default = None if field_ is None or field_.is_required() else field_.default
    if isinstance(default, Decimal):
        return number_text(default)
    return default if isinstance(default, str | int | bool) else None


def _by_group(label: Text, group: str, kind: str, names: Names) -> Text:
    key = "groups" if kind == "per_group" else ""
    return Text(f"{label.zh}（{names.of(key, group, 'zh')}）", f"{label.en} ({names.of(key, group, 'en')})")


def _on_one_line(text: Text) -> Text:
    return Text(" ".join(text.zh.split()), " ".join(text.en.split()))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
