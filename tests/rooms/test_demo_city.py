"""The demo city as it is played: through the services alone, to the very figures of its files, and into a new year."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from leitai.engine.assess.plan import Plan, compile_plan
from leitai.engine.assess.result import build_result
from leitai.engine.assess.result import verify as verify_result
from leitai.engine.assess.run import score_snapshot
from leitai.engine.assess.snapshot import freeze, resolve
from leitai.engine.book import Book
from leitai.engine.compare.sentences import value_text
from leitai.engine.figures import Figure
from leitai.engine.periods import end_month
from leitai.engine.rulebook.load import load_rulebook
from leitai.tables.read import read_figures
from leitai.web.assessment.api import Publication, book_of
from leitai.web.collection import api
from leitai.web.collection.api import figures_of
from leitai.web.collection.ballots.papers import differences
from leitai.web.collection.models import (
    BallotBox,
    Claim,
    ClaimOutcome,
    ClaimProof,
    ClaimVersion,
    Extension,
    Obligation,
    Remark,
    Reminder,
    Round,
    Ruling,
    Signature,
)
from leitai.web.demo import SHOWN, TODAY, play, prepare
from leitai.web.foundation.api import verify
from leitai.web.front.desk import owed_by
from leitai.web.people.api import Actor, find_actor
from tests.visitor import Visitor

# Her work comes as others need it: an account is added.
NOTHING_OWED = {"system_admin"}
# What is to be decided in the round that is half way, on the desks of those who decide it.
TO_DECIDE = {
    "panel": "评审 2024-Q1 加减分申报，2 项",
    "office": "汇总 2024-Q1 评审意见，1 项",
    "office2": "计票：现场观摩评议（产业园区）",
    "leader": "投票：三方综合评价 市领导排名（产业园区）",
    "leader2": "投票：三方综合评价 市领导排名（产业园区）",
    "supervisor": "复核 2024-Q1 裁定，1 项",
}


YEAR = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")


def result_of(plan: Plan, figures: Sequence[Figure], period: str) -> dict[str, Any]:
    return build_result(score_snapshot(plan, freeze(plan, resolve(plan, figures), [period], False)))


def somebody(login: str) -> Actor:
    found = find_actor(login, TODAY.date())
    assert found is not None, login
    return found


@pytest.mark.django_db
def test_the_year_of_the_city(root: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the demo is served from SQLite alone, whatever DATABASE_URL says")
    city = root / "examples" / "lanchuan"
    assert list(play(city, prepare(city))) == [*YEAR, "2024-Q1"]

    # The year is done and signed for, and scores as the city's files do.
    assert list(Round.objects.order_by("period").values_list("state", flat=True)) == ["locked"] * 4 + ["open"]
    plan = compile_plan(load_rulebook(city / "rulebook.yaml"))
    filed = read_figures(city / "figures").require()
    for period in YEAR:
        kept, stated = result_of(plan, figures_of("lanchuan-2023", period), period), result_of(plan, filed, period)
        assert kept["values"] == stated["values"], period
        # Of what nobody filed by the end of Q2 the files have a note; here there is nobody who could have written it.
        assert period == "2023-Q2" or kept["code"] == stated["code"]
        signed = Signature.objects.filter(sheet__round__period=period).values("sheet__organisation").distinct()
        assert signed.count() == len(plan.rulebook.contestants)

    check_publications()

    # The first of the year after is half way: something of every state, and of everything that goes on around a figure.
    last = Round.objects.get(period="2024-Q1")
    states = Counter(Obligation.objects.filter(round=last, required=True).values_list("cell__state", flat=True))
    assert set(states) == {"empty", "explain", "reported", "returned", "questioned", "verified", "confirmed"}
    assert Extension.objects.filter(round=last, ruling__isnull=True).count() == 1
    assert Reminder.objects.filter(round=last).count() == 2
    assert Remark.objects.exists()

    # Claims of every fate, each with its proof: accepted, reduced with a reason, waiting, corrected, and a deduction.
    assert Counter(Claim.objects.values_list("state", flat=True)) == {"accepted": 1, "reduced": 1, "filed": 3}
    assert ClaimProof.objects.count() == ClaimVersion.objects.count() == 6
    cut = ClaimOutcome.objects.get(version__claim__state="reduced")
    assert (cut.version.items, cut.items) == ("3", "2")
    assert all(one.reason for one in cut.version.opinions.filter(items="2"))
    assert Claim.objects.get(adjustment="red_card").filer == last.office

    # Everybody who is shown has something to do, and nothing is over its day.
    idle = set()
    for shown in SHOWN:
        owed = owed_by(somebody(shown.login))
        assert "late" not in {one.state for one in owed}, shown.login
        if shown.login in TO_DECIDE:
            assert TO_DECIDE[shown.login] in {one.todo.what.zh for one in owed}
        if not owed:
            idle.add(shown.role)
    assert idle == NOTHING_OWED

    decide_what_waits(last)
    done, said = (
        by_key(figures_of("lanchuan-2023", "2024-Q1")),
        by_key(read_figures(city / "next" / "figures").require()),
    )
    ballots = {key for key in said if key[0].endswith("-park") and key[1] == "site_votes"}
    assert len(ballots) == 36
    for key in ballots | {
        ("gaoxin", "honour_province", "actual"),
        ("shanze", "month_top", "actual"),
        ("luting", "red_card", "actual"),
        ("tangcen", "foreign_capital_growth", "ruling"),
    }:
        assert done[key] == said[key], key

    assert verify() == []


def by_key(figures: Sequence[Figure]) -> dict[tuple[str, str, str], Decimal | None]:
    """The figures of the round that is half way."""
    last = [one for one in figures if end_month(one.period) == (2024, 3)]
    return {(one.contestant, one.indicator, one.role): one.value for one in last}


def decide_what_waits(last: Round) -> None:
    """A visitor goes on from desk to desk: everything that waits can be decided by those who are shown."""
    for claim in Claim.objects.filter(state="filed").exclude(adjustment="red_card"):
        api.give_opinion(actor=somebody("panel"), at=TODAY, claim=claim.pk, expected=claim.version, verdict="accept")
    waiting = {one.pk: one.version for one in Claim.objects.filter(state="filed")}
    api.conclude_claims(actor=somebody("office"), at=TODAY, round=last.pk, claims=waiting)
    listed = api.make_claim_list(actor=somebody("office"), at=TODAY, round=last.pk)
    for filer in ("filer-swzz", "filer-zfb", "filer-tcj", "filer-dcs", "office"):
        api.enter_claim_list(actor=somebody(filer), at=TODAY, claim_list=listed.pk)

    office, box = somebody("office"), BallotBox.objects.get(way="paper")
    for one in differences(box):
        assert one.first is not None
        api.settle_ballot(
            actor=office,
            at=TODAY,
            box=box.pk,
            code=one.ballot.code,
            ballot=json.loads(one.first.content),
            reason="核对纸票，以第一遍为准",
        )
    count = api.count_box(actor=office, at=TODAY, box=box.pk)
    assert (count.valid, count.spoiled, count.missing) == (60, 1, 1)
    api.enter_count(actor=office, at=TODAY, box=box.pk)

    rated = BallotBox.objects.get(way="online")
    parks = Obligation.objects.filter(round=last, cell__contestant__endswith="-park").order_by("cell__contestant")
    units = parks.values_list("cell__contestant", flat=True).distinct()
    for leader in ("leader", "leader2"):
        ranked = {unit: place for place, unit in enumerate(units, 1)}
        api.cast_ballot(actor=somebody(leader), at=TODAY, box=rated.pk, ballot=ranked)
    assert api.count_box(actor=office, at=TODAY, box=rated.pk).valid == 5

    ruling = Ruling.objects.get()
    signed = api.countersign_ruling(actor=somebody("supervisor"), at=TODAY, ruling=ruling.pk, agree=True)
    assert signed.done == "saved"


def check_publications() -> None:
    """What was published proves itself offline, and every number of its pages is the number of its book."""
    stated = list(Publication.objects.order_by("pk").values_list("number", "audience"))
    assert stated == [
        ("2023-Q1-1", "public"),
        ("2023-Q2-1", "public"),
        ("2023-Q2-2", "public"),
        ("2023-Q3-1", "public"),
        ("2023-Q4-1", "internal"),
    ]
    reader = Visitor().as_("liaison")
    shown: list[tuple[Book, dict[str, str]]] = []
    for one in Publication.objects.order_by("pk").select_related("run"):
        data = reader.get(f"/exhibition/{one.number}/result/").content
        assert verify_result(data, one.code)[1] == []
        book = book_of(one.run)
        shown += [(book, found) for found in numbers(reader, one.number, book)]
    picked = random.Random(500).sample(shown, 500)
    assert [found for book, found in picked if found["text"] != stated_by(book, found)] == []
    # The planted revision: 云榭区 was sixth when the second quarter was published, and is eighth.
    ranks = [
        row.rank
        for one in Publication.objects.filter(period="2023-Q2").order_by("pk")
        for row in book_of(one.run).rows("county")
        if row.contestant == "yunxie"
    ]
    assert ranks == [6, 8]


def numbers(reader: Visitor, number: str, book: Book) -> list[dict[str, str]]:
    """Every number that a page marks as somebody's: of the boards, and of some units."""
    paths = [f"group/{group.id}/" for group in book.groups()]
    units = [row.contestant for group in book.groups() for row in book.rows(group.id)]
    paths += [f"unit/{unit}/" for unit in units[::5]]
    found = []
    for path in paths:
        page = Marked()
        page.feed(reader.get(f"/exhibition/{number}/{path}").content.decode())
        found += page.found
    assert len(found) > 500
    return found


def stated_by(book: Book, found: dict[str, str]) -> str:
    """What the book says where a page shows a number."""
    if found["what"] == "rank":
        cell = book.cell(book.period, found["contestant"], "total")
        assert cell is not None
        return str(cell.rank) if cell.rank else "—"
    cell = book.cell(book.period, found["contestant"], found["node"])
    assert cell is not None
    if found["what"] == "score":
        return cell.score
    unit = book.plan.inputs[found["node"]].unit if found["node"] in book.plan.inputs else ""
    return value_text(cell.value, unit) or ("—" if found["node"] in book.plan.inputs else "")


class Marked(HTMLParser):
    """The text of every element that says whose number it is."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []
        self.open: dict[str, str] | None = None
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key.removeprefix("data-"): value or "" for key, value in attrs if key.startswith("data-")}
        if "what" in said:
            self.open, self.depth = said | {"text": ""}, 0
        elif self.open is not None:
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        if self.open is not None and not self.depth:
            self.found.append(self.open | {"text": self.open["text"].strip()})
            self.open = None
        elif self.open is not None:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.open is not None and not self.depth:
            self.open["text"] += data
