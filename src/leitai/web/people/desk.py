"""What people puts on the desk: suggestions without an answer, accounts without a first password."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse

from leitai.engine.errors import Text
from leitai.web.foundation.api import Todo
from leitai.web.people.models import Person, Post, Suggestion
from leitai.web.people.roles import ADMINISTRATORS
from leitai.web.people.selectors import Actor, spans_on


def todos(actor: Actor, day: datetime.date) -> Sequence[Todo]:
    """In an empty installation the organisations, then the people; later what was suggested, and who cannot sign in."""
    found = []
    # The first administrators bring one organisation with them: their own.
    if actor.may("manage_organisations") and spans_on(day).count() < 2:
        words = Text("把参加竞赛的单位和部门从表格导入", "Load the organisations of the contest from a table")
        found.append(Todo(words, reverse("people:load_organisations")))
    if actor.may("manage_people") and not Post.objects.exclude(role__in=ADMINISTRATORS).exists():
        words = Text("从名册登记人员并任职", "Register the people and their posts from a roster")
        found.append(Todo(words, reverse("people:load_people")))
    if actor.may("answer_suggestion") and (left := Suggestion.objects.filter(answered_at__isnull=True).count()):
        what = Text(f"答复投诉建议，{left} 条", f"Answer complaints and suggestions: {left}")
        found.append(Todo(what, reverse("people:suggestions")))
    if actor.may("manage_people"):
        # Django marks a password that fits nothing with this sign.
        locked = Person.objects.filter(is_active=True, password__startswith="!").count()
        if locked:
            what = Text(f"给 {locked} 个账号设初始密码", f"Set a first password for {locked} accounts")
            found.append(Todo(what, reverse("people:people")))
    return found
