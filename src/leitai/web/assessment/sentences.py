"""The acts of this room, as the audit log tells them: `{name}` are the event's own data."""

from leitai.engine.errors import Text

SENTENCES = {
    "freeze_snapshot": Text(
        "锁定 {period} 数据：快照第 {number} 号，共 {cells} 项，缺 {missing} 项",
        "froze the figures of {period}: snapshot {number}, {cells} cells, {missing} missing",
    ),
    "score_snapshot": Text(
        "对 {period} 计分（第 {number} 次），校验短码 {code}", "scored {period} (run {number}), short code {code}"
    ),
    "try_scoring": Text("试算 {period}（第 {number} 次）", "tried a scoring of {period} (run {number})"),
    "try_objection": Text(
        "测算异议对得分的影响（第 {number} 次）", "worked out what an objection would change (run {number})"
    ),
    "open_window": Text("开放 {period} 结果核对，异议期至 {until}", "opened {period} for objections until {until}"),
    "object_to_result": Text("对 {name} 提出异议", "objected to {name}"),
    "give_objection_opinion": Text("对异议提出复核意见：{verdict}", "gave an opinion on an objection: {verdict}"),
    "propose_objection_ruling": Text("拟定异议裁定：{verdict}", "proposed the ruling on an objection: {verdict}"),
    "rule_objection": Text("裁定异议：{verdict}", "ruled on an objection: {verdict}"),
    "draft_publication": Text("拟定 {period} 公布件（{audience}）", "drafted a publication of {period} ({audience})"),
    "change_publication": Text(
        "修改 {period} 公布件，成为第 {version} 稿", "changed the draft of {period}, now version {version}"
    ),
    "submit_publication": Text("{period} 公布件送审", "submitted the publication of {period} for approval"),
    "sign_publication": Text("审签 {period} 公布件：{verdict}", "signed the publication of {period}: {verdict}"),
    "withdraw_publication": Text("收回 {period} 公布件", "withdrew the publication of {period}"),
    "drop_publication": Text("作废 {period} 公布件：{reason}", "dropped the publication of {period}: {reason}"),
    "review_disclosure": Text(
        "对 {period} 结果进行保密审查：{cleared} 项可公开，{held} 项不可公开",
        "reviewed {period} for disclosure: {cleared} may be public, {held} may not",
    ),
    "propose_result": Text("提出发布 {period} 结果", "proposed to publish {period}"),
    "publish_run": Text(
        "发布 {number}（{audience}），校验短码 {code}", "published {number} ({audience}), short code {code}"
    ),
    "let_read_early": Text("准予提前阅看 {number}：{scope}", "let somebody read {number} before its hour: {scope}"),
    "end_early_reading": Text("收回提前阅看 {number}", "took back early reading of {number}"),
}
