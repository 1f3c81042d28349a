"""The rulebook's faults by code: their words stand in `engine/faults.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import Literal

from leitai.engine.errors import Catalogue, Fault, Text, did_you_mean

MOST_LISTED, MOST_COMPARED = 12, 5000


@cache
def catalogue() -> Catalogue:
    return Catalogue.of("leitai.engine")


def fault(
    code: str, place: object, where: str, severity: Literal["error", "warning"] = "error", **data: object
) -> Fault:
    """The fault `code` at `place` (`file:line`), its words filled with `data`."""
    return catalogue().fault(code, str(place), where, severity, **data)


def hint(word: str, known: Iterable[str]) -> Text:
    """`是否想写 …?` where a known name is near, else nothing."""
    names = list(islice(known, MOST_COMPARED))
    return Text(did_you_mean(word, names, "zh"), did_you_mean(word, names, "en"))


def listed(names: Iterable[str], most: int = MOST_LISTED) -> Text:
    """Names as they are listed in a sentence, cut where there are very many."""
    every = list(names)
    shown = every[:most]
    if not every:
        return Text("（没有）", "(none)")
    if len(every) > most:
        return Text(f"{'、'.join(shown)} 等 {len(every)} 个", f"{', '.join(shown)} and {len(every) - most} more")
    return Text("、".join(shown), ", ".join(shown))
