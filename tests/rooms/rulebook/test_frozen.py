"""A published edition does not change: not by its row, not by its queryset, not by SQL, not unseen."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import ProtectedError

from leitai.web.foundation import triggers
from leitai.web.foundation.api import FrozenRowError, verify
from leitai.web.foundation.models import ChainHead
from leitai.web.rulebook.api import Edition
from leitai.web.rulebook.models import Answer, Approval, Comment, Draft

FROZEN = (Edition, Approval, Comment, Answer)


def test_python_refuses_every_way(edition: Edition) -> None:
    edition.title = "别的"
    for attempt in (
        edition.save,
        edition.delete,
        lambda: Edition.objects.update(title="别的"),
        lambda: Edition.objects.all().delete(),
        lambda: Edition.objects.bulk_update([edition], ["title"]),
        lambda: Edition.objects.filter(pk=edition.pk).update(digest="0"),
    ):
        with pytest.raises(FrozenRowError):
            attempt()
    with pytest.raises((ProtectedError, FrozenRowError)):
        edition.draft.delete()
    assert Edition.objects.get().title != "别的"


@pytest.mark.parametrize("model", FROZEN, ids=lambda model: model.__name__)
def test_the_tables_carry_their_triggers(db: None, model: type) -> None:
    assert model._meta.db_table in triggers.installed()  # type: ignore[attr-defined]


@pytest.mark.parametrize("statement", ["UPDATE rulebook_edition SET title = 'x'", "DELETE FROM rulebook_edition"])
def test_the_database_refuses_sql(edition: Edition, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Edition.objects.get().title == edition.title


def test_a_changed_row_is_found_where_even_the_triggers_were_taken_off(edition: Edition) -> None:
    triggers.remove()
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE rulebook_edition SET text = 'x'")
        assert [one.what for one in verify()] == ["row_changed"]
        assert ChainHead.objects.filter(chain=f"rulebook/{edition.book}").exists()
    finally:
        triggers.install()


def test_an_edition_by_one_person_is_refused_by_the_database(edition: Edition) -> None:
    other = Draft.objects.create(book="b", edition="e", text="", changed_by="office", changed_at=edition.published_at)
    row = Edition(
        book="b", edition="e", digest="1", canonical="{}", text="", title="", status="demo", draft=other,
        published_at=edition.published_at, published_by="office", second="office",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
