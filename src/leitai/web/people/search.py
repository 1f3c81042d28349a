"""What the search box finds here: organisations by name, key or pinyin."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from pypinyin import lazy_pinyin

from leitai.web.foundation.api import Hit
from leitai.web.people.models import OrganisationSpan
from leitai.web.people.rules import kind_words
from leitai.web.people.selectors import Actor, spans_on


def search(actor: Actor, words: str) -> Sequence[Hit]:
    """Organisations that stand today: 汐桥, xiqiao, xq and the key all find 汐桥区."""
    asked = words.strip().lower()
    if not asked:
        return []
    found = [span for span in spans_on(actor.day) if any(asked in form for form in forms(span))]
    return [
        Hit(
            span.name_zh,
            kind_words(span.kind),
            reverse("people:organisation", args=[span.organisation.key]),
            span.name_en,
        )
        for span in found[:20]
    ]


def forms(span: OrganisationSpan) -> tuple[str, ...]:
    """The ways a name is typed."""
    sounds = lazy_pinyin(span.name_zh)
    initials = "".join(sound[0] for sound in sounds)
    return (span.name_zh.lower(), span.organisation.key, span.name_en.lower(), "".join(sounds), initials)
