"""The stage of this room's tests."""

from __future__ import annotations

import pytest

from leitai.web.assessment.api import ScoringRun
from leitai.web.collection.api import Round
from tests.rooms.assessment import stage


@pytest.fixture
def world(db: None) -> None:
    stage.make_world()


@pytest.fixture
def round_(world: None) -> Round:
    """Open, everything filed and verified."""
    made = stage.opened()
    stage.file_all(made, "04")
    return made


@pytest.fixture
def run(world: None) -> ScoringRun:
    """The official run of a frozen round."""
    return stage.scored()
