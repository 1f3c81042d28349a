"""The command line: one file per command group, `main` its only door.

Nothing heavy is imported here or at the top of a command's file, so that `leitai --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command and leave with its exit code: 0 ok, 1 the input is at fault, 2 usage, 70 a bug of ours."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    from leitai.cli.failures import guarded

    return guarded(arguments)
