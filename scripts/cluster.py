"""Run a command against a PostgreSQL of its own, made in .cache for it and removed afterwards.

    .venv/bin/python scripts/cluster.py .venv/bin/pytest tests/rooms

The command finds it as DATABASE_URL. PostgreSQL refuses to run as root; for root it runs as the user postgres, or
nobody. It listens on a socket in a folder of its own and on no network. Standard library only.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bootstrap

SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "listen_addresses=")


def programs() -> Path | None:
    """Where initdb and pg_ctl are: on PATH, or where Debian keeps them off it; the newest of several."""
    found = shutil.which("initdb")
    if found and shutil.which("pg_ctl"):
        return Path(found).parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda folder: int(folder.parent.name), default=None)


@contextmanager
def cluster() -> Iterator[str]:
    """A running PostgreSQL; the address of its database."""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("no initdb and pg_ctl on this machine")
    user = unprivileged()
    place = Path(tempfile.mkdtemp(prefix="pg-", dir=home(user)))
    if user is not None:
        shutil.chown(place, user=user)
    data = place / "data"

    def call(*command: str) -> None:
        subprocess.run(
            command, check=True, cwd=place, user=user, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
        )  # fmt: skip

    control = (str(folder / "pg_ctl"), "--pgdata", str(data), "--silent", "--wait")
    try:
        call(str(folder / "initdb"), "--pgdata", str(data), "--username", "leitai", "--auth", "trust", "--no-sync")
        options = " ".join((f"-k {place}", *(f"-c {one}" for one in SPEED)))
        call(*control, "--log", str(place / "log"), "--options", options, "start")
        try:
            yield f"postgresql://leitai@/postgres?host={place}"
        finally:
            call(*control, "--mode", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def home(user: str | None) -> Path:
    """Inside the project, unless the path is too long for a socket (some 100 characters) or closed to the user."""
    inside = bootstrap.CACHE / "tmp"
    inside.mkdir(parents=True, exist_ok=True)
    is_open = user is None or all(folder.stat().st_mode & 0o001 for folder in (inside, *inside.parents))
    return inside if is_open and len(str(inside)) < 70 else Path("/tmp")


def unprivileged() -> str | None:
    """Whom PostgreSQL runs as: ourselves, or for root somebody who is nobody."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 (there is none on Windows)

    return next((name for name in ("postgres", "nobody") if name in {entry.pw_name for entry in pwd.getpwall()}), None)


def main(command: list[str]) -> int:
    with cluster() as address:
        done = subprocess.run(command, env=os.environ | {"DATABASE_URL": address}, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
