"""What a unit's page says: where it stands, what moved it, where its points went, and why each score is what it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from leitai.engine.assess.plan import ROOT
from leitai.engine.book import Book
from leitai.engine.compare import (
    Distance,
    Highlight,
    Loss,
    Losses,
    Moved,
    Steps,
    field_of,
    highlight_sentence,
    highlights,
    losses,
    moved_sentence,
    points_text,
    standing_sentence,
    waterfall,
)
from leitai.engine.compare.sentences import gap_text, names_text
from leitai.engine.errors import Lang
from leitai.engine.explain import Trace
from leitai.engine.show import NO_SCORE
from leitai.press.explained import trace_of
from leitai.press.pages import say
from leitai.press.pages.before import earlier, since_before
from leitai.press.pages.board import Board, Line, Shown, shown
from leitai.press.pages.charts import Chart
from leitai.press.pages.charts.flow import flow
from leitai.press.release import Release


@dataclass(frozen=True, slots=True)
class LeafLine:
    """An indicator, or a track above its indicators (`level` 1), with its distances and its sentences."""

    node: str
    name: str
    level: int
    leaf: bool
    value: str
    unit: str
    shown: Shown
    full: str
    lost: str
    of: int
    first: str
    median: str
    next: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """A bonus, a deduction, a cap or a limit beside the tree."""

    name: str
    clause: str
    points: str


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit's page."""

    standing: str
    moved: str
    chart: Chart | None
    good: tuple[str, ...]
    short: tuple[str, ...]
    lines: tuple[LeafLine, ...]
    base: str
    extras: tuple[ExtraLine, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a unit, before it is said in any language."""

    losses: Losses
    moved: Moved | None
    against: Steps | None
    highlights: tuple[Highlight, ...]
    traces: Mapping[str, Trace]


def known_units(release: Release) -> dict[str, Known]:
    """Everything the units' pages are made from, worked out once for all languages."""
    book, before, found = release.book, earlier(release), {}
    for group in book.groups():
        field, rows = field_of(book, group.id), book.rows(group.id)
        first = rows[0].contestant if rows and rows[0].rank else None
        for row in rows:
            marked = highlights(
                book,
                row.contestant,
                before[0] if before else None,
                period_before=before[1] if before else None,
                field=field,
            )
            found[row.contestant] = Known(
                losses(book, row.contestant, field=field),
                since_before(release, row.contestant),
                waterfall(book, row.contestant, first) if first else None,
                marked,
                {trace.node: trace for trace in trace_of(release, row.contestant).walk()},
            )
    return found


def unit_view(release: Release, known: Known, board: Board, line: Line, lang: Lang) -> UnitView:
    """Everything on one unit's page."""
    book, found = release.book, known.losses
    return UnitView(
        standing_sentence(book, found, known.moved, lang),
        moved_sentence(book, known.moved, lang) if known.moved else "",
        _chart(book, known.against, board, line, lang),
        tuple(highlight_sentence(book, one, lang) for one in known.highlights if one.good),
        tuple(highlight_sentence(book, one, lang) for one in known.highlights if not one.good),
        tuple(_lines(book, found, known.traces, lang)),
        points_text(book, found.base),
        tuple(ExtraLine(e.name.say(lang), e.clause, points_text(book, e.points, signed=True)) for e in found.extras),
        tuple(sentence.say(lang) for sentence in known.traces[ROOT].sentences),
    )


def _chart(book: Book, steps: Steps | None, board: Board, line: Line, lang: Lang) -> Chart | None:
    """Points against the first of the group; none for the first itself, nor where either has no total."""
    first = board.ranked[0] if board.ranked else None
    if steps is None or first is None or line.rank <= 1 or steps.start == steps.end:
        return None
    gap = points_text(book, abs(steps.start - steps.end))
    tops = [step for step in steps.steps if step.change < 0]
    most = min(tops, key=lambda step: step.change, default=None)
    title = say(lang, "与第一名{name}相差 {gap} 分", "{gap} points from the first, {name}", name=first.name, gap=gap)
    if most is not None:
        by = points_text(book, -most.change)
        title += say(lang, "，{part}少 {by} 分，差得最多", "; most on {part}: {by}", part=most.name.say(lang), by=by)
    ends = (
        say(lang, "{name}总分", "{name}, total", name=first.name),
        say(lang, "{name}总分", "{name}, total", name=line.name),
    )
    return flow(book, steps, title, ends, lang)


def _lines(book: Book, found: Losses, traces: Mapping[str, Trace], lang: Lang) -> Iterator[LeafLine]:
    for one in found.lines:
        trace = traces.get(one.node)
        sentences = tuple(sentence.say(lang) for sentence in trace.sentences) if trace else ()
        yield _line(book, found, one, sentences, lang)


def _line(book: Book, found: Losses, one: Loss, sentences: tuple[str, ...], lang: Lang) -> LeafLine:
    scale = one.full
    return LeafLine(
        one.node,
        one.name.say(lang),
        one.level,
        one.leaf,
        one.cell.value,
        "" if one.unit == "1" else one.unit,
        shown(book, found.contestant, one.node, one.of, scale, lang),
        points_text(book, one.full),
        points_text(book, one.lost),
        one.of,
        _gap(book, one.first, one, lang),
        _gap(book, one.median, one, lang),
        _gap(book, one.next, one, lang),
        sentences,
    )


def _gap(book: Book, there: Distance | None, one: Loss, lang: Lang) -> str:
    """Own score less theirs, whose it is, and how far the values are apart where both have one."""
    if there is None or there.lead is None:
        return NO_SCORE
    gap = points_text(book, there.lead, signed=True)
    whose = names_text(book, there.whose, lang, most=1) if there.whose else ""
    apart = gap_text(there.value_gap, one.unit).say(lang) if there.value_gap else ""
    values = say(lang, "数据差 {apart}", "{apart} in value", apart=apart) if apart else ""
    beside = say(lang, "，", ", ").join(part for part in (whose, values) if part)
    return f"{gap} {say(lang, '（{beside}）', '({beside})', beside=beside)}".replace(" （", "（") if beside else gap
