"""What the types of a rulebook cannot say, said all at once."""

from __future__ import annotations

from leitai.engine.errors import Fault
from leitai.engine.rulebook.model import Rulebook
from leitai.engine.rulebook.places import Places


def check(rulebook: Rulebook, places: Places) -> list[Fault]:
    """Every fault of an edition that meets its types."""
    return []
