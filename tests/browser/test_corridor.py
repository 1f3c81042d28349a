"""The corridor of a figure in a real browser: checked, returned, verified, confirmed; and the office's part."""

from __future__ import annotations

import datetime
import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DAY, Person, Server
from tests.browser.test_grid import (
    GDP,
    TARGET,
    at_the_grid,
    cell,
    filer,
    open_form,
    paste,
    settled,
    type_at,
)

assert filer  # the fixture


def enter(chromium: Browser, server: Server, login: str) -> Person:
    somebody = Person(chromium.new_context(viewport={"width": 1440, "height": 900}), server)
    somebody.sign_in(login)
    return somebody


def leave(*people: Person) -> None:
    for somebody in people:
        somebody.context.close()
        assert somebody.complaints == []


def tab_to(page: Page, selector: str, most: int = 60) -> None:
    """With the Tab key alone, to the first element that fits."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}")


def queue_at(somebody: Person, unit: str, indicator: str = "gdp", role: str = "actual") -> Page:
    world = somebody.server.world
    somebody.go(f"/rounds/{world['city']}/verify/?cell={world['cells'][f'{unit}|{indicator}|{role}']}")
    return somebody.page


# -- the side panel ------------------------------------------------------------------------------------------------


def test_the_panel_shows_the_past_and_the_group_and_takes_evidence_for_many_cells(filer: Person) -> None:
    page, side = filer.page, filer.page.locator("#side")
    type_at(page, "石鼓县", GDP, "60")
    settled(page, "石鼓县", GDP, "60")
    cell(page, "石鼓县", GDP).click()
    expect(side.locator("svg.trend circle")).to_have_count(12)
    expect(side).to_contain_text("比对来源电网售电量、税务开票金额")
    side.locator("summary", has_text="数据表").click()
    expect(side.locator("tr.year-ago")).to_contain_text("2022-03 上年同期56")
    file = {"name": "一季度快报.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a"}
    side.locator("#file").set_input_files([file])  # type: ignore[list-item]
    side.get_by_role("button", name="上传").click()
    expect(side.get_by_role("link", name="一季度快报.pdf")).to_be_visible()
    side.locator("#words").fill("与电网售电量一致")
    side.get_by_role("button", name="批注").click()
    expect(side).to_contain_text("陈填报\n与电网售电量一致", use_inner_text=True)
    expect(cell(page, "石鼓县", GDP)).to_contain_text("批注 1")
    expect(cell(page, "石鼓县", GDP)).to_contain_text("佐证 1")
    cell(page, "南坪县", GDP).click()
    page.keyboard.press("Shift+ArrowDown")
    side.get_by_role("button", name="附到所选 2 项").click()
    for unit in ("南坪县", "清河区"):
        expect(cell(page, unit, GDP)).to_contain_text("佐证 1")


def test_a_jump_wants_an_explanation_that_travels_to_the_verifier(
    filer: Person, chromium: Browser, collected: Server
) -> None:
    page = filer.page
    type_at(page, "云岭县", GDP, "200")
    settled(page, "云岭县", GDP, "200", "需说明")
    cell(page, "云岭县", GDP).click()
    expect(page.locator("#side .finding").first).to_contain_text("上年同期 59亿元")
    page.keyboard.press("F2")
    page.keyboard.type("重大项目集中入统")
    page.keyboard.press("Enter")
    settled(page, "云岭县", GDP, "200")
    bureau = enter(chromium, collected, "bureau")
    expect(queue_at(bureau, "yunling").locator("#panel")).to_contain_text("重大项目集中入统")
    leave(bureau)


def test_the_vintage_is_chosen_for_a_column(chromium: Browser, collected: Server) -> None:
    liaison = at_the_grid(chromium, collected, "liaison", "xiqiao")
    page, heading = liaison.page, liaison.page.locator(".tabulator-col .heading")
    expect(page.locator("#side h2").first).to_have_text("汐桥区 · 新增就业")
    page.locator("#w-vintage").select_option("flash")
    page.get_by_role("button", name="用于本列").click()
    expect(heading).to_contain_text("快报")
    type_at(page, "汐桥区", 0, "310")
    settled(page, "汐桥区", 0, "310")
    page.reload()
    expect(heading).to_contain_text("快报")
    expect(page.locator("#side h2").first).to_have_text("汐桥区 · 新增就业")
    page.locator("#w-vintage").select_option("final")
    page.get_by_role("button", name="用于本列").click()
    expect(page.locator("#side .steps li")).to_have_count(2)
    expect(page.locator("#w-vintage option[value=flash]")).to_be_disabled()
    page.reload()
    expect(heading).not_to_contain_text("快报")
    leave(liaison)


# -- through the doors by keyboard alone ---------------------------------------------------------------------------


def test_a_figure_is_returned_corrected_verified_questioned_and_confirmed_by_keyboard_alone(
    filer: Person, chromium: Browser, collected: Server
) -> None:
    page = filer.page
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    page.keyboard.type("44")
    page.keyboard.press("Enter")
    settled(page, "汐桥区", GDP, "40")
    settled(page, "临川县", GDP, "44")

    bureau = enter(chromium, collected, "bureau")
    desk = queue_at(bureau, "xiqiao")
    expect(desk.locator(".counter")).to_contain_text("电网售电量")
    desk.keyboard.press("r")
    desk.keyboard.type("与电网售电量不符，请核对")
    tab_to(desk, "button[value=return]")
    desk.keyboard.press("Enter")
    expect(desk.locator(".message.success")).to_have_text("已退回 1 项。")

    page.reload()
    settled(page, "汐桥区", GDP, "40", "已退回")
    settled(page, "临川县", GDP, "44")
    expect(page.locator("#status")).to_contain_text("1 项被退回")
    expect(page.locator("#side .beside").first).to_contain_text("退回：与电网售电量不符")
    page.keyboard.type("41")
    page.keyboard.press("Enter")
    settled(page, "汐桥区", GDP, "41")

    desk = queue_at(bureau, "xiqiao")
    expect(desk.locator(".diff")).to_contain_text("数值：40 → 41")
    desk.keyboard.press("v")
    expect(desk.locator(".message.success")).to_have_text("已审核 1 项。")

    liaison = enter(chromium, collected, "liaison")
    liaison.go(f"/rounds/{collected.world['city']}/row/xiqiao/")
    row = liaison.page
    expect(row.locator(".lede").nth(1)).to_contain_text("本单位自报 1 项指标（共 7 项），占全部分值的 12%")
    tab_to(row, "details.ask summary")
    row.keyboard.press("Enter")
    tab_to(row, "details.ask textarea")
    row.keyboard.type("本单位台账为 42")
    row.keyboard.press("Tab")
    row.keyboard.press("Enter")
    expect(row.locator(".message.success")).to_contain_text("疑问已送")
    expect(row.locator("main")).to_contain_text("有疑问")

    world = collected.world
    bureau.go(f"/rounds/{world['city']}/cell/{world['cells']['xiqiao|gdp|actual']}/")
    tab_to(bureau.page, "#answer")
    bureau.page.keyboard.type("台账含上年结转，维持 41")
    bureau.page.keyboard.press("Tab")
    bureau.page.keyboard.press("Enter")
    expect(bureau.page.locator(".steps")).to_contain_text("答复疑问")

    row.reload()
    tab_to(row, "button[form=confirm]")
    row.keyboard.press("Enter")
    expect(row.locator(".message.success")).to_have_text("已确认 1 项。")
    page.reload()
    settled(page, "汐桥区", GDP, "41", "已确认")
    leave(bureau, liaison)


def test_many_are_verified_together_and_ones_own_are_left_to_others(chromium: Browser, collected: Server) -> None:
    both = at_the_grid(chromium, collected, "both")
    type_at(both.page, "高新区", GDP, "46")
    settled(both.page, "高新区", GDP, "46")
    page = queue_at(both, "gaoxin")
    expect(page.locator("main")).to_contain_text("您本人填报，须由他人审核")
    torn = enter(chromium, collected, "torn")
    torn.go(f"/rounds/{collected.world['city']}/verify/table/")
    table = torn.page
    lines = table.locator("tbody tr")
    waiting = lines.count()
    lines.filter(has_text="高新区").filter(has_text="46").locator("input").check()
    table.get_by_role("button", name="所选审核通过").click()
    expect(table.locator(".message.success")).to_have_text("已审核 1 项。")
    expect(lines).to_have_count(waiting - 1)
    leave(both, torn)


def test_a_verifier_with_a_post_in_the_unit_is_told_before_she_decides(
    filer: Person, chromium: Browser, collected: Server
) -> None:
    type_at(filer.page, "汐桥区", TARGET, "66")
    settled(filer.page, "汐桥区", TARGET, "66")
    torn = enter(chromium, collected, "torn")
    page = queue_at(torn, "xiqiao", role="target")
    expect(page.locator(".finding").first).to_contain_text("利益关联：您在汐桥区任职")
    leave(torn)


# -- the statistics bureau -----------------------------------------------------------------------------------------


def test_the_bureau_files_from_a_file_with_its_source_and_the_office_only_reads(
    chromium: Browser, collected: Server
) -> None:
    bureau = at_the_grid(chromium, collected, "bureau", "statistics")
    page = bureau.page
    table = "单位,工业增加值增速(%)\n汐桥区,5.2\n临川县,６．１％\n高新区,约7\n".encode("gb18030")
    page.locator("#file-figures").set_input_files(
        [{"name": "规上工业.csv", "mimeType": "text/csv", "buffer": table}]  # type: ignore[list-item]
    )
    expect(page.locator("#side")).to_contain_text("来源：规上工业.csv（sha256:")
    expect(page.locator("#side tr.done-refused")).to_contain_text("约7")
    page.get_by_role("button", name="确认填入 2 项").click()
    settled(page, "临川县", 0, "6.1")
    office = enter(chromium, collected, "office")
    open_form(office, "statistics")
    reader = office.page
    expect(reader.locator("#lock")).to_contain_text("这些数据由市统计局填报，其他单位不能改动")
    expect(reader.locator("#lock")).to_contain_text("市统计局的填报员")
    expect(cell(reader, "临川县", 0)).to_contain_text("锁定")
    expect(reader.locator("#side")).to_contain_text("规上工业.csv")
    cell(reader, "临川县", 0).click()
    reader.keyboard.type("9")
    reader.keyboard.press("Enter")
    expect(reader.locator(".tabulator-editing")).to_have_count(0)
    leave(bureau, office)


def test_a_locked_round_says_why_until_when_and_who_opens_it(chromium: Browser, collected: Server) -> None:
    person = enter(chromium, collected, "filer")
    person.go(f"/rounds/{collected.world['locked']}/file/planning/")
    lock = person.page.locator("#lock")
    for words in ("本轮数据已锁定", "考评办重新开放本轮之前", "市考评办（说明更正的理由与依据）"):
        expect(lock).to_contain_text(words)
    expect(cell(person.page, "汐桥区", GDP)).to_contain_text("锁定")
    leave(person)


# -- the office ----------------------------------------------------------------------------------------------------


def test_the_office_opens_a_round_reminds_and_grants_by_keyboard_alone(chromium: Browser, collected: Server) -> None:
    office = enter(chromium, collected, "office")
    office.go("/rounds/open/")
    page = office.page
    tab_to(page, 'main a[href^="?which"][href$="2023-Q2"]')
    page.keyboard.press("Enter")
    expect(page.locator(".lede").first).to_contain_text("共要求 64 项数据")
    days = [(DAY + datetime.timedelta(days=ahead)).isoformat() for ahead in (21, 25, 30)]
    for name, day in zip(("report_by", "verify_by", "confirm_by"), days, strict=True):
        page.locator(f"[name={name}]").fill(day)
    tab_to(page, "form.form button.main")
    page.keyboard.press("Enter")
    expect(page.locator(".message.success").first).to_contain_text("2023-Q2 已开放填报")
    expect(page.locator("h1")).to_contain_text("填报进度")

    tab_to(page, 'button[value="planning"]', 200)
    page.keyboard.press("Enter")
    expect(page.locator("#words")).to_have_value(re.compile("【催报】市发展改革局：2023-Q2 数据尚有 40 项未报"))
    expect(page.locator("tbody th")).to_have_text(["市发展改革局"])
    page.reload()
    expect(page.locator("h1")).to_have_text("催报 1 个单位")
    opened = re.search(r"/rounds/(\d+)/", page.url)
    assert opened is not None

    filer = enter(chromium, collected, "filer")
    filer.go(f"/rounds/{opened[1]}/extension/planning/")
    late = (DAY + datetime.timedelta(days=23)).isoformat()
    filer.page.locator("[name=until]").fill(late)
    tab_to(filer.page, "[name=reason]")
    filer.page.keyboard.type("县级数据反馈推迟")
    filer.page.keyboard.press("Tab")
    filer.page.keyboard.press("Enter")
    expect(filer.page.locator(".message.success")).to_contain_text("延期申请已送考评办")

    office.go(f"/rounds/{opened[1]}/extensions/")
    expect(page.locator("main")).to_contain_text("县级数据反馈推迟")
    tab_to(page, "form.row button.main")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("同意，延至")
    leave(office, filer)


def test_a_sample_is_drawn_from_a_seed_once(filer: Person, chromium: Browser, collected: Server) -> None:
    cell(filer.page, "汐桥区", 2).click()
    paste(filer.page, "31\n32")
    filer.page.get_by_role("button", name="确认填入 2 项").click()
    settled(filer.page, "临川县", 2, "32")
    office = enter(chromium, collected, "office")
    for _ in range(2):
        office.go(f"/rounds/{collected.world['city']}/sample/")
        office.page.locator("[name=size]").fill("2")
        office.page.locator("[name=seed]").fill("0417")
        office.page.get_by_role("button", name="抽取").click()
    expect(office.page.locator(".faults").first).to_contain_text("种子“0417”在本轮已经用过")
    expect(office.page.locator("table tbody tr")).to_have_count(2)
    office.complaints.clear()  # the refusal is a 422, which the browser notes
    leave(office)
