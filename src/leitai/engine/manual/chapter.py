"""A method in full: what the terminal prints, the web shows beside the form and the printed rules carry as an annex.

>>> from leitai.engine.methods.registry import methods
>>> told = chapter(methods()["efficacy", 1])
>>> told.title.zh, [one.id for one in told.documents], told.examples[0].points
('功效系数法', ['S61', 'S62'], ('100.00', '70.00', '60.00', None))
>>> [f"{line.label.en}: {line.expression} = {line.value}" for line in told.examples[0].lines][-1]
'points: 100 × (0.6 + (1 − 0.6) × 0.25) = 70'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leitai.engine.decimals import written
from leitai.engine.errors import Text
from leitai.engine.manual.curve import Curve, curve_of, curve_of_method
from leitai.engine.manual.parameters import ParameterText, parameters_of
from leitai.engine.manual.setting import Setting
from leitai.engine.manual.sources import Document, Row, documents_of, rows_of
from leitai.engine.methods.method import Example, Line, Method
from leitai.engine.methods.probe import Trial, try_example
from leitai.engine.show import show_value
from leitai.engine.terms import find_term, value_term

LOWER = Text("越低越好", "lower is better")
PLAIN: Mapping[Any, Text] = {True: Text("是", "yes"), False: Text("否", "no"), None: Text("不设", "none")}
SIGNS = str.maketrans({"*": "×", "/": "÷", "-": "−"})


@dataclass(frozen=True, slots=True)
class SumLine:
    """A line of arithmetic as it is read; `expression` is empty where the value itself is all there is."""

    label: Text
    expression: str
    value: str

    @property
    def sum(self) -> str:
        """`20 × 0.5 = 10`, `10 ÷ 3 ≈ 3.33333333333`, or the value alone."""
        if not self.expression:
            return self.value
        return f"{self.expression} {'≈ ' + self.value[1:] if self.value.startswith('≈') else '= ' + self.value}"


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """An example: what was given, what the kernel gives now, and the arithmetic of the row that tells most.

    given     full points, direction, parameters and policies, as they are written
    columns   figures by the name of their column ("value" or a role)
    points    one a row; None where the rule gives none
    line_of   the row whose arithmetic is shown, from 1; 0 where no row has points
    """

    title: Text
    given: tuple[Text, ...]
    columns: Mapping[str, tuple[str | None, ...]]
    points: tuple[str | None, ...]
    source: Text
    line_of: int
    lines: tuple[SumLine, ...]

    @property
    def rows(self) -> tuple[Text, ...]:
        """Each row as it is read: 数据 90 → 70.00."""
        return tuple(self._row(row) for row in range(len(self.points)))

    def _row(self, row: int) -> Text:
        given = [(name, column[row] or "—") for name, column in self.columns.items()]
        zh = "，".join(f"{'数据' if name == 'value' else name} {entry}" for name, entry in given)
        en = ", ".join(f"{'figure' if name == 'value' else name} {entry}" for name, entry in given)
        points = self.points[row]
        return Text(f"{zh} → {points or '不计分'}", f"{en} → {points or 'none'}")


@dataclass(frozen=True, slots=True)
class Picture:
    """The curve of a method by itself, and the example whose parameters it is drawn for."""

    setting: Setting
    curve: Curve
    title: Text
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """All that is said of a method, in both languages."""

    method: Method
    title: Text
    summary: Text
    symbols: tuple[tuple[str, Text], ...]
    parameters: tuple[ParameterText, ...]
    policies: tuple[tuple[str, Text, Text], ...]
    rows: tuple[Row, ...]
    documents: tuple[Document, ...]
    examples: tuple[WorkedExample, ...]
    picture: Picture | None

    @property
    def telling(self) -> WorkedExample | None:
        """The first example with arithmetic to show."""
        return next((one for one in self.examples if one.lines), None)


def chapter(method: Method) -> Chapter:
    """A method in full; the examples are computed now, by its kernel."""
    rows = rows_of(method)
    found = {one.id: one for row in rows for one in documents_of(row)}
    return Chapter(
        method=method,
        title=method.title,
        summary=method.summary,
        symbols=tuple(method.symbols.items()),
        parameters=parameters_of(method),
        policies=tuple(policy_of(key) for key in method.policies),
        rows=rows,
        documents=tuple(found[id_] for id_ in sorted(found)),
        examples=tuple(worked_example(method, one) for one in method.examples),
        picture=picture_of(method),
    )


def policy_of(key: str) -> tuple[str, Text, Text]:
    """A policy's key, what it is called, what it decides."""
    term = find_term(f"Policies.{key}", key)
    return (key, term.text, term.meaning) if term is not None else (key, Text(key, key), Text(""))


