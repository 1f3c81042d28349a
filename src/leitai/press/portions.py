"""Lines dealt to pages."""

from __future__ import annotations


def portions(count: int, most: int) -> list[range]:
    """As few pages as hold them, each as full as the next; at least one page.

    >>> portions(21, 12), portions(0, 12)
    ([range(0, 11), range(11, 21)], [range(0, 0)])
    """
    pages = max(-(-count // most), 1)
    base, more = divmod(count, pages)
    found, start = [], 0
    for number in range(pages):
        end = start + base + (number < more)
        found.append(range(start, end))
        start = end
    return found
