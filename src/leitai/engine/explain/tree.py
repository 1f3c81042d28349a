"""Why a track and the total are what they are: sums, shares of absent tasks, adjustments, caps, vetoes, rank."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from leitai.engine.assess.adjust import LATE, LATE_NAME, Applied
from leitai.engine.assess.plan import TreeNode
from leitai.engine.assess.run import Run
from leitai.engine.assess.running import gap_before
from leitai.engine.assess.score import OUT, SCORED
from leitai.engine.assess.standing import GroupRun
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Text
from leitai.engine.exact import Exact
from leitai.engine.explain.leaf import rounding
from leitai.engine.explain.trace import Sentence
from leitai.engine.show import show_value

EFFECTS = {
    "cancel_title": Text("不进荣誉类名单，得分与名次不变", "no titles; score and rank stay"),
    "cap_grade": Text("等级受限，得分与名次不变", "its grade is limited; score and rank stay"),
    "rank_last": Text("排在最后", "is ranked last"),
    "unranked": Text("不排名", "is not ranked"),
    "zero": Text("总分计 0 分", "its total is 0"),
}


def explain_branch(run: Run, group: GroupRun, r: int, i: int, position: int) -> Iterator[Sentence]:
    """The sum of a branch, with what absent tasks gave to their siblings."""
    node = run.plan.nodes[position]
    scored = group.nodes[position]
    if scored.state[r, i] != SCORED:
        yield _unscored(int(scored.state[r, i]))
        return
    children = [(run.plan.nodes[c], group.nodes[c]) for c in node.children]
    there = [child for child, part in children if part.state[r, i] == SCORED]
    absent = [child for child, part in children if part.state[r, i] == OUT]
    if absent:
        names = "、".join(child.name.zh for child in absent)
        english = ", ".join(child.name.say("en") for child in absent)
        yield Sentence(
            "policy", Text(f"无此项任务：{names}，分值由同级分担。", f"No such task: {english}; points go to siblings.")
        )
    expression = _sum(run, group, r, i, position, there)
    exact = scored.exact.at((r, i))
    label = Text("基础分", "base total") if node.level == 0 else Text("得分", "points")
    yield Sentence("arithmetic", label, expression, exact)
    if node.level:
        yield from rounding(run, exact, scored.score.at((r, i)), run.plan.policies.rounding.track)


def _unscored(state: int) -> Sentence:
    if state == OUT:
        return Sentence("policy", Text("所属指标均不适用。", "None of its indicators applies."))
    return Sentence(
        "policy", Text("所属指标有不得分者，本级不得分。", "An indicator below has no score, so neither has this.")
    )


def _sum(run: Run, group: GroupRun, r: int, i: int, position: int, there: list[TreeNode]) -> str:
    tree = run.plan.rulebook.tree
    assert tree is not None
    parts = [group.nodes[run.plan.node_position[child.id]].score.at((r, i)) for child in there]
    full, kept = _worth(group, position, r, i)
    if tree.measure == "weights":
        shares = [run.plan.weight(run.plan.items[child.id], group.grid.group.id) for child in there]
        terms = " + ".join(f"{_n(s)} * {_n(w)}" for s, w in zip(parts, shares, strict=True))
        return f"({terms}) / {_n(sum(shares, Fraction(0)))}"
    total = " + ".join(_n(part) for part in parts) or "0"
    return total if kept == full else f"({total}) * {_n(full)} / {_n(kept)}"


def _worth(group: GroupRun, position: int, r: int, i: int) -> tuple[Fraction, Fraction]:
    """A branch's full points in the round, and the part of them whose children apply to the contestant."""
    node = group.nodes[position]
    rounds = len(group.grid.periods)
    full = Exact(np.broadcast_to(node.full.num, (rounds, 1)), node.full.den)
    kept = Exact(np.broadcast_to(node.kept.num, group.grid.member.shape), node.kept.den)
    return full.at((r, 0)), kept.at((r, i))


def _n(value: Fraction) -> str:
    text = decimal_text(value)
    return f"({text})" if "/" in text or text.startswith("-") else text


def explain_adjustments(run: Run, group: GroupRun, r: int, i: int) -> Iterator[Sentence]:
    """What was added and taken, each item with its count, then the caps, the rounding and the vetoes."""
    adjusted = group.adjusted
    if group.nodes[0].state[r, i] != SCORED:
        return
    for item in adjusted.items:
        if item.count.at((r, i)) != 0:
            yield _item(run, item, r, i)
    base = group.nodes[0].exact.at((r, i))
    deduction, bonus = adjusted.deduction.at((r, i)), adjusted.bonus.at((r, i))
    for kind, cut in (("扣分", adjusted.cut_deduction), ("加分", adjusted.cut_bonus)):
        if cut.at((r, i)) != 0:
            shown = show_value(cut.at((r, i)))
            english = "deductions" if kind == "扣分" else "bonuses"
            yield Sentence(
                "policy",
                Text(f"{kind}合计超过限额，超出的 {shown} 分不计。", f"The cap on {english} leaves out {shown}."),
            )
    exact = adjusted.exact.at((r, i))
    if deduction or bonus or adjusted.bounded[r, i]:
        expression = f"{_n(base)} - {_n(deduction)} + {_n(bonus)}"
        caps = run.plan.rulebook.caps
        if caps.floor is not None:
            expression = f"max({decimal_text(Fraction(caps.floor))}, {expression})"
        if caps.total is not None:
            expression = f"min({decimal_text(Fraction(caps.total))}, {expression})"
        yield Sentence(
            "arithmetic", Text("总分（基础分 − 扣分 + 加分）", "total (base − deductions + bonuses)"), expression, exact
        )
    vetoes = [a for a in run.plan.rulebook.adjustments if a.id in adjusted.vetoes and adjusted.vetoes[a.id][r, i]]
    if not any(a.effect == "zero" for a in vetoes):
        yield from rounding(run, exact, adjusted.score.at((r, i)), run.plan.policies.rounding.total)
    for veto in vetoes:
        effect = EFFECTS[veto.effect or "cancel_title"]
        yield Sentence(
            "policy",
            Text(
                f"一票否决“{veto.name.zh}”（{veto.clause}）：{effect.zh}。",
                f"Veto '{veto.name.say('en')}' ({veto.clause}): {effect.en}.",
            ),
        )


