"""What the wall says at each step: who, from where to where, and which track made it."""

from __future__ import annotations

from collections.abc import Sequence

from leitai.engine.compare import points_text
from leitai.engine.errors import Lang
from leitai.press.pages import say
from leitai.press.pages.before import since_before
from leitai.press.pages.board import Board, Line
from leitai.press.pages.lights import LightTable
from leitai.press.release import Release


def opening(board: Board, lang: Lang) -> str:
    """The first words of a group."""
    ranked, away = board.ranked, [line.name for line in board.lines if not line.rank]
    if not ranked:
        return say(lang, "{name}：本期没有排名的单位。", "{name}: nobody is ranked this round.", name=board.name)
    said = say(
        lang,
        "{name}：{n} 家单位，从末位揭晓。",
        "{name}: {n} units, from the last to the first.",
        name=board.name,
        n=len(ranked),
    )
    if any(line.rank_before for line in ranked):
        said += say(lang, "尚未揭晓的按上期名次排列。", " Those still covered stand as they stood last time.")
    if away:
        names = say(lang, "、", ", ").join(away)
        said += say(lang, "{names}列出，不排名。", " Listed, not ranked: {names}.", names=names)
    return said


def several_placed(lines: Sequence[Line], lang: Lang) -> str:
    return say(
        lang,
        "第 {first} 至第 {last} 名，共 {n} 家。",
        "Ranks {first} to {last}, {n} units.",
        first=lines[0].rank,
        last=lines[-1].rank,
        n=len(lines),
    )


def suspense(left: Sequence[Line], line: Line, lang: Lang) -> str:
    """Before one of the first three: the total, and who it can be."""
    return say(
        lang,
        "第 {rank} 名得 {score} 分。尚未揭晓：{names}。",
        "Rank {rank} has {score} points. Still covered: {names}.",
        rank=line.rank,
        score=line.score,
        names=say(lang, "、", ", ").join(one.name for one in left),
    )


def placing(release: Release, board: Board, line: Line, lang: Lang) -> str:
    """One unit takes its place."""
    head = say(
        lang,
        "第 {rank} 名：{name}，{score} 分。",
        "{rank}. {name}, {score} points.",
        rank=line.rank,
        name=line.name,
        score=line.score,
    )
    gap = "" if lang == "zh" else " "
    return gap.join(part for part in (head, _from(line, lang), _because(release, board, line, lang)) if part)


def _from(line: Line, lang: Lang) -> str:
    if not line.rank_before:
        return ""
    if not line.risen:
        return say(lang, "与上期名次相同。", "The same rank as last time.")
    zh = "上期第 {before} 名，上升 {n} 位。" if line.risen > 0 else "上期第 {before} 名，下降 {n} 位。"
    en = "Was {before}, up {n}." if line.risen > 0 else "Was {before}, down {n}."
    return say(lang, zh, en, before=line.rank_before, n=abs(line.risen))


def _because(release: Release, board: Board, line: Line, lang: Lang) -> str:
    """The track that moved the total most in the direction it went; in a first round, the best and the weakest."""
    found = since_before(release, line.contestant)
    if found is None:
        return _standing(board, line, lang)
    if not found.change:
        return say(lang, "总分与上期相同。", "The same total as last time.")
    up = found.change > 0
    tops = {track.node for track in board.tracks}
    steps = [step for step in found.steps.steps if step.id in tops and (step.change > 0) == up and step.change]
    most = max(steps, key=lambda step: abs(step.change), default=None)
    total = points_text(release.book, abs(found.change))
    if most is None:
        zh, en = ("总分比上期多 {total} 分。", "{total} points more than last time.")
        if not up:
            zh, en = "总分比上期少 {total} 分。", "{total} points less than last time."
        return say(lang, zh, en, total=total)
    zh = "总分比上期多 {total} 分，其中{track}多得 {n} 分，作用最大。"
    en = "{total} points more than last time; {track} did most: +{n}."
    if not up:
        zh = "总分比上期少 {total} 分，其中{track}少得 {n} 分，影响最大。"
        en = "{total} points less than last time; {track} did most: −{n}."
    gained = points_text(release.book, abs(most.change))
    return say(lang, zh, en, total=total, track=most.name.say(lang), n=gained)


def _standing(board: Board, line: Line, lang: Lang) -> str:
    ranked = [(shown.rank, k) for k, shown in enumerate(line.tracks) if shown.rank]
    if len(ranked) < 2:
        return ""
    (best, first), (worst, last) = min(ranked), max(ranked)
    if best == worst:
        return ""
    return say(
        lang,
        "{a}居第 {best}，{b}居第 {worst}。",
        "{a} ranks {best}, {b} {worst}.",
        a=board.tracks[first].name,
        b=board.tracks[last].name,
        best=best,
        worst=worst,
    )


def track_ends(board: Board, lang: Lang) -> str:
    """The heat table's finding: who is first in the most tracks."""
    firsts = {line.name: sum(shown.rank == 1 for shown in line.tracks) for line in board.lines}
    most = max(firsts.values(), default=0)
    names = [name for name, n in firsts.items() if n == most]
    if most < 2 or len(names) > 3:
        return say(lang, "{group}：各赛道得分", "{group}: scores by track", group=board.name)
    return say(
        lang,
        "{group}：{names}在 {n} 条赛道居首位",
        "{group}: {names} first in {n} tracks",
        group=board.name,
        names=say(lang, "、", ", ").join(names),
        n=most,
    )


def lights_found(table: LightTable, lang: Lang) -> str:
    """How many of each light, and where the rule stands."""
    sums = [sum(counts[k] for _, _, counts in table.lines) for k in range(len(table.bands))]
    lit = [
        say(lang, "{name} {n} 项", "{name} {n}", name=band.name, n=n)
        for band, n in zip(table.bands, sums, strict=True)
        if n
    ]
    clause = say(lang, "（{clause}）", " ({clause})", clause=table.clause) if table.clause else ""
    return f"{table.name}{clause}{say(lang, '：', ': ')}{say(lang, '，', ', ').join(lit)}{say(lang, '。', '.')}"
