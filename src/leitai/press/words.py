"""What the documents say beside the numbers, in Chinese and in English. Words of the domain come from the glossary."""

from __future__ import annotations

from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.terms import term

# For whom a publication is, as its papers and boards say it.
AUDIENCES = {
    "meeting": Text("限会场使用", "For the meeting only"),
    "internal": Text("内部", "Internal"),
    "public": Text("公开", "Public"),
}
FRONT = {
    "sheet": Text("首页", "Cover"),
    "trial": Text(
        "试算：未发布，可能含未审核的数据，名次不作数", "Trial: not published, may hold figures not yet verified"
    ),
    "number": Text("发布编号", "Publication"),
    "audience": Text("公开范围", "Audience"),
    "issuer": Text("发文机关", "Issued by"),
    "document_number": Text("文号", "Number"),
    "date": Text("成文日期", "Date"),
    "corrects": Text("更正", "Correction"),
    "trials": Text("试算", "Trials"),
    "trials_how": Text(
        "数据锁定后、发布前共试算 {trials} 次", "{trials} trial scorings between freeze and publication"
    ),
    "lists": Text("确认的名单", "Lists as confirmed"),
    "edition": Text("规则版本", "Edition"),
    "status": Text("规则状态", "Status"),
    "period": Text("考评期", "Round"),
    "groups": Text("参赛单位", "Contestants"),
    "sources": Text("依据", "Sources"),
    "code": Text("校验短码", "Short code"),
    "digest": Text("结果摘要", "Digest"),
    "verify": Text("如何核对", "How to verify"),
    "verify_how": Text(
        "与本文件一同发布的 result.json 载有规则、数据和结果。运行 leitai verify result.json --code {code}，"
        "不联网即可重算全部得分和名次，并与这里的短码比对。",
        "result.json, given out with this file, holds rules, figures and result. leitai verify result.json --code "
        "{code} recomputes every score and rank offline and holds them against the code above.",
    ),
    "read": Text("怎么看", "How to read it"),
    "read_how": Text(
        "指标得分和数据是数值；赛道得分、基础分、加减分、总分、名次都是公式，改动一处即可看到牵动哪里。"
        "“—”表示没有得分或不排名，不是 0。名次以发布的结果为准。",
        "Scores of indicators and figures are values; tracks, base, adjustments, totals and ranks are formulas: "
        "change one cell and see what moves. “—” is no score or no rank, never 0. What was published stands.",
    ),
    "contents": Text("各表内容", "Sheets"),
}
CONTENTS = {
    "ranking": Text("名次、总分、各赛道得分、加减分", "ranks, totals, tracks, adjustments"),
    "track": Text("各项指标得分", "scores of its indicators"),
    "items": Text("逐项加分、扣分", "each bonus and deduction"),
    "sums": Text("各单位加减分合计与上限", "adjustments by contestant, with their caps"),
    "again": Text("按“{name}”另排名次，得分相同", "the same totals ranked by {name}"),
    "figures": Text("本期计分用到的全部数据", "every figure this round was scored from"),
    "policies": Text("规则未尽之处如何处理，本期用到多少", "how open cases are closed, and how often they were"),
    "sentences": Text("每个单位得分的文字说明", "each contestant's score in sentences"),
}
# Heads that are words of the glossary, by their terms.
TERMS = {
    "name": "contestant",
    "grade": "grades",
    "weight": "weight",
    "key": "rank_on",
    "indicator": "indicator",
    "unit": "unit",
    "category": "category",
    "clause": "clause",
    "each": "Adjustment.points",
    "cap": "Adjustment.cap",
    "gate": "gate",
    "role": "role",
    "vintage": "vintage",
    "note": "note",
}
HEADS = {
    "rank": Text("名次", "Rank"),
    "before": Text("上期名次", "Rank before"),
    "score_before": Text("上期总分", "Total before"),
    "change": Text("变化", "Change"),
    "total": Text("总分", "Total"),
    "base": Text("基础分", "Base"),
    "deduction": Text("扣分", "Deductions"),
    "bonus": Text("加分", "Bonuses"),
    "lists": Text("规则提出的名单", "Lists by rule"),
    "confirmed": Text("名单", "Lists"),
    "veto": Text("否决", "Veto"),
    "breaker": Text("并列时比：{name}", "Tie-break: {name}"),
    "flags": Text("标注", "Flags"),
    "id": Text("标识", "Id"),
    "full": Text("满分", "Full points"),
    "group": Text("组别", "Group"),
    "kind": Text("类型", "Kind"),
    "item": Text("项目", "Item"),
    "count": Text("件数", "Count"),
    "points": Text("计分", "Points"),
    "limit": Text("上限", "Cap"),
    "sum": Text("{kind}合计", "{kind}, in all"),
    "other": Text("未分类", "no category"),
    "period": Text("数据期", "Period"),
    "value": Text("数值", "Value"),
    "state": Text("状态", "Status"),
    "source": Text("来源", "Source"),
    "policy": Text("情形", "Case"),
    "choice": Text("本版规则的处理", "What the edition says"),
    "effect": Text("本期作用", "What it did this round"),
}
SHEETS = {
    "ranking": Text("{group} 名次", "{group} ranking"),
    "track": Text("{track} {group}", "{track} {group}"),
    "leaves": Text("指标得分", "Indicators"),
    "items": Text("加减分明细", "Adjustment items"),
    "sums": Text("加减分", "Adjustments"),
    "figures": Text("数据", "Figures"),
    "policies": Text("政策", "Policies"),
    "sentences": Text("说明 {group}", "Explanations {group}"),
    "again": Text("按{grouping}排名", "Ranking by {grouping}"),
}
NOTES = {
    "points": Text("单位：分", "in points"),
    "of": Text("各项满分 {full} 分，按权重平均", "each out of {full}, averaged by weight"),
    "order": Text("按总分名次排列", "in order of rank"),
    "no_task": Text(
        "无此项任务的不计，分值归同级其他指标", "where there is no such task its points go to its siblings"
    ),
    "last": Text("排末位的单位在“排名依据”中减去 {last}", "{last} is taken off in “Ranked on” for who is ranked last"),
    "nothing": Text("本期没有加减分。", "No adjustments this round."),
    "code": Text("校验短码 {code}", "code {code}"),
    "page": Text("第 &P 页，共 &N 页", "&P of &N"),
    "open": Text("达到", "met"),
    "closed": Text("未达到", "not met"),
    "no_task_cell": Text("无任务", "no task"),
    "exempt_cell": Text("免考", "exempt"),
    "unranked": Text("不参加排名", "takes no rank"),
    "detail": Text(
        "触顶、并列等计分细节见各赛道表", "caps, shared rungs and the like stand on the sheets of the tracks"
    ),
}
POLICIES = {
    "own": Text("{case}：{name}", "{case}: {name}"),
    "and": Text("；", "; "),
    "list": Text("、", ", "),
    "meaning": Text("{name}：{meaning}", "{name}: {meaning}"),
    "indicator": Text("指标", "indicator"),
    "track": Text("赛道", "track"),
    "total": Text("总分", "total"),
    "places": Text("{name} {n} 位小数", "{name} {n} decimals"),
    "unrounded": Text("{name}不取舍", "{name} unrounded"),
    "break_by": Text("依次比较{names}，仍相同的并列占位", "by {names}; what still ties shares the rank"),
    "late": Text("每项扣 {deduct} 分", "{deduct} points off each"),
    "late_cap": Text("，每轮至多 {cap} 分", ", at most {cap} a round"),
    "points": Text("{points} 分", "{points} points"),
    "cap": Text("增速超出 ±{limit}% 的按 ±{limit}% 计", "growth beyond ±{limit}% counts as ±{limit}%"),
    "two_year_average": Text("增速超出 ±{limit}% 的取两年平均", "growth beyond ±{limit}%: the mean of two years"),
    "units": Text("{n} 家", "{n} contestants"),
    "cells": Text("{n} 项", "{n} cells"),
    "never": Text("没有遇到", "did not arise"),
}
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
EFFECTS = ("cancel_title", "cap_grade", "rank_last", "unranked", "zero")


def head_word(key: str, lang: Lang) -> str:
    """The head of a column: the glossary's word where it has one."""
    if key not in TERMS:
        return HEADS[key].say(lang)
    word = term(TERMS[key]).one.say(lang)
    return word[:1].upper() + word[1:]


def kind_word(key: str, lang: Lang) -> str:
    """加分 or 扣分."""
    return term(f"Adjustment.kind.{key}").say(lang)


def effect_word(key: str, lang: Lang) -> str:
    """What a veto does."""
    return term(f"effect.{key}").say(lang)


def status_word(key: str, lang: Lang) -> str:
    """Whether the rules are official."""
    return term(f"Rulebook.status.{key}").say(lang)


def round_name(rulebook: Rulebook, period: str, lang: Lang) -> str:
    """What the edition calls a round: `二季度`; nothing where it has no name of its own."""
    name = next((one.name for one in rulebook.rounds if one.period == period), None)
    return name.say(lang) if name is not None else ""


def round_title(rulebook: Rulebook, period: str, lang: Lang) -> str:
    """The round with its name where it has one: `2023-Q2 二季度`."""
    return f"{period} {round_name(rulebook, period, lang)}".rstrip()
