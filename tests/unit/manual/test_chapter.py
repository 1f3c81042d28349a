"""A method in full: its sources by title, its examples worked out, on a terminal of eighty columns and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from leitai.cli import run
from leitai.cli.chapter import lines_of, plain
from leitai.cli.output import voice
from leitai.cli.plot import BRAILLE, LINES, Canvas, plot
from leitai.cli.words import width
from leitai.engine.manual.chapter import chapter
from leitai.engine.manual.curve import curve_of, curve_of_method
from leitai.engine.manual.setting import setting_of
from leitai.engine.manual.sources import GRADES, documents, rows
from leitai.engine.methods.method import Method
from leitai.engine.methods.registry import methods

METHODS = list(methods().values())
SNAPSHOT = """
得分
4 ┤                            ⢘⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
  │                            ⢐
  │                            ⢐
3 ┤                            ⢐
  │                            ⢐
  │                            ⢐
2 ┤                            ⢐
  │                            ⢐
1 ┤                            ⢐
  │                            ⢐
  │                            ⢐
0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣐
  └┬─────────────┬─────────────┬─────────────┬─────────────┬
   4             6             8             10           12
                                                    数值 (%)
"""


@pytest.fixture(params=["zh", "en"])
def lang(request: pytest.FixtureRequest) -> Iterator[str]:
    before, voice.lang = voice.lang, request.param
    yield request.param
    voice.lang = before


def named(case: object) -> str:
    return case.key if isinstance(case, Method) else str(case)


@pytest.mark.parametrize("method", METHODS, ids=named)
@pytest.mark.parametrize("room", [60, 80, 100])
@pytest.mark.parametrize("pure", [False, True], ids=["braille", "ascii"])
def test_no_line_is_wider_than_the_terminal(method: Method, room: int, pure: bool, lang: str) -> None:
    lines = list(lines_of(chapter(method), room, plain=pure))
    # An address is printed whole: in two pieces nobody could follow it.
    assert [line for line in lines if width(line) > room and "://" not in line] == []
    text = "\n".join(lines)
    assert all(word in text for word in (method.name, method.title.say(lang), method.formula.split("=")[0], "R"))  # type: ignore[arg-type]
    assert not pure or not any(0x2500 <= ord(one) < 0x2900 for one in text)


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_a_chapter_names_every_source_in_full(method: Method, lang: str) -> None:
    told = chapter(method)
    assert [row.id for row in told.rows] == list(method.sources)
    text = "".join(line.strip() for line in lines_of(told, 80)).replace(" ", "")
    for document in told.documents:
        for word in (document.id, document.title, document.publisher, document.date, document.address):
            assert word.replace(" ", "") in text
    for parameter in told.parameters:
        assert parameter.name in text
        assert parameter.said.say(lang).replace(" ", "") in text  # type: ignore[arg-type]
    assert len(told.examples) == len(method.examples)
    for worked, example in zip(told.examples, method.examples, strict=True):
        assert worked.points == example.expected
        assert bool(worked.lines) == any(example.expected)


def test_every_row_and_every_document_is_used_and_there() -> None:
    used = {id_ for method in METHODS for id_ in method.sources}
    assert used == set(rows())
    assert {id_ for row in rows().values() for id_ in row.read_in} == set(documents())
    for row in rows().values():
        assert row.rule.zh
        assert row.rule.en
        assert row.read_as.zh
        assert row.read_as.en
    for document in documents().values():
        assert document.grade in GRADES
        assert document.address == "" or document.address.startswith("http")


@pytest.mark.parametrize("method", METHODS, ids=named)
def test_every_dot_of_a_line_is_in_its_cell(method: Method) -> None:
    made = curve_of_method(method)
    assert made is not None
    _, _, curve = made
    lines = plot(curve, "", "en", 72)
    if curve.kind == "places":
        for line, dot in zip(lines[1:], curve.dots, strict=True):
            assert line.split()[0] == str(dot.x)
            assert line.split()[-1] == dot.points
        return
    gutter = lines[1].index("┤") if "┤" in lines[1] else lines[1].index("│")
    canvas = Canvas(72 - gutter - 1, LINES, False, curve.left, curve.right, curve.bottom, curve.top)
    for dot in curve.dots:
        if dot.y is not None:
            across, down = canvas.dot_of(Fraction(dot.x), dot.y)
            cell = lines[1 + down // 4][gutter + 1 + across // 2]
            assert (ord(cell) - 0x2800) & BRAILLE[across % 2][down % 4]


def test_the_picture_of_a_threshold() -> None:
    setting = setting_of({"name": "threshold", "target": "8"}, "4", "higher", "%", None, None)
    assert setting is not None
    curve = curve_of(setting)
    assert curve is not None
    assert "\n".join(plot(curve, "%", "zh", 60)) == SNAPSHOT.strip("\n")


def test_bars_below_nought_run_the_other_way() -> None:
    use = {"name": "rater_ladder", "roles": ["a"], "step": "0.1"}
    setting = setting_of(use, "10", "higher", "", None, None)
    assert setting is not None
    free = type(setting)(**{**{k: getattr(setting, k) for k in setting.__slots__}, "rules": {"ladder_floor": None}})
    curve = curve_of(free)
    assert curve is not None
    lines = plot(curve, "", "en", 60, plain=True)
    assert lines[1].endswith("# 10.00")
    assert lines[12].endswith("-1.00")
    assert lines[11].split("|")[1].strip() == "0.00"
    zero = lines[1].index("#")
    assert set(lines[12][:zero].split("|")[1].strip()) == {"#"}


def test_the_command_writes_the_same_svg_each_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("zh", "en"):
        one, two = tmp_path / f"{lang}1.svg", tmp_path / f"{lang}2.svg"
        assert run(["methods", "efficacy", "--svg", str(one), "--lang", lang]) == 0
        assert run(["methods", "efficacy", "--svg", str(two), "--lang", lang]) == 0
        assert one.read_bytes() == two.read_bytes()
        said = " ".join(text.text or "" for text in ElementTree.parse(one).iter("{http://www.w3.org/2000/svg}text"))
        assert ("功效系数法：得分在" if lang == "zh" else "efficacy coefficient") in said
        assert "R09" in said
    assert str(one) in capsys.readouterr().err
    assert run(["methods", "--svg", str(tmp_path / "none.svg")]) == 2


def test_json_carries_the_same(lang: str) -> None:
    told = chapter(methods()["efficacy", 1])
    said = json.loads(json.dumps(plain(told)))
    assert said["sources"] == ["R09", "R10"]
    assert said["rules"][0]["documents"][0]["id"] == "S61"
    assert told.picture is not None
    assert said["picture"]["dots"][0]["x"] == "60"
    assert [Fraction(dot["y"]) for dot in said["picture"]["dots"]] == [dot.y for dot in told.picture.curve.dots]
    assert said["examples"][0]["arithmetic"][-1]["value"] == "70"
