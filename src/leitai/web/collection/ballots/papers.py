"""纸质票: read by two hands that do not see each other; where they differ, the paper is looked at."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.collection.ballots import rules
from leitai.web.collection.ballots.boxes import get_box, kept_by, open_urn, record, units_of
from leitai.web.collection.editions import organisation_names, plan_of
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import BallotBox, BallotEntry, BallotSettlement, PaperBallot
from leitai.web.collection.services.acting import open_round_of, standing
from leitai.web.foundation.api import NotAllowed
from leitai.web.people.api import Actor, person_names

HANDS = (1, 2)


@dataclass(frozen=True, slots=True)
class Difference:
    """A ballot the two hands read differently, or only one of them read."""

    ballot: PaperBallot
    first: BallotEntry | None
    second: BallotEntry | None
    units: tuple[str, ...]


@transaction.atomic
def enter_ballot(
    *, actor: Actor, at: datetime.datetime, box: int, hand: int, code: str, ballot: Mapping[str, int],
    spoiled: bool = False,
) -> BallotEntry:  # fmt: skip
    """录票: one ballot by its code, in one of the two hands. Nobody works in both."""
    actor, found = standing(actor, at), get_box(box)
    open_round_of(found.round_id)
    post = kept_by(actor, found, timezone.localdate(at))
    if hand not in HANDS:
        raise Cannot("只有第一遍和第二遍录票。", "There are a first and a second hand only.")
    open_urn(found)
    other_hand(found, actor, hand)
    paper = paper_of(found, code)
    content = _content(found, ballot, spoiled)
    made = BallotEntry(ballot=paper, hand=hand, content=content, spoiled=spoiled, person=actor.key, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        other = BallotEntry.objects.get(ballot=paper, hand=hand)
        who = person_names([other.person]).get(other.person, other.person)
        raise Cannot(
            f"票 {paper.code} 第 {hand} 遍已由{who}录过。录错的不必改，两遍不一致时会列出来核对纸票。",
            f"Ballot {paper.code} was read in hand {hand} by {who} already. A slip need not be mended: where the hands "
            "differ the paper is looked at.",
        ) from None
    record(found, actor, at, post, "enter_ballot", {"code": paper.code, "hand": hand}, [made])
    return made


def other_hand(box: BallotBox, actor: Actor, hand: int) -> None:
    """Nobody who read ballots of a box in one hand reads, or sees, the other."""
    if BallotEntry.objects.filter(ballot__box=box, person=actor.key).exclude(hand=hand).exists():
        raise NotAllowed(
            act=Text(f"录第 {hand} 遍", f"read the ballots in hand {hand}"),
            needed=Text("没有录过另一遍的人", "somebody who did not read them in the other hand"),
        )


def paper_of(box: BallotBox, code: str) -> PaperBallot:
    typed = code.strip().upper()
    found = PaperBallot.objects.filter(box=box, code=typed).first()
    if found is None:
        raise Cannot(
            f"“{typed}”不是第 {box.pk} 号票箱的票号。票号印在纸票右上角，6 个字符，不含 I、L、O、U、0、1。",
            f"'{typed}' is no ballot of box {box.pk}. The code has six signs, at the top right of the paper.",
        )
    return found


def _content(box: BallotBox, ballot: Mapping[str, int], spoiled: bool) -> str:
    """The ballot as it is kept. A spoiled one says nothing."""
    if spoiled:
        return "{}"
    plan = plan_of(box.round.book, box.round.edition)
    names = organisation_names(plan)
    choices = len(json.loads(box.choices))
    faults = rules.faults_of(ballot, units_of(plan, box), names, kind_of(box), choices)
    if faults:
        raise Cannot.of(faults)
    return canonical_bytes(dict(ballot)).decode()


def kind_of(box: BallotBox) -> rules.Kind:
    kinds: dict[str, rules.Kind] = {"votes": "votes", "ranks": "ranks", "grades": "grades"}
    return kinds[box.kind]


def differences(box: BallotBox) -> list[Difference]:
    """Every ballot on which the hands do not agree and that is not settled yet, by number. Three queries."""
    entries: dict[int, dict[int, BallotEntry]] = {}
    for one in BallotEntry.objects.filter(ballot__box=box).order_by("pk"):
        entries.setdefault(one.ballot_id, {})[one.hand] = one
    settled = set(BallotSettlement.objects.filter(ballot__box=box).values_list("ballot_id", flat=True))
    found = []
    for paper in PaperBallot.objects.filter(box=box, pk__in=list(entries)).order_by("number"):
        first, second = entries[paper.pk].get(1), entries[paper.pk].get(2)
        agree = first and second and (first.content, first.spoiled) == (second.content, second.spoiled)
        if not agree and paper.pk not in settled:
            found.append(Difference(paper, first, second, _units(first, second)))
    return found


def _units(first: BallotEntry | None, second: BallotEntry | None) -> tuple[str, ...]:
    """The units on which two readings differ."""
    if first is None or second is None:
        return ()
    one, two = json.loads(first.content), json.loads(second.content)
    return tuple(sorted(unit for unit in one.keys() | two.keys() if one.get(unit) != two.get(unit)))


@transaction.atomic
def settle_ballot(
    *, actor: Actor, at: datetime.datetime, box: int, code: str, ballot: Mapping[str, int], reason: str,
    spoiled: bool = False,
) -> BallotSettlement:  # fmt: skip
    """核票: what the paper says, where the two hands differ."""
    actor, found = standing(actor, at), get_box(box)
    open_round_of(found.round_id)
    post = kept_by(actor, found, timezone.localdate(at))
    open_urn(found)
    paper = paper_of(found, code)
    if not reason.strip():
        raise Cannot("核票要写明依据，如“核对纸票，第一遍录错”。", "Say what the paper shows, and which hand slipped.")
    unfinished = [hand for hand in HANDS if not BallotEntry.objects.filter(ballot__box=found, hand=hand).exists()]
    if unfinished:
        raise Cannot(f"第 {unfinished[0]} 遍还没有录，不能先核票。", f"Hand {unfinished[0]} has not been read yet.")
    if all(one.ballot.pk != paper.pk for one in differences(found)):
        raise Cannot(
            f"票 {paper.code} 两遍一致，或已经核过，不需要再核。",
            f"The hands agree on ballot {paper.code}, or it is settled already.",
        )
    content = _content(found, ballot, spoiled)
    made = BallotSettlement(
        ballot=paper, content=content, spoiled=spoiled, reason=reason.strip()[:300], person=actor.key, at=at
    )
    made.save(force_insert=True)
    record(found, actor, at, post, "settle_ballot", {"code": paper.code, "reason": made.reason}, [made])
    return made


def read_papers(box: BallotBox) -> tuple[list[dict[str, int]], int]:
    """The valid ballots as both hands or the settlement have them, and how many are spoiled."""
    chosen: dict[int, BallotEntry | BallotSettlement] = {}
    for entry in BallotEntry.objects.filter(ballot__box=box).order_by("ballot_id", "hand"):
        chosen.setdefault(entry.ballot_id, entry)
    chosen |= {one.ballot_id: one for one in BallotSettlement.objects.filter(ballot__box=box)}
    spoiled = sum(one.spoiled for one in chosen.values())
    return [json.loads(one.content) for one in chosen.values() if not one.spoiled], spoiled
