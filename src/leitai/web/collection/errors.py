"""What this room refuses on purpose, in both languages."""

from __future__ import annotations

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused


class Cannot(Refused):
    """The state, the day or the rule does not allow it; says why and what to do."""

    code = "CO-100"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(why=Text(zh, en))
