"""The acts of this room, as the audit log tells them: `{name}` are the event's own data."""

from leitai.engine.errors import Text

SENTENCES = {
    "ask_pack": Text("生成 {number} 的会议材料", "had the meeting pack of {number} made"),
    "make_pack": Text(
        "生成 {number} 的会议材料 {documents} 件", "made {documents} documents of the meeting pack of {number}"
    ),
}
