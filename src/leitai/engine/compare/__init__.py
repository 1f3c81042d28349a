"""Why a score or a rank is what it is beside others and beside itself of before. Pure functions over a `Book`, exact.

>>> # losses(book, "luting").worst(3); waterfall(book, "luting"); moved(before, book, "luting"); tracks(book, "county")
"""

from __future__ import annotations

from leitai.engine.compare.account import Account, Extra, Part, account_of
from leitai.engine.compare.field import Distance, Entry, Field, field_of, median
from leitai.engine.compare.highlights import Highlight, group_highlights, highlights
from leitai.engine.compare.losses import Loss, Losses, losses
from leitai.engine.compare.moved import Moved, Places, moved
from leitai.engine.compare.sentences import (
    highlight_sentence,
    loss_sentence,
    moved_sentence,
    points_text,
    standing_sentence,
    track_sentence,
)
from leitai.engine.compare.steps import Step, Steps, between, waterfall
from leitai.engine.compare.tracks import Track, TrackCell, Tracks, ends, tracks

__all__ = [
    "Account",
    "Distance",
    "Entry",
    "Extra",
    "Field",
    "Highlight",
    "Loss",
    "Losses",
    "Moved",
    "Part",
    "Places",
    "Step",
    "Steps",
    "Track",
    "TrackCell",
    "Tracks",
    "account_of",
    "between",
    "ends",
    "field_of",
    "group_highlights",
    "highlight_sentence",
    "highlights",
    "loss_sentence",
    "losses",
    "median",
    "moved",
    "moved_sentence",
    "points_text",
    "standing_sentence",
    "track_sentence",
    "tracks",
    "waterfall",
]
