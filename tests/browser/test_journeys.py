"""Whole errands in a real browser: with the keyboard alone, on a narrow screen, with a passkey."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Person, Server
from tests.cast import PASSWORD


def test_signing_in_and_finding_a_unit_with_the_keyboard_alone(person: Person) -> None:
    page = person.page
    person.go("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for typed in ("liaison", PASSWORD):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("待办")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("xqq")
    page.keyboard.press("Enter")
    expect(page.locator("main tbody a").first).to_have_text("汐桥区")


def test_the_menu_of_the_person_opens_and_closes_with_the_keyboard(person: Person) -> None:
    person.sign_in("two_hats")
    summary = person.page.locator("details.person summary")
    summary.focus()
    person.page.keyboard.press("Enter")
    expect(person.page.locator("details.person .posts li")).to_have_count(2)
    person.page.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(person.page.locator("details.person .posts")).not_to_be_visible()


def test_every_focus_is_seen(person: Person) -> None:
    """Wherever Tab leads, the browser draws an outline of ours around it."""
    person.sign_in("office")
    person.go("/people/organisations/")
    unseen = []
    for _ in range(40):
        person.page.keyboard.press("Tab")
        found = person.page.evaluate(
            "() => { const e = document.activeElement, s = getComputedStyle(e);"
            " return e === document.body ? null : [e.outerHTML.slice(0, 80), s.outlineStyle, s.outlineWidth]; }"
        )
        if found and (found[1] == "none" or found[2] == "0px"):
            unseen.append(found[0])
    assert unseen == []


def test_a_table_is_pasted_looked_at_and_taken_in(person: Person) -> None:
    person.sign_in("office")
    person.go("/people/organisations/load/")
    table = "编号\t名称\t类型\t上级\nbaisha\t白沙街道\t乡镇（街道）\txiqiao\nnanjiao\t南郊镇\t王国\txiqiao\n"
    person.page.locator("textarea").fill(table)
    person.page.get_by_role("button", name="预览").click()
    expect(person.page.locator("main")).to_contain_text("第 3 行")
    # A refusal is an answer of its own: the browser notes its status, and nothing else.
    assert person.complaints.pop().startswith("Failed to load resource: the server responded with a status of 422")
    person.page.locator("textarea").fill(table.replace("王国", "乡镇(街道)"))
    person.page.get_by_role("button", name="预览").click()
    expect(person.page.locator("main")).to_contain_text("将设立 2 个单位")
    person.page.get_by_role("button", name="确认设立").click()
    expect(person.page.locator(".message.success")).to_have_text("已设立 2 个单位。")
    expect(person.page.get_by_role("link", name="白沙街道")).to_be_visible()


def test_a_narrow_screen_reaches_everything(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    somebody = Person(context, server)
    somebody.sign_in("liaison")
    somebody.page.get_by_role("link", name="单位", exact=True).tap()
    somebody.page.get_by_role("link", name="汐桥区").tap()
    expect(somebody.page.locator("h1")).to_have_text("汐桥区")
    somebody.page.get_by_role("link", name="投诉建议").tap()
    somebody.page.locator("textarea").fill("手机上字太小")
    somebody.page.get_by_role("button", name="提交").tap()
    expect(somebody.page.locator("h1")).to_have_text("我的投诉建议")
    small = somebody.page.evaluate(
        "() => [...document.querySelectorAll('a, button, summary, input:not([type=hidden])')]"
        ".filter(e => e.offsetParent && !e.closest('.skip'))"
        ".filter(e => e.getBoundingClientRect().height < 18).map(e => e.outerHTML.slice(0, 80))"
    )
    context.close()
    assert small == []
    assert somebody.complaints == []


def test_a_passkey_is_added_and_signs_in_without_a_password(person: Person) -> None:
    page = person.page
    tools = person.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
            }
        },
    )
    person.sign_in("head")
    person.go("/account/factors/webauthn/add/")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.locator("input[type=checkbox]").check()
    page.get_by_role("button", name="添加").click()
    expect(page.locator(".message.success").first).to_have_text("安全密钥已添加。")
    person.go("/account/logout/")
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("h1")).to_have_text("登录")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.locator("h1")).to_have_text("待办")
    expect(page.locator("details.person summary")).to_have_text(re.compile("王区长"))


def test_a_checkpoint_is_printed_without_the_frame(person: Person) -> None:
    person.sign_in("audit_admin")
    person.go("/audit/checkpoints/")
    person.page.get_by_role("button", name="取一个检查点").click()
    person.page.emulate_media(media="print")
    expect(person.page.locator("header.top")).not_to_be_visible()
    expect(person.page.locator(".sign")).to_be_visible()
    expect(person.page.locator(".sign")).to_have_text(re.compile(r"^([0-9A-Z]{4}-){4}[0-9A-Z]{4}$"))
