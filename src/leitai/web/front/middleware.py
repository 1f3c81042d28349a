"""What happens around every page: headers, limits of a session, who acts, and refusals in plain words."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from leitai.web import wiring
from leitai.web.foundation.api import RoomError, Unstorable, pulse, say, today
from leitai.web.front.accounts import record_change
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
        # What comes with a 304 takes the place of what the browser kept with the page, which may have its own policy.
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            response.headers.setdefault("Content-Security-Policy", settings.CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class SessionLimits:
    """A session ends when idle, some hours after signing in, and at once where another browser shows its cookie."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.answer(request)
        now, session = int(time.time()), request.session
        since, seen = session.setdefault("since", now), session.setdefault("seen", now)
        config = settings.CONFIG
        if session.setdefault("browser", browser_of(request)) != browser_of(request):
            record_change(request, request.user, "session_elsewhere")
            return self.end(
                request,
                say(
                    "登录状态出现在另一个浏览器里，已在两处一并退出。若不是您本人，请登录后立即修改密码。",
                    "This sign-in showed up in another browser and was ended in both. If that was not you, sign in and"
                    " change your password.",
                ),
            )
        if now - seen > config.idle_minutes * 60:
            return self.end(
                request,
                say(
                    f"超过 {config.idle_minutes} 分钟没有操作，请重新登录。",
                    f"No activity for {config.idle_minutes} minutes; please sign in again.",
                ),
            )
        if now - since > config.session_hours * 3600:
            return self.end(
                request,
                say(
                    f"登录已满 {config.session_hours} 小时，请重新登录。",
                    f"Signed in for {config.session_hours} hours; please sign in again.",
                ),
            )
        if now - seen >= SEEN_SECONDS:
            session["seen"] = now
        return self.answer(request)

    def end(self, request: HttpRequest, words: str) -> HttpResponse:
        logout(request)
        messages.info(request, words)
        back = request.get_full_path() if request.method == "GET" else "/"
        url = f"{reverse('account_login')}?{urlencode({'next': back})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": url})
        return redirect(url)


def browser_of(request: HttpRequest) -> str:
    """What a browser says of itself, as a digest; a cookie that was carried off usually lands in another."""
    return hashlib.sha256(request.headers.get("User-Agent", "").encode()).hexdigest()[:16]


class Acting:
    """`request.actor`: the person with the posts of today. Language and look are the person's, or a cookie's."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked: Any = request
        if request.user.is_authenticated:
            person = request.user
            asked.actor = SimpleLazyObject(lambda: get_actor(person, today()))
            language, asked.look = person.language, person.look
        else:
            asked.actor = Actor("", "", today(), ())
            language, asked.look = request.COOKIES.get("language", ""), request.COOKIES.get("look", "")
        # Chinese whatever the browser says, unless the person chose.
        language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        asked.look = asked.look if asked.look in ("standard", "elder", "contrast", "night") else "standard"
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.answer(request)
            response.headers.setdefault("Content-Language", language)
            return response


class Unchanged:
    """A page its browser still holds is not made again while nobody did anything: 304 before any of its own queries.

    What a page shows follows from who asks, for what, on which day, and from what was done so far; every act has its
    event (`pulse`). Pages of one's own account show more than that and are left out, and so is any with a message.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        # Another program may say the same with other words.
        self.program = secrets.token_hex(8)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        plain = request.method == "GET" and request.user.is_authenticated and not request.path.startswith("/account/")
        if not plain or len(messages.get_messages(request)):
            return self.answer(request)
        tag = self.tag(request)
        if request.headers.get("If-None-Match") == tag:
            return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers={"ETag": tag})
        response = self.answer(request)
        html = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 200 and html and "Cache-Control" not in response.headers:
            response.headers["ETag"] = tag
        return response

    def tag(self, request: HttpRequest) -> str:
        """Read before the page is made: an act in between makes the tag too old, never too new."""
        person: Any = request.user
        acts = pulse()
        said = (
            *(self.program, acts, wiring.moment(acts), today()),
            *(request.get_full_path(), request.headers.get("HX-Request", "")),
            *(person.pk, person.language, person.look, request.META.get("CSRF_COOKIE", "")),
        )
        return f'"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


class Refusals:
    """An act that a room refuses on purpose becomes a page in plain words; anything else is a bug and goes on."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refusal_page(request, exception) if isinstance(exception, RoomError) else None


class NoNul:
    """A NUL in any field is refused before a page reads it; in a raw field the database would only break at it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        fields = (field for sent in (request.GET, request.POST) for field in sent.lists())
        if any("\0" in text for name, texts in fields for text in (name, *texts)):
            return refusal_page(request, Unstorable())
        return None
