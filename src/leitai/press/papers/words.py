"""The words of the papers of a meeting. The Chinese has no blanks beside figures, as official papers print none."""

from __future__ import annotations

import datetime

from leitai.engine.book import Book
from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.model import Rulebook
from leitai.press.words import round_name

MARKS = {
    "number": Text("发布编号{number}", "Publication {number}"),
    "code": Text("校验短码{code}", "Code {code}"),
    "verify": Text(
        "核对：对同时发布的 result.json 运行 leitai verify result.json --code {code}",
        "To check: leitai verify result.json --code {code}",
    ),
    "address": Text("，或访问{address}", ", or see {address}"),
    "trial": Text("试算，未发布", "Trial, not published"),
}
SIGNER = Text("签发人：", "Signed: ")
LETTERHEAD = Text("{issuer}文件", "{issuer}")
EVERYBODY = Text("各参赛单位：", "To all contestants:")
ADDRESSED = Text("{names}：", "To: {names}")
COPIES = Text("抄送：", "Copies: ")
COPIED = Text("{names}。", "{names}.")
ISSUED = Text("{day}印发", "Issued {day}")
ATTACHMENTS = Text("附件：", "Attachments: ")
ATTACHMENT = Text("附件{number}", "Attachment {number}")
RANKING = Text("{group}{period}考评名次表", "{group}: ranking, {period}")

