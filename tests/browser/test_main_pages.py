"""The main pages of the demo city as pictures, at three widths and in both languages, with a page to leaf through.

They are written to .cache/shots/main; nothing in them may be wider than its window, and no script may complain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from leitai.web.demo import TODAY
from tests.browser.conftest import SHOTS, Person, Server, served
from tests.browser.test_every_page import WIDTHS, choose

FOLDER = SHOTS / "main"
WIDE = {1920: 1080, 3840: 2160}
# An A4 sheet within its margins, in pixels of the browser.
PAPER = 718
LANGUAGES = {"zh-hans": "中文", "en": "English"}


class Shown(NamedTuple):
    """A page, who looks at it, and what has to stand on it before the picture is taken."""

    name: str
    title: str
    login: str
    path: str
    waits: str = "h1"
    axe: bool = False
    """Whether it is looked through for who cannot see it: pages that no other test of the browser opens."""
    wide: bool = False
    """Whether it is shown on a big screen and printed, too."""


DESKS = {
    "filer": "填报员", "liaison": "联络员", "head": "单位负责人", "verifier": "审核员", "office": "考评办",
    "panel": "评审组", "leader": "领导", "supervisor": "督查员", "auditor": "审计员", "system_admin": "系统管理员",
    "security_admin": "安全管理员", "audit_admin": "审计管理员",
}  # fmt: skip
PAGES = (
    *(Shown(f"desk-{login}", f"待办：{role}", login, "/") for login, role in DESKS.items()),
    Shown("matrix", "填报进度总表", "office", "/rounds/{round}/", ".glyph-cell"),
    Shown("grid", "填报表格与侧栏", "filer", "/rounds/{round}/file/tjj/", "#side .side"),
    Shown("queue", "逐项审核", "verifier", "/rounds/{round}/verify/", "#panel .trend"),
    Shown("queue-table", "审核表格", "verifier", "/rounds/{round}/verify/table/"),
    Shown("row", "单位确认", "liaison", "/rounds/{round}/row/xiqiao/"),
    Shown("sheet", "审签表", "head", "/rounds/sheets/{sheet}/", ".paper svg"),
    Shown("editor", "规则编辑与得分曲线", "office", "/rulebook/drafts/{comment}/?at=tree.gdp_growth", ".curve"),
    Shown("redline", "与旧版对照", "office", "/rulebook/drafts/{comment}/redline/"),
    Shown("claims", "加减分认定", "office", "/rounds/{round}/claims/"),
    Shown("ballot", "票箱", "office", "/rounds/ballots/{box}/"),
    Shown("vote", "线上投票", "leader", "/rounds/ballots/{vote}/vote/"),
    Shown("audit", "审计日志", "auditor", "/audit/"),
    Shown("scoring", "计分与发布", "office", "/results/", axe=True),
    Shown("freeze", "锁定前的清单", "office", "/results/{round}/", "details", axe=True),
    Shown("frozen", "一轮从锁定到发布", "office", "/results/{past}/", axe=True),
    Shown("board-unpublished", "未发布的排名", "office", "/results/runs/{run}/", ".as-total", axe=True),
    Shown("policies", "政策如何起作用", "office", "/results/runs/{run}/policies/", axe=True),
    Shown("review", "保密审查", "supervisor", "/results/runs/{run}/review/", axe=True),
    Shown("objection", "异议与裁定", "panel", "/results/objections/{objection}/", axe=True),
    Shown("proposal", "公布件审签", "leader", "/results/proposals/{proposal}/", axe=True),
    Shown("draft-publication", "拟定公布件", "office", "/results/runs/{run}/publish/", axe=True),
    Shown("what-if", "试排", "office", "/results/drafts/{comment}/", "#tried td", axe=True),
    Shown("published", "公布的结果", "liaison", "/exhibition/", axe=True),
    Shown("board", "公布的排名", "liaison", "/exhibition/{number}/", ".as-total", axe=True, wide=True),
    Shown("unit", "单位成绩", "liaison", "/exhibition/{number}/unit/xiqiao/", ".as-fall", axe=True, wide=True),
    Shown(
        "explained",
        "得分说明",
        "liaison",
        "/exhibition/{number}/unit/xiqiao/hotline_satisfaction/",
        axe=True,
        wide=True,
    ),
    Shown("changed", "更正对照", "liaison", "/exhibition/2023-Q2-2/changed/", "del", axe=True),
    Shown("pack", "会议材料", "office", "/exhibition/{number}/pack/", axe=True),
    Shown("proof", "怎么核对", "auditor", "/exhibition/{number}/proof/", axe=True),
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo city on the day its history ends."""
    with served(tmp_path_factory.mktemp("city"), "tests.browser.city", TODAY) as found:
        yield found


