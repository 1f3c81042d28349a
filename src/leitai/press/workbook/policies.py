"""The sheet of policies: every open case, how the edition closes it, and how often it arose in this round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from leitai.engine.assess.values import written
from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import AbnormalBase, FixedPoints, LateRule, TieBreakers
from leitai.press.workbook.layout import Layout
from leitai.press.workbook.table import Column, text

POLICIES = {
    "rounding": Text("小数位数与修约", "rounding"),
    "rank_on": Text("按什么排名", "what is ranked"),
    "ties": Text("总分相同", "equal totals"),
    "tied_ladder": Text("名次计分时并列", "ties on a ladder of ranks"),
    "ladder_floor": Text("名次计分的下限", "floor of a ladder"),
    "equal_range": Text("组内最大值等于最小值", "all figures of a group equal"),
    "zero_target": Text("目标为零", "a target of zero"),
    "nonpositive_base": Text("基数为零或为负", "a base of zero or less"),
    "abnormal_base": Text("非常规基数", "an abnormal base"),
    "unreported": Text("缺报", "a figure owed and not given"),
    "late": Text("迟报", "a late figure"),
    "not_yet_published": Text("来源尚未公布", "a source that has not published"),
    "no_task": Text("无此项任务或免考", "no such task, or released"),
    "grade_borders": Text("等级界线上的分数归哪一级", "scores on the border of two grades"),
    "peers_include_self": Text("与同组平均比较时是否含本单位", "whether a group's mean includes oneself"),
    "park_in_county": Text("园区与所在县", "parks and their counties"),
    "vintage": Text("同一数据有几个版本", "figures of several vintages"),
    "unranked_in_statistics": Text(
        "不排名的单位是否计入平均值、最大最小值", "whether the unranked enter means and ranges"
    ),
    "progress": Text("进步按什么计", "how progress is measured"),
}
CHOICES: dict[str, dict[str, Text]] = {
    "rank_on": {
        "rounded": Text("按修约后的总分", "the rounded total"),
        "exact": Text("按未修约的总分", "the total before rounding"),
    },
    "ties": {
        "competition": Text("同名次，其后跳号（1224）", "the same rank, then a gap (1224)"),
        "dense": Text("同名次，其后不跳号（1223）", "the same rank, no gap (1223)"),
    },
    "tied_ladder": {
        "shared": Text("都得该名次的分", "all take that rank's points"),
        "mean": Text("得所占各名次分的平均", "the mean of the rungs they span"),
    },
    "ladder_floor": {"none": Text("不设下限", "none")},
    "equal_range": {"full": Text("都得满分", "full points for all"), "base": Text("都得基础分", "base points for all")},
    "zero_target": {
        "zero": Text("得 0 分", "no points"),
        "threshold": Text("达到即满分，否则 0 分", "full points if reached, else none"),
    },
    "nonpositive_base": {
        "zero": Text("得 0 分", "no points"),
        "threshold": Text("达到即满分，否则 0 分", "full points if reached, else none"),
    },
    "abnormal_base": {"none": Text("照实计算", "taken at face value")},
    "unreported": {"zero": Text("得 0 分", "no points"), "lowest": Text("得同组最低分", "the group's lowest score")},
    "late": {"none": Text("计分，不扣分", "counts, no deduction")},
    "not_yet_published": {
        "unranked": Text("列出而不排名", "listed, unranked"),
        "previous": Text("沿用上期数据", "the previous figure stands in"),
    },
    "no_task": {
        "reweight": Text("分值归同级其他指标", "its points go to its siblings"),
        "group_mean": Text("按同组平均得分率计", "the group's mean rate"),
        "unranked": Text("不得分，不排名", "no score, no rank"),
    },
    "grade_borders": {
        "left_closed": Text("归较高一级，即 [80, 90) 含 80", "to the better: [80, 90) holds 80"),
        "right_closed": Text("归较低一级，即 (80, 90] 含 90", "to the lower: (80, 90] holds 90"),
    },
    "park_in_county": {
        "separate": Text("分别计算，互不并入", "apart"),
        "included": Text("园区数据含在所在县内", "a park's figures lie within its county's"),
    },
    "vintage": {
        "latest": Text("用最新版", "the latest"),
        "flash": Text("用快报", "the flash figure"),
        "preliminary": Text("用初步数", "the preliminary figure"),
        "final": Text("用最终数", "the final figure"),
    },
    "progress": {"score": Text("得分变化", "change of score"), "places": Text("名次变化", "change of place")},
}
RULING = Text("由人裁定，注明条款与文件", "a ruling by people, with clause and document")
YES_NO = {True: Text("含", "yes"), False: Text("不含", "no")}
MODES = {
    "half_up": Text("四舍五入", "half up"),
    "gbt8170": Text("GB/T 8170 修约（四舍六入五成双）", "GB/T 8170, half to even"),
}
# Which flags of a cell say that a policy was at work; the closing of a case carries the policy's own key.
FLAGS = {
    "no_task": ("not_applicable", "exempt"),
    "not_yet_published": ("not_yet_published", "previous"),
}
UNFLAGGED = frozenset(
    {"rounding", "rank_on", "grade_borders", "peers_include_self", "park_in_county", "vintage", "progress"}
)


def policy_columns(layout: Layout) -> list[Column]:
    """The edition's policies, then those that an indicator states for itself."""
    lines = list(_lines(layout))
    heads = ("policy", "choice", "effect")
    return [
        Column(layout.say(head), [text(line[k]) for line in lines], right=False, muted=head == "effect", most=70)
        for k, head in enumerate(heads)
    ]


