"""A contest whose figures are filed and verified: four units, six indicators, two rounds, a list to speak and one to
pledge. Doors 3 to 5 begin here."""

from __future__ import annotations

import datetime
from typing import Any

from leitai.web.assessment import api
from leitai.web.assessment.api import Particulars, Proposal, Publication, ScoringRun
from leitai.web.collection.api import Days, Entry, Judged, Round, report_figures, verify_figures
from leitai.web.collection.models import Cell, Obligation
from leitai.web.people.models import Organisation, Person, Post
from tests.rooms.collection import stage
from tests.rooms.collection.stage import actor, at

__all__ = ["actor", "at"]

# Who is there beside the cast of collection.
ALSO = {
    "leader2": [("office", "leader")],
    "panel": [("office", "panel")],
    "supervisor": [("watch", "supervisor")],
    "auditor": [("audit", "auditor")],
    "liaison3": [("u3", "liaison")],
}
WHO = {"stats": "wang", "fin": "zhao", "office": "office"}
CHECKS = {"survey": "li", "audit": "qian", "watch": "watcher"}
SECOND = Days(datetime.date(2023, 7, 18), datetime.date(2023, 7, 20), datetime.date(2023, 7, 24))


def edition() -> dict[str, Any]:
    """The rules of collection's stage, with lists and with everything filed by departments."""
    said = stage.plain_edition()
    for node in said["tree"]["nodes"]:
        node["disclosure"] = "public" if node["id"] in ("gdp", "revenue") else "internal"
        if node["id"] == "jobs":
            node["data_department"] = "fin"
    return said | {
        "awards": [
            {"id": "speak", "name": "交流发言", "kind": "speak", "when": "rank == 1", "clause": "第十八条"},
            {
                "id": "pledge",
                "name": "表态发言",
                "kind": "pledge",
                "when": "rank_last == 1",
                "clause": "第十九条第二项",
            },
        ],
    }


def make_world() -> None:
    stage.make_people()
    for name, posts in ALSO.items():
        person = Person.objects.create(key=name, login=name, name=name, password="!")
        for organisation, role in posts:
            Post.objects.create(
                person=person, organisation=Organisation.objects.get(key=organisation), role=role, since=stage.FOUNDED
            )
    stage.store_edition(edition())


def value_of(cell: Cell) -> str:
    """A figure for every cell: u1 leads, u4 is last, and nothing is tied."""
    place = int(cell.contestant[1:])
    if cell.role == "target":
        return "100"
    if cell.indicator == "honour":
        return "1" if place == 2 else "0"
    if cell.indicator == "gdp_growth":
        return str(10 - place)
    if cell.indicator == "cases":
        return str(3 + place)
    return str(110 - 7 * place)


def file_all(round_: Round, month: str, *, but: tuple[tuple[str, str], ...] = ()) -> None:
    """Everything filed and verified, but for some (contestant, indicator)."""
    duties = Obligation.objects.filter(round=round_).select_related("cell").order_by("pk")
    by: dict[str, list[Obligation]] = {}
    for duty in duties:
        if (duty.cell.contestant, duty.cell.indicator) not in but:
            by.setdefault(duty.filer, []).append(duty)
    for filer, some in sorted(by.items()):
        entries = [Entry(one.cell_id, one.cell.version, value_of(one.cell), explanation="属实") for one in some]
        day = f"{month}-10"
        done = report_figures(
            actor=actor(WHO[filer], day), at=at(day), round=round_.pk, entries=entries, origin="typed",
            batch=f"{round_.period}-{filer}",
        )  # fmt: skip
        assert done.saved == len(entries), [one for one in done.outcomes if one.done not in ("saved", "unchanged")]
    verify_all(round_, f"{month}-12")


def verify_all(round_: Round, day: str) -> None:
    waiting = Obligation.objects.filter(round=round_, cell__state="reported").select_related("cell").order_by("pk")
    by: dict[str, list[Judged]] = {}
    for duty in waiting:
        by.setdefault(duty.verifier, []).append(Judged(duty.cell_id, duty.cell.version))
    for verifier, judged in sorted(by.items()):
        who = CHECKS[verifier]
        report = verify_figures(actor=actor(who, day), at=at(day), round=round_.pk, judged=judged)
        assert report.saved == len(judged), report.outcomes


def frozen(month: str = "04", period: str = "2023-Q1") -> Round:
    """A round whose figures are all there, frozen."""
    round_ = opened(month, period)
    file_all(round_, month)
    freeze(round_, month)
    return round_


def opened(month: str = "04", period: str = "2023-Q1") -> Round:
    return stage.open_first(period, stage.DAYS if month == "04" else SECOND, f"{month}-03")


def freeze(round_: Round, month: str = "04") -> None:
    day = f"{month}-25"
    api.freeze_snapshot(actor=actor("office", day), at=at(day), round=round_.pk, acknowledged=0)


def scored(month: str = "04", period: str = "2023-Q1") -> ScoringRun:
    round_ = frozen(month, period)
    day = f"{month}-25"
    return api.score_snapshot(actor=actor("office", day), at=at(day, "11:00"), round=round_.pk)


def particulars(month: str = "04", **said: Any) -> Particulars:
    given: dict[str, Any] = {
        "audience": "internal", "issuer": "考评办", "dated": datetime.date(2023, int(month), 27),
        "confirmed": {"speak": ["u1"], "pledge": ["u4"]},
    }  # fmt: skip
    return Particulars(**(given | said))


def drafted(run: ScoringRun, month: str = "04", **said: Any) -> Proposal:
    day = f"{month}-26"
    return api.draft_publication(
        actor=actor("office", day), at=at(day, "09:00"), run=run.pk, said=particulars(month, **said)
    )


def signed(proposal: Proposal, month: str = "04") -> Proposal:
    """Along the whole chain."""
    day = f"{month}-26"
    sent = api.submit_publication(actor=actor("office", day), at=at(day, "10:00"), proposal=proposal.pk)
    for hour, who in enumerate(("office2", "leader", "leader2"), 11):
        api.sign_publication(
            actor=actor(who, day), at=at(day, f"{hour}:00"), proposal=sent.pk, version=sent.version, verdict="agree"
        )
    return sent


def published(run: ScoringRun, month: str = "04", **said: Any) -> Publication:
    proposal = signed(drafted(run, month, **said), month)
    day = f"{month}-27"
    api.propose_result(actor=actor("leader", day), at=at(day, "09:00"), proposal=proposal.pk)
    return api.publish_run(actor=actor("leader2", day), at=at(day, "10:00"), proposal=proposal.pk)
