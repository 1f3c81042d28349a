"""A redline: the changes between two editions, in order, ready to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from leitai.engine.errors import Lang, Text

ChangeKind = Literal["added", "removed", "changed", "moved"]
KINDS = {
    "added": Text("增加", "added"),
    "removed": Text("删去", "removed"),
    "changed": Text("修改", "changed"),
    "moved": Text("移动", "moved"),
}
NOTHING = Text("两个版本内容相同。", "The two editions say the same.")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: where it stands, in words and by its keys; what stood there, what stands there, and the sentence."""

    kind: ChangeKind
    part: str
    where: Text
    path: str
    clause: str
    before: Text
    after: Text
    sentence: Text


@dataclass(frozen=True, slots=True)
class Redline:
    """Every change from one edition to another. Empty exactly where the digests are equal."""

    old: Text
    new: Text
    old_digest: str
    new_digest: str
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)


def lines(redline: Redline, lang: Lang = "zh") -> list[str]:
    """The sentences, each with its clause where the rules name one; one line says so where nothing changed."""
    if not redline:
        return [NOTHING.say(lang)]
    left, right = ("〔", "〕") if lang == "zh" else (" [", "]")
    return [
        one.sentence.say(lang) + (f"{left}{' '.join(one.clause.split())}{right}" if one.clause.strip() else "")
        for one in redline.changes
    ]


def as_dict(redline: Redline, lang: Lang = "zh") -> dict[str, Any]:
    """The redline as plain data, for `--json`."""
    return {
        "old": {"name": redline.old.say(lang), "digest": redline.old_digest},
        "new": {"name": redline.new.say(lang), "digest": redline.new_digest},
        "changes": [
            {
                "kind": one.kind,
                "part": one.part,
                "path": one.path,
                "where": one.where.say(lang),
                "clause": one.clause,
                "before": one.before.say(lang),
                "after": one.after.say(lang),
                "sentence": one.sentence.say(lang),
            }
            for one in redline.changes
        ],
    }
