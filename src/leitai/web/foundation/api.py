"""The only door of the foundation."""

from leitai.web.foundation.audit import Tampering, append, checkpoint, verify
from leitai.web.foundation.clock import now, today
from leitai.web.foundation.desk import Entry, Hit, Todo
from leitai.web.foundation.errors import REFUSALS, Invisible, NotAllowed, Refused, RoomError, StaleState, Unstorable
from leitai.web.foundation.frozen import FrozenModel, FrozenRowError
from leitai.web.foundation.keyed import Keyed
from leitai.web.foundation.models import AuditEvent, Checkpoint
from leitai.web.foundation.reading import one_moment
from leitai.web.foundation.selectors import (
    EventFilter,
    get_checkpoint,
    list_chains,
    list_checkpoints,
    list_events,
    pulse,
)
from leitai.web.foundation.sentences import SENTENCES
from leitai.web.foundation.triggers import missing_triggers, without_triggers
from leitai.web.foundation.words import Mark, Tone, lang, say

__all__ = [
    "REFUSALS",
    "SENTENCES",
    "AuditEvent",
    "Checkpoint",
    "Entry",
    "EventFilter",
    "FrozenModel",
    "FrozenRowError",
    "Hit",
    "Invisible",
    "Keyed",
    "Mark",
    "NotAllowed",
    "Refused",
    "RoomError",
    "StaleState",
    "Tampering",
    "Todo",
    "Tone",
    "Unstorable",
    "append",
    "checkpoint",
    "get_checkpoint",
    "lang",
    "list_chains",
    "list_checkpoints",
    "list_events",
    "missing_triggers",
    "now",
    "one_moment",
    "pulse",
    "say",
    "today",
    "without_triggers",
    "verify",
]
