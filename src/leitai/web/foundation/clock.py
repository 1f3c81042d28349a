"""The one clock of the web: the real one, but in the demo, where it runs on from the days of the demo city."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime.datetime:
    """The moment an act is done at."""
    return timezone.now() + settings.CLOCK_AHEAD


def today() -> datetime.date:
    """The day it is, in the zone of the place."""
    return timezone.localdate(now())
