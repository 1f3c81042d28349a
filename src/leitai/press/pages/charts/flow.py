"""From one total to another: a row a step, each bar as long as what it adds or takes, from a stated start to an end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from markupsafe import Markup

from leitai.engine.book import Book
from leitai.engine.compare import Step, Steps, points_text
from leitai.engine.errors import Lang
from leitai.engine.show import NO_SCORE
from leitai.press.pages import say
from leitai.press.pages.charts import Chart, Figure, Twin
from leitai.press.pages.svg import drawing, element, label

WIDTH, ROW, LABELS, NUMBERS, SIZE = 1200, 44, 400, 150, 20


def flow(book: Book, steps: Steps, title: str, ends: tuple[str, str], lang: Lang) -> Chart:
    """`ends` name where it starts and where it comes to."""
    shown = [step for step in steps.steps if step.change]
    reached = [steps.start]
    for step in shown:
        reached.append(reached[-1] + step.change)
    low, high = min(reached), max(reached)
    room = WIDTH - LABELS - NUMBERS

    def x(value: Fraction) -> int:
        return LABELS + (int((value - low) * room / (high - low)) if high > low else room // 2)

    parts = [_end(0, ends[0], x(steps.start), points_text(book, steps.start))]
    for k, step in enumerate(shown, start=1):
        parts += _step(k, step, x(reached[k - 1]), x(reached[k]), points_text(book, step.change, signed=True), lang)
    parts.append(_end(len(shown) + 1, ends[1], x(steps.end), points_text(book, steps.end)))
    svg = drawing(WIDTH, ROW * (len(shown) + 2), title, *parts, kind="flow")
    unit = say(lang, "分；横轴不从零起", "points; the scale does not begin at zero")
    return Chart(title, unit, svg, _twin(book, steps, ends, lang))


def _middle(k: int) -> int:
    return k * ROW + ROW // 2


def _end(k: int, name: str, x: int, number: str) -> Markup:
    return element(
        "g",
        label(name, LABELS - 20, SIZE, x=0, y=_middle(k) + 7),
        element("path", d=f"M{x} {k * ROW + 6}V{(k + 1) * ROW - 6}", class_="end"),
        element("text", number, x=WIDTH, y=_middle(k) + 7, font_size=SIZE, text_anchor="end"),
        class_="whole",
    )


def _step(k: int, step: Step, start: int, end: int, number: str, lang: Lang) -> list[Markup]:
    bar = element(
        "rect", x=min(start, end), y=k * ROW + 9, width=max(abs(end - start), 2), height=ROW - 18, class_="bar"
    )
    joins = element("path", d=f"M{start} {(k - 1) * ROW + 38}V{k * ROW + 6}", class_="join")
    return [
        element(
            "g",
            label(step.name.say(lang), LABELS - 20, SIZE, x=0, y=_middle(k) + 7),
            joins,
            bar,
            element("text", number, x=WIDTH, y=_middle(k) + 7, font_size=SIZE, text_anchor="end"),
            class_="up" if step.change > 0 else "down",
        )
    ]


def _twin(book: Book, steps: Steps, ends: tuple[str, str], lang: Lang) -> Twin:
    def rows() -> Iterator[tuple[Figure, ...]]:
        yield Figure(ends[0]), Figure(NO_SCORE), Figure(NO_SCORE), Figure(points_text(book, steps.start))
        for step in steps.steps:
            values = (step.there, step.here)
            pair = (Figure(points_text(book, value)) for value in values)
            yield Figure(step.name.say(lang)), *pair, Figure(points_text(book, step.change, signed=True))
        yield Figure(ends[1]), Figure(NO_SCORE), Figure(NO_SCORE), Figure(points_text(book, steps.end))

    heads = say(lang, "项目", "Step"), ends[0], ends[1], say(lang, "相差", "Difference")
    return Twin(heads, tuple(rows()))
