"""`leitai explain`: one score as sentences, every number reconciled."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import progress, put, put_json, put_wrapped, voice
from leitai.cli.page import Example, Page, both
from leitai.engine.errors import Text

PAGE = Page(
    summary=Text("说明一个得分从何而来，每个数都对得上", "One score as sentences, every number reconciled"),
    body=Text(
        "从总分到赛道、指标、公式、数据，逐级说明；写 NODE 则只说这一项。先重算，重算不符的结果不予说明。",
        "From the total down to tracks, indicators, formulas and figures; with NODE, that one alone. The result is"
        " recomputed first; one that differs is not explained.",
    ),
    examples=(
        Example("leitai explain out/result.json 汐桥区", Text("汐桥区的总分", "the total of one contestant")),
        Example(
            "leitai explain out/result.json xiqiao gdp_growth --period 2023-Q1",
            Text("一个单位、一项指标、一期", "one contestant, one indicator, one round"),
        ),
    ),
    more=("docs/tutorial.md", "docs/concepts/explanation.md"),
    json={
        "contestant": Text("参赛单位编号", "id of the contestant"),
        "name": Text("参赛单位名称", "its name"),
        "period": Text("哪一期", "the round"),
        "node": Text("哪一项；总分为 total", "the node; total for the whole"),
        "trace": Text("说明树", "the tree of the explanation"),
        "lines": Text("说明的文字，逐行", "the explanation in lines"),
    },
)


@command("explain", PAGE)
def explain(
    path: Annotated[Path, typer.Argument(metavar="RESULT", help=both("结果文件 result.json", "the file result.json"))],
    contestant: Annotated[
        str,
        typer.Argument(metavar="CONTESTANT", help=both("参赛单位：编号、代码或名称", "contestant: id, code or name")),
    ],
    node: Annotated[
        str | None,
        typer.Argument(
            metavar="NODE", help=both("赛道或指标：编号或名称；不写则从总分说起", "track or indicator: id or name")
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="P", help=both("哪一期；不写则为结果的最后一期", "the round; the last one without it")),
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.cli.finding import find_contestant, find_node, find_period
    from leitai.cli.opening import recomputed
    from leitai.cli.ranking import marks
    from leitai.engine.assess.plan import ROOT
    from leitai.engine.book import open_book
    from leitai.engine.explain import explain_score

    with progress(1) as step:
        step(voice.of("重算", "recomputing"))
        result, run = recomputed(path)
    book = open_book(result)
    when = find_period(book, period)
    who = find_contestant(book, contestant, when)
    what = ROOT if node is None else find_node(book, node, when, who.id).id
    trace = explain_score(run, who.id, what, when)
    lines = [(2 * (depth - trace.level), line) for depth, line in trace.lines(voice.lang)]
    if voice.json:
        put_json(
            {
                "contestant": who.id,
                "name": who.name.say(voice.lang),
                "period": when,
                "node": what,
                "trace": trace.as_dict(voice.lang),
                "lines": [" " * indent + line for indent, line in lines],
            }
        )
        return
    put(f"{who.name.say(voice.lang)} · {when} · {book.rulebook.title.say(voice.lang)}{marks(book)}")
    for indent, line in lines:
        put_wrapped(" " * indent + line, indent + 4)
