"""What this room refuses on purpose, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.engine.errors import Fault, Text
from leitai.web.foundation.api import Refused


class Cannot(Refused):
    """The state, the day or the rule does not allow it; says why and what to do."""

    code = "AS-100"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(why=Text(zh, en))

    @classmethod
    def of(cls, faults: Sequence[Text]) -> Cannot:
        """Everything that is in the way, in one sentence each."""
        return cls("".join(one.zh for one in faults), " ".join(one.en for one in faults))


class NotReady(Refused):
    """The figures of a round cannot be frozen or scored yet; `faults` says of each what is the matter."""

    code = "AS-101"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        count = len(self.faults)
        first = "；".join(fault.line("zh") for fault in self.faults[:5])
        english = "; ".join(fault.line("en") for fault in self.faults[:5])
        more = (f"（另有 {count - 5} 处）", f" ({count - 5} more)") if count > 5 else ("", "")
        super().__init__(
            why=Text(f"还有 {count} 处要处理：{first}{more[0]}。", f"{count} left to settle: {english}{more[1]}")
        )
