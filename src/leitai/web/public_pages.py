"""Public pages without Django: what was answered to anybody, and may be kept for a while, is answered again at once.

A publication never changes, and thousands open it in the minute it comes out. Only what the page itself calls public is
kept, only under its own address, and no longer than it says.
"""

from __future__ import annotations

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
PUBLIC = re.compile(r"/exhibition/[^/]+/site/")
AGE = re.compile(r"public, max-age=(\d+)")
# All that is kept at a time; a site of sixty units has some four megabytes.
MOST_BYTES = 64 * 2**20
# What is said of one visitor alone is not for the next.
OWN = frozenset({"set-cookie", "vary"})


class Answer(NamedTuple):
    """An answer as it is given again, and until when."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    until: float


def remembering(application: Application, clock: Callable[[], float] = time.monotonic) -> Application:
    """The application, with its public pages kept in this process."""
    kept: OrderedDict[str, Answer] = OrderedDict()
    lock, size = threading.Lock(), [0]

    def answer(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if environ.get("REQUEST_METHOD") != "GET" or environ.get("QUERY_STRING") or not PUBLIC.match(path):
            return application(environ, start)
        # An address is answered for the host it was asked at.
        key = f"{environ.get('HTTP_HOST', '')} {path}"
        held = kept.get(key)
        if held is not None and clock() < held.until:
            start(held.status, list(held.headers))
            return [held.body]
        return made(key, environ, start)

    def made(key: str, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        said: list[Any] = []

        def heard(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said[:] = [status, headers]
            return start(status, headers, *more)

        parts = application(environ, heard)
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        status, headers = said
        age = next((AGE.match(value) for name, value in headers if name.lower() == "cache-control"), None)
        if age is not None and status.startswith("200"):
            plain = tuple((name, value) for name, value in headers if name.lower() not in OWN)
            with lock:
                size[0] += len(body) - len(kept[key].body if key in kept else b"")
                kept[key] = Answer(status, plain, body, clock() + int(age[1]))
                while size[0] > MOST_BYTES:
                    size[0] -= len(kept.popitem(last=False)[1].body)
        return [body]

    return answer
