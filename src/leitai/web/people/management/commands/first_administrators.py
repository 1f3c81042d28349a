"""`leitai manage first_administrators`: the three administrators to begin with, and their passwords."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from leitai.web.foundation.api import now, today
from leitai.web.people.access import SYSTEM
from leitai.web.people.keys import new_key
from leitai.web.people.roles import ADMINISTRATORS, ROLES
from leitai.web.people.selectors import find_login, list_keys
from leitai.web.people.services.organisations import found_organisation
from leitai.web.people.services.persons import add_person, first_password, give_post


class Command(BaseCommand):
    help = "登记首批三类管理员 (the first three administrators), once, in an empty installation"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", default="考评办", help="所在单位的名称 (the name of their organisation)")
        parser.add_argument("--key", default="office", help="所在单位的编号 (its key)")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if any(find_login(role) for role in ADMINISTRATORS):
            raise CommandError("首批管理员已经登记过 (they were added before)")
        at, day = now(), today()
        key = options["key"]
        if key not in list_keys():
            found_organisation(
                actor=SYSTEM, at=at, key=key, name_zh=options["organisation"], kind="department", since=day
            )
        for role in ("system_admin", "security_admin", "audit_admin"):
            password = first_password()
            person = new_key()
            add_person(actor=SYSTEM, at=at, key=person, login=role, name=ROLES[role].zh, password=password)
            give_post(actor=SYSTEM, at=at, person=person, organisation=key, role=role, since=day)
            self.stdout.write(f"{ROLES[role].zh}  {role}  {password}")
        self.stderr.write("初始密码只显示这一次，请当面交给三个不同的人，登录后立即修改。 (Shown once.)")
