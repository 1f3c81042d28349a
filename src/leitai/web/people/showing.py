"""People and organisations as pages show them: the tree of a day, the story of one, changes and posts in words."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from leitai.engine.errors import Text
from leitai.web.foundation.api import Mark, lang
from leitai.web.people.models import OrganisationChange, OrganisationSpan, Post, Suggestion
from leitai.web.people.roles import ROLES
from leitai.web.people.rules import kind_words
from leitai.web.people.selectors import list_changes, names_on, person_names, spans_on

# Of more organisations than this only the first are named in one change.
MOST_NAMED, FIRST_NAMED = 8, 3
SUGGESTION_KINDS = {"suggestion": Text("建议", "Suggestion"), "complaint": Text("投诉", "Complaint")}
ANSWERED = Mark("●", Text("已答复", "answered"), "good")
WAITING = Mark("○", Text("未答复", "waiting"), "wait")
CHANGES = {
    "found": Text("新设{to}", "{to} founded"),
    "rename": Text("{from}更名为{to}", "{from} renamed {to}"),
    "merge": Text("{from}合并为{to}", "{from} merged into {to}"),
    "split": Text("{from}分设为{to}", "{from} divided into {to}"),
    "close": Text("撤销{from}", "{from} closed"),
    "move": Text("{from}调整隶属", "{from} moved"),
}


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree."""

    depth: int
    key: str
    name: str
    name_en: str
    kind: Text
    since: datetime.date
    below: int


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words."""

    day: datetime.date
    words: Text
    document: str


@dataclass(frozen=True, slots=True)
class Stage:
    """An organisation between two days."""

    name: str
    name_en: str
    kind: Text
    parent: str
    since: datetime.date
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with the names it is shown by."""

    id: int
    person_key: str
    person_name: str
    organisation_name: str
    role: Text
    title: str
    since: datetime.date
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """What somebody told us, with the names it is shown by."""

    one: Suggestion
    kind: Text
    who: str
    answered_by: str
    mark: Mark


def tree_on(day: datetime.date) -> list[Branch]:
    """Parents before children; one whose parent no longer stands is at the top."""
    spans = list(spans_on(day))
    standing = {span.organisation.key for span in spans}
    children: dict[str, list[OrganisationSpan]] = {}
    for span in spans:
        above = span.parent.key if span.parent and span.parent.key in standing else ""
        children.setdefault(above, []).append(span)
    lines: list[Branch] = []

    def walk(above: str, depth: int) -> None:
        for span in children.get(above, []):
            key = span.organisation.key
            below = len(children.get(key, []))
            lines.append(Branch(depth, key, span.name_zh, span.name_en, kind_words(span.kind), span.since, below))
            walk(key, depth + 1)

    walk("", 0)
    return lines


def standing_on(day: datetime.date) -> list[tuple[str, str]]:
    """Key and name in the order of the tree, for a list to choose from."""
    return [(line.key, "　" * line.depth + line.name) for line in tree_on(day)]


def history_of(key: str) -> list[Stage]:
    """What an organisation was called and where it stood, the latest first."""
    spans = OrganisationSpan.objects.filter(organisation__key=key).select_related("parent").order_by("-since", "-pk")
    return [
        Stage(span.name_zh, span.name_en, kind_words(span.kind), _above(span), span.since, span.until) for span in spans
    ]


def _above(span: OrganisationSpan) -> str:
    """The parent by the name it had when the stage began."""
    if span.parent is None:
        return ""
    return names_on(span.since, [span.parent.key], lang()).get(span.parent.key, span.parent.key)


def post_lines(posts: Iterable[Post], day: datetime.date) -> list[PostLine]:
    """Posts with names; an organisation that no longer stands by its key."""
    names = names_on(day, language=lang())
    return [
        PostLine(
            post.pk,
            post.person.key,
            post.person.name,
            names.get(post.organisation.key, post.organisation.key),
            ROLES[post.role],
            post.title,
            post.since,
            post.until,
        )
        for post in posts
    ]


def suggestion_lines(found: Iterable[Suggestion]) -> list[SuggestionLine]:
    rows = list(found)
    names = person_names({one.person for one in rows} | {one.answered_by for one in rows})
    return [
        SuggestionLine(
            one,
            SUGGESTION_KINDS[one.kind],
            names.get(one.person, ""),
            names.get(one.answered_by, ""),
            ANSWERED if one.answered_at else WAITING,
        )
        for one in rows
    ]


def told_changes(until: datetime.date, most: int = 500) -> list[Told]:
    """The latest changes up to a day, in words: each organisation by the name it had on that day.

    Those founded on one day by one document are told together.
    """
    changes = list(list_changes(until=until)[:most])
    keys = {key for change in changes for key in (*json.loads(change.sources), *json.loads(change.results))}
    spans = list(OrganisationSpan.objects.filter(organisation__key__in=keys).select_related("organisation"))
    together = groupby(changes, key=lambda one: (one.day, one.document, one.kind, one.kind == "found" or one.pk))
    return [_told(list(group), spans) for _, group in together]


def _told(changes: Sequence[OrganisationChange], spans: Sequence[OrganisationSpan]) -> Told:
    one = changes[0]
    sources = [key for change in changes for key in json.loads(change.sources)]
    results = [key for change in changes for key in json.loads(change.results)]
    before = _names(sources, spans, one.day - datetime.timedelta(days=1))
    after = _names(results, spans, one.day)
    words = CHANGES[one.kind]
    said = Text(
        words.zh.format(**{"from": before.zh, "to": after.zh}), words.en.format(**{"from": before.en, "to": after.en})
    )
    return Told(one.day, said, one.document)


def _names(keys: Sequence[str], spans: Sequence[OrganisationSpan], day: datetime.date) -> Text:
    """Each by the name it had on the day; the first of many, and how many."""
    standing = [span for span in spans if span.since <= day and (span.until is None or day < span.until)]
    chinese = {span.organisation.key: span.name_zh for span in standing}
    english = {span.organisation.key: span.name_en or span.name_zh for span in standing}
    few = keys if len(keys) <= MOST_NAMED else keys[:FIRST_NAMED]
    zh, en = "、".join(chinese.get(key, key) for key in few), ", ".join(english.get(key, key) for key in few)
    if len(few) < len(keys):
        return Text(f"{zh}等 {len(keys)} 个单位", f"{en} and {len(keys) - len(few)} more")
    return Text(zh, en)
