"""Text in pieces: words, and figures that know where they come from.

>>> compose(Text("居第{rank}位。"), "zh", rank=Printed("3", Origin("rank", contestant="luting")))[1].text
'3'
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.errors import Lang, Text

SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a printed figure comes from.

    what     which number of the cell it is: rank, total, score, value, full, places, count and so on
    period, contestant, node, role   the cell; a figure of a whole group has its `group` and no contestant
    clause   where the rule stands; for a quoted fact, `source` is the document that states it
    """

    what: str
    period: str = ""
    contestant: str = ""
    group: str = ""
    node: str = ""
    role: str = ""
    clause: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it stands on the page."""

    text: str
    origin: Origin


Piece = str | Printed
Pieces = Sequence[Piece]


def compose(text: Text, lang: Lang, **parts: str | Printed | Pieces) -> list[Piece]:
    """A sentence with its slots filled; a slot takes words, a figure, or several pieces."""
    found: list[Piece] = []
    words = text.say(lang)
    at = 0
    for slot in SLOT.finditer(words):
        found.append(words[at : slot.start()])
        part = parts[slot[1]]
        found += [part] if isinstance(part, str | Printed) else part
        at = slot.end()
    found.append(words[at:])
    return [piece for piece in found if piece != ""]


def joined(parts: Sequence[Pieces], between: str) -> list[Piece]:
    """Several pieces one after the other, with words between them."""
    found: list[Piece] = []
    for part in parts:
        if found and part:
            found.append(between)
        found += part
    return found


def plain(pieces: str | Pieces) -> str:
    """The text alone."""
    return pieces if isinstance(pieces, str) else "".join(p if isinstance(p, str) else p.text for p in pieces)


def figures_in(pieces: str | Pieces) -> list[Printed]:
    return [] if isinstance(pieces, str) else [piece for piece in pieces if isinstance(piece, Printed)]
