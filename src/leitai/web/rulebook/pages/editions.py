"""An edition (or a draft) to read, its changes against another, and its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from leitai.engine.rulebook.diff import Redline, diff
from leitai.engine.rulebook.diff.redline import KINDS
from leitai.engine.rulebook.digest import short_code
from leitai.engine.rulebook.model import Rulebook
from leitai.press.word.marks import chinese_marks
from leitai.web.foundation.api import lang
from leitai.web.people.api import ActorRequest, person_names
from leitai.web.rulebook.access import access_draft, access_edition
from leitai.web.rulebook.models import Edition
from leitai.web.rulebook.pages.document import document_of, indicator_of, tried_of
from leitai.web.rulebook.pages.files import file_of
from leitai.web.rulebook.pages.marks import state_mark, status_mark
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.rules import is_open
from leitai.web.rulebook.selectors import (
    edition_before,
    list_comments,
    list_editions,
    newest_edition,
    reads_drafts,
    rulebook_of,
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    kind: str
    where: str
    clause: str
    before: str
    after: str
    sentence: str


def edition(request: ActorRequest, edition: int) -> HttpResponse:
    found = access_edition(request.actor, edition)
    rulebook = rulebook_of(found)
    names = person_names([found.published_by, found.second])
    context: dict[str, Any] = {
        "edition": found,
        "mark": status_mark(found.status),
        "code": short_code(found.digest),
        "people": [names.get(key, key) for key in (found.published_by, found.second)],
        "before": edition_before(found),
        "may_edit": request.actor.may("edit_rulebook"),
    }
    return _document(request, rulebook, context)


def read_draft(request: ActorRequest, draft: int) -> HttpResponse:
    """A draft as a document: what units read while it is open for comment."""
    found = access_draft(request.actor, draft)
    checked = check_text(found.text)
    context: dict[str, Any] = {
        "draft": found,
        "mark": state_mark(found.state),
        "may_comment": request.actor.may("comment_rulebook")
        and is_open(found.state, found.comment_until, request.actor.day),
        "may_edit": request.actor.may("edit_rulebook"),
        "units_only": not reads_drafts(request.actor),
        "errors": len(checked.errors),
        "own": list_comments(request.actor, found).count(),
    }
    if checked.reading.rulebook is None:
        return render(request, "rulebook/unreadable.html", context)
    return _document(request, checked.reading.rulebook, context)


def _document(request: ActorRequest, rulebook: Rulebook, context: dict[str, Any]) -> HttpResponse:
    """The document, or (asked by htmx) one indicator's curve and sample sum."""
    asked = request.GET.get("try", "")
    indicator = indicator_of(rulebook, asked) if asked else None
    if indicator is not None:
        typed = {key.removeprefix("s."): request.GET.get(key, "") for key in request.GET if key.startswith("s.")}
        part = {"tried": tried_of(rulebook, indicator, typed, lang()), "unit": indicator.unit, "asked": asked}
        context |= part | {"indicator": indicator}
        if request.htmx:
            return render(request, "rulebook/parts/tried.html", context)
    context["document"] = document_of(rulebook, lang())
    return render(request, "rulebook/document.html", context)


def redline(request: ActorRequest, edition: int) -> HttpResponse:
    found = access_edition(request.actor, edition)
    other = _other(request, edition_before(found))
    old, new = (rulebook_of(other) if other else None), rulebook_of(found)
    return _redline(request, old, new, {"edition": found, "other": other})


def redline_draft(request: ActorRequest, draft: int) -> HttpResponse:
    found = access_draft(request.actor, draft)
    other = _other(request, newest_edition(found.book))
    rulebook = check_text(found.text).reading.rulebook
    context = {
        "draft": found,
        "mark": state_mark(found.state),
        "other": other,
        "unreadable": rulebook is None,
        "units_only": not reads_drafts(request.actor),
        "may_edit": request.actor.may("edit_rulebook"),
    }
    return _redline(request, rulebook_of(other) if other else None, rulebook, context)


def _other(request: ActorRequest, default: Edition | None) -> Edition | None:
    """The edition it is held against: the one asked for, else the last before it."""
    asked = request.GET.get("with", "")
    return access_edition(request.actor, int(asked)) if asked.isdecimal() else default


def _redline(
    request: ActorRequest, old: Rulebook | None, new: Rulebook | None, context: dict[str, Any]
) -> HttpResponse:
    found = diff(old, new) if old is not None and new is not None else None
    context |= {"lines": _lines(found), "redline": found, "editions": list(list_editions(request.actor))}
    return render(request, "rulebook/redline.html", context)


def _lines(redline: Redline | None) -> list[ChangeLine]:
    language = lang()
    say = chinese_marks if language == "zh" else str
    return [
        ChangeLine(
            KINDS[one.kind].say(language),
            say(one.where.say(language)),
            one.clause,
            say(one.before.say(language)),
            say(one.after.say(language)),
            say(one.sentence.say(language)),
        )
        for one in (redline.changes if redline else ())
    ]


def download(request: ActorRequest, edition: int, kind: str) -> HttpResponse:
    found = access_edition(request.actor, edition)
    return file_of(kind, f"{found.title}({found.edition})", found.text, rulebook_of(found))
