"""Pure decisions about a pasted roster: who signs in under which name, and the posts that go with it.

A person with several posts stands on several lines with the same login name. A login name that is known already gets
the posts alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.errors import Fault, Text
from leitai.web.people.roles import ADMINISTRATORS, ROLES
from leitai.web.people.rules import CATALOGUE, read_table

LOGIN = re.compile(r"[A-Za-z0-9_-]{1,64}")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "login": ("登录名", "账号", "login"),
    "name": ("姓名", "name"),
    "organisation": ("单位", "单位名称", "所在单位", "organisation"),
    "role": ("职责", "角色", "role"),
    "title": ("职务", "title"),
}
REQUIRED = ("login", "name", "organisation", "role")


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One post of one person; `number` is the line it stands on, the header being line 1."""

    number: int
    login: str
    name: str
    organisation: str
    role: str
    title: str = ""

    @property
    def role_words(self) -> Text:
        return ROLES.get(self.role, Text(self.role))


def read_roster(text: str, organisations: Mapping[str, str]) -> tuple[list[RosterRow], list[Fault]]:
    """The lines of a roster; an organisation may be named by its key or by its name of the day (key → name)."""
    keys = {name: key for key, name in organisations.items()} | {key: key for key in organisations}
    table, faults = read_table(text, COLUMNS, REQUIRED)
    rows = []
    for number, values in table:
        organisation, role = values["organisation"], values["role"]
        given = values | {"organisation": keys.get(organisation, organisation), "role": role_of(role)}
        rows.append(RosterRow(number, **given))
    return rows, faults


def role_of(written: str) -> str:
    """The key of a role written in either language; what nobody knows stays as it is."""
    for key, words in ROLES.items():
        if written in (key, words.zh, words.en):
            return key
    return written


def check_roster(
    rows: Sequence[RosterRow], organisations: Collection[str], known: Mapping[str, str], held: Mapping[str, set[str]]
) -> list[Fault]:
    """Every fault of the rows at once. `known`: login → name of who is registered; `held`: login → roles held now."""
    faults: list[Fault] = []
    first: dict[str, RosterRow] = {}
    posts: dict[tuple[str, str, str], int] = {}
    roles = {login: set(held.get(login, ())) for login in {row.login for row in rows}}
    for row in rows:
        faults += _cells(row, organisations)
        named = known.get(row.login) or (first[row.login].name if row.login in first else row.name)
        if row.name and row.name != named:
            faults.append(_fault("PE-013", row, "name", found=row.name, login=row.login, other=named))
        post = (row.login, row.organisation, row.role)
        if post in posts:
            faults.append(_fault("PE-014", row, "role", found=row.role_words, other=posts[post]))
        roles[row.login].add(row.role)
        if roles[row.login] & ADMINISTRATORS and len(roles[row.login]) > 1:
            faults.append(_fault("PE-015", row, "role", found=row.role_words))
        first.setdefault(row.login, row)
        posts.setdefault(post, row.number)
    return faults


def _cells(row: RosterRow, organisations: Collection[str]) -> list[Fault]:
    """What is wrong with a line by itself."""
    faults = [_fault("PE-002", row, name, column=_column(name)) for name in REQUIRED if not getattr(row, name)]
    if row.login and not LOGIN.fullmatch(row.login):
        faults.append(_fault("PE-010", row, "login", found=row.login))
    if row.organisation and row.organisation not in organisations:
        faults.append(_fault("PE-011", row, "organisation", found=row.organisation))
    if row.role and row.role not in ROLES:
        allowed = Text("、".join(one.zh for one in ROLES.values()), ", ".join(one.en for one in ROLES.values()))
        faults.append(_fault("PE-012", row, "role", found=row.role, allowed=allowed))
    return faults


def _fault(code: str, row: RosterRow, name: str, **data: Text | str | int) -> Fault:
    return CATALOGUE.fault(code, str(row.number), f"{COLUMNS[name][0]} {name}", "error", **data)


def _column(name: str) -> Text:
    return Text(COLUMNS[name][0], name)