def test_the_main_pages_are_pictured_with_an_index(chromium: Browser, city: Server) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    faults = {}
    for login in dict.fromkeys(one.login for one in PAGES):
        somebody = Person(chromium.new_context(viewport={"width": 1440, "height": 900}), city)
        somebody.go("/account/login/")
        choose(somebody, "login", login)
        for language in LANGUAGES:
            somebody.go("/")
            choose(somebody, "language", language)
            for one in PAGES:
                if one.login == login and (found := picture(somebody, one, language, city.world)):
                    faults[one.name, language] = found
        somebody.context.close()
        if somebody.complaints:
            faults[login, ""] = somebody.complaints
    assert faults == {}
    index = FOLDER / "index.html"
    index.write_text(index_of(PAGES), encoding="utf-8")
    pictures = {path.name for path in FOLDER.glob("*.png")}
    wide = sum(one.wide for one in PAGES) * len(WIDE)
    assert len(pictures) == (len(PAGES) * len(WIDTHS) + wide) * len(LANGUAGES)
    assert all(f'href="{name}"' in index.read_text(encoding="utf-8") for name in pictures)


@pytest.mark.parametrize("path", ["wall", "briefing"])
def test_a_page_that_stands_alone_works_when_it_is_opened_again(chromium: Browser, city: Server, path: str) -> None:
    somebody = Person(chromium.new_context(viewport={"width": 1920, "height": 1080}), city)
    somebody.go("/account/login/")
    choose(somebody, "login", "leader")
    looks = "() => [getComputedStyle(document.body).backgroundColor, document.scripts.length]"
    somebody.go(f"/exhibition/{city.world['number']}/{path}/")
    first = somebody.page.evaluate(looks)
    somebody.go("/exhibition/")
    somebody.go(f"/exhibition/{city.world['number']}/{path}/")
    assert somebody.page.evaluate(looks) == first
    somebody.page.reload()
    assert somebody.page.evaluate(looks) == first
    somebody.context.close()
    assert somebody.complaints == []


def picture(somebody: Person, one: Shown, language: str, world: Mapping[str, Any]) -> list[str]:
    """What is wrong with a page beside how it looks."""
    somebody.go(one.path.format(**world))
    expect(somebody.page.locator(one.waits).first).to_be_visible()
    found = []
    for width, height in WIDTHS.items():
        somebody.page.set_viewport_size({"width": width, "height": height})
        somebody.page.screenshot(path=FOLDER / file_of(one, language, width), full_page=True)
        if (over := somebody.too_wide()) > 0:
            found.append(f"{over} px too wide at {width}")
    if one.wide:
        for width, height in WIDE.items():
            somebody.page.set_viewport_size({"width": width, "height": height})
            somebody.page.screenshot(path=FOLDER / file_of(one, language, width), full_page=True)
            if (over := somebody.too_wide()) > 0:
                found.append(f"{over} px too wide at {width}")
        somebody.page.emulate_media(media="print")
        somebody.page.set_viewport_size({"width": PAPER, "height": 1123})
        if (over := somebody.too_wide()) > 0:
            found.append(f"{over} px too wide on paper")
        somebody.page.pdf(path=FOLDER / f"{one.name}-{language}.pdf", format="A4", print_background=True)
        somebody.page.emulate_media(media="screen")
    return found + (somebody.axe() if one.axe else [])


def file_of(one: Shown, language: str, width: int) -> str:
    return f"{one.name}-{language}-{width}.png"


def index_of(pages: tuple[Shown, ...]) -> str:
    """One page with all pictures, small; each leads to the picture itself."""
    rows = "".join(
        f"<h2>{escape(one.title)} <small>{escape(one.login)} {escape(one.path)}</small></h2><p>"
        + "".join(
            f'<a href="{file_of(one, key, width)}"><img src="{file_of(one, key, width)}" height="320" loading="lazy"'
            f' alt="{escape(one.title)} {words} {width}"></a> '
            for key, words in LANGUAGES.items()
            for width in (*WIDTHS, *(WIDE if one.wide else ()))
        )
        + "</p>"
        for one in pages
    )
    head = '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>主要页面 · 演示数据</title></head>'
    return f"{head}<body><h1>主要页面（演示数据）</h1>{rows}</body></html>\n"


def test_the_index_names_every_picture(tmp_path: Path) -> None:
    pages = (Shown("a", "甲<乙", "office", "/"),)
    text = index_of(pages)
    assert text.count("<img") == len(LANGUAGES) * len(WIDTHS)
    assert "甲&lt;乙" in text
