"""What the page tests of exhibition look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.cast import Cast
from tests.pages.exhibition.permissions import prepare


@pytest.fixture
def world(cast: Cast) -> Mapping[str, Any]:
    return prepare(cast)
