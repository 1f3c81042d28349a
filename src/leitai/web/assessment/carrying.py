"""落实: whether what was upheld is carried out in a run. What is not binds everybody who would publish.

Carried out: the run's figures were frozen after the ruling, and in them the cells of the contested line are not those
of the last freeze before it, be it a corrected figure or a ruling filed; a figure that stays as it is and is filed
again with a note that names the ruling counts as well. Or the two who ruled put on record why it changes no figure.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from django.utils import timezone

from leitai.engine.assess.reads import CellKey
from leitai.engine.errors import Text
from leitai.web.assessment.lines import line_reads
from leitai.web.assessment.models import Objection, ObjectionRuling, ScoringRun, Snapshot
from leitai.web.assessment.rules import OBJECTION_VERDICTS, UPHELD
from leitai.web.assessment.selectors.listing import item_name
from leitai.web.collection.api import organisation_names, plan_of

# A round has a few snapshots, and a few lines of each are looked at.
KEPT = 64


def carrying_faults(run: ScoringRun) -> list[Text]:
    """What was upheld in the round and is not carried out in this run, each with how to mend it."""
    found = []
    for ruling in not_carried_out(run):
        objection = ruling.objection
        zh, en = _named(run, objection, "zh"), _named(run, objection, "en")
        verdict = OBJECTION_VERDICTS[ruling.proposal.verdict]
        day = f"{timezone.localtime(ruling.at):%Y-%m-%d}"
        found.append(
            Text(
                f"{zh}的异议已于 {day} 裁定{verdict.zh}，这次结果还没有据此更正。"
                "请重新开放本轮，按裁定更正数据或录入裁定，再锁定、计分。",
                f"The objection of {en} was {verdict.en} on {day}, and this result does not carry it out. Open the "
                "round again, correct the figure or file the ruling, then freeze and score anew.",
            )
        )
    return found


def not_carried_out(run: ScoringRun) -> list[ObjectionRuling]:
    """The rulings of the round that upheld something which this run does not carry out yet."""
    rows = ObjectionRuling.objects.filter(
        objection__run__round=run.round_id, proposal__verdict__in=UPHELD, proposal__unchanged=""
    )
    rows = rows.select_related("objection", "proposal").order_by("pk")
    return [one for one in rows if not _carried_out(one, run)]


def _carried_out(ruling: ObjectionRuling, run: ScoringRun) -> bool:
    if run.snapshot.at <= ruling.at:
        return False
    frozen = Snapshot.objects.filter(round=run.round_id, trial=False, at__lte=ruling.at).order_by("-number").first()
    if frozen is None:
        return False
    round_, objection = run.round, ruling.objection
    reads = line_reads(plan_of(round_.book, round_.edition), round_.period, objection.node)
    then, now = (_line(_Kept(one), objection.contestant, reads) for one in (frozen, run.snapshot))
    return then != now


def _named(run: ScoringRun, objection: Objection, lang: Any) -> str:
    plan = plan_of(run.round.book, run.round.edition)
    unit = organisation_names(plan, lang).get(objection.contestant, objection.contestant)
    name = item_name(plan, objection.node, lang)
    return f"{unit}对“{name}”" if lang == "zh" else f"{unit} to '{name}'"


class _Kept:
    """A snapshot as a key: it is frozen, so the same digest is the same cells."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.snapshot.digest == self.snapshot.digest

    def __hash__(self) -> int:
        return hash(self.snapshot.digest)


@lru_cache(maxsize=KEPT)
def _line(kept: _Kept, contestant: str, reads: frozenset[CellKey]) -> tuple[tuple[Any, ...], ...]:
    """The rows of a line as they were frozen, with their notes and sources."""
    rows = json.loads(kept.snapshot.cells)
    return tuple(tuple(row) for row in rows if row[0] == contestant and (row[1], row[3], row[2]) in reads)
