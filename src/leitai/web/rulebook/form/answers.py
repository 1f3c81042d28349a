"""What was posted in the inputs of a part, as the plain part again; what did not change stays as it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.rulebook.digest import unicode_plain
from leitai.engine.rulebook.kinds import FLAGS
from leitai.web.rulebook.editing.shapes import parameters_of
from leitai.web.rulebook.form.inputs import LONG, OTHER
from leitai.web.rulebook.form.known import Known, words_of
from leitai.web.rulebook.form.members import members_of_lines

Posted = Mapping[str, Sequence[str]]
SEPARATORS = re.compile(r"[\s,，、;；]+")
LINES = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the answers to one form."""

    posted: Posted
    known: Known

    def part(
        self,
        part: type[BaseModel],
        old: Mapping[str, Any],
        prefix: str = "f",
        only: Sequence[str] | None = None,
        fixed: frozenset[str] = frozenset(),
    ) -> dict[str, Any]:
        """The part as it was answered. Keys the form does not show stay as they were."""
        made = dict(old)
        for key, shape in keys_of(part).items():
            if (only is not None and key not in only) or key in fixed or key == "nodes":
                continue
            if not self._asked(f"{prefix}.{key}"):
                continue
            value = self.one(f"{prefix}.{key}", key, shape, old.get(key))
            if value is None:
                made.pop(key, None)
            else:
                made[key] = value
        return made

    def one(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        read = getattr(self, f"_{shape.kind}", self._text)
        return read(name, key, shape, old)

    def _asked(self, name: str) -> bool:
        """Whether the form held this input: ticked boxes that are all empty post nothing but their marker."""
        return any(one == name or one.startswith((f"{name}.", f"{name}:")) for one in self.posted)

    def _first(self, name: str) -> str:
        return (self.posted.get(name) or [""])[0].strip()

    # -- by what the key may hold --------------------------------------------------------------------------------

    def _text(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        text = self._first(name).replace("\r\n", "\n")
        return self.known.id_of(key, text) if text else None

    def _number(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        return unicode_plain(self._first(name)).replace(" ", "") or None

    _whole = _day = _period = _number

    def _flag(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        text = self._first(name)
        if text and old is not None and FLAGS.get(str(old).lower()) is FLAGS.get(text):
            return old
        return text or None

    def _choice(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        text = self._first(name)
        if text == OTHER and shape.part is not None:
            return self.part(shape.part, old if isinstance(old, Mapping) else {}, name) or None
        return text or None

    def _per_group(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        same = unicode_plain(self._first(name))
        if same:
            return same
        found = {
            posted.removeprefix(f"{name}."): value
            for posted in self.posted
            if posted.startswith(f"{name}.") and (value := unicode_plain(self._first(posted)))
        }
        if isinstance(old, Mapping):
            found = {**{group: found[group] for group in old if group in found}, **found}
        return found or None

    def _numbers(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        pairs = [SEPARATORS.split(line.strip()) for line in LINES.split(self._first(name)) if line.strip()]
        return {pair[0]: unicode_plain(pair[1]) if len(pair) > 1 else "" for pair in pairs} or None

    def _words(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        zh, en = self._first(name), self._first(f"{name}.en")
        held = words_of(old)
        if old is not None and (held.zh, held.en) == (zh, en):
            return old
        if not zh:
            return None
        return {"zh": zh, "en": en} if en else zh

    def _part(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        assert shape.part is not None
        return self.part(shape.part, old if isinstance(old, Mapping) else {}, name) or None

    def _list(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        item = shape.item
        if item is not None and item.kind == "member":
            return members_of_lines(self._first(name), self.known) or None
        if item is not None and item.part is not None:
            return self._rows(name, item.part, old if isinstance(old, list) else []) or None
        if f"{name}:shown" in self.posted:
            ticked = [one for one in self.posted.get(name, ()) if one]
            held = [str(one) for one in old] if isinstance(old, list) else []
            # What was named before keeps its order.
            return [one for one in held if one in ticked] + [one for one in ticked if one not in held] or None
        between = LINES if key in LONG else SEPARATORS
        words = [one.strip() for one in between.split(self._first(name)) if one.strip()]
        return [
            self.known.id_of(key, unicode_plain(one) if item and item.kind == "number" else one) for one in words
        ] or None

    def _rows(self, name: str, part: type[BaseModel], old: list[Any]) -> list[Any]:
        numbers = sorted(
            {int(found[1]) for one in self.posted if (found := re.match(rf"{re.escape(name)}\.(\d+)\.", one))}
        )
        rows = []
        for number in numbers:
            held = old[number] if number < len(old) and isinstance(old[number], Mapping) else {}
            if self._first(f"{name}.{number}.remove"):
                continue
            row = self.part(part, held, f"{name}.{number}")
            if row:
                rows.append(row)
        return rows

    def _method(self, name: str, key: str, shape: Shape, old: Any) -> Any:
        chosen = self._first(name)
        if not chosen:
            return None
        held: Mapping[str, Any] = {"name": old} if isinstance(old, str) else old if isinstance(old, Mapping) else {}
        if held.get("name") != chosen:
            held = {"name": chosen}
        part = parameters_of(held)
        made = self.part(part, held, name) if part is not None else dict(held)
        made["name"] = chosen
        if set(made) == {"name"} and not isinstance(old, Mapping):
            return chosen
        return {"name": chosen, **{one: value for one, value in made.items() if one != "name"}}
