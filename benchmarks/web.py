"""How long the server takes: every page of the demo city, the same page unchanged, and twenty people saving at once.

.venv/bin/python benchmarks/web.py [FOLDER]      FOLDER: a finished demo, such as out/demo/web; without one it is played

Pages are asked for one after the other in this process, with all that a request goes through but the socket. Saves go
to `leitai serve` in a process of its own over HTTP: twenty people each save fifty figures again and again, first each
some seconds after her last save, as people do who fill in a grid, then without any pause, which nobody does.
"""

from __future__ import annotations

import http.cookies
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FIELDS = ("fresh", "busy", "held")
TIMES, PEOPLE, CELLS, SAVES = 40, 20, 50, 8
# Seconds from one save of a person to her next, at random between the two.
PAUSE = (2.0, 6.0)


@dataclass(frozen=True)
class Asked:
    """A page, who asks for it, and how long it took: made anew, the processor's share of that, and unchanged."""

    who: str
    path: str
    size: int
    fresh: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)


def main() -> None:
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    with tempfile.TemporaryDirectory(prefix="leitai-web-") as made:
        data = Path(made) / "web"
        if given:
            # A copy: what is saved here is nobody's.
            shutil.copytree(given, data)
        begin(data)
        if not given:
            fill(data)
        pages = [asked for who, path in addresses() if (asked := ask(who, path)) is not None]
        show(pages)
        show_saves(save_at_once(data))


def begin(data: Path) -> None:
    os.environ.update(LEITAI_DATA=str(data), LEITAI_DEMO="true", DJANGO_SETTINGS_MODULE="leitai.web.settings")
    os.environ["LEITAI_HOSTS"] = "localhost,127.0.0.1,testserver"
    import django

    django.setup()


def fill(data: Path) -> None:
    from leitai.web.demo import play, prepare
    from leitai.web.front.serving import make_ready

    data.mkdir(parents=True, exist_ok=True)
    make_ready()
    city = ROOT / "examples" / "lanchuan"
    for period in play(city, prepare(city)):
        print(f"played {period}", file=sys.stderr)


def addresses() -> Iterator[tuple[str, str]]:
    """Every page that is read, as whoever reads it most; of grids and queues the largest and an ordinary one."""
    from django.db.models import Count
    from django.urls import reverse

    from leitai.web.collection.models import Cell, Obligation, Round, Sheet
    from leitai.web.rulebook.models import Draft, Edition

    last = Round.objects.order_by("-period")[0]
    duties = Obligation.objects.filter(round=last)
    filers = duties.values("filer").annotate(n=Count("pk")).order_by("-n").values_list("filer", flat=True)
    waiting = duties.filter(cell__state="reported").values("verifier").annotate(n=Count("pk")).order_by("-n")
    back = Cell.objects.filter(obligations__round=last, state="returned").order_by("pk")[0]
    sheet = Sheet.objects.order_by("pk")[0]
    from leitai.web.assessment.models import Objection, Proposal, Publication, ScoringRun

    shown, run = Publication.objects.order_by("-pk")[0], ScoringRun.objects.order_by("-pk")[0]
    yield "office", reverse("assessment:index")
    yield "office", reverse("assessment:round", args=[last.pk])
    yield "office", reverse("assessment:round", args=[run.round_id])
    yield "office", reverse("assessment:board", args=[run.pk])
    yield "liaison", reverse("assessment:unit", args=[run.pk, "xiqiao"])
    yield "liaison", reverse("assessment:node", args=[run.pk, "xiqiao", "total"])
    yield "office", reverse("assessment:objection", args=[Objection.objects.order_by("pk")[0].pk])
    yield "leader", reverse("assessment:proposal", args=[Proposal.objects.order_by("pk")[0].pk])
    for draft in Draft.objects.filter(state="comment"):
        yield "office", reverse("assessment:try_rules", args=[draft.pk])
    yield "liaison", reverse("exhibition:index")
    yield "liaison", reverse("exhibition:publication", args=[shown.number])
    yield "liaison", reverse("exhibition:unit", args=[shown.number, "xiqiao"])
    yield "liaison", reverse("exhibition:node", args=[shown.number, "xiqiao", "gdp_growth"])
    yield "liaison", reverse("exhibition:wall", args=[shown.number])
    yield "liaison", reverse("exhibition:proof", args=[shown.number])
    for who in ("office", "filer", "verifier", "liaison", "leader", "auditor"):
        yield who, "/"
    yield "office", "/search/?q=xq"
    yield "office", "/search/?q=投资"
    yield "auditor", "/audit/"
    yield "auditor", "/audit/?who=陈填报"
    yield "auditor", "/audit/checkpoints/"
    yield "office", reverse("people:organisations")
    yield "office", reverse("people:organisation", args=["xiqiao"])
    yield "security_admin", reverse("people:people")
    yield "security_admin", reverse("people:person", args=["liaison"])
    yield "office", reverse("people:suggestions")
    yield "office", reverse("rulebook:index")
    edition = Edition.objects.order_by("pk")[0]
    yield "office", reverse("rulebook:edition", args=[edition.pk])
    for draft in Draft.objects.exclude(state="published").order_by("pk"):
        for name in ("editor", "comments", "approval"):
            yield "office", reverse(f"rulebook:{name}", args=[draft.pk])
    for who in ("office", "filer", "liaison"):
        yield who, reverse("collection:rounds")
    yield "office", reverse("collection:round", args=[last.pk])
    yield "office", reverse("collection:extensions", args=[last.pk])
    yield "office", reverse("collection:sample", args=[last.pk])
    yield "office", reverse("collection:holidays")
    for filer in (filers[0], "tjj"):
        yield holder("filer", filer), reverse("collection:grid", args=[last.pk, filer])
    for verifier in (waiting[0]["verifier"], "fgw"):
        who = holder("verifier", verifier)
        yield who, reverse("collection:queue", args=[last.pk])
        yield who, reverse("collection:queue_table", args=[last.pk])
    yield "liaison", reverse("collection:row", args=[last.pk, "xiqiao"])
    yield "office", reverse("collection:indicator", args=[last.pk, back.indicator])
    yield "office", reverse("collection:cell", args=[last.pk, back.pk])
    yield "office", reverse("collection:sheet", args=[sheet.pk])


