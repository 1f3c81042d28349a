"""The words of explanations: flags, statuses and policies as an official would say them."""

from __future__ import annotations

from leitai.engine.errors import Lang, Text

FLAGS = {
    "late": Text("迟报", "late"),
    "reported": Text("未审核（试算）", "not verified (trial)"),
    "previous": Text("沿用上期数据", "previous figure used"),
    "unreported": Text("缺报", "unreported"),
    "not_yet_published": Text("尚未公布", "not yet published"),
    "not_applicable": Text("无此项任务", "no such task"),
    "exempt": Text("免考", "exempt"),
    "ruling": Text("裁定", "ruling"),
    "bounded": Text("总分触及上下限", "total at its limit"),
    "capped": Text("触顶", "at its cap"),
    "floored": Text("触底", "at its floor"),
    "ladder_floor": Text("名次分触底", "below the last rung"),
    "tied_ladder": Text("并列", "tied"),
    "equal_range": Text("组内数据相同", "all equal in the group"),
    "zero_target": Text("目标不大于零", "target not above zero"),
    "nonpositive_base": Text("基数不大于零", "base not above zero"),
    "abnormal_base": Text("非常规基数", "abnormal base"),
    "division_by_zero": Text("除数为零", "division by zero"),
    "out_of_range": Text("超出范围", "out of range"),
    "no_peers": Text("组内无可比单位", "no peers to compare with"),
    "missing_target": Text("缺目标值", "no target"),
    "missing_base": Text("缺基数", "no base"),
}
WHY_NO_SCORE = {
    "unreported": Text(
        "应报未报，按政策 unreported = {policy} 计分。", "Owed and not reported; policy unreported = {policy}."
    ),
    "not_yet_published": Text(
        "数据来源尚未公布，本项不得分，不排名（政策 not_yet_published = {policy}）。",
        "Its source has not published; no score and no rank (policy not_yet_published = {policy}).",
    ),
    "not_applicable": Text("无此项任务，按政策 no_task = {policy} 处理。", "No such task; policy no_task = {policy}."),
    "exempt": Text("本期免考，按政策 no_task = {policy} 处理。", "Exempt this round; policy no_task = {policy}."),
}
NO_TASK = {
    "reweight": Text("分值由同级其他指标分担", "its points go to its siblings"),
    "group_mean": Text("取同组平均得分", "the group's mean score"),
    "unranked": Text("不得分，不排名", "no score, no rank"),
}


# What a rule does to most scores as a matter of course: in the files and in explanations, not beside a ranking.
ROUTINE = frozenset({"capped", "floored", "tied_ladder", "ladder_floor"})


def flag_words(name: str, lang: Lang = "zh") -> str:
    """A flag in words; the roles a method reads are named in `missing_…`."""
    if name in FLAGS:
        return FLAGS[name].say(lang)
    if name.startswith("missing_"):
        role = name.removeprefix("missing_")
        return f"缺{role}" if lang == "zh" else f"no {role}"
    return name
