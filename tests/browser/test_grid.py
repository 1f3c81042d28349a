"""The entry grid in a real browser: typing, pasting, undoing, and that nothing is lost whatever dies."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Person, Server
from tests.cast import PASSWORD

# The columns of 发展改革局's form.
GDP, TARGET, INVEST, AIR, FIRMS = range(5)
SAVED = re.compile(r"已保存 \d\d:\d\d:\d\d")


@pytest.fixture
def filer(chromium: Browser, collected: Server) -> Iterator[Person]:
    somebody = at_the_grid(chromium, collected, "filer")
    yield somebody
    somebody.context.close()
    assert somebody.complaints == []


def at_the_grid(chromium: Browser, server: Server, login: str, form: str = "planning") -> Person:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    somebody = Person(context, server)
    somebody.sign_in(login)
    open_form(somebody, form)
    return somebody


def open_form(somebody: Person, form: str = "planning", book: str = "city") -> None:
    somebody.go(f"/rounds/{somebody.server.world[book]}/file/{form}/")
    expect(somebody.page.locator("#status")).to_contain_text("已填")
    expect(somebody.page.locator(".tabulator-row").first).to_be_visible()


def cell(page: Page, unit: str, column: int) -> Locator:
    row = page.locator(".tabulator-row").filter(has=page.locator(".unit", has_text=unit))
    return row.locator(f'.tabulator-cell[tabulator-field="c{column}"]')


def value(page: Page, unit: str, column: int) -> Locator:
    return cell(page, unit, column).locator(".value")


def type_at(page: Page, unit: str, column: int, *texts: str) -> None:
    cell(page, unit, column).click()
    for text in texts:
        if not text.isascii():  # what no key writes: as an input method would
            page.keyboard.press("Enter")
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def paste(page: Page, text: str) -> None:
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def saved(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text(SAVED)


def settled(page: Page, unit: str, column: int, text: str, word: str = "已存待审") -> None:
    """On file, not only on the screen."""
    expect(value(page, unit, column)).to_have_text(text)
    expect(cell(page, unit, column)).to_contain_text(word)


# -- typing --------------------------------------------------------------------------------------------------------


def test_figures_are_typed_filled_down_undone_and_redone(filer: Person) -> None:
    page = filer.page
    type_at(page, "汐桥区", AIR, "８８．５％", "91")
    settled(page, "汐桥区", AIR, "88.5")
    settled(page, "临川县", AIR, "91")
    saved(page)
    cell(page, "临川县", AIR).click()
    for _ in range(2):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+d")
    settled(page, "白沙县", AIR, "91")
    page.keyboard.press("Delete")
    for unit in ("临川县", "高新区", "白沙县"):
        settled(page, unit, AIR, "", "未填")
    for _ in range(2):
        page.keyboard.press("Control+z")
    settled(page, "临川县", AIR, "91")
    settled(page, "高新区", AIR, "", "未填")
    page.keyboard.press("Control+z")
    settled(page, "临川县", AIR, "", "未填")
    for _ in range(3):
        page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")
    settled(page, "白沙县", AIR, "91")
    page.reload()
    settled(page, "白沙县", AIR, "91")
    settled(page, "汐桥区", AIR, "88.5")


def test_what_is_no_figure_is_named_by_its_cell_and_can_be_dropped(filer: Person) -> None:
    page = filer.page
    type_at(page, "汐桥区", FIRMS, "约12", "-3", "5亿元")
    trouble = page.locator("#trouble")
    expect(trouble.locator("h2")).to_have_text("3 项没有保存")
    for words in ("汐桥区 · 新增规上企业", "“约12”是约数", "临川县 · 新增规上企业", "0 或正数", "“5亿元”", "以“户”计"):
        expect(trouble).to_contain_text(words)
    expect(cell(page, "汐桥区", FIRMS)).to_contain_text("未保存")
    page.reload()
    expect(page.locator("#notice")).to_contain_text("3 项没有来得及保存")
    expect(trouble.locator("h2")).to_have_text("3 项没有保存")
    while trouble.is_visible():
        trouble.get_by_role("button", name="放弃").first.click()
    settled(page, "临川县", FIRMS, "", "未填")


# -- pasting -------------------------------------------------------------------------------------------------------


def test_a_rectangle_is_pasted_by_its_headings_looked_at_and_undone_at_once(filer: Person) -> None:
    page = filer.page
    type_at(page, "石鼓县", INVEST, "10")
    settled(page, "石鼓县", INVEST, "10")
    cell(page, "汐桥区", GDP).click()
    table = (
        "2023年一季度投资情况\n"
        "序号\t县（市、区）\t固定资产投资（万元）\t新增规上企业\n"
        "1\t石鼓县\t１２３，４００\t3\n"
        "2\t云岭县\t5.5亿\t两户\n"
        "3\t无此县\t1\t2\n"
    )
    paste(page, table)
    side = page.locator("#side")
    expect(side.locator("h2").first).to_have_text("粘贴核对")
    expect(side).to_contain_text("3 项更改，1 项不能保存，1 处对不上")
    expect(side).to_contain_text("第 5 行")
    expect(side.locator("tr", has_text="石鼓县").first).to_contain_text("10")
    expect(side.locator("tr", has_text="石鼓县").first).to_contain_text("12.34 亿元")
    expect(side.locator("tr.done-refused")).to_contain_text("两户")
    settled(page, "石鼓县", INVEST, "10")
    side.get_by_role("button", name="确认填入 3 项").click()
    settled(page, "石鼓县", INVEST, "12.34")
    settled(page, "云岭县", INVEST, "5.5")
    settled(page, "石鼓县", FIRMS, "3")
    page.keyboard.press("Control+z")
    settled(page, "石鼓县", INVEST, "10")
    settled(page, "云岭县", INVEST, "", "未填")
    settled(page, "石鼓县", FIRMS, "", "未填")


def test_names_without_headings_find_their_units_and_bare_figures_fall_in_place(filer: Person) -> None:
    page = filer.page
    cell(page, "汐桥区", TARGET).click()
    paste(page, "云岭县\t61\n石鼓县\t62")
    page.get_by_role("button", name="确认填入 2 项").click()
    settled(page, "云岭县", TARGET, "61")
    settled(page, "石鼓县", TARGET, "62")
    cell(page, "汐桥区", TARGET).click()
    paste(page, "51\n52")
    page.get_by_role("button", name="确认填入 2 项").click()
    settled(page, "临川县", TARGET, "52")


def test_ten_thousand_rows_are_refused_with_a_word(filer: Person) -> None:
    page = filer.page
    before = value(page, "汐桥区", INVEST).text_content() or ""
    cell(page, "汐桥区", INVEST).click()
    paste(page, "\n".join(f"{n}\t{n}" for n in range(10_000)))
    expect(page.locator("#side .faults")).to_contain_text("粘贴的内容有 9999 行，最多 2000 行；没有粘贴任何数据")
    expect(value(page, "汐桥区", INVEST)).to_have_text(before)


# -- nothing is lost -----------------------------------------------------------------------------------------------


def test_the_network_dies_and_the_page_is_closed(filer: Person) -> None:
    page = filer.page
    filer.context.set_offline(True)
    type_at(page, "南坪县", INVEST, "21", "22")
    expect(page.locator("#status")).to_contain_text("2 项留在本机")
    expect(cell(page, "南坪县", INVEST)).to_contain_text("等待保存")
    page.close()
    filer.context.set_offline(False)
    filer.complaints.clear()  # the browser's own word for a request without a network
    filer.page = page = filer.context.new_page()
    open_form(filer)
    expect(page.locator("#notice")).to_contain_text("2 项没有来得及保存，已恢复")
    expect(page.locator("#notice")).to_contain_text("南坪县 · 固定资产投资")
    settled(page, "南坪县", INVEST, "21")
    settled(page, "清河区", INVEST, "22")
    page.reload()
    settled(page, "南坪县", INVEST, "21")
    expect(page.locator("#notice")).to_be_hidden()


def test_the_network_dies_and_comes_back_under_ones_hands(filer: Person) -> None:
    page = filer.page
    filer.context.set_offline(True)
    type_at(page, "南坪县", AIR, "81")
    expect(page.locator("#status")).to_contain_text("1 项留在本机")
    filer.context.set_offline(False)
    settled(page, "南坪县", AIR, "81")
    saved(page)
    filer.complaints.clear()


def test_the_session_dies_and_somebody_else_signs_in(filer: Person) -> None:
    page = filer.page
    filer.context.clear_cookies()
    type_at(page, "清河区", AIR, "83")
    expect(page.locator("#status")).to_contain_text("登录已失效：1 项留在本机")
    other = filer.context.new_page()
    sign_in_at(other, filer.server, "filer2")
    page.bring_to_front()
    expect(page.locator("#status")).to_contain_text("现在登录的是卢填报", timeout=15_000)
    expect(cell(page, "清河区", AIR)).to_contain_text("等待保存")
    filer.context.clear_cookies()
    sign_in_at(other, filer.server, "filer")
    page.bring_to_front()
    settled_late = expect(cell(page, "清河区", AIR))
    settled_late.to_contain_text("已存待审", timeout=30_000)
    filer.complaints.clear()  # 403 and 409, which were answered


def sign_in_at(page: Page, server: Server, login: str) -> None:
    page.goto(server.url + "/account/login/")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form").first.locator("button.main").click()
    expect(page.locator("h1")).to_have_text("待办")


def test_two_browsers_on_one_cell_end_in_one_choice(filer: Person, chromium: Browser, collected: Server) -> None:
    page = filer.page
    second = at_the_grid(chromium, collected, "filer2")
    type_at(page, "清河区", FIRMS, "7")
    settled(page, "清河区", FIRMS, "7")
    type_at(second.page, "清河区", FIRMS, "8")
    trouble = second.page.locator("#trouble")
    expect(trouble).to_contain_text("清河区 · 新增规上企业：已由陈填报于")
    expect(trouble).to_contain_text("改为 7（待审核），您填的 8 没有保存")
    trouble.get_by_role("button", name="改为我的 8").click()
    settled(second.page, "清河区", FIRMS, "8")
    type_at(page, "清河区", FIRMS, "9")
    page.locator("#trouble").get_by_role("button", name="保留 8").click()
    settled(page, "清河区", FIRMS, "8")
    expect(page.locator("#trouble")).to_be_hidden()
    second.context.close()
    assert second.complaints == []


def test_two_pages_of_one_person_keep_their_drawers_apart(filer: Person) -> None:
    first = filer.page
    filer.page = second = filer.context.new_page()
    open_form(filer)
    filer.context.set_offline(True)
    type_at(first, "南坪县", FIRMS, "4")
    type_at(second, "白沙县", FIRMS, "5")
    expect(first.locator("#status")).to_contain_text("1 项留在本机")
    expect(second.locator("#status")).to_contain_text("1 项留在本机")
    drawers = "() => Object.keys(localStorage).filter(key => key.startsWith('leitai:grid:')).length"
    assert first.evaluate(drawers) == 2
    filer.context.set_offline(False)
    settled(first, "南坪县", FIRMS, "4")
    settled(second, "白沙县", FIRMS, "5")
    expect(second.locator("#status")).to_contain_text("已保存")
    assert second.evaluate(drawers) == 0
    filer.complaints.clear()