def picture_of(method: Method) -> Picture | None:
    made = curve_of_method(method)
    if made is None:
        return None
    example, setting, curve = made
    notes = [drawn_for(example), *([curve.note] if curve.note.zh else [])]
    return Picture(setting, curve, titled(method.title, curve), tuple(notes))


def picture_for(setting: Setting, name: Text) -> Picture | None:
    """The picture of a method as one indicator uses it; None where no figure gives points."""
    curve = curve_of(setting)
    if curve is None:
        return None
    drawn = Text(
        f"按“{name.zh}”的参数画出，满分 {setting.points} 分。",
        f"Drawn for '{name.say('en')}', {setting.points} points in full.",
    )
    notes = (drawn, curve.note) if curve.note.zh else (drawn,)
    return Picture(setting, curve, titled(setting.method.title, curve), notes)


def titled(name: Text, curve: Curve) -> Text:
    """A title that states what the picture shows."""
    return Text(f"{name.zh}：{curve.finding.zh}", f"{name.en}: {curve.finding.en}")


def drawn_for(example: Example) -> Text:
    """Which parameters a picture is drawn for."""
    return Text(
        f"按算例“{example.title.zh}”的参数画出，满分 {example.points} 分。",
        f"Drawn for the parameters of the example '{example.title.en}', {example.points} points in full.",
    )


def worked_example(method: Method, example: Example) -> WorkedExample:
    trial = try_example(method, example)
    got = tuple(trial.rounded(example.places))
    shown = telling_row(trial, got)
    return WorkedExample(
        title=example.title,
        given=_given(example),
        columns=example.figures,
        points=got,
        source=example.source,
        line_of=0 if shown is None else shown + 1,
        lines=() if shown is None else tuple(sum_line(line) for line in trial.lines(shown)),
    )


def telling_row(trial: Trial, rounded: tuple[str | None, ...]) -> int | None:
    """The row whose arithmetic explains most: neither full points nor none, if there is one."""
    computed = [row for row, points in enumerate(rounded) if points is not None]
    telling = [row for row in computed if 0 < trial.points(row) != trial.facts.points.at((0,))]
    return next(iter(telling or computed), None)


def sum_line(line: Line) -> SumLine:
    expression = "" if line.expression == written(line.value) else line.expression.translate(SIGNS)
    return SumLine(line.label, expression, show_value(line.value))


def _given(example: Example) -> tuple[Text, ...]:
    """满分 100, base = 0.6."""
    given = [Text(f"满分 {example.points}", f"full points {example.points}")]
    if example.direction == "lower":
        given.append(LOWER)
    given += [_same(f"{name} = {value_text(value)}") for name, value in example.parameters.items()]
    for name, value in example.rules.items():
        _, title, _ = policy_of(name)
        term = value_term("Policies", name, str(value)) if isinstance(value, str) else None
        said = term.text if term is not None else PLAIN.get(value, _same(value_text(value)))
        given.append(Text(f"政策“{title.zh}”为“{said.zh}”", f"policy {name}: {said.en}"))
    return tuple(given)


def _same(text: str) -> Text:
    return Text(text, text)


def value_text(value: Any) -> str:
    """A parameter as it is written in a rulebook."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {value_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(value_text(inner) for inner in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
