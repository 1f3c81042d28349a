"""Templates: nothing inline, no words in one language only, no name that is not there."""

import re
from pathlib import Path

import pytest

CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAY = re.compile(r"\{%\s*say\s+(\"[^\"]*\"|'[^']*')\s+(\"[^\"]*\"|'[^']*')")
INLINE = re.compile(
    r"\sstyle=|\son[a-z]+=|<style|javascript:|<script(?![^>]*(?:src=|application/json))"
    r"|hx-on|\{%\s*autoescape off|\|safe"
)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


@pytest.fixture(scope="module")
def templates(root: Path) -> dict[str, str]:
    folder = root / "src" / "leitai" / "web"
    found = [path for path in folder.rglob("templates/**/*") if path.suffix in (".html", ".txt")]
    assert found
    return {path.relative_to(folder).as_posix(): COMMENT.sub("", path.read_text(encoding="utf-8")) for path in found}


def test_every_word_is_there_in_both_languages(templates: dict[str, str]) -> None:
    left = {name: CHINESE.findall(SAY.sub("", text)) for name, text in templates.items()}
    assert {name: "".join(found[:20]) for name, found in left.items() if found} == {}
    for name, text in templates.items():
        for chinese, english in SAY.findall(text):
            assert not CHINESE.search(english), (name, english)
            assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), (name, chinese)


def test_a_choice_is_never_shown_in_the_one_language_of_its_column(templates: dict[str, str]) -> None:
    found = {name: re.findall(r"get_\w+_display", text) for name, text in templates.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_nothing_is_inline(templates: dict[str, str]) -> None:
    found = {name: INLINE.findall(text) for name, text in templates.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_nothing_comes_from_elsewhere(templates: dict[str, str]) -> None:
    found = {name: re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*', text) for name, text in templates.items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("bad", ['<p style="x">', '<a onclick="x">', "<script>x</script>", "{{ x|safe }}"])
def test_what_is_inline_would_be_seen(bad: str) -> None:
    assert INLINE.search(bad)


def test_every_colour_of_the_stylesheet_is_a_token(root: Path) -> None:
    static = root / "src" / "leitai" / "web" / "static"
    text = (static / "leitai.css").read_text(encoding="utf-8")
    printed = text[text.index("@media print") :]
    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", text.replace(printed, "")))
    assert colours <= {"#fff"}  # the ground of a QR code, which a reader needs white
    tokens = (static / "tokens.css").read_text(encoding="utf-8")
    used, set_ = set(re.findall(r"var\((--[\w-]+)", text)), set(re.findall(r"(--[\w-]+):", tokens))
    assert used <= set_
