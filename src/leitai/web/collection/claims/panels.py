"""评审组: who considers the claims of a round, what each member says, and what they come to together."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.collection.claims import rules
from leitai.web.collection.claims.services import locked_claim
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Claim, ClaimOpinion, ClaimOutcome, ClaimPanel, ClaimVersion, Round
from leitai.web.collection.services.acting import chain_of, open_round_of, overtaken, own_or_refuse, standing
from leitai.web.foundation.api import Invisible, NotAllowed, StaleState, append
from leitai.web.people.api import Actor, Held, find_actor, person_names, refusal, successors_on


@transaction.atomic
def name_panel(
    *, actor: Actor, at: datetime.datetime, round: int, members: Sequence[str], quorum: int, expected: int,
    document: str = "",
) -> ClaimPanel:  # fmt: skip
    """Name the members and how many must have spoken. `expected`: the number of the panel the actor saw, 0 none."""
    actor, round_ = standing(actor, at), open_round_of(round)
    post = own_or_refuse(actor, "open_round", round_.office)
    named = sorted(set(members))
    _able(named, quorum, timezone.localdate(at))
    now = panel_of(round_)
    held = now.number if now is not None else 0
    made = ClaimPanel(
        round=round_,
        number=expected + 1,
        members=canonical_bytes(named).decode(),
        quorum=quorum,
        document=document.strip()[:200],
        person=actor.key,
        at=at,
    )
    try:
        if held != expected:
            raise IntegrityError
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        now = panel_of(round_)
        assert now is not None
        theirs, ours = _named(members_of(now)), _named(named)
        raise overtaken(Text("评审组", "The panel"), now.person, now.at, theirs=theirs, ours=ours) from None
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act="name_panel",
        organisation=round_.office,
        subject=f"round:{round_.pk}",
        data={"members": list(person_names(named).values()), "quorum": quorum, "document": made.document},
        rows=[made],
    )
    return made


def panel_of(round_: Round) -> ClaimPanel | None:
    """The panel as it stands now."""
    return ClaimPanel.objects.filter(round=round_).order_by("-number").first()


def members_of(panel: ClaimPanel) -> list[str]:
    found: list[str] = json.loads(panel.members)
    return found


def _able(members: Sequence[str], quorum: int, day: datetime.date) -> None:
    """At least two people, each of them with a post that may judge, and a quorum they can reach."""
    faults: list[Text] = []
    actors = {key: find_actor(key, day) for key in members}
    unable = [key for key, one in actors.items() if one is None or not one.may("judge_claim")]
    if unable:
        names = person_names(unable)
        zh, en = (mark.join(names.get(key, key) for key in unable) for mark in ("、", ", "))
        faults.append(
            Text(f"{zh}没有评审职务，请先由安全管理员任命或另选他人", f"{en} may not judge claims; choose others")
        )
    if len(members) < rules.FEWEST:
        faults.append(
            Text(
                f"评审组至少 {rules.FEWEST} 人，现选 {len(members)} 人",
                f"at least {rules.FEWEST} members; {len(members)} chosen",
            )
        )
    elif not rules.FEWEST <= quorum <= len(members):
        faults.append(
            Text(
                f"有效人数应在 {rules.FEWEST} 至 {len(members)} 之间，给出的是 {quorum}",
                f"the quorum lies between {rules.FEWEST} and {len(members)}; {quorum} was given",
            )
        )
    if faults:
        raise Cannot.of(faults)


@transaction.atomic
def give_opinion(
    *, actor: Actor, at: datetime.datetime, claim: int, expected: int, verdict: rules.Verdict,
    items: Decimal | None = None, reason: str = "",
) -> ClaimOpinion:  # fmt: skip
    """One member's opinion of the version she saw. Given anew before the conclusion, the later one holds."""
    actor, found = standing(actor, at), locked_claim(claim)
    round_ = open_round_of(found.round_id)
    post = may_consider(actor, round_, found, panel_of(round_), timezone.localdate(at))
    version = ClaimVersion.objects.get(claim=found, number=found.version)
    if found.state != "filed" or found.version != expected:
        raise _moved(found, version, rules.VERDICTS[verdict])
    given = _items(version, verdict, items, reason)
    before = ClaimOpinion.objects.filter(version=version, person=actor.key).count()
    made = ClaimOpinion(
        version=version,
        number=before + 1,
        items=number_text(given),
        reason=reason.strip(),
        person=actor.key,
        post=post.role,
        at=at,
    )
    made.save(force_insert=True)
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post.role,
        act="give_opinion",
        organisation=post.organisation,
        subject=f"claim:{found.pk}",
        data={"claim": found.pk, "verdict": verdict, "items": made.items, "reason": made.reason},
        rows=[made],
    )
    return made


def may_consider(actor: Actor, round_: Round, claim: Claim, panel: ClaimPanel | None, day: datetime.date) -> Held:
    """The post of a member who may speak on this claim; NotAllowed says why not."""
    post = next(iter(actor.posts_for("judge_claim")), None)
    if post is None:
        raise refusal("judge_claim")
    needed = Text(f"{round_.period} 评审组成员", f"a member of the panel of {round_.period}")
    act = Text("评审这项申报", "judge this claim")
    if panel is None or actor.key not in members_of(panel):
        raise NotAllowed(act=act, needed=needed)
    if reason := stands_aside(actor, claim, day):
        raise NotAllowed(act=act, needed=Text(f"{needed.zh}（{reason.zh}）", f"{needed.en} ({reason.en})"))
    return post


