"""Names of the site's pages: of one spelling on every file system, none that a system keeps for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def page_names(kind: str, ids: Iterable[str]) -> Mapping[str, str]:
    """Id → file name, in lower case; ids that differ by case alone get a number.

    >>> dict(page_names("unit", ["A1", "a1", "con"]))
    {'A1': 'unit-a1.html', 'a1': 'unit-a1.2.html', 'con': 'unit-con.html'}
    """
    found: dict[str, str] = {}
    taken: dict[str, int] = {}
    for id_ in ids:
        small = id_.lower()
        taken[small] = taken.get(small, 0) + 1
        number = f".{taken[small]}" if taken[small] > 1 else ""
        found[id_] = f"{kind}-{small}{number}.html"
    return found
