"""What the soak kills: a process that saves and verifies batches of figures until it dies.

python -m tests.soak.killed prepare FOLDER
python -m tests.soak.killed work FOLDER RUN SEED     prints "ready", then each act only after its service has returned
python -m tests.soak.killed audit FOLDER             prints what holds now, and every break in the log
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections import Counter
from pathlib import Path

BATCH = 5


def start(folder: Path) -> None:
    """The product's own settings: SQLite with its write-ahead log in the folder, or the PostgreSQL of DATABASE_URL."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "leitai.web.settings", "LEITAI_DATA": str(folder)}
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}
    django.setup()


def prepare() -> None:
    from django.core.management import call_command

    from leitai.web.foundation import triggers
    from tests.rooms.collection import stage

    call_command("migrate", run_syncdb=True, verbosity=0)
    triggers.install()
    stage.make_people()
    stage.make_edition()
    stage.open_first()


def work(run: str, seed: str) -> None:
    """A filer and a verifier at full speed. What is printed is what a person would have been told."""
    from leitai.web.collection.api import Entry, Judged, report_figures, verify_figures
    from leitai.web.collection.models import Cell, Round
    from tests.rooms.collection import stage

    rng = random.Random(seed)
    filer, verifier, round_ = stage.actor("wang"), stage.actor("li"), Round.objects.get()
    cells = list(Cell.objects.filter(indicator__in=("gdp", "speed"), role="actual").values_list("pk", flat=True))
    common = {"at": stage.at("04-10"), "round": round_.pk}
    print("ready", flush=True)
    for n in range(10_000):
        chosen = sorted(rng.sample(cells, BATCH))
        held = dict(Cell.objects.filter(pk__in=chosen).values_list("pk", "version"))
        # No value comes twice, so that every entry of every batch is a new version.
        words = {"written": f"{n % 50 + 1}.{int(run):03}{n:04}", "note": f"{run}-{n}", "explanation": f"{run}-{n}"}
        entries = [Entry(pk, held[pk], **words) for pk in chosen]
        report = report_figures(actor=filer, entries=entries, origin="typed", batch=f"{run}-{n}", **common)
        told("saved", [[one.cell, one.version, one.value] for one in report.of("saved")])
        judged = [Judged(one.cell, one.version) for one in report.of("saved")]
        told(
            "verified",
            [[one.cell, one.version] for one in verify_figures(actor=verifier, judged=judged, **common).of("saved")],
        )


def told(act: str, rows: list[list[object]]) -> None:
    print(json.dumps([act, rows]), flush=True)


def audit() -> None:
    from leitai.web.collection.models import Cell, FigureDecision, FigureVersion
    from leitai.web.foundation.api import missing_triggers, verify

    versions = [[one.cell_id, one.number, one.value] for one in FigureVersion.objects.all()]
    decided = FigureDecision.objects.filter(kind="verify").values_list("version__cell_id", "version__number")
    found = {
        "versions": versions,
        "verified": [list(one) for one in decided],
        "batches": Counter(FigureVersion.objects.values_list("batch", flat=True)),
        "cells": [list(one) for one in Cell.objects.filter(version__gt=0).values_list("pk", "version", "state")],
        "breaks": [repr(one) for one in verify()] + sorted(missing_triggers()),
    }
    print(json.dumps(found))


def main() -> None:
    act, folder, *rest = sys.argv[1:]
    start(Path(folder))
    {"prepare": prepare, "audit": audit, "work": lambda: work(*rest)}[act]()


if __name__ == "__main__":
    main()
