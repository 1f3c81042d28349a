"""What the documentation shows of the program is what the program does today."""

from __future__ import annotations

from pathlib import Path

import pytest

import docs_cli


@pytest.mark.parametrize("page", docs_cli.SHOWN, ids=lambda page: page.name)
def test_every_output_shown_is_what_is_printed_today(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.count("```console") >= 8
    assert docs_cli.with_outputs(text) == text, "run scripts/docs_cli.py"


def test_the_reference_is_what_the_program_says_of_itself() -> None:
    assert docs_cli.REFERENCE.read_text(encoding="utf-8") == docs_cli.reference(), "run scripts/docs_cli.py"


@pytest.mark.parametrize("page", docs_cli.SHOWN, ids=lambda page: page.name)
def test_the_pages_lead_to_pages_that_exist(page: Path) -> None:
    import re

    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / link).exists(), link


def test_what_help_says_to_read_on_exists(root: Path) -> None:
    from leitai.cli.page import PAGES

    named = {document for page in PAGES.values() for document in page.more}
    assert sorted(document for document in named if not (root / document).exists()) == []
