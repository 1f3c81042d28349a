"""The papers of a meeting, from one release: 通报, 新闻通稿 and 会议议程 as Word files, with every figure in them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from leitai.press.papers.agenda import agenda_docx
    from leitai.press.papers.draft import Paper
    from leitai.press.papers.news import news_docx
    from leitai.press.papers.notice import notice_docx
    from leitai.press.papers.reported import reported_docx

HOMES = {
    "Paper": "draft",
    "agenda_docx": "agenda",
    "news_docx": "news",
    "notice_docx": "notice",
    "reported_docx": "reported",
}

__all__ = ["Paper", "agenda_docx", "news_docx", "notice_docx", "reported_docx"]


def __getattr__(name: str) -> object:
    """Names load on first use: python-docx is not needed before the first paper is written."""
    if name not in HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
