"""The stage of this room's tests."""

from __future__ import annotations

import pytest

from leitai.web.collection.models import Round
from tests.rooms.collection import stage


@pytest.fixture
def world(db: None) -> None:
    stage.make_people()
    stage.make_edition()


@pytest.fixture
def round_(world: None) -> Round:
    return stage.open_first()
