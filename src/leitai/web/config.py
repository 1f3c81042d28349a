"""Every setting of the web as one typed, frozen object, read once from the environment and `leitai.toml`.

A setting is here only if somebody who runs leitai can hold an opinion on it. `python -m leitai.web.config` prints
docs/reference/settings.md, and a test holds the page to it.
"""

from __future__ import annotations

import datetime
import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from leitai.engine.errors import Text, UsageError
from leitai.web.demo_mark import read_mark

FILE = "leitai.toml"
TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}
Value = TypeVar("Value")


def _boolean(text: str) -> bool:
    if text.lower() in TRUE | FALSE:
        return text.lower() in TRUE
    raise ValueError


def _number(text: str) -> int:
    if int(text) <= 0:
        raise ValueError
    return int(text)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _setting(default: Any, read: Callable[[str], Any], name: str, allowed: Text, what: Text) -> Any:
    return field(default=default, metadata={"read": read, "name": name, "allowed": allowed, "what": what})


ON_OFF = Text("true 或 false", "true or false")
COUNT = Text("正整数", "a whole number above 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What one installation of leitai may be told."""

    data: Path = _setting(
        Path("data"),
        lambda text: Path(text).expanduser(),
        "LEITAI_DATA",
        Text("文件夹", "a folder"),
        Text(
            "数据文件夹：数据库、佐证文件、密钥、备份都在里面。只需备份这一个文件夹。",
            "The data folder: database, evidence, secret key, backups. It is the one folder to back up.",
        ),
    )
    database_url: str = _setting(
        "",
        str,
        "DATABASE_URL",
        Text("postgresql://用户：密码@主机/库名", "postgresql://user:password@host/name"),
        Text(
            "用 PostgreSQL 时写它的地址；不写就用数据文件夹里的 SQLite。",
            "The address of a PostgreSQL database; without it, SQLite in the data folder.",
        ),
    )
    secret_key: str = _setting(
        "",
        str,
        "LEITAI_SECRET_KEY",
        Text("至少 50 个字符", "at least 50 characters"),
        Text(
            "会话签名的密钥。不写则首次启动时生成，存于数据文件夹的 secret.key,只有所有者可读。",
            "Signs sessions. Without it one is made at the first start and kept in secret.key, readable by its owner.",
        ),
    )
    hosts: tuple[str, ...] = _setting(
        ("localhost", "127.0.0.1", "[::1]"),
        _names,
        "LEITAI_HOSTS",
        Text("主机名，以逗号分隔", "host names, separated by commas"),
        Text("本系统应答的主机名。其他主机名一律拒绝。", "The host names that are answered; any other is refused."),
    )
    https: bool = _setting(
        False,
        _boolean,
        "LEITAI_HTTPS",
        ON_OFF,
        Text(
            "只经 HTTPS 访问：Cookie 只走加密连接，并发送 HSTS。除本机试用外都应打开。",
            "Served over HTTPS only: cookies never travel in the clear, HSTS is sent. Turn on but for a local trial.",
        ),
    )
    behind_proxy: bool = _setting(
        False,
        _boolean,
        "LEITAI_BEHIND_PROXY",
        ON_OFF,
        Text(
            "前面有一台反向代理：信它写的 X-Forwarded-Proto 和 X-Forwarded-For。没有代理时打开会让人伪造来源地址。",
            "A reverse proxy stands before it; its X-Forwarded-Proto and -For are believed. Without one, leave it off.",
        ),
    )
    title: str = _setting(
        "高质量发展大竞赛",
        str,
        "LEITAI_TITLE",
        Text("不超过 30 字", "at most 30 characters"),
        Text("竞赛的名称，写在每页的页眉。", "The name of the competition, in the header of every page."),
    )
    demo: bool = _setting(
        False,
        _boolean,
        "LEITAI_DEMO",
        ON_OFF,
        Text(
            "数据是虚构的：每页标明“演示数据”，并可在页首换成任一演示账号。leitai demo 做出的数据文件夹一律如此。",
            "The data are invented: every page says so, and a bar changes to any account of the demo. A data folder"
            " made by leitai demo is always served so.",
        ),
    )
    idle_minutes: int = _setting(
        30,
        _number,
        "LEITAI_IDLE_MINUTES",
        COUNT,
        Text("多少分钟没有操作就须重新登录。", "Minutes without a request after which one signs in again."),
    )
    session_hours: int = _setting(
        10,
        _number,
        "LEITAI_SESSION_HOURS",
        COUNT,
        Text("登录后最多多少小时须重新登录，无论是否在用。", "Hours after which one signs in again, in use or not."),
    )
    login_failures: int = _setting(
        5,
        _number,
        "LEITAI_LOGIN_FAILURES",
        COUNT,
        Text("同一登录名连续输错多少次即锁定。", "Failed sign-ins with one login name before it is locked."),
    )
    lockout_minutes: int = _setting(
        15,
        _number,
        "LEITAI_LOCKOUT_MINUTES",
        COUNT,
        Text("锁定多少分钟。", "Minutes for which it stays locked."),
    )
    upload_megabytes: int = _setting(
        50,
        _number,
        "LEITAI_UPLOAD_MEGABYTES",
        COUNT,
        Text("一个佐证文件最大多少兆。", "The largest file of evidence, in megabytes."),
    )
    debug: bool = _setting(
        False,
        _boolean,
        "LEITAI_DEBUG",
        ON_OFF,
        Text(
            "开发时显示出错的内部细节。正式使用时绝不可打开。",
            "Shows the inside of an error while developing. Never turn on in use.",
        ),
    )

    def __post_init__(self) -> None:
        if self.secret_key and len(self.secret_key) < 50:
            raise _refused("LEITAI_SECRET_KEY", "…", Text("至少 50 个字符", "at least 50 characters"))
        if self.database_url:
            parse_database_url(self.database_url)

    @property
    def clock_ahead(self) -> datetime.timedelta:
        """How far the clock is ahead of the real one: nothing, but in the demo."""
        mark = read_mark(self.data)
        return datetime.timedelta(seconds=mark.ahead if mark else 0)

    @property
    def evidence(self) -> Path:
        """Where files of evidence lie, by digest."""
        return self.data / "evidence"


def read_config(environment: Mapping[str, str], folder: Path) -> Config:
    """The environment first, then `leitai.toml` in `folder`, then the defaults. A key nobody knows is refused."""
    written = _file(folder / FILE)
    given: dict[str, Any] = {}
    for one in fields(Config):
        name, read = one.metadata["name"], one.metadata["read"]
        text = environment.get(name, written.pop(one.name, None))
        if text is not None:
            try:
                given[one.name] = read(text)
            except ValueError:
                raise _refused(name, text, one.metadata["allowed"]) from None
    if written:
        known = ", ".join(one.name for one in fields(Config))
        raise UsageError(f"{FILE} 中不认识的设置：{', '.join(sorted(written))}；可用 (known): {known}")
    config = Config(**given)
    # Invented figures are marked as such even where somebody serves their folder without saying so.
    return config if read_mark(config.data) is None else replace(config, demo=True)


def _file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} 不是合法的 TOML (not valid TOML): {error}") from None
    return {key: ",".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in parsed.items()}


