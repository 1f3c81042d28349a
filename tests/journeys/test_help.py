"""`--help` teaches: every command says what it does, shows an example and where to read on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from leitai.cli.commands import app as app
from leitai.cli.page import ORDER, PAGES
from leitai.cli.words import width, wrap
from tests.journeys.conftest import Leitai

# Commands of later issues are not there at all, rather than there and empty.
LATER = ("doubt", "compare", "gap", "audit-figures", "read", "backup", "restore")
# Looking at their examples would serve, work for ever, or need a database.
NOT_CALLED = ("demo", "schema", "methods", "new", "serve", "work", "doctor", "audit", "manage")


def test_the_program_lists_every_command_with_what_it_does(leitai: Leitai) -> None:
    answer = leitai("--help", code=0)
    assert sorted(PAGES) == sorted(ORDER)
    for name in ORDER:
        assert f"  {name} " in answer.out
        assert PAGES[name].summary.zh in answer.out
    assert leitai(code=0).out == answer.out


@pytest.mark.parametrize("name", ORDER)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_names_an_example_and_where_to_read_on(leitai: Leitai, name: str, lang: str) -> None:
    answer = leitai("--lang", lang, name, "--help", code=0)
    page = PAGES[name]
    assert page.summary.say("en") in answer.out
    assert (page.summary.zh in answer.out) == (lang == "zh")
    assert len(page.examples) >= 2
    for example in page.examples:
        assert example.command.startswith(f"leitai {name}") or name == "new"
        assert example.command in answer.out
        assert example.what.say("en") != example.what.zh
    for document in page.more:
        assert document in answer.out


@pytest.mark.parametrize("name", ORDER)
def test_the_examples_of_help_are_calls_the_program_takes(leitai: Leitai, name: str) -> None:
    """Files they name need not exist; options and arguments must."""
    for example in PAGES[name].examples:
        words = example.command.split()[1:]
        if name not in NOT_CALLED:
            assert leitai(*words).code in (0, 1), example.command


@pytest.mark.parametrize("name", LATER)
def test_what_is_not_built_is_not_offered(leitai: Leitai, name: str) -> None:
    assert f"没有命令 {name}" in leitai(name, code=2).err


def test_english_help_is_english_throughout(leitai: Leitai) -> None:
    for name in ORDER:
        page = leitai("--lang", "en", name, "--help").out
        for example in PAGES[name].examples:  # a contestant is called by its name
            page = page.replace(example.command, "")
        assert not [ch for ch in page if "\u4e00" <= ch <= "\u9fff"], name


@pytest.mark.parametrize("columns", ["40", "80", "200"])
def test_help_fits_the_terminal(leitai: Leitai, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    commands = {example.command for page in PAGES.values() for example in page.examples}
    for line in leitai("score", "--help").out.splitlines():
        if line.strip() not in commands and "用法" not in line and "docs/" not in line:
            assert width(line) <= max(int(columns), 48), line


def test_lines_break_between_words_and_never_before_a_stop() -> None:
    lines = wrap("分值由同级其他指标分担,不得分。See result.json (the file) for more", 16)
    assert lines == ["分值由同级其他指", "标分担,不得分。", "See result.json", "(the file) for", "more"]
    assert wrap("给数据(甲、乙)计分,例如 a(b)。", 12) == ["给数据(甲、", "乙)计分,例如", "a(b)。"]


def test_help_is_fast_because_it_loads_little() -> None:
    program = (
        "import sys; from leitai.cli import run; run(['--help']);"
        "print([m for m in ('numpy','pydantic','pyarrow','xlsxwriter','rich','ruamel') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_scoring_does_not_load_what_it_does_not_need(examples: Path, tmp_path: Path) -> None:
    example = examples / "hunan-2012"
    arguments = ["score", str(example / "rulebook.yaml"), str(example / "figures.csv"), "--out", str(tmp_path / "out")]
    program = (
        f"import sys; from leitai.cli import run; code = run({arguments!r});"
        "print([code, *(m for m in ('pyarrow','python_calamine','django','openpyxl') if m in sys.modules)])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert json.loads(done.stdout.decode("utf-8").splitlines()[-1]) == [0]


def test_the_console_script_is_installed() -> None:
    script = next(Path(sys.executable).parent.glob("leitai*"))
    done = subprocess.run([str(script), "--version"], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").startswith("leitai ")
