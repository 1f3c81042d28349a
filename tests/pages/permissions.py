"""The permission matrix of the front and of people. Each room keeps its own lines like these beside its page tests.

A line names a URL, and what each of the cast gets for GET and for an empty POST. Whoever is not named gets `rest`;
somebody who has not signed in is sent to the login page unless the line is `open`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

OK, MOVED, FORBIDDEN, HIDDEN, WRONG_WAY, INVALID = 200, 302, 403, 404, 405, 422
Arguments = Mapping[str, Any] | Callable[[Mapping[str, Any]], Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """`who` → (GET, POST). `arguments` may be made from the world that `setting` prepares (see each conftest)."""

    name: str
    rest: tuple[int, int]
    who: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    arguments: Arguments = field(default_factory=dict)
    open: tuple[int, int] | None = None

    def expected(self, key: str) -> tuple[int, int]:
        if key == "":
            return self.open or (MOVED, MOVED)
        return self.who.get(key, self.rest)


EVERYBODY = (OK, OK)
READ = (OK, WRONG_WAY)


def only(*keys: str, get: int = OK, post: int = INVALID) -> dict[str, tuple[int, int]]:
    return dict.fromkeys(keys, (get, post))


MANAGERS = only("system_admin", "office", "office2")
NO = (FORBIDDEN, FORBIDDEN)
NOT_THERE = (HIDDEN, HIDDEN)

FRONT = (
    Line("home", EVERYBODY),
    Line("favicon", (MOVED, MOVED), open=(MOVED, MOVED)),
    Line("front:search", EVERYBODY),
    Line("front:account", EVERYBODY),
    Line("front:help", READ, open=READ),
    Line("front:help", READ, open=READ, arguments={"name": "office"}),
    Line("front:help", (HIDDEN, WRONG_WAY), open=(HIDDEN, WRONG_WAY), arguments={"name": "commands"}),
    # Here nobody is named to go on as; who may be is in tests/pages/front/test_demo.py.
    Line("front:act_as", (WRONG_WAY, HIDDEN), open=(WRONG_WAY, HIDDEN)),
    Line("front:progress", NOT_THERE),
    Line("front:audit", NO, only("auditor", "audit_admin", post=OK)),
    Line("front:verify", (WRONG_WAY, FORBIDDEN), only("auditor", "audit_admin", get=WRONG_WAY, post=OK)),
    Line("front:checkpoints", NO, only("auditor", "audit_admin", post=MOVED)),
    Line(
        "front:checkpoint",
        NO,
        only("auditor", "audit_admin", post=OK),
        arguments=lambda world: {"code": world["checkpoint"]},
    ),
    Line(
        "front:checkpoint", NO, only("auditor", "audit_admin", get=HIDDEN, post=HIDDEN), {"code": "0000-" * 4 + "0000"}
    ),
)
PEOPLE = (
    Line("people:organisations", EVERYBODY),
    Line("people:organisation", EVERYBODY, arguments={"key": "xiqiao"}),
    Line("people:organisation", NOT_THERE, arguments={"key": "atlantis"}),
    Line("people:load_organisations", NO, MANAGERS),
    Line("people:found_organisation", NO, MANAGERS),
    Line("people:rename_organisation", NO, MANAGERS, {"key": "xiqiao"}),
    Line("people:rename_organisation", NOT_THERE, arguments={"key": "atlantis"}),
    Line("people:move_organisation", NO, MANAGERS, {"key": "xiqiao"}),
    Line("people:merge_organisations", NO, MANAGERS, {"key": "xiqiao"}),
    Line("people:split_organisation", NO, MANAGERS, {"key": "xiqiao"}),
    Line("people:close_organisation", NO, MANAGERS, {"key": "xiqiao"}),
    Line("people:people", NO, only("security_admin", post=OK)),
    Line("people:load_people", NO, only("security_admin")),
    Line("people:add_person", NO, only("security_admin")),
    Line("people:person", NOT_THERE, only("security_admin", "liaison", post=OK), {"key": "liaison"}),
    Line("people:give_post", NOT_THERE, only("security_admin") | {"liaison": NO}, {"key": "liaison"}),
    Line("people:reset_password", NOT_THERE, only("security_admin") | {"liaison": NO}, {"key": "liaison"}),
    Line(
        "people:switch_person",
        (WRONG_WAY, HIDDEN),
        {"security_admin": (WRONG_WAY, MOVED), "liaison": (WRONG_WAY, FORBIDDEN)},
        {"key": "liaison"},
    ),
    Line(
        "people:end_post",
        NOT_THERE,
        only("security_admin") | {"liaison": NO},
        arguments=lambda world: {"post": world["post"]},
    ),
    Line("people:suggestions", EVERYBODY),
    Line("people:suggest", (OK, INVALID), open=(OK, INVALID)),
    Line(
        "people:suggestion",
        NOT_THERE,
        only("office", "office2", "supervisor") | {"liaison": (OK, FORBIDDEN)},
        arguments=lambda world: {"suggestion": world["suggestion"]},
    ),
    Line("people:view", (WRONG_WAY, MOVED), open=(WRONG_WAY, MOVED)),
)
# Pages of one's own account: the same for everybody. Changing how one signs in asks for the password again first.
ACCOUNT = (
    Line("account_login", (MOVED, MOVED), open=(OK, OK)),
    Line("account_inactive", (OK, WRONG_WAY), open=(OK, WRONG_WAY)),
    Line("account_reauthenticate", (OK, OK)),
    Line("account_change_password", (OK, OK)),
    Line("mfa_index", READ),
    Line("mfa_authenticate", (MOVED, MOVED)),
    Line("mfa_reauthenticate", (MOVED, MOVED)),
    Line("mfa_activate_totp", (MOVED, MOVED)),
    Line("mfa_deactivate_totp", (HIDDEN, HIDDEN)),
    Line("mfa_view_recovery_codes", (HIDDEN, WRONG_WAY)),
    Line("mfa_generate_recovery_codes", (MOVED, MOVED)),
    Line("mfa_download_recovery_codes", NOT_THERE),
    Line("mfa_list_webauthn", READ),
    Line("mfa_add_webauthn", (MOVED, MOVED)),
    Line("mfa_reauthenticate_webauthn", (MOVED, MOVED)),
    Line("mfa_remove_webauthn", (MOVED, MOVED), arguments={"pk": 1}),
    Line("mfa_edit_webauthn", (MOVED, MOVED), arguments={"pk": 1}),
    Line("mfa_login_webauthn", (MOVED, MOVED), open=(MOVED, MOVED)),
    Line("usersessions_list", (OK, MOVED)),
    # Last: whoever posts here is signed out.
    Line("account_logout", (OK, MOVED)),
)
LINES = (*FRONT, *PEOPLE, *ACCOUNT)
