"""投诉建议: told from every page, also without signing in; read and answered by the office."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render

from leitai.web.foundation.api import Refused, lang, now, say
from leitai.web.people.access import access_suggestion
from leitai.web.people.forms import sent
from leitai.web.people.pages.forms import Answer, Suggest
from leitai.web.people.requests import ActorRequest
from leitai.web.people.selectors import list_suggestions
from leitai.web.people.services.suggestions import answer_suggestion, suggest
from leitai.web.people.showing import suggestion_lines


def suggestions(request: ActorRequest) -> HttpResponse:
    rows = suggestion_lines(list_suggestions(request.actor)[:200])
    return render(request, "people/suggestions.html", {"rows": rows, "all": request.actor.may("answer_suggestion")})


@login_not_required
def new(request: ActorRequest) -> HttpResponse:
    form = Suggest(sent(request), initial={"page": request.GET.get("page", "")[:300]})
    if not form.is_bound or not form.is_valid():
        return render(request, "people/suggest.html", {"form": form}, status=422 if form.is_bound else 200)
    if not ratelimit.consume(request, action="suggest"):
        form.add_error(None, say("提交得太频繁，请过一小时再来。", "Too many at once; come back in an hour."))
        return render(request, "people/suggest.html", {"form": form}, status=429)
    suggest(actor=request.actor.key, at=now(), **form.cleaned_data)
    messages.success(request, say("收到了，谢谢。", "Received; thank you."))
    return redirect("people:suggestions" if request.actor.key else settings.LOGIN_URL)


def suggestion(request: ActorRequest, suggestion: int) -> HttpResponse:
    one = access_suggestion(request.actor, suggestion, to="answer" if request.method == "POST" else "view")
    form = Answer(sent(request))
    if form.is_bound and form.is_valid():
        try:
            answer_suggestion(actor=request.actor.key, at=now(), suggestion=one.pk, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.say(lang()))
        else:
            return redirect("people:suggestion", one.pk)
    [line] = suggestion_lines([one])
    context = {"line": line, "one": one, "form": form, "may": request.actor.may("answer_suggestion")}
    return render(request, "people/suggestion.html", context, status=422 if form.errors else 200)
