"""The rules of an edition as an official document (考评细则), from the rulebook alone; the same bytes each time."""

from __future__ import annotations

from leitai.press.rules_docx.methods import indicator_sentence, method_sentence
from leitai.press.rules_docx.sentences import names_of

__all__ = ["indicator_sentence", "method_sentence", "names_of", "rules_docx"]


def __getattr__(name: str) -> object:
    """`rules_docx` loads python-docx, which the sentences do not need."""
    if name == "rules_docx":
        from leitai.press.rules_docx.document import rules_docx  # noqa: PLC0415

        return rules_docx
    raise AttributeError(name)
