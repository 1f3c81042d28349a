"""The how-to of the web: complete in both languages, its links lead on, every button it names is on the screen."""

import re
from pathlib import Path

import pytest

CHINESE = re.compile(r"[\u4e00-\u9fff]")
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"\]\(([^)]+)\)")
SAID = re.compile(r"[\"'`]([^\"'`\n]+)[\"'`]")
FIELD = re.compile(r"\$?\{[^{}]*\}")
ROLES = ("everybody", "office", "data-department", "contestant", "verifier", "head", "auditor", "administrator")


@pytest.fixture(scope="module")
def pages(root: Path) -> dict[str, str]:
    folder = root / "docs" / "howto"
    return {name: (folder / f"{name}.md").read_text(encoding="utf-8") for name in ROLES}


@pytest.fixture(scope="module")
def on_the_screen(root: Path) -> set[str]:
    """Every text of the pages, scripts and forms of the web; what is filled in is an ellipsis."""
    web = root / "src" / "leitai" / "web"
    files = [path for kind in ("html", "js", "py") for path in web.rglob(f"*.{kind}") if "vendor" not in path.parts]
    return {plain(said) for path in files for said in SAID.findall(path.read_text(encoding="utf-8"))}


def plain(words: str) -> str:
    return "".join(FIELD.sub("…", words).split()).rstrip("：:")


def named_in(text: str) -> list[str]:
    return [" ".join(found.split()) for found in BOLD.findall(text)]


@pytest.mark.parametrize("name", ROLES)
def test_every_button_a_page_names_is_on_the_screen(name: str, pages: dict[str, str], on_the_screen: set[str]) -> None:
    named = named_in(pages[name])
    assert named
    assert [words for words in named if plain(words) not in on_the_screen] == []


def test_a_button_that_is_not_there_would_be_seen(on_the_screen: set[str]) -> None:
    assert [
        words for words in named_in("点 **审核通过（V）**，再点 **一键办结**") if plain(words) not in on_the_screen
    ] == ["一键办结"]


@pytest.mark.parametrize("name", ROLES)
def test_every_part_of_a_page_is_there_in_both_languages(name: str, pages: dict[str, str]) -> None:
    parts = re.split(r"^(?=#)", pages[name], flags=re.MULTILINE)[1:]
    for part in parts:
        heading, *blocks = [block for block in re.split(r"\n{2,}", part.strip()) if block]
        zh, _, en = heading.lstrip("# ").partition(" · ")
        assert CHINESE.search(zh), heading
        assert en, heading
        assert not CHINESE.search(en), heading
        languages = [bool(CHINESE.search(block)) for block in blocks]
        assert True in languages, heading
        assert False in languages, heading


def test_every_link_between_pages_leads_to_a_page_of_the_help(pages: dict[str, str]) -> None:
    linked = {link for text in pages.values() for link in LINK.findall(text)}
    assert linked
    assert linked <= {f"{name}.md" for name in ROLES}


def test_the_index_of_the_documents_names_every_how_to(root: Path) -> None:
    index = (root / "docs" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in (root / "docs" / "howto").glob("*.md") if f"howto/{path.name}" not in index] == []
