"""The only door of exhibition."""

from leitai.web.exhibition.release import release_of
from leitai.web.exhibition.search import search
from leitai.web.exhibition.sentences import SENTENCES
from leitai.web.exhibition.services.mapping import set_map
from leitai.web.exhibition.services.packing import ask_pack, make_pack
from leitai.web.exhibition.standing import in_force

__all__ = ["SENTENCES", "ask_pack", "in_force", "make_pack", "release_of", "search", "set_map"]
