"""What `verify` found, in words."""

from leitai.engine.errors import Lang, Text
from leitai.web.foundation.api import Tampering

BREAKS = {
    "number_skipped": Text("缺号，应为第 {detail} 条", "a number is missing; it should be {detail}"),
    "chain_broken": Text("与前一条接不上", "does not follow from the one before"),
    "event_changed": Text("内容被改动（{detail}）", "the event was changed ({detail})"),
    "cut_off": Text("链尾不符，现存 {detail} 条", "the end does not fit; {detail} are left"),
    "row_twice": Text("同一行记了两次：{detail}", "a row recorded twice: {detail}"),
    "row_inserted": Text("来历不明的数据行：{detail}", "a row nobody recorded: {detail}"),
    "row_changed": Text("数据行被改动：{detail}", "a row was changed: {detail}"),
    "row_removed": Text("数据行被删除：{detail}", "a row was removed: {detail}"),
    "checkpoint_changed": Text("检查点 {detail} 被改动", "checkpoint {detail} was changed"),
    "history_rewritten": Text("与检查点 {detail} 之时的历史不符", "not the history of checkpoint {detail}"),
    "code_unknown": Text(
        "没有短码为 {detail} 的检查点：历史可能被整体改写", "no checkpoint {detail}: history may be rewritten"
    ),
}


def tell_break(one: Tampering, lang: Lang) -> str:
    return BREAKS[one.what].say(lang).format(detail=one.detail)
