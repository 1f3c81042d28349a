"""The permission matrix of the rulebook room: what each of the cast gets for GET and for an empty POST."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from leitai.engine.rulebook.skeleton import skeleton
from leitai.web.rulebook import api
from tests.cast import NOW, Cast
from tests.pages.permissions import FORBIDDEN, HIDDEN, INVALID, MOVED, NOT_THERE, OK, WRONG_WAY, Line

CLASH = 409
OFFICE = ("office", "office2")
OTHERS = ("leader", "supervisor", "auditor", "panel")
UNITS = ("filer", "liaison", "head", "verifier", "stranger", "stranger_head", "two_hats")
READ_DRAFTS = (*OFFICE, *OTHERS)
READ_EDITIONS = (*READ_DRAFTS, *UNITS, "bureau")
SHOWN = (OK, OK)


def line(
    name: str, who: Mapping[tuple[str, ...], tuple[int, int]], rest: tuple[int, int] = NOT_THERE, **arguments: str
) -> Line:
    """A line with groups of people, its arguments named as the world knows them."""
    people = {key: given for keys, given in who.items() for key in keys}
    return Line(
        f"rulebook:{name}",
        rest,
        people,
        lambda world: {key: world.get(value, value) for key, value in arguments.items()},
    )


def post_only(name: str, office: int, others: tuple[str, ...] = OTHERS, hidden: int = HIDDEN, **arguments: str) -> Line:
    """An act: nobody gets it by GET."""
    who = {OFFICE: (WRONG_WAY, office), others: (WRONG_WAY, FORBIDDEN)}
    return line(name, who, (WRONG_WAY, hidden), **arguments)


OFFICE_ONLY = {OFFICE: SHOWN, OTHERS: (FORBIDDEN, FORBIDDEN)}
NOT_OFFICE = (*OTHERS, *UNITS, "bureau")
LINES = (
    line("index", {READ_EDITIONS: SHOWN}),
    line("edition", {READ_EDITIONS: SHOWN}, edition="edition"),
    line("redline", {READ_EDITIONS: SHOWN}, edition="edition"),
    line("download", {READ_EDITIONS: SHOWN}, edition="edition", kind="yaml"),
    line("download", {}, edition="edition", kind="exe"),
    line("edition", {}, edition="missing"),
    line("start", {OFFICE: SHOWN, NOT_OFFICE: (FORBIDDEN, FORBIDDEN)}),
    line("blank", {OFFICE: (OK, INVALID), NOT_OFFICE: (FORBIDDEN, FORBIDDEN)}),
    post_only("from_edition", INVALID, NOT_OFFICE),
    post_only("upload", INVALID, NOT_OFFICE),
    post_only("from_skeleton", INVALID, NOT_OFFICE),
    line("editor", {**OFFICE_ONLY, OFFICE: (OK, CLASH)}, draft="draft"),
    line("editor", {}, draft="missing"),
    post_only("try", OK, draft="draft"),
    post_only("items", HIDDEN, draft="draft"),
    line("paste", {**OFFICE_ONLY, OFFICE: (OK, INVALID)}, draft="draft"),
    line("source", {**OFFICE_ONLY, OFFICE: (OK, CLASH)}, draft="draft"),
    post_only("check", OK, draft="draft"),
    post_only("replace", INVALID, draft="draft"),
    line("download_draft", {READ_DRAFTS: SHOWN}, draft="draft", kind="yaml"),
    line("read", {READ_DRAFTS: SHOWN}, draft="draft"),
    line("read", {READ_DRAFTS: SHOWN, UNITS: SHOWN}, draft="open"),
    line("redline_draft", {READ_DRAFTS: SHOWN}, draft="draft"),
    line("comments", {READ_DRAFTS: (OK, FORBIDDEN), UNITS: (OK, INVALID)}, draft="open"),
    line("comments", {READ_DRAFTS: (OK, FORBIDDEN)}, draft="draft"),
    line("print_comments", {READ_DRAFTS: SHOWN, UNITS: SHOWN}, draft="open"),
    post_only("open_comment", MOVED, (*OTHERS, *UNITS), draft="open"),
    post_only("answer", MOVED, (*OTHERS, *UNITS), comment="comment"),
    line("approval", {READ_DRAFTS: SHOWN}, draft="draft"),
    post_only("submit", MOVED, draft="ready"),
    line(
        "sign",
        {(*OFFICE, "leader"): (WRONG_WAY, INVALID), ("supervisor", "auditor", "panel"): (WRONG_WAY, FORBIDDEN)},
        (WRONG_WAY, HIDDEN),
        draft="sent",
    ),
    line(
        "publish",
        {(*OFFICE, "leader"): (WRONG_WAY, INVALID), ("supervisor", "auditor", "panel"): (WRONG_WAY, FORBIDDEN)},
        (WRONG_WAY, HIDDEN),
        draft="sent",
    ),
    post_only("drop", INVALID, draft="draft"),
    # Last: what they move does not come back.
    post_only("withdraw", MOVED, draft="sent"),
)


def prepare(cast: Cast) -> Mapping[str, Any]:
    """An edition, and drafts in every state the lines are about."""
    text = skeleton()["rulebook.yaml"]
    office = {"actor": cast["office"], "at": NOW}

    def start(edition: str) -> int:
        return api.start_from_text(
            **office, text=text.replace('edition: "2025"', f'edition: "{edition}"'), origin="x"
        ).pk

    def send(draft: int) -> int:
        return api.submit_for_approval(**office, draft=draft).version

    published, opened, sent = start("1"), start("2"), start("3")
    version = send(published)
    for who in ("office2", "leader", "leader"):
        api.decide_step(actor=cast[who], at=NOW, draft=published, version=version, verdict="agree")
    api.propose_publication(**office, draft=published)
    edition = api.publish_edition(actor=cast["leader"], at=NOW, draft=published)
    api.open_for_comment(**office, draft=opened, until=datetime.date(2099, 1, 1))
    liaison = {"actor": cast["liaison"], "at": NOW, "organisation": "xiqiao"}
    comment = api.add_comment(**liaison, draft=opened, clause="general", words="同意")
    send(sent)
    return {
        "edition": edition.pk,
        "draft": start("4"),
        "ready": start("5"),
        "open": opened,
        "sent": sent,
        "comment": comment.pk,
        "missing": 10**9,
    }
