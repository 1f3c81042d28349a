"""A newcomer's path: from an empty database to a signed sheet matched by its code, in real browsers, by forms alone.

Every click, key and filled field is a step and is counted; the counts and the time are printed and kept beside the
pictures in .cache/shots/newcomer.
"""

from __future__ import annotations

import datetime
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import DAY, SHOTS, Person, Server, served
from tests.cast import PASSWORD

FOLDER = SHOTS / "newcomer"
UNITS = "编号\t名称\t类型\t上级\n" + "\n".join(
    f"{key}\t{name}\t{kind}\t{above}"
    for key, name, kind, above in (
        ("city", "澜川市", "市", ""),
        ("statistics", "市统计局", "市直部门", "city"),
        ("planning", "市发展改革局", "市直部门", "city"),
        ("xiqiao", "汐桥区", "县（市、区）", "city"),
        ("linchuan", "临川县", "县（市、区）", "city"),
        ("baisha", "白沙县", "县（市、区）", "city"),
    )
)
ROSTER = "登录名\t姓名\t单位\t职责\t职务\n" + "\n".join(
    "\t".join(line)
    for line in (
        ("sun", "孙考评", "考评办", "考评办", "主任"),
        ("zhou", "周考评", "考评办", "考评办", "副主任"),
        ("zheng", "郑市长", "澜川市", "领导", "分管副市长"),
        ("chen", "陈填报", "市统计局", "填报员", ""),
        ("zhao", "赵审核", "市发展改革局", "审核员", ""),
        ("li", "李联络", "汐桥区", "联络员", ""),
        ("wang", "王区长", "汐桥区", "单位负责人", "区长"),
        ("he", "何局长", "市统计局", "单位负责人", "局长"),
    )
)
INDICATORS = "\n".join(
    (
        "赛道\t指标名称\t分值\t单位\t方向\t计分办法\t数据责任部门\t审核部门\t条款",
        "实力\t地区生产总值增速\t40\t%\t正向\t功效系数法，基础分60%\t市统计局\t市发展改革局\t第五条",
        "实力\t规上工业增加值增速\t30\t%\t正向\t功效系数法，基础分60%\t市统计局\t市发展改革局\t第六条",
        "民生\t生产安全事故起数\t30\t起\t逆向\t每降一名扣5%，第一名得满分\t市统计局\t市发展改革局\t第七条",
    )
)


