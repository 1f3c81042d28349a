"""细则: 总则、赛道与指标、加减分、等级与名单、政策、附则, each row with its clause and the id results point to."""

from __future__ import annotations

from collections.abc import Sequence

from docx.table import Table

from leitai.engine.rulebook.canonical import canonical, number_text
from leitai.engine.rulebook.diff.words import Names
from leitai.engine.rulebook.digest import digest, short_code
from leitai.engine.rulebook.model import Branch, Group, Indicator, Rulebook
from leitai.engine.terms import value_term
from leitai.press.rules_docx.annex import annexes, methods_used
from leitai.press.rules_docx.methods import indicator_sentence
from leitai.press.rules_docx.sentences import (
    adjustment_sentence,
    award_sentence,
    condition_words,
    grade_words,
    lights_sentences,
    names_of,
    points_of,
    policy_sentences,
    silence_sentence,
    sum_of,
    unit_note,
)
from leitai.press.word.page import Column, Page

STATUS = {
    "demo": "演示文本，不是任何单位的正式规则",
    "draft": "草案，未经批准",
    "official": "",
}
KINDS = {"bonus": "加分", "deduction": "扣分", "veto": "一票否决"}


def rules_docx(rulebook: Rulebook) -> bytes:
    """The document as the bytes of a file."""
    page = Page(rulebook.title.zh)
    names = names_of(rulebook)
    page.title(rulebook.title.zh)
    for line in (f"（{rulebook.edition} 版）", rulebook.notice.zh if rulebook.notice else "", STATUS[rulebook.status]):
        if line:
            page.note(line)
    _general(page, rulebook)
    _tracks(page, rulebook, names)
    _adjustments(page, rulebook, names)
    _grades(page, rulebook, names)
    _policies(page, rulebook, names)
    _closing(page, rulebook)
    annexes(page, rulebook, names)
    return page.bytes()


def _general(page: Page, rulebook: Rulebook) -> None:
    page.heading("总则")
    if rulebook.sources:
        page.subheading("依据")
        for source in rulebook.sources:
            issued = f",{source.issued:%Y 年 %-m 月 %-d 日}" if source.issued else ""
            number = f"({source.number}{issued})" if source.number or issued else ""
            page.point(f"{source.title.zh}{number}。")
    page.subheading("赛季与轮次")
    page.text(f"{rulebook.season.name.zh}:{rulebook.season.start} 至 {rulebook.season.end}。")
    columns = [Column("轮次", 40), Column("期别", 30, True), Column("填报截止", 28, True)]
    columns += [Column("审核截止", 28, True), Column("公布截止", 28, True)]
    table = page.table(columns)
    for one in rulebook.rounds:
        days = [str(day) if day else "—" for day in (one.report_by, one.verify_by, one.publish_by)]
        page.row(table, columns, [[one.name.zh if one.name else one.period], [one.period], *([day] for day in days)])
    if rulebook.silence is not None:
        page.subheading("数据确认")
        page.text(silence_sentence(rulebook.silence))
    page.subheading("参赛单位")
    called = {one.id: one.name.zh for one in rulebook.contestants}
    for group in _groups(rulebook):
        members = [
            called.get(one.id, one.id)
            + (f"（自 {one.since}）" if one.since else "")
            + (f"（至 {one.until} 前）" if one.until else "")
            for one in group.members
        ]
        page.point(f"{group.name.zh}（{len(members)} 个）：{'、'.join(members)}。")
    unranked = [one.name.zh for one in rulebook.contestants if not one.ranked]
    if unranked:
        page.text(f"{'、'.join(unranked)}参与评价、不定名次。")
    if rulebook.tree is not None:
        page.subheading("总分")
        way = "各项分值相加" if rulebook.tree.measure == "points" else "各项按满分计分后加权平均"
        full = ",".join(f"{one.name.zh} {points_of(rulebook.tree.full, one.id)} 分" for one in _groups(rulebook))
        page.text(f"总分由{way}而成：{full}。各组分别排名。")


def _groups(rulebook: Rulebook) -> Sequence[Group]:
    return next((one.groups for one in rulebook.groupings if one.id == rulebook.peers), ())


