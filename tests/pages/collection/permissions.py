"""The permission matrix of collection: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes, digest
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.web.collection import api
from leitai.web.collection.models import Cell
from leitai.web.rulebook.api import Edition
from leitai.web.rulebook.models import Draft
from tests.cast import NOW, Cast
from tests.contests import POLICIES, leaf
from tests.pages.permissions import FORBIDDEN, HIDDEN, INVALID, MOVED, NOT_THERE, OK, WRONG_WAY, Line

OFFICE = ("office", "office2")
READERS = ("leader", "supervisor", "auditor", "panel")
WIDE = (*OFFICE, *READERS)
PLANNING = ("filer", "verifier")
XIQIAO = ("liaison", "head", "two_hats")
LINCHUAN = ("stranger", "stranger_head")
PARTS = (*PLANNING, "bureau", *XIQIAO, *LINCHUAN)
NO = (FORBIDDEN, FORBIDDEN)
DAYS = api.Days(*(datetime.date(2023, 4, day) for day in (18, 20, 24)))
UNITS = {"xiqiao": "汐桥区", "linchuan": "临川县", "gaoxin": "高新区"}
BODIES = {"office": "市考评办", "statistics": "市统计局", "planning": "市发展改革局", "audit": "市审计局"}


def line(
    name: str, who: Mapping[tuple[str, ...], tuple[int, int]], rest: tuple[int, int] = NOT_THERE, **arguments: str
) -> Line:
    """A line with groups of people, its arguments named as the world knows them."""
    people = {key: given for keys, given in who.items() for key in keys}
    return Line(
        f"collection:{name}",
        rest,
        people,
        lambda world: {key: world.get(value, value) for key, value in arguments.items()},
    )


def act(name: str, who: Mapping[tuple[str, ...], int], **arguments: str) -> Line:
    """Done by POST alone."""
    given = {keys: (WRONG_WAY, status) for keys, status in who.items()}
    return line(name, given, (WRONG_WAY, HIDDEN), round="round", **arguments)


def look(name: str, who: Mapping[tuple[str, ...], int], rest: int = HIDDEN, **arguments: str) -> Line:
    """Only looked at."""
    given = {keys: (status, WRONG_WAY) for keys, status in who.items()}
    return line(name, given, (rest, WRONG_WAY), **arguments)


ANYBODY = ("system_admin", "security_admin", "audit_admin")
OFFICE_ONLY = {READERS: NO, PARTS: NO}
SAVES = {(*WIDE, *PLANNING): INVALID, ("bureau", *XIQIAO, *LINCHUAN): FORBIDDEN}
FIGURE = (*PLANNING, "bureau", *XIQIAO)
LINES = (
    look("rounds", {}, OK),
    line("open", {OFFICE: (OK, OK), (*READERS, *PARTS, *ANYBODY): NO}),
    line("holidays", {OFFICE: (OK, INVALID), (*READERS, *PARTS, *ANYBODY): NO}),
    line("evidence", {(*WIDE, *FIGURE): (OK, WRONG_WAY)}, (HIDDEN, WRONG_WAY), evidence="evidence"),
    line("evidence", {}, (HIDDEN, WRONG_WAY), evidence="missing"),
    line("sheet", {(*WIDE, *XIQIAO): (OK, WRONG_WAY)}, (HIDDEN, WRONG_WAY), sheet="sheet"),
    line("sign", {(*WIDE, *XIQIAO): (WRONG_WAY, INVALID)}, (WRONG_WAY, HIDDEN), sheet="sheet"),
    line(
        "sign_on_screen",
        {("head",): (WRONG_WAY, MOVED), (*WIDE, "liaison", "two_hats"): (WRONG_WAY, FORBIDDEN)},
        (WRONG_WAY, HIDDEN),
        sheet="sheet",
    ),
    look("round", {WIDE: OK, PARTS: MOVED}, round="round"),
    look("round", {}, round="missing"),
    line("sheets", {WIDE: (OK, WRONG_WAY), PARTS: (MOVED, WRONG_WAY)}, (HIDDEN, WRONG_WAY), round="round"),
    line("remind", {OFFICE: (OK, MOVED), **OFFICE_ONLY}, round="round"),
    act("silence", {OFFICE: MOVED, (*READERS, *PARTS): FORBIDDEN}),
    line("extensions", {OFFICE: (OK, INVALID), **OFFICE_ONLY}, round="round"),
    line("ask_extension", {("filer",): (OK, INVALID), (*WIDE, *PARTS[1:]): NO}, round="round", organisation="planning"),
    look(
        "grid",
        {(*WIDE, *PLANNING): OK, ("bureau", *XIQIAO, *LINCHUAN): FORBIDDEN},
        round="round",
        organisation="planning",
    ),
    look("grid", {}, round="round", organisation="atlantis"),
    look(
        "grid_data",
        {(*WIDE, *PLANNING): OK, ("bureau", *XIQIAO, *LINCHUAN): FORBIDDEN},
        round="round",
        organisation="planning",
    ),
    act("grid_save", SAVES, organisation="planning"),
    act("grid_preview", SAVES, organisation="planning"),
    look(
        "queue",
        {("verifier", "bureau", *OFFICE): OK, (*READERS, "filer", *XIQIAO, *LINCHUAN): FORBIDDEN},
        round="round",
    ),
    look(
        "queue_table",
        {("verifier", "bureau", *OFFICE): OK, (*READERS, "filer", *XIQIAO, *LINCHUAN): FORBIDDEN},
        round="round",
    ),
    act("decide", {("verifier", "bureau", *OFFICE): MOVED, (*READERS, "filer", *XIQIAO, *LINCHUAN): FORBIDDEN}),
    line("row", {(*WIDE, *XIQIAO): (OK, MOVED), (*PLANNING, "bureau"): NO}, round="round", contestant="xiqiao"),
    act("question", {(*WIDE, *XIQIAO): MOVED, (*PLANNING, "bureau"): FORBIDDEN}, contestant="xiqiao", cell="cell"),
    look("indicator", {(*WIDE, *PARTS): OK}, round="round", indicator="gdp"),
    look("indicator", {}, round="round", indicator="nothing"),
    look("cell", {(*WIDE, *FIGURE): OK}, round="round", cell="cell"),
    act("remark", {(*WIDE, *FIGURE): INVALID}, cell="cell"),
    act("attach", {(*OFFICE, *FIGURE): INVALID, READERS: FORBIDDEN}, cell="cell"),
    act("pin", {(*WIDE, *FIGURE): INVALID}, cell="cell"),
    act("answer", {(*WIDE, *FIGURE): INVALID}, cell="cell"),
    act(
        "make_sheet",
        {XIQIAO: MOVED, (*WIDE, *PLANNING, "bureau"): FORBIDDEN},
        organisation="xiqiao",
        kind="row",
    ),
    line("sample", {OFFICE: (OK, INVALID), **OFFICE_ONLY}, round="round"),
)


def edition() -> Edition:
    """Three units; planning files what the statistics bureau verifies, and the other way round."""
    nodes = [
        leaf("gdp", "completion", "40", name="生产总值", unit="亿元", period="cumulative", definition="年初累计",
             data_department="planning", verifier="statistics", clause="第八条", counter_source="用电量"),
        leaf("speed", {"name": "efficacy", "base": "0.6"}, "40", name="工业增速",
             data_department="statistics", verifier="planning"),
        leaf("jobs", "completion", "20", name="新增就业", unit="人", period="cumulative", verifier="statistics"),
    ]  # fmt: skip
    plain: dict[str, Any] = {
        "leitai": "1",
        "id": "city",
        "edition": "1",
        "title": "澜川市竞赛规则",
        "status": "demo",
        "notice": "演示数据",
        "season": {"name": "2023", "start": "2023-01-01", "end": "2023-12-31"},
        "rounds": [
            {"period": "2023-Q1", "name": "一季度"},
            {"period": "2023-Q2", "report_by": "2023-07-18", "verify_by": "2023-07-20", "publish_by": "2023-07-25"},
        ],
        "silence": {"after": "2", "clause": "第九条"},
        "organisations": [{"id": key, "name": name} for key, name in BODIES.items()],
        "contestants": [{"id": key, "name": name} for key, name in UNITS.items()],
        "groupings": [{"id": "all", "name": "全部", "groups": [{"id": "g", "name": "县区", "members": list(UNITS)}]}],
        "peers": "all",
        "tree": {"measure": "points", "full": "100", "nodes": nodes},
        "policies": POLICIES | {"abnormal_base": {"rule": "cap", "limit": "50"}},
    }
    rulebook = rulebook_from_plain(plain)
    made = canonical(rulebook)
    draft = Draft.objects.create(
        book="city", edition="1", text="", state="published", changed_by="office", changed_at=NOW
    )
    published = Edition(
        book="city",
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


def prepare(cast: Cast) -> Mapping[str, Any]:
    """A round with one verified figure of 汐桥区, its evidence and a sheet over it."""
    edition()
    round_ = api.open_round(
        actor=cast["office"],
        at=NOW,
        book="city",
        edition="1",
        period="2023-Q1",
        days=DAYS,
        counter="audit",
        acknowledged=3 * 5,
    )
    cell = Cell.objects.get(contestant="xiqiao", indicator="gdp", role="actual")
    api.report_figures(
        actor=cast["filer"],
        at=NOW,
        round=round_.pk,
        entries=[api.Entry(cell.pk, 0, "12.5")],
        origin="typed",
        batch="b1",
    )
    evidence, _ = api.attach_evidence(
        actor=cast["filer"], at=NOW, round=round_.pk, cell=cell.pk, name="快报.pdf", content=b"%PDF-1.7"
    )
    api.verify_figures(actor=cast["bureau"], at=NOW, round=round_.pk, judged=[api.Judged(cell.pk, 1)])
    sheet = api.make_sheet(actor=cast["liaison"], at=NOW, round=round_.pk, organisation="xiqiao", kind="row")
    return {
        "round": round_.pk,
        "cell": cell.pk,
        "evidence": evidence.pk,
        "sheet": sheet.pk,
        "missing": 999,
    }
