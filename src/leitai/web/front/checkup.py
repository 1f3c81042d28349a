"""`leitai doctor`: what is in order on this installation, what is not, and what to do."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError

from leitai.engine.errors import Lang, Text
from leitai.web.foundation.api import missing_triggers
from leitai.web.people.api import list_people

LOCAL = {"localhost", "127.0.0.1", "[::1]", "testserver"}
LEAST_FREE = 2 * 2**30
ASSETS = ("htmx.min.js", "tabulator.min.js", "echarts.min.js")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    name: Text
    state: Literal["ok", "warning", "fault"]
    found: Text
    mend: Text | None = None

    def plain(self, lang: Lang) -> dict[str, str]:
        mend = self.mend.say(lang) if self.mend else ""
        return {"name": self.name.say(lang), "state": self.state, "found": self.found.say(lang), "mend": mend}


def examine() -> list[Finding]:
    return [*_folder(), *_database(), *_assets(), *_safety()]


def _folder() -> Iterator[Finding]:
    folder: Path = settings.CONFIG.data
    name = Text("数据文件夹", "data folder")
    if not os.access(folder, os.W_OK):
        yield Finding(
            name,
            "fault",
            Text(f"{folder} 不可写", f"{folder} cannot be written"),
            Text("把它的所有者改为运行 leitai 的用户", "make the user that runs leitai its owner"),
        )
        return
    free = shutil.disk_usage(folder).free
    words = Text(f"{folder}，剩余 {free / 2**30:.1f} GB", f"{folder}, {free / 2**30:.1f} GB free")
    if free < LEAST_FREE:
        yield Finding(name, "warning", words, Text("请腾出磁盘空间", "make room on the disk"))
    else:
        yield Finding(name, "ok", words)
    key = folder / "secret.key"
    if os.name == "posix" and key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Finding(
            Text("密钥", "secret key"),
            "fault",
            Text("其他用户可读", "others can read it"),
            Text(f"运行 chmod 600 {key}", f"run chmod 600 {key}"),
        )


def _database() -> Iterator[Finding]:
    name = Text("数据库", "database")
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(
            name,
            "fault",
            Text(f"打不开：{error}", f"cannot be opened: {error}"),
            Text("核对 DATABASE_URL，或数据文件夹的权限", "check DATABASE_URL, or the rights of the data folder"),
        )
        return
    if waiting:
        yield Finding(
            name,
            "fault",
            Text(f"有 {len(waiting)} 步升级未做", f"{len(waiting)} migrations are waiting"),
            Text("运行 leitai manage migrate", "run leitai manage migrate"),
        )
        return
    yield Finding(name, "ok", Text(f"{connection.display_name}，已是最新", f"{connection.display_name}, up to date"))
    missing = sorted(missing_triggers())
    if missing:
        yield Finding(
            Text("防改触发器", "triggers"),
            "fault",
            Text(f"缺少：{'、'.join(missing)}", f"missing on {', '.join(missing)}"),
            Text(
                "立即运行 leitai audit verify，再运行 leitai manage migrate 补上",
                "run leitai audit verify at once, then leitai manage migrate puts them back",
            ),
        )
    else:
        yield Finding(Text("防改触发器", "triggers"), "ok", Text("齐全", "all there"))
    count = list_people().filter(is_active=True).count()
    words = Text(f"{count} 人可登录", f"{count} people may sign in")
    mend = None if count else Text("运行 leitai manage first_administrators", "run leitai manage first_administrators")
    yield Finding(Text("人员", "people"), "ok" if count else "warning", words, mend)


def _assets() -> Iterator[Finding]:
    name = Text("网页素材", "browser assets")
    vendor = Path(__file__).resolve().parent.parent / "static" / "vendor"
    missing = [asset for asset in ASSETS if not (vendor / asset).exists()]
    if missing:
        yield Finding(
            name,
            "fault",
            Text(f"缺少：{'、'.join(missing)}", f"missing: {', '.join(missing)}"),
            Text("源码运行的先执行 make setup；安装包请重装", "run make setup in a checkout; else install again"),
        )
    else:
        yield Finding(name, "ok", Text("齐全", "all there"))


def _safety() -> Iterator[Finding]:
    config = settings.CONFIG
    name = Text("安全设置", "safety")
    if config.debug:
        yield Finding(
            name,
            "fault",
            Text("调试模式开着，出错时会泄露内部细节", "debugging is on and shows the inside of errors"),
            Text("去掉 LEITAI_DEBUG", "take LEITAI_DEBUG away"),
        )
    if not config.https and set(config.hosts) - LOCAL:
        yield Finding(
            name,
            "fault",
            Text(
                "对外提供服务而未用 HTTPS，密码会明文传输", "served to others without HTTPS: passwords travel in clear"
            ),
            Text("配好 HTTPS，再设 LEITAI_HTTPS=true", "set HTTPS up, then LEITAI_HTTPS=true"),
        )
    elif not config.https:
        yield Finding(name, "warning", Text("只供本机试用（未用 HTTPS）", "for a local trial only (no HTTPS)"))
    else:
        yield Finding(name, "ok", Text("HTTPS", "HTTPS"))
