"""Acts on claims: filing, correcting, taking back; naming the panel, its opinions, and what they come to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.model import Adjustment
from leitai.web.collection.claims import rules
from leitai.web.collection.claims.duplicates import proof_used, said_before
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Claim, ClaimProof, ClaimVersion, ClaimWithdrawal, Obligation, Round
from leitai.web.collection.services.acting import chain_of, open_round_of, overtaken, sides_of, standing
from leitai.web.collection.services.papers import Proof, keep_files, lock_files
from leitai.web.foundation.api import FrozenModel, Invisible, NotAllowed, append
from leitai.web.people.api import DOES, Actor, Held, names_on, successors_on

MOST_PROOFS = 10


@dataclass(frozen=True, slots=True)
class Fact:
    """What somebody claims. `kept`: proofs of the earlier version that still prove it."""

    adjustment: str
    event: str
    day: datetime.date
    items: Decimal
    words: str = ""
    distinct: str = ""
    proofs: Sequence[Proof] = ()
    kept: Sequence[int] = ()


@transaction.atomic
def file_claim(*, actor: Actor, at: datetime.datetime, round: int, contestant: str, fact: Fact) -> Claim:
    """申报加分 by the unit itself; a deduction or a veto by the department that answers for it, or by the office."""
    actor, round_ = standing(actor, at), open_round_of(round)
    adjustment = adjustment_of(round_, fact.adjustment)
    post = posts_to_claim(actor, at, round_, adjustment, contestant)[0]
    _sound(round_, adjustment, fact, at)
    claim = Claim(
        round=round_,
        book=round_.book,
        contestant=contestant,
        adjustment=adjustment.id,
        clause=rules.clause_key(adjustment),
        fact=rules.fact_key(fact.event)[:200],
        filer=post.organisation,
    )
    try:
        with transaction.atomic():
            claim.save(force_insert=True)
    except IntegrityError:
        raise said_before(claim) from None
    version, rows = _write(actor, at, post, claim, fact, 1)
    _record(claim, actor, at, post, "file_claim", _said(round_, claim, version), rows)
    return claim


@transaction.atomic
def correct_claim(*, actor: Actor, at: datetime.datetime, claim: int, expected: int, fact: Fact) -> Claim:
    """更正: a new version, which the panel considers anew; the earlier one stays."""
    actor, found = standing(actor, at), locked_claim(claim)
    round_ = open_round_of(found.round_id)
    adjustment = adjustment_of(round_, fact.adjustment)
    post = _post_to_mend(actor, at, found, adjustment)
    _unmoved(found, expected, Text("更正", "the correction"))
    _sound(round_, adjustment, fact, at)
    found.adjustment, found.clause = adjustment.id, rules.clause_key(adjustment)
    found.fact = rules.fact_key(fact.event)[:200]
    found.version, found.state = found.version + 1, "filed"
    try:
        with transaction.atomic():
            found.save(update_fields=["adjustment", "clause", "fact", "version", "state"])
    except IntegrityError:
        raise said_before(found) from None
    version, rows = _write(actor, at, post, found, fact, found.version)
    _record(found, actor, at, post, "correct_claim", _said(round_, found, version), rows)
    return found


@transaction.atomic
def withdraw_claim(*, actor: Actor, at: datetime.datetime, claim: int, expected: int, reason: str) -> ClaimWithdrawal:
    """撤回. It stays visible with its reason, and the same fact may be claimed again."""
    actor, found = standing(actor, at), locked_claim(claim)
    round_ = open_round_of(found.round_id)
    post = _post_to_mend(actor, at, found, adjustment_of(round_, found.adjustment))
    if not reason.strip():
        raise Cannot("撤回要写明理由。", "Say why the claim is taken back.")
    _unmoved(found, expected, Text("撤回", "the withdrawal"))
    Claim.objects.filter(pk=found.pk).update(state="withdrawn")
    made = ClaimWithdrawal(claim=found, reason=reason.strip(), person=actor.key, post=post.role, at=at)
    made.save(force_insert=True)
    _record(found, actor, at, post, "withdraw_claim", {"claim": found.pk, "reason": made.reason}, [made])
    return made


def adjustment_of(round_: Round, key: str) -> Adjustment:
    """An adjustment that is claimed: the rulebook has it, and does not work it out from other figures."""
    plan = plan_of(round_.book, round_.edition)
    found = next((one for one in plan.rulebook.adjustments if one.id == key), None)
    if found is None:
        raise Cannot(f"规则中没有加减分项“{key}”，请重新选择。", f"The rules have no adjustment '{key}'; choose again.")
    if found.formula:
        raise Cannot(
            f"“{found.name.zh}”由规则按公式计算，不需要申报。",
            f"'{found.name.say('en')}' is worked out from other figures; nothing is claimed.",
        )
    return found


def posts_to_claim(
    actor: Actor, at: datetime.datetime, round_: Round, adjustment: Adjustment, contestant: str
) -> list[Held]:
    """The posts under which the actor may bring this fact, at least one; NotAllowed names who could."""
    obligation = (
        Obligation.objects.select_related("cell")
        .filter(round=round_, cell__contestant=contestant, cell__indicator=adjustment.id, cell__role="actual")
        .first()
    )
    if obligation is None:
        plan = plan_of(round_.book, round_.edition)
        zh, en = (organisation_names(plan, lang).get(contestant, contestant) for lang in ("zh", "en"))
        raise Cannot(
            f"本轮“{zh}”不适用“{adjustment.name.zh}”，请核对单位或事项。",
            f"'{adjustment.name.say('en')}' does not hold for {en} in this round; check unit and clause.",
        )
    day = timezone.localdate(at)
    sides = sides_of(round_, obligation, obligation.cell, successors_on(day))
    posts: list[Held] = []
    if adjustment.kind == "bonus":
        wanted, act = sides.contestant, "claim"
        who = Text("的联络员或填报员", "liaison or filer of ")
    else:
        wanted, act = sides.filer, "report"
        who = Text("的填报员，或考评办", "filer of (or the office) ")
        posts = actor.posts_for("open_round", sides.office)
    posts += [held for held in actor.posts_for(act) if held.organisation == wanted]
    if not posts:
        name = names_on(day, [wanted]).get(wanted, wanted)
        does = DOES["claim"] if adjustment.kind == "bonus" else Text("录入扣分、否决事实", "enter deductions or vetoes")
        raise NotAllowed(act=does, needed=Text(f"{name}{who.zh}", f"{who.en}{name}"))
    return posts


def may_mend(actor: Actor, claim: Claim, adjustment: Adjustment, merged: Mapping[str, str]) -> bool:
    """Whether a page offers the actor to correct or take back a claim. No query."""
    acts = ("claim",) if adjustment.kind == "bonus" else ("report", "open_round")
    filer = merged.get(claim.filer, claim.filer)
    return any(held.organisation == filer for act in acts for held in actor.posts_for(act))


def _post_to_mend(actor: Actor, at: datetime.datetime, claim: Claim, adjustment: Adjustment) -> Held:
    """A claim is mended by the body that filed it, once that has merged by its successor, and by nobody else."""
    day = timezone.localdate(at)
    filer = successors_on(day).get(claim.filer, claim.filer)
    posts = posts_to_claim(actor, at, claim.round, adjustment, claim.contestant)
    if (own := next((held for held in posts if held.organisation == filer), None)) is not None:
        return own
    name = names_on(day, [filer]).get(filer, filer)
    raise NotAllowed(
        act=Text("更正或撤回这项申报", "correct or take back this claim"),
        needed=Text(f"原申报单位{name}", f"{name}, who filed it"),
    )


def locked_claim(pk: int) -> Claim:
    found = Claim.objects.select_for_update(no_key=True).select_related("round").filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def _sound(round_: Round, adjustment: Adjustment, fact: Fact, at: datetime.datetime) -> None:
    """Everything wrong with the fact at once, except that it was claimed before."""
    faults: list[Text] = []
    if not rules.fact_key(fact.event):
        faults.append(
            Text("事项没有填，请写明何时何事由谁认定", "the event is missing: say what, and who recognised it")
        )
    if fact.items <= 0 or fact.items != fact.items.to_integral_value():
        said = number_text(fact.items)
        faults.append(
            Text(f"{adjustment.unit}数“{said}”应为正整数", f"'{said}' items: a whole number above 0 is wanted")
        )
    first, last = rules.days_of(round_.period, adjustment.period)
    last = min(last, timezone.localdate(at))
    if not first <= fact.day <= last:
        faults.append(
            Text(
                f"事项日期 {fact.day} 不在本轮范围内，应在 {first} 至 {last} 之间",
                f"the day {fact.day} is not of this round: {first} to {last}",
            )
        )
    count = len(fact.proofs) + len(fact.kept)
    if not 0 < count <= MOST_PROOFS:
        faults.append(
            Text(
                f"佐证应有 1 至 {MOST_PROOFS} 份，现有 {count} 份，请上传表彰文件、通报等",
                f"{count} proofs, 1 to {MOST_PROOFS} are wanted: upload the document that shows it",
            )
        )
    if faults:
        raise Cannot.of(faults)


def _write(
    actor: Actor, at: datetime.datetime, post: Held, claim: Claim, fact: Fact, number: int
) -> tuple[ClaimVersion, list[FrozenModel]]:
    """The version with its proofs. Raises Cannot where a proof stood for another claim of the same clause."""
    earlier = ClaimProof.objects.filter(version__claim=claim, evidence_id__in=list(fact.kept))
    files = {one.evidence_id: one.evidence for one in earlier.select_related("evidence").order_by("pk")}
    brought, new = keep_files(actor, at, post.organisation, fact.proofs)
    files |= {one.pk: one for one in brought}
    lock_files(files)
    if not files:  # those that were kept are not of this claim
        raise Cannot("没有佐证，请上传表彰文件、通报等。", "There is no proof: upload the document that shows it.")
    if not fact.distinct.strip() and (used := proof_used(claim, files)):
        raise used
    version = ClaimVersion(
        claim=claim,
        number=number,
        adjustment=claim.adjustment,
        event=fact.event.strip()[:200],
        day=fact.day,
        items=number_text(fact.items),
        words=fact.words.strip(),
        distinct=fact.distinct.strip(),
        late=timezone.localdate(at) > claim.round.report_by,
        organisation=post.organisation,
        person=actor.key,
        post=post.role,
        at=at,
    )
    version.save(force_insert=True)
    proofs = ClaimProof.objects.bulk_create(ClaimProof(version=version, evidence=one) for one in files.values())
    return version, [*new, version, *proofs]


def _unmoved(claim: Claim, expected: int, ours: Text) -> None:
    """Nobody corrected or took it back in the meantime."""
    if claim.state != "withdrawn" and claim.version == expected:
        return
    last = claim.versions.order_by("-number")[0]
    person, when = last.person, last.at
    if claim.state == "withdrawn":
        gone = ClaimWithdrawal.objects.get(claim=claim)
        person, when = gone.person, gone.at
    stands = Text(f"第 {last.number} 版", f"v{last.number}")
    theirs = rules.STATES["withdrawn"] if claim.state == "withdrawn" else stands
    raise overtaken(Text(f"第 {claim.pk} 号申报", f"Claim {claim.pk}"), person, when, theirs=theirs, ours=ours)


def _said(round_: Round, claim: Claim, version: ClaimVersion) -> dict[str, object]:
    name = adjustment_of(round_, version.adjustment).name.zh
    return {"claim": claim.pk, "contestant": claim.contestant, "name": name, "event": version.event,
            "items": version.items}  # fmt: skip


def _record(
    claim: Claim, actor: Actor, at: datetime.datetime, post: Held, act: str, data: dict[str, object],
    rows: Sequence[FrozenModel],
) -> None:  # fmt: skip
    append(
        chain=chain_of(claim.round, post.organisation),
        at=at,
        actor=actor.key,
        post=post.role,
        act=act,
        organisation=post.organisation,
        subject=f"claim:{claim.pk}",
        data=data,
        rows=rows,
    )
