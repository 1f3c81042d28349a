"""Why an indicator scored what it scored: clause, figure, arithmetic, rounding, and the policies that mattered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from leitai.engine.assess.cells import EXEMPT, NOT_APPLICABLE, NOT_YET, PRESENT, UNREPORTED
from leitai.engine.assess.plan import Column
from leitai.engine.assess.reads import read_period
from leitai.engine.assess.run import Run
from leitai.engine.assess.score import OUT, SCORED, Block, Need
from leitai.engine.assess.snapshot import CellRow
from leitai.engine.assess.standing import GroupRun
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Text
from leitai.engine.exact import picked
from leitai.engine.explain.carried import carried
from leitai.engine.explain.figure import figure_text, role_name
from leitai.engine.explain.trace import Sentence
from leitai.engine.methods.method import Cell
from leitai.engine.periods import cell_period, shift
from leitai.engine.rulebook.expression import Binary, Call, Node, Number, Reference, Unary, write
from leitai.engine.words import FLAGS, NO_TASK, WHY_NO_SCORE, flag_words

REASON = {UNREPORTED: "unreported", NOT_YET: "not_yet_published", EXEMPT: "exempt", NOT_APPLICABLE: "not_applicable"}
BETTER = {"higher": Text("越高越好", "higher is better"), "lower": Text("越低越好", "lower is better")}
ROUNDED = {"half_up": Text("四舍五入", "half up"), "gbt8170": Text("按 GB/T 8170 修约", "GB/T 8170")}


def explain_leaf(run: Run, group: GroupRun, r: int, i: int, column: Column) -> Iterator[Sentence]:
    """The sentences of one indicator's cell, down to its score."""
    indicator = column.indicator
    j = column.index
    points = run.plan.points(column, group.grid.group.id)
    title, better = column.method.title, BETTER[indicator.direction]
    clause, english = (f"{indicator.clause}：", f"{indicator.clause}: ") if indicator.clause else ("", "")
    yield Sentence(
        "clause",
        Text(
            f"{clause}满分 {decimal_text(points)} 分，{title.zh}，{better.zh}。",
            f"{english}{decimal_text(points)} points, {title.en}, {better.en}.",
        ),
    )
    yield from _figures(run, group, r, i, column)
    ruled = "ruling" in group.leaves.flags and bool(group.leaves.flags["ruling"][r, i, j])
    if ruled:
        yield from _ruling(run, group, r, i, column)
    elif group.leaves.reason[r, i, j] == PRESENT:
        yield from _computed(run, group, r, i, column)
    yield from _closed(run, group, r, i, column, ruled)


def _computed(run: Run, group: GroupRun, r: int, i: int, column: Column) -> Iterator[Sentence]:
    block = next(b for b in group.leaves.blocks if column.index in b.columns)
    cell = _cell(run, group, block, r, i, column)
    lines = column.method.arithmetic(cell)
    for line in lines:
        yield Sentence("arithmetic", line.label, line.expression, line.value, line.unit)
    exact = group.leaves.exact.at((r, i, column.index))
    if lines[-1].value != exact:
        yield Sentence("arithmetic", Text("未取舍得分", "points before rounding"), decimal_text(lines[-1].value), exact)
    yield from rounding(run, exact, group.leaves.score.at((r, i, column.index)), run.plan.policies.rounding.indicator)


def rounding(run: Run, exact: Fraction, score: Fraction, places: int | None) -> Iterator[Sentence]:
    """The line that says how the last digit came about, where anything was rounded off."""
    if places is None or exact == score:
        return
    mode = ROUNDED[run.plan.policies.rounding.mode]
    yield Sentence(
        "result",
        Text(
            f"{mode.zh}到 {places} 位小数，得 {decimal_text(score, places)} 分。",
            f"Rounded {mode.en} to {places} places: {decimal_text(score, places)}.",
        ),
    )


def _cell(run: Run, group: GroupRun, block: Block, r: int, i: int, column: Column) -> Cell:
    k = block.slot(column.index)
    at = (r, i, k)
    flags = frozenset(name for name, mask in block.outcome.flags.items() if picked(mask, at))
    roles = {role: values.at(at) for role, (values, there) in block.facts.roles.items() if picked(there, at)}
    return Cell(
        block.facts.value.at(at),
        roles,
        run.plan.points(column, group.grid.group.id),
        column.indicator.direction == "lower",
        {name: Fraction(v) if isinstance(v, Decimal) else v for name, v in column.parameters.items()},
        block.facts.rules,
        flags,
        {name: values.at(at) for name, values in block.outcome.steps.items()},
        column.indicator.unit,
    )


def _figures(run: Run, group: GroupRun, r: int, i: int, column: Column) -> Iterator[Sentence]:
    """The figures behind the value, each with its status and source; a derived value with its sum."""
    period = group.grid.periods[r]
    contestant = group.grid.contestants[i]
    item = run.plan.inputs[column.indicator.id]
    at = read_period(item, period)
    if column.formula is not None:
        yield from _derived(run, group, r, i, column, at)
    elif column.method.reads_value:
        row = run.rows.get((contestant, item.id, cell_period(at, item.kind), "actual"))
        if row is not None and row.value is not None:
            yield _figure(row, item.unit, Text("实际值", "actual"))
    for role in column.method.roles(column.parameters):
        row = run.rows.get((contestant, item.id, cell_period(at, item.kind), role))
        if row is not None and row.value is not None:
            yield _figure(row, item.unit, role_name(run, role))


