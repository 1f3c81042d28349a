"""The YAML itself, with the same check beside it; files taken away and put in."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from leitai.engine.errors import Text
from leitai.web.foundation.api import lang, now, say
from leitai.web.people.api import ActorRequest, Form
from leitai.web.rulebook.access import access_draft
from leitai.web.rulebook.errors import Cannot, Conflict, Faulty
from leitai.web.rulebook.models import Draft
from leitai.web.rulebook.pages.files import file_of
from leitai.web.rulebook.pages.marks import state_mark
from leitai.web.rulebook.reading import check_text
from leitai.web.rulebook.services import save_text
from leitai.web.rulebook.services.drafting import text_of_file, tidy


class Upload(Form):
    """A rulebook as a file."""

    file = forms.FileField(widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.xlsx"}))
    WORDS: ClassVar = {
        "file": (
            Text("规则书文件", "Rulebook file"),
            Text(".yaml、.yml 或 .xlsx，不超过 16 MB。", ".yaml, .yml or .xlsx, at most 16 MB."),
        )
    }


def source(request: ActorRequest, draft: int) -> HttpResponse:
    found = access_draft(request.actor, draft, "edit")
    if request.method != "POST":
        return _page(request, found, found.text, 200)
    text = tidy(request.POST.get("text", ""))
    version = request.POST.get("version", "")
    try:
        save_text(
            actor=request.actor,
            at=now(),
            draft=draft,
            version=int(version) if version.isdecimal() else 0,
            text=text,
        )
    except Conflict as conflict:
        current = access_draft(request.actor, draft, "edit")
        context = {"conflict": conflict.say(lang()), "theirs": conflict.theirs}
        return _page(request, current, conflict.ours, 409, context)
    except Faulty:
        return _page(request, found, text, 422, {"not_saved": True})
    messages.success(request, say("已保存源文本。", "The source is saved."))
    return redirect("rulebook:source", draft)


def _page(
    request: ActorRequest, draft: Draft, text: str, status: int, more: dict[str, Any] | None = None
) -> HttpResponse:
    context = {
        "draft": draft,
        "mark": state_mark(draft.state),
        "text": text,
        "checked": check_text(text),
        "lines": min(max(text.count("\n") + 2, 20), 40),
        "form": Upload(),
        **(more or {}),
    }
    return render(request, "rulebook/source.html", context, status=status)


@require_POST
def check(request: ActorRequest, draft: int) -> HttpResponse:
    """The check of what is typed; nothing is saved."""
    found = access_draft(request.actor, draft, "edit")
    checked = check_text(tidy(request.POST.get("text", "")))
    return render(request, "rulebook/parts/check.html", {"draft": found, "checked": checked, "in_source": True})


@require_POST
def replace(request: ActorRequest, draft: int) -> HttpResponse:
    """The whole text by an uploaded file."""
    found = access_draft(request.actor, draft, "edit")
    form = Upload(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, found.text, 422, {"form": form})
    version = request.POST.get("version", "")
    try:
        text = text_of_file(form.cleaned_data["file"].name, form.cleaned_data["file"].read())
        number = int(version) if version.isdecimal() else 0
        save_text(actor=request.actor, at=now(), draft=draft, version=number, text=text)
    except (Faulty, Cannot) as refusal:
        return _page(request, found, found.text, 422, {"upload": refusal, "refused": refusal.say(lang())})
    messages.success(request, say("已用上传的文件替换全文。", "The file has replaced the text."))
    return redirect("rulebook:source", draft)


def download(request: ActorRequest, draft: int, kind: str) -> HttpResponse:
    found = access_draft(request.actor, draft)
    rulebook = check_text(found.text).reading.rulebook
    return file_of(kind, f"{found.title}（{found.edition} 第{found.version}稿）", found.text, rulebook)
