"""Policy not_yet_published: previous — which earlier cell stood in for the one that is not published yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from leitai.engine.assess.plan import Column
from leitai.engine.assess.reads import Read, formula_reads, owed_reads, read_period
from leitai.engine.assess.run import Run
from leitai.engine.assess.standing import GroupRun
from leitai.engine.errors import Text
from leitai.engine.explain.figure import figure_text, role_name
from leitai.engine.explain.trace import Sentence
from leitai.engine.rulebook.expression import figures_of


def carried(run: Run, group: GroupRun, r: int, i: int, column: Column, flags: Collection[str]) -> Iterator[Sentence]:
    """One sentence for each figure that stood in, so that the number leads back to the cell it was filed in."""
    contestant, period = group.grid.contestants[i], group.grid.periods[r]
    for read in sorted(_reads(run, column, period, flags)):
        name, role, at = read.cell
        row = run.rows.get((contestant, name, at, role))
        earlier = run.rows.get((contestant, name, read.before[2], role))
        item = run.plan.inputs[name]
        if row is None or row.status != "not_yet_published" or not item.previous:
            continue
        if earlier is None or earlier.value is None:
            continue
        # A formula rests on figures of several names; the indicator's own needs none.
        own = name == column.indicator.id
        whose = Text("", "") if own else Text(f"{item.name.zh} ", f"{item.name.say('en')}, ")
        said = figure_text(earlier, item.unit, role_name(run, role))
        yield Sentence(
            "policy",
            Text(
                f"{whose.zh}{at} 数据尚未公布，按政策 not_yet_published = previous "
                f"沿用 {earlier.period} 数据：{said.zh}。",
                f"{whose.en}{at} is not yet published; by policy (not_yet_published = previous) the figure of "
                f"{earlier.period} stands in: {said.en}.",
            ),
        )


def _reads(run: Run, column: Column, period: str, flags: Collection[str]) -> set[Read]:
    """What the value rests on; where two years of growth were averaged, also the figures of the year before."""
    found = owed_reads(run.plan, column, period)
    if "abnormal_base" in flags:
        item = run.plan.inputs[column.indicator.id]
        found |= formula_reads(run.plan, figures_of(item.program), read_period(item, period))
    return found
