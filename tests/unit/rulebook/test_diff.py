"""The redline: each kind of change said as a person would say it, in the order of the document."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.diff import Redline, as_dict, diff, lines
from leitai.engine.rulebook.diff.order import moved, together
from leitai.engine.rulebook.load import load_rulebook
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.rulebook.skeleton import write_skeleton

Plain = dict[str, Any]


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    folder = tmp_path_factory.mktemp("skeleton") / "new"
    write_skeleton(folder)
    return load_rulebook(folder / "rulebook.yaml")


Change = Callable[[Callable[[Plain], object]], Redline]


@pytest.fixture
def after(old: Rulebook) -> Change:
    """The redline from the skeleton to the skeleton after a change of its canonical tree."""

    def changed(change: Callable[[Plain], object]) -> Redline:
        plain = copy.deepcopy(canonical(old))
        change(plain)
        return diff(old, Rulebook.model_validate(plain))

    return changed


def leaf(plain: Plain, at: int) -> Plain:
    found: Plain = plain["tree"]["nodes"][0]["nodes"][at]
    return found


SENTENCES: dict[str, tuple[Callable[[Plain], object], str, str]] = {
    "points of one group": (
        lambda p: leaf(p, 0)["points"].update(county="8"),
        "指标“地区生产总值增速”的分值（县）由 30 改为 8。〔第六条第一项〕",
        "Points (县) of indicator “地区生产总值增速” changes from 30 to 8. [第六条第一项]",
    ),
    "points of a group that comes": (
        lambda p: leaf(p, 0)["points"].pop("park"),
        "指标“地区生产总值增速”的分值（产业园区）删去（原为 25）。〔第六条第一项〕",
        "Points (产业园区) of indicator “地区生产总值增速” is no longer written (it was 25). [第六条第一项]",
    ),
    "points for all at once": (
        lambda p: leaf(p, 0).update(points="30"),
        "指标“地区生产总值增速”的分值由 县 30，产业园区 25 改为 30。〔第六条第一项〕",
        "Points of indicator “地区生产总值增速” changes from 县 30, 产业园区 25 to 30. [第六条第一项]",
    ),
    "a parameter": (
        lambda p: leaf(p, 1)["method"].update(cap="none"),
        "指标“重点项目投资”的方法参数“封顶倍数”由 1.2 改为 不设。〔第六条第二项〕",
        "Parameter “cap” of the method of indicator “重点项目投资” changes from 1.2 to none. [第六条第二项]",
    ),
    "a parameter back to its default": (
        lambda p: leaf(p, 1)["method"].pop("cap"),
        "指标“重点项目投资”的方法参数“封顶倍数”由 1.2 改为 1。〔第六条第二项〕",
        "Parameter “cap” of the method of indicator “重点项目投资” changes from 1.2 to 1. [第六条第二项]",
    ),
    "another method": (
        lambda p: leaf(p, 1).update(method={"name": "threshold", "target": "5"}),
        "指标“重点项目投资”的计分方法由 目标完成率（封顶倍数 1.2） 改为 目标完成计分（统一目标 5）。〔第六条第二项〕",
        "Method of indicator “重点项目投资” changes from completion of a target (cap 1.2)"
        " to target reached or not (target 5). [第六条第二项]",
    ),
    "direction": (
        lambda p: leaf(p, 3).update(direction="higher"),
        "指标“单位产值能耗”的方向由 越低越好 改为 越高越好。〔第六条第四项〕",
        "Direction of indicator “单位产值能耗” changes from lower is better to higher is better. [第六条第四项]",
    ),
    "a default departed from": (
        lambda p: leaf(p, 3).update(prices="current"),
        "指标“单位产值能耗”的价格口径由 与价格无关 改为 现价。〔第六条第四项〕",
        "Price basis of indicator “单位产值能耗” changes from no prices to current prices. [第六条第四项]",
    ),
    "units named": (
        lambda p: leaf(p, 3).update(not_applicable=["north", "east"]),
        "指标“单位产值能耗”的无此任务的单位写明为 北川县、东山县（原未写）。〔第六条第四项〕",
        "Not applicable to of indicator “单位产值能耗” is now written: 北川县, 东山县. [第六条第四项]",
    ),
    "a policy of its own": (
        lambda p: leaf(p, 3).update(policies={"no_task": {"fixed": "12"}}),
        "指标“单位产值能耗”的单独政策“无此任务”写明为 固定分 12（原未写）。〔第六条第四项〕",
        "Policy of its own “no such task” of indicator “单位产值能耗” is now written: fixed points 12. [第六条第四项]",
    ),
    "an English name": (
        lambda p: leaf(p, 3).update(name={"zh": "单位产值能耗", "en": "Energy"}),
        "指标“单位产值能耗”的名称（英文）写明为 Energy（原未写）。〔第六条第四项〕",
        "Name in English of indicator “单位产值能耗” is now written: Energy. [第六条第四项]",
    ),
    "an indicator goes": (
        lambda p: p["tree"]["nodes"][0]["nodes"].pop(3),
        "“经济发展赛道”下删去指标“单位产值能耗”：分值 县 20，产业园区 20，计量单位 吨标准煤/万元，方向 越低越好，"
        "期别口径 累计，计分方法 名次阶梯（每降一名扣 0.05），数据责任部门 市统计局，审核部门 市发展改革委。"
        "〔第六条第四项〕",
        "Removed under “经济发展赛道”: indicator “单位产值能耗” (points 县 20, 产业园区 20,"
        " unit of measure 吨标准煤/万元, direction lower is better, kind of period cumulative,"
        " method rank ladder (step 0.05), data department 市统计局, verifier 市发展改革委). [第六条第四项]",
    ),
    "an indicator moves": (
        lambda p: p["tree"]["nodes"][0]["nodes"].insert(0, p["tree"]["nodes"][0]["nodes"].pop(2)),
        "指标“群众诉求办理满意率”移到最前。〔第六条第三项〕",
        "Indicator “群众诉求办理满意率” moves to the front. [第六条第三项]",
    ),
    "an indicator leaves its track": (
        lambda p: p["tree"]["nodes"].append(p["tree"]["nodes"][0]["nodes"].pop(2)),
        "指标“群众诉求办理满意率”由“经济发展赛道”移到最上一级。〔第六条第三项〕",
        "Indicator “群众诉求办理满意率” moves from “经济发展赛道” to the top level. [第六条第三项]",
    ),
    "full points": (
        lambda p: p["tree"]["full"].update(park="110"),
        "总分（产业园区）由 100 改为 110。",
        "Full points (产业园区) changes from 100 to 110.",
    ),
    "rounding": (
        lambda p: p["policies"]["rounding"].update(total="none", mode="gbt8170"),
        "政策“取舍”的总分保留位数由 2 改为 不设。",
        "Places of the total of policy “rounding” changes from 2 to none.",
    ),
    "a policy with its limit": (
        lambda p: p["policies"].update(abnormal_base={"rule": "cap", "limit": "50"}),
        "政策“非常规基数”由 照用 改为 处理办法 封顶，界限 50。",
        "Policy “abnormal base” changes from taken as it is to treatment cap, limit 50.",
    ),
    "a flag": (
        lambda p: p["policies"].update(peers_include_self=False),
        "政策“平均含本单位”由 是 改为 否。",
        "Policy “average includes the unit itself” changes from yes to no.",
    ),
    "a member leaves": (
        lambda p: p["groupings"][0]["groups"][0]["members"].pop(),
        "删去分组“竞赛组别”中组“县”中成员“北川县”。",
        "Removed: member “北川县” in group “县” in grouping “竞赛组别”.",
    ),
    "a dated member": (
        lambda p: p["groupings"][0]["groups"][0]["members"].__setitem__(0, {"id": "east", "since": "2025-04-01"}),
        "分组“竞赛组别”中组“县”中成员“东山县”的加入日期写明为 2025-04-01（原未写）。",
        "Since of member “东山县” in group “县” in grouping “竞赛组别” is now written: 2025-04-01.",
    ),
    "a deadline": (
        lambda p: p["rounds"][0].update(report_by="2025-04-15"),
        "轮次“一季度”的填报截止日由 2025-04-18 改为 2025-04-15。",
        "Report by of round “一季度” changes from 2025-04-18 to 2025-04-15.",
    ),
    "the season": (
        lambda p: p["season"].update(end="2026-01-31"),
        "赛季的结束日期由 2025-12-31 改为 2026-01-31。",
        "End of season changes from 2025-12-31 to 2026-01-31.",
    ),
    "the edition": (
        lambda p: p.update(edition="2026"),
        "版本由 2025 改为 2026。",
        "Edition changes from 2025 to 2026.",
    ),
    "a bonus": (
        lambda p: p["adjustments"][0].update(cap="2"),
        "加分“省级以上表彰”的本项封顶由 1 改为 2。〔第八条〕",
        "Cap of bonus “省级以上表彰” changes from 1 to 2. [第八条]",
    ),
    "a cap of all": (
        lambda p: p["caps"].pop("bonus"),
        "加分合计上限删去（原为 2）。",
        "Most bonus is no longer written (it was 2).",
    ),
    "a grade": (
        lambda p: p["grades"][0].update(interval="95.."),
        "等级“优秀”的区间由 90.. 改为 95..。",
        "Interval of grade “优秀” changes from 90.. to 95...",
    ),
    "a list": (
        lambda p: p["awards"].append({"id": "title", "name": "优胜单位", "kind": "title", "when": "rank <= 3"}),
        "增加名单“优胜单位”：名单类别 称号，入选条件 rank <= 3。",
        "Added: list “优胜单位” (kind of list title, condition rank <= 3).",
    ),
    "a light": (
        lambda p: p["lights"][0]["bands"][1].update(colour="#ffaa00"),
        "亮灯表“时序进度灯”中灯“滞后”的颜色由 #b26a00 改为 #ffaa00。",
        "Colour of light “滞后” in table of lights “时序进度灯” changes from #b26a00 to #ffaa00.",
    ),
    "the tables of lights": (
        lambda p: p["lights"][0].update(indicators=["investment", "hotline"]),
        "亮灯表“时序进度灯”的亮灯指标由 重点项目投资 改为 重点项目投资、群众诉求办理满意率。",
        "Indicators lit of table of lights “时序进度灯” changes from 重点项目投资 to 重点项目投资, 群众诉求办理满意率.",
    ),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_change_is_said(after: Change, name: str) -> None:
    change, zh, en = SENTENCES[name]
    redline = after(change)
    assert lines(redline)[0] == zh
    assert lines(redline, "en")[0] == en
    assert redline.old_digest != redline.new_digest


def test_no_change_is_said_so(old: Rulebook) -> None:
    redline = diff(old, old)
    assert not redline
    assert lines(redline) == ["两个版本内容相同。"]
    assert lines(redline, "en") == ["The two editions say the same."]
    assert as_dict(redline)["changes"] == []


def test_the_order_is_that_of_the_document(after: Change) -> None:
    def several(plain: Plain) -> None:
        plain["policies"]["progress"] = "score"
        plain["awards"][0]["when"] = "rank <= 2"
        leaf(plain, 3)["decimals"] = "2"
        leaf(plain, 0)["unit"] = "‰"
        plain["contestants"][2]["note"] = "撤县设区"
        plain["edition"] = "2026"

    assert [change.part for change in after(several).changes] == [
        *("edition", "contestants", "tree", "tree", "awards", "policies")
    ]
    assert [change.path for change in after(several).changes][2] == "tree.nodes[economy][gdp_growth].unit"


def test_two_units_of_one_name_are_told_apart(after: Change) -> None:
    def same_names(plain: Plain) -> None:
        plain["organisations"][0]["name"] = plain["organisations"][1]["name"] = "统计机构"
        leaf(plain, 3)["data_department"] = "fgw"
        leaf(plain, 3)["clause"] = "第六条第四项 "

    said = lines(after(same_names))
    assert "指标“单位产值能耗”的数据责任部门由 市统计局 改为 市发展改革委。〔第六条第四项〕" in said
    assert '指标“单位产值能耗”的条款由 "第六条第四项" 改为 "第六条第四项 "。〔第六条第四项〕' in said


def test_a_change_carries_both_texts_and_its_place(after: Change) -> None:
    change = after(lambda plain: leaf(plain, 0)["points"].update(county="8")).changes[0]
    assert (change.kind, change.part, change.clause) == ("changed", "tree", "第六条第一项")
    assert change.where.zh == "赛道“经济发展赛道” / 指标“地区生产总值增速”·分值（县）"
    assert (change.before.zh, change.after.zh) == ("30", "8")
    assert change.path == "tree.nodes[economy][gdp_growth].points.county"


def test_a_new_track_with_its_indicators(after: Change) -> None:
    def add(plain: Plain) -> None:
        new = {**leaf(plain, 3), "id": "water", "name": "用水强度"}
        plain["tree"]["nodes"].append({"id": "green", "name": "绿色赛道", "nodes": [new]})

    kinds = [(change.kind, change.path) for change in after(add).changes]
    assert kinds == [("added", "tree.nodes[green]"), ("added", "tree.nodes[green][water]")]


def test_an_edition_without_rules_gains_them(old: Rulebook, root: Path) -> None:
    reported = load_rulebook(root / "examples" / "kunming-2023q1-as-reported" / "rulebook.yaml")
    said = lines(diff(reported, old))
    assert "计量方式写明为 分值相加（原未写）。" in said
    assert "政策“排名依据”写明为 按公布的分（原未写）。" in said
    assert any(line.startswith("删去来源所载事实“2023-Q1 安宁市 第一名”") for line in said)


def test_gone_items_are_told_where_they_stood() -> None:
    assert together(["a", "b", "c"], ["c", "x"]) == ["a", "b", "c", "x"]
    assert together([], ["a"]) == ["a"]
    assert moved(["a", "b", "c"], ["c", "a", "b"]) == {"c"}
    assert moved(["a", "b"], ["b", "a", "c"]) == {"a"} or moved(["a", "b"], ["b", "a", "c"]) == {"b"}
    assert moved([], []) == set()
