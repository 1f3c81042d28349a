"""Claims, ballots and rulings in a real browser: whole errands, and every page at three widths."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from tests import django_ready
from tests.browser.conftest import Person, Server
from tests.browser.test_every_page import CHINESE_LEFT, WIDTHS, address, choose, shot
from tests.pages.ballots.permissions import LINES as BALLOTS
from tests.pages.claims.permissions import LINES as CLAIMS
from tests.pages.permissions import OK, Line
from tests.pages.rulings.permissions import LINES as RULINGS

LINES = (*CLAIMS, *BALLOTS, *RULINGS)
LOOKERS = ("office", "filer", "liaison", "bureau")


@pytest.fixture(scope="session")
def fair(server: Server) -> Mapping[str, Any]:
    """The round of the page tests, made beside the server."""
    told = {"LEITAI_DATA": str(server.data), "LEITAI_DEMO": "true"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.fair"], cwd=django_ready.ROOT, env=os.environ | told,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    world: Mapping[str, Any] = json.loads(done.stdout)
    return world


@pytest.fixture
def visit(chromium: Browser, server: Server) -> Iterator[Any]:
    """Several people, each at a browser of their own."""
    opened: list[Person] = []

    def by(login: str, width: int = 1440) -> Person:
        somebody = Person(chromium.new_context(viewport={"width": width, "height": 900}, locale="zh-CN"), server)
        opened.append(somebody)
        somebody.sign_in(login)
        return somebody

    yield by
    for one in opened:
        one.context.close()
    assert [said for one in opened for said in one.complaints] == []


def pages_for(key: str) -> list[Line]:
    """The pages this looker is the first to see; together they see every one."""
    return [one for one in LINES if next((who for who in LOOKERS if one.expected(who)[0] == OK), "") == key]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("key", LOOKERS)
def test_every_page_fits_and_is_accessible(
    fair: Mapping[str, Any], chromium: Browser, server: Server, key: str, language: str
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    somebody = Person(context, server)
    somebody.sign_in(key)
    choose(somebody, "language", language)
    faults = {}
    for line in pages_for(key):
        path = address(line, fair)
        somebody.go(path)
        found = []
        for width, height in WIDTHS.items():
            somebody.page.set_viewport_size({"width": width, "height": height})
            shot(somebody, f"{language}-{key}-{line.name.replace(':', '_')}-{width}")
            if (over := somebody.too_wide()) > 0:
                found.append(f"{over} px too wide at {width}")
        found += somebody.axe()
        if language == "en" and (left := somebody.page.evaluate(CHINESE_LEFT)):
            found.append(f"not translated: {left[:5]}")
        if found:
            faults[path] = found
    choose(somebody, "language", "zh-hans")
    context.close()
    assert faults == {}
    assert somebody.complaints == []


def test_a_claim_goes_from_its_proof_to_a_verified_figure(fair: Mapping[str, Any], visit: Any, tmp_path: Path) -> None:
    proof = tmp_path / "通报.pdf"
    proof.write_bytes(b"%PDF-1.7 journey")
    claims = reverse("collection:claims", args=[fair["round"]])

    unit = visit("stranger")
    unit.go(claims)
    unit.page.get_by_role("link", name="申报一项").click()
    unit.page.get_by_label("事项名称").fill("省级营商环境示范县")
    unit.page.get_by_label("事项日期").fill("2023-03-15")
    unit.page.locator("input[type=file]").set_input_files(proof)
    unit.page.get_by_role("button", name="送评审组").click()
    expect(unit.page.locator(".message.success")).to_contain_text("已送评审组")
    number = unit.page.url.rstrip("/").rsplit("/", 1)[1]

    for login in ("office", "panel"):
        member = visit(login)
        member.go(claims)
        member.page.get_by_role("link", name="省级营商环境示范县").click()
        member.page.get_by_label("意见").select_option("accept")
        member.page.get_by_role("button", name="提交意见").click()
        expect(member.page.locator(".message.success")).to_have_text("意见已记录。")
    office = visit("office")
    office.go(claims)
    office.page.get_by_role("checkbox", name="临川县 省级营商环境示范县").check()
    office.page.get_by_role("button", name="汇总所选的意见").click()
    expect(office.page.locator("main")).to_contain_text("+0.5")
    # The other claim of the round is taken back by its unit, so that the list can be drawn up.
    other = visit("liaison")
    other.go(reverse("collection:claim", args=[fair["round"], fair["claim"]]))
    other.page.get_by_label("撤回理由").fill("转下一轮申报")
    other.page.get_by_role("button", name="撤回").click()
    expect(other.page.locator(".message.success")).to_contain_text("记录保留")

    office.go(claims)
    office.page.get_by_role("button", name="重新生成认定清单").click()
    expect(office.page.locator(".paper")).to_contain_text("省级营商环境示范县")
    filer = visit("filer")
    filer.go("/")
    filer.page.get_by_role("link", name="按认定清单录入").click()
    filer.page.get_by_role("button", name="按清单录入本单位负责的数据").click()
    expect(filer.page.locator(".message.success")).to_contain_text("送审核单位")
    bureau = visit("bureau")
    bureau.go(reverse("collection:queue_table", args=[fair["round"]]))
    expect(bureau.page.locator("tbody")).to_contain_text(f"第 {number} 号")
    bureau.page.get_by_role("checkbox", name="临川县 省级表彰").check()
    bureau.page.get_by_role("button", name="所选审核通过").click()
    expect(bureau.page.locator(".message.success")).to_contain_text("1")


def test_two_hands_read_the_ballots_and_the_paper_settles_the_rest(fair: Mapping[str, Any], visit: Any) -> None:
    box = reverse("collection:box", args=[fair["box"]])
    filer = visit("filer")
    filer.go(box)
    filer.page.get_by_role("link", name="核对纸票").click()
    expect(filer.page.locator(".differs")).to_have_text("高新区（3 / 2）")
    filer.page.get_by_label("高新区").fill("3")
    filer.page.get_by_label("依据").fill("核对纸票，第二遍录错")
    filer.page.get_by_role("button", name="以纸票为准").click()
    expect(filer.page.locator(".empty")).to_contain_text("两遍没有不一致的票")
    filer.page.get_by_role("link", name="返回票箱计票").click()
    filer.page.get_by_role("button", name="计票并封箱").click()
    expect(filer.page.locator(".message.success").first).to_contain_text("有效 1 票")
    filer.page.get_by_role("button", name="按计票结果录入 9 项").click()
    expect(filer.page.locator("main")).to_contain_text("数据与计票结果一致")


def test_a_ballot_is_read_with_the_keyboard_alone(fair: Mapping[str, Any], visit: Any) -> None:
    """Before the count of the other errand or after it, the box of a ranking of its own."""
    office = visit("office")
    office.go(reverse("collection:box_new", args=[fair["round"]]))
    office.page.get_by_label("由谁评议").fill("市领导")
    office.page.get_by_label("方式", exact=True).select_option("paper")
    office.page.get_by_label("印票张数").fill("2")
    office.page.get_by_role("button", name="设票箱").click()
    office.page.get_by_role("link", name="印票").click()
    codes = office.page.locator(".paper.ballot .code strong").all_text_contents()
    assert len(codes) == 2
    office.page.get_by_role("link", name="返回").click()
    office.page.get_by_role("link", name="第 1 遍录票").click()
    expect(office.page.locator("#code")).to_be_focused()
    for typed in (codes[0].lower(), "1", "2", "3"):
        office.page.keyboard.type(typed)
        office.page.keyboard.press("Tab")
    office.page.keyboard.press("Enter")
    expect(office.page.locator(".message.success")).to_have_text(f"票 {codes[0]} 已录。")
    expect(office.page.locator("#code")).to_be_focused()


def test_a_ruling_is_countersigned_by_another_body(fair: Mapping[str, Any], visit: Any) -> None:
    bureau = visit("bureau")
    bureau.go("/")
    bureau.page.get_by_role("link", name="复核 2023-Q1 裁定").click()
    expect(bureau.page.locator("main")).to_contain_text("澜竞办裁〔2023〕1号")
    bureau.page.get_by_role("button", name="同意复核").click()
    expect(bureau.page.locator(".message.success")).to_contain_text("已复核")
    unit = visit("liaison", 390)
    unit.go(reverse("collection:rulings", args=[fair["round"]]))
    expect(unit.page.locator("main")).to_contain_text("48.5")
    assert unit.too_wide() <= 0
