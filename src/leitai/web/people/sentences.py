"""The acts on people and organisations, as the audit log tells them: `{name}` are the event's own data."""

from leitai.engine.errors import Text

SENTENCES = {
    "organisation_found": Text("设立{to}，自 {day} 起", "founded {to} from {day}"),
    "organisation_rename": Text("{from}自 {day} 起更名", "renamed {from} from {day}"),
    "organisation_merge": Text("将{from}合并为{to}，自 {day} 起", "merged {from} into {to} from {day}"),
    "organisation_split": Text("将{from}分设为{to}，自 {day} 起", "divided {from} into {to} from {day}"),
    "organisation_close": Text("撤销{from}，自 {day} 起", "closed {from} from {day}"),
    "organisation_move": Text("调整{from}的隶属，自 {day} 起", "moved {from} from {day}"),
    "add_person": Text("登记人员{name}，登录名 {login}", "added {name}, login name {login}"),
    "reset_password": Text("重设了{subject}的密码", "set a new password for {subject}"),
    "switch_on": Text("启用了{subject}的账号", "switched on the account of {subject}"),
    "switch_off": Text("停用了{subject}的账号", "switched off the account of {subject}"),
    "give_post": Text(
        "任命{subject}为{organisation}{role}，自 {since} 起",
        "made {subject} {role} of {organisation} from {since}",
    ),
    "end_post": Text(
        "免去{subject}的{organisation}{role}职责，自 {until} 起",
        "ended {subject} as {role} of {organisation} from {until}",
    ),
    "suggest": Text("提交了一条投诉建议", "sent a complaint or suggestion"),
    "answer_suggestion": Text("答复了一条投诉建议", "answered a complaint or suggestion"),
    "sign_in": Text("登录，来自 {address}", "signed in from {address}"),
    "sign_in_failed": Text("登录失败，来自 {address}", "failed to sign in from {address}"),
    "sign_in_locked": Text("登录名锁定期间再试，来自 {address}", "tried again while locked, from {address}"),
    "password_changed": Text("修改了自己的密码，来自 {address}", "changed the own password from {address}"),
    "factor_added": Text("添加了第二验证方式，来自 {address}", "added a second factor from {address}"),
    "factor_removed": Text("移除了第二验证方式，来自 {address}", "removed a second factor from {address}"),
    "factor_reset": Text("重置了恢复码，来自 {address}", "made new recovery codes from {address}"),
    "sign_in_demo": Text("在演示中换用这个账号，来自 {address}", "signed in by the bar of the demo, from {address}"),
    "session_elsewhere": Text(
        "登录状态出现在另一个浏览器，已强制退出，来自 {address}",
        "the session showed up in another browser and was ended, from {address}",
    ),
    "sign_out": Text("退出登录", "signed out"),
}
