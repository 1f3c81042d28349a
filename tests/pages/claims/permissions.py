"""The permission matrix of claims: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes, digest
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.web.collection import api
from leitai.web.rulebook.models import Draft, Edition
from tests.cast import NOW, Cast
from tests.contests import POLICIES, leaf
from tests.pages.collection.permissions import (
    BODIES,
    DAYS,
    LINCHUAN,
    OFFICE,
    PARTS,
    PLANNING,
    READERS,
    UNITS,
    WIDE,
    XIQIAO,
    act,
    line,
)
from tests.pages.permissions import FORBIDDEN, HIDDEN, INVALID, MOVED, OK, WRONG_WAY

READ, NO = (OK, WRONG_WAY), (FORBIDDEN, FORBIDDEN)
JUDGES = (*OFFICE, "panel")
LOOKERS = ("leader", "supervisor", "auditor")
# Who has to do with a claim of 汐桥区: the unit, who files the figure (planning), who verifies it (the bureau).
TOUCHED = (*XIQIAO, *PLANNING, "bureau")
LINES = (
    line("claims", {(*WIDE, *PARTS): READ}, (HIDDEN, WRONG_WAY), round="round"),
    line("claims", {}, (HIDDEN, WRONG_WAY), round="missing"),
    line(
        "claim_new",
        {
            (*OFFICE, "filer", "liaison", "two_hats", "stranger"): (OK, INVALID),
            (*READERS, "verifier", "bureau", "head", "stranger_head"): NO,
        },
        round="round",
    ),
    line("claim_panel", {OFFICE: (OK, INVALID), (*READERS, *PARTS): NO}, round="round"),
    act("claims_conclude", {JUDGES: INVALID, (*LOOKERS, *PARTS): FORBIDDEN}),
    act("claim_list_make", {OFFICE: INVALID, (*READERS, *PARTS): FORBIDDEN}),
    line("claim", {(*WIDE, *TOUCHED): READ}, (HIDDEN, WRONG_WAY), round="round", claim="claim"),
    line("claim", {}, (HIDDEN, WRONG_WAY), round="round", claim="missing"),
    line(
        "claim_correct",
        {("liaison", "two_hats"): (OK, INVALID), (*WIDE, *PLANNING, "bureau", "head"): NO},
        round="round",
        claim="claim",
    ),
    act("claim_withdraw", {("liaison", "two_hats"): INVALID, (*WIDE, *PLANNING, "bureau", "head"): FORBIDDEN},
        claim="claim"),
    act("claim_judge", {JUDGES: INVALID, (*LOOKERS, *TOUCHED): FORBIDDEN}, claim="claim"),
    line("claim_list", {(*WIDE, *PARTS): READ}, (HIDDEN, WRONG_WAY), claim_list="list"),
    line(
        "claim_list_enter",
        {
            ("filer",): (WRONG_WAY, MOVED),
            (*WIDE, "verifier", "bureau", *XIQIAO, *LINCHUAN): (WRONG_WAY, FORBIDDEN),
        },
        (WRONG_WAY, HIDDEN),
        claim_list="list",
    ),
)  # fmt: skip


def edition() -> Edition:
    """One indicator, a bonus and a deduction that planning files, and what is voted and ranked."""
    leaves = [
        leaf(
            "gdp",
            "completion",
            "60",
            name={"zh": "生产总值", "en": "GDP"},
            unit="亿元",
            period="cumulative",
            data_department="planning",
            verifier="statistics",
        ),
        leaf(
            "site_votes",
            {"name": "vote_ladder", "roles": ["vote_1", "vote_2", "vote_3"]},
            "20",
            name={"zh": "现场观摩评议", "en": "Votes on the site visits"},
            unit="票",
            data_department="planning",
            verifier="statistics",
        ),
        leaf(
            "rater_ranks",
            {"name": "rater_ladder", "roles": ["rank_leaders"], "step": "0.02"},
            "10",
            name={"zh": "领导评价", "en": "Ranking by leaders"},
            unit="名",
            data_department="planning",
            verifier="statistics",
        ),
        leaf(
            "review",
            {"name": "given"},
            "10",
            name={"zh": "民主测评", "en": "Review"},
            unit="分",
            data_department="planning",
            verifier="statistics",
        ),
    ]
    names = {
        "vote_1": {"zh": "一档票", "en": "place 1"},
        "vote_2": {"zh": "二档票", "en": "place 2"},
        "vote_3": {"zh": "三档票", "en": "place 3"},
        "rank_leaders": {"zh": "领导排名", "en": "leaders"},
    }
    group = {"id": "g", "name": {"zh": "县区", "en": "counties"}, "members": list(UNITS)}
    plain: dict[str, Any] = {
        "leitai": "1",
        "id": "fair",
        "edition": "1",
        "title": {"zh": "澜川市竞赛规则", "en": "Rules of Lanchuan"},
        "status": "demo",
        "notice": {"zh": "演示数据", "en": "Demonstration data"},
        "season": {"name": "2023", "start": "2023-01-01", "end": "2023-12-31"},
        "rounds": [{"period": "2023-Q1", "name": {"zh": "一季度", "en": "first quarter"}}],
        "organisations": [{"id": key, "name": name} for key, name in BODIES.items()],
        "contestants": [{"id": key, "name": name} for key, name in UNITS.items()],
        "groupings": [{"id": "all", "name": "全部", "groups": [group]}],
        "peers": "all",
        "roles": [{"id": key, "name": name} for key, name in names.items()],
        "tree": {"measure": "points", "full": "100", "nodes": leaves},
        "adjustments": [
            {
                "id": "honour",
                "name": {"zh": "省级表彰", "en": "Provincial honour"},
                "kind": "bonus",
                "points": "0.5",
                "cap": "1",
                "category": "honours",
                "clause": "第十四条第一项",
                "data_department": "planning",
                "verifier": "statistics",
            },
            {
                "id": "card",
                "name": {"zh": "督查黄牌", "en": "Yellow card"},
                "kind": "deduction",
                "points": "0.5",
                "unit": "张",
                "period": "period",
                "clause": "第十五条第三项",
                "data_department": "planning",
                "verifier": "statistics",
            },
        ],
        "caps": {"bonus": "3", "deduction": "5", "categories": {"honours": "2"}, "floor": "0", "total": "105"},
        "policies": POLICIES,
    }
    made = canonical(rulebook_from_plain(plain))
    draft = Draft.objects.create(
        book="fair", edition="1", text="", state="published", changed_by="office", changed_at=NOW
    )
    published = Edition(
        book="fair",
        edition="1",
        digest=digest(made, "sha256"),
        canonical=canonical_bytes(made).decode(),
        text="",
        title="澜川市竞赛规则",
        status="demo",
        draft=draft,
        published_at=NOW,
        published_by="office",
        second="leader",
    )
    published.save(force_insert=True)
    return published


def opened(cast: Cast) -> Any:
    edition()
    asked = sum(one.asked for one in api.weigh_round("fair", "1", "2023-Q1", "office", "audit"))
    return api.open_round(
        actor=cast["office"], at=NOW, book="fair", edition="1", period="2023-Q1", days=DAYS, counter="statistics",
        acknowledged=asked,
    )  # fmt: skip


def fact(event: str, **more: Any) -> api.Fact:
    usual: dict[str, Any] = {"adjustment": "honour", "day": datetime.date(2023, 3, 1), "items": Decimal(1)}
    return api.Fact(event=event, proofs=[api.Proof(f"{event}.pdf", b"%PDF-" + event.encode())], **(usual | more))


def claimed(cast: Cast, round: int, event: str, who: str = "liaison", unit: str = "xiqiao", **more: Any) -> Any:
    return api.file_claim(actor=cast[who], at=NOW, round=round, contestant=unit, fact=fact(event, **more))


def prepare(cast: Cast) -> Mapping[str, Any]:
    """A round with a list over one claim of 汐桥区, and another claim of hers that waits for the panel."""
    round_ = opened(cast)
    api.name_panel(
        actor=cast["office"], at=NOW, round=round_.pk, members=["office", "panel"], quorum=2, expected=0,
        document="澜竞办〔2023〕2号",
    )  # fmt: skip
    first = claimed(cast, round_.pk, "省级园林县城", words="省政府通报表扬。")
    for who in ("office", "panel"):
        api.give_opinion(actor=cast[who], at=NOW, claim=first.pk, expected=1, verdict="accept")
    api.conclude_claims(actor=cast["office"], at=NOW, round=round_.pk, claims={first.pk: 1})
    made = api.make_claim_list(actor=cast["office"], at=NOW, round=round_.pk)
    second = claimed(cast, round_.pk, "省级数字乡村试点")
    return {"round": round_.pk, "claim": second.pk, "decided": first.pk, "list": made.pk, "missing": 999}
