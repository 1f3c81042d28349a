"""The acts of collection, as the audit log tells them."""

from leitai.engine.errors import Text

SENTENCES = {
    "open_round": Text(
        "开放填报，共 {asked} 项，{report_by} 截止", "opened a round of {asked} figures, due {report_by}"
    ),
    "report_figures": Text("填报 {figures} 项数据", "filed {figures} figures"),
    "verify_figures": Text("审核通过 {figures} 项", "verified {figures} figures"),
    "return_figures": Text(
        "退回 {figures} 项，{due} 前改报：{reason}", "returned {figures} figures until {due}: {reason}"
    ),
    "confirm_row": Text("确认本单位 {figures} 项", "confirmed {figures} figures of the unit"),
    "question_figure": Text("提出疑问：{reason}", "questioned a figure: {reason}"),
    "answer_question": Text("答复疑问：{reason}", "answered a question: {reason}"),
    "accept_by_silence": Text("{figures} 项逾期视为无异议", "{figures} figures taken as accepted by silence"),
    "ask_extension": Text("申请延期至 {until}：{reason}", "asked for an extension until {until}: {reason}"),
    "rule_extension": Text("答复延期申请，延至 {until}", "ruled on an extension: until {until}"),
    "remind": Text("催报", "sent reminders"),
    "lock_round": Text("锁定本轮数据", "locked the round"),
    "reopen_round": Text("重新开放本轮：{reason}", "opened the round again: {reason}"),
    "attach_evidence": Text("添加佐证 {name}", "added the evidence {name}"),
    "pin": Text("把佐证 {name} 附到 {figures} 项数据", "pinned the evidence {name} to {figures} figures"),
    "remark": Text("写了批注", "made a remark"),
    "make_sheet": Text("生成审签表 {code}，{figures} 项", "drew up the sheet {code} of {figures} figures"),
    "sign_sheet": Text("签审签表 {code}", "signed the sheet {code}"),
    "draw_sample": Text("抽样核查：种子 {seed}，{size} 项", "drew a sample of {size} with the seed {seed}"),
    "add_holiday_table": Text("录入 {year} 年放假表（{document}）", "entered the holidays of {year} ({document})"),
    "file_claim": Text("申报第 {claim} 号：{contestant}{name}，{event}", "filed claim {claim}: {contestant}, {event}"),
    "correct_claim": Text(
        "更正第 {claim} 号申报：{event}，{items} 件", "corrected claim {claim}: {event}, {items} items"
    ),
    "withdraw_claim": Text("撤回第 {claim} 号申报：{reason}", "took back claim {claim}: {reason}"),
    "name_panel": Text("指定评审组：{members}，有效人数 {quorum}", "named the panel: {members}, quorum {quorum}"),
    "give_opinion": Text(
        "对第 {claim} 号申报提出意见：认 {items} 件 {reason}", "judged claim {claim}: {items} items {reason}"
    ),
    "conclude_claims": Text("汇总第 {claims} 号申报的评审意见", "concluded the claims {claims}"),
    "make_claim_list": Text(
        "生成加减分认定清单 {code}，{figures} 项数据", "drew up the list of claims {code}: {figures} figures"
    ),
    "enter_claim_list": Text(
        "按认定清单 {code} 录入 {figures} 项", "entered {figures} figures of the list of claims {code}"
    ),
    "open_box": Text("设第 {box} 号票箱：{title}", "opened box {box}: {title}"),
    "enter_ballot": Text("录票 {code}（第 {hand} 遍）", "read ballot {code} in hand {hand}"),
    "settle_ballot": Text("核票 {code}：{reason}", "settled ballot {code}: {reason}"),
    "cast_ballot": Text("在第 {box} 号票箱投票", "voted in box {box}"),
    "count_box": Text(
        "第 {box} 号票箱计票 {code}：有效 {valid} 票，废票 {spoiled} 票",
        "counted box {box}, {code}: {valid} valid, {spoiled} spoiled",
    ),
    "record_ruling": Text(
        "裁定{contestant}“{name}”得 {points} 分：{clause}，{document}",
        "ruled {points} points for {contestant}, {name}: {clause}, {document}",
    ),
}