def _tracks(page: Page, rulebook: Rulebook, names: Names) -> None:
    if rulebook.tree is None:
        return
    page.heading("赛道与指标")
    weights = rulebook.tree.measure == "weights"
    alone = [node for node in rulebook.tree.nodes if isinstance(node, Indicator)]
    for node in rulebook.tree.nodes:
        if isinstance(node, Branch):
            page.subheading(f"{node.name.zh}({_shares(rulebook, node, weights)}){_clause(node.clause)}")
            _indicators(page, rulebook, names, node.nodes, weights)
    if alone:
        page.subheading("其他指标" if len(alone) < len(rulebook.tree.nodes) else "指标")
        _indicators(page, rulebook, names, alone, weights)
    if rulebook.series:
        page.subheading("计分用的其他数据")
        page.text("下列数据只填报、不计分，供计算指标和判断条件使用。")
        columns = [
            Column("数据", 44),
            Column("计量单位与期别", 34),
            Column("口径", 46),
            Column("填报", 26),
            Column("审核", 26),
        ]
        table = page.table(columns)
        for one in rulebook.series:
            period = value_term("Series", "period", one.period)
            unit = f"{one.unit}、{period.zh if period else one.period}"
            filed, checked = _bodies(names, one.data_department, one.verifier, bool(one.formula))
            said = one.definition + (f"由 {condition_words(one.formula, names)} 算出" if one.formula else "")
            page.row(
                table, columns, [[one.name.zh, f"¶{one.id}"], [unit], [said], [filed], [checked]], f"node_{one.id}"
            )


def _shares(rulebook: Rulebook, node: Branch, weights: bool) -> str:
    word = "权重 " if weights else ""
    shares = [
        f"{group.name.zh} {word}{total}{'' if weights else ' 分'}"
        for group in _groups(rulebook)
        if (total := sum_of(node, group.id, weights)) != "—"
    ]
    return ",".join(shares)


def _indicators(
    page: Page, rulebook: Rulebook, names: Names, nodes: Sequence[Branch | Indicator], weights: bool
) -> None:
    """One table a track: the indicators one below the other, parts of a track as rows of their own."""
    groups = _groups(rulebook)
    head = "权重" if weights else "分值"
    columns = [Column("指标与口径", 46)]
    columns += [
        Column(group.name.zh if len(groups) > 1 else head, 15, True, head if len(groups) > 1 else "")
        for group in groups
    ]
    columns += [Column("计分办法", 54), Column("填报与审核", 26), Column("条款", 20, True)]
    table = page.table(columns)
    _rows(page, table, columns, rulebook, names, nodes, weights)


def _rows(
    page: Page,
    table: Table,
    columns: list[Column],
    rulebook: Rulebook,
    names: Names,
    nodes: Sequence[Branch | Indicator],
    weights: bool,
) -> None:
    for node in nodes:
        points = [[sum_of(node, group.id, weights)] for group in _groups(rulebook)]
        if isinstance(node, Branch):
            cells = [[f"【{node.name.zh}】"], *points, [""], [""], [node.clause, f"¶{node.id}"]]
            page.row(table, columns, cells, f"node_{node.id}")
            _rows(page, table, columns, rulebook, names, node.nodes, weights)
            continue
        filed, checked = _bodies(names, node.data_department, node.verifier, bool(node.formula))
        what = [node.name.zh, f"({unit_note(node)})", node.definition]
        how = [indicator_sentence(node, names)]
        if node.formula:
            how.append(f"数值由 {condition_words(node.formula, names)} 算出。")
        if node.not_applicable:
            how.append(
                f"没有此项任务：{'、'.join(names.of('not_applicable', one, 'zh') for one in node.not_applicable)}。"
            )
        if node.rounds:
            how.append(f"只在 {'、'.join(node.rounds)} 计分。")
        how += [f"单独规定：{label},{said}" for _, label, said in policy_sentences(node.policies, names)]
        who = [f"填报：{filed}", f"审核：{checked}", f"比对：{node.counter_source}" if node.counter_source else ""]
        mark = [node.clause or "—", f"¶{node.id}", f"¶{node.rule}" if node.rule else ""]
        page.row(table, columns, [what, *points, how, who, mark], f"node_{node.id}")


