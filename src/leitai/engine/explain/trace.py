"""A trace: a tree of sentences, each with the arithmetic it states, and the check that re-adds them all.

An explanation that does not re-add to the published score to the last tick is worse than none, so it raises.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Lang, LeitaiError, Text
from leitai.engine.rulebook.expression import value_of
from leitai.engine.show import show_value

TYPESET = str.maketrans({"*": "×", "/": "÷"})


class ReconciliationError(LeitaiError):
    """An explanation does not add up to the score it explains. This is a bug in leitai, never the user's fault."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One statement. `arithmetic`, where there is any, is exact and evaluates to `value`.

    kind   fact · clause · figure · arithmetic · policy · result · list (whom the rule proposes for one)
    """

    kind: str
    text: Text
    arithmetic: str = ""
    value: Fraction | None = None
    unit: str = ""

    def say(self, lang: Lang = "zh") -> str:
        """The sentence as it is read: words, then the sum and what it gives."""
        words = self.text.say(lang)
        if not self.arithmetic:
            return words
        shown = show_value(self.value) + self.unit
        colon = "：" if lang == "zh" else ": "
        if self.arithmetic.strip("()") == decimal_text(self.value or Fraction(0)):
            return f"{words}{colon}{shown}"
        return f"{words}{colon}{typeset(self.arithmetic)} = {shown}"


@dataclass(frozen=True, slots=True)
class Trace:
    """A node's explanation and its children's. `score` is what the result publishes, as shown."""

    node: str
    name: Text
    level: int
    score: str
    sentences: tuple[Sentence, ...]
    children: tuple[Trace, ...] = ()

    def walk(self) -> Iterator[Trace]:
        yield self
        for child in self.children:
            yield from child.walk()

    def without(self, kind: str) -> Trace:
        """The same explanation without its sentences of one kind.

        A publication is explained `without("list")`: a person confirms its lists, the rule only proposed them.
        """
        sentences = tuple(one for one in self.sentences if one.kind != kind)
        return replace(self, sentences=sentences, children=tuple(child.without(kind) for child in self.children))

    def lines(self, lang: Lang = "zh") -> Iterator[tuple[int, str]]:
        """(depth, sentence) from the top down; a node's own name opens its part."""
        yield self.level, f"{self.name.say(lang)} {self.score}"
        for sentence in self.sentences:
            yield self.level + 1, sentence.say(lang)
        for child in self.children:
            yield from child.lines(lang)

    def as_dict(self, lang: Lang = "zh") -> dict[str, object]:
        return {
            "node": self.node,
            "name": self.name.say(lang),
            "score": self.score,
            "sentences": [
                {
                    "kind": s.kind,
                    "text": s.say(lang),
                    **({"arithmetic": s.arithmetic, "value": show_value(s.value)} if s.arithmetic else {}),
                }
                for s in self.sentences
            ],
            "children": [child.as_dict(lang) for child in self.children],
        }


def reconcile(trace: Trace) -> int:
    """Re-compute every sum of a trace from its own text; their number. Raises ReconciliationError where one fails."""
    count = 0
    for part in trace.walk():
        for sentence in part.sentences:
            if not sentence.arithmetic:
                continue
            found = value_of(sentence.arithmetic)
            if found != sentence.value:
                raise ReconciliationError(f"{part.node}: {sentence.arithmetic} = {found}, stated {sentence.value}")
            count += 1
    return count


def typeset(expression: str) -> str:
    return expression.translate(TYPESET)
