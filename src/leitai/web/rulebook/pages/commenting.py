"""Comments on a draft, by clause: units write them, the office answers each, anybody concerned prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text
from leitai.web.foundation.api import Mark, Refused, lang, now, say
from leitai.web.people.api import ActorRequest, Choice, Day, Form, names_on, person_names
from leitai.web.rulebook.access import access_comment, access_comments, access_draft
from leitai.web.rulebook.editing.address import ITEMS, nodes_of
from leitai.web.rulebook.form.known import items_of, words_of
from leitai.web.rulebook.models import Comment, Draft
from leitai.web.rulebook.pages.marks import UNANSWERED, state_mark, verdict_mark
from leitai.web.rulebook.pages.places import title_of
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.rules import VERDICTS, is_open
from leitai.web.rulebook.selectors import list_comments, reads_drafts
from leitai.web.rulebook.services import add_comment, answer_comment, open_for_comment
from leitai.web.rulebook.services.commenting import WHOLE


class Say(Form):
    """A comment: for which unit, on which clause, what."""

    organisation = forms.ChoiceField()
    clause = forms.ChoiceField()
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=4000)
    WORDS: ClassVar = {
        "organisation": (Text("代表单位", "For"), None),
        "clause": (Text("对哪一条", "On what"), None),
        "words": (Text("意见", "Comment"), Text("写明建议怎么改、理由是什么。", "Say what should change, and why.")),
    }

    def __init__(self, *args: Any, units: list[tuple[str, str]], clauses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = units  # type: ignore[attr-defined]
        self.fields["clause"].choices = clauses  # type: ignore[attr-defined]


class Reply(Form):
    verdict = Choice(VERDICTS, widget=forms.RadioSelect)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    WORDS: ClassVar = {
        "verdict": (Text("答复", "Answer"), None),
        "reason": (Text("理由", "Reason"), Text("采纳的写明改在哪里。", "Where adopted, say what was changed.")),
    }


class Until(Form):
    until = Day()
    WORDS: ClassVar = {
        "until": (Text("征求意见截止日", "Open until"), Text("含当天；逾期视为无意见。", "That day included."))
    }


@dataclass(frozen=True, slots=True)
class CommentLine:
    comment: Comment
    unit: str
    clause: str
    address: str
    mark: Mark
    answer: Any
    form: Reply | None


def comments(request: ActorRequest, draft: int) -> HttpResponse:
    found = access_comments(request.actor, draft)
    if request.method == "POST":
        return _add(request, found)
    return render(request, "rulebook/comments.html", _context(request, found))


def printed(request: ActorRequest, draft: int) -> HttpResponse:
    """The list of comments and answers, to print."""
    found = access_comments(request.actor, draft)
    return render(request, "rulebook/comments_print.html", _context(request, found))


def _context(request: ActorRequest, draft: Draft, form: Say | None = None) -> dict[str, Any]:
    actor = request.actor
    rows = list(list_comments(actor, draft))
    clauses = clauses_of(draft)
    units = names_on(actor.day, {one.organisation for one in rows}, lang())
    may_answer = actor.may("answer_comment")
    lines = [
        CommentLine(
            one,
            units.get(one.organisation, one.organisation),
            clauses.get(one.clause, one.clause).strip("　 "),
            one.clause,
            verdict_mark(one.answer.verdict) if hasattr(one, "answer") else UNANSWERED,
            getattr(one, "answer", None),
            Reply(auto_id=f"c{one.pk}-%s") if may_answer and not hasattr(one, "answer") else None,
        )
        for one in rows
    ]
    open_now = is_open(draft.state, draft.comment_until, actor.day)
    may_comment = open_now and actor.may("comment_rulebook")
    return {
        "draft": draft,
        "mark": state_mark(draft.state),
        "lines": lines,
        "names": person_names({one.person for one in rows}),
        "open_now": open_now,
        "all_units": reads_drafts(actor),
        "units_only": not reads_drafts(actor),
        "form": form or (_say(request, draft) if may_comment else None),
        "window": Until() if actor.may("edit_rulebook") and draft.state in ("draft", "comment") else None,
        "may_edit": actor.may("edit_rulebook"),
    }


def _say(request: ActorRequest, draft: Draft, posted: Any = None) -> Say:
    actor = request.actor
    units = [(post.organisation, post.organisation_name) for post in actor.posts_for("comment_rulebook")]
    clauses = list(clauses_of(draft).items())
    initial = {"clause": request.GET.get("clause", WHOLE)}
    return Say(posted, units=list(dict.fromkeys(units)), clauses=clauses, initial=initial)


def clauses_of(draft: Draft) -> Mapping[str, str]:
    """What one may comment on, by address: the whole, every node of the tree, every other item and section."""
    language = lang()
    tree = check_text(draft.text).tree or {}
    found = {WHOLE: say("整体", "The whole")}
    for path, node in nodes_of(tree):
        clause = f"{node.get('clause')} " if node.get("clause") else ""
        found[f"tree.{node.get('id')}"] = (
            f"{'　' * ((len(path) - 3) // 2)}{clause}{words_of(node.get('name')).say(language)}"
        )
    for section in ITEMS[1:]:
        for one in items_of(tree.get(section)):
            found[f"{section}.{one.get('id')}"] = (
                f"{title_of(section, language)}:{words_of(one.get('name')).say(language)}"
            )
    for section in ("grades", "policies", "contestants", "rounds", "caps"):
        found[section] = title_of(section, language)
    return found


def _add(request: ActorRequest, draft: Draft) -> HttpResponse:
    access_draft(request.actor, draft.pk, "comment")
    form = _say(request, draft, request.POST)
    if not form.is_valid():
        return render(request, "rulebook/comments.html", _context(request, draft, form), status=422)
    add_comment(actor=request.actor, at=now(), draft=draft.pk, **form.cleaned_data)
    messages.success(request, say("意见已提交。", "Your comment is in."))
    return redirect("rulebook:comments", draft.pk)


@require_POST
def answer(request: ActorRequest, comment: int) -> HttpResponse:
    found = access_comment(request.actor, comment)
    form = Reply(request.POST)
    back = f"{reverse('rulebook:comments', args=[found.draft_id])}#comment-{comment}"
    try:
        given = form.cleaned_data if form.is_valid() else {"verdict": form.data.get("verdict", ""), "reason": ""}
        answer_comment(actor=request.actor, at=now(), comment=comment, **given)
    except Refused as refusal:
        messages.error(request, refusal.say(lang()))
        return redirect(back)
    messages.success(request, say("已答复。", "Answered."))
    return redirect(back)


@require_POST
def open_window(request: ActorRequest, draft: int) -> HttpResponse:
    access_draft(request.actor, draft, "edit")
    form = Until(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("rulebook:comments", draft)
    open_for_comment(actor=request.actor, at=now(), draft=draft, until=form.cleaned_data["until"])
    until = form.cleaned_data["until"]
    messages.success(request, say(f"已向各单位征求意见，至 {until}。", f"Open to the units until {until}."))
    return redirect("rulebook:comments", draft)
