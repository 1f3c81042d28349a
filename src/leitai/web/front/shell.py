"""What the layout shows on every page: whose it is, which round, where the menu leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from leitai.engine.errors import Lang, Text
from leitai.web import wiring
from leitai.web.foundation.api import lang
from leitai.web.people.api import Actor, DemoAccount, Held, demo_accounts

LOOKS = (
    ("standard", Text("标准", "Standard")),
    ("elder", Text("长者", "Large type")),
    ("contrast", Text("高对比", "High contrast")),
    ("night", Text("夜间", "Night")),
)
LANGUAGES = (("zh-hans", "中文", "zh-Hans"), ("en", "English", "en"))


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    words: Text
    here: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """One name in every template's context, so that no page's own names are overwritten."""

    contest: str
    demo: bool
    language: Lang
    tag: str
    look: str
    known: bool
    name: str
    posts: tuple[Held, ...]
    menu: Sequence[Link]
    round: Text | None
    login: str
    accounts: Sequence[DemoAccount]
    looks: Sequence[tuple[str, Text]] = LOOKS
    languages: Sequence[tuple[str, str, str]] = LANGUAGES


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Django's hook for what every template knows."""
    actor: Actor | None = getattr(request, "actor", None)
    known = actor is not None and bool(actor.key)
    made = Shell(
        contest=settings.CONFIG.title,
        demo=settings.CONFIG.demo,
        language=lang(),
        tag="zh-Hans" if lang() == "zh" else "en",
        look=getattr(request, "look", "standard"),
        known=known,
        name=actor.name if actor and known else "",
        posts=actor.posts if actor and known else (),
        menu=_menu(request, actor) if actor and known else (),
        round=_round(actor) if actor and known else None,
        login=request.user.get_username() if known else "",
        accounts=demo_accounts(actor.day) if settings.CONFIG.demo and actor else (),
    )
    return {"shell": made}


def _menu(request: HttpRequest, actor: Actor) -> list[Link]:
    links = []
    for entry in wiring.MENU:
        if not entry.acts or any(actor.may(act) for act in entry.acts):
            url = reverse(entry.url_name)
            here = request.path == url or (url != "/" and request.path.startswith(url))
            links.append(Link(url, entry.words, here))
    return links


def _round(actor: Actor) -> Text | None:
    return next((found for named in wiring.ROUNDS if (found := named(actor, actor.day)) is not None), None)
