"""What the slides say beside the numbers."""

from __future__ import annotations

from leitai.engine.errors import Lang, Text

WORDS = {
    "issued": Text("{issuer}　{date}", "{issuer}, {date}"),
    "overview": Text("{n} 个组 {units} 家单位参加本期考评", "{units} contestants in {n} groups"),
    "overview_one": Text("{units} 家单位参加本期考评", "{units} contestants"),
    "group": Text("组别", "Group"),
    "ranked": Text("参加排名", "Ranked"),
    "first": Text("第一名", "First"),
    "last": Text("末位", "Last"),
    "rank": Text("名次", "Rank"),
    "change": Text("较上期", "Change"),
    "name": Text("单位", "Contestant"),
    "total": Text("总分", "Total"),
    "behind": Text("距首位", "Behind first"),
    "adjusted": Text("加减分", "Adjustments"),
    "grade": Text("等次", "Grade"),
    "remarks": Text("说明", "Remarks"),
    "ranking_note": Text("{group} · 单位：分 · 数据期 {period}", "{group} · in points · figures of {period}"),
    "ranking_more": Text("{group}：第 {first} 至第 {last} 位", "{group}: places {first} to {last}"),
    "unranked_more": Text("{group}：不参加排名的单位", "{group}: contestants without a rank"),
    "totals_note": Text(
        "{group} · 总分（分） · 数据期 {period} · 对应数据见名次表",
        "{group} · total in points · figures of {period} · numbers in the ranking table",
    ),
    "stack_note": Text(
        "{group} · 各赛道得分（分），不含加减分 · 数据期 {period}",
        "{group} · points by track, adjustments apart · figures of {period}",
    ),
    "stack_weighted": Text(
        "{group} · 各赛道计入总分的分数（分，末位经取舍），不含加减分 · 数据期 {period}",
        "{group} · what each track gives the total (points, last digit rounded), adjustments apart"
        " · figures of {period}",
    ),
    "stack_title": Text("{group}：总分由哪些赛道得来", "{group}: where the points come from"),
    "stack_lead": Text("{track}拉开的差距最大，首末相差 {apart} 分", "{track} sets them apart most: {apart} points"),
    "left_out": Text("没有总分、未列入图中：{names}", "No total, not drawn: {names}"),
    "movers_note": Text(
        "{group} · 名次变化（位），向右为上升 · 与{before}相比",
        "{group} · change of places, right is up · against {before}",
    ),
    "movers_score_note": Text(
        "{group} · 总分变化（分），向右为增加 · 与{before}相比",
        "{group} · change of total in points, right is up · against {before}",
    ),
    "movers_series": Text("变化", "Change"),
    "before": Text("上期", "the round before"),
    "heat_note": Text(
        "{group} · 各赛道得分（分） · 底色由浅到深：得分率达到 60%、70%、80%、90% · 加粗为该赛道第一 · 数据期 {period}",
        "{group} · points by track · darker from 60, 70, 80 and 90% of full points on · bold: first on the track"
        " · figures of {period}",
    ),
    "heat_title": Text("{group}：{track}居首的是{best}", "{group}: {best} first on {track}"),
    "heat_even": Text("{group}：各赛道得分相同", "{group}: all alike on every track"),
    "good": Text("{group}：亮点 {n} 项", "{group}: {n} strengths"),
    "poor": Text("{group}：不足 {n} 项", "{group}: {n} weaknesses"),
    "good_note": Text(
        "按规则选取：各赛道居首且高出组内中位数最多的指标，组内普遍较好的指标",
        "By rule: on each track the first place farthest above the median; indicators the group does well on",
    ),
    "poor_note": Text(
        "按规则选取：各赛道居末且低于组内中位数最多的指标，组内普遍较弱的指标",
        "By rule: on each track the last place farthest below the median; indicators the group does poorly on",
    ),
    "everyone": Text("全组", "The group"),
    "indicator": Text("指标与依据", "Indicator and clause"),
    "fact": Text("情况", "What happened"),
    "talks_speak": Text("交流发言 {n} 家", "{n} speak"),
    "talks_pledge": Text("表态发言 {n} 家", "{n} pledge"),
    "lists_title": Text("列入名单的单位", "The lists"),
    "lists_note": Text("标“拟”的按规则提出，待确认", "“Proposed”: by rule, to be confirmed by a person"),
    "list": Text("名单", "List"),
    "names": Text("单位", "Contestants"),
    "clause": Text("依据", "Clause"),
    "nobody": Text("无", "nobody"),
    "proposed": Text("（拟）", " (proposed)"),
    "check_title": Text(
        "人人可核对：同一数据、同一规则，重算得到同一结果", "Anyone can check: same figures, same rules"
    ),
    "check_note": Text("校验短码印在本套材料每一页", "The code stands on every page of this set"),
    "edition": Text("规则版本：{id} {edition}", "Edition: {id} {edition}"),
    "digest": Text("结果摘要：{digest}", "Digest: {digest}"),
    "checkpoint": Text("审计日志检验码：{code}", "Audit checkpoint: {code}"),
    "trial": Text("数据锁定后试算 {n} 次", "{n} trial scorings after the freeze"),
    "look_up": Text("查询：{address}", "Look up: {address}"),
    "number": Text("发布编号：{number}", "Publication: {number}"),
    "document": Text("文号：{number}", "Document: {number}"),
}


def word(key: str, lang: Lang, **parts: str) -> str:
    said = WORDS[key].say(lang)
    return said.format(**parts) if parts else said
