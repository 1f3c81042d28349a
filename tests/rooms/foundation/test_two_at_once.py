"""Two sessions at the same row: one is first, the other queues or is told; nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from leitai.web.foundation.api import Refused, append, verify
from leitai.web.foundation.models import AuditEvent, ChainHead
from leitai.web.people.api import SYSTEM, end_post, found_organisation, list_posts
from tests import cast as the_cast
from tests.cast import DAY, FOUNDED, NOW

WRITERS, EACH = 6, 10


@pytest.fixture
def open_cast(open_database: None) -> None:
    the_cast.gather()


def all_at_once(act: Callable[[int], object], count: int = WRITERS) -> list[BaseException]:
    """Run `act(0…count-1)` in threads that start together, each with its own connection; what they raised."""
    start = threading.Barrier(count)
    raised: list[BaseException] = []

    def one(number: int) -> None:
        try:
            start.wait(timeout=10)
            act(number)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return raised


def test_events_of_one_chain_neither_repeat_nor_skip_a_number(open_database: None) -> None:
    def write(number: int) -> None:
        for _ in range(EACH):
            with transaction.atomic():
                append(chain="busy", at=NOW, actor=f"writer{number}", act="write")

    assert all_at_once(write) == []
    numbers = list(AuditEvent.objects.filter(chain="busy").order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * EACH + 1))
    assert ChainHead.objects.get(chain="busy").number == WRITERS * EACH
    assert verify() == []


def test_chains_of_different_units_do_not_disturb_each_other(open_database: None) -> None:
    def write(number: int) -> None:
        for _ in range(EACH):
            with transaction.atomic():
                append(chain=f"unit{number}", at=NOW, actor="writer", act="write")

    assert all_at_once(write) == []
    assert set(ChainHead.objects.values_list("number", flat=True)) == {EACH}
    assert verify() == []


def test_of_two_who_end_a_post_one_succeeds_and_the_other_is_told(open_cast: None) -> None:
    post = list_posts(person="liaison")[0].pk
    raised = all_at_once(lambda _: end_post(actor="security_admin", at=NOW, post=post, day=DAY), 2)
    assert [type(error) for error in raised] == [Refused]
    assert AuditEvent.objects.filter(act="end_post").count() == 1


def test_of_two_who_found_the_same_organisation_one_succeeds(open_cast: None) -> None:
    def found(_: int) -> None:
        found_organisation(actor=SYSTEM, at=NOW, key="new", name_zh="新区", kind="county", since=FOUNDED)

    assert len(all_at_once(found, 3)) == 2
    assert AuditEvent.objects.filter(act="organisation_found", organisation="new").count() == 1
    assert verify() == []


def test_verifying_sees_one_moment_while_others_write(open_database: None) -> None:
    found: list[object] = []

    def act(number: int) -> None:
        if number == 0:
            for _ in range(5):
                found.extend(verify())
        else:
            for _ in range(EACH):
                with transaction.atomic():
                    append(chain=f"unit{number % 2}", at=NOW, actor="writer", act="write")

    assert all_at_once(act, 4) == []
    assert found == []
