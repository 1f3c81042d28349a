"""Frozen rows are refused by Python and by the database itself."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from leitai.web.foundation import triggers
from leitai.web.foundation.api import FrozenModel, FrozenRowError, checkpoint
from leitai.web.people.models import OrganisationChange
from tests.cast import NOW, Cast

FROZEN = sorted((m for m in apps.get_models() if issubclass(m, FrozenModel)), key=lambda m: m._meta.label)


def test_every_frozen_table_carries_its_triggers_after_migration(db: None) -> None:
    assert triggers.installed() == set(triggers.frozen_tables())
    assert {"foundation_auditevent", "foundation_checkpoint", "people_organisationchange"} <= triggers.installed()


def test_putting_the_triggers_on_twice_is_harmless(db: None) -> None:
    triggers.install()
    assert triggers.installed() == set(triggers.frozen_tables())


@pytest.mark.parametrize("model", FROZEN, ids=lambda m: m._meta.label)
def test_every_frozen_model_names_what_its_seal_covers(model: type[FrozenModel]) -> None:
    """All that the row holds is sealed, but for what it is sealed as (the audit event has its own digest)."""
    if model._meta.label == "foundation.AuditEvent":
        return
    fields = {field.attname for field in model._meta.concrete_fields if not field.primary_key}
    assert set(model.SEALED) == fields


@pytest.mark.parametrize("act", ["save", "delete", "update", "delete all", "bulk_update", "upsert"])
def test_a_frozen_row_is_refused_in_python(cast: Cast, act: str) -> None:
    row = OrganisationChange.objects.first()
    assert row is not None
    row.document = "another"
    acts = {
        "save": row.save,
        "delete": row.delete,
        "update": lambda: OrganisationChange.objects.update(document="another"),
        "delete all": lambda: OrganisationChange.objects.all().delete(),
        "bulk_update": lambda: OrganisationChange.objects.bulk_update([row], ["document"]),
        "upsert": lambda: OrganisationChange.objects.bulk_create(
            [row], update_conflicts=True, update_fields=["document"], unique_fields=["id"]
        ),
    }
    with pytest.raises(FrozenRowError):
        acts[act]()


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_a_frozen_row_is_refused_by_the_database(cast: Cast, statement: str) -> None:
    """SQLite asks for each row, so there it is tried where there is one; PostgreSQL refuses on empty tables."""
    checkpoint(actor="audit_admin", at=NOW)
    tried = [model for model in FROZEN if connection.vendor == "postgresql" or model.objects.exists()]
    assert len(tried) >= 3
    for model in tried:
        refused = pytest.raises(DatabaseError, match="frozen row")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(model._meta.db_table))


def test_a_trigger_that_was_taken_off_is_missed(cast: Cast) -> None:
    assert triggers.missing_triggers() == set()
    triggers.remove()
    assert triggers.missing_triggers() == set(triggers.frozen_tables())