def stands_aside(actor: Actor, claim: Claim, day: datetime.date) -> Text | None:
    """回避: who filed the claim, or holds a post in its unit, does not judge it; why."""
    filed_by = set(claim.versions.values_list("person", flat=True))
    return aside(actor, claim.contestant, filed_by, successors_on(day))


def aside(actor: Actor, contestant: str, filed_by: Collection[str], merged: Mapping[str, str]) -> Text | None:
    """The same for many claims at once, from what was read for all of them."""
    if merged.get(contestant, contestant) in actor.organisations:
        return Text("本人在该单位任职，应当回避", "you hold a post in that unit and stand aside")
    if actor.key in filed_by:
        return Text("本人申报的事项由他人评审", "you filed it; others judge it")
    return None


def _items(version: ClaimVersion, verdict: rules.Verdict, items: Decimal | None, reason: str) -> Decimal:
    """How many items an opinion grants; a reason wherever it is fewer than claimed."""
    claimed = Decimal(version.items)
    if verdict != "accept" and not reason.strip():
        raise Cannot(
            "核减或不同意要写明理由，申报单位看得到。", "Reducing or rejecting needs a reason; the unit will read it."
        )
    if verdict == "accept":
        return claimed
    if verdict == "reject":
        return Decimal(0)
    if items is None or not 0 < items < claimed or -int(items.as_tuple().exponent) > 2:
        said = "" if items is None else number_text(items)
        raise Cannot(
            f"核减后的数“{said}”应大于 0、小于申报的 {version.items}，最多两位小数；全部不认请选“不同意”。",
            f"'{said}': a reduced number lies between 0 and the {version.items} claimed, with two decimals at most; to "
            "grant nothing choose reject.",
        )
    return items


def opinions_on(versions: Iterable[int], members: Sequence[str]) -> dict[int, list[ClaimOpinion]]:
    """Version → the opinion that holds of each member, in the order they were first given."""
    found: dict[int, dict[str, ClaimOpinion]] = {}
    for one in ClaimOpinion.objects.filter(version_id__in=list(versions)).order_by("pk"):
        if one.person in members:
            found.setdefault(one.version_id, {})[one.person] = one
    return {version: list(by.values()) for version, by in found.items()}


@transaction.atomic
def conclude_claims(*, actor: Actor, at: datetime.datetime, round: int, claims: Mapping[int, int]) -> int:
    """汇总意见: decide every named claim (pk → version seen) on which enough members have spoken. How many were."""
    actor, round_ = standing(actor, at), open_round_of(round)
    post = next(iter(actor.posts_for("judge_claim")), None)
    if post is None:
        raise refusal("judge_claim")
    panel = panel_of(round_)
    if panel is None:
        raise Cannot("本轮还没有评审组，请考评办先指定。", "This round has no panel yet; the office names it first.")
    rows = list(Claim.objects.select_for_update(no_key=True).filter(pk__in=list(claims), round=round_).order_by("pk"))
    if len(rows) < len(claims):
        raise Invisible
    versions = {one.claim_id: one for one in ClaimVersion.objects.filter(claim__in=rows).order_by("number")}
    said = opinions_on([one.pk for one in versions.values()], members_of(panel))
    made: list[ClaimOutcome] = []
    for claim in rows:
        version = versions[claim.pk]
        if claim.state != "filed" or claim.version != claims[claim.pk]:
            raise _moved(claim, version, Text("汇总意见", "the conclusion"))
        opinions = said.get(version.pk, [])
        if len(opinions) < panel.quorum:
            raise Cannot(
                f"第 {claim.pk} 号申报只有 {len(opinions)} 人提出意见，有效人数为 {panel.quorum} 人，还不能汇总。",
                f"Claim {claim.pk} has {len(opinions)} opinions; {panel.quorum} are needed before it is concluded.",
            )
        decided = rules.agreed([Decimal(one.items) for one in opinions])
        claim.state = rules.state_after(Decimal(version.items), decided)
        made.append(
            ClaimOutcome(
                version=version,
                items=number_text(decided),
                opinions=len(opinions),
                panel=panel,
                person=actor.key,
                post=post.role,
                at=at,
            )
        )
    if not made:
        raise Cannot("没有选择要汇总的申报。", "No claim was chosen.")
    ClaimOutcome.objects.bulk_create(made)
    Claim.objects.bulk_update(rows, ["state"])
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post.role,
        act="conclude_claims",
        organisation=post.organisation,
        subject=f"round:{round_.pk}",
        data={"claims": [one.pk for one in rows], "items": [one.items for one in made]},
        rows=made,
    )
    return len(made)


def _moved(claim: Claim, version: ClaimVersion, ours: Text) -> StaleState:
    """Decided, corrected or taken back by somebody else in the meantime."""
    outcome = ClaimOutcome.objects.filter(version=version).first()
    person, when = (outcome.person, outcome.at) if outcome is not None else (version.person, version.at)
    state = rules.STATES[claim.state]
    theirs = Text(f"第 {claim.version} 版 {state.zh}", f"v{claim.version} {state.en}")
    return overtaken(Text(f"第 {claim.pk} 号申报", f"Claim {claim.pk}"), person, when, theirs=theirs, ours=ours)


def _named(members: Sequence[str]) -> str:
    names = person_names(members)
    return "、".join(names.get(key, key) for key in members)
