"""The acts of this room, as the audit log tells them: `{name}` are the event's own data."""

from leitai.engine.errors import Text

SENTENCES = {
    "ask_pack": Text("生成 {number} 的会议材料", "had the meeting pack of {number} made"),
    "make_pack": Text(
        "生成 {number} 的会议材料 {documents} 件", "made {documents} documents of the meeting pack of {number}"
    ),
    "set_map": Text("启用地图 {name}（{units} 个单位）", "put the map {name} in force ({units} units)"),
    "restore_map": Text("恢复使用地图 {name}", "went back to the map {name}"),
    "save_clips": Text("保存 {number} 的短片素材 {clips} 条", "saved {clips} clips of the briefing of {number}"),
}