def _lines(layout: Layout) -> Iterator[tuple[str, str, str]]:
    lang, policies = layout.lang, layout.book.plan.policies
    counted = _counted(layout)
    for key, words in POLICIES.items():
        yield words.say(lang), choice(layout, key, getattr(policies, key)), _effect(layout, key, counted)
    for column in layout.book.plan.columns:
        own = column.indicator.policies
        for key in own.model_fields_set:
            value = getattr(own, key)
            if value is not None:
                case = POLICIES[key].say(lang) + ("：" if lang == "zh" else ": ") + column.indicator.name.say(lang)
                yield case, choice(layout, key, value), _own_effect(layout, key, column.indicator.id)


def choice(layout: Layout, key: str, value: Any) -> str:
    """A policy's value in words."""
    lang = layout.lang
    zh = lang == "zh"
    if key == "rounding":
        parts = (("指标", "indicator", value.indicator), ("赛道", "track", value.track), ("总分", "total", value.total))
        said = [_places(chinese if zh else english, places, zh) for chinese, english, places in parts]
        return ("；" if zh else "; ").join([*said, MODES[value.mode].say(lang)])
    if isinstance(value, bool):
        return YES_NO[value].say(lang)
    if value == "ruling":
        return RULING.say(lang)
    if isinstance(value, TieBreakers):
        names = [_node_name(layout, node) for node in value.break_by]
        return f"依次比较{'、'.join(names)}，仍相同的同名次" if zh else f"by {', '.join(names)}; then the same rank"
    if isinstance(value, LateRule):
        cap = (
            ""
            if value.cap is None
            else (f"，每期至多 {_said(value.cap)} 分" if zh else f", at most {_said(value.cap)} a round")
        )
        return (f"每项扣 {_said(value.deduct)} 分" if zh else f"{_said(value.deduct)} points off each") + cap
    if isinstance(value, FixedPoints):
        return f"得 {_said(value.fixed)} 分" if zh else f"{_said(value.fixed)} points"
    if isinstance(value, AbnormalBase):
        return _abnormal(value, lang)
    if isinstance(value, Decimal):
        return f"{_said(value)} 分" if zh else f"{_said(value)} points"
    return CHOICES[key][value].say(lang)


def _places(name: str, places: int | None, zh: bool) -> str:
    if places is None:
        return f"{name}不修约" if zh else f"{name} unrounded"
    return f"{name} {places} 位小数" if zh else f"{name} {places} decimals"


def _abnormal(value: AbnormalBase, lang: Lang) -> str:
    limit = _said(value.limit)
    if value.rule == "cap":
        return (
            f"增速超出 ±{limit}% 的按 ±{limit}% 计" if lang == "zh" else f"growth beyond ±{limit}% counts as ±{limit}%"
        )
    return f"增速超出 ±{limit}% 的取两年平均" if lang == "zh" else f"growth beyond ±{limit}%: the mean of two years"


def _said(value: Decimal) -> str:
    return written(Fraction(value))


def _node_name(layout: Layout, node: str) -> str:
    return layout.name(layout.book.node(node))


def _counted(layout: Layout) -> Counter[str]:
    """How many cells of the round carry each flag."""
    entries = layout.book.result["values"][layout.book.period].values()
    return Counter(flag for entry in entries for node in entry["nodes"].values() for flag in node.get("f", ()))


def _effect(layout: Layout, key: str, counted: Counter[str]) -> str:
    zh = layout.lang == "zh"
    if key in UNFLAGGED:
        return ""
    if key == "ties":
        return _tied(layout, zh)
    if key == "unranked_in_statistics":
        number = sum(not layout.book.contestant(row.contestant).ranked for group in layout.groups for row in group.rows)
        return _units(number, zh)
    return _cells(sum(counted[flag] for flag in FLAGS.get(key, (key,))), zh)


def _own_effect(layout: Layout, key: str, node: str) -> str:
    if key in UNFLAGGED:
        return ""
    flags = set(FLAGS.get(key, (key,)))
    entries = layout.book.result["values"][layout.book.period].values()
    found = sum(bool(flags & set(entry["nodes"].get(node, {}).get("f", ()))) for entry in entries)
    return _cells(found, layout.lang == "zh")


def _tied(layout: Layout, zh: bool) -> str:
    shared = 0
    for group in layout.groups:
        places = Counter(row.rank for row in group.rows if row.rank)
        shared += sum(count for count in places.values() if count > 1)
    return _units(shared, zh)


def _units(number: int, zh: bool) -> str:
    if not number:
        return "没有遇到" if zh else "did not arise"
    return f"{number} 家" if zh else f"{number} contestants"


def _cells(number: int, zh: bool) -> str:
    if not number:
        return "没有遇到" if zh else "did not arise"
    return f"{number} 项" if zh else f"{number} cells"
