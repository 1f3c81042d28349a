"""The acts of this room, as the audit log tells them: `{name}` are the event's own data."""

from leitai.engine.errors import Text

SENTENCES = {
    "start_draft": Text("起草规则 {edition} 版", "began a draft of edition {edition}"),
    "edit_draft": Text(
        "修改规则草稿 {edition}（{place}），成为第 {version} 稿",
        "changed draft {edition} ({place}), now version {version}",
    ),
    "drop_draft": Text("作废规则草稿 {edition}：{reason}", "dropped draft {edition}: {reason}"),
    "open_for_comment": Text(
        "规则草稿 {edition} 征求意见至 {until}", "opened draft {edition} for comment until {until}"
    ),
    "withdraw_draft": Text("收回规则草稿 {edition}", "withdrew draft {edition}"),
    "comment_rulebook": Text("对规则草稿 {edition} 提出意见（{clause}）", "commented on draft {edition} ({clause})"),
    "answer_comment": Text("答复对规则草稿 {edition} 的意见", "answered a comment on draft {edition}"),
    "submit_draft": Text("规则草稿 {edition} 送审", "submitted draft {edition} for approval"),
    "approve_draft": Text("审签规则草稿 {edition}", "signed draft {edition}"),
    "propose_edition": Text("提出发布规则 {edition} 版", "proposed to publish edition {edition}"),
    "publish_edition": Text("发布规则 {edition} 版", "published edition {edition}"),
}
