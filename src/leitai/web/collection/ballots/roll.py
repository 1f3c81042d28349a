"""评议人名册: a column copied from a spreadsheet becomes the people who vote. Pure.

One person a line, by name or login name; the name of the organisation in a second column tells people of one name
apart. A heading above the column is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from leitai.engine.errors import Fault, Text
from leitai.web.collection.rules.checks import CATALOGUE

BETWEEN = re.compile(r"[\t,，]")
HEADINGS = {"姓名", "评议人", "登录名", "name", "login", "voter"}


@dataclass(frozen=True, slots=True)
class Eligible:
    """Somebody who may stand on the roll."""

    key: str
    name: str
    login: str
    organisation: str
    places: frozenset[str]
    """The names of the organisation in either language, and its key."""
    role: Text


@dataclass(frozen=True, slots=True)
class Read:
    """A line of the roll and whom it names."""

    number: int
    person: Eligible


def read_roll(text: str, eligible: Sequence[Eligible]) -> tuple[list[Read], list[Fault]]:
    """Whom each line names, and every fault at once."""
    lines = [(number, [cell.strip() for cell in BETWEEN.split(line)]) for number, line in enumerate(_lines(text), 1)]
    if lines and lines[0][1][0].lower() in HEADINGS:
        del lines[0]
    found: list[Read] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for number, cells in lines:
        if not any(cells):
            continue
        meant = _meant(cells[0], "".join(cells[1:2]), eligible)
        said = " ".join(cell for cell in cells[:2] if cell)
        if not meant:
            faults.append(_fault("CO-040", number, value=said))
        elif len(meant) > 1:
            places = "、".join(one.organisation for one in meant)
            faults.append(_fault("CO-041", number, value=said, places=places))
        elif meant[0].key in first:
            faults.append(_fault("CO-042", number, value=said, other=first[meant[0].key]))
        else:
            first[meant[0].key] = number
            found.append(Read(number, meant[0]))
    return found, faults


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").splitlines()


def _meant(written: str, place: str, eligible: Sequence[Eligible]) -> list[Eligible]:
    """Whom a line can mean; a login name is one person's, whatever anybody is called."""
    by_login = [one for one in eligible if one.login == written]
    by_name = [one for one in eligible if one.name == written and (not place or place in one.places)]
    return by_login or by_name


def _fault(code: str, line: int, **data: Text | str | int) -> Fault:
    return CATALOGUE.fault(code, str(line), "", "error", **data)