def _item(run: Run, item: Applied, r: int, i: int) -> Sentence:
    count, points = item.count.at((r, i)), item.points.at((r, i))
    adjustment = next((a for a in run.plan.rulebook.adjustments if a.id == item.id), None)
    if adjustment is None:
        late = run.plan.policies.late
        each = Fraction(late.deduct) if not isinstance(late, str) else Fraction(0)
        name, cap, clause = LATE_NAME, None if isinstance(late, str) else late.cap, LATE
    else:
        each, cap = Fraction(adjustment.points or 0), adjustment.cap
        name, clause = Text(adjustment.name.zh, adjustment.name.en), adjustment.clause
    sign = Text("扣", "minus") if item.kind == "deduction" else Text("加", "plus")
    label = Text(f"{name.zh}（{clause}）{sign.zh}", f"{name.say('en')} ({clause}) {sign.en}")
    if not item.held[r, i]:
        gate = adjustment.gate if adjustment else ""
        return Sentence(
            "policy",
            Text(f"{name.zh}（{clause}）：条件“{gate}”不成立，不计。", f"{name.say('en')}: gate '{gate}' not met."),
        )
    expression = f"{_n(count)} * {_n(each)}"
    if cap is not None:
        expression = f"min({decimal_text(Fraction(cap))}, {expression})"
    return Sentence("arithmetic", label, expression, points)


def explain_rank(run: Run, group: GroupRun, r: int, i: int) -> Iterator[Sentence]:
    """Rank, ties, progress, grade and lists, in that order."""
    contestant = group.grid.contestants[i]
    standing = run.standings[group.grid.periods[r]][contestant]
    _, place = standing.places[run.plan.rulebook.peers]
    name, english = group.grid.group.name.zh, group.grid.group.name.say("en")
    if not place.rank:
        yield Sentence("result", Text(f"在{name}中列出，不排名。", f"Listed among {english}, not ranked."))
    else:
        ties = int((group.ranks[0, r] == place.rank).sum())
        tied = (f"，{ties} 家并列", f", {ties} tied") if ties > 1 else ("", "")
        yield Sentence(
            "result",
            Text(
                f"在{name}中居第 {place.rank} 位（共 {place.of} 家排名{tied[0]}）。",
                f"Rank {place.rank} of {place.of} in {english}{tied[1]}.",
            ),
        )
    if place.rank_before:
        gained = place.rank_before - place.rank
        moved = "名次未变" if gained == 0 else f"{'上升' if gained > 0 else '下降'} {abs(gained)} 位"
        same = "no change" if gained == 0 else f"{'up' if gained > 0 else 'down'} {abs(gained)}"
        if place.rank:
            yield Sentence(
                "result",
                Text(f"上一轮第 {place.rank_before} 位，{moved}。", f"Rank {place.rank_before} before, {same}."),
            )
    if standing.grade:
        grade = next(g for g in run.plan.rulebook.grades if g.id == standing.grade)
        yield Sentence(
            "result",
            Text(f"等级：{grade.name.zh} {grade.interval}。", f"Grade: {grade.name.say('en')} {grade.interval}."),
        )
    period = group.grid.periods[r]
    for award in run.plan.rulebook.awards:
        held = award.id in standing.held and award.id not in standing.awards
        asked = award.rounds - 1 if held else 0
        if missing := gap_before(run.plan.periods, period, asked, run.rounds_before(period)):
            yield Sentence(
                "list",
                Text(
                    f"“{award.name.zh}”的条件（{award.when}）本轮成立，须连续 {award.rounds} 轮；"
                    f"{missing} 没有结果，不算连续，不列入。",
                    f"The condition of '{award.name.say('en')}' ({award.when}) holds in this round and must in "
                    f"{award.rounds} running; {missing} has no result, which breaks the run: not listed.",
                ),
            )
        if award.id in standing.awards:
            over = (f"，连续 {award.rounds} 轮", f", {award.rounds} rounds running") if award.rounds > 1 else ("", "")
            yield Sentence(
                "list",
                Text(
                    f"列入“{award.name.zh}”（{award.clause}条件：{award.when}{over[0]}），由人确认。",
                    f"On the list '{award.name.say('en')}' ({award.when}{over[1]}), to be confirmed by a person.",
                ),
            )
