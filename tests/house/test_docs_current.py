"""What the documentation repeats of the code is what the code says."""

from pathlib import Path

import docs


def test_the_reference_is_current(root: Path) -> None:
    stale = [str(path.relative_to(root)) for path, _ in docs.stale_pages()]
    assert stale == [], "run: make docs"


def test_every_catalogue_of_faults_has_its_chapter(root: Path) -> None:
    page = (root / "docs" / "reference" / "faults.md").read_text(encoding="utf-8")
    for words in docs.CATALOGUES.values():
        assert f"## {words.zh} " in page
