"""When a page is not given: what happened, and what to do."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from leitai.engine.errors import Text
from leitai.web.foundation.api import RoomError, lang

logger = logging.getLogger("leitai")
HEADINGS = {
    400: Text("请求有误", "The request is not right"),
    403: Text("没有权限", "Not allowed"),
    404: Text("没有这一页", "There is no such page"),
    409: Text("已被他人更改", "Changed by somebody else"),
    422: Text("没有办成", "Not carried out"),
    429: Text("操作太频繁", "Too many requests"),
    500: Text("系统出错", "Something broke"),
}
NOTES = {
    400: Text("请返回重试；若从收藏夹打开，网址可能已变。", "Go back and try again; a bookmark may be out of date."),
    403: Text(
        "如需办理，请与考评办或安全管理员联系。", "If you need it, ask the assessment office or the administrator."
    ),
    404: Text(
        "可能是网址有误，或这项内容不对您开放。可从待办页进入，或用页眉的搜索。",
        "The address may be wrong, or this is not open to you. Start from the to-do page, or search.",
    ),
    409: Text("请返回，重看最新内容后再定。", "Go back, look at what it is now, and decide."),
    422: Text("请按上面的说明改正后再试。", "Correct it as said above and try again."),
    429: Text("请过几分钟再试。", "Try again in a few minutes."),
    500: Text(
        "您的数据没有丢失。请稍后再试；仍不行，请把下面的编号告诉管理员。",
        "Nothing you saved is lost. Try again later; if it stays, tell the administrator the number below.",
    ),
}


def refusal_page(request: HttpRequest, refusal: RoomError) -> HttpResponse:
    """A refusal of a room, in its own words."""
    # 404 says the same whether a thing is absent or hidden.
    words = "" if refusal.status == 404 else refusal.say(lang())
    return _page(request, refusal.status, words)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    return _page(request, 429)


@requires_csrf_token
def broken(request: HttpRequest) -> HttpResponse:
    number = secrets.token_hex(4).upper()
    logger.error("error number %s at %s", number, request.path)
    return _page(request, 500, number=number)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    words = Text(
        "页面放得太久，或在别的窗口重新登录过，所以没有提交。请返回、刷新，再提交一次。",
        "The page lay open too long, or you signed in again elsewhere. Go back, reload, and send it again.",
    )
    return _page(request, 403, words.say(lang()), note=Text(""))


def _page(
    request: HttpRequest, status: int, words: str = "", number: str = "", note: Text | None = None
) -> HttpResponse:
    said = HEADINGS.get(status, HEADINGS[422])
    context = {"heading": said, "words": words, "note": note or NOTES.get(status, NOTES[422]), "number": number}
    part = "front/parts/refusal.html" if request.headers.get("HX-Request") else "front/error.html"
    return render(request, part, context, status=status)
