"""`leitai serve`, `work`, `manage`, `doctor`, `audit`: the web, its background worker, and what keeps them in order."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.app import Json, Lang, app, command
from leitai.cli.output import flush, note, put, put_json, voice
from leitai.cli.page import PAGES, Command, Example, Page, both
from leitai.engine.errors import LeitaiError, Text

READ = ("docs/howto/serve.md", "docs/reference/settings.md")
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help=both("数据文件夹，默认 ./data 或设置 LEITAI_DATA", "the data folder; ./data or the setting LEITAI_DATA"),
    ),
]
SERVE = Page(
    summary=Text("开网页，连同一个后台进程", "Serve the web, with one background worker"),
    body=Text(
        "首次启动时建好数据文件夹和数据库；以后每次启动都先升级数据库。默认只在本机可见；"
        "给全单位用时见 docs/howto/serve.md。\n"
        "第一次使用先登记三类管理员：leitai manage first_administrators。",
        "The first start makes the data folder and the database; every start brings the database up to date. Only this"
        " machine sees it by default; for a whole office see docs/howto/serve.md.\n"
        "Before the first use: leitai manage first_administrators.",
    ),
    examples=(
        Example("leitai serve", Text("在 http://127.0.0.1:8000/ 打开", "at http://127.0.0.1:8000/")),
        Example("leitai serve --port 8080 --data city", Text("换端口和数据文件夹", "another port and data folder")),
    ),
    more=READ,
)
WORK = Page(
    summary=Text("再开一个后台进程", "One more background worker"),
    body=Text(
        "导出、通知等费时的事由后台进程做。leitai serve 自带一个，忙时可以再开。",
        "Exports, notices and other long work. leitai serve starts one by itself; start more when there is much.",
    ),
    examples=(
        Example("leitai work", Text("一直做到停止", "until it is stopped")),
        Example("leitai work --once", Text("做完眼下的就退出", "what waits now, and end")),
    ),
    more=READ,
)
MANAGE = Page(
    summary=Text("管理命令：登记首批管理员、升级数据库等", "Management: first administrators, database, more"),
    body=Text(
        "后面写 Django 的管理命令及其选项。只写 leitai manage 列出全部命令。",
        "Followed by a management command of Django and its options; alone it lists them all.",
    ),
    examples=(
        Example(
            "leitai manage first_administrators", Text("登记三类管理员，打印初始密码", "prints their first passwords")
        ),
        Example("leitai manage migrate", Text("升级数据库", "bring the database up to date")),
    ),
    more=READ,
)
DOCTOR = Page(
    summary=Text("体检：哪里不对，怎么办", "A check-up: what is wrong, and what to do"),
    body=Text(
        "查数据文件夹、数据库、触发器、网页素材、安全设置。有问题退出码为 1。",
        "Looks at the data folder, the database, its triggers, the browser assets, the safety settings. Exit code 1"
        " where something is wrong.",
    ),
    examples=(
        Example("leitai doctor", Text("逐项列出", "one line each")),
        Example("leitai doctor --data city --json", Text("供程序读取", "for programs")),
    ),
    more=READ,
    json={
        "findings": Text(
            "各项：name 名称，state（ok 正常、warning 提醒、fault 有问题），found 现状，mend 办法",
            "each: name, state (ok, warning, fault), found, mend",
        )
    },
)
AUDIT = Page(
    summary=Text("校验审计日志有无改动", "Check the audit log for tampering"),
    body=Text(
        "逐条重算每条链，并核对数据行；改动、删除、插入、截断任何一条都会查出。"
        "与印在纸上的短码核对，整体改写的历史也会查出。不符时退出码为 1。",
        "Recomputes every chain and holds every row against it: anything edited, removed, inserted or cut off is found."
        " Held against a printed code, a wholly rewritten history is found as well. Exit code 1 where it differs.",
    ),
    examples=(
        Example("leitai audit verify", Text("校验全部记录", "the whole log")),
        Example(
            "leitai audit verify --code K7Q2-9M4X-0C1T-W8ZP-3HNB",
            Text("再与纸上的短码核对", "also against a printed code"),
        ),
    ),
    more=("docs/howto/audit.md", "docs/howto/serve.md"),
    json={
        "ok": Text("是否相符", "whether it holds"),
        "events": Text("记录条数", "number of events"),
        "breaks": Text(
            "不符之处：chain 链，number 编号，what 是什么，detail 详情", "breaks: chain, number, what, detail"
        ),
    },
)


@command("serve", SERVE)
def serve(
    port: Annotated[int, typer.Option(metavar="PORT", help=both("端口，默认 8000", "the port; 8000"))] = 8000,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help=both("监听的地址，默认 127.0.0.1", "the address to listen on; 127.0.0.1")),
    ] = "127.0.0.1",
    data: Data = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    config = prepared(data)
    from leitai.web.front.serving import free, make_ready, run

    if not free(host, port):
        raise LeitaiError(
            voice.of(
                f"端口 {port} 已被占用：换一个（--port），或停掉占用它的程序",
                f"port {port} is taken: choose another (--port), or stop what uses it",
            )
        )
    note(voice.of(f"准备数据库：{config}", f"preparing the database: {config}"))
    people = make_ready()
    url = f"http://{host}:{port}/"
    if voice.json:
        put_json({"url": url})
    else:
        put(voice.of(f"已打开：{url}  （Ctrl+C 停止）", f"serving: {url}  (Ctrl+C stops it)"))
    if not people:
        note(
            voice.of(
                "还没有人能登录。另开一个窗口运行：leitai manage first_administrators",
                "Nobody can sign in yet. In another window: leitai manage first_administrators",
            )
        )
    flush()
    run(host, port)


@command("work", WORK)
def work(
    once: Annotated[bool, typer.Option("--once", help=both("做完眼下的就退出", "do what waits now, and end"))] = False,
    data: Data = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    prepared(data)
    from leitai.web.front.serving import work as work_through

    work_through(once=once)


def manage(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND...", help=both("管理命令及其选项", "the command, with its options")),
    ] = None,
    data: Data = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    prepared(data)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["leitai manage", *(words or ["help"])])


# What follows belongs to the management command, options included.
PAGES["manage"] = MANAGE
app.command(
    "manage",
    cls=Command,
    help=both(MANAGE.summary.zh, MANAGE.summary.en),
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)(manage)


@command("doctor", DOCTOR)
def doctor(data: Data = None, lang: Lang = None, json: Json = False) -> None:
    existing(data)
    prepared(data)
    from leitai.web.front.checkup import examine

    findings = examine()
    if voice.json:
        put_json({"findings": [finding.plain(voice.lang) for finding in findings]})
    else:
        glyphs = {"ok": "●", "warning": "▲", "fault": "■"}
        for finding in findings:
            put(f"{glyphs[finding.state]} {finding.name.say(voice.lang)}  {finding.found.say(voice.lang)}")
            if finding.mend:
                put(f"    {voice.of('办法：', 'to mend: ')}{finding.mend.say(voice.lang)}")
    if any(finding.state == "fault" for finding in findings):
        raise typer.Exit(1)


@command("audit", AUDIT)
def audit(
    what: Annotated[str, typer.Argument(metavar="verify", help=both("要做的事：verify", "what to do: verify"))],
    code: Annotated[
        str | None, typer.Option(metavar="CODE", help=both("印在纸上的短码", "a printed short code"))
    ] = None,
    data: Data = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    if what != "verify":
        raise typer.BadParameter(voice.of(f"{what} 不认识，应为 verify", f"{what} is not known; use verify"))
    existing(data)
    prepared(data)
    from leitai.web.foundation.api import list_chains, verify
    from leitai.web.front.breaks import tell_break

    breaks = verify(code)
    events = sum(chain.number for chain in list_chains())
    if voice.json:
        plain = [{"chain": b.chain, "number": b.number, "what": b.what, "detail": b.detail} for b in breaks]
        put_json({"ok": not breaks, "events": events, "breaks": plain})
    elif breaks:
        for one in breaks:
            put(f"{one.chain or '—'} #{one.number or '—'}  {tell_break(one, voice.lang)}")
        note(voice.of(f"不符：{len(breaks)} 处", f"breaks: {len(breaks)}"))
    else:
        put(voice.of(f"相符：{events} 条记录", f"all holds: {events} events"))
        if code:
            put(voice.of("与短码相符", "the code fits"))
    if breaks:
        raise typer.Exit(1)


def prepared(data: Path | None) -> str:
    """Django, ready for the data folder of this call; the words of where its database is."""
    if data is not None:
        os.environ["LEITAI_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leitai.web.settings")
    import django
    from django.conf import settings

    django.setup()
    database = settings.DATABASES["default"]
    return str(database["NAME"]) if "sqlite" in database["ENGINE"] else f"PostgreSQL {database['HOST']}"


def existing(data: Path | None) -> None:
    """Refuse to look into a data folder that is not there, rather than to make an empty one and find it sound."""
    folder = data or Path(os.environ.get("LEITAI_DATA", "data"))
    if not folder.is_dir():
        raise LeitaiError(
            voice.of(
                f"没有数据文件夹 {folder}：请用 --data 指明，或先运行 leitai serve",
                f"there is no data folder {folder}: name it with --data, or run leitai serve first",
            )
        )
