"""What boards and unit pages say beside the numbers."""

from __future__ import annotations

from leitai.engine.errors import Lang, Text

WORDS = {
    "rank": Text("名次", "Rank"),
    "change": Text("较上期", "Change"),
    "name": Text("单位", "Contestant"),
    "total": Text("总分", "Total"),
    "bar": Text("总分（从 0 起）", "Total (from 0)"),
    "grade": Text("等次", "Grade"),
    "ranking_note": Text("{group} · 单位：分 · 数据期 {period}", "{group} · in points · figures of {period}"),
    "ranking_more": Text("{group}：名次（续）", "{group}: ranking (continued)"),
    "heat_title": Text("{group}：各赛道得分", "{group}: points by track"),
    "heat_best": Text("{track}居首的是{best}", "{best} first on {track}"),
    "heat_note": Text(
        "{group} · 单位：分 · 底色由浅到深：得分率达到 60%、70%、80%、90% · 加粗为该赛道第一 · 数据期 {period}",
        "{group} · in points · darker from 60, 70, 80 and 90% of full points on · bold: first on the track"
        " · figures of {period}",
    ),
    "indicators": Text("各项指标", "Indicators"),
    "gaps": Text(
        "差距是得分之差：+ 为高于对方，- 为低于对方。每项下面是依据和算法。",
        "Distances are in points: + above, - below. Below each indicator: its clause and how it was worked out.",
    ),
    "gaps_short": Text(
        "差距是得分之差：+ 为高于对方，- 为低于对方。各项怎样算出，见网上公布结果的逐项说明。",
        "Distances are in points: + above, - below. How each was worked out is explained with the results on line.",
    ),
    "extras": Text("加减分与限额", "Adjustments and limits"),
    "indicator": Text("指标", "Indicator"),
    "clause": Text("依据", "Clause"),
    "value": Text("数值", "Value"),
    "score": Text("得分/满分", "Points/full"),
    "place": Text("组内名次", "Rank"),
    "gap_first": Text("比首位", "To first"),
    "gap_median": Text("比中位", "To median"),
    "gap_next": Text("比上一位", "To next"),
    "fall": Text("与第一名{name}相比，分数差在哪里（分）", "Against {name}, the first: where the points differ"),
    "lead": Text("与{name}相比，分数领先在哪里（分）", "Against {name}: where the lead comes from, in points"),
    "rest": Text("其他各项", "all others"),
    "no_task": Text(
        "无此项任务或免考，分值由同级分担：{names}", "No such task or exempt, points with siblings: {names}"
    ),
    "withheld": Text("另有 {n} 项不在本件的公开范围，未列出", "{n} more are not for this audience and are left out"),
    "big_rank": Text("名次", "Rank"),
    "big_total": Text("总分", "Total"),
    "big_change": Text("较上期", "Change"),
    "big_grade": Text("等次", "Grade"),
}


def word(key: str, lang: Lang, **parts: str) -> str:
    said = WORDS[key].say(lang)
    return said.format(**parts) if parts else said