class Newcomer(Person):
    """Somebody whose every step is counted."""

    steps: Counter[str]
    chapter = ""

    def click(self, what: Locator) -> None:
        self.steps[self.chapter] += 1
        what.click()

    def button(self, name: str) -> None:
        self.click(self.page.get_by_role("button", name=name).last)

    def link(self, name: str) -> None:
        self.click(self.page.get_by_role("link", name=name, exact=True).first)

    def fill(self, label: str, words: str) -> None:
        self.steps[self.chapter] += 1
        self.page.get_by_label(label).last.fill(words)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.steps[self.chapter] += 1
            self.page.keyboard.press(key)

    def home(self) -> None:
        self.click(self.page.locator("a.brand"))

    def todo(self, what: str) -> None:
        """The line of the home page that says what is owed."""
        self.click(self.page.locator("main tbody a").filter(has_text=what).first)

    def shot(self, name: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


class Office:
    """The browsers of everybody in the story, and the passwords on their slips."""

    def __init__(self, chromium: Browser, server: Server) -> None:
        self.chromium, self.server = chromium, server
        self.passwords: dict[str, str] = dict(server.world)
        self.steps: Counter[str] = Counter()
        self.people: dict[str, Newcomer] = {}

    def __call__(self, login: str, chapter: str) -> Newcomer:
        """The browser of somebody, signed in."""
        if login not in self.people:
            context = self.chromium.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
            context.grant_permissions(["clipboard-read", "clipboard-write"], origin=self.server.url)
            somebody = Newcomer(context, self.server)
            somebody.steps = self.steps
            somebody.page.set_default_timeout(30000)
            somebody.sign_in(login, self.passwords[login])
            expect(somebody.page.locator("h1")).to_have_text("待办")
            self.steps["登录"] += 3
            self.people[login] = somebody
        self.people[login].chapter = chapter
        return self.people[login]


@pytest.fixture
def office(chromium: Browser, tmp_path: Path) -> Iterator[Office]:
    with served(tmp_path, "tests.empty") as server:
        made = Office(chromium, server)
        yield made
        for login, one in made.people.items():
            one.shot(f"last-{login}")
            one.context.close()
    assert {login: one.complaints for login, one in made.people.items() if one.complaints} == {}


def test_from_an_empty_database_to_a_sheet_matched_by_its_code(office: Office, tmp_path: Path) -> None:
    began = time.monotonic()
    found_organisations(office)
    register_people(office)
    draft_rules(office)
    sign_rules(office)
    open_round(office)
    file_column(office)
    return_one(office)
    correct_it(office)
    verify_rest(office)
    confirm_row(office)
    sign_on_paper(office, tmp_path)
    sign_on_screen(office)
    look_at_the_log(office)
    seconds = time.monotonic() - began
    lines = [*(f"{chapter}\t{count}" for chapter, count in office.steps.items())]
    told = "\n".join([*lines, f"合计\t{office.steps.total()}", f"用时（秒）\t{seconds:.0f}"])
    (FOLDER / "steps.txt").write_text(told + "\n", encoding="utf-8")
    print(told)


def found_organisations(office: Office) -> None:
    admin = office("system_admin", "单位")
    admin.link("把参加竞赛的单位和部门从表格导入")
    admin.fill("表格", UNITS)
    admin.button("预览")
    expect(admin.page.locator("main")).to_contain_text("将设立 6 个单位")
    admin.button("确认设立")
    expect(admin.page.locator(".message.success")).to_have_text("已设立 6 个单位。")
    admin.shot("1-organisations")


def register_people(office: Office) -> None:
    admin = office("security_admin", "人员")
    admin.link("从名册登记人员并任职")
    admin.fill("名册", ROSTER)
    admin.button("预览")
    expect(admin.page.locator("main")).to_contain_text("名册共 8 行任职")
    admin.shot("2-roster")
    admin.button("确认登记")
    expect(admin.page.locator("h1")).to_have_text("初始密码")
    for row in admin.page.locator("main tbody tr").all():
        _, login, password = (cell.strip() for cell in row.locator("th, td").all_inner_texts())
        office.passwords[login] = password
    admin.shot("2-slips")
    assert len(office.passwords) == 3 + 8


def draft_rules(office: Office) -> None:
    sun = office("sun", "规则")
    sun.link("起草第一版规则")
    sun.link("粘贴单位和指标")
    year = DAY.year
    sun.fill("标题", f"澜川市{year}年高质量发展大竞赛考评规则")
    sun.fill("印发文件", f"关于印发大竞赛考评细则的通知（澜政办发〔{year}〕8号）")
    sun.fill("版本", str(year))
    sun.fill("赛季年度", str(year))
    sun.fill("参赛单位", "县区：汐桥区、临川县、白沙县")
    sun.fill("指标表", INDICATORS)
    sun.button("看读出了什么")
    expect(sun.page.locator("main")).to_contain_text("读到 3 项指标")
    expect(sun.page.locator("main")).not_to_contain_text("还没有登记的单位")
    sun.shot("3-understood")
    sun.button("起草")
    expect(sun.page.locator("main")).to_contain_text("检查通过")
    sun.shot("3-editor")


def sign_rules(office: Office) -> None:
    sun = office("sun", "审签")
    sun.link("审签与发布")
    sun.button("送审")
    expect(sun.page.locator(".message.success")).to_contain_text("已送审")
    agree(office("zhou", "审签"))
    zheng = office("zheng", "审签")
    agree(zheng)
    zheng.fill("意见", "经市政府常务会审定。")
    zheng.button("同意")
    expect(zheng.page.locator(".message.success")).to_have_text("已签署同意。")
    zheng.button("提出发布")
    zheng.shot("4-approval")
    sun.home()
    sun.todo("确认发布规则")
    sun.button("确认发布")
    expect(sun.page.locator(".message.success")).to_have_text("已发布。自此一字不改。")
    sun.shot("4-edition")


def agree(somebody: Newcomer) -> None:
    somebody.todo("审签规则")
    somebody.button("同意")
    expect(somebody.page.locator(".message.success")).to_have_text("已签署同意。")


def open_round(office: Office) -> None:
    sun = office("sun", "开轮")
    sun.home()
    sun.todo("开放第一轮填报")
    sun.shot("5-which")
    sun.click(sun.page.locator("main ul.links a").last)
    for label, ahead in (("填报截止日", 2), ("审核截止日", 8), ("单位确认截止日", 10)):
        sun.fill(label, (DAY + datetime.timedelta(days=ahead)).isoformat())
    sun.shot("5-open")
    sun.button("开放填报")
    expect(sun.page.locator(".message.success")).to_contain_text("已开放填报")
    sun.shot("5-round")


def file_column(office: Office) -> None:
    chen = office("chen", "填报")
    chen.todo("填报")
    paste(chen, "c0", "单位\t地区生产总值增速\n白沙县\t5.1\n临川县\t6.4\n汐桥区\t７．２％\n", 3)
    chen.shot("6-pasted")
    paste(chen, "c1", "6.0\n5.5\n7.9\n", 3)
    paste(chen, "c2", "2\n0\n1\n", 3)
    expect(chen.page.locator("#status")).to_contain_text("9 项中已填 9")
    expect(chen.page.locator("#status")).to_contain_text("已保存")
    chen.shot("6-filed")


def paste(somebody: Newcomer, field: str, table: str, changes: int) -> None:
    """A rectangle from a spreadsheet: a cell chosen, Ctrl+V, what it would change looked at, taken in."""
    page = somebody.page
    page.evaluate("text => navigator.clipboard.writeText(text)", table)
    somebody.click(page.locator(".tabulator-row").first.locator(f"[tabulator-field={field}]"))
    somebody.press("Control+v")
    somebody.click(page.get_by_role("button", name=re.compile(f"确认.*{changes} 项")))


def return_one(office: Office) -> None:
    zhao = office("zhao", "审核")
    zhao.todo("审核")
    zhao.shot("7-queue")
    expect(zhao.page.locator(".figure")).to_contain_text("汐桥区")
    zhao.fill("理由", "汐桥区应为 7.1，与统计快报第 3 页不符，请核对后改报。")
    zhao.button("退回（R）")
    expect(zhao.page.locator(".message.success")).to_contain_text("退回")
    zhao.shot("7-returned")


def correct_it(office: Office) -> None:
    chen = office("chen", "填报")
    chen.home()
    chen.todo("填报")
    expect(chen.page.locator("#status")).to_contain_text("1 项被退回")
    chen.shot("8-returned")
    chen.click(chen.page.locator(".tabulator-row").first.locator("[tabulator-field=c0]"))
    chen.press("7", ".", "1", "Enter")
    expect(chen.page.locator("#status")).not_to_contain_text("1 项被退回")
    expect(chen.page.locator("#status")).to_contain_text("已保存")


def verify_rest(office: Office) -> None:
    zhao = office("zhao", "审核")
    zhao.home()
    zhao.todo("审核")
    zhao.link("表格视图")
    zhao.click(zhao.page.get_by_label("全选"))
    zhao.shot("9-table")
    zhao.button("所选审核通过")
    expect(zhao.page.locator("main")).to_contain_text("没有待审的数据")


def confirm_row(office: Office) -> None:
    li = office("li", "确认")
    li.todo("确认")
    li.shot("10-row")
    li.button("确认所选数据")
    expect(li.page.locator(".message.success")).to_have_text("已确认 3 项。")


def sign_on_paper(office: Office, folder: Path) -> None:
    """Printed, signed, scanned, uploaded: matched by its QR code; another sheet's scan is refused."""
    chen = office("chen", "填报")
    chen.button("生成审签表")
    wrong = printed(chen, folder / "wrong.pdf")
    li = office("li", "审签表")
    li.button("生成确认审签表")
    right = printed(li, folder / "right.pdf")
    li.shot("11-sheet")
    li.page.get_by_label("签章后的扫描件").set_input_files(wrong)
    li.page.get_by_role("button", name="上传归档").click()
    expect(li.page.locator(".faults")).to_contain_text("是另一张审签表")
    assert li.complaints.pop().startswith("Failed to load resource: the server responded with a status of 422")
    li.shot("11-refused")
    li.steps[li.chapter] += 1
    li.page.get_by_label("签章后的扫描件").set_input_files(right)
    li.button("上传归档")
    expect(li.page.locator(".message.success")).to_have_text("审签表已按二维码核对一致并归档。")
    expect(li.page.locator("main")).to_contain_text("已签章归档")
    li.shot("11-signed")


def sign_on_screen(office: Office) -> None:
    """The head signs what her bureau filed, with a security key she adds on the way."""
    he = office("he", "线上签")
    tools = he.context.new_cdp_session(he.page)
    tools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": key | {"isUserVerified": True}})
    he.todo("审签表")
    he.button("验证身份后签字")
    expect(he.page.locator("main")).to_contain_text("您还没有第二验证方式")
    he.go("/account/factors/webauthn/add/")
    he.steps[he.chapter] += 1
    he.fill("密码", office.passwords["he"])
    he.button("确认")
    he.button("添加")
    expect(he.page.locator(".message.success").first).to_have_text("安全密钥已添加。")
    he.home()
    he.todo("审签表")
    he.button("验证身份后签字")
    he.shot("12-again")
    he.click(he.page.locator("main button.main"))
    expect(he.page.get_by_role("button", name="我已核对，签字")).to_be_visible()
    he.shot("12-known")
    he.button("我已核对，签字")
    expect(he.page.locator("main")).to_contain_text("已线上签")
    he.shot("12-signed")


def look_at_the_log(office: Office) -> None:
    """Every act of the story is in the log in human words, and all of it holds."""
    auditor = office("audit_admin", "审计")
    auditor.link("审计")
    expect(auditor.page.locator("main tbody")).to_contain_text("签审签表")
    auditor.shot("13-log")
    auditor.button("校验全部记录")
    auditor.shot("13-verified")
    expect(auditor.page.locator("main")).to_contain_text("相符：")


def printed(somebody: Newcomer, path: Path) -> Path:
    """The sheet as the printer gives it on A4: what a scanner would see, without the ink of a signature."""
    expect(somebody.page.locator(".paper h1")).to_be_visible()
    somebody.steps[somebody.chapter] += 1
    somebody.page.pdf(path=path, format="A4", prefer_css_page_size=True, print_background=False)
    (FOLDER / path.name).write_bytes(path.read_bytes())
    return path


# -- thirty indicators ----------------------------------------------------------------------------------------------

# As such tables stand in a Word 细则: a track in the first row of its merged cell, methods in words, units in brackets.
WAYS = (
    "完成年度目标得满分，未完成的按比例计分",
    "功效系数法，基础分60%",
    "按完成率计分，最高得满分的120%",
    "第一名得满分，每降一名扣5%",
    "达到95%得满分，每低1个百分点扣0.5分，扣完为止",
    "达到目标得满分，达不到不得分",
)
NAMES = {
    "经济发展": "地区生产总值、规上工业增加值、社会消费品零售额、公共预算收入、进出口总额、服务业、建筑业、农业总产值",
    "项目投资": "固定资产投资、工业投资、新开工项目数、到位资金、重点项目完成率、民间投资",
    "创新驱动": "研发投入、高新技术企业数、技术合同额、发明专利数、科技型企业数",
    "绿色生态": "空气优良天数比例、万元产值能耗降低率、污水处理率、造林面积、垃圾分类覆盖率",
    "民生改善": "城镇新增就业、居民收入增速、热线办结率、学位供给、养老床位、安全生产事故起数",
}


def thirty() -> str:
    lines = ["一级指标\t二级指标\t分值\t计量单位\t评分标准\t责任单位\t核定单位\t条款"]
    number = 0
    for track, names in NAMES.items():
        for place, name in enumerate(names.split("、")):
            points = 4 if number < 10 else 3
            way = WAYS[number % len(WAYS)]
            body, other = (("市统计局", "市发展改革局"), ("市发展改革局", "市统计局"))[number % 2]
            number += 1
            line = (track if place == 0 else "", name, str(points), "%", way, body, other, f"第{number}条")
            lines.append("\t".join(line))
    return "\n".join(lines)


def test_thirty_indicators_from_a_word_document_without_yaml(chromium: Browser, server: Server) -> None:
    """Pasted, looked through, begun: nine steps for the whole table, and the check passes."""
    made = Office(chromium, server)
    made.passwords = {"office": PASSWORD}
    office = made("office", "三十项")
    office.link("规则")
    office.click(office.page.get_by_role("link", name=re.compile("起草")).first)
    office.link("粘贴单位和指标")
    office.fill("标题", "澜川市县区竞赛考评细则")
    office.fill("印发文件", "关于印发考评细则的通知（澜政办发〔2027〕2号）")
    office.fill("参赛单位", "县区：汐桥区、临川县\n园区：高新技术产业开发区、南山园")
    office.fill("指标表", thirty())
    office.button("看读出了什么")
    expect(office.page.locator("main h2").first).to_contain_text("读到 30 项指标")
    # Nothing was left to choose by hand, and who is not registered is named.
    expect(office.page.locator(".rb-doubt")).to_have_count(0)
    expect(office.page.locator(".message.warning")).to_contain_text("南山园")
    office.shot("30-understood")
    office.button("起草")
    expect(office.page.locator("main")).to_contain_text("检查通过")
    expect(office.page.locator(".rb-tree tbody tr:not(.rb-branch)")).to_have_count(30)
    office.shot("30-editor")
    print(f"三十项指标：{made.steps['三十项']} 步")
    office.context.close()
    assert office.complaints == []
