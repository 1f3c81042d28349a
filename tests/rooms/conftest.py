"""Services with a database. Every test may use it; what a test writes is rolled back."""

from tests import django_ready  # isort: skip

from collections.abc import Iterator

import pytest

from leitai.web.foundation import triggers
from tests import cast as the_cast
from tests.cast import Cast

assert django_ready


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast.gather()


@pytest.fixture
def open_database(transactional_db: None) -> Iterator[None]:
    """A database whose transactions are real, for threads and raw SQL. It is emptied afterwards, triggers included."""
    yield
    triggers.remove()