def _figure(row: CellRow, unit: str, role: Text) -> Sentence:
    said = figure_text(row, unit, role)
    return Sentence("figure", Text(f"{said.zh}。", f"{said.en}."))


def _derived(run: Run, group: GroupRun, r: int, i: int, column: Column, at: str) -> Iterator[Sentence]:
    """The formula with its figures put in; every figure it rests on is named first."""
    formula = column.formula
    assert formula is not None
    written = column.indicator.formula
    yield Sentence("clause", Text(f"由公式计算：{written}。", f"By formula: {written}."))
    item = run.plan.inputs[column.indicator.id]
    periods = tuple(read_period(item, period) for period in group.grid.periods)
    filled = _filled(group, r, i, formula, periods)
    values = group.grid.values[column.index]
    if filled is None or values.reason[r, i] != PRESENT:
        return
    value = values.value.at((r, i))
    closed = [name for name, mask in values.marks.items() if name in FLAGS and mask[r, i]]
    if closed or column.indicator.decimals is not None:
        yield Sentence("figure", Text(f"代入：{write(filled)}。", f"With figures: {write(filled)}."))
        yield Sentence("arithmetic", _value_label(run, column), decimal_text(value), value, _unit(column))
    else:
        yield Sentence("arithmetic", Text("计算值", "value"), write(filled), value, _unit(column))


def _value_label(run: Run, column: Column) -> Text:
    places = column.indicator.decimals
    if places is None:
        return Text("计算值", "value")
    mode = ROUNDED[run.plan.policies.rounding.mode]
    return Text(f"计算值（{mode.zh}到 {places} 位小数）", f"value (rounded {mode.en} to {places} places)")


def _unit(column: Column) -> str:
    unit = column.indicator.unit
    return "" if unit == "1" else unit


def _filled(group: GroupRun, r: int, i: int, node: Node, periods: tuple[str, ...]) -> Node | None:
    """The formula with numbers for names, or None where a figure is not there."""
    if isinstance(node, Reference):
        at = tuple(shift(p, node.offset) if node.offset else p for p in periods)
        found = group.grid.resolver(node.name, node.role, at)
        return Number(found.value.at((r, i))) if found.reason[r, i] == PRESENT else None
    if isinstance(node, Unary):
        inner = _filled(group, r, i, node.operand, periods)
        return None if inner is None else replace(node, operand=inner)
    if isinstance(node, Binary):
        left, right = _filled(group, r, i, node.left, periods), _filled(group, r, i, node.right, periods)
        return None if left is None or right is None else replace(node, left=left, right=right)
    if isinstance(node, Call):
        arguments = [_filled(group, r, i, argument, periods) for argument in node.arguments]
        known = tuple(a for a in arguments if a is not None)
        return replace(node, arguments=known) if len(known) == len(arguments) else None
    return node


def _ruling(run: Run, group: GroupRun, r: int, i: int, column: Column) -> Iterator[Sentence]:
    item = run.plan.inputs[column.indicator.id]
    period = cell_period(read_period(item, group.grid.periods[r]), item.kind)
    row = run.rows.get((group.grid.contestants[i], item.id, period, "ruling"))
    assert row is not None
    yield Sentence(
        "policy",
        Text(
            f"经裁定得 {row.value} 分：{row.note}（依据：{row.source}）。",
            f"Ruled {row.value} points: {row.note} (document: {row.source}).",
        ),
    )


def _closed(run: Run, group: GroupRun, r: int, i: int, column: Column, ruled: bool) -> Iterator[Sentence]:
    """What policies did where the rule itself gave nothing."""
    j = column.index
    flags = {name for name, mask in group.leaves.flags.items() if mask[r, i, j]}
    if "previous" in flags:
        yield from carried(run, group, r, i, column, flags)
    if "late" in flags:
        yield Sentence("policy", Text("本数据迟报，照常计分，按政策 late 处理。", "Filed late; counts, policy late."))
    if "reported" in flags:
        yield Sentence("policy", Text("本数据尚未审核，仅供试算。", "Not yet verified; for trial only."))
    if "abnormal_base" in flags:
        yield Sentence(
            "policy", Text("增速超出常规，按政策 abnormal_base 处理。", "Abnormal growth; policy abnormal_base.")
        )
    reason = REASON.get(int(group.leaves.reason[r, i, j]))
    if reason is not None and not ruled:
        policies, own = run.plan.policies, column.indicator.policies
        key = "no_task" if reason in ("not_applicable", "exempt") else reason
        policy = getattr(own, key) or getattr(policies, key)
        shown = policy if isinstance(policy, str) else f"fixed {decimal_text(Fraction(policy.fixed))}"
        words = WHY_NO_SCORE[reason]
        yield Sentence("policy", Text(words.zh.format(policy=shown), words.en.format(policy=shown)))
        if group.leaves.state[r, i, j] == OUT:
            done = NO_TASK["reweight"]
            yield Sentence("result", Text(f"{done.zh}。", f"{done.en}."))
        elif group.leaves.state[r, i, j] == SCORED:
            score = group.leaves.score.at((r, i, j))
            given = NO_TASK.get(shown, Text("取固定分", "fixed points")) if key == "no_task" else Text("计", "counts")
            points = decimal_text(score)
            yield Sentence("result", Text(f"{given.zh}，得 {points} 分。", f"{given.en}: {points} points."))
    for need in group.leaves.needs:
        if need == Need(group.grid.contestants[i], column.indicator.id, group.grid.periods[r], need.case):
            zh, en = flag_words(need.case), flag_words(need.case, "en")
            yield Sentence("policy", Text(f"待裁定：{zh}。", f"Waits for a ruling: {en}."))
