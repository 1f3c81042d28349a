"""Everything that stands in the way of publishing a proposal, told at once."""

from __future__ import annotations

import datetime
import json

from django.utils import timezone

from leitai.engine.errors import Text
from leitai.web.assessment.books import book_of
from leitai.web.assessment.carrying import carrying_faults
from leitai.web.assessment.models import (
    DisclosureReview,
    Objection,
    Proposal,
    Publication,
    ScoringRun,
    Snapshot,
    Window,
)
from leitai.web.assessment.rules import AUDIENCES, NAMED, WIDTHS, clock_fault, disclosure_faults, to_review
from leitai.web.assessment.standing import standing_before


def publication_faults(proposal: Proposal, at: datetime.datetime) -> list[Text]:
    """What must be settled before a proposal can be published; nothing of it is settled by anybody's discretion."""
    run = proposal.run
    return [
        *_stale(proposal, run, at),
        *_contested(run, at),
        *_unconfirmed(proposal, run),
        *_undisclosed(proposal, run),
        *_again(proposal, run),
        *_untimely(proposal, at),
    ]


def _stale(proposal: Proposal, run: ScoringRun, at: datetime.datetime) -> list[Text]:
    """The facts have moved on."""
    if run.kind != "official":
        return [Text("试算的结果不能发布。", "A trial cannot be published.")]
    if proposal.round.state != "locked":
        return [
            Text(
                "本轮已重新开放，数据可能变动；重新锁定、计分后再发布。",
                "The round is open again; freeze and score it anew.",
            )
        ]
    snapshot = Snapshot.objects.filter(round=proposal.round, trial=False).order_by("-number").first()
    latest = ScoringRun.objects.filter(round=proposal.round, kind="official").order_by("-number").first()
    if snapshot is None or latest is None or snapshot.pk != run.snapshot_id or latest.pk != run.pk:
        return [
            Text(
                f"这是第 {run.number} 次计分的结果，此后又有新的快照或计分；请以最近一次为准另行拟定。",
                f"This is run {run.number}; there is a newer snapshot or run. Draft the publication from the last one.",
            )
        ]
    before = standing_before(proposal.round, at)
    if (before.run_id if before is not None else None) != (run.before.run_id if run.before is not None else None):
        return [
            Text(
                "上一轮的结果已经更正，须与更正后的相比：重新计分后再发布。",
                "The round before has been corrected since; score anew against what stands.",
            )
        ]
    return []


def _contested(run: ScoringRun, at: datetime.datetime) -> list[Text]:
    """Objections that wait, a window that has not ended, and what was upheld and is not carried out."""
    faults = []
    # A window that was promised holds, whatever was scored since.
    window = Window.objects.filter(run__round=run.round_id).order_by("-until").first()
    if window is not None and timezone.localdate(at) <= window.until:
        faults.append(
            Text(f"异议期到 {window.until} 结束，之后才能发布。", f"Objections may be raised until {window.until}.")
        )
    waiting = Objection.objects.filter(run__round=run.round_id, ruling__isnull=True).count()
    if waiting:
        faults.append(Text(f"还有 {waiting} 份异议没有裁定。", f"{waiting} objections wait for their ruling."))
    return [*faults, *carrying_faults(run)]


def _unconfirmed(proposal: Proposal, run: ScoringRun) -> list[Text]:
    """Lists the rule proposes that no person has confirmed or struck."""
    confirmed = json.loads(proposal.confirmed)
    book = book_of(run)
    open_ = {award.id: award.name for award, _, rows in book.lists() if rows and award.id not in confirmed}
    if not open_:
        return []
    names = list(open_.values())
    return [
        Text(
            f"名单还没有由人确认：{'、'.join(name.zh for name in names)}。",
            f"Lists that nobody has confirmed: {', '.join(name.say('en') for name in names)}.",
        )
    ]


