"""What is stored is scored again before it goes out: a figure changed behind the system is not published."""

from __future__ import annotations

import json

import pytest
from django.db import connection, transaction

from leitai.engine.assess.result import build_result, result_bytes, run_of
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.assessment import api
from leitai.web.assessment.api import Publication, ScoringRun
from leitai.web.foundation.api import Refused, without_triggers
from tests.rooms.assessment import stage
from tests.rooms.assessment.stage import actor, at


def write(table: str, pk: int, column: str, value: str) -> None:
    """Straight into the database, past Python and triggers."""
    with transaction.atomic(), without_triggers(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


def forge_snapshot(run: ScoringRun) -> list[list[str]]:
    cells = json.loads(run.snapshot.cells)
    row = next(row for row in cells if row[:2] == ["u4", "gdp"] and row[3] == "actual")
    row[4] = "140"
    write("assessment_snapshot", run.snapshot_id, "cells", canonical_bytes(cells).decode())
    return list(cells)


def forge_result(run: ScoringRun, cells: list[list[str]] | None = None) -> None:
    """Scored anew from forged figures with every digest recomputed, or one score edited; the stored code stays."""
    stated = json.loads(run.result)
    if cells is not None:
        stated = build_result(run_of(stated | {"snapshot": stated["snapshot"] | {"cells": cells}}))
    else:
        stated["values"]["2023-Q1"]["u4"]["nodes"]["gdp"]["score"] = 1
    write("assessment_scoringrun", run.pk, "result", result_bytes(stated).decode())


def publish(proposal: api.Proposal) -> Publication:
    api.propose_result(actor=actor("leader", "04-27"), at=at("04-27", "09:00"), proposal=proposal.pk)
    return api.publish_run(actor=actor("leader2", "04-27"), at=at("04-27", "10:00"), proposal=proposal.pk)


def test_a_forged_snapshot_is_not_published_and_the_cell_is_named(run: ScoringRun) -> None:
    proposal = stage.signed(stage.drafted(run))
    forge_snapshot(run)
    with pytest.raises(Refused, match=r"第 1 次计分的存档重算后与计分时不符.*北塘县 生产总值.*是 82，快照中现在是 140"):
        publish(proposal)
    assert not Publication.objects.exists()


def test_snapshot_and_result_forged_alike_are_told_by_the_code_and_the_figures_on_file(run: ScoringRun) -> None:
    proposal = stage.signed(stage.drafted(run))
    forge_result(run, forge_snapshot(run))
    with pytest.raises(Refused, match=r"应为 .*填报库中是 82，快照中现在是 140"):
        publish(proposal)
    assert not Publication.objects.exists()


def test_an_edited_score_is_not_published_and_its_place_is_named(run: ScoringRun) -> None:
    proposal = stage.signed(stage.drafted(run))
    forge_result(run)
    with pytest.raises(Refused, match=r"values/2023-Q1/u4/nodes/gdp/score"):
        publish(proposal)


def test_a_forgery_before_the_chain_is_not_submitted(run: ScoringRun) -> None:
    proposal = stage.drafted(run)
    forge_snapshot(run)
    with pytest.raises(Refused, match="不能送审或发布"):
        api.submit_publication(actor=actor("office", "04-26"), at=at("04-26", "10:00"), proposal=proposal.pk)
