"""What ballots come to: which are sound, and the figures they add up to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Text
from leitai.engine.exact import Exact

Kind = Literal["votes", "ranks", "grades"]
Ballot = Mapping[str, int]
"""Unit → number of the choice, from 1. A unit left out is an abstention on that unit."""
KINDS: Mapping[str, Text] = {
    "votes": Text("名次票", "votes for places"),
    "ranks": Text("排名", "ranking"),
    "grades": Text("等级票", "grades"),
}
WAYS: Mapping[str, Text] = {
    "paper": Text("纸质无记名", "on paper, without names"),
    "online": Text("线上无记名", "on-line, without names"),
    "named": Text("线上记名", "on-line, under one's name"),
}
# What the catalogue row R33 has: 优秀 100, 良好 80, 一般 60, 较差 40.
GRADES = (("优秀", "100"), ("良好", "80"), ("一般", "60"), ("较差", "40"))
PLACES = 2
# A secret ballot of two is none.
FEWEST = 3


def faults_of(ballot: Ballot, units: Sequence[str], names: Mapping[str, str], kind: Kind, choices: int) -> list[Text]:
    """What makes a ballot no ballot: an unknown choice, nothing at all, and in a ranking a place twice or missing."""
    faults = [
        Text(
            f"{names.get(unit, unit)}填的是 {choice}，应为 1 至 {choices}",
            f"{unit}: {choice} is not among 1 to {choices}",
        )
        for unit, choice in ballot.items()
        if not 1 <= choice <= choices
    ]
    unknown = sorted(set(ballot) - set(units))
    if unknown:
        faults.append(Text(f"{'、'.join(unknown)} 不在本组", f"{', '.join(unknown)}: not of this group"))
    if not ballot:
        faults.append(Text("一项也没有填；空白票请勾选“废票”", "nothing is filled in; mark a blank ballot as spoiled"))
    if kind == "ranks" and ballot and not faults:
        missing = [names.get(unit, unit) for unit in units if unit not in ballot]
        places = [ballot[unit] for unit in units if unit in ballot]
        twice = sorted({place for place in places if places.count(place) > 1})
        if missing:
            faults.append(Text(f"没有给{'、'.join(missing)}排名次", f"no place for {', '.join(missing)}"))
        for place in twice:
            faults.append(Text(f"第 {place} 名排了两个以上单位", f"place {place} is given more than once"))
    return faults


def tally(ballots: Sequence[Ballot], units: Sequence[str], choices: int) -> dict[str, list[int]]:
    """Unit → how many ballots made each choice.

    >>> tally([{"a": 1, "b": 2}, {"a": 1}], ["a", "b"], 2)
    {'a': [2, 0], 'b': [0, 1]}
    """
    found = {unit: [0] * choices for unit in units}
    for ballot in ballots:
        for unit, choice in ballot.items():
            found[unit][choice - 1] += 1
    return found


def places(ballots: Sequence[Ballot], units: Sequence[str]) -> dict[str, int]:
    """The place of each unit by the sum of its places over all ballots; equal sums share a place, the next is skipped.

    >>> places([{"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 1, "c": 3}], ["a", "b", "c"])
    {'a': 1, 'b': 1, 'c': 3}
    """
    if not ballots:
        return {}
    sums = {unit: sum(ballot[unit] for ballot in ballots) for unit in units}
    return {unit: 1 + sum(other < sums[unit] for other in sums.values()) for unit in units}


def graded(counts: Sequence[int], worth: Sequence[Fraction], full: Fraction) -> str:
    """Σ worth·votes / votes out of 100, scaled to full points, half up to two places; empty where nobody voted.

    >>> graded([2, 1], [Fraction(100), Fraction(80)], Fraction(10))
    '9.33'
    """
    votes = sum(counts)
    if not votes:
        return ""
    mean = sum((value * count for value, count in zip(worth, counts, strict=True)), Fraction(0)) / votes
    ticks = int(Exact.of(mean * full / 100).to_ticks(PLACES, "half_up"))
    return decimal_text(Fraction(ticks, 10**PLACES), PLACES)
