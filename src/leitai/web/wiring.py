"""Where the rooms are put together: each room adds its lines here, and nowhere else does one list them all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from leitai.engine.errors import Text
from leitai.web.assessment import api as assessment
from leitai.web.collection import api as collection
from leitai.web.exhibition import api as exhibition
from leitai.web.foundation import api as foundation
from leitai.web.foundation.api import Entry, Hit, Todo
from leitai.web.people import api as people
from leitai.web.people.api import Actor
from leitai.web.rulebook import api as rulebook

# What is owed: asked on the home page, shown by due day.
TODOS: Sequence[Callable[[Actor, datetime.date], Sequence[Todo]]] = (
    people.todos,
    rulebook.todos,
    collection.todos,
    assessment.todos,
)

# The round that is under way, for the header; the first room that names one is heard.
ROUNDS: Sequence[Callable[[Actor, datetime.date], Text | None]] = (collection.round_now,)

# The box in the header.
SEARCHES: Sequence[Callable[[Actor, str], Sequence[Hit]]] = (
    people.search,
    rulebook.search,
    collection.search,
    exhibition.search,
)

# The menu, in the order of a round.
MENU: Sequence[Entry] = (
    Entry("home", Text("待办", "To do")),
    Entry("rulebook:index", Text("规则", "Rules"), ("view_own", "view_all", "comment_rulebook", "edit_rulebook")),
    Entry("collection:rounds", Text("填报与审核", "Filing"), ("view_own", "view_all")),
    Entry("assessment:index", Text("计分与发布", "Scoring"), ("view_own", "view_all")),
    Entry("exhibition:index", Text("结果", "Results"), ("view_own", "view_all")),
    Entry("people:organisations", Text("单位", "Organisations")),
    Entry("people:people", Text("人员与任职", "People and posts"), ("manage_people",)),
    Entry("front:audit", Text("审计", "Audit"), ("read_audit",)),
)

# The audit log in human words: act → sentence, with the names of its data.
SENTENCES: Mapping[str, Text] = {
    **foundation.SENTENCES,
    **people.SENTENCES,
    **rulebook.SENTENCES,
    **collection.SENTENCES,
    **assessment.SENTENCES,
    **exhibition.SENTENCES,
}

# Subjects of the log that stand in events of many: kind → the frozen rows that are about one of it.
ROWS: Mapping[str, Callable[[int], Sequence[tuple[str, int]]]] = {"cell": collection.rows_of_cell}


def moment(pulse: int) -> tuple[int, ...]:
    """What changes by the clock alone, without anybody's act: publications that have come into force."""
    return (exhibition.in_force(foundation.now(), pulse),)
