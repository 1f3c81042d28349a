"""Search over a contest's units, indicators, clauses and claims: by name, id, code, or the initials of the pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Q
from django.urls import reverse
from pypinyin import Style, lazy_pinyin

from leitai.engine.errors import Text
from leitai.engine.rulebook.model import Adjustment, Branch, Indicator, Rulebook, Series
from leitai.web.collection.claims.rules import STATES
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.models import ClaimVersion, Round
from leitai.web.collection.selectors.scope import Scope, list_rounds, scope_of, visible_claims
from leitai.web.foundation.api import Hit, lang
from leitai.web.people.api import Actor

MOST = 20
UNIT, INDICATOR, CLAUSE = Text("参赛单位", "contestant"), Text("指标", "indicator"), Text("条款", "clause")
CLAIM = Text("加减分申报", "claim")
NUMBERED = re.compile(r"(?:第|#)?(\d{1,9})号?")


@dataclass(frozen=True, slots=True)
class Known:
    """Something that can be found: `spellings` are lower-case, the name and its pinyin."""

    kind: Text
    id: str
    name: str
    note: str
    spellings: tuple[str, ...]


def search(actor: Actor, words: str) -> list[Hit]:
    """What the actor's latest round knows by these words, the best fits first."""
    wanted = "".join(words.lower().split())
    scope = scope_of(actor, actor.day)
    rounds = list_rounds(scope) if wanted else []
    if not rounds:
        return []
    plan = plan_of(rounds[0].book, rounds[0].edition)
    fitting = sorted(
        (fit, place, one) for place, one in enumerate(known(plan.rulebook)) if (fit := _fit(one, wanted)) < 9
    )
    hits = [_hit(one, rounds[0], scope) for _, _, one in fitting[:MOST]]
    units = [one.id for _, _, one in fitting if one.kind is UNIT]
    clauses = [one.id for _, _, one in fitting if one.kind is not UNIT]
    return [*hits, *_claims(plan.rulebook.id, scope, words.strip(), units, clauses)]


def _claims(book: str, scope: Scope, words: str, units: Sequence[str], clauses: Sequence[str]) -> list[Hit]:
    """Claims the actor may see, the latest first: by number, by what happened, or of the units and clauses found."""
    meant = Q(event__icontains=words) | Q(claim__contestant__in=units) | Q(adjustment__in=clauses)
    if number := NUMBERED.fullmatch("".join(words.split())):
        meant |= Q(claim=int(number[1]))
    seen = visible_claims(scope).filter(book=book)
    held = ClaimVersion.objects.filter(meant, claim__in=seen, number=F("claim__version"))
    return [_claim_hit(one) for one in held.select_related("claim__round").order_by("-claim_id")[:MOST]]


def _claim_hit(held: ClaimVersion) -> Hit:
    claim, plan = held.claim, plan_of(held.claim.round.book, held.claim.round.edition)
    clause = next(one.name.say(lang()) for one in plan.rulebook.adjustments if one.id == held.adjustment)
    unit = organisation_names(plan, lang()).get(claim.contestant, claim.contestant)
    number = Text(f"第 {claim.pk} 号", f"No. {claim.pk}").say(lang())
    note = " · ".join((number, unit, clause, claim.round.period, STATES[claim.state].say(lang())))
    return Hit(held.event, CLAIM, reverse("collection:claim", args=[claim.round_id, claim.pk]), note)


@lru_cache(maxsize=4096)
def spellings(name: str) -> tuple[str, ...]:
    """汐桥区 → 汐桥区, xqq, xiqiaoqu."""
    plain = "".join(name.lower().split())
    initials = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))
    return (plain, initials.lower(), "".join(lazy_pinyin(plain)).lower())


def known(rulebook: Rulebook) -> Iterator[Known]:
    for unit in rulebook.contestants:
        yield Known(
            UNIT, unit.id, unit.name.zh, unit.code, (*spellings(unit.name.zh), unit.id.lower(), unit.code.lower())
        )
    for item in _items(rulebook):
        clause = "" if isinstance(item, Series) else item.clause
        own = (*spellings(item.name.zh), item.id.lower(), item.name.en.lower())
        yield Known(INDICATOR, item.id, item.name.zh, clause, own)
        if clause:
            yield Known(CLAUSE, item.id, clause, item.name.zh, spellings(clause))


def _items(rulebook: Rulebook) -> Iterator[Indicator | Series | Adjustment]:
    todo: list[Branch | Indicator] = list(rulebook.tree.nodes) if rulebook.tree else []
    while todo:
        node = todo.pop(0)
        if isinstance(node, Branch):
            todo = [*node.nodes, *todo]
        else:
            yield node
    yield from rulebook.series
    yield from rulebook.adjustments


def _fit(one: Known, wanted: str) -> int:
    """0 the very word, 1 its beginning, 2 somewhere inside a name; 9 not at all. Initials count from the first."""
    name, initials, *rest = one.spellings
    if wanted in one.spellings:
        return 0
    if any(spelling.startswith(wanted) for spelling in (name, initials, *rest)):
        return 1
    return 2 if wanted in name or any(wanted in other for other in rest) else 9


def _hit(one: Known, round_: Round, scope: Scope) -> Hit:
    if one.kind is UNIT and (scope.wide or one.id in scope.own):
        url = reverse("collection:row", args=[round_.pk, one.id])
    elif one.kind is UNIT:
        url = reverse("people:organisation", args=[one.id])
    else:
        url = reverse("collection:indicator", args=[round_.pk, one.id])
    return Hit(one.name, one.kind, url, one.note)
