"""Every page of a round in hand, in both languages and at three widths: nothing overflows, nobody is shut out."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Person, Server
from tests.browser.test_every_page import CHINESE_LEFT, WIDTHS, choose, shot

# Who looks at what. {city} and {locked} are rounds, {cell} the gross product of 汐桥区.
PAGES = {
    "filer": ("", "{city}/file/planning/", "{city}/cell/{cell}/", "{city}/extension/planning/"),
    "bureau": ("{city}/verify/", "{city}/verify/table/", "{city}/file/statistics/"),
    "liaison": ("{city}/row/xiqiao/", "{city}/file/xiqiao/", "{city}/indicator/gdp/"),
    "office": (
        "", "{city}/", "open/", "open/?which=1:2023-Q2", "{city}/extensions/", "{city}/sample/", "{city}/remind/",
        "{locked}/file/planning/", "{locked}/",
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("login", sorted(PAGES))
def test_every_page_of_a_round_fits_and_is_accessible(
    chromium: Browser, collected: Server, login: str, language: str
) -> None:
    somebody = Person(chromium.new_context(viewport={"width": 1440, "height": 900}), collected)
    somebody.sign_in(login)
    choose(somebody, "language", language)
    world = dict(collected.world) | {"cell": collected.world["cells"]["xiqiao|gdp|actual"]}
    faults = {}
    for path in PAGES[login]:
        somebody.go("/rounds/" + path.format(**world))
        expect(somebody.page.locator("h1")).to_be_visible()
        if "/file/" in path:
            expect(somebody.page.locator("#side .side")).to_be_visible()
        found = []
        for width, height in WIDTHS.items():
            somebody.page.set_viewport_size({"width": width, "height": height})
            shot(somebody, f"round-{language}-{login}-{path.strip('/').replace('/', '_') or 'list'}-{width}")
            if (over := somebody.too_wide()) > 0:
                found.append(f"{over} px too wide at {width}")
        found += somebody.axe()
        if language == "en" and (left := somebody.page.evaluate(CHINESE_LEFT)):
            found.append(f"not translated: {left[:5]}")
        if found:
            faults[path] = found
    choose(somebody, "language", "zh-hans")
    somebody.context.close()
    assert faults == {}
    assert somebody.complaints == []


def test_a_unit_reads_every_value_of_its_row_on_a_narrow_screen(chromium: Browser, collected: Server) -> None:
    somebody = Person(chromium.new_context(viewport={"width": 390, "height": 844}), collected)
    somebody.sign_in("liaison")
    somebody.go(f"/rounds/{collected.world['locked']}/row/xiqiao/")
    values = somebody.page.locator("main tbody td.number:visible")
    expect(values.first).to_be_visible()
    for one in values.all():
        box = one.bounding_box()
        assert box is not None
        assert 0 <= box["x"] < box["x"] + box["width"] <= 390, one.inner_text()
    somebody.context.close()


def test_a_table_with_columns_out_of_sight_says_so(chromium: Browser, collected: Server) -> None:
    somebody = Person(chromium.new_context(viewport={"width": 1440, "height": 900}), collected)
    somebody.sign_in("office")
    somebody.go(f"/rounds/{collected.world['large']}/")
    told = somebody.page.locator(".sheet > .more")
    expect(told.first).to_be_visible()
    expect(told.last).to_be_hidden()
    somebody.page.set_viewport_size({"width": 2200, "height": 900})
    somebody.page.evaluate("document.querySelectorAll('.width').forEach(one => { one.style.maxWidth = 'none'; })")
    expect(told.first).to_be_hidden()
    somebody.context.close()
