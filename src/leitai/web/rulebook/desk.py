"""What this room puts on everybody's desk: drafts to sign, publish, answer, comment on; and what search finds."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.urls import reverse

from leitai.engine.errors import Text
from leitai.engine.rulebook.model import Branch, Indicator
from leitai.web.foundation.api import Hit, Todo, lang
from leitai.web.people.api import Actor
from leitai.web.rulebook.models import Draft
from leitai.web.rulebook.selectors import count_unanswered, duties, list_editions, newest_edition, rulebook_of

PAGES = {
    "propose": "approval",
    "returned": "approval",
    "approve": "approval",
    "publish": "approval",
    "answer": "comments",
    "comment": "comments",
}
WORDS = {
    "approve": Text("审签规则《{title}》", "sign the rules “{title}”"),
    "propose": Text("提出发布规则《{title}》，各步已签", "propose to publish “{title}”; all have signed"),
    "returned": Text("修改退回的规则草稿《{title}》", "mend the returned draft “{title}”"),
    "publish": Text("确认发布规则《{title}》", "confirm the publication of “{title}”"),
    "answer": Text("答复对《{title}》的意见，还有 {count} 条", "answer comments on “{title}”, {count} left"),
    "comment": Text("对《{title}》提意见，没有意见不用填", "comment on “{title}” if you have anything to say"),
}
MOST_HITS = 20


def todos(actor: Actor, day: datetime.date) -> Sequence[Todo]:
    """What of the rules waits for this person; in a new contest, that there are none."""
    found = []
    if actor.may("edit_rulebook") and not Draft.objects.exclude(state="dropped").exists():
        found.append(Todo(Text("起草第一版规则", "draft the first edition of the rules"), reverse("rulebook:start")))
    for duty, draft in duties(actor, day):
        fields = {"title": draft.title, "count": count_unanswered(draft) if duty == "answer" else 0}
        what = Text(*(words.format(**fields) for words in WORDS[duty]))
        due = draft.comment_until if duty == "comment" else None
        found.append(Todo(what, reverse(f"rulebook:{PAGES[duty]}", args=[draft.pk]), due))
    return found


def search(actor: Actor, words: str) -> Sequence[Hit]:
    """Indicators and tracks of the newest edition of each contest, by name, id or clause."""
    asked = words.strip().lower()
    hits: list[Hit] = []
    for book in dict.fromkeys(list_editions(actor).values_list("book", flat=True)):
        edition = newest_edition(book)
        rulebook = rulebook_of(edition) if edition is not None else None
        if edition is None or rulebook is None or rulebook.tree is None:
            continue
        todo: list[Branch | Indicator] = list(rulebook.tree.nodes)
        while todo and len(hits) < MOST_HITS:
            node = todo.pop(0)
            if isinstance(node, Branch):
                todo = [*node.nodes, *todo]
            if (
                asked in node.id
                or asked in node.name.zh.lower()
                or asked in node.name.en.lower()
                or asked == node.clause
            ):
                kind = Text("赛道", "track") if isinstance(node, Branch) else Text("指标", "indicator")
                url = f"{reverse('rulebook:edition', args=[edition.pk])}#{node.id}"
                hits.append(Hit(node.name.say(lang()), kind, url, f"{edition.title} {node.clause}".strip()))
    return hits
