"""The only door of the foundation."""

from leitai.web.foundation.audit import Tampering, append, checkpoint, verify
from leitai.web.foundation.errors import Invisible, NotAllowed, Refused, RoomError, StaleState
from leitai.web.foundation.frozen import FrozenModel, FrozenRowError

__all__ = [
    "FrozenModel",
    "FrozenRowError",
    "Invisible",
    "NotAllowed",
    "Refused",
    "RoomError",
    "StaleState",
    "Tampering",
    "append",
    "checkpoint",
    "verify",
]
