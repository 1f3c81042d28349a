"""Ten people on one cell, in a process of their own.

python -m tests.rooms.collection.rush prepare FOLDER
python -m tests.rooms.collection.rush together FOLDER      ten threads write one cell at once; prints what each was told
python -m tests.rooms.collection.rush audit FOLDER         prints what holds now, and every break in the log
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def start(folder: Path) -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "leitai.web.settings", "LEITAI_DATA": str(folder)}
    import django
    from django.conf import settings

    settings.MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in settings.INSTALLED_APPS}
    django.setup()


def prepare() -> None:
    from django.core.management import call_command

    from tests.rooms.collection import stage

    call_command("migrate", run_syncdb=True, verbosity=0)
    stage.make_people()
    stage.make_edition()
    stage.open_first()


def together() -> None:
    import threading

    from django.db import connection

    from leitai.web.collection.api import Entry, report_figures
    from leitai.web.collection.models import Round
    from tests.rooms.collection import stage

    target, round_ = stage.cell("u1", "gdp"), Round.objects.get()
    gate = threading.Barrier(10)
    told: list[list[str]] = []

    def write(n: int) -> None:
        who = stage.actor("wang" if n % 2 else "wang2")
        gate.wait()
        report = report_figures(
            actor=who,
            at=stage.at("04-10"),
            round=round_.pk,
            entries=[Entry(target.pk, 0, str(100 + n))],
            origin="typed",
            batch=f"b{n}",
        )
        one = report.outcomes[0]
        told.append(
            [
                one.done,
                one.ours or one.value,
                one.theirs.value if one.theirs else "",
                one.theirs.person if one.theirs else "",
            ]
        )
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(told))


def audit() -> None:
    from leitai.web.collection.models import Cell, FigureVersion
    from leitai.web.foundation.api import verify

    versions = [[v.cell_id, v.number, v.value] for v in FigureVersion.objects.order_by("cell_id", "number")]
    heads = list(Cell.objects.filter(version__gt=0).values_list("pk", "version"))
    print(json.dumps({"versions": versions, "heads": heads, "breaks": [repr(one) for one in verify()]}))


def main() -> None:
    act, folder = sys.argv[1:]
    start(Path(folder))
    {"prepare": prepare, "together": together, "audit": audit}[act]()


if __name__ == "__main__":
    main()
