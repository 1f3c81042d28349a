"""Calls that are off: exit code 2, one line that says what, another where to look."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Leitai


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["scor"], "没有命令 scor；是否想写 score"),
        (["score"], "缺少 RULEBOOK"),
        (["score", "a.yaml"], "缺少 FIGURES"),
        (["score", "a.yaml", "b.csv"], "缺少 --out"),
        (["score", "a.yaml", "b.csv", "--uot", "c"], "没有选项 --uot；是否想写 --out"),
        (["score", "a.yaml", "b.csv", "--out"], "选项 --out 后面缺值"),
        (["check", "a.yaml", "b.yaml"], "多出的参数：b.yaml"),
        (["--lang", "de", "methods"], "--lang 写的是 'de'，应为 'zh', 'en' 之一"),
        (["verify"], "缺少 RESULT"),
        (["convert", "a.yaml", "b.docx"], "OUT 应以 .yaml 或 .xlsx 结尾"),
        (["methods", "lader"], "是否想写 ladder"),
    ],
)
def test_a_call_that_is_off_says_how(leitai: Leitai, arguments: list[str], said: str) -> None:
    answer = leitai(*arguments, code=2)
    assert said in answer.err
    assert answer.out == ""
    assert len(answer.err.splitlines()) <= 2


def test_it_says_so_in_english_too(leitai: Leitai) -> None:
    assert leitai("--lang", "en", "score", "a.yaml", code=2).err.startswith("FIGURES is missing")


def test_without_a_period_the_rounds_with_figures_are_listed(leitai: Leitai, examples: Path) -> None:
    demo = examples / "lanchuan"
    answer = leitai("score", demo / "rulebook.yaml", demo / "figures", "--out", "out", code=2)
    assert "2023-Q1、2023-Q2、2023-Q3、2023-Q4" in answer.err
    assert not Path("out").exists()


def test_a_round_the_rules_do_not_have_is_refused(leitai: Leitai, examples: Path) -> None:
    example = examples / "hunan-2012"
    call = ("score", example / "rulebook.yaml", example / "figures.csv", "--out", "out", "--period", "2013-03")
    assert "2012-03" in leitai(*call, code=2).err


def test_a_group_that_is_not_there_is_named_with_the_nearest(leitai: Leitai, examples: Path) -> None:
    demo = examples / "lanchuan"
    call = ("score", demo / "rulebook.yaml", demo / "figures", "--period", "2023-Q1", "--out", "out", "--group")
    assert "没有组“countty”。是否想写 county" in leitai(*call, "countty", code=2).err
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["朱洲市"], "是否想写 株洲市"),
        (["州"], "不止指一个"),
        (["株洲", "利税总额"], ""),
        (["株洲市", "规模工业"], "不止指一个"),
        (["株洲市", "gdp"], "没有赛道或指标“gdp”"),
        (["株洲市", "--period", "2013"], "结果里没有 2013 这一期；有：2012-03"),
    ],
)
def test_explain_finds_by_name_or_says_what_is_there(
    leitai: Leitai, result: Path, arguments: list[str], said: str
) -> None:
    answer = leitai("explain", result, *arguments, code=2 if said else 0)
    assert said in answer.err