def _undisclosed(proposal: Proposal, run: ScoringRun) -> list[Text]:
    """保密审查 of whatever the audience is wider than: the public, or the inner audience for what is of the meeting."""
    audience, plan = proposal.audience, book_of(run).plan
    asked = to_review(plan, audience)
    if not asked:
        return _measured_against_narrower(run, audience)
    review = DisclosureReview.objects.filter(run=run).order_by("-number").first()
    if review is None and audience != "public":
        names = list(asked.values())[:NAMED]
        return [
            Text(
                f"有 {len(asked)} 项指标按规则只限会场（{'、'.join(one.zh for one in names)}"
                f"{'等' if len(asked) > NAMED else ''}），发布范围是内部，须先进行保密审查；或者改为只向会场发布。",
                f"{len(asked)} indicators are of the meeting alone ({', '.join(one.say('en') for one in names)}"
                f"{' ...' if len(asked) > NAMED else ''}); for an internal publication they take a recorded review of "
                "disclosure, or publish to the meeting alone.",
            )
        ]
    if review is None:
        return [
            Text(
                "向社会公开须先进行保密审查，本次结果还没有审查记录。",
                "Going public takes a recorded review of what may be disclosed; there is none of this run.",
            )
        ]
    decisions = {key: (one[0], bool(one[1]), one[2]) for key, one in json.loads(review.decisions).items()}
    return [*disclosure_faults(plan, audience, decisions), *_measured_against_narrower(run, audience)]


def _measured_against_narrower(run: ScoringRun, audience: str) -> list[Text]:
    """A result carries the standings it was measured against: each of them must have gone as far before it."""
    wide = WIDTHS[WIDTHS.index(audience) :]
    before = run.before
    while before is not None:
        if not Publication.objects.filter(run=before.run_id, audience__in=wide).exists():
            to = AUDIENCES[audience]
            zh = "没有公开；须先将其公开" if audience == "public" else f"发布的范围更小；须先将其向{to.zh}发布"
            return [
                Text(
                    f"本次结果与 {before.number} 相比，附有其名次，而那一件{zh}。",
                    f"This result is measured against {before.number} and carries its ranks; publish that one first to "
                    f"an audience as wide ({to.en}).",
                )
            ]
        before = before.run.before
    return []


def _again(proposal: Proposal, run: ScoringRun) -> list[Text]:
    """The same thing twice; a correction without its reason."""
    same = Publication.objects.filter(run=run, audience=proposal.audience).first()
    if same is not None:
        audience = AUDIENCES[proposal.audience]
        return [
            Text(
                f"这次结果已作为 {same.number} 发布（{audience.zh}），不重复发布。",
                f"This run was published as {same.number} ({audience.en}); it is not published twice.",
            )
        ]
    corrected = superseded_by(proposal)
    if corrected is not None and not proposal.reason.strip():
        return [
            Text(
                f"本件更正 {corrected.number}，须写明更正的理由。",
                f"This corrects {corrected.number}; say why.",
            )
        ]
    return []


def superseded_by(proposal: Proposal) -> Publication | None:
    """The publication a proposal would correct: the last one of the period with another result."""
    rows = Publication.objects.filter(book=proposal.round.book, period=proposal.round.period)
    last = rows.order_by("-pk").first()
    if last is None or last.run_id != proposal.run_id:
        return last
    # The same result to another audience corrects what its first publication corrected.
    return last.supersedes


def _untimely(proposal: Proposal, at: datetime.datetime) -> list[Text]:
    """An hour that is past; a clock that stands before what has happened."""
    faults = []
    if proposal.hour is not None and proposal.hour <= at:
        hour = timezone.localtime(proposal.hour)
        faults.append(
            Text(
                f"定时发布的时间 {hour:%Y-%m-%d %H:%M} 已过，请改定时间，或改为立即发布。",
                f"The hour of publication, {hour:%Y-%m-%d %H:%M}, is past; set another, or publish at once.",
            )
        )
    last = Publication.objects.filter(book=proposal.round.book).order_by("-published_at").first()
    consents = proposal.consents.order_by("-at").values_list("at", flat=True).first()
    marks = [proposal.run.at, proposal.changed_at, proposal.proposed_at, consents, last.published_at if last else None]
    if (fault := clock_fault(at, marks)) is not None:
        faults.append(fault)
    return faults
