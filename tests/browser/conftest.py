"""A real browser against a real server: `leitai serve` in a process of its own, Chromium without a screen."""

from tests import django_ready  # isort: skip

import datetime
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from leitai.web.demo_mark import DemoMark, write_mark
from tests.cast import PASSWORD, PLACE

assert django_ready
# The day it is in every city served here, a Monday in a year whose holidays are known: no test waits for a calendar.
DAY = datetime.date(2025, 3, 3)
MOMENT = datetime.datetime.combine(DAY, datetime.time(9), PLACE)
SHOTS = django_ready.ROOT / ".cache" / "shots"
AXE = django_ready.ROOT / ".cache" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
# It asks nobody anything: no updates, no spelling, no accounts.
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"),
    *("--disable-component-update", "--disable-default-apps", "--disable-sync", "--no-first-run"),
    *("--disable-features=Translate,OptimizationHints,MediaRouter", "--font-render-hinting=none"),
)


@dataclass(frozen=True)
class Server:
    url: str
    world: Mapping[str, Any]
    data: Path


@contextmanager
def served(data: Path, seed: str, moment: datetime.datetime = MOMENT) -> Iterator[Server]:
    """The product itself, with what the module `seed` puts into it; its clock starts at `moment`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"LEITAI_DATA": str(data), "LEITAI_DEMO": "true", "LEITAI_TITLE": "澜川市高质量发展大竞赛"}
    environment = os.environ | told
    ahead = moment - datetime.datetime.now(PLACE)
    write_mark(data, DemoMark("tests", done=1, rounds=1, ahead=ahead.total_seconds()))
    seeded = subprocess.run(
        [sys.executable, "-m", seed], cwd=django_ready.ROOT, env=environment, capture_output=True, check=True
    )
    command = [sys.executable, "-m", "leitai", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=data, env=environment, stdout=subprocess.DEVNULL)
    url = f"http://localhost:{port}"
    try:
        wait_for(f"http://127.0.0.1:{port}/account/login/", process)
        yield Server(url, json.loads(seeded.stdout), data)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The cast alone."""
    with served(tmp_path_factory.mktemp("served"), "tests.seed") as found:
        yield found


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The cast in the middle of a round."""
    with served(tmp_path_factory.mktemp("collected"), "tests.collected") as found:
        yield found


def wait_for(url: str, process: subprocess.Popen[bytes], seconds: int = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"no answer from {url} in {seconds} s")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield browser
        browser.close()


class Person:
    """Somebody at a browser; what the browser complains about is kept, and fails the test."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def go(self, path: str) -> None:
        self.page.goto(self.server.url + path)

    def sign_in(self, login: str, password: str = PASSWORD) -> None:
        self.go("/account/login/")
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form").first.locator("button.main").click()

    def axe(self) -> list[str]:
        """What is wrong with the page for somebody who cannot see or point, by the rules of WCAG 2.2 A and AA."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        return [f"{one['id']}: {node['html'][:120]}" for one in found["violations"] for node in one["nodes"]]

    def too_wide(self) -> int:
        """By how many pixels the page must be scrolled sideways."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.fixture
def person(chromium: Browser, server: Server) -> Iterator[Person]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, locale="en-US")
    somebody = Person(context, server)
    yield somebody
    context.close()
    assert somebody.complaints == []
