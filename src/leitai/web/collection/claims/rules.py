"""What claims come to: pure decisions about facts, opinions, items and points."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from leitai.engine.assess.plan import last_day
from leitai.engine.errors import Text
from leitai.engine.periods import MONTHS, end_month, length_kind
from leitai.engine.rulebook.model import Adjustment, Caps

State = Literal["filed", "accepted", "reduced", "rejected", "withdrawn"]
Verdict = Literal["accept", "reduce", "reject"]
STATES: Mapping[str, Text] = {
    "filed": Text("待评审", "to be considered"),
    "accepted": Text("已认定", "accepted"),
    "reduced": Text("核减认定", "reduced"),
    "rejected": Text("不予认定", "rejected"),
    "withdrawn": Text("已撤回", "withdrawn"),
}
KINDS: Mapping[str, Text] = {
    "bonus": Text("加分", "bonus"),
    "deduction": Text("扣分", "deduction"),
    "veto": Text("一票否决", "veto"),
}
VERDICTS: Mapping[str, Text] = {
    "accept": Text("同意", "accept"),
    "reduce": Text("核减", "reduce"),
    "reject": Text("不同意", "reject"),
}
FEWEST = 2


def fact_key(event: str) -> str:
    """An event without spaces, signs, width and case, so that the same one is known again.

    >>> fact_key("全国 “双百”城市（试点）") == fact_key("全国双百城市(试点)")
    True
    """
    return "".join(ch for ch in unicodedata.normalize("NFKC", event).casefold() if ch.isalnum())


def clause_key(adjustment: Adjustment) -> str:
    """Two adjustments of one clause are degrees of one thing: a fact counts once among them."""
    return adjustment.clause or adjustment.id


def days_of(period: str, kind: str) -> tuple[datetime.date, datetime.date]:
    """The days an event may lie on: since 1 January for what adds up over the year, else within the period.

    >>> [str(day) for day in days_of("2023-Q2", "cumulative")], [str(day) for day in days_of("2023-Q2", "period")]
    (['2023-01-01', '2023-06-30'], ['2023-04-01', '2023-06-30'])
    """
    year, month = end_month(period)
    first = 1 if kind == "cumulative" else month - MONTHS[length_kind(period)] + 1
    return datetime.date(year, first, 1), last_day(period)


def agreed(opinions: Sequence[Decimal]) -> Decimal:
    """过半数支持的最多件数: the most items that more than half of the opinions reach.

    >>> agreed([Decimal(3), Decimal(0)]), agreed([Decimal(0), Decimal(2), Decimal(3)])
    (Decimal('0'), Decimal('2'))
    """
    return sorted(opinions, reverse=True)[len(opinions) // 2]


def state_after(claimed: Decimal, decided: Decimal) -> State:
    if decided <= 0:
        return "rejected"
    return "accepted" if decided >= claimed else "reduced"


def points_of(adjustment: Adjustment, items: Decimal) -> Decimal | None:
    """What items are worth before caps, with its sign; None for a veto, which has no points."""
    if adjustment.points is None:
        return None
    worth = adjustment.points * items
    return worth if adjustment.kind == "bonus" else -worth


def capped(adjustment: Adjustment, items: Decimal) -> Decimal | None:
    """The same within the adjustment's own cap."""
    worth = points_of(adjustment, items)
    if worth is None or adjustment.cap is None:
        return worth
    return max(min(worth, adjustment.cap), -adjustment.cap)


def in_category(adjustments: Iterable[tuple[Adjustment, Decimal]], caps: Caps) -> dict[str, tuple[Decimal, Decimal]]:
    """Category → (points its items are worth, the most it may give or take), for categories that have a limit."""
    found: dict[str, tuple[Decimal, Decimal]] = {}
    for adjustment, items in adjustments:
        worth = capped(adjustment, items)
        if worth is None or adjustment.category is None or adjustment.category not in caps.categories:
            continue
        before = found.get(adjustment.category, (Decimal(0), Decimal(0)))[0]
        found[adjustment.category] = (before + abs(worth), caps.categories[adjustment.category])
    return found
