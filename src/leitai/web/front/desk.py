"""What somebody owes, over all rooms, and how its day stands to today."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.web import wiring
from leitai.web.foundation.api import Todo, list_checkpoints, pulse
from leitai.web.people.api import Actor

SOON_DAYS = 3
# Days after which the log is due for a checkpoint.
CHECKPOINT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Owed:
    """A todo with how its day stands to today."""

    todo: Todo
    state: str
    days: int


def owed_by(actor: Actor) -> list[Owed]:
    """All that the rooms ask of somebody, what is due first at the top, what has no day at the end."""
    todos = [todo for asked in (*wiring.TODOS, _witness) for todo in asked(actor, actor.day)]
    todos.sort(key=lambda todo: (todo.due or datetime.date.max, todo.what.zh))
    return [owed_on(todo, actor.day) for todo in todos]


def owed_on(todo: Todo, day: datetime.date) -> Owed:
    if todo.due is None:
        return Owed(todo, "open", 0)
    days = (todo.due - day).days
    return Owed(todo, "late" if days < 0 else "soon" if days <= SOON_DAYS else "open", abs(days))


def _witness(actor: Actor, day: datetime.date) -> Sequence[Todo]:
    """The log is as good as the codes that others hold: whoever keeps it takes one in every week of work."""
    if not actor.may("read_audit") or not pulse():
        return []
    last = list_checkpoints().first()
    since = timezone.localdate(last.at) if last else None
    if since is not None and (day - since).days < CHECKPOINT_DAYS:
        return []
    zh = f"上一个是 {since:%Y-%m-%d} 取的" if since else "还没有取过"
    en = f"the last is of {since:%Y-%m-%d}" if since else "there is none yet"
    return [Todo(Text(f"取一个日志检查点，{zh}", f"Take a checkpoint of the log; {en}"), reverse("front:checkpoints"))]
