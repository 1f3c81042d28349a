"""The forgery of the demo: a stored figure changed behind the system's back, so that people see the code catch it."""

from __future__ import annotations

import json

from django.db import connection, transaction

from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.assessment.api import Publication
from leitai.web.foundation.api import without_triggers


def is_tampered(publication: Publication) -> bool:
    """Whether the frozen figures differ from those of the published file."""
    stated = json.loads(publication.run.result)["snapshot"]["cells"]
    return bool(json.loads(publication.run.snapshot.cells) != stated)


def tamper(publication: Publication) -> None:
    """Change one frozen figure in the database, past Python and triggers, as somebody with the database might; done
    again, put it back."""
    stated = json.loads(publication.run.result)["snapshot"]["cells"]
    if is_tampered(publication):
        cells = stated
    else:
        cells = [list(row) for row in stated]
        at = next(i for i, row in enumerate(cells) if row[4] and row[3] == "actual" and row[5] == "verified")
        cells[at][4] = cells[at][4] + "1" if "." in cells[at][4] else f"{cells[at][4]}.1"
    table = publication.run.snapshot._meta.db_table
    with transaction.atomic(), without_triggers(), connection.cursor() as cursor:
        # The table's name is the model's own; the values are parameters.
        cursor.execute(
            f"UPDATE {connection.ops.quote_name(table)} SET cells = %s WHERE id = %s",
            [canonical_bytes(cells).decode(), publication.run.snapshot_id],
        )