def holder(role: str, organisation: str) -> str:
    """Who holds a role there."""
    from leitai.web.people.api import list_posts

    post = list_posts().filter(role=role, organisation__key=organisation).order_by("pk")[0]
    return post.person.key


def ask(who: str, path: str) -> Asked | None:
    from django.test import Client

    from leitai.web.people.api import find_person

    client, person = Client(), find_person(who)
    assert person is not None, who
    client.force_login(person)
    first = client.get(path)
    if first.status_code != 200:
        print(f"{path} as {who}: {first.status_code}", file=sys.stderr)
        return None
    asked = Asked(who, path, len(first.content))
    for _ in range(TIMES):
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(path)
        asked.fresh.append(time.perf_counter() - begun)
        asked.busy.append(time.process_time() - worked)
        begun = time.perf_counter()
        # A page that is made anew each time has none: whether a second factor was just shown is no act.
        kept = client.get(path, headers={"If-None-Match": answer.headers.get("ETag", "none")})
        if kept.status_code == 304:
            asked.held.append(time.perf_counter() - begun)
    return asked


def save_at_once(data: Path) -> dict[str, list[float]]:
    """Seconds of every save: one person after the other, twenty as people do, twenty without a pause."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "leitai", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=data, env=dict(os.environ), stdout=subprocess.DEVNULL)
    try:
        savers = [Saver(port, *desk) for desk in desks()]
        found = {"one after the other": [seconds for saver in savers for seconds in saver.run(1)]}
        found["each every 2 to 6 s"] = together(savers, PAUSE)
        found["without any pause"] = together(savers, (0.0, 0.0))
        assert not sum(saver.conflicts for saver in savers)
        return found
    finally:
        process.terminate()
        process.wait(timeout=30)


def together(savers: Sequence[Saver], pause: tuple[float, float]) -> list[float]:
    threads = [threading.Thread(target=saver.keep, args=(pause,)) for saver in savers]
    for saver, thread in zip(savers, threads, strict=True):
        saver.seconds.clear()
        thread.start()
    for thread in threads:
        thread.join()
    return [seconds for saver in savers for seconds in saver.seconds]


def desks() -> list[tuple[str, str, int, list[dict[str, Any]]]]:
    """For each of the people: a session, the form, the round, and fifty cells of her own that are filed already."""
    from django.test import Client

    from leitai.web.collection.models import FigureVersion, Obligation, Round
    from leitai.web.people.api import find_person

    last = Round.objects.order_by("-period")[0]
    by: dict[str, list[Any]] = {}
    for duty in Obligation.objects.filter(round=last, cell__role="actual").select_related("cell").order_by("pk"):
        by.setdefault(duty.filer, []).append(duty.cell)
    parts = [(filer, cells[at : at + CELLS]) for filer, cells in by.items() for at in range(0, len(cells), CELLS)]
    full = [part for part in parts if len(part[1]) == CELLS][:PEOPLE]
    assert len(full) == PEOPLE, len(full)
    made = []
    for filer, cells in full:
        name = {"tjj": "filer", "kpb": "office"}.get(filer, f"filer-{filer}")
        person = find_person(name)
        assert person is not None, name
        client = Client()
        client.force_login(person)
        held = dict(FigureVersion.objects.filter(cell__in=cells).order_by("number").values_list("cell_id", "value"))
        rows = [
            {"cell": cell.pk, "expected": cell.version, "written": held.get(cell.pk) or "1", "note": "更正"}
            for cell in cells
        ]
        made.append((client.cookies["sessionid"].value, filer, last.pk, rows))
    return made


class Saver:
    """Somebody at a grid who changes fifty figures and saves, again and again."""

    def __init__(self, port: int, session: str, filer: str, round_: int, rows: list[dict[str, Any]]) -> None:
        self.url = f"http://127.0.0.1:{port}/rounds/{round_}/file/{filer}"
        self.rows, self.cookie, self.token = rows, f"sessionid={session}", ""
        self.seconds: list[float] = []
        self.conflicts, self.turn, self.chance = 0, 0, random.Random(f"{filer}{rows[0]['cell']}")
        body, cookies = self.send("/data/")
        self.token = body["token"]
        self.cookie += f"; csrftoken={cookies['csrftoken'].value}"

    def send(self, path: str, sent: Any = None) -> tuple[Any, http.cookies.SimpleCookie]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "X-CSRFToken": self.token}
        data = None if sent is None else json.dumps(sent).encode()
        request = urllib.request.Request(self.url + path, data, headers)
        until = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer), http.cookies.SimpleCookie(answer.headers.get("Set-Cookie", ""))
            except urllib.error.HTTPError:
                raise
            except OSError:
                # It is only just starting.
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def run(self, times: int) -> list[float]:
        taken = []
        for _ in range(times):
            self.turn += 1
            entries = [row | {"written": changed(row["written"], self.turn)} for row in self.rows]
            begun = time.perf_counter()
            body, _ = self.send("/save/", {"entries": entries, "batch": uuid.uuid4().hex, "origin": "typed"})
            taken.append(time.perf_counter() - begun)
            # A figure that a check stops is part of the work; somebody else's version would be a fault of ours.
            for row, outcome in zip(self.rows, body["outcomes"], strict=True):
                row["expected"] = outcome["version"]
                self.conflicts += outcome["done"] == "conflict"
        return taken

    def keep(self, pause: tuple[float, float]) -> None:
        for _ in range(SAVES):
            time.sleep(self.chance.uniform(*pause))
            self.seconds += self.run(1)


def changed(written: str, turn: int) -> str:
    """The figure with another last digit each time, so that every save is a new version."""
    return f"{written[:-1]}{turn % 10}" if written[-1:].isdigit() and turn % 10 != int(written[-1]) else written


def p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1000 if seconds else float("nan")


def show(pages: Sequence[Asked]) -> None:
    """On a machine with other work to do, the processor's share is the truer figure."""
    print(f"{'p95 ms':>8} {'median':>8} {'cpu p95':>8} {'304 p95':>8} {'kB':>6}  page")
    for one in sorted(pages, key=lambda one: -p95(one.busy)):
        held = f"{p95(one.held):8.1f}" if one.held else f"{'—':>8}"
        shown = f"{p95(one.fresh):8.1f} {middle(one.fresh):8.1f} {p95(one.busy):8.1f} {held} {one.size / 1000:6.0f}"
        print(f"{shown}  {one.path}  ({one.who})")
    worst = {name: max(p95(getattr(one, name)) for one in pages if getattr(one, name)) for name in FIELDS}
    print(
        f"{len(pages)} pages, worst p95: made anew {worst['fresh']:.1f} ms, of the processor {worst['busy']:.1f} ms, "
        f"unchanged {worst['held']:.1f} ms"
    )


def show_saves(found: Mapping[str, Sequence[float]]) -> None:
    print(f"{PEOPLE} people, each saving {CELLS} figures")
    for how, seconds in found.items():
        print(f"{p95(seconds):8.0f} {middle(seconds):8.0f}  {how} ({len(seconds)} saves)")


def middle(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1000


if __name__ == "__main__":
    main()