def _refused(name: str, found: str, allowed: Text) -> UsageError:
    return UsageError(f"设置 {name} 是 {found!r}，应为{allowed.zh} (should be {allowed.en})")


def secret_key(config: Config) -> str:
    """The key that was given, or the one of this data folder, made at the first start."""
    if config.secret_key:
        return config.secret_key
    path = config.data / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def parse_database_url(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=require` as Django's settings of a database."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        allowed = Text("postgresql://用户：密码@主机/库名", "postgresql://user:password@host/name")
        raise _refused("DATABASE_URL", f"{parts.scheme}://…", allowed)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def settings_page() -> str:
    """docs/reference/settings.md."""
    lines = [
        "# 设置 Settings",
        "",
        "由 `python -m leitai.web.config` 生成 (generated).",
        "",
        "先看环境变量，再看启动时所在文件夹的 `leitai.toml`（用括号里的名字），都没有就用默认值。",
        "The environment first, then `leitai.toml` in the folder leitai is started in (by the name in brackets), then",
        "the default.",
    ]
    for one in fields(Config):
        about = one.metadata
        default = ", ".join(one.default) if isinstance(one.default, tuple) else str(one.default)
        shown = {"True": "true", "False": "false", "": "—"}.get(default, default)
        lines += ["", f"## {about['name']} (`{one.name}`)", "", about["what"].zh, about["what"].en, ""]
        lines += [f"- 取值 allowed: {about['allowed'].zh} · {about['allowed'].en}", f"- 默认 default: {shown}"]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(settings_page(), end="")
