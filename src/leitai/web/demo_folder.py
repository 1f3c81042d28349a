"""The data folder of `leitai demo`: its clock is set, and its history is played behind the pages."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from leitai.web.demo import TODAY, parts_of, play, prepare
from leitai.web.demo_mark import DemoMark, read_mark, write_mark
from leitai.web.foundation.api import EventFilter, list_events
from leitai.web.rulebook.api import Edition

logger = logging.getLogger("leitai")


def take_up(city: Path, data: Path, port: int) -> Callable[[], None] | None:
    """Make what the first page needs and set the clock; what is still to be done behind it, if anything.

    A finished demo goes on where it was left: its clock stands still while nobody serves it, and never runs back.
    """
    mark = read_mark(data)
    assert mark is not None
    if mark.complete:
        last = list_events(EventFilter())[0].at
        _set_clock(data, replace(mark, port=port), max(TODAY, last))
        return None
    edition = prepare(city)
    _set_clock(data, replace(mark, port=port, rounds=parts_of(edition)), TODAY)
    return partial(_play, city, data, edition)


def _set_clock(data: Path, mark: DemoMark, moment: datetime.datetime) -> None:
    """For this process and, by the mark, for those that it starts."""
    ahead = moment - timezone.now()
    settings.CLOCK_AHEAD = ahead
    write_mark(data, replace(mark, ahead=ahead.total_seconds()))


def _play(city: Path, data: Path, edition: Edition) -> None:
    mark = read_mark(data)
    assert mark is not None
    try:
        for done, _ in enumerate(play(city, edition), 1):
            mark = replace(mark, done=done)
            write_mark(data, mark)
    except Exception as error:
        # Nobody waits for this thread: the page and the log say what happened.
        logger.exception("the history of the demo ended early")
        write_mark(data, replace(mark, broken=f"{type(error).__name__}: {error}"[:300]))
    finally:
        connection.close()
