"""Pages asked for as each of the cast, with Django's own client; nothing a test writes stays."""

from tests import django_ready  # isort: skip

import pytest

from tests import cast as the_cast
from tests.cast import Cast
from tests.visitor import Visitor

assert django_ready


@pytest.fixture
def cast(db: None) -> Cast:
    return the_cast.gather()


@pytest.fixture
def visitor(cast: Cast) -> Visitor:
    """Somebody who has not signed in; `visitor.as_("office")` has."""
    return Visitor()
