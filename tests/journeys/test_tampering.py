"""Every way to forge a result that we could think of, and what `leitai verify` says of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import Forger, Leitai

PERIOD, UNIT, NODE = "2012-03", "zhuzhou", "industry_growth"


def test_a_sound_result_agrees_and_gives_its_digest_and_code(
    leitai: Leitai, result: Path, sound: dict[str, Any]
) -> None:
    answer = leitai("verify", result, code=0)
    assert sound["digest"] in answer.out
    assert sound["code"] in answer.out
    assert "--code" in answer.err  # says what has not been checked


@pytest.mark.parametrize(
    "spelling", [str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("0", "O")]
)
def test_the_published_code_may_be_typed_as_people_type(
    leitai: Leitai, result: Path, sound: dict[str, Any], spelling: Any
) -> None:
    answer = leitai("verify", result, "--code", spelling(sound["code"]), code=0)
    assert answer.err == ""


def test_any_single_changed_byte_is_found(leitai: Leitai, forger: Forger, result: Path) -> None:
    data = result.read_bytes()
    dice = random.Random(20230101)
    for at in (0, len(data) - 1, *dice.sample(range(len(data)), 12)):
        changed = bytearray(data)
        changed[at] ^= 1 << dice.randrange(7)
        assert leitai("verify", forger.write(bytes(changed))).code == 1, f"byte {at}"


@pytest.mark.parametrize(
    "change", [lambda d: d + b"\n", lambda d: b" " + d, lambda d: d[:-1], lambda d: d[: len(d) // 2]]
)
def test_added_or_missing_bytes_are_found(leitai: Leitai, forger: Forger, result: Path, change: Any) -> None:
    assert leitai("verify", forger.write(change(result.read_bytes()))).code == 1


def test_a_forged_score_with_every_digest_recomputed_is_named_in_words(leitai: Leitai, forger: Forger) -> None:
    forged = forger.copy()
    cell = forged["values"][PERIOD][UNIT]["nodes"][NODE]
    cell["s"] += 100
    answer = leitai("verify", forger.resealed(forged), code=1)
    lines = [line for line in answer.out.splitlines() if "[RS-004]" in line]
    assert len(lines) == 1
    assert "2012-03 株洲市 规模工业增加值" in lines[0]
    assert "得分" in lines[0]
    assert "所载 81.00" in lines[0]
    assert "重算 80.00" in lines[0]
    english = leitai("--lang", "en", "verify", forger.resealed(forged), code=1)
    assert "stated 81.00" in english.out


def test_a_forged_total_and_a_swapped_rank_are_each_named(leitai: Leitai, forger: Forger) -> None:
    forged = forger.copy()
    entry = forged["values"][PERIOD][UNIT]
    entry["score"] += 1000
    grouping = next(iter(entry["places"]))
    entry["places"][grouping]["rank"] = 1
    answer = leitai("verify", forger.resealed(forged), code=1)
    assert "株洲市 总分" in answer.out
    assert "株洲市 名次" in answer.out
    assert "91.27" in answer.out


def test_an_invented_and_a_removed_contestant_are_named(leitai: Leitai, forger: Forger) -> None:
    forged = forger.copy()
    table = forged["values"][PERIOD]
    table["nobody"] = table[UNIT]
    assert "nobody" in leitai("verify", forger.resealed(forged), code=1).out
    forged = forger.copy()
    del forged["values"][PERIOD][UNIT]
    assert "株洲市" in leitai("verify", forger.resealed(forged), code=1).out


def test_a_forged_figure_with_all_recomputed_passes_alone_and_fails_against_the_published_code(
    leitai: Leitai, forger: Forger, sound: dict[str, Any]
) -> None:
    forged = forger.copy()
    row = next(row for row in forged["snapshot"]["cells"] if row[0] == UNIT and row[1] == NODE)
    row[4] = "20.3"
    path = forger.rescored(forged)
    assert leitai("verify", path, code=0).err != ""
    answer = leitai("verify", path, "--code", sound["code"], code=1)
    assert "[RS-007]" in answer.out
    assert sound["code"] in answer.out


def test_a_rule_softened_with_all_recomputed_fails_against_the_published_code(
    leitai: Leitai, forger: Forger, sound: dict[str, Any]
) -> None:
    forged = forger.copy()
    forged["edition"]["policies"]["rounding"]["mode"] = "gbt8170"
    assert leitai("verify", forger.rescored(forged), "--code", sound["code"], code=1).out.count("[RS-007]") == 1


def test_a_forged_digest_alone_is_found(leitai: Leitai, forger: Forger) -> None:
    forged = forger.copy()
    forged["digest"] = forged["digest"][::-1]
    assert leitai("verify", forger.unsealed(forged), code=1).out


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"format": "leitai-result/1"}',
        b'{"format": "leitai-result/9"}',
        b"1e999",
    ],
)
@pytest.mark.parametrize("command", [("verify",), ("explain", "x")])
def test_what_is_no_result_is_said_to_be_none(
    leitai: Leitai, forger: Forger, data: bytes, command: tuple[str, ...]
) -> None:
    answer = leitai(command[0], forger.write(data), *command[1:], code=1)
    assert "[RS-00" in answer.out + answer.err


def test_a_forged_result_is_neither_explained_nor_built_upon(leitai: Leitai, forger: Forger, examples: Path) -> None:
    forged = forger.copy()
    forged["values"][PERIOD][UNIT]["score"] += 1
    path = forger.resealed(forged)
    assert "[RS-004]" in leitai("explain", path, UNIT, code=1).err
    example = examples / "hunan-2012"
    answer = leitai(
        "score", example / "rulebook.yaml", example / "figures.csv", "--out", "out", "--before", path, code=1
    )
    assert "[RS-004]" in answer.err
    assert not Path("out").exists()


def test_verify_answers_programs_too(leitai: Leitai, forger: Forger, result: Path, sound: dict[str, Any]) -> None:
    plain = leitai("verify", result, "--json", code=0).json
    assert (plain["ok"], plain["digest"], plain["code"], plain["code_checked"]) == (
        True,
        sound["digest"],
        sound["code"],
        False,
    )
    forged = forger.copy()
    forged["values"][PERIOD][UNIT]["score"] += 1
    plain = leitai("verify", forger.resealed(forged), "--json", code=1).json
    assert plain["ok"] is False
    assert [fault["code"] for fault in plain["faults"]] == ["RS-004"]


def test_a_code_that_is_none_is_a_usage_error(leitai: Leitai, result: Path) -> None:
    leitai("verify", result, "--code", "hello", code=2)