def _bodies(names: Names, department: str | None, verifier: str | None, derived: bool) -> tuple[str, str]:
    filed = names.of("data_department", department, "zh") if department else ("由其他数据算出" if derived else "—")
    return filed, names.of("verifier", verifier, "zh") if verifier else "—"


def _clause(clause: str) -> str:
    return f"〔{clause}〕" if clause else ""


def _adjustments(page: Page, rulebook: Rulebook, names: Names) -> None:
    page.heading("加减分")
    if not rulebook.adjustments:
        page.text("本版不设加减分。")
        return
    for kind, word in KINDS.items():
        items = [one for one in rulebook.adjustments if one.kind == kind]
        if not items:
            continue
        page.subheading(word)
        columns = [Column("项目", 46), Column("办法", 62), Column("填报与审核", 28), Column("条款", 22, True)]
        table = page.table(columns)
        for one in items:
            filed, checked = _bodies(names, one.data_department, one.verifier, bool(one.formula))
            how = [adjustment_sentence(one, names)]
            if one.formula:
                how.append(f"件数由 {condition_words(one.formula, names)} 算出。")
            cells = [[one.name.zh], how, [f"填报：{filed}", f"审核：{checked}"], [one.clause or "—", f"¶{one.id}"]]
            page.row(table, columns, cells, f"node_{one.id}")
    caps = rulebook.caps
    said = [f"加分合计最多 {number_text(caps.bonus)} 分" if caps.bonus is not None else ""]
    said.append(f"扣分合计最多 {number_text(caps.deduction)} 分" if caps.deduction is not None else "")
    said += [f"{category} 类合计最多 {number_text(limit)} 分" for category, limit in caps.categories.items()]
    said.append(f"总分最低 {number_text(caps.floor)} 分" if caps.floor is not None else "")
    said.append(f"总分最高 {number_text(caps.total)} 分" if caps.total is not None else "")
    if any(said):
        page.text(f"{';'.join(one for one in said if one)}。")


def _grades(page: Page, rulebook: Rulebook, names: Names) -> None:
    if not (rulebook.grades or rulebook.awards or rulebook.lights):
        return
    page.heading("等级与名单")
    if rulebook.grades:
        page.subheading("等级")
        page.text(";".join(f"{one.name.zh}:{grade_words(one, rulebook.policies)}" for one in rulebook.grades) + "。")
    if rulebook.awards:
        page.subheading("名单")
        columns = [Column("名单", 34), Column("条件", 76), Column("备注", 26), Column("条款", 22, True)]
        table = page.table(columns)
        for one in rulebook.awards:
            kind = value_term("Award", "kind", one.kind)
            called = [one.name.zh, f"({kind.zh})" if kind is not None and kind.zh != one.name.zh else ""]
            cells = [called, [award_sentence(one, names)], [one.note], [one.clause or "—", f"¶{one.id}"]]
            page.row(table, columns, cells, f"node_{one.id}")
    for lights in rulebook.lights:
        page.subheading(f"{lights.name.zh}{_clause(lights.clause)}")
        page.text(f"按{condition_words(lights.measure, names)}:{';'.join(lights_sentences(lights, names))}。")


def _policies(page: Page, rulebook: Rulebook, names: Names) -> None:
    if rulebook.policies is None:
        return
    page.heading("政策")
    page.text("规则没有说清的情形，逐条规定如下；每次结果都一并列出。")
    for _, label, said in policy_sentences(rulebook.policies, names):
        page.point(f"{label}:{said}")


def _closing(page: Page, rulebook: Rulebook) -> None:
    page.heading("附则")
    seal = digest(canonical(rulebook), rulebook.seal)
    page.text(
        f"本文由规则书 {rulebook.id}（{rulebook.edition} 版）生成，内容以规则书为准。"
        f"规则书摘要（{rulebook.seal}）：{seal}；短码：{short_code(seal)}。"
    )
    page.text("各表条款栏下的代号是该项在结果、解释和数据文件中的代号。")
    if methods_used(rulebook):
        page.text("各计分方法的公式、图、出处和算例见附件；图由计分程序按本版参数画出。")
    for line in (rulebook.notice.zh if rulebook.notice else "", STATUS[rulebook.status]):
        if line:
            page.text(f"{line.rstrip('。')}。")
