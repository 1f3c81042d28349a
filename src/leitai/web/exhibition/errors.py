"""What this room refuses on purpose, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.engine.errors import Fault, Text
from leitai.web.foundation.api import Refused


class Cannot(Refused):
    """The state does not allow it; says why and what to do."""

    code = "EX-100"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(why=Text(zh, en))


class Faulty(Refused):
    """What was given is at fault; `faults` holds every fault, and nothing was changed."""

    code = "EX-101"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        first = "；".join(fault.line("zh") for fault in self.faults[:5])
        english = "; ".join(fault.line("en") for fault in self.faults[:5])
        more = (f"（另有 {count - 5} 处）", f" ({count - 5} more)") if count > 5 else ("", "")
        super().__init__(
            why=Text(
                f"有 {count} 处要改，没有保存：{first}{more[0]}。", f"{count} faults, not saved: {english}{more[1]}"
            )
        )
