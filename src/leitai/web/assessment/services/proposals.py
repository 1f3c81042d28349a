"""What every act on a proposal shares: its round locked, the move by compare-and-set, and what exactly is signed."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.assessment.blocking import publication_faults
from leitai.web.assessment.books import book_of
from leitai.web.assessment.errors import Cannot
from leitai.web.assessment.models import Proposal, ScoringRun
from leitai.web.assessment.proving import altered_faults
from leitai.web.assessment.rules import AUDIENCES, Act, approval_chain, next_state, signed_digest, why_not
from leitai.web.assessment.services.acting import locked_round
from leitai.web.foundation.api import Invisible, StaleState
from leitai.web.people.api import Actor, Signed, chain_faults, person_names, post_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What the office sets of a publication. `confirmed`: list of the edition → the contestants a person confirmed."""

    audience: str
    issuer: str
    dated: datetime.date
    document_number: str = ""
    signer: str = ""
    addressees: str = ""
    copies: str = ""
    hour: datetime.datetime | None = None
    reason: str = ""
    confirmed: Mapping[str, Sequence[str]] | None = None


def signed_of(proposal: Proposal) -> list[Signed]:
    """What the chain has said of the proposal's present version."""
    return [
        Signed(one.step, one.person, "agree" if one.verdict == "agree" else "return")
        for one in proposal.consents.filter(version=proposal.version).order_by("step")
    ]


def content_digest(proposal: Proposal) -> str:
    """Exactly what is signed: everything the publication will say, and the digest of the result."""
    hour = proposal.hour.astimezone(datetime.UTC).isoformat() if proposal.hour is not None else ""
    content = particulars_of(proposal) | {
        "audience": proposal.audience, "hour": hour, "reason": proposal.reason,
        "confirmed": json.loads(proposal.confirmed),
    }  # fmt: skip
    return signed_digest(content, proposal.run.digest)


def begin(actor: Actor, at: datetime.datetime, pk: int, act: str) -> tuple[Proposal, str]:
    """The proposal with its round locked, and the post it is done under."""
    held = Proposal.objects.filter(pk=pk).values_list("round_id", flat=True).first()
    if held is None:
        raise Invisible
    locked_round(held)
    found = Proposal.objects.select_related("round", "run__snapshot", "run__round").get(pk=pk)
    return found, post_for(actor, act, at)


def moved(proposal: Proposal, act: Act) -> str:
    state = next_state(proposal.state, act)
    if state is None:
        why = why_not(proposal.state, act)
        raise Cannot(why.zh, why.en)
    return state


def clear(proposal: Proposal, at: datetime.datetime) -> None:
    if faults := publication_faults(proposal, at):
        raise Cannot.of(faults)


def unaltered(proposal: Proposal) -> None:
    """What is stored is scored again: a figure changed behind the system must not go out under a genuine code."""
    if faults := altered_faults(proposal.run):
        raise Cannot.of(faults)


def publishable(proposal: Proposal, at: datetime.datetime) -> None:
    """The chain complete over exactly this content, and nothing in the way."""
    moved(proposal, "publish")
    if faults := chain_faults(signed_of(proposal), len(approval_chain()), proposal.changed_by):
        raise Cannot.of(faults)
    agreed = set(proposal.consents.filter(version=proposal.version).values_list("digest", flat=True))
    if agreed != {content_digest(proposal)}:
        raise Cannot(
            "审签的内容与现在的不同，须重新送审。", "What was approved is not what stands here; submit it again."
        )
    clear(proposal, at)


def store(proposal: Proposal, **values: object) -> Proposal:
    """Write by compare-and-set on version and state; any move but the proposal to publish clears who proposed it."""
    fresh = {"proposed_by": "", "proposed_at": None, **values}
    rows = Proposal.objects.filter(pk=proposal.pk, version=proposal.version, state=proposal.state)
    if rows.update(**fresh) != 1:
        raise overtaken(proposal)
    return Proposal.objects.select_related("round", "run").get(pk=proposal.pk)


def overtaken(proposal: Proposal) -> StaleState:
    now = Proposal.objects.get(pk=proposal.pk)
    who = person_names([now.changed_by]).get(now.changed_by, now.changed_by)
    theirs = Text(f"第 {now.version} 稿", f"version {now.version}")
    ours = Text(f"第 {proposal.version} 稿", f"version {proposal.version}")
    when = f"{timezone.localtime(now.changed_at):%m-%d %H:%M}"
    return StaleState(what=Text("公布件", "The publication"), who=who, when=when, theirs=theirs, ours=ours)


def columns(run: ScoringRun, said: Particulars) -> dict[str, object]:
    """The columns of a proposal, or Cannot with everything that is wrong."""
    faults = []
    if said.audience not in AUDIENCES:
        faults.append(
            Text("请选择发布范围：会场、内部或公开。", "Choose whom it is for: the meeting, internal or public.")
        )
    if not said.issuer.strip():
        faults.append(Text("请填写发文机关。", "Name the issuing body."))
    there = proposed_lists(run)
    for key, chosen in (said.confirmed or {}).items():
        if extra := set(chosen) - there.get(key, set()):
            names = "、".join(sorted(extra))
            faults.append(
                Text(
                    f"名单 {key} 里的 {names} 不是按规则提出的。", f"List {key}: {names} is not what the rule proposes."
                )
            )
    if faults:
        raise Cannot.of(faults)
    return {
        "audience": said.audience, "issuer": said.issuer.strip(), "document_number": said.document_number.strip(),
        "signer": said.signer.strip(), "addressees": said.addressees.strip(), "copies": said.copies.strip(),
        "dated": said.dated, "hour": said.hour, "reason": said.reason.strip(),
        "confirmed": canonical_bytes({key: sorted(set(one)) for key, one in (said.confirmed or {}).items()}).decode(),
    }  # fmt: skip


def proposed_lists(run: ScoringRun) -> dict[str, set[str]]:
    """List of the edition → the contestants the rule proposes for it, over all groups."""
    found: dict[str, set[str]] = {}
    for award, _, rows in book_of(run).lists():
        found.setdefault(award.id, set()).update(row.contestant for row in rows)
    return found


def particulars_of(proposal: Proposal) -> dict[str, str]:
    return {
        "issuer": proposal.issuer, "document_number": proposal.document_number, "signer": proposal.signer,
        "addressees": proposal.addressees, "copies": proposal.copies, "dated": proposal.dated.isoformat(),
    }  # fmt: skip