NOTICE = {
    "title": Text("关于{period}考评结果的通报", "Results of the assessment, {period}"),
    "opening": Text(
        "根据《{title}》（{edition}版）和锁定的数据，对{count}个参赛单位{period}的情况进行了考评。现将结果通报如下。",
        "{count} contestants were assessed for {period} under “{title}” (edition {edition}), on frozen figures. "
        "The results are as follows.",
    ),
    "supersedes": Text(
        "本通报更正第{number}号发布，原发布停止使用。{reason}",
        "This paper corrects publication {number}, which no longer holds. {reason}",
    ),
    "reason": Text("更正原因：{reason}。", "Reason: {reason}."),
    "changed": Text("更正后，{list}。", "Corrected: {list}."),
    "change": Text(
        "{name}总分由{score_before}分改为{score}分，名次由第{rank_before}位改为第{rank}位",
        "{name} total {score_before} to {score}, rank {rank_before} to {rank}",
    ),
    "change_rank": Text(
        "{name}总分不变，名次由第{rank_before}位改为第{rank}位", "{name} total as before, rank {rank_before} to {rank}"
    ),
    "change_total": Text(
        "{name}总分由{score_before}分改为{score}分，名次不变", "{name} total {score_before} to {score}, rank as before"
    ),
    "unchanged": Text("更正后，各单位总分和名次没有变化。", "No total and no rank changed."),
}
HEADINGS = {
    "overall": Text("总体情况", "Overall"),
    "ranking": Text("排名情况", "Rankings"),
    "good": Text("亮点", "Strengths"),
    "bad": Text("不足", "Weaknesses"),
    "moved": Text("名次变化", "Changes of rank"),
    "lists": Text("结果运用", "What follows"),
    "check": Text("核对方法", "How to check"),
}
OVERALL = {
    "group": Text(
        "{group}{of}家参加排名，总分最高{high}分，中位数{median}分，最低{low}分{grades}。{rest}{trend}",
        "{group}: {of} ranked; highest total {high}, median {median}, lowest {low}{grades}. {rest}{trend}",
    ),
    "grades": Text("；{list}", "; {list}"),
    "grade": Text("{grade}{count}家", "{grade} {count}"),
    "rest": Text("另有{count}家列出、不排名。", "{count} listed and not ranked. "),
    "trend": Text(
        "与上期相比，总分上升的{up}家，下降的{down}家{same}。",
        "Against the round before {up} totals rose, {down} fell{same}.",
    ),
    "same": Text("，持平的{same}家", ", {same} stayed"),
    "nobody": Text("{group}本期没有参加排名的单位。", "{group}: nobody is ranked this round."),
}
RANKS = {
    "all": Text("名次依次为：{list}。", "In order: {list}."),
    "ends": Text("居前的是：{first}。居后的是：{last}。", "First: {first}. Last: {last}."),
    "one": Text("{name}（第{rank}名，{score}分）", "{name} (rank {rank}, {score})"),
    "tables": Text("完整名次见附件。", "The full rankings are attached."),
}
BRIGHT = {
    "own": Text(
        "{track}：{name}{node}{value}{points}，{tied}居本组第{rank}位（共{of}家），得分率{side}于中位数{lead}个百分点。",
        "{track}: {name}, {node}{value}{points}, rank {rank} of {of}{tied}, its rate {lead} points {side} the median.",
    ),
    "value": Text("{value}{unit}", " {value}{unit}"),
    "unreported": Text("缺报", ", unreported"),
    "points": Text("，得{score}分（满分{full}分）", ", {score} of {full} points"),
    "counted": Text("，计{score}分（满分{full}分）", ", {score} of {full} points"),
    "tied": Text("{tied}家并列", ", {tied} tied"),
    "group": Text("全组得分率中位数较{side}的指标：{list}。", "Indicators with the {side} median rate: {list}."),
    "rate": Text("{node}（{rate}%）", "{node} ({rate}%)"),
    "none": Text("各单位各项得分率相同。", "All rates are alike."),
    "hidden": Text(
        "涉及的指标不在公开范围，从略。", "The indicators concerned are not for this audience and are left out."
    ),
}
SIDES = {True: Text("高", "above"), False: Text("低", "below")}
MEDIANS = {True: Text("高", "highest"), False: Text("低", "lowest")}
MOVED = {
    "rose": Text(
        "{group}进位最多的是{name}，由第{before}位升至第{rank}位，升{places}位{split}。",
        "{group}: {name} rose most, from rank {before} to {rank}, up {places}{split}.",
    ),
    "fell": Text(
        "退位最多的是{name}，由第{before}位降至第{rank}位，降{places}位{split}。",
        "{name} fell most, from rank {before} to {rank}, down {places}{split}.",
    ),
    "split": Text(
        "，其中自身得分变化{own}，其他单位得分变化{others}",
        ", {own} by its own score and {others} by others'",
    ),
    "up": Text("使其升{places}位", "up {places}"),
    "down": Text("使其降{places}位", "down {places}"),
    "still": Text("{group}各单位名次没有变化。", "{group}: no rank changed."),
    "first": Text("{group}没有上期名次可比。", "{group}: no earlier ranks to compare with."),
}
LISTS = {
    "confirmed": Text("{name}{clause}：{units}。", "{name}{clause}: {units}."),
    "proposed": Text("{name}{clause}（拟，待确认）：{units}。", "{name}{clause} (proposed, to be confirmed): {units}."),
    "clause": Text("（{clause}）", " ({clause})"),
    "nobody": Text("本期没有列入名单的单位。", "Nobody is on a list this round."),
}
CHECK = Text(
    "本通报的全部得分和名次可以重算。{how}。数据锁定后、发布前共试算{trials}次。",
    "Every score and rank of this paper can be recomputed. {how}. "
    "Trial scorings between freeze and publication: {trials}.",
)
NEWS = {
    "title": Text("{period}考评结果公布", "Results published: {period}"),
    "draft": Text("（新闻通稿草稿，审定后使用）", "(draft for the press, for use once approved)"),
    "lead": Text(
        "{day}，{issuer}发布{period}考评结果（发布编号{number}）。{count}个参赛单位分{groups}组参加考评。",
        "{day}: {issuer} published the results of {period} (publication {number}). "
        "{count} contestants were assessed in {groups} groups.",
    ),
    "first": Text(
        "{group}中，{first}以{score}分居首位{next}，{last}以{low}分居末位。",
        "{group}: {first} first with {score}{next}; {last} last with {low}.",
    ),
    "next": Text("，{name}（{score}分）列第{rank}位", ", {name} rank {rank} ({score})"),
    "alone": Text("{group}中，{first}得{score}分。", "{group}: {first} has {score}."),
    "tied": Text("{group}各单位总分相同，均为{score}分。", "{group}: all have the same total, {score}."),
    "speak": Text("{units}作交流发言。", "{units} spoke of their experience."),
    "pledge": Text("{units}作表态发言。", "{units} pledged."),
    "speak_proposed": Text("拟由{units}作交流发言（待确认）。", "{units} are to speak (to be confirmed)."),
    "pledge_proposed": Text("拟由{units}作表态发言（待确认）。", "{units} are to pledge (to be confirmed)."),
    "good": Text("从指标看，{list}。", "By indicator: {list}."),
    "one": Text(
        "{name}{node}{value}，居{group}第{rank}位",
        "{name} {node}{value}, rank {rank} in {group}",
    ),
    "meeting": Text("{day}，{act}。", "{day}: {act}."),
    "sources": Text("数字和事实的出处", "Where every figure and fact comes from"),
    "how": Text("上标数字与下表序号对应。{how}。", "Raised numbers are those of the table. {how}."),
}
CITED = {
    "number": Text("序号", "No."),
    "text": Text("稿中", "Text"),
    "unit": Text("单位或组别", "Contestant or group"),
    "what": Text("何数", "What it is"),
    "period": Text("期别", "Round"),
    "clause": Text("条款", "Clause"),
}
WHAT = {
    "contestants": Text("参赛单位数", "number of contestants"),
    "groups": Text("组数", "number of groups"),
    "total": Text("总分", "total"),
    "rank": Text("名次", "rank"),
    "rank_before": Text("上期名次", "rank before"),
    "places": Text("名次变化", "change of rank"),
    "places_own": Text("名次变化中因自身得分的部分", "change of rank by its own score"),
    "places_others": Text("名次变化中因其他单位得分的部分", "change of rank by others' scores"),
    "value": Text("{node}（{role}）", "{node} ({role})"),
    "node_rank": Text("{node}名次", "rank in {node}"),
    "list": Text("列入“{node}”", "on the list “{node}”"),
    "rank_first": Text("居首位", "first"),
    "rank_last": Text("居末位", "last"),
    "spoke": Text("作交流发言", "spoke"),
    "pledged": Text("作表态发言", "pledged"),
    "meeting": Text("会议日程", "the meeting"),
    "same_head": Text("由同一人负责", "headed by one person"),
    "told": Text("报道所载", "as reported"),
}
REPORTED = {
    "title": Text("{title}", "{title}"),
    "lead": Text(
        "以下只录{source}所载的事实，每一处都注明原文。",
        "Only what {source} reports, each fact with the words of the source.",
    ),
    "source": Text("{note}{day}《{title}》", "{note}, {day}, “{title}”"),
    "rank_first": Text("在{group}综合排名中，{name}居首位。", "In the ranking of {group}, {name} is first."),
    "rank_last": Text("在{group}综合排名中，{name}居末位。", "In the ranking of {group}, {name} is last."),
    "rank": Text("在{group}综合排名中，{name}居第{value}位。", "In the ranking of {group}, {name} is number {value}."),
    "spoke": Text("{names}作交流发言。", "{names} spoke of their experience."),
    "pledged": Text("{names}作表态发言。", "{names} pledged."),
    "same_head": Text("{names}由同一人负责。", "{names} are headed by one person."),
    "told": Text("另据所载，{name}：{note}。", "Also reported, {name}: {note}."),
    "quoted": Text("原文或说明", "Words of the source"),
}
AGENDA = {
    "title": Text("{act}议程", "Agenda: {act}"),
    "meeting": Text("{period}推进会", "meeting on {period}"),
    "draft": Text("（草案）", "(draft)"),
    "when": Text("时间：{day}", "Date: {day}"),
    "open": Text("待定", "to be set"),
    "number": Text("序号", "No."),
    "act": Text("议程", "Item"),
    "content": Text("内容", "Content"),
    "who": Text("单位", "Who"),
    "time": Text("时间", "Time"),
}
ACTS = {
    "visit": (Text("现场观摩", "Visit"), Text("看先进、学先进", "See how it is done")),
    "show": (Text("参观考评结果展", "Exhibition of results"), Text("各组名次和各赛道得分", "Ranks and tracks")),
    "film": (Text("观看短片", "Film"), Text("亮点和不足", "Strengths and weaknesses")),
    "speak": (Text("交流发言", "Speeches"), Text("介绍经验和做法", "How they did it")),
    "pledge": (Text("表态发言", "Pledges"), Text("说明原因，提出措施", "Reasons and measures")),
    "orders": (Text("部署工作", "Orders"), Text("下一步重点", "What comes next")),
}
AGENDA_WHO = {
    "visit": Text("建议：{units}（组内第一名）", "Proposed: {units} (first of its group)"),
    "low": Text("{group}得分率中位数较低的指标：{list}", "{group}, indicators with the lowest median rate: {list}"),
    "proposed": Text("拟：{units}（待确认）", "Proposed: {units} (to be confirmed)"),
}
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_words(day: datetime.date, lang: Lang) -> str:
    """2023年7月26日 · 26 July 2023."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def round_words(rulebook: Rulebook, period: str, lang: Lang) -> str:
    """The season and the round: 2023赛季二季度."""
    name = round_name(rulebook, period, lang) or period
    season = rulebook.season.name.say(lang)
    if season in name:
        return name
    return f"{season}{name}" if lang == "zh" else f"{season}, {name}"


def listed(names: list[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(names)


def notice_words(book: Book, lang: Lang) -> str:
    """演示数据 where the edition says so; 试算 where the result is one."""
    said = [book.rulebook.notice.say(lang)] if book.rulebook.notice else []
    if book.trial:
        said.append(MARKS["trial"].say(lang))
    return " ".join(said)
