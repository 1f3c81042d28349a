"""`leitai serve` and what keeps it in order, as real processes in an empty folder."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.conftest import Leitai


@dataclass(frozen=True)
class Served:
    process: subprocess.Popen[str]
    url: str
    data: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("LEITAI", "DJANGO", "DATABASE"))
    }
    command = [sys.executable, "-m", "leitai", "serve", "--port", str(port), "--data", str(folder / "data"), "--json"]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    url = json.loads("".join(iter(process.stdout.readline, "}\n")) + "}")["url"]
    yield Served(process, url, folder / "data")
    if process.poll() is None:
        process.kill()
    process.communicate()


def answer(url: str, seconds: int = 180) -> tuple[int, str]:
    until = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as page:
                return page.status, page.read().decode()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def children(pid: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_an_empty_folder_becomes_a_server(served: Served) -> None:
    status, page = answer(served.url)
    assert status == 200
    assert "登录名" in page
    style = page.split('href="/static/leitai.')[1].split('"')[0]
    assert answer(f"{served.url}static/leitai.{style}")[0] == 200
    assert (served.data / "leitai.sqlite3").exists()


def test_the_first_administrators_are_added_once(served: Served, process: Leitai) -> None:
    said = process("manage", "first_administrators", "--data", served.data, code=0)
    assert [line.split()[1] for line in said.out.splitlines()] == ["system_admin", "security_admin", "audit_admin"]
    again = process("manage", "first_administrators", "--data", served.data)
    assert again.code != 0
    assert "登记过" in again.err


def test_the_doctor_and_the_audit_find_all_in_order(served: Served, process: Leitai) -> None:
    assert "■" not in process("doctor", "--data", served.data, code=0).out
    findings = process("doctor", "--data", served.data, "--json", code=0).json["findings"]
    assert {one["state"] for one in findings} <= {"ok", "warning"}
    assert process("audit", "verify", "--data", served.data, "--json", code=0).json["ok"] is True


def test_a_code_nobody_printed_is_not_the_history(served: Served, process: Leitai) -> None:
    said = process("audit", "verify", "--data", served.data, "--code", "K7Q2-9M4X-0C1T-W8ZP-3HNB", code=1)
    assert "整体改写" in said.out


def test_work_that_waits_is_done_and_the_worker_ends(served: Served, process: Leitai) -> None:
    process("work", "--once", "--data", served.data, code=0)


def test_a_port_that_is_taken_is_said(served: Served, process: Leitai) -> None:
    port = served.url.rstrip("/").rsplit(":", 1)[-1]
    said = process("serve", "--port", port, "--data", served.data, code=1)
    assert f"端口 {port} 已被占用" in said.err


def test_a_folder_that_is_not_there_is_said_and_not_made(process: Leitai, tmp_path: Path) -> None:
    for command in (("audit", "verify"), ("doctor",)):
        said = process(*command, "--data", tmp_path / "nowhere", code=1)
        assert "没有数据文件夹" in said.err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_the_worker_ends_with_the_server_also_when_it_is_killed(served: Served) -> None:
    time.sleep(1)
    below = children(served.process.pid)
    assert below
    served.process.send_signal(signal.SIGKILL)
    served.process.wait(timeout=10)
    until = time.monotonic() + 15
    while any(map(alive, below)) and time.monotonic() < until:
        time.sleep(0.2)
    left = [pid for pid in below if alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []
