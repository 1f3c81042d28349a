"""认定清单: what was decided, added up to figures, and filed through door 1 by those who answer for each figure."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.engine.periods import cell_period, end_month
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.digest import canonical_bytes, digest, short_code
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import (
    Claim,
    ClaimList,
    ClaimOutcome,
    ClaimProof,
    ClaimVersion,
    FigureVersion,
    Obligation,
    Round,
)
from leitai.web.collection.rules.duties import Allowed, may_report
from leitai.web.collection.services.acting import (
    Duty,
    chain_of,
    holding,
    open_round_of,
    own_or_refuse,
    permitted,
    sides_of,
    standing,
)
from leitai.web.collection.services.figures import report_whole
from leitai.web.collection.services.papers import pin_once
from leitai.web.collection.services.shapes import Entry, Report
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, Held, successors_on


@dataclass(frozen=True, slots=True)
class Total:
    """A figure a list comes to. `claims` are those of this round that stand in it."""

    contestant: str
    adjustment: str
    period: str
    items: Decimal
    claims: tuple[int, ...]


@transaction.atomic
def make_list(*, actor: Actor, at: datetime.datetime, round: int) -> ClaimList:
    """Draw up the list over what was decided. The same decisions give the same list, digest and code."""
    actor, round_ = standing(actor, at), open_round_of(round)
    post = own_or_refuse(actor, "open_round", round_.office)
    waiting = list(Claim.objects.filter(round=round_, state="filed").order_by("pk").values_list("pk", flat=True))
    if waiting:
        some = "、".join(f"第 {pk} 号" for pk in waiting[:10])
        raise Cannot(
            f"还有 {len(waiting)} 项申报没有评审完：{some}。请先汇总意见，再生成清单。",
            f"{len(waiting)} claims are not decided yet: {', '.join(map(str, waiting[:10]))}. Conclude them first.",
        )
    before = latest_list(round_)
    content = list_content(round_, before)
    if not content["claims"] and before is None:
        raise Cannot("本轮没有申报，不需要清单。", "Nothing was claimed in this round; no list is needed.")
    seal = digest(content, "sha256")
    if before is not None and before.digest == seal:
        return before
    made = ClaimList(
        round=round_,
        number=before.number + 1 if before is not None else 1,
        content=canonical_bytes(content).decode(),
        digest=seal,
        code=short_code(seal),
        person=actor.key,
        at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot(
            "另一人刚生成了清单，请刷新后查看。", "Somebody else has just drawn up the list; reload the page."
        ) from None
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act="make_claim_list",
        organisation=round_.office,
        subject=f"round:{round_.pk}",
        data={"code": made.code, "claims": len(content["claims"]), "figures": len(content["figures"])},
        rows=[made],
    )
    return made


def latest_list(round_: Round) -> ClaimList | None:
    return ClaimList.objects.filter(round=round_).order_by("-number").first()


def list_content(round_: Round, before: ClaimList | None) -> dict[str, Any]:
    """What a list says, and nothing else: its digest covers exactly this."""
    decided = _decided(round_)
    own = sorted(
        [claim.pk, version.number, claim.contestant, claim.adjustment, version.event, version.day.isoformat(),
         version.items, number_text(items), claim.state]
        for claim, version, items in decided
        if claim.round_id == round_.pk
    )  # fmt: skip
    figures = [
        [one.contestant, one.adjustment, one.period, number_text(one.items), list(one.claims)]
        for one in totals_of(plan_of(round_.book, round_.edition), round_, decided, before)
    ]
    return {"book": round_.book, "edition": round_.edition, "period": round_.period, "claims": own, "figures": figures}


def _decided(round_: Round) -> list[tuple[Claim, ClaimVersion, Decimal]]:
    """Claims with an outcome of their held version, of this and the earlier rounds of the year. Two queries, whose
    rows are those of one year however long the contest has run."""
    year, month = end_month(round_.period)
    periods = Round.objects.filter(book=round_.book).values_list("pk", "period")
    rounds = [pk for pk, period in periods if end_month(period)[0] == year and end_month(period)[1] <= month]
    outcomes = ClaimOutcome.objects.filter(
        version__claim__round__in=rounds, version__number=F("version__claim__version")
    ).exclude(version__claim__state__in=("filed", "withdrawn"))
    held = outcomes.select_related("version__claim").order_by("pk")
    return [(one.version.claim, one.version, Decimal(one.items)) for one in held]


def totals_of(
    plan: Plan,
    round_: Round,
    decided: Iterable[tuple[Claim, ClaimVersion, Decimal]],
    before: ClaimList | None,
) -> list[Total]:
    """The figures of the round: what adds up over the year counts the earlier rounds in; what an earlier list held and
    nothing holds any more becomes 0."""
    kinds = {one.id: one.period for one in plan.rulebook.adjustments}
    items: dict[tuple[str, str], Decimal] = {}
    claims: dict[tuple[str, str], list[int]] = {}
    if before is not None:
        for contestant, adjustment, *_ in json.loads(before.content)["figures"]:
            items[contestant, adjustment] = Decimal(0)
    for claim, _, granted in decided:
        key = (claim.contestant, claim.adjustment)
        own = claim.round_id == round_.pk
        # An earlier round may stand under an edition with other adjustments and contestants.
        if claim.adjustment not in kinds or claim.contestant not in plan.position:
            continue
        if not (own or kinds[claim.adjustment] == "cumulative"):
            continue
        items[key] = items.get(key, Decimal(0)) + granted
        if own:
            claims.setdefault(key, []).append(claim.pk)
    touched = {key for key in items if key in claims or before is not None or items[key]}
    order = {one.id: place for place, one in enumerate(plan.rulebook.adjustments)}
    ranked = sorted(touched, key=lambda key: (order.get(key[1], len(order)), plan.position[key[0]]))
    return [
        Total(
            unit, name, cell_period(round_.period, kinds[name]), items[unit, name], tuple(claims.get((unit, name), ()))
        )
        for unit, name in ranked
    ]


@dataclass(frozen=True, slots=True)
class Due:
    """A figure of a list as it stands on file, with who files it."""

    total: Total
    duty: Duty
    held: FigureVersion | None

    @property
    def entered(self) -> bool:
        """The figure on file says what the list says, or neither says anything."""
        if self.held is None or self.held.status == "unreported":
            return self.total.items == 0
        return self.duty.cell.state != "returned" and self.held.value == number_text(self.total.items)


def due_figures(found: ClaimList, day: datetime.date) -> list[Due]:
    """Every figure of a list beside what is on file. Four queries."""
    round_ = found.round
    totals = [
        Total(unit, name, period, Decimal(items), tuple(claims))
        for unit, name, period, items, claims in json.loads(found.content)["figures"]
    ]
    names = {one.adjustment for one in totals}
    rows = Obligation.objects.select_related("cell").filter(
        round=round_, cell__indicator__in=names, cell__role="actual"
    )
    by = {(one.cell.contestant, one.cell.indicator): one for one in rows}
    merged = successors_on(day)
    held = holding(one.cell for one in by.values())
    due = []
    for total in totals:
        obligation = by.get((total.contestant, total.adjustment))
        if obligation is not None:
            cell = obligation.cell
            due.append(
                Due(total, Duty(obligation, cell, sides_of(round_, obligation, cell, merged)), held.get(cell.pk))
            )
    return due


@transaction.atomic
def enter_list(*, actor: Actor, at: datetime.datetime, claim_list: int) -> Report:
    """按清单录入: the figures the actor files, exactly as the list says, with the claims and proofs behind them.

    All of them or none: whatever door 1 refuses is named, and nothing is entered.
    """
    found = ClaimList.objects.select_related("round").filter(pk=claim_list).first()
    if found is None:
        raise Invisible
    actor, round_ = standing(actor, at), open_round_of(found.round_id)
    day = timezone.localdate(at)
    latest = latest_list(round_)
    if (
        latest is None
        or latest.pk != found.pk
        or list_content(round_, previous_list(found)) != json.loads(found.content)
    ):
        raise Cannot(
            f"清单 {found.code} 之后又有认定变动，请先由考评办重新生成清单。",
            f"Decisions changed after the list {found.code}; the office draws it up again first.",
        )
    due = due_figures(found, day)
    verdicts = {one.duty.sides.filer: may_report(actor, one.duty.sides) for one in due}
    posts = {filer: verdict.post for filer, verdict in verdicts.items() if isinstance(verdict, Allowed)}
    mine = [one for one in due if one.duty.sides.filer in posts]
    if not mine and due:
        permitted(verdicts[due[0].duty.sides.filer], "report", day)
    left = [one for one in mine if not one.entered]
    if not left:
        raise Cannot(
            "您负责的数据与清单一致，不需要录入。",
            "The figures you file agree with the list; nothing is to be entered.",
        )
    report = report_whole(actor=actor, at=at, round=round_.pk, entries=[_entry(found, one) for one in left])
    for filer, own in entered_by(left).items():
        _pin_proofs(actor, at, found, own, posts[filer])
    return report


def previous_list(found: ClaimList) -> ClaimList | None:
    return ClaimList.objects.filter(round=found.round_id, number__lt=found.number).order_by("-number").first()


def _entry(found: ClaimList, one: Due) -> Entry:
    claims = "、".join(f"第 {pk} 号" for pk in one.total.claims) or "以前各轮"
    words = f"按认定清单 {found.code} 录入：{claims}"
    return Entry(
        one.duty.cell.pk,
        one.duty.cell.version,
        number_text(one.total.items),
        note=words,
        source=f"加减分认定清单 {found.code}",
        explanation=words,
    )


def _pin_proofs(actor: Actor, at: datetime.datetime, found: ClaimList, due: Sequence[Due], post: Held) -> None:
    """The proofs of the claims granted stand beside the figures of one filer, for whoever verifies them.

    They are told on the filer's own chain, where the filing of these figures stands: whoever follows a unit's chain
    finds what it entered and on what proof, also where one person enters the list for several units.
    """
    cells = {pk: one.duty.cell.pk for one in due for pk in one.total.claims}
    granted = Claim.objects.filter(pk__in=list(cells), state__in=("accepted", "reduced"))
    proofs = ClaimProof.objects.filter(version__claim__in=granted, version__number=F("version__claim__version"))
    wanted = {(one.evidence, cells[one.version.claim_id]) for one in proofs.select_related("evidence", "version")}
    ranked = sorted(wanted, key=lambda one: (one[0].pk, one[1]))
    pins = [made for made, new in (pin_once(actor, at, evidence, cell) for evidence, cell in ranked) if new]
    append(
        chain=chain_of(found.round, post.organisation),
        at=at,
        actor=actor.key,
        post=post.role,
        act="enter_claim_list",
        organisation=post.organisation,
        subject=f"round:{found.round_id}",
        data={"code": found.code, "figures": len(due), "proofs": len(pins)},
        rows=pins,
    )


def entered_by(due: Iterable[Due]) -> Mapping[str, list[Due]]:
    """Filer → the figures of a list that are not on file yet as it says."""
    found: dict[str, list[Due]] = {}
    for one in due:
        if not one.entered:
            found.setdefault(one.duty.sides.filer, []).append(one)
    return found
