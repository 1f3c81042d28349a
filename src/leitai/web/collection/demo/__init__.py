"""The rounds of a demo city played through the services: filed, some sent back, verified, confirmed, signed.

What comes out of `figures_of` afterwards is what the city's figures files say, digit for digit and status for status.
"""

from leitai.web.collection.demo.play import Cast, Play
from leitai.web.collection.demo.rounds import amend_round, fill_round, leave_open, revise_round

__all__ = ["Cast", "Play", "amend_round", "fill_round", "leave_open", "revise_round"]
