"""The slides opened by an office suite, as the hall's computer would open them."""

from __future__ import annotations

from pathlib import Path

import pytest

from leitai.press.slides import slides_pptx
from tests.press.conftest import Office
from tests.press.publications import AWKWARD, demo
from tests.press.reading_back import pages_of, slides_of

NAMES = ("demo", "all_tied", "odd_names", "many")


@pytest.fixture(scope="module")
def opened(office: Office, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, list[list[str]]]]:
    """Each set as it was made, and the lines of its pages once opened and printed. One start for all."""
    folder = tmp_path_factory.mktemp("slides")
    made = {name: slides_pptx(demo() if name == "demo" else AWKWARD[name]()).data for name in NAMES}
    for name, data in made.items():
        (folder / f"{name}.pptx").write_bytes(data)
    said = office.save_as([folder / f"{name}.pptx" for name in NAMES], "pdf", folder / "opened")
    if not (folder / "opened" / "demo.pdf").exists() and "could not be loaded" in said:
        pytest.skip("this office suite has no program for slides (libreoffice-impress)")
    return {name: (data, pages_of(Path(folder / "opened" / f"{name}.pdf").read_bytes())) for name, data in made.items()}


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_is_there_with_its_title_and_its_code(
    opened: dict[str, tuple[bytes, list[list[str]]]], name: str
) -> None:
    data, pages = opened[name]
    slides = slides_of(data)
    assert len(pages) == len(slides)
    code = demo().code if name == "demo" else AWKWARD[name]().code
    for slide, lines in zip(slides, pages, strict=True):
        text = "".join("".join(lines).split())
        assert "".join(slide.shapes.title.text_frame.text.split()) in text
        assert code in text


def test_charts_are_drawn_with_the_published_digits(opened: dict[str, tuple[bytes, list[list[str]]]]) -> None:
    data, pages = opened["demo"]
    book = demo().book
    for slide, lines in zip(slides_of(data), pages, strict=True):
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        if charts and charts[0].plots[0].series[0].name == "总分":
            group = next(group for group in book.groups() if group.name.zh in "".join(lines))
            assert {row.score for row in book.rows(group.id)} <= set(" ".join(lines).split())
