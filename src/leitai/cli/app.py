"""The program: its options, and how a command file puts a command into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

import typer

from leitai.cli.output import put, voice
from leitai.cli.page import PAGES, Command, Group, Page, both

Function = TypeVar("Function", bound=Callable[..., Any])


def _speak(lang: Literal["zh", "en"] | None) -> None:
    if lang is not None:
        voice.lang = lang


def _answer_in_json(json: bool) -> None:
    voice.json = voice.json or json


def _show_version(version: bool) -> None:
    if version:
        from leitai import __version__

        put(f"leitai {__version__}")
        raise typer.Exit()


# Every command takes these two; their callbacks set the voice, so a command need not look at them.
Lang = Annotated[
    Literal["zh", "en"] | None,
    typer.Option(
        metavar="zh|en", help=both("语言，默认中文", "language; Chinese by default"), callback=_speak, is_eager=True
    ),
]
Json = Annotated[
    bool,
    typer.Option(
        "--json",
        help=both("在标准输出打印 JSON，供程序读取", "print JSON on standard output, for programs"),
        callback=_answer_in_json,
        is_eager=True,
    ),
]

app = typer.Typer(
    cls=Group,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    invoke_without_command=True,
)


@app.callback()
def program(
    ctx: typer.Context,
    lang: Lang = None,
    version: Annotated[
        bool,
        typer.Option("--version", help=both("显示版本", "show the version"), callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        put(ctx.get_help())


def command(name: str, page: Page) -> Callable[[Function], Function]:
    """Put a function into the program under `name`, with its page of help."""
    PAGES[name] = page
    return app.command(name, cls=Command, help=both(page.summary.zh, page.summary.en))
