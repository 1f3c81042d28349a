"""The audit log in human words: an act's sentence, filled with the event's own data and the names of its day."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leitai.engine.errors import Lang, Text
from leitai.web import wiring
from leitai.web.foundation.api import AuditEvent, today
from leitai.web.people.api import ROLES, names_on, person_names

SYSTEM_NAMES = {
    "system": Text("系统（服务器命令行）", "the system (command line of the server)"),
    "anonymous": Text("未登录者", "somebody not signed in"),
    "unknown": Text("不明登录名", "an unknown login name"),
}

# Data that names people or organisations by key; all else is shown as it was recorded.
NAMED = {"from", "to", "into", "person", "organisation", "organisations", "contestant", "filer", "verifier"}


@dataclass(frozen=True, slots=True)
class Line:
    """One event as a person reads it."""

    at: datetime.datetime
    who: str
    actor: str
    sentence: str
    chain: str
    number: int
    subject: str
    organisation: str
    digest: str


class Blank(dict[str, str]):
    """What a sentence names and the event does not say is shown as a dash, never as an error."""

    def __missing__(self, key: str) -> str:
        return "—"


def tell(events: Iterable[AuditEvent], lang: Lang) -> list[Line]:
    """Events as sentences; the names are read once for all of them."""
    rows = list(events)
    keys = {row.actor for row in rows} | {_person(row.subject) for row in rows}
    people = person_names(keys - {""})
    organisations = names_on(today(), language=lang)
    return [_line(row, people, organisations, lang) for row in rows]


def _line(event: AuditEvent, people: Mapping[str, str], organisations: Mapping[str, str], lang: Lang) -> Line:
    words = wiring.SENTENCES.get(event.act)
    data = _plain(json.loads(event.data), people, organisations, lang)
    data["organisation"] = organisations.get(event.organisation, event.organisation)
    data["subject"] = people.get(_person(event.subject), event.subject)
    data["post"] = _role(event.post, lang)
    sentence = words.say(lang).format_map(Blank(data)) if words else event.act
    named = SYSTEM_NAMES.get(event.actor)
    who = named.say(lang) if named else people.get(event.actor, event.actor)
    return Line(
        event.at,
        who,
        event.actor,
        sentence,
        event.chain,
        event.number,
        event.subject,
        data["organisation"],
        event.digest,
    )


def _plain(
    data: Mapping[str, object], people: Mapping[str, str], organisations: Mapping[str, str], lang: Lang
) -> Blank:
    """Keys become names; lists are joined."""
    comma = "、" if lang == "zh" else ", "
    shown = Blank()
    for key, value in data.items():
        values = value if isinstance(value, list) else [value]
        named = [_name(str(one), people, organisations) if key in NAMED else str(one) for one in values]
        shown[key] = comma.join(named)
    if "role" in data:
        shown["role"] = _role(str(data["role"]), lang)
    return shown


def _name(key: str, people: Mapping[str, str], organisations: Mapping[str, str]) -> str:
    return organisations.get(key, people.get(key, key))


def _role(role: str, lang: Lang) -> str:
    return ROLES[role].say(lang) if role in ROLES else role


def _person(subject: str) -> str:
    return subject.removeprefix("person:") if subject.startswith("person:") else ""
