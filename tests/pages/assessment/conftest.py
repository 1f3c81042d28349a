"""What the page tests of assessment look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.cast import Cast
from tests.pages.assessment.permissions import prepare


@pytest.fixture
def world(cast: Cast) -> Mapping[str, Any]:
    return prepare(cast)
