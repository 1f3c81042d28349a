"""The first page of the room: editions that hold, drafts under way, and what of them waits for you."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render

from leitai.web.foundation.api import Invisible, Mark
from leitai.web.people.api import ActorRequest, person_names
from leitai.web.rulebook.models import Draft, Edition
from leitai.web.rulebook.pages.marks import state_mark, status_mark
from leitai.web.rulebook.selectors import list_answered, list_drafts, list_editions, reads_drafts, reads_editions


@dataclass(frozen=True, slots=True)
class EditionLine:
    edition: Edition
    mark: Mark
    people: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    draft: Draft
    mark: Mark
    who: str


def index(request: ActorRequest) -> HttpResponse:
    actor = request.actor
    if not reads_editions(actor):
        raise Invisible
    editions, drafts = list(list_editions(actor)), list(list_drafts(actor))
    keys = {one.published_by for one in editions} | {one.second for one in editions}
    names = person_names(keys | {one.changed_by for one in drafts})
    lines = [
        EditionLine(one, status_mark(one.status), f"{names.get(one.published_by, '')}、{names.get(one.second, '')}")
        for one in editions
    ]
    context = {
        "books": [(book, list(group)) for book, group in groupby(lines, key=lambda line: line.edition.book)],
        "drafts": [DraftLine(one, state_mark(one.state), names.get(one.changed_by, "")) for one in drafts],
        "answered": [] if reads_drafts(actor) else [one for one in list_answered(actor) if one.state != "comment"],
        "may_edit": actor.may("edit_rulebook"),
        "reads_drafts": reads_drafts(actor),
    }
    return render(request, "rulebook/index.html", context)
