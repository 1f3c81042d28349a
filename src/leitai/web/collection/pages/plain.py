"""The grid as plain data for its script, and what the script sends back as entries."""

from __future__ import annotations

from typing import Any, get_args

from django.urls import reverse
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.figures import STATUSES, VINTAGES
from leitai.web.collection import api
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Round
from leitai.web.collection.pasting import MOST_CHARACTERS, MOST_ROWS, Paste
from leitai.web.collection.rules.checks import Finding
from leitai.web.collection.rules.states import NO_VALUE
from leitai.web.collection.selectors.grid import Column, Grid, Held
from leitai.web.collection.selectors.terms import Lock
from leitai.web.collection.services.shapes import NoValue
from leitai.web.collection.showing import MARKS, SAVED, SILENT, said_value
from leitai.web.foundation.api import Mark, lang

Plain = dict[str, Any]
SAID = ("value", "required", "note", "source", "explanation", "reason", "evidence", "remarks", "silent")


def plain_grid(round_: Round, grid: Grid, organisation: str, person: str, term: Text, lock: Lock | None) -> Plain:
    """Everything the grid needs to start, once."""
    here = [round_.pk, organisation]
    marks = dict(MARKS) | {"reported": SAVED}
    return {
        "store": f"leitai:grid:{round_.pk}:{organisation}:{person}",
        "person": person,
        "open": round_.state == "open",
        "lock": lock is not None,
        "mostRows": MOST_ROWS,
        "mostCharacters": MOST_CHARACTERS,
        "term": term.say(lang()),
        "urls": {
            "data": reverse("collection:grid_data", args=here),
            "save": reverse("collection:grid_save", args=here),
            "preview": reverse("collection:grid_preview", args=here),
            "cell": reverse("collection:cell", args=[round_.pk, 0]),
            "login": reverse("account_login"),
        },
        "states": {key: plain_mark(mark) for key, mark in marks.items()},
        "silent": plain_mark(SILENT),
        "noValue": {key: STATUSES[key].say(lang()) for key in NO_VALUE},
        "vintages": {key: words.say(lang()) for key, words in VINTAGES.items()},
        "columns": [
            {
                "key": column.key,
                "title": column.title,
                "role": "" if column.role == "actual" else column.role_name,
                "unit": column.unit,
                "period": column.period,
                "required": column.required,
                "vintage": vintage_of(grid, column),
            }
            for column in grid.columns
        ],
        "rows": [
            {
                "contestant": row.contestant,
                "name": row.name,
                "cells": {key: plain_held(held) for key, held in row.cells.items()},
            }
            for row in grid.rows
        ],
    }


def plain_mark(mark: Mark) -> list[str]:
    return [mark.glyph, mark.word.say(lang()), mark.tone]


def vintage_of(grid: Grid, column: Column) -> str:
    """The vintage a column is filed in: the latest of what it holds, else final."""
    order = list(VINTAGES)
    filed = [row.cells[column.key] for row in grid.rows if column.key in row.cells]
    return max((held.vintage for held in filed if held.version), key=order.index, default="final")


def plain_held(held: Held) -> Plain:
    """A cell as it stands; what is empty is left out."""
    shown: Plain = {"cell": held.cell, "version": held.version, "state": held.state}
    if held.version:
        shown["vintage"] = held.vintage
        if held.status in STATUSES and not held.value and held.state != "empty":
            shown["noValue"] = held.status
    if held.status == "late":
        shown["late"] = True
    # Looked at one by one: a grid has two thousand cells, and most of them say little.
    for name in SAID:
        if said := getattr(held, name):
            shown[name] = said
    return shown


def plain_finding(finding: Finding) -> Plain:
    fault = finding.fault
    return {
        "level": finding.level,
        "code": fault.code,
        "found": fault.found.say(lang()),
        "allowed": fault.allowed.say(lang()),
        "mend": fault.mend.say(lang()),
    }


def plain_outcome(outcome: api.Outcome) -> Plain:
    shown: Plain = {
        "cell": outcome.cell,
        "done": outcome.done,
        "version": outcome.version,
        "state": outcome.state,
        "value": outcome.value,
        "findings": [plain_finding(finding) for finding in outcome.findings],
    }
    if outcome.theirs is not None:
        theirs = outcome.theirs
        state = MARKS[theirs.state].word.say(lang())
        when = f"{timezone.localtime(theirs.at):%m-%d %H:%M}"
        value = said_value(theirs.value).say(lang())
        shown["theirs"] = {"value": value, "who": theirs.person, "when": when, "state": state}
        shown["ours"] = outcome.ours
    return shown


def plain_preview(paste: Paste, grid: Grid, report: api.Report, note: str, source: str) -> Plain:
    """Every change a paste would make, one a line, and what of it cannot be."""
    names = {row.contestant: row.name for row in grid.rows}
    titles = {column.key: column for column in grid.columns}
    changes = []
    for target, outcome in zip(paste.targets, report.outcomes, strict=True):
        column = titles[target.column]
        changes.append(
            plain_outcome(outcome)
            | {
                "contestant": target.contestant,
                "column": target.column,
                "name": names[target.contestant],
                "title": f"{column.title} {column.role_name}" if column.role != "actual" else column.title,
                "unit": column.unit,
                "before": target.before,
                "written": target.written,
                "expected": target.expected,
                "note": note if target.corrects else "",
            }
        )
    faults = [
        {
            "line": fault.place,
            "found": fault.found.say(lang()),
            "allowed": fault.allowed.say(lang()),
            "mend": fault.mend.say(lang()),
        }
        for fault in paste.faults
    ]
    return {"changes": changes, "faults": faults, "byHeader": paste.by_header, "source": source}


def read_entries(sent: Any) -> list[api.Entry]:
    """The entries of a save. Raises Cannot where they are not what the page sends."""
    if not isinstance(sent, list):
        raise _broken()
    return [_entry(one) for one in sent]


def _entry(one: Any) -> api.Entry:
    if not isinstance(one, dict):
        raise _broken()
    cell, expected = one.get("cell"), one.get("expected")
    words = {name: one.get(name, "") for name in ("written", "note", "source", "explanation", "no_value")}
    vintage = one.get("vintage") or "final"
    sound = all(isinstance(word, str) for word in words.values()) and words["no_value"] in get_args(NoValue)
    if not (sound and isinstance(cell, int) and isinstance(expected, int) and isinstance(vintage, str)):
        raise _broken()
    return api.Entry(cell=cell, expected=expected, vintage=vintage, **words)


def _broken() -> Cannot:
    return Cannot("提交的内容不完整，请刷新页面后重试。", "What was sent is not whole; reload the page.")
