"""What is kept of public pages: theirs alone, as long as they say, and never what was said to one visitor."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from leitai.web.public_pages import MOST_BYTES, remembering

PAGE = "/exhibition/2023-Q1-1/site/index.html"


class Counting:
    """A server that says how often it was asked."""

    def __init__(self, control: str = "public, max-age=60", status: str = "200 OK", size: int = 4) -> None:
        self.asked, self.control, self.status, self.size = 0, control, status, size

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        self.asked += 1
        start(self.status, [("Cache-Control", self.control), ("Set-Cookie", "mine=1"), ("X-Turn", str(self.asked))])
        return [b"x" * self.size]


def ask(application: Any, path: str = PAGE, method: str = "GET", **more: str) -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": "", "HTTP_HOST": "here"} | more
    body = b"".join(application(environ, lambda status, headers, *_: said.extend((status, headers))))
    return said[0], dict(said[1]), body


def test_a_public_page_is_made_once_and_given_without_anybodys_cookie() -> None:
    server, now = Counting(), [0.0]
    application = remembering(server, lambda: now[0])
    first, second = ask(application), ask(application)
    assert (first[2], second[2]) == (b"xxxx", b"xxxx")
    assert server.asked == 1
    assert "Set-Cookie" not in second[1]
    now[0] = 61.0
    ask(application)
    assert server.asked == 2


def test_nothing_else_is_kept() -> None:
    cases: list[tuple[Counting, dict[str, str]]] = [
        (Counting("private, no-cache"), {}),
        (Counting(status="404 Not Found"), {}),
        (Counting(), {"path": "/exhibition/2023-Q1-1/"}),
        (Counting(), {"method": "POST"}),
        (Counting(), {"QUERY_STRING": "a=1"}),
    ]
    for server, asked in cases:
        application = remembering(server)
        ask(application, **asked)
        ask(application, **asked)
        assert server.asked == 2, asked


def test_another_host_has_its_own_answer() -> None:
    server = Counting()
    application = remembering(server)
    ask(application)
    ask(application, HTTP_HOST="there")
    assert server.asked == 2


def test_what_is_kept_stays_bounded() -> None:
    server = Counting(size=MOST_BYTES // 3)
    application = remembering(server)
    for turn in range(5):
        ask(application, f"/exhibition/2023-Q1-1/site/{turn}")
    ask(application, "/exhibition/2023-Q1-1/site/4")
    assert server.asked == 5
    ask(application, "/exhibition/2023-Q1-1/site/0")
    assert server.asked == 6
