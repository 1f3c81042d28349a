"""The static site of a public publication: pages, charts and data as files, with the proof anyone can check.

It works from a folder and from any server, without script, and prints. Chinese lies at the top, English in `en/`, the
data both share in `data/`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.errors import Catalogue, InputError, Lang
from leitai.press.disclosure import classes, may_state
from leitai.press.pages import asset
from leitai.press.pages.shapes import Shapes
from leitai.press.release import Release
from leitai.press.site.data import data_files
from leitai.press.site.pages import pages_of
from leitai.press.site.unit import known_units

CATALOGUE = Catalogue.of("leitai.press.site")
LANGS: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Newer:
    """The publication that corrects this one: its number, and where it can be read."""

    number: str
    address: str = ""


def site_files(
    release: Release,
    *,
    shapes: Shapes | None = None,
    newer: Newer | None = None,
    langs: Sequence[Lang] = LANGS,
) -> Mapping[str, bytes]:
    """Every file of the site by its path.

    Raises InputError naming every figure (indicator, series, adjustment) that may not be shown: the result a site
    carries holds all of them, so the recorded review must have let each of them out.
    """
    refuse_undisclosed(release)
    known = known_units(release)
    data = data_files(release)
    found = {f"data/{name}": content for name, content in data.items()}
    styles = [asset("leitai.press.pages", name) for name in ("tokens.css", "charts.css")]
    found["static/site.css"] = "\n".join([*styles, asset("leitai.press.site", "site.css")]).encode()
    sizes = {name: len(content) for name, content in data.items()}
    for lang in langs:
        told = (newer.number, newer.address) if newer else None
        for name, content in pages_of(release, shapes or Shapes(), told, sizes, known, langs, lang):
            found[f"{folder_of(lang, langs)}{name}"] = content
    return dict(sorted(found.items()))


def folder_of(lang: Lang, langs: Sequence[Lang]) -> str:
    """The first language lies at the top."""
    return "" if lang == langs[0] else f"{lang}/"


def refuse_undisclosed(release: Release) -> None:
    """Stop where the publication, or any figure in its result, is not for the public."""
    about, inputs = release.particulars, release.book.plan.inputs
    faults = []
    if about.audience != "public":
        faults.append(CATALOGUE.fault("SI-001", about.number, "audience", value=about.audience))
    for figure, disclosure in classes(release.book).items():
        if not may_state("public", about.reviewed, figure, disclosure):
            name = inputs[figure].name.zh
            faults.append(CATALOGUE.fault("SI-002", about.number, figure, name=name, value=disclosure))
    if faults:
        raise InputError(faults)
