"""Write docs/reference/cli.md from the program itself, and the outputs of commands shown in the documentation.

    .venv/bin/python scripts/docs_cli.py            write
    .venv/bin/python scripts/docs_cli.py --check    exit 1 where what is there differs from what would be written

In a fence opened with ```console every line that begins with `$ ` is run, all of a page in one empty folder in which
`examples` stands; what follows it is its output. ```console 12 keeps the first twelve lines of each output. A short
code in a command is the last one that was printed above it.
"""

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

from leitai.cli import run
from leitai.cli.commands import app
from leitai.cli.output import voice
from leitai.cli.page import PAGES, argument_name, option_name, usage

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference" / "cli.md"
SHOWN = (ROOT / "docs" / "tutorial.md", ROOT / "docs" / "howto" / "commands.md")
FENCE = re.compile(r"^```console(?P<head> \d+)?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b")
HEAD = """# 命令行(参考) · The command line

本页由 `scripts/docs_cli.py` 从程序本身写成，请勿手改。
This page is written from the program by `scripts/docs_cli.py`; do not edit it.

- 默认说中文，不看系统语言；`--lang en` 说英文，写在命令前后都行。
  Chinese by default whatever the locale; `--lang en` before or after the command.
- 成果在标准输出；进度、提醒和错误说明在标准错误。加了 `--json`，标准输出只有一个 JSON 值。
  The product goes to standard output; progress, warnings and what went wrong to standard error. With `--json`
  standard output is one JSON value.
- 退出码:0 正常,1 输入有问题,2 用法不对,70 程序的错误,130 中断。
  Exit codes: 0 ok, 1 the input is at fault, 2 usage, 70 a bug of ours, 130 interrupted.
- 输入有问题而又加了 `--json`，标准输出是 `{"ok": false, "faults": [...]}`,
  每个问题的键是 `code, severity, place, where, found, allowed, mend`。
  Where the input is at fault, `--json` gives that object instead.
- `--json` 的键只增不改。Keys of `--json` are added, never changed.
"""


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = []
    for path, text in pages():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.relative_to(ROOT))
            if not arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{'differs from the program' if arguments else 'written'}: {path}")
    return 1 if stale and arguments else 0


def pages() -> Iterator[tuple[Path, str]]:
    yield REFERENCE, reference()
    for path in SHOWN:
        yield path, with_outputs(path.read_text(encoding="utf-8"))


# -- the reference -----------------------------------------------------------------------------------------------


def reference() -> str:
    voice.lang = "zh"
    group = get_command(app)
    assert isinstance(group, TyperGroup)
    context: Any = None
    parts = [HEAD]
    for name in group.list_commands(context):
        parts += ["\n".join(chapter(name, group.commands[name])) + "\n"]
    return "\n".join(parts)


def chapter(name: str, command: Any) -> Iterator[str]:
    page = PAGES[name]
    yield f"## {name}"
    yield ""
    yield f"{page.summary.zh}。{page.summary.en}."
    yield ""
    yield f"    {usage(command, f'leitai {name}')}"
    for text in (page.body.zh, page.body.en):
        yield ""
        yield from text.split("\n")
    yield ""
    yield "| | |"
    yield "|---|---|"
    for parameter in command.params:
        option = parameter.param_type_name == "option"
        shown = option_name(parameter) if option else argument_name(parameter)
        yield f"| `{escaped(shown)}` | {escaped(parameter.help.replace(chr(10), ' · '))} |"
    yield ""
    for example in page.examples:
        yield f"    {example.command}"
        yield ""
        yield f"{example.what.zh} · {example.what.en}"
        yield ""
    if page.json:
        yield "`--json`:"
        yield ""
        yield from (f"- `{key}` {what.zh} · {what.en}" for key, what in page.json.items())


def escaped(text: str) -> str:
    return text.replace("|", "\\|")


# -- outputs -----------------------------------------------------------------------------------------------------


def with_outputs(text: str) -> str:
    """The page with every command's output as it is today."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "examples").symlink_to(ROOT / "examples", target_is_directory=True)

        printed = [""]

        def block(match: re.Match[str]) -> str:
            commands = [line for line in match["body"].splitlines() if line.startswith("$ ")]
            keep = int(match["head"]) if match["head"] else None
            lines: list[str] = []
            for command in commands:
                typed = CODE.sub(printed[-1] or "K7Q2-9M4X-0C1T-W8ZP-3HNB", command)
                shown = outputs(typed[2:], here, keep)
                printed.extend(CODE.findall("\n".join(shown)))
                lines += [typed, *shown]
            return f"```console{match['head'] or ''}\n" + "\n".join(lines) + "\n```"

        return FENCE.sub(block, text)


def outputs(command: str, here: Path, keep: int | None) -> list[str]:
    """What a command prints, both streams as a terminal mixes them, whole or its first lines."""
    simple = command.startswith("leitai ") and not set(command) & set("|<>;&$`*\"'\\")
    printed = in_this_process(shlex.split(command)[1:], here) if simple else in_a_shell(command, here)
    lines = printed.rstrip("\n").splitlines()
    return lines if keep is None or len(lines) <= keep else [*lines[:keep], "…"]


def in_this_process(arguments: list[str], here: Path) -> str:
    """A plain call of the program, without starting another Python for it."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with chdir(here), redirect_stdout(stream), redirect_stderr(stream):
        code = run(arguments)
        stream.flush()
    printed = stream.buffer.getvalue().decode("utf-8")
    if code not in (0, 1, 2):
        raise SystemExit(f"{shlex.join(arguments)}: exit {code}\n{printed}")
    return str(printed)


def in_a_shell(command: str, here: Path) -> str:
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=here,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode not in (0, 1, 2):
        raise SystemExit(f"{command}: exit {done.returncode}\n{done.stdout.decode('utf-8')}")
    return done.stdout.decode("utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
