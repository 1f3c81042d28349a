"""Output files appear whole or not at all.

One file is written beside its place under another name, flushed to the disk, and put in place by one rename. A set of
files is first written whole under other names; only then is each put in place, and a failure on the way puts back what
was there. A crash of the machine between two renames can leave a set half new, never a file half written.

>>> import tempfile; folder = Path(tempfile.mkdtemp())
>>> write_set(folder, {"a.txt": b"1", "b.txt": b"2"})
>>> sorted(path.name for path in folder.iterdir())
['a.txt', 'b.txt']
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open `path` for writing; it changes only if the block ends without an exception."""
    with whole_set(Path(path).parent) as files, files.open(Path(path).name) as file:
        yield file


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    with whole_file(path) as file:
        file.write(data)


def write_set(folder: str | os.PathLike[str], contents: Mapping[str, bytes]) -> None:
    """Several files of one folder, all or none."""
    with whole_set(folder) as files:
        for name, data in contents.items():
            with files.open(name) as file:
                file.write(data)


@contextmanager
def whole_set(folder: str | os.PathLike[str]) -> Iterator[WholeSet]:
    """Files of one folder that appear together when the block ends, in the order they were opened, or not at all.

    The folder is made if need be, and removed again if nothing came of it.
    """
    files = WholeSet(Path(folder))
    try:
        yield files
        files.put_in_place()
    finally:
        files.clear()


class WholeSet:
    """The files being prepared; made by `whole_set`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = [made for made in (folder, *folder.parents) if not made.exists()]
        self._parts: dict[Path, Path] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def path(self, name: str) -> Path:
        """A path to write `name` under for now, for writers that open files themselves."""
        if not name or Path(name).name != name:
            raise ValueError(f"not the plain name of a file: {name!r}")
        target = self.folder / name
        target = target.resolve() if target.is_symlink() else target
        if target not in self._parts:
            self._parts[target] = _beside(target, "part")
        return self._parts[target]

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        with self.path(name).open("wb") as file:
            yield file

    def put_in_place(self) -> None:
        """Flush every part, then rename each over its target; on a failure put the old files back."""
        for target, part in self._parts.items():
            if target.is_dir():
                raise IsADirectoryError(21, "is a folder", str(target))
            with part.open("rb+") as file:
                os.fsync(file.fileno())
            if target.exists():
                part.chmod(target.stat().st_mode & 0o7777)
        kept: dict[Path, Path | None] = {}
        try:
            for target, part in self._parts.items():
                kept[target] = _keep(target) if len(self._parts) > 1 else None
                os.replace(part, target)
        except BaseException:
            for target, old in kept.items():
                if old is not None:
                    os.replace(old, target)
                    old.unlink(missing_ok=True)  # renaming a link over the very same file does nothing
                elif not self._parts[target].exists():
                    target.unlink(missing_ok=True)
            raise
        for old in kept.values():
            if old is not None:
                old.unlink(missing_ok=True)
        for folder in {target.parent for target in self._parts}:
            _flush_folder(folder)
        self._parts, self._made = {}, []

    def clear(self) -> None:
        """Remove what was prepared and not put in place."""
        for part in self._parts.values():
            part.unlink(missing_ok=True)
        for folder in self._made:
            with suppress(OSError):
                folder.rmdir()


def _beside(target: Path, ending: str) -> Path:
    """A new name in the same folder (a rename must not cross file systems), hidden and never taken."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(6)}.{ending}")


def _keep(target: Path) -> Path | None:
    """The file that is there now, kept under another name until the whole set is in place."""
    if not target.exists():
        return None
    old = _beside(target, "old")
    try:
        os.link(target, old)
    except OSError:  # a file system without hard links
        old.write_bytes(target.read_bytes())
    return old


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems cannot
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
