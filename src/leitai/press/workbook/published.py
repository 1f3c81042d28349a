"""What a workbook says of the publication it belongs to: its marks on every sheet, its particulars and its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leitai.engine.errors import Lang
from leitai.press.imprint import Imprint, imprint
from leitai.press.lists import lists_of
from leitai.press.papers.words import day_words
from leitai.press.release import Release
from leitai.press.words import FRONT


@dataclass(frozen=True, slots=True)
class Published:
    """`facts` stand on the front as (label, words); `lists`: contestant → the confirmed lists it is on."""

    marks: Imprint
    facts: tuple[tuple[str, str], ...]
    lists: Mapping[str, tuple[str, ...]]

    @property
    def mark(self) -> str:
        """Number, audience and code, for the foot of every sheet."""
        return " · ".join((self.marks.number, self.marks.audience, self.marks.code))


def published(release: Release, lang: Lang) -> Published:
    marks, named = imprint(release, lang), _named(release, lang)
    lists: dict[str, tuple[str, ...]] = {}
    for name, units in named.items():
        for contestant, _ in units:
            lists[contestant] = (*lists.get(contestant, ()), name)
    return Published(marks, tuple(_facts(release, marks, named, lang)), lists)


def _named(release: Release, lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """The confirmed lists that name anybody, in the edition's order: list → its units by group and rank."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in lists_of(release.book, release.particulars.confirmed, lang):
        if one.confirmed and one.rows:
            found.setdefault(one.award.name.say(lang), []).extend((row.contestant, row.name) for row in one.rows)
    return found


def _facts(
    release: Release, marks: Imprint, named: Mapping[str, list[tuple[str, str]]], lang: Lang
) -> Iterator[tuple[str, str]]:
    own = release.particulars
    colon, stop = ("：", "、") if lang == "zh" else (": ", ", ")
    lists = "\n".join(f"{name}{colon}{stop.join(unit for _, unit in units)}" for name, units in named.items())
    pairs = (
        ("number", own.number),
        ("audience", marks.audience),
        ("issuer", own.issuer),
        ("document_number", own.document_number),
        ("date", day_words(own.date, lang)),
        ("corrects", marks.corrects),
        ("trials", FRONT["trials_how"].say(lang).format(trials=own.trials)),
        ("lists", lists),
    )
    for key, words in pairs:
        yield FRONT[key].say(lang), words
