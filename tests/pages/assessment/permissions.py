"""The permission matrix of assessment: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.digest import canonical_bytes, digest
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.web.assessment import api as assessment
from leitai.web.collection import api
from leitai.web.collection.models import Obligation
from leitai.web.rulebook.models import Draft, Edition
from tests.cast import NOW, PLACE, Cast
from tests.contests import POLICIES, leaf
from tests.pages.collection.permissions import BODIES, DAYS, OFFICE, READERS, UNITS, WIDE, XIQIAO
from tests.pages.permissions import FORBIDDEN, HIDDEN, INVALID, MOVED, NOT_THERE, OK, WRONG_WAY, Line
from tests.rooms.collection.stage import seal

READ, NO, SHUT = (OK, WRONG_WAY), (FORBIDDEN, FORBIDDEN), (HIDDEN, WRONG_WAY)
FORM = (OK, INVALID)
# Who follows publications in the making, beside those who prepare them.
FOLLOWERS = ("leader",)


def line(
    name: str, who: Mapping[tuple[str, ...], tuple[int, int]], rest: tuple[int, int] = NOT_THERE, **arguments: str
) -> Line:
    people = {key: given for keys, given in who.items() for key in keys}
    return Line(name, rest, people, lambda world: {key: world.get(value, value) for key, value in arguments.items()})


def act(name: str, who: Mapping[tuple[str, ...], int], **arguments: str) -> Line:
    """Done by POST alone."""
    return line(name, {keys: (WRONG_WAY, status) for keys, status in who.items()}, (WRONG_WAY, HIDDEN), **arguments)


LINES = (
    Line("assessment:index", READ),
    line("assessment:round", {WIDE: READ}, SHUT, round="round"),
    line("assessment:round", {}, SHUT, round="missing"),
    line("assessment:ready", {WIDE: READ}, SHUT, round="round"),
    act("assessment:freeze", {OFFICE: INVALID, READERS: FORBIDDEN}, round="round"),
    act("assessment:try", {OFFICE: MOVED, READERS: FORBIDDEN}, round="round"),
    act("assessment:score", {OFFICE: INVALID, READERS: FORBIDDEN}, round="round"),
    act("assessment:reopen", {OFFICE: INVALID, READERS: FORBIDDEN}, round="round"),
    line("assessment:board", {WIDE: READ}, SHUT, run="run"),
    line("assessment:group", {WIDE: READ}, SHUT, run="run", group="g"),
    line("assessment:group", {}, SHUT, run="run", group="nothing"),
    line("assessment:policies", {WIDE: READ}, SHUT, run="run"),
    line("assessment:file", {WIDE: READ}, SHUT, run="run"),
    line("assessment:unit", {(*WIDE, *XIQIAO): READ}, SHUT, run="run", unit="xiqiao"),
    line("assessment:unit", {WIDE: SHUT}, SHUT, run="run", unit="atlantis"),
    line("assessment:node", {(*WIDE, *XIQIAO): READ}, SHUT, run="run", unit="xiqiao", node="gdp"),
    line("assessment:node", {}, SHUT, run="run", unit="xiqiao", node="nothing"),
    act("assessment:window", {OFFICE: INVALID, READERS: FORBIDDEN}, run="run"),
    line("assessment:object", {XIQIAO: FORM, WIDE: NO}, run="run", unit="xiqiao", node="gdp"),
    line("assessment:review", {(*OFFICE, "supervisor"): FORM, ("leader", "auditor", "panel"): NO}, run="run"),
    line("assessment:draft", {OFFICE: FORM, READERS: NO}, run="run"),
    line("assessment:objection", {(*WIDE, *XIQIAO): READ}, SHUT, objection="objection"),
    act(
        "assessment:opinion",
        {(*OFFICE, "panel"): INVALID, ("leader", "supervisor", "auditor", *XIQIAO): FORBIDDEN},
        objection="objection",
    ),
    *(
        act(
            f"assessment:{name}",
            {(*OFFICE, "leader"): INVALID, ("panel", "supervisor", "auditor", *XIQIAO): FORBIDDEN},
            objection="objection",
        )
        for name in ("effect", "propose_ruling", "rule_objection")
    ),
    line("assessment:proposal", {(*OFFICE, *FOLLOWERS): READ}, SHUT, proposal="proposal"),
    *(
        act(f"assessment:{name}", {OFFICE: INVALID, FOLLOWERS: FORBIDDEN}, proposal="proposal")
        for name in ("change", "submit", "withdraw", "drop")
    ),
    *(
        act(
            f"assessment:{name}",
            {(*OFFICE, "leader"): INVALID},
            proposal="proposal",
        )
        for name in ("sign", "publish")
    ),
    # Published rules are not tried any more.
    line("assessment:try_rules", {OFFICE: (INVALID, INVALID), READERS: NO}, draft="signed"),
    line("assessment:early", {OFFICE: FORM, ("leader", "auditor"): NO}, publication="publication"),
)


def edition() -> Edition:
    """Three units, two indicators that planning files and the bureau verifies, a list to speak."""
    nodes = [
        leaf("gdp", {"name": "efficacy", "base": "0.6"}, "60", name="生产总值增速", clause="第八条",
             data_department="planning", verifier="statistics"),
        leaf("air", {"name": "efficacy", "base": "0.6"}, "40", name="空气优良率",
             data_department="planning", verifier="statistics"),
    ]  # fmt: skip
    plain: dict[str, Any] = {
        "leitai": "1",
        "id": "city",
        "edition": "1",
        "title": "澜川市竞赛规则",
        "status": "demo",
        "notice": "演示数据",
        "season": {"name": "2023", "start": "2023-01-01", "end": "2023-12-31"},
        "rounds": [{"period": "2023-Q1", "name": "一季度"}, {"period": "2023-Q2"}],
        "organisations": [{"id": key, "name": name} for key, name in BODIES.items()],
        "contestants": [{"id": key, "name": name} for key, name in UNITS.items()],
        "groupings": [{"id": "all", "name": "全部", "groups": [{"id": "g", "name": "县区", "members": list(UNITS)}]}],
        "peers": "all",
        "tree": {"measure": "points", "full": "100", "nodes": nodes},
        "awards": [{"id": "speak", "name": "交流发言", "kind": "speak", "when": "rank == 1", "clause": "第十九条"}],
        "policies": POLICIES,
    }
    plain = canonical(rulebook_from_plain(plain))
    draft = Draft.objects.create(
        book="city", edition="1", title="澜川市竞赛规则", text="", state="published", changed_by="office",
        changed_at=NOW,
    )  # fmt: skip
    made = Edition(
        book="city", edition="1", digest=digest(plain, "sha256"), canonical=canonical_bytes(plain).decode(), text="",
        title="澜川市竞赛规则", status="demo", draft=draft, published_at=NOW, published_by="office", second="leader",
    )  # fmt: skip
    made.save(force_insert=True)
    seal(made)
    return made


def at(day: int, hour: int) -> datetime.datetime:
    return datetime.datetime(2023, 4, day, hour, tzinfo=PLACE)


def scored(cast: Cast) -> assessment.ScoringRun:
    """A round whose figures are filed, verified, frozen and scored; its window is open until 28 April."""
    edition()
    asked = sum(one.asked for one in api.weigh_round("city", "1", "2023-Q1", "office", "audit"))
    round_ = api.open_round(
        actor=cast["office"], at=NOW, book="city", edition="1", period="2023-Q1", days=DAYS, counter="audit",
        acknowledged=asked,
    )  # fmt: skip
    duties = Obligation.objects.filter(round=round_).select_related("cell").order_by("pk")
    values = {"xiqiao": "8.5", "linchuan": "6.2", "gaoxin": "9.1"}
    entries = [api.Entry(one.cell_id, 0, values[one.cell.contestant], explanation="属实") for one in duties]
    report = api.report_figures(
        actor=cast["filer"], at=NOW, round=round_.pk, entries=entries, origin="typed", batch="all"
    )
    assert report.saved == len(entries), report.outcomes
    judged = [api.Judged(one.cell_id, 1) for one in duties]
    assert api.verify_figures(actor=cast["bureau"], at=at(11, 9), round=round_.pk, judged=judged).saved == len(judged)
    office = cast["office"]
    assessment.freeze_snapshot(actor=office, at=at(25, 9), round=round_.pk, acknowledged=0)
    run = assessment.score_snapshot(actor=office, at=at(25, 10), round=round_.pk)
    assessment.open_window(actor=office, at=at(25, 11), run=run.pk, until=datetime.date(2023, 4, 28))
    return run


def particulars(**said: Any) -> assessment.Particulars:
    given: dict[str, Any] = {
        "audience": "internal", "issuer": "市考评办", "dated": datetime.date(2023, 5, 4),
        "confirmed": {"speak": ["gaoxin"]},
    }  # fmt: skip
    return assessment.Particulars(**(given | said))


def published(cast: Cast, run: assessment.ScoringRun, **said: Any) -> assessment.Publication:
    """Along the chain: the one leader of the cast takes both her steps, the office is the second to publish."""
    day = datetime.datetime(2023, 5, 4, 9, tzinfo=PLACE)
    hour = datetime.timedelta(hours=1)
    made = assessment.draft_publication(actor=cast["office"], at=day, run=run.pk, said=particulars(**said))
    sent = assessment.submit_publication(actor=cast["office"], at=day, proposal=made.pk)
    for step, who in enumerate(("office2", "leader", "leader"), 1):
        assessment.sign_publication(
            actor=cast[who], at=day + step * hour, proposal=sent.pk, version=sent.version, verdict="agree"
        )
    assessment.propose_result(actor=cast["leader"], at=day + 4 * hour, proposal=sent.pk)
    return assessment.publish_run(actor=cast["office2"], at=day + 5 * hour, proposal=sent.pk)


def prepare(cast: Cast) -> Mapping[str, Any]:
    """A result published internally; an objection to it that waits, and a draft of a wider publication."""
    run = scored(cast)
    publication = published(cast, run)
    objection = assessment.Objection(
        run=run, organisation="xiqiao", contestant="xiqiao", node="gdp", claimed="", words="口径有变", person="liaison",
        post="liaison@xiqiao", at=at(26, 9),
    )  # fmt: skip
    objection.save(force_insert=True)
    draft = assessment.draft_publication(
        actor=cast["office"], at=datetime.datetime(2023, 5, 5, 9, tzinfo=PLACE), run=run.pk,
        said=particulars(audience="meeting"),
    )  # fmt: skip
    return {
        "round": run.round_id, "run": run.pk, "missing": 999, "objection": objection.pk, "proposal": draft.pk,
        "publication": publication.pk, "number": publication.number, "signed": Draft.objects.get().pk,
    }  # fmt: skip
