"""Printing: the product of a command on stdout, all else on stderr, in the language that was asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from leitai.cli.words import width, wrap

if TYPE_CHECKING:
    from leitai.engine.errors import Fault, Lang


UNBROKEN = 10_000
GAP = 2


@dataclass(slots=True)
class Voice:
    """How this call of the program speaks; set once by its options."""

    lang: Lang = "zh"
    json: bool = False

    def of(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en


voice = Voice()


def use_utf8() -> None:
    """Write UTF-8 whatever the locale or the console's code page; what cannot be written is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def put(text: str = "") -> None:
    """A line of the product."""
    sys.stdout.write(text + "\n")


def columns_here() -> int:
    """How wide a line may be: the terminal's width; without a terminal nothing is broken."""
    return get_terminal_size().columns if sys.stdout.isatty() else UNBROKEN


def put_wrapped(text: str, indent: int) -> None:
    """A line that is broken to fit a terminal, its further lines indented."""
    lead = text[: len(text) - len(text.lstrip())]
    first, *rest = wrap(text.strip(), columns_here() - max(indent, len(lead))) or [""]
    put(lead + first)
    for line in rest:
        put(" " * indent + line)


def flush() -> None:
    sys.stdout.flush()


def note(text: str) -> None:
    """A line beside the product: progress, warnings, what was at fault."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def put_json(plain: Any) -> None:
    """The product for a machine: one JSON value, UTF-8, indented."""
    put(json.dumps(plain, ensure_ascii=False, indent=2))


def put_faults(faults: Iterable[Fault]) -> None:
    """Faults as the product, one a line, never wrapped."""
    for fault in faults:
        put(fault.line(voice.lang))


def note_faults(faults: Iterable[Fault]) -> None:
    for fault in faults:
        note(fault.line(voice.lang))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a printed table. `\\n` breaks the title; only a column that `folds` may be broken to fit."""

    title: str
    right: bool = False
    folds: bool = False


def put_table(columns: Sequence[Column], rows: Iterable[Sequence[str]], indent: int = 0) -> None:
    """A table aligned by display width. On a terminal the columns that fold are broken to fit; nothing is ever cut."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(
            Text(column.title),
            justify="right" if column.right else "left",
            no_wrap=not column.folds,
            overflow="fold",
        )
    cells = [list(row) for row in rows]
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    room = max(columns_here(), indent + least_width(columns, cells))
    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False, width=room)
    with console.capture() as captured:
        console.print(Padding(table, (0, 0, 0, indent)))
    for line in captured.get().splitlines():
        put(line.rstrip())


def least_width(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> int:
    """The least a table needs: every column as wide as its widest cell, one that folds as wide as its title."""
    taken = 0
    for at, column in enumerate(columns):
        texts = [column.title] if column.folds else [column.title, *(row[at] for row in rows)]
        taken += max(width(line) for text in texts for line in text.split("\n")) + GAP
    return taken


@contextmanager
def progress(total: int) -> Iterator[Callable[[str], None]]:
    """A bar over `total` steps on stderr, if that is a terminal; call with the name of each step as it begins."""
    if not sys.stderr.isatty() or voice.json:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    shown = Progress(
        BarColumn(bar_width=24, complete_style="blue", finished_style="blue"),
        TextColumn("{task.description}", markup=False),
        console=Console(file=sys.stderr),
        transient=True,
    )
    with shown:
        task = shown.add_task("", total=total)
        begun = 0

        def step(name: str) -> None:
            nonlocal begun
            shown.update(task, description=name, completed=begun)
            begun += 1

        yield step
