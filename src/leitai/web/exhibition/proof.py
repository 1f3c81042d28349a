"""The proof of a publication: what is stored, scored again from the start, beside the code that was printed.

The demo changes a stored figure behind the system's back, so that people see the code catch it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from leitai.engine.assess.result import build_result, run_of, verify
from leitai.engine.book import Book
from leitai.engine.errors import Lang, LeitaiError, Text
from leitai.engine.rulebook.digest import canonical_bytes, normalise_code
from leitai.web.assessment.api import Publication, book_of
from leitai.web.collection.api import role_aside
from leitai.web.foundation.api import without_triggers


@dataclass(frozen=True, slots=True)
class Told:
    """What the check found; no fault: everything fits."""

    faults: tuple[str, ...]
    cells: int


def check(publication: Publication, code: str, lang: Lang) -> Told:
    """Recompute the stored result, and the frozen figures beside it, and hold both against a printed code."""
    try:
        return _checked(publication, code, lang)
    except LeitaiError as error:
        return Told((str(error),), 0)
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError) as error:
        words = Text(f"数据已损坏，无法重算：{error}", f"What is stored is damaged and cannot be recomputed: {error}")
        return Told((words.say(lang),), 0)


def _checked(publication: Publication, code: str, lang: Lang) -> Told:
    run = publication.run
    result, found = verify(run.result.encode(), code, "result.json")
    faults = [one.line(lang) for one in found]
    cells = json.loads(run.snapshot.cells)
    again = build_result(run_of(result | {"snapshot": {"rounds": result["snapshot"]["rounds"], "cells": cells}}))
    if normalise_code(again["code"]) != normalise_code(code):
        faults.append(
            Text(
                f"已冻结的数据重算后短码是 {again['code']}，与纸面上的 {code} 不符。",
                f"The frozen figures give the code {again['code']}, not {code} as printed.",
            ).say(lang)
        )
        faults += _changed(book_of(run), cells, lang)
    return Told(tuple(faults), len(cells))


def _changed(book: Book, cells: list[list[Any]], lang: Lang) -> list[str]:
    """Which frozen figures are not those of the published result file."""
    stated = {tuple(row[:4]): row[4] for row in book.result["snapshot"]["cells"]}

    def name(row: list[Any]) -> str:
        unit = book.contestant(row[0]).name.say(lang) if row[0] in book.plan.position else row[0]
        indicator = book.plan.inputs[row[1]].name.say(lang) if row[1] in book.plan.inputs else row[1]
        return " ".join(part for part in (unit, indicator, role_aside(book.plan, row[3], lang), row[2]) if part)

    return [
        Text(
            f"{name(row)}：公布时是 {stated.get(tuple(row[:4]))}，现在是 {row[4]}。",
            f"{name(row)}: {stated.get(tuple(row[:4]))} when published, {row[4]} now.",
        ).say(lang)
        for row in cells
        if stated.get(tuple(row[:4])) != row[4]
    ][:10]


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
