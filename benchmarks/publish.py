"""From the freeze to the wall: a round of 62 units and 150 indicators scored and stored, the demo's whole meeting pack,
a weight moved on a past round, and how many readers one server gives the public site to. Before that, without any
demo, the whole pack of a synthetic city of 62 units and 42 indicators, once in three groups and once in so many that
the slides hold more than 40 native charts.

.venv/bin/python benchmarks/publish.py [FOLDER]    FOLDER: a finished demo, such as out/demo/web
"""

from __future__ import annotations

import datetime
import http.client
import io
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leitai.press.pages.shapes import Shapes
    from leitai.press.release import Release

READERS, REQUESTS = 16, 20_000
UNITS, INDICATORS = 62, 42
# Every group has its totals, its tracks and its movers drawn: fourteen groups make more than 40 charts.
FEW, MANY = 3, 14


def main() -> None:
    for groups in (FEW, MANY):
        synthetic(groups)
    if len(sys.argv) < 2:
        return
    with tempfile.TemporaryDirectory(prefix="leitai-publish-") as made:
        data = Path(made) / "web"
        # A copy: what is stored here is nobody's.
        shutil.copytree(sys.argv[1], data)
        os.environ.update(LEITAI_DATA=str(data), LEITAI_DEMO="true", DJANGO_SETTINGS_MODULE="leitai.web.settings")
        os.environ["LEITAI_HOSTS"] = "localhost,127.0.0.1,testserver"
        import django

        django.setup()
        score_and_store()
        pack()
        try_a_weight()
        serve(data)


def score_and_store() -> None:
    """The kernel, the result file, its digests and the row, as `score_snapshot` does it for a frozen round."""
    from django.db import transaction
    from score import frozen

    from leitai.engine.assess.run import score_snapshot
    from leitai.web.assessment.models import Snapshot
    from leitai.web.assessment.services.scoring import store_run
    from leitai.web.people.api import find_actor

    plan, facts = frozen(62, 150, 1)
    office = find_actor("office", Snapshot.objects.latest("pk").at.date())
    assert office is not None
    snapshot, took = Snapshot.objects.select_related("round").latest("pk"), []
    for _ in range(7):
        begun = time.perf_counter()
        with transaction.atomic():
            run = score_snapshot(plan, facts, trial=True)
            row = store_run(office, "office@kpb", snapshot.at, snapshot, run, kind="trial", before=None)
        took.append(time.perf_counter() - begun)
    print(
        f"62 units × 150 indicators scored and stored: median {statistics.median(took) * 1000:.0f} ms, "
        f"result {len(row.result) / 1e6:.1f} MB"
    )


def synthetic(groups: int) -> None:
    """The whole pack of a city of so many groups, its second round beside its first."""
    from score import frozen

    from leitai import engine
    from leitai.engine.assess.run import score_snapshot
    from leitai.press.disclosure import classes
    from leitai.press.pages.shapes import Shapes
    from leitai.press.release import Particulars, Release

    books = []
    for rounds in (1, 2):
        run = score_snapshot(*frozen(UNITS, INDICATORS, rounds, groups))
        books.append(engine.open_book(engine.build_result(run)))
    reviewed = dict.fromkeys(classes(books[1]), True)
    own = Particulars("2023-02-1", "public", "考评办", datetime.date(2023, 3, 20), reviewed=reviewed)
    documents(Release(books[1], run, own, books[0]), Shapes())


def pack() -> None:
    """Every document of the last public publication."""
    from leitai.web.assessment.api import Publication
    from leitai.web.exhibition.release import release_of, shapes_of

    found = Publication.objects.filter(audience="public").latest("pk")
    documents(release_of(found), shapes_of(found))


def documents(release: Release, shapes: Shapes) -> None:
    """What each document of a pack takes, how large it is, and how many native charts the slides hold."""
    from leitai.web.exhibition.documents import documents_of

    # Beside the clock what the processor was at work, for a machine is seldom idle.
    whole, worked, charts = time.perf_counter(), time.process_time(), 0
    for kind, one in documents_of(release.particulars.audience).items():
        begun, at_work = time.perf_counter(), time.process_time()
        made = one.make(release, shapes, "zh")
        took, at_work = time.perf_counter() - begun, time.process_time() - at_work
        if kind == "slides":
            names = zipfile.ZipFile(io.BytesIO(made)).namelist()
            charts = sum(name.startswith("ppt/charts/chart") for name in names)
        print(f"  {took:6.2f} s {at_work:6.2f} s {len(made) / 1000:8.0f} kB  {kind}")
    book = release.book
    units, groups = len(book.result["values"][book.period]), len(book.groups())
    print(
        f"the whole pack for {units} units × {len(book.plan.columns)} indicators in {groups} groups, "
        f"{charts} native charts: {time.perf_counter() - whole:.1f} s, "
        f"{time.process_time() - worked:.1f} s of the processor"
    )


def try_a_weight() -> None:
    from django.test import Client

    from leitai.web.people.api import find_person
    from leitai.web.rulebook.models import Draft

    draft = Draft.objects.filter(state="comment")[0].pk
    client, person, took = Client(), find_person("office"), []
    assert person is not None
    client.force_login(person)
    client.get(f"/results/drafts/{draft}/")
    for turn in range(40):
        begun = time.perf_counter()
        client.post(f"/results/drafts/{draft}/", {"points.gdp_growth": f"{6 + turn / 10}"}, headers={"HX-Request": "1"})
        took.append(time.perf_counter() - begun)
    p95 = statistics.quantiles(took, n=20)[-1]
    print(f"a weight moved: median {statistics.median(took) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms of server time")


def serve(data: Path) -> None:
    """The public site and its wall from the server itself, and the same files as a folder from a plain file server."""
    from leitai.web.assessment.api import Publication

    number = Publication.objects.filter(audience="public").latest("pk").number
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "leitai", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=data, env=dict(os.environ), stdout=subprocess.DEVNULL)
    try:
        path = f"/exhibition/{number}/site/"
        wait_for(f"http://127.0.0.1:{port}{path}")
        print(f"the public site from `leitai serve`: {rush(port, path):.0f} requests a second")
    finally:
        process.terminate()
        process.wait(timeout=30)


def wait_for(url: str) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(url, timeout=60).read()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def rush(port: int, path: str) -> float:
    """Requests a second that so many readers get answered, each on a connection that is kept.

    By `ab` of apache2-utils where it is there; a client in Python takes more of the two cores than the server does.
    """
    url = f"http://127.0.0.1:{port}{path}"
    if shutil.which("ab"):
        told = subprocess.run(
            ["ab", "-q", "-k", "-c", str(READERS), "-n", str(REQUESTS), url], capture_output=True, text=True, check=True
        ).stdout
        assert "Non-2xx" not in told, told
        return float(re.search(r"Requests per second:\s+([0-9.]+)", told)[1])  # type: ignore[index]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    begun = time.perf_counter()
    for _ in range(REQUESTS // 10):
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200
    return REQUESTS / 10 / (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
