"""A scoring method in full, as lines of a terminal and as one JSON object."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from leitai.cli.output import columns_here, voice
from leitai.cli.plot import NARROWEST, USUAL, WIDEST, plot
from leitai.cli.words import pad, width, wrap

if TYPE_CHECKING:
    from leitai.engine.manual.chapter import Chapter, WorkedExample
    from leitai.engine.manual.parameters import ParameterText
    from leitai.engine.manual.sources import Document


def room_here() -> int:
    """How wide a chapter is set: as the terminal, within reason; 80 columns in a file."""
    here = columns_here()
    return USUAL if here > 1000 else max(NARROWEST, min(here, WIDEST))


def hanging(text: str, room: int, first: str = "", rest: str = "") -> Iterator[str]:
    """A paragraph whose first line begins with `first`, the others with `rest`."""
    lines = wrap(text, room - max(width(first), width(rest))) or [""]
    yield f"{first}{lines[0]}"
    yield from (f"{rest}{line}" for line in lines[1:])


def under(head: str, text: str, room: int) -> Iterator[str]:
    """A heading with its text beside it."""
    yield from hanging(text, room, f"{head}  ", " " * (width(head) + 2))


def lines_of(one: Chapter, room: int, *, plain: bool = False) -> Iterator[str]:
    """A method in full, no line wider than `room` but an address, which nobody could follow in pieces."""
    method, lang = one.method, voice.lang
    yield f"{method.name}  {one.title.say(lang)}  v{method.version}"
    yield from wrap(one.summary.say(lang), room)
    yield ""
    yield from under(voice.of("公式", "Formula"), method.formula, room)
    column = max(width(symbol) for symbol, _ in one.symbols) + 4
    for symbol, what in one.symbols:
        yield from hanging(what.say(lang), room, pad(f"  {symbol}", column), " " * column)
    yield ""
    yield from picture_lines(one, room, plain)
    yield voice.of("参数", "Parameters")
    yield from parameter_lines(one.parameters, "  ", room)
    yield ""
    yield voice.of("有关政策", "Policies") + ("" if one.policies else voice.of("  无", "  none"))
    for key, title, meaning in one.policies:
        yield from hanging(
            voice.of(f"{title.zh}：{meaning.zh}", f"{title.en}. {meaning.en}"), room, f"  {key}  ", "      "
        )
    yield from under(voice.of("缺数据时", "Missing"), method.missing.say(lang), room)
    yield ""
    yield from source_lines(one, room)
    for example in one.examples:
        yield ""
        yield from example_lines(example, room)


def picture_lines(one: Chapter, room: int, plain: bool) -> Iterator[str]:
    if one.picture is None:
        return
    picture = one.picture
    yield from under(voice.of("图", "Picture"), picture.title.say(voice.lang), room)
    for line in picture.notes:
        yield from hanging(line.say(voice.lang), room, "  ", "  ")
    yield ""
    for drawn in plot(picture.curve, picture.setting.unit, voice.lang, room - 2, plain=plain):
        yield f"  {drawn}"
    yield ""


def parameter_lines(parameters: Sequence[ParameterText], indent: str, room: int) -> Iterator[str]:
    if not parameters:
        yield f"{indent}{voice.of('无', 'none')}"
    for one in parameters:
        head = f"{one.name}  {one.kind.say(voice.lang)}  {one.left_out.say(voice.lang)}"
        # Set apart by two blanks, which wrapping would close up.
        yield from [indent + head] if width(indent + head) <= room else hanging(head, room, indent, f"{indent}  ")
        yield from hanging(one.said.say(voice.lang), room, f"{indent}    ", f"{indent}    ")
        if one.rows:
            yield from parameter_lines(one.rows, f"{indent}    ", room)


def source_lines(one: Chapter, room: int) -> Iterator[str]:
    """The rules a method rests on, then each document they were read in, in full."""
    from leitai.engine.manual.sources import GRADES

    yield voice.of("所据规则", "Rules")
    for row in one.rows:
        read_in = voice.of("、", ", ").join(row.read_in)
        said = voice.of(f"{row.rule.zh}（{row.read_as.zh}；{read_in}）", f"{row.rule.en} ({row.read_as.en}; {read_in})")
        yield from hanging(said, room, f"  {row.id}  ", "       ")
    yield voice.of("出处", "Sources")
    for document in one.documents:
        grade = voice.of(
            f"{document.grade} 级，{GRADES[document.grade].zh}", f"grade {document.grade}, {GRADES[document.grade].en}"
        )
        said = voice.of(
            f"{document.title}，{document.publisher}，{document.date}（{grade}）",
            f"{document.title}, {document.publisher}, {document.date} ({grade})",
        )
        yield from hanging(said, room, f"  {document.id}  ", "       ")
        yield f"       {document.address or voice.of('没有留下网址', 'no address was kept')}"


def example_lines(one: WorkedExample, room: int) -> Iterator[str]:
    """A worked example: what was given, what the kernel gives now, and the arithmetic of one row."""
    lang = voice.lang
    title = voice.of(f"{one.title.zh}（{one.source.zh}）", f"{one.title.en} ({one.source.en})")
    yield from hanging(title, room, voice.of("算例  ", "Example  "), "  ")
    given = voice.of("，", ", ").join(part.say(lang) for part in one.given)
    yield from hanging(given, room, "  ", "  ")
    words = {name: voice.of("数据", "figure") if name == "value" else name for name in one.columns}
    widths = {name: max(len(entry or "—") for entry in column) for name, column in one.columns.items()}
    for row, points in enumerate(one.points):
        entries = [f"{words[name]} {(column[row] or '—').rjust(widths[name])}" for name, column in one.columns.items()]
        said = "  ".join([*entries, f"→ {points or voice.of('不计分', 'none')}"])
        # A row that does not fit is broken between its entries.
        if width(said) + 2 <= room:
            yield f"  {said}"
        else:
            yield from hanging(said, room, "  ", "    ")
    if one.line_of:
        yield voice.of(f"    第 {one.line_of} 行的算式", f"    the arithmetic of row {one.line_of}")
    for line in one.lines:
        yield from hanging(f"{line.label.say(lang)}{voice.of('：', ': ')}{line.sum}", room, "      ", "        ")


# -- for programs ----------------------------------------------------------------------------------------------------


def plain(one: Chapter) -> dict[str, Any]:
    """The same for a program. Keys are added, never changed."""
    from leitai.engine.manual.chapter import value_text

    method, lang = one.method, voice.lang
    return {
        "name": method.name,
        "version": method.version,
        "title": one.title.say(lang),
        "summary": one.summary.say(lang),
        "formula": method.formula,
        "symbols": {symbol: what.say(lang) for symbol, what in one.symbols},
        "parameters": [_parameter(parameter) for parameter in one.parameters],
        "policies": list(method.policies),
        "policy_words": {
            key: {"title": title.say(lang), "what": meaning.say(lang)} for key, title, meaning in one.policies
        },
        "sources": list(method.sources),
        "rules": [
            {
                "id": row.id,
                "rule": row.rule.say(lang),
                "read_as": row.read_as.say(lang),
                "documents": [_document(document) for document in one.documents if document.id in row.read_in],
            }
            for row in one.rows
        ],
        "missing": method.missing.say(lang),
        "picture": _picture(one),
        "examples": [
            {
                **_example(worked),
                "points": example.points,
                "direction": example.direction,
                "parameters": {name: value_text(value) for name, value in example.parameters.items()},
                "expected": list(example.expected),
            }
            for worked, example in zip(one.examples, method.examples, strict=True)
        ],
    }


def _parameter(one: ParameterText) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title.say(voice.lang),
        "type": one.kind.say(voice.lang),
        "default": None if one.required or one.default == "none" else one.default,
        "required": one.required,
        "what": one.said.say(voice.lang),
        **({"rows": [_parameter(row) for row in one.rows]} if one.rows else {}),
    }


def _document(one: Document) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "publisher": one.publisher,
        "date": one.date,
        "grade": one.grade,
        "address": one.address or None,
    }


def _picture(one: Chapter) -> dict[str, Any] | None:
    from leitai.engine.decimals import decimal_text
    from leitai.engine.rulebook.canonical import number_text

    if one.picture is None:
        return None
    return {
        "kind": one.picture.curve.kind,
        "title": one.picture.title.say(voice.lang),
        "notes": [line.say(voice.lang) for line in one.picture.notes],
        "dots": [
            {
                "x": number_text(dot.x),
                "y": None if dot.y is None else decimal_text(dot.y),
                "points": None if dot.y is None else dot.points,
                "turn": dot.turn,
                "leap": dot.leap,
            }
            for dot in one.picture.curve.dots
        ],
    }


def _example(one: WorkedExample) -> dict[str, Any]:
    return {
        "title": one.title.say(voice.lang),
        "given": [part.say(voice.lang) for part in one.given],
        "figures": {name: list(column) for name, column in one.columns.items()},
        "computed": list(one.points),
        "source": one.source.say(voice.lang),
        "line_of": one.line_of or None,
        "arithmetic": [
            {"label": line.label.say(voice.lang), "expression": line.expression, "value": line.value}
            for line in one.lines
        ],
    }
