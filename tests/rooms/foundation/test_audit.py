"""Whatever is done to the log or to a frozen row behind the application's back, `verify` finds it."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection, transaction

from leitai.engine.rulebook.digest import canonical_bytes, short_code
from leitai.web.foundation import audit, triggers
from leitai.web.foundation.api import append, checkpoint, verify
from leitai.web.foundation.models import AuditEvent, ChainHead, Checkpoint
from leitai.web.people.models import OrganisationChange
from tests.cast import NOW, Cast


@pytest.fixture
def log(cast: Cast) -> Cast:
    """The cast's own history, with a checkpoint in it and the triggers off: the attacker owns the database."""
    checkpoint(actor="audit_admin", at=NOW)
    assert verify() == []
    triggers.remove()
    return cast


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def kinds(code: str | None = None) -> set[str]:
    return {one.what for one in verify(code)}


def test_an_untouched_log_holds(cast: Cast) -> None:
    code = checkpoint(actor="audit_admin", at=NOW).code
    assert verify() == []
    assert verify(code) == verify(code.lower().replace("-", " ")) == []


@pytest.mark.parametrize("column", [*audit.COVERED, "digest"])
def test_an_edited_event_is_found(log: Cast, column: str) -> None:
    """Every column of an event, one at a time."""
    middle = AuditEvent.objects.filter(chain="people").order_by("number")[4]
    new: object = {"number": 9999, "at": NOW + datetime.timedelta(seconds=1), "data": '{"a":1}', "rows": "[]"}.get(
        column, f"{getattr(middle, column)}x"[-64:]
    )
    if column == "rows":
        middle = AuditEvent.objects.exclude(rows="[]").first() or middle
    sql(f"UPDATE foundation_auditevent SET {column} = %s WHERE id = %s", new, middle.pk)
    assert kinds()


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_removed_event_is_found(log: Cast, place: str) -> None:
    chain = list(AuditEvent.objects.filter(chain="people").order_by("number").values_list("pk", flat=True))
    sql(
        "DELETE FROM foundation_auditevent WHERE id = %s",
        chain[{"first": 0, "middle": len(chain) // 2, "last": -1}[place]],
    )
    assert kinds() & {"number_skipped", "cut_off"}


def test_every_single_event_is_missed_when_it_is_removed(log: Cast) -> None:
    """Not one event of the log can go unnoticed, whichever it is."""
    unnoticed = []
    for pk in AuditEvent.objects.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            sql("DELETE FROM foundation_auditevent WHERE id = %s", pk)
            if not verify():
                unnoticed.append(pk)
            transaction.set_rollback(True)
    assert unnoticed == []


def test_an_inserted_event_is_found(log: Cast) -> None:
    last = AuditEvent.objects.filter(chain="people").order_by("-number")[0]
    forged = AuditEvent(
        chain="people", number=last.number + 1, at=NOW, actor="office", act="give_post", previous=last.digest
    )
    forged.digest = audit.event_digest(forged)
    forged.save(force_insert=True)
    assert kinds() == {"cut_off"}


def test_a_log_cut_off_at_the_end_is_found(log: Cast) -> None:
    last = AuditEvent.objects.filter(chain="people").order_by("-number")[0]
    sql("DELETE FROM foundation_auditevent WHERE id = %s", last.pk)
    before = AuditEvent.objects.filter(chain="people").order_by("-number")[0]
    assert kinds() == {"cut_off", "history_rewritten"}
    # With the head moved back as well, the checkpoint still remembers.
    sql("UPDATE foundation_chainhead SET number = %s, digest = %s WHERE chain = 'people'", before.number, before.digest)
    assert kinds() == {"history_rewritten"}


def test_a_forged_head_is_found(log: Cast) -> None:
    sql("UPDATE foundation_chainhead SET number = number + 1 WHERE chain = 'people'")
    assert kinds() == {"cut_off"}
    sql("DELETE FROM foundation_chainhead WHERE chain = 'people'")
    assert kinds() == {"cut_off"}


@pytest.mark.parametrize("column", OrganisationChange.SEALED)
def test_an_edited_frozen_row_is_found(log: Cast, column: str) -> None:
    row = OrganisationChange.objects.order_by("pk")[2]
    new = {"day": "2031-01-01", "at": NOW + datetime.timedelta(seconds=1)}.get(column, "forged")
    sql(f"UPDATE people_organisationchange SET {column} = %s WHERE id = %s", new, row.pk)
    assert kinds() == {"row_changed"}


def test_a_removed_and_an_inserted_frozen_row_are_found(log: Cast) -> None:
    row = OrganisationChange.objects.order_by("pk")[2]
    sql("DELETE FROM people_organisationchange WHERE id = %s", row.pk)
    assert kinds() == {"row_removed"}
    OrganisationChange(day=row.day, kind="close", sources="[]", results="[]", document="", at=NOW, actor="office").save(
        force_insert=True
    )
    assert "row_inserted" in kinds()


@pytest.mark.parametrize("column", ["at", "heads", "root", "code"])
def test_an_edited_checkpoint_is_found(log: Cast, column: str) -> None:
    new = {"at": NOW + datetime.timedelta(days=1), "heads": "[]"}.get(column, "F" * 24)
    sql(f"UPDATE foundation_checkpoint SET {column} = %s", new)
    assert kinds() & {"row_changed", "checkpoint_changed"}


def test_a_removed_checkpoint_is_found(log: Cast) -> None:
    sql("DELETE FROM foundation_checkpoint")
    assert kinds() == {"row_removed"}


def rewrite_everything() -> None:
    """A perfect forgery: one event changed, every digest, head, checkpoint and code after it computed anew."""
    sql("UPDATE foundation_auditevent SET actor = 'office2' WHERE chain = 'people' AND number = 5")
    for chain in ChainHead.objects.values_list("chain", flat=True):
        previous = audit.NOTHING
        for event in AuditEvent.objects.filter(chain=chain).order_by("number"):
            event.previous = previous
            previous = audit.event_digest(event)
            sql(
                "UPDATE foundation_auditevent SET previous = %s, digest = %s WHERE id = %s",
                event.previous,
                previous,
                event.pk,
            )
        sql("UPDATE foundation_chainhead SET digest = %s WHERE chain = %s", previous, chain)
    heads = [
        [head.chain, head.number, head.digest]
        for head in ChainHead.objects.exclude(chain=audit.CHECKPOINTS).order_by("chain")
    ]
    root = audit.merkle_root(heads)
    sql(
        "UPDATE foundation_checkpoint SET heads = %s, root = %s, code = %s",
        canonical_bytes(heads).decode(),
        root,
        short_code(root),
    )
    point = Checkpoint.objects.get()
    event = AuditEvent.objects.get(chain=audit.CHECKPOINTS)
    event.rows = canonical_bytes([[point._meta.label, point.pk, point.seal_of()]]).decode()
    event.subject = f"checkpoint:{point.code}"
    event.digest = audit.event_digest(event)
    sql(
        "UPDATE foundation_auditevent SET rows = %s, subject = %s, digest = %s WHERE id = %s",
        event.rows,
        event.subject,
        event.digest,
        event.pk,
    )
    sql("UPDATE foundation_chainhead SET digest = %s WHERE chain = %s", event.digest, audit.CHECKPOINTS)


def test_a_wholly_rewritten_history_agrees_with_itself_and_not_with_the_printed_code(log: Cast) -> None:
    printed = Checkpoint.objects.get().code
    rewrite_everything()
    assert kinds() == set()
    assert kinds(printed) == {"code_unknown"}


def test_the_same_heads_give_the_same_checkpoint(cast: Cast) -> None:
    first = checkpoint(actor="audit_admin", at=NOW)
    assert checkpoint(actor="audit_admin", at=NOW + datetime.timedelta(hours=1)) == first
    with transaction.atomic():
        append(chain="people", at=NOW, actor="office", act="nothing")
    assert checkpoint(actor="audit_admin", at=NOW).code != first.code


def test_an_event_outside_the_transaction_of_its_act_is_a_bug(open_database: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        append(chain="people", at=NOW, actor="office", act="nothing")


def test_an_act_that_fails_leaves_no_event(cast: Cast) -> None:
    before = AuditEvent.objects.count()

    def fail() -> None:
        with transaction.atomic():
            append(chain="people", at=NOW, actor="office", act="nothing")
            raise RuntimeError("the act")

    with pytest.raises(RuntimeError, match="the act"):
        fail()
    assert AuditEvent.objects.count() == before
    assert verify() == []
