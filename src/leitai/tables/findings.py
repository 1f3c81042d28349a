"""Faults as they are found: errors listed up to a limit and counted beyond it, warnings beside them."""

from __future__ import annotations

from collections.abc import Iterable

from leitai.engine.errors import Catalogue, Fault, did_you_mean, shorten

CATALOGUE = Catalogue.of("leitai.tables")
LONGEST_WHERE = 120
LONGEST_WORD = 40


class Findings:
    """Collects the faults of one reading. Every word comes from `faults.toml`."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.errors = 0
        self._errors: list[Fault] = []
        self._warnings: list[Fault] = []
        self._place = ""

    def error(
        self, code: str, place: str, where: str = "", near: tuple[str, Iterable[str]] | None = None, **data: object
    ) -> None:
        """One more error. `near` is a word and those it may have been meant for, searched only if it is listed."""
        self.errors += 1
        self._place = place
        if self.errors <= self.limit:
            if near is not None:
                word, known = near[0][:LONGEST_WORD], list(near[1])
                data |= {"hint": did_you_mean(word, known), "hint_en": did_you_mean(word, known, "en")}
            self._errors.append(CATALOGUE.fault(code, place, shorten(where, LONGEST_WHERE), "error", **data))

    def warn(self, code: str, place: str, where: str = "", **data: object) -> None:
        if len(self._warnings) < self.limit:
            self._warnings.append(CATALOGUE.fault(code, place, where, "warning", **data))

    def listed(self) -> tuple[Fault, ...]:
        """Errors first; the last of them says how many more there are."""
        more = self.errors - len(self._errors)
        rest = [CATALOGUE.fault("TB-001", self._place, "", more=more)] if more else []
        return (*self._errors, *rest, *self._warnings)
