"""A rulebook from YAML to a workbook and back: nothing but the comments is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from leitai import engine
from leitai.cli.spelling import yaml_text
from leitai.engine.methods.registry import methods as registered
from leitai.engine.rulebook.load import read_rulebook
from tests.examples import NAMES
from tests.journeys.conftest import Leitai


def digest_in(text: str) -> str:
    return next(line.split()[-1] for line in text.splitlines() if "摘要" in line)


@pytest.mark.parametrize("name", NAMES)
def test_converting_there_and_back_keeps_the_digest(leitai: Leitai, examples: Path, name: str) -> None:
    digest = digest_in(leitai("check", examples / name, code=0).out)
    there = leitai("convert", examples / name / "rulebook.yaml", "r.xlsx", code=0)
    assert digest_in(there.out) == digest
    assert there.err == "注释没有带过去\n"
    back = leitai("convert", "r.xlsx", "r.yaml", code=0)
    assert digest_in(back.out) == digest
    assert back.err == ""
    assert digest_in(leitai("check", "r.yaml", code=0).out) == digest
    assert digest_in(leitai("check", "r.xlsx", code=0).out) == digest


def test_a_workbook_scores_like_the_file_it_came_from(leitai: Leitai) -> None:
    leitai("new", "mine", code=0)
    leitai("convert", "mine/rulebook.yaml", "mine.xlsx", code=0)
    leitai("score", "mine", "mine/figures.csv", "--out", "a", code=0)
    leitai("score", "mine.xlsx", "mine/figures.csv", "--out", "b", code=0)
    assert Path("a/result.json").read_bytes() == Path("b/result.json").read_bytes()
    assert "内容相同" in leitai("diff", "mine", "mine.xlsx", code=0).out


def test_nothing_is_overwritten_unasked(leitai: Leitai, examples: Path) -> None:
    Path("mine.yaml").write_text("mine", encoding="utf-8")
    source = examples / "hunan-2012" / "rulebook.yaml"
    assert "--force" in leitai("convert", source, "mine.yaml", code=1).err
    assert Path("mine.yaml").read_text(encoding="utf-8") == "mine"
    leitai("convert", source, "mine.yaml", "--force", code=0)
    assert Path("mine.yaml").read_text(encoding="utf-8").startswith("leitai: 1\n")


@pytest.mark.parametrize(
    "words",
    ["null", "~", "true", "12", "- a", "a: b", "a, b", "[x]", "{x}", "#x", "a #b", "'", '"', "&a", "*a", "!x", "%", "@",
     "`", "两行\n文字", " 前后 ", "a\\b", "全角：冒号，逗号", "…", "—", "<<", "? a", "🙂", "|", ">", "=", "-", "--- a",
     "end.", "e\u0301"],
)  # fmt: skip
def test_any_words_survive_the_yaml_we_write(tmp_path: Path, words: str) -> None:
    from leitai.engine.rulebook.skeleton import skeleton

    (tmp_path / "a.yaml").write_text(skeleton()["rulebook.yaml"], encoding="utf-8")
    plain = engine.canonical(engine.load_rulebook(tmp_path / "a.yaml"))
    plain["title"] = words
    plain["contestants"][0]["note"] = words
    edition = engine.rulebook_from_plain(plain)
    (tmp_path / "b.yaml").write_text(yaml_text(edition), encoding="utf-8", newline="\n")
    again = read_rulebook(tmp_path / "b.yaml")
    assert again.rulebook is not None, again.faults
    assert (again.rulebook.title.zh, again.rulebook.contestants[0].note) == (words, words)
    assert engine.canonical(again.rulebook) == plain


def test_the_schema_is_printed_or_written(leitai: Leitai) -> None:
    printed = leitai("schema", code=0).out
    assert json.loads(printed)["$schema"].startswith("https://json-schema.org/")
    written = leitai("schema", "--out", "s.json", code=0)
    assert written.out == ""
    assert Path("s.json").read_text(encoding="utf-8") == printed


def test_every_method_is_listed_and_explained_with_examples_computed_live(leitai: Leitai) -> None:
    listed = leitai("methods", code=0).out
    plain = leitai("methods", "--json", code=0).json["methods"]
    assert len(plain) == len(registered())
    for method in plain:
        assert f"{method['name']} " in listed
        page = leitai("methods", method["name"], code=0).out
        assert method["formula"] in page
        assert len(method["examples"]) >= 2
        for example in method["examples"]:
            assert example["computed"] == example["expected"]
            assert example["title"] in page
        for parameter in method["parameters"]:
            assert f"  {parameter['name']}  {parameter['type']}" in page
            assert parameter["what"]
    assert leitai("methods", "名次阶梯", code=0).out == leitai("methods", "ladder", code=0).out
