"""`leitai methods`: every scoring method, with its formula and examples computed on the spot by its kernel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.chapter import lines_of, plain, room_here
from leitai.cli.output import Column, note, put, put_json, put_table, voice
from leitai.cli.page import Example as Line
from leitai.cli.page import Page, both
from leitai.cli.plot import only_plain
from leitai.engine.errors import Text

if TYPE_CHECKING:
    from leitai.engine.manual.chapter import Chapter
    from leitai.engine.methods.method import Method

PAGE = Page(
    summary=Text(
        "计分方法：公式、曲线、参数、出处、算例",
        "The scoring methods: formula, curve, parameters, sources, worked examples",
    ),
    body=Text(
        "不写名称，列出全部方法；写名称，给出一个方法的全文。曲线和算例由计分程序当场算出，不是抄下来的。",
        "Without a name, the list of all methods; with a name, one in full."
        " Curve and examples are computed on the spot.",
    ),
    examples=(
        Line("leitai methods", Text("列出全部方法", "list all methods")),
        Line(
            "leitai methods ladder",
            Text("名次阶梯的公式、图、参数与算例", "formula, picture, parameters and examples of the ladder"),
        ),
        Line("leitai methods efficacy --svg curve.svg", Text("把曲线存成图", "keep the curve as a drawing")),
    ),
    more=("docs/reference/methods.md", "docs/reference/scoring.md"),
    json={
        "methods": Text(
            "各方法：name、version、title、summary、formula、symbols、"
            "parameters(name、title、type、default、required、what、rows)、policies、policy_words、sources、"
            "rules(id、rule、read_as、documents(id、title、publisher、date、grade、address))、missing、"
            "picture(kind、title、notes、dots(x、y、points、turn、leap)；y 是准确值)、"
            "examples(title、points、direction、parameters、figures、expected、computed、source、line_of、arithmetic)",
            "each method: name, version, title, summary, formula, symbols, parameters (name, title, type, default,"
            " required, what, rows), policies, policy_words, sources, rules (id, rule, read_as, documents (id, title,"
            " publisher, date, grade, address)), missing, picture (kind, title, notes, dots (x, y, points, turn, leap);"
            " y is exact), examples (title, points, direction, parameters, figures, expected, computed, source,"
            " line_of, arithmetic)",
        )
    },
)


@command("methods", PAGE)
def methods(
    name: Annotated[
        str | None,
        typer.Argument(metavar="NAME", help=both("方法名称；不写则列出全部", "name of a method; all without it")),
    ] = None,
    svg: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=both("把曲线存成 svg 文件", "write the curve to this svg file")),
    ] = None,
    ascii: Annotated[
        bool,
        typer.Option(
            "--ascii",
            help=both(
                "图只用普通字符，供没有盲文点字的终端", "draw with plain characters, for terminals without the others"
            ),
        ),
    ] = False,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.engine.errors import UsageError, did_you_mean
    from leitai.engine.manual.chapter import chapter
    from leitai.engine.methods.registry import methods as every

    table = list(every().values())
    if name is None:
        if svg is not None:
            raise UsageError("--svg 要写明画哪个方法", "--svg needs the name of a method")
        if voice.json:
            put_json({"methods": [plain(chapter(method)) for method in table]})
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
    told = [chapter(method) for method in chosen]
    if svg is not None:
        draw(told[0], svg)
    if voice.json:
        put_json({"methods": [plain(one) for one in told]})
        return
    for number, one in enumerate(told):
        if number:
            put()
        for line in lines_of(one, room_here(), plain=ascii or only_plain()):
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


def draw(one: Chapter, path: Path) -> None:
    """The picture of a method as a file; the same bytes each time."""
    from leitai.engine.errors import UsageError
    from leitai.press.curve.svg import drawing

    if one.picture is None:
        raise UsageError(f"方法 {one.method.name} 没有可画的曲线", f"method {one.method.name} has no curve to draw")
    path.write_text(str(drawing(one, voice.lang)) + "\n", encoding="utf-8")
    note(voice.of(f"已存：{path}", f"written: {path}"))
