"""`leitai methods`: every scoring method, with its formula and examples computed on the spot by its kernel."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import Column, put, put_json, put_table, voice
from leitai.cli.page import Example as Line
from leitai.cli.page import Page, both
from leitai.cli.words import wrap
from leitai.engine.errors import Text

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic.fields import FieldInfo

    from leitai.engine.methods.method import Example, Method

ROOM = 100
PAGE = Page(
    summary=Text(
        "计分方法：公式、参数、出处、算例", "The scoring methods: formula, parameters, sources, worked examples"
    ),
    body=Text(
        "不写名称，列出全部方法；写名称，给出一个方法的全文。算例由计分程序当场算出，不是抄下来的。",
        "Without a name, the list of all methods; with a name, one in full. The examples are computed on the spot.",
    ),
    examples=(
        Line("leitai methods", Text("列出全部方法", "list all methods")),
        Line(
            "leitai methods ladder",
            Text("名次阶梯的公式、参数与算例", "formula, parameters and examples of the ladder"),
        ),
    ),
    more=("docs/reference/methods.md", "docs/reference/scoring.md"),
    json={
        "methods": Text(
            "各方法：name、version、title、summary、formula、symbols、parameters(name、type、default、what)、policies、"
            "sources、missing、examples(title、points、direction、parameters、figures、expected、computed、source)",
            "each method: name, version, title, summary, formula, symbols, parameters (name, type, default, what),"
            " policies, sources, missing, examples (title, points, direction, parameters, figures, expected, computed,"
            " source)",
        )
    },
)


@command("methods", PAGE)
def methods(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=both("方法名称；不写则列出全部", "name of a method; all without it")),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.engine.errors import UsageError, did_you_mean
    from leitai.engine.methods.registry import methods as every

    table = list(every().values())
    if name is None:
        if voice.json:
            put_json({"methods": [plain(method) for method in table]})
        else:
            put_list(table)
        return
    chosen = [method for method in table if name in (method.name, method.key, method.title.zh, method.title.en)]
    if not chosen:
        known = [word for method in table for word in (method.name, method.title.zh)]
        hint = did_you_mean(name, known, voice.lang)
        names = " ".join(method.name for method in table)
        raise UsageError(
            voice.of(
                f"没有方法“{name}”。{hint or f'有：{names}'}", f"no method '{name}'. {hint or f'There are: {names}'}"
            )
        )
    if voice.json:
        put_json({"methods": [plain(method) for method in chosen]})
        return
    for number, method in enumerate(chosen):
        if number:
            put()
        for line in lines_of(method):
            put(line)


def put_list(table: list[Method]) -> None:
    columns = (
        Column(voice.of("名称", "name")),
        Column(voice.of("方法", "method")),
        Column(voice.of("所据规则", "rules")),
        Column(voice.of("说明", "what it does"), folds=True),
    )
    rows = [
        (method.name, method.title.say(voice.lang), " ".join(method.sources), method.summary.say(voice.lang))
        for method in table
    ]
    put_table(columns, rows)
    put()
    put(voice.of("看一个方法的全文：leitai methods 名称", "One in full: leitai methods NAME"))


def lines_of(method: Method) -> Iterator[str]:
    """A method in full."""
    yield f"{method.name}  {method.title.say(voice.lang)}  v{method.version}"
    yield from wrap(method.summary.say(voice.lang), ROOM)
    yield ""
    yield f"{voice.of('公式', 'Formula')}  {method.formula}"
    column = max(map(len, method.symbols)) + 2
    for symbol, what in method.symbols.items():
        yield f"  {symbol.ljust(column)}{what.say(voice.lang)}"
    yield ""
    yield voice.of("参数", "Parameters")
    yield from parameter_lines(method, method.parameters, "  ")
    yield ""
    policies = voice.of("、", ", ").join(policy_words(policy) for policy in method.policies) or voice.of("无", "none")
    yield f"{voice.of('有关政策', 'Policies')}  {policies}"
    yield f"{voice.of('所据规则', 'Rules')}  {' '.join(method.sources)}  docs/concepts/sources.md"
    yield f"{voice.of('缺数据时', 'Missing')}  {method.missing.say(voice.lang)}"
    for example in method.examples:
        yield ""
        yield from example_lines(method, example)


def policy_words(policy: str) -> str:
    """`zero_target 零目标`."""
    from leitai.engine.terms import find_term

    term = find_term(policy)
    return policy if term is None else f"{policy} {term.say(voice.lang)}"


def parameter_words(method: Method, name: str, field: FieldInfo) -> str:
    """What a parameter means, as the glossary says it; what it does not hold is said by the type itself."""
    from leitai.engine.terms import find_term

    term = find_term(f"{method.name}.{name}")
    if term is None:
        return " ".join((field.description or "").split())
    return f"{term.say(voice.lang)}{voice.of('：', ': ')}{term.meaning.say(voice.lang)}"


def parameter_lines(method: Method, model: type[BaseModel], indent: str) -> Iterator[str]:
    if not model.model_fields:
        yield f"{indent}{voice.of('无', 'none')}"
    for name, field in model.model_fields.items():
        yield f"{indent}{name}  {type_words(field)}  {default_words(field)}".rstrip()
        text = parameter_words(method, name, field)
        yield from (f"{indent}    {line}" for line in wrap(text, ROOM - len(indent) - 4))
        row = row_of(field)
        if row is not None:
            yield from parameter_lines(method, row, indent + "    ")


def type_words(field: FieldInfo) -> str:
    """What may be written for a parameter."""
    kinds = [kind for kind in get_args(field.annotation) if kind is not NoneType] or [field.annotation]
    kind: Any = kinds[0]
    if field.annotation is bool:
        return "true / false"
    if kind is Decimal or kind is int:
        optional = NoneType in get_args(field.annotation)
        return voice.of("数", "number") + (voice.of("或 none", " or none") if optional else "")
    if row_of(field) is not None:
        return voice.of("表，每行如下", "table, each row as below")
    if get_args(field.annotation)[1:] == (...,):
        return voice.of("列表", "list")
    if any(getattr(limit, "pattern", None) for limit in field.metadata):
        return voice.of("编号", "id")
    return voice.of("区间，如 [80, 90)", "interval, such as [80, 90)")


def row_of(field: FieldInfo) -> type[BaseModel] | None:
    """The model of the rows where the parameter is a table."""
    inner = get_args(field.annotation)
    if inner[1:] == (...,) and hasattr(inner[0], "model_fields"):
        row: type[BaseModel] = inner[0]
        return row
    return None


def default_words(field: FieldInfo) -> str:
    if field.is_required():
        return voice.of("必填", "required")
    shown = (
        "none" if field.default is None else str(field.default).lower() if field.annotation is bool else field.default
    )
    return voice.of(f"默认 {shown}", f"default {shown}")


def example_lines(method: Method, example: Example) -> Iterator[str]:
    """A worked example: what was given, what the kernel gives now, and the arithmetic of one contestant."""
    from leitai.engine.decimals import decimal_text
    from leitai.engine.methods.probe import try_example

    trial = try_example(method, example)
    got = trial.rounded(example.places)
    source = voice.of(f"({example.source})", f" ({example.source})")
    yield f"{voice.of('算例', 'Example')}  {example.title.say(voice.lang)}{source}"
    given = ", ".join(f"{name} = {value_text(value)}" for name, value in example.parameters.items())
    yield from (f"  {line}" for line in wrap(_given(example) + (voice.of(";", "; ") + given if given else ""), ROOM))
    names = list(example.figures)
    words = [voice.of("数据", "figure") if name == "value" else name for name in names]
    widths = [max(len(str(entry or "—")) for entry in example.figures[name]) for name in names]
    for row in range(len(example.expected)):
        entries = [
            f"{word} {(example.figures[name][row] or '—').rjust(size)}"
            for word, name, size in zip(words, names, widths, strict=True)
        ]
        points = got[row] or voice.of("不计分", "none")
        yield f"  {'  '.join(entries)}  → {points}"
    computed = [row for row, points in enumerate(got) if points is not None]
    if not computed:
        return
    # Full points and none explain little.
    telling = [row for row in computed if 0 < trial.points(row) != trial.facts.points.at((0,))]
    shown = (telling or computed)[0]
    yield f"    {voice.of(f'第 {shown + 1} 行的算式', f'the arithmetic of row {shown + 1}')}"
    for line in trial.lines(shown):
        value = decimal_text(line.value)
        value = value if "/" not in value else f"{float(line.value):.6g}…"
        arithmetic = value if line.expression == value else f"{line.expression} = {value}"
        yield f"      {line.label.say(voice.lang)}{voice.of('：', ': ')}{arithmetic}"


def _given(example: Example) -> str:
    lower = example.direction == "lower"
    points = voice.of(f"满分 {example.points}", f"full points {example.points}")
    return points + (voice.of(",越低越好", ", lower is better") if lower else "")


def value_text(value: Any) -> str:
    """A parameter as it is written in a rulebook."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {value_text(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(value_text(inner) for inner in value) + "]"
    return str(value)


def plain(method: Method) -> dict[str, Any]:
    from leitai.engine.methods.probe import try_example

    return {
        "name": method.name,
        "version": method.version,
        "title": method.title.say(voice.lang),
        "summary": method.summary.say(voice.lang),
        "formula": method.formula,
        "symbols": {symbol: what.say(voice.lang) for symbol, what in method.symbols.items()},
        "parameters": [
            {
                "name": name,
                "type": type_words(field),
                "default": None if field.is_required() or field.default is None else str(field.default),
                "required": field.is_required(),
                "what": parameter_words(method, name, field),
            }
            for name, field in method.parameters.model_fields.items()
        ],
        "policies": list(method.policies),
        "sources": list(method.sources),
        "missing": method.missing.say(voice.lang),
        "examples": [
            {
                "title": example.title.say(voice.lang),
                "points": example.points,
                "direction": example.direction,
                "parameters": {name: value_text(value) for name, value in example.parameters.items()},
                "figures": {name: list(column) for name, column in example.figures.items()},
                "expected": list(example.expected),
                "computed": try_example(method, example).rounded(example.places),
                "source": example.source,
            }
            for example in method.examples
        ],
    }
