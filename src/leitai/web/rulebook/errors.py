"""What this room refuses on purpose, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.engine.errors import Fault, Text
from leitai.web.foundation.api import Refused, StaleState


class Cannot(Refused):
    """The rule does not allow the act now; the words say why and what to do."""

    code = "RU-001"

    def __init__(self, words: Text) -> None:
        super().__init__(why=words)


class Conflict(StaleState):
    """Somebody saved first. Both texts are kept here, so that the page can show them side by side."""

    code = "RU-002"
    words = Text(
        "第 {version} 稿已由{who}于 {when} 保存，您的修改没有保存。两边都在下面，请核对后再存。",
        "Version {version} was saved by {who} at {when}; yours was not saved. Both stand below; compare and save.",
    )

    def __init__(self, *, version: int, who: str, when: str, theirs: str, ours: str) -> None:
        self.version, self.theirs, self.ours = version, theirs, ours
        super().__init__(version=version, who=who, when=when)


class Faulty(Refused):
    """The text is at fault; `faults` holds every fault."""

    code = "RU-003"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        super().__init__(
            why=Text(
                f"规则书还有 {count} 处问题，改好后再来。", f"The rulebook still has {count} faults; mend them first."
            )
        )
