"""One fact counts once: the same event or the same proof under the same clause is caught and named."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from django.db.models import Q

from leitai.web.collection.claims import rules
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Claim, ClaimProof, Evidence

Key = TypeVar("Key", bound=Hashable)


def said_before(claim: Claim) -> Cannot:
    """The refusal that names the claim which holds this fact already."""
    other = (
        Claim.objects.filter(book=claim.book, contestant=claim.contestant, clause=claim.clause, fact=claim.fact)
        .exclude(state="withdrawn")
        .exclude(pk=claim.pk)
        .select_related("round")
        .first()
    )
    if other is None:  # taken back between the refusal and this look
        return Cannot(
            "同一事项的另一项申报刚被撤回，请再提交一次。", "Another claim of this was just taken back; send it again."
        )
    state = rules.STATES[other.state]
    return Cannot(
        f"同一事项已在第 {other.pk} 号申报中（{other.round.period}，{name_of(other)}，{state.zh}），"
        "同一条款下一事只计一次。要改内容请更正那一项；确系另一事项的，请把事项名称写清楚以示区别。",
        f"The same event stands in claim {other.pk} ({other.round.period}, {state.en}); under one clause a fact counts "
        "once. Correct that claim instead, or name the event so that it can be told apart.",
    )


def proof_used(claim: Claim, files: Mapping[int, Evidence]) -> Cannot | None:
    """The refusal that names the claim of the same unit and clause which the same file proves, if there is one."""
    used = (
        ClaimProof.objects.filter(
            _same(claim), evidence_id__in=list(files), version__claim__contestant=claim.contestant
        )
        .exclude(version__claim=claim.pk)
        .select_related("version__claim__round", "evidence")
        .order_by("pk")
        .first()
    )
    if used is None:
        return None
    other, name = used.version.claim, files[used.evidence_id].name
    state, round_ = rules.STATES[other.state], other.round.period
    return Cannot(
        f"佐证“{name}”已用于第 {other.pk} 号申报“{used.version.event}”（{round_}，{name_of(other)}，{state.zh}）。"
        "同一条款下一事只计一次；确系同一文件中的另一事项，请在“与已申报事项的区别”中写明。",
        f"The proof {name} stands for claim {other.pk}, '{used.version.event}' ({round_}, {state.en}). "
        "Under one clause a fact counts once; if the file shows another event, say how it differs.",
    )


def twins(claims: Sequence[Claim]) -> dict[int, list[int]]:
    """Claim → other claims that hold, of whatever unit, with the same event or a proof in common under one clause.

    For the panel: a joint honour is right, one project credited twice is not. Two queries for any number of claims,
    and no row but those of the claims themselves and of what they have in common with others.
    """
    if not claims:
        return {}
    held = Claim.objects.filter(book=claims[0].book, clause__in={one.clause for one in claims})
    held = held.exclude(state="withdrawn")
    same = held.filter(fact__in={one.fact for one in claims}).values_list("clause", "fact", "pk")
    by_fact = _gathered(((clause, fact), pk) for clause, fact, pk in same)
    own = ClaimProof.objects.filter(version__claim__in=claims).values("evidence")
    shared = ClaimProof.objects.filter(evidence__in=own, version__claim__in=held)
    rows = list(shared.values_list("version__claim__clause", "evidence_id", "version__claim_id"))
    by_proof = _gathered(((clause, evidence), pk) for clause, evidence, pk in rows)
    files = _gathered((pk, evidence) for _, evidence, pk in rows)
    found = {}
    for one in claims:
        alike = set(by_fact.get((one.clause, one.fact), ()))
        for evidence in files.get(one.pk, ()):
            alike |= by_proof[one.clause, evidence]
        if others := sorted(alike - {one.pk}):
            found[one.pk] = others
    return found


def _gathered(pairs: Iterable[tuple[Key, int]]) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _same(claim: Claim) -> Q:
    return Q(version__claim__book=claim.book, version__claim__clause=claim.clause) & ~Q(
        version__claim__state="withdrawn"
    )


def name_of(claim: Claim) -> str:
    """The adjustment of a claim in Chinese, as its edition names it."""
    plan = plan_of(claim.round.book, claim.round.edition)
    return plan.inputs[claim.adjustment].name.zh if claim.adjustment in plan.inputs else claim.adjustment
