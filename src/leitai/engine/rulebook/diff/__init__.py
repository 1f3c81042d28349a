"""The redline: what changed between two editions, in words.

`diff(old, new)` matches by id, never by position, covers everything the digest covers, and is empty exactly where the
two digests are equal. The changes come in the order of the document.
"""

from leitai.engine.rulebook.diff.compare import diff
from leitai.engine.rulebook.diff.redline import Change, Redline, as_dict, lines

__all__ = ["Change", "Redline", "as_dict", "diff", "lines"]
