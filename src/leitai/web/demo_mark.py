"""The mark of a data folder that holds the demo city. What is in such a folder is invented, whoever serves it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from leitai import __version__

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class DemoMark:
    """`made_of` digests the city and the program; `done` of `rounds` are played; `ahead` is the shift of the clock in
    seconds; `port` is where it was served last; `broken` says why the play ended early."""

    made_of: str
    done: int = 0
    rounds: int = 0
    ahead: float = 0.0
    port: int = 0
    broken: str = ""

    @property
    def complete(self) -> bool:
        return 0 < self.rounds == self.done


def digest_of(city: Path) -> str:
    """What a demo is made of: the city's files and the version of the program."""
    made = hashlib.sha256(__version__.encode())
    for path in sorted(path for path in city.rglob("*") if path.is_file()):
        made.update(path.relative_to(city).as_posix().encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def read_mark(data: Path) -> DemoMark | None:
    """The mark of a data folder; None where it is no demo. A torn mark is a demo that was never complete."""
    try:
        return DemoMark(**json.loads((data / FILE).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError):
        return DemoMark("")


def write_mark(data: Path, mark: DemoMark) -> None:
    part = data / f"{FILE}.part"
    part.write_text(json.dumps(asdict(mark)) + "\n", encoding="utf-8")
    part.replace(data / FILE)
