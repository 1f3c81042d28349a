"""What the pages made as files share: words in both languages, nothing inline, the colours of the web."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leitai.press.pages.lights import ground_for
from leitai.press.pages.svg import element, fitted, label, label_lines
from tests.press.releases import CHINESE

ROOT = Path(__file__).resolve().parents[2]
PRESS = ROOT / "src" / "leitai" / "press"
TEMPLATES = {path.relative_to(PRESS).as_posix(): path.read_text(encoding="utf-8") for path in PRESS.rglob("*.html")}
SAY = re.compile(r"say\(\s*(\"[^\"]*\"|'[^']*')\s*,\s*(\"[^\"]*\"|'[^']*')")


def test_every_word_of_a_template_is_there_in_both_languages() -> None:
    assert len(TEMPLATES) >= 9
    for name, text in TEMPLATES.items():
        bare = re.sub(r"\{#.*?#\}", "", SAY.sub("", text), flags=re.DOTALL)
        # Kinds of cards are compared, not printed; a language is called by its own name.
        bare = re.sub(r"card\.kind in \([^)]*\)|\"中文\"", "", bare)
        assert CHINESE.findall(bare) == [], name
        for chinese, english in SAY.findall(text):
            assert not CHINESE.search(english), (name, english)
            assert set(re.findall(r"\{\w+\}", chinese)) == set(re.findall(r"\{\w+\}", english)), (name, chinese)


def test_nothing_of_a_template_is_inline_or_let_through_unescaped() -> None:
    for name, text in TEMPLATES.items():
        assert not re.search(r"\sstyle=|\son[a-z]+=|\|\s*safe|autoescape|javascript:", text), name


@pytest.mark.parametrize("look", [":root", '[data-look="night"]'])
def test_the_colours_are_those_of_the_web(look: str) -> None:
    def tokens(path: Path) -> dict[str, str]:
        block = re.search(re.escape(look) + r"\s*\{([^}]*)\}", path.read_text(encoding="utf-8"))
        assert block
        return {key: " ".join(value.split()) for key, value in re.findall(r"(--[\w-]+):\s*([^;]+);", block[1])}

    ours = tokens(PRESS / "pages" / "static" / "tokens.css")
    theirs = tokens(ROOT / "src" / "leitai" / "web" / "static" / "tokens.css")
    assert len(ours) > 10
    assert ours == {key: theirs[key] for key in ours}


def test_every_colour_of_a_stylesheet_is_a_token() -> None:
    for path in PRESS.rglob("static/*.css"):
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(r"var\((--[\w-]+)", text))
        known = set(re.findall(r"(--[\w-]+):", text + (PRESS / "pages/static/tokens.css").read_text(encoding="utf-8")))
        assert used <= known | {"--at"}, path.name
        if path.name != "tokens.css":
            screen = text.partition("@media print")[0]
            assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", screen)) <= {"#000"}, path.name  # the ground of a film


def test_a_light_stands_on_the_ground_it_can_be_read_on() -> None:
    assert ground_for("#2e7d32") == "#ffffff"
    assert ground_for("#ffeb3b") == "#1c2430"


def test_a_long_name_is_shortened_with_its_whole_in_the_title() -> None:
    assert fitted("澜川高新区", 500) == "澜川高新区"
    assert fitted("澜川高新区", 400) == "澜川高…"
    shown = str(label("名字长到四十个字的单位", 100, 20, x=0, y=0))
    assert "…" in shown
    assert "<title>名字长到四十个字的单位</title>" in shown
    lines = str(label_lines("Lanchuan High-tech Zone", 170, 20, 0, 0, 24))
    assert ">Lanchuan</text>" in lines
    assert ">High-tech Zone</text>" in lines


def test_a_drawing_escapes_what_it_is_given() -> None:
    assert element("text", "<b>", x='"') == '<text x="&#34;">&lt;b&gt;</text>'
