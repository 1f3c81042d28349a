"""Whether what is stored of a run still gives its code: scored again from the start, result file and frozen figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leitai.engine.assess.plan import Plan
from leitai.engine.assess.result import build_result, run_of, verify
from leitai.engine.assess.snapshot import freeze, resolve
from leitai.engine.errors import InputError, Lang, LeitaiError, Text
from leitai.engine.rulebook.digest import normalise_code
from leitai.web.assessment.models import ScoringRun
from leitai.web.collection.api import figures_of, organisation_names, plan_of, role_aside

# How many cells a refusal names, and how many places of the file.
CELLS, PLACES = 10, 3


@dataclass(frozen=True, slots=True)
class Told:
    """What the check found; no fault: everything fits."""

    faults: tuple[str, ...]
    cells: int


def check(run: ScoringRun, code: str, lang: Lang) -> Told:
    """Recompute the stored result, and the frozen figures beside it, and hold both against a code."""
    try:
        return _checked(run, code, lang)
    except LeitaiError as error:
        return Told((str(error),), 0)
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError) as error:
        words = Text(f"数据已损坏，无法重算：{error}", f"What is stored is damaged and cannot be recomputed: {error}")
        return Told((words.say(lang),), 0)


def altered_faults(run: ScoringRun) -> list[Text]:
    """Why a run is not given out: what is stored no longer gives the code it was scored and signed under.

    A snapshot and a result forged alike agree with each other and only the code tells; then the figures on file, which
    do not move while the round is locked, say which cells are meant.
    """
    zh = check(run, run.code, "zh").faults
    if not zh:
        return []
    en = check(run, run.code, "en").faults
    return [
        Text(
            f"第 {run.number} 次计分的存档重算后与计分时不符，不能送审或发布。{_few(zh)}{_few(_beside_file(run, 'zh'))}"
            "请停止办理，由系统管理员、审计管理员核查数据库；查清后重新开放本轮，再锁定、计分。",
            f"What is stored of run {run.number} does not recompute to what was scored; it is neither submitted nor "
            f"published. {_few(en)} {_few(_beside_file(run, 'en'))} Stop here and have the administrators look into "
            "the database; then open the round again, freeze and score anew.",
        )
    ]


def _checked(run: ScoringRun, code: str, lang: Lang) -> Told:
    result, found = verify(run.result.encode(), code, "result.json")
    faults = [one.line(lang) for one in found]
    cells = json.loads(run.snapshot.cells)
    again = build_result(run_of(result | {"snapshot": {"rounds": result["snapshot"]["rounds"], "cells": cells}}))
    if normalise_code(again["code"]) != normalise_code(code):
        faults.append(
            Text(
                f"已冻结的数据重算后短码是 {again['code']}，应为 {code}。",
                f"The frozen figures give the code {again['code']}; it should be {code}.",
            ).say(lang)
        )
    faults += _differing(run, cells, result["snapshot"]["cells"], STATED, lang)
    return Told(tuple(faults), len(cells))


# What a frozen figure is held against, and how the difference is told.
STATED = Text("结果文件中", "in the result")
ON_FILE = Text("填报库中", "on file")


def _beside_file(run: ScoringRun, lang: Lang) -> Sequence[str]:
    """Which frozen figures are not those on file, where nothing else tells."""
    round_ = run.round
    try:
        plan = plan_of(round_.book, round_.edition)
        filed = freeze(plan, resolve(plan, figures_of(round_.book, round_.period)), [round_.period], True)
        cells = json.loads(run.snapshot.cells)
        if cells != json.loads(run.result)["snapshot"]["cells"]:
            return ()
        return _differing(run, cells, [list(row) for row in filed.cells], ON_FILE, lang)
    except (InputError, KeyError, TypeError, ValueError, IndexError):
        return ()


def _differing(
    run: ScoringRun, cells: Sequence[Sequence[Any]], others: Sequence[Sequence[Any]], where: Text, lang: Lang
) -> list[str]:
    """Frozen figures whose value is another elsewhere, each named in words."""
    plan = plan_of(run.round.book, run.round.edition)
    names = organisation_names(plan, lang)
    held = {tuple(row[:4]): row[4] for row in others}
    return [
        Text(
            f"{_named(plan, names, row, lang)}：{where.zh}是 {_shown(held.get(tuple(row[:4])))}，"
            f"快照中现在是 {_shown(row[4])}。",
            f"{_named(plan, names, row, lang)}: {_shown(held.get(tuple(row[:4])))} {where.en}, {_shown(row[4])} in the "
            "snapshot now.",
        ).say(lang)
        for row in cells
        if held.get(tuple(row[:4])) != row[4]
    ][:CELLS]


def _named(plan: Plan, names: Mapping[str, str], row: Sequence[Any], lang: Lang) -> str:
    indicator = plan.inputs[row[1]].name.say(lang) if row[1] in plan.inputs else str(row[1])
    parts = (names.get(row[0], str(row[0])), indicator, role_aside(plan, row[3], lang), str(row[2]))
    return " ".join(part for part in parts if part)


def _shown(value: str | None) -> str:
    return "—" if value is None else value


def _few(faults: Sequence[str]) -> str:
    return "".join(one if one.endswith(("。", ".")) else f"{one}。" for one in faults[:PLACES])
