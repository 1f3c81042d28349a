"""Any single row behind a door, edited, removed, inserted or cut off, is found; the cases come from the models.

The attacker owns the database: the triggers are off, the statements are plain SQL. A table that is added tomorrow is
tampered with here without a line.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection, transaction

from leitai.engine.rulebook.digest import canonical_bytes, short_code
from leitai.web.foundation import audit, triggers
from leitai.web.foundation.api import FrozenModel, checkpoint, verify
from leitai.web.foundation.audit import frozen_models
from leitai.web.foundation.models import AuditEvent, ChainHead, Checkpoint
from tests.cast import NOW
from tests.rooms.foundation.made_rows import another, row_of

FROZEN = [model for model in frozen_models() if model is not Checkpoint]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def noticed(statement: str, *values: object) -> set[str]:
    """What the check finds after one statement, which is then taken back."""
    with transaction.atomic():
        sql(statement, *values)
        found = {one.what for one in verify()}
        transaction.set_rollback(True)
    return found


@pytest.fixture
def rows(db: None, request: pytest.FixtureRequest) -> list[FrozenModel]:
    """Three rows of the model in question, a checkpoint over them, and the triggers off."""
    made = [row_of(request.param) for _ in range(3)]
    checkpoint(actor="somebody", at=NOW)
    assert verify() == []
    triggers.remove()
    return made


by_model = pytest.mark.parametrize("rows", FROZEN, indirect=True, ids=lambda model: model._meta.label)


@by_model
def test_an_edited_row_is_found_whichever_column_it_is(rows: list[Any]) -> None:
    row, unnoticed = rows[1], []
    for field in row._meta.concrete_fields:
        new = another(field, getattr(row, field.attname))
        statement = f'UPDATE {row._meta.db_table} SET "{field.column}" = %s WHERE id = %s'
        expected = {"row_removed", "row_inserted"} if field.primary_key else {"row_changed"}
        if noticed(statement, new, row.pk) != expected:
            unnoticed.append(field.name)
    assert unnoticed == []


@by_model
def test_a_removed_row_is_found_wherever_it_stood(rows: list[Any]) -> None:
    """The first, one between, and the last: what is cut off at the end leaves no gap, and is missed all the same."""
    for row in rows:
        assert noticed(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk) == {"row_removed"}


@by_model
def test_an_inserted_row_is_found(rows: list[Any]) -> None:
    """A copy of a true row under a new number, unique values aside."""
    row = rows[1]
    columns = [field for field in row._meta.concrete_fields if not field.primary_key]
    unique = {name for each in row._meta.total_unique_constraints for name in each.fields}
    fresh = [field for field in columns if field.unique or field.name in unique]
    values = {field.column: getattr(row, field.attname) for field in columns}
    values |= {field.column: another(field, values[field.column]) for field in fresh}
    # Through the field, as Python values of the row are not what a driver takes.
    prepared = [columns[at].get_db_prep_save(value, connection) for at, value in enumerate(values.values())]
    marks = ", ".join(["%s"] * len(values))
    names = ", ".join(f'"{name}"' for name in values)
    statement = f"INSERT INTO {row._meta.db_table} ({names}) VALUES ({marks})"
    assert noticed(statement, *prepared) == {"row_inserted"}


@by_model
def test_all_rows_of_a_table_thrown_away_are_found(rows: list[Any]) -> None:
    assert "row_removed" in noticed(f"DELETE FROM {rows[0]._meta.db_table}")


def test_no_frozen_table_escapes(db: None) -> None:
    """Every model of every room that says it is frozen has its cases above, and each of them can be made."""
    assert {model._meta.label for model in FROZEN} >= {
        "people.OrganisationChange", "rulebook.Edition", "collection.FigureVersion", "collection.FigureDecision",
        "collection.Sheet", "collection.Signature",
    }  # fmt: skip
    assert {model for model in FrozenModel.__subclasses__() if not model._meta.abstract} == {
        *frozen_models(), AuditEvent,
    }  # fmt: skip


# -- a history written anew -----------------------------------------------------------------------------------------


def forge(row: FrozenModel) -> None:
    """A perfect forgery: as if the row had never been; every digest, head, checkpoint and code computed anew."""
    sql(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)
    seals = {(model._meta.label, one.pk): one.seal_of() for model in frozen_models() for one in model.objects.all()}
    rewrite(seals)
    heads = [[one.chain, one.number, one.digest] for one in ChainHead.objects.exclude(chain=audit.CHECKPOINTS)]
    heads.sort()
    root = audit.merkle_root(heads)
    sql(
        "UPDATE foundation_checkpoint SET heads = %s, root = %s, code = %s",
        canonical_bytes(heads).decode(),
        root,
        short_code(root),
    )
    point = Checkpoint.objects.get()
    rewrite(seals | {(point._meta.label, point.pk): point.seal_of()})


def rewrite(seals: dict[tuple[str, int], str]) -> None:
    """Every event of every chain with the seals as they are now, hashed from the first on."""
    previous: dict[str, str] = {}
    for event in AuditEvent.objects.order_by("chain", "number"):
        held = [[*one[:2], seals[one[0], one[1]]] for one in json.loads(event.rows) if (one[0], one[1]) in seals]
        event.rows, event.previous = canonical_bytes(held).decode(), previous.get(event.chain, audit.NOTHING)
        event.digest = previous[event.chain] = audit.event_digest(event)
        sql(
            "UPDATE foundation_auditevent SET rows = %s, previous = %s, digest = %s WHERE id = %s",
            event.rows,
            event.previous,
            event.digest,
            event.pk,
        )
    for chain, digest in previous.items():
        sql("UPDATE foundation_chainhead SET digest = %s WHERE chain = %s", digest, chain)


@by_model
def test_a_wholly_rewritten_history_does_not_fit_the_printed_code(rows: list[Any]) -> None:
    printed = Checkpoint.objects.get().code
    forge(rows[0])
    assert verify() == []
    assert {one.what for one in verify(printed)} == {"code_unknown"}
