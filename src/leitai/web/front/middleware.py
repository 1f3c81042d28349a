"""What happens around every page: headers, limits of a session, who acts, and refusals in plain words."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from leitai.web.foundation.api import RoomError, say
from leitai.web.front.pages.errors import refusal_page
from leitai.web.people.api import Actor, get_actor

Answer = Callable[[HttpRequest], HttpResponse]
# How exactly the last request is remembered; a row of the database is written once in this many seconds at most.
SEEN_SECONDS = 60


class Headers:
    """What tells a browser to load nothing from elsewhere, run nothing inline, and share no page of ours."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class SessionLimits:
    """A session ends after some idle minutes, and some hours after signing in whatever happens in it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.answer(request)
        now, session = int(time.time()), request.session
        since, seen = session.setdefault("since", now), session.setdefault("seen", now)
        config = settings.CONFIG
        if now - since > config.session_hours * 3600 or now - seen > config.idle_minutes * 60:
            return self.end(request, idle=now - seen > config.idle_minutes * 60)
        if now - seen >= SEEN_SECONDS:
            session["seen"] = now
        return self.answer(request)

    def end(self, request: HttpRequest, *, idle: bool) -> HttpResponse:
        logout(request)
        minutes, hours = settings.CONFIG.idle_minutes, settings.CONFIG.session_hours
        if idle:
            words = say(
                f"超过 {minutes} 分钟没有操作，请重新登录。",
                f"No activity for {minutes} minutes; please sign in again.",
            )
        else:
            words = say(f"登录已满 {hours} 小时，请重新登录。", f"Signed in for {hours} hours; please sign in again.")
        messages.info(request, words)
        back = request.get_full_path() if request.method == "GET" else "/"
        url = f"{reverse('account_login')}?{urlencode({'next': back})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": url})
        return redirect(url)


class Acting:
    """`request.actor`: the person with the posts of today. Language and look are the person's, or a cookie's."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        if request.user.is_authenticated:
            person = request.user
            asked.actor = SimpleLazyObject(lambda: get_actor(person, timezone.localdate()))
            language, asked.look = person.language, person.look
        else:
            asked.actor = Actor("", "", timezone.localdate(), ())
            language, asked.look = request.COOKIES.get("language", ""), request.COOKIES.get("look", "")
        # Chinese whatever the browser says, unless the person chose.
        language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        asked.look = asked.look if asked.look in ("standard", "elder", "contrast", "night") else "standard"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
            return response


class Refusals:
    """An act that a room refuses on purpose becomes a page in plain words; anything else is a bug and goes on."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, RoomError) else None
