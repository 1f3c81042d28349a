"""Database triggers that refuse UPDATE and DELETE on frozen rows, on SQLite and PostgreSQL.

Installed after every migration, since altering a SQLite table rebuilds it and silently drops its triggers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connections

from leitai.web.foundation.frozen import FrozenModel

FUNCTION = """
CREATE OR REPLACE FUNCTION leitai_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'frozen row: % on % is refused', TG_OP, TG_TABLE_NAME; END;
$$ LANGUAGE plpgsql
"""


def frozen_tables() -> list[str]:
    return sorted(model._meta.db_table for model in apps.get_models() if issubclass(model, FrozenModel))


def install(using: str = "default", **_: Any) -> None:
    """Put the triggers on every frozen table that exists; harmless when they are there."""
    connection = connections[using]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table in frozen_tables():
            if table in existing:
                for statement in statements(connection.vendor, table):
                    cursor.execute(statement)


def statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f'DROP TRIGGER IF EXISTS "{table}_frozen" ON "{table}"',
            f'CREATE TRIGGER "{table}_frozen" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
            "FOR EACH STATEMENT EXECUTE FUNCTION leitai_refuse()",
        ]
    return [
        statement
        for act in ("UPDATE", "DELETE")
        for statement in (
            f'DROP TRIGGER IF EXISTS "{table}_no_{act.lower()}"',
            f'CREATE TRIGGER "{table}_no_{act.lower()}" BEFORE {act} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, 'frozen row: {act} on {table} is refused'); END",
        )
    ]


def remove(using: str = "default") -> None:
    """Take the triggers off: for tests that flush the database, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in frozen_tables():
            for statement in statements(connection.vendor, table):
                if statement.startswith("DROP"):
                    cursor.execute(statement)


@contextmanager
def without_triggers(using: str = "default") -> Iterator[None]:
    """The triggers off for a moment: for the demo of a forger who has the database, and for nothing else."""
    remove(using)
    try:
        yield
    finally:
        install(using)


def installed(using: str = "default") -> set[str]:
    """The frozen tables that carry their triggers."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            names = {row[0] for row in cursor.fetchall()}
            return {table for table in frozen_tables() if f"{table}_frozen" in names}
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {row[0] for row in cursor.fetchall()}
        return {table for table in frozen_tables() if {f"{table}_no_update", f"{table}_no_delete"} <= names}


def missing_triggers(using: str = "default") -> set[str]:
    """Frozen tables that stand without their triggers: somebody took them off, or a table was rebuilt."""
    existing = set(connections[using].introspection.table_names())
    return (set(frozen_tables()) & existing) - installed(using)
