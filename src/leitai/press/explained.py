"""Why each score of a publication is what it is, worked out once for all its documents."""

from __future__ import annotations

from functools import lru_cache

from leitai.engine.assess.run import Run
from leitai.engine.explain import Trace, explain_score
from leitai.press.release import Release


class _Same:
    """A run as a key: the very same one, not one that is equal."""

    def __init__(self, run: Run) -> None:
        self.run = run

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.run is self.run

    def __hash__(self) -> int:
        return id(self.run)


def trace_of(release: Release, contestant: str) -> Trace:
    """But for the lists: the rule only proposes those, and what a person confirmed is stated elsewhere."""
    kept = _kept(_Same(release.run))
    if contestant not in kept:
        kept[contestant] = explain_score(release.run, contestant).without("list")
    return kept[contestant]


@lru_cache(maxsize=1)
def _kept(same: _Same) -> dict[str, Trace]:
    """Of the last run alone: a pack is made of one."""
    return {}
