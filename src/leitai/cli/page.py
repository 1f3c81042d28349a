"""Help that teaches: what a command does, examples, where to read on; Chinese with a line of English, or English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from shutil import get_terminal_size
from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from leitai.cli.output import voice
from leitai.cli.words import pad, width, wrap
from leitai.engine.errors import Text

WIDEST = 100


@dataclass(frozen=True, slots=True)
class Example:
    """A command line as it is typed, and what it is for."""

    command: str
    what: Text


@dataclass(frozen=True, slots=True)
class Page:
    """What `--help` and the reference say of a command. `json` names the keys of its `--json` output."""

    summary: Text
    body: Text
    examples: tuple[Example, ...]
    more: tuple[str, ...]
    json: Mapping[str, Text] = field(default_factory=dict)


PAGES: dict[str, Page] = {}
# In the order in which a person meets them.
ORDER = (
    *("demo", "new", "check", "score", "explain", "verify", "diff", "methods", "schema", "convert"),
    *("serve", "work", "doctor", "audit", "manage"),
)


def both(zh: str, en: str) -> str:
    """The help of one parameter in both languages, as `typer` carries it."""
    return f"{zh}\n{en}"


def said(help_text: str | None) -> str:
    """The half of `both` in the language of this call."""
    halves = (help_text or "").split("\n", 1)
    return halves[0] if voice.lang == "zh" else halves[-1]


class Command(TyperCommand):
    """A command whose help is its `Page`."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(command_lines(self, ctx))


class Group(TyperGroup):
    """The program, whose help lists its commands."""

    def get_help(self, ctx: Any) -> str:
        return "\n".join(program_lines(self, ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        return sorted(super().list_commands(ctx), key=ORDER.index)


def command_lines(command: TyperCommand, ctx: Any) -> Iterator[str]:
    page = PAGES[str(command.name)]
    room = min(get_terminal_size().columns, WIDEST)
    yield f"{voice.of('用法:', 'Usage: ')}{usage(command, ctx.command_path)}"
    yield ""
    yield from wrap(page.summary.say(voice.lang), room)
    if voice.lang == "zh":
        yield from wrap(page.summary.en, room)
    for paragraph in page.body.say(voice.lang).split("\n"):
        if paragraph:
            yield ""
            yield from wrap(paragraph, room)
    yield from parameter_lines(command, ctx, room)
    yield ""
    yield voice.of("例：", "Examples:")
    for example in page.examples:
        yield f"  {example.command}"
        yield from (f"      {line}" for line in wrap(example.what.say(voice.lang), room - 6))
    yield ""
    yield voice.of("再读：", "Read on: ") + voice.of("、", ", ").join(page.more)


def program_lines(group: TyperGroup, ctx: Any) -> Iterator[str]:
    room = min(get_terminal_size().columns, WIDEST)
    yield voice.of("用法：leitai [--lang zh|en] 命令 …", "Usage: leitai [--lang zh|en] COMMAND …")
    yield ""
    yield voice.of(
        "擂台：按写成数据的规则给竞赛计分；任何人都能重算结果，每个人都看得懂。",
        "leitai scores a competition by rules written as data: anyone can recompute it, everyone can follow it.",
    )
    if voice.lang == "zh":
        yield "leitai scores a competition by rules written as data: anyone can recompute it."
    yield ""
    yield voice.of("命令：", "Commands:")
    names = group.list_commands(ctx)
    column = max(map(len, names)) + 2
    for name in names:
        yield from _hanging(name, PAGES[name].summary.say(voice.lang), column, room)
    yield ""
    yield voice.of("选项：", "Options:")
    yield from _records(_options(group, ctx), room)
    yield ""
    yield voice.of("先试：", "Try first:")
    yield "  leitai demo"
    yield "  leitai score --help"
    yield ""
    yield voice.of("再读：", "Read on: ") + voice.of("、", ", ").join(("docs/tutorial.md", "docs/howto/commands.md"))


def usage(command: TyperCommand, path: str) -> str:
    """How the command is typed: `leitai score RULEBOOK FIGURES... --out DIR [选项]`."""
    parts = [path]
    for parameter in command.params:
        if isinstance(parameter, TyperArgument):
            parts.append(argument_name(parameter) if parameter.required else f"[{argument_name(parameter)}]")
    parts += [
        option_name(parameter)
        for parameter in command.params
        if isinstance(parameter, TyperOption) and parameter.required
    ]
    return " ".join([*parts, voice.of("[选项]", "[OPTIONS]")])


def parameter_lines(command: TyperCommand, ctx: Any, room: int) -> Iterator[str]:
    arguments = [
        (argument_name(parameter), said(parameter.help))
        for parameter in command.params
        if isinstance(parameter, TyperArgument)
    ]
    if arguments:
        yield ""
        yield voice.of("参数：", "Arguments:")
        yield from _records(arguments, room)
    yield ""
    yield voice.of("选项：", "Options:")
    yield from _records(_options(command, ctx), room)


def _options(command: TyperCommand | TyperGroup, ctx: Any) -> list[tuple[str, str]]:
    found = [
        (option_name(parameter), said(parameter.help))
        for parameter in command.params
        if isinstance(parameter, TyperOption)
    ]
    return [*found, ("--help", voice.of("显示本页", "show this page"))]


def argument_name(parameter: Any) -> str:
    """`FIGURES...` where there may be several."""
    name = str(parameter.metavar or parameter.name.upper())
    return f"{name}..." if parameter.nargs == -1 and not name.endswith("...") else name


def option_name(parameter: Any) -> str:
    """`--out DIR`."""
    names = ", ".join(parameter.opts)
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _records(records: list[tuple[str, str]], room: int) -> Iterator[str]:
    column = max(width(name) for name, _ in records) + 2
    for name, text in records:
        yield from _hanging(name, text, column, room)


def _hanging(name: str, text: str, column: int, room: int) -> Iterator[str]:
    lines = wrap(text, max(room - column - 2, 20)) or [""]
    yield f"  {pad(name, column)}{lines[0]}".rstrip()
    yield from (" " * (column + 2) + line for line in lines[1:])
