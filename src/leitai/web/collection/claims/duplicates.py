"""One fact counts once: the same event or the same proof under the same clause is caught and named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from leitai.web.collection.claims import rules
from leitai.web.collection.editions import plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Claim, ClaimProof, Evidence


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

    For the panel: a joint honour is right, one project credited twice is not. Two queries for any number of claims.
    """
    if not claims:
        return {}
    clauses, book = {one.clause for one in claims}, claims[0].book
    held = Claim.objects.filter(book=book, clause__in=clauses).exclude(state="withdrawn").order_by("pk")
    known = {pk: (clause, fact) for pk, clause, fact in held.values_list("pk", "clause", "fact")}
    proofs: dict[int, set[int]] = {}
    for pk, evidence in ClaimProof.objects.filter(version__claim_id__in=list(known)).values_list(
        "version__claim_id", "evidence_id"
    ):
        proofs.setdefault(pk, set()).add(evidence)
    return {one.pk: found for one in claims if (found := list(_twins(one, known, proofs)))}


def _twins(claim: Claim, known: Mapping[int, tuple[str, str]], proofs: Mapping[int, set[int]]) -> Iterable[int]:
    own = proofs.get(claim.pk, set())
    for pk, (clause, fact) in known.items():
        if pk != claim.pk and clause == claim.clause and (fact == claim.fact or own & proofs.get(pk, set())):
            yield pk


def _same(claim: Claim) -> Q:
    return Q(version__claim__book=claim.book, version__claim__clause=claim.clause) & ~Q(
        version__claim__state="withdrawn"
    )


def name_of(claim: Claim) -> str:
    """The adjustment of a claim in Chinese, as its edition names it."""
    plan = plan_of(claim.round.book, claim.round.edition)
    return plan.inputs[claim.adjustment].name.zh if claim.adjustment in plan.inputs else claim.adjustment
