"""The how-to of each role, read from docs/howto: the same text in the documents and in the web, in one language here.

A document is Chinese with a short English paragraph under each heading. Headings say both, apart by ` · `; any other
block is in the language it is written in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

import leitai
from leitai.engine.errors import Lang

# Name of the document → the roles it is for, in the order of a round; the first is everybody's.
PAGES: Mapping[str, tuple[str, ...]] = {
    "everybody": (),
    "office": ("office",),
    "data-department": ("filer",),
    "contestant": ("liaison",),
    "verifier": ("verifier", "statistics", "panel"),
    "head": ("head", "leader"),
    "auditor": ("auditor", "audit_admin", "supervisor"),
    "administrator": ("system_admin", "security_admin"),
}
APART = " · "
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HEADING = re.compile(r"(?P<signs>#+ )(?P<words>.+)")
LINK = re.compile(r"\]\((?P<name>[\w-]+)\.md\)")


@dataclass(frozen=True, slots=True)
class Page:
    """One document in one language. `parts`: the id and the words of each of its headings."""

    name: str
    title: str
    body: SafeString
    parts: tuple[tuple[str, str], ...]


def folder() -> Path:
    """The documents: inside the installed package, or in the checkout."""
    package = Path(leitai.__file__).parent
    packed = package / "howto"
    return packed if packed.is_dir() else package.parents[1] / "docs" / "howto"


@cache
def read_page(name: str, lang: Lang) -> Page:
    """The document `name`, which is a key of PAGES, rendered."""
    text = in_one_language((folder() / f"{name}.md").read_text(encoding="utf-8"), lang)
    first, _, rest = text.partition("\n\n")
    markdown = MarkdownIt("commonmark", {"html": False})
    tokens = markdown.parse(LINK.sub(lambda link: f"]({reverse('front:help', args=[link['name']])})", rest))
    parts: list[tuple[str, str]] = []
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            parts.append((f"part-{len(parts) + 1}", inside.content))
            token.attrSet("id", parts[-1][0])
    # Our own documents, and markup in them is escaped.
    body = mark_safe(markdown.renderer.render(tokens, markdown.options, {}))
    return Page(name, first.removeprefix("# "), body, tuple(parts))


def in_one_language(text: str, lang: Lang) -> str:
    """What of a document is in one language.

    >>> in_one_language("# 帮助 · Help\\n\\n先登录。\\n\\nSign in first.", "en")
    '# Help\\n\\nSign in first.'
    """
    kept = []
    for block in re.split(r"\n{2,}", text.strip()):
        heading = HEADING.fullmatch(block)
        if heading is not None:
            zh, _, en = heading["words"].partition(APART)
            kept.append(heading["signs"] + (zh if lang == "zh" else en))
        elif (CHINESE.search(block) is not None) == (lang == "zh"):
            kept.append(block)
    return "\n\n".join(kept)


def pages_of(roles: Collection[str]) -> list[str]:
    """The documents for who holds these roles; for nobody in particular, everybody's."""
    return [name for name, meant in PAGES.items() if set(meant) & set(roles)] or [next(iter(PAGES))]
