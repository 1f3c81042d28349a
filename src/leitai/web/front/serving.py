"""The server and its worker: what `leitai serve` and `leitai work` run."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from django.core.management import call_command

from leitai.web.people.api import list_people

# A worker that dies is started again, but not in a hurry.
RESTART_SECONDS = 5
# Where the processes it starts find who started them.
PARENT = "LEITAI_PARENT"


def make_ready() -> int:
    """The database up to date, the files of the browser in their place; how many people may sign in."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    return list_people().filter(is_active=True).count()


def free(host: str, port: int) -> bool:
    """Whether nobody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True


def run(host: str, port: int, meanwhile: Callable[[], None] | None = None) -> None:
    """Serve until stopped, with one worker beside it; `meanwhile` is done once behind it."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[PARENT] = str(os.getpid())
    # A copy of this process would hold for ever the locks that `meanwhile` happened to hold on the database.
    multiprocessing.set_start_method("spawn", force=True)
    ended = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(ended,), daemon=True)
    keeper.start()
    if meanwhile is not None:
        threading.Thread(target=meanwhile, daemon=True).start()
    try:
        # One process, several threads: SQLite has one writer at a time, and PostgreSQL's share is set by threads too.
        Granian(
            "leitai.web.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=8,
            log_enabled=False,
            websockets=False,
        ).serve()
    finally:
        ended.set()
        keeper.join(timeout=10)


def _keep_worker(ended: threading.Event) -> None:
    """One worker as our child, started again when it dies, ended with us."""
    command = [sys.executable, "-m", "leitai", "work"]
    while not ended.is_set():
        child = subprocess.Popen(command)
        while child.poll() is None and not ended.wait(0.5):
            pass
        if ended.is_set():
            child.terminate()
            child.wait(timeout=10)
        else:
            ended.wait(RESTART_SECONDS)


def work(*, once: bool) -> None:
    """Do what waits, once or for ever."""
    end_with_server()
    call_command("db_worker", batch=once, interval=1, startup_delay=False, verbosity=0, queue_name="*")


def end_with_server() -> None:
    """A process that `run` started ends by itself when its server was killed, and gives the port free."""
    parent = os.environ.get(PARENT)
    if parent and hasattr(os, "getppid"):
        threading.Thread(target=_end_with, args=(int(parent),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
