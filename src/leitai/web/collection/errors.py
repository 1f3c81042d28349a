"""What this room refuses on purpose, in both languages."""

from __future__ import annotations

from collections.abc import Iterable

from leitai.engine.errors import Text
from leitai.web.foundation.api import Refused, RoomError


class Cannot(Refused):
    """The state, the day or the rule does not allow it; says why and what to do."""

    code = "CO-100"

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(why=Text(zh, en))

    @classmethod
    def of(cls, faults: Iterable[Text]) -> Cannot:
        """Everything that is wrong, in one sentence."""
        told = list(faults)
        return cls("；".join(one.zh for one in told) + "。", "; ".join(one.en for one in told) + ".")


class SomebodyElse(RoomError):
    """A page goes on saving for one person while another has signed in in the same browser."""

    code = "CO-102"
    status = 409
    words = Text(
        "现在登录的是{now}，这一页是另一位填报员的，没有保存。未保存的数留在本机，本人登录后自动保存。",
        "{now} is signed in now, and this page is another filer's: nothing was saved; it is kept here for her.",
    )
