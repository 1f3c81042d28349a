"""Every page, in both languages, at three widths and in four looks: nothing overflows, nobody is shut out."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from tests.browser.conftest import SHOTS, Person, Server
from tests.pages.permissions import LINES, OK, Line

WIDTHS = {1440: 900, 1024: 768, 390: 844}
# Who sees a page best; together they open every page of the matrix.
LOOKED_AT = ("/", "/people/organisations/", "/audit/", "/people/suggestions/new/", "/account/factors/", "/nowhere/")
LOOKERS = ("office", "security_admin", "auditor", "liaison", "")


def pages_for(key: str) -> list[Line]:
    return [line for line in LINES if line.expected(key)[0] == OK and looker_of(line) == key]


def looker_of(line: Line) -> str | None:
    """The first of the lookers who may open it; a page that is open is looked at without signing in."""
    if line.open is not None:
        return "" if line.open[0] == OK else None
    return next((key for key in LOOKERS if key and line.expected(key)[0] == OK), None)


def address(line: Line, world: Any) -> str:
    return reverse(line.name, kwargs=line.arguments(world) if callable(line.arguments) else line.arguments)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", LOOKERS, ids=lambda key: key or "not signed in")
def test_every_page_fits_and_is_accessible(chromium: Browser, server: Server, key: str, language: str) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "language", "value": language, "url": server.url}])
    somebody = Person(context, server)
    if key:
        somebody.sign_in(key)
        choose(somebody, "language", language)
    faults = {}
    for line in pages_for(key):
        path = address(line, server.world)
        somebody.go(path)
        found = []
        for width, height in WIDTHS.items():
            somebody.page.set_viewport_size({"width": width, "height": height})
            shot(somebody, f"{language}-{key or 'anon'}-{line.name.replace(':', '_')}-{width}")
            if (over := somebody.too_wide()) > 0:
                found.append(f"{over} px too wide at {width}")
        found += somebody.axe()
        if language == "en" and (left := somebody.page.evaluate(CHINESE_LEFT)):
            found.append(f"not translated: {left[:5]}")
        if found:
            faults[path] = found
    if key:  # the language is the person's, and the next test signs her in again
        somebody.go("/")
        choose(somebody, "language", "zh-hans")
    context.close()
    assert faults == {}
    assert somebody.complaints == []


@pytest.mark.parametrize("look", ["elder", "contrast", "night"])
def test_every_look_has_its_contrast(chromium: Browser, server: Server, look: str) -> None:
    context = chromium.new_context(viewport={"width": 1024, "height": 768})
    somebody = Person(context, server)
    somebody.sign_in("auditor")
    choose(somebody, "look", look)
    faults = {}
    for path in LOOKED_AT:
        somebody.go(path)
        shot(somebody, f"{look}-{path.strip('/').replace('/', '_') or 'home'}-1024")
        if found := somebody.axe():
            faults[path] = found
        if somebody.too_wide() > 0:
            faults[path] = [*faults.get(path, []), "too wide"]
    choose(somebody, "look", "standard")
    context.close()
    assert faults == {}


# What a reader of English would stumble over: Chinese in the page's own words, not in names and figures.
CHINESE_LEFT = """() => [...document.querySelectorAll(
    'h1,h2,h3,label,button,th[scope=col],.lede,.hint,.mark,legend,nav a')]
  .filter(e => !e.closest('[lang="zh-Hans"], .choices, [data-name]'))
  .map(e => [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent).join(''))
  .filter(t => /[\\u4e00-\\u9fff]/.test(t))"""


def choose(somebody: Person, name: str, value: str) -> None:
    somebody.page.locator(f"button[name={name}][value={value}]").click()


def shot(somebody: Person, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    somebody.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
