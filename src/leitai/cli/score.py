"""`leitai score`: figures under a rulebook become a ranking, and a result anyone can recompute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import flush, progress, put, put_json, voice
from leitai.cli.page import Example, Page, both
from leitai.engine.errors import Text

if TYPE_CHECKING:
    from leitai.cli.ranking import Board
    from leitai.engine.assess.run import Run
    from leitai.engine.book import Book

RESULT, SCORES, RANKS, WORKBOOK = "result.json", "scores.csv", "ranks.csv", "results.xlsx"
ROW_KEYS = "contestant, name, rank, of, rank_before, change, score, nodes, grade, lists, vetoes, flags"

PAGE = Page(
    summary=Text("给数据计分，打印各组排名，写出结果文件", "Score figures, print the ranking, write the result files"),
    body=Text(
        "规则书有错、数据有错、或有情形需要裁定时，一次列出全部问题，不出结果。\n"
        "结果文件要么四个都写好，要么一个不写：result.json（规则、数据、得分与名次都在内，任何人可重算）、"
        "scores.csv（每单位每指标一行）、ranks.csv（每单位一行）、results.xlsx（给人看的表）。\n"
        "没有 --before 时，进步与同一批数据里的上一轮相比；公布过的成绩请用 --before，以公布的为准。",
        "Faults of the rulebook or the figures, and cases that need a ruling, are all listed at once; then there is no"
        " result.\n"
        "Four files are written, all or none: result.json (rules, figures, scores and ranks; anyone can recompute it),"
        " scores.csv (a row per contestant and node), ranks.csv (a row per contestant), results.xlsx (for people).\n"
        "Without --before progress is measured against the round before in the same figures; where that round was"
        " published, give its result.",
    ),
    examples=(
        Example(
            "leitai score examples/lanchuan/rulebook.yaml examples/lanchuan/figures --period 2023-Q2 --out out/q2",
            Text("给澜川市二季度计分", "score the second quarter of the demo city"),
        ),
        Example(
            "leitai score rulebook.xlsx figures.xlsx more.csv --out out --before last/result.json",
            Text(
                "规则书用 Excel，数据来自两个文件，进步与上一轮公布的结果相比",
                "a rulebook in Excel, figures from two files, progress against the last published result",
            ),
        ),
    ),
    more=("docs/tutorial.md", "docs/howto/figures.md", "docs/reference/scoring.md"),
    json={
        "title": Text("规则书标题", "title of the rulebook"),
        "edition": Text("规则书版本", "edition of the rulebook"),
        "status": Text("demo、draft 或 official", "demo, draft or official"),
        "notice": Text(
            "须随结果显示的话，如“演示数据”；没有则为 null", "words that must stand with the result, or null"
        ),
        "period": Text("计分的一期", "the round scored"),
        "trial": Text("是否试算", "whether a trial"),
        "digest": Text("结果摘要", "digest of the result"),
        "code": Text("短码", "short code"),
        "groups": Text(
            f"各组：grouping, group, name, rows；一行：{ROW_KEYS}",
            f"each group: grouping, group, name, rows; a row: {ROW_KEYS}",
        ),
        "lists": Text(
            "各名单：list, kind, name, group, contestants", "each list: list, kind, name, group, contestants"
        ),
        "flagged": Text("需要说明的数据：contestant, node, flag", "flagged figures: contestant, node, flag"),
        "files": Text("写出的文件：名称 → 路径", "files written: name → path"),
    },
)

Rulebook = Annotated[
    Path,
    typer.Argument(
        metavar="RULEBOOK",
        help=both("规则书：YAML 文件、放 YAML 的文件夹，或 xlsx", "YAML file, folder of them, or xlsx"),
    ),
]
Figures = Annotated[
    list[Path],
    typer.Argument(
        metavar="FIGURES",
        help=both("数据：一个或几个 csv、xlsx、parquet 文件，或文件夹", "csv, xlsx or parquet files, or folders"),
    ),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="DIR", help=both("结果文件放在哪个文件夹", "folder for the result files"))
]
Period = Annotated[
    str | None,
    typer.Option(
        metavar="P",
        help=both("给哪一期计分，如 2023-Q2；只有一期有数据时可省", "the round; needed where several have figures"),
    ),
]
Group = Annotated[
    str | None,
    typer.Option(
        metavar="G",
        help=both("只打印这一组（编号或名称）；文件仍含全部", "print this group only (id or name); the files hold all"),
    ),
]
Before = Annotated[
    Path | None,
    typer.Option(
        metavar="RESULT",
        help=both("上一轮公布的 result.json，进步与它相比", "the last published result.json, for progress"),
    ),
]
Trial = Annotated[
    bool,
    typer.Option(
        "--trial",
        help=both(
            "试算：未审核的数据也计，待裁定的单位不排名；结果注明试算",
            "trial: unverified figures count, open cases are unranked; the result says so",
        ),
    ),
]


@command("score", PAGE)
def score(
    rulebook: Rulebook,
    figures: Figures,
    out: Out,
    period: Period = None,
    group: Group = None,
    before: Before = None,
    trial: Trial = False,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.cli.finding import find_group
    from leitai.cli.opening import open_edition, open_figures, recomputed
    from leitai.cli.ranking import boards
    from leitai.engine.assess.earlier import earlier_from
    from leitai.engine.assess.result import build_result
    from leitai.engine.assess.run import score_figures
    from leitai.engine.book import Book
    from leitai.engine.errors import LeitaiError

    with progress(4) as step:
        step(voice.of("读规则书", "reading the rulebook"))
        edition, _ = open_edition(rulebook)
        if edition.tree is None:
            raise LeitaiError(
                voice.of(
                    f"{rulebook}：规则书没有指标树（tree），只登记了通报，没有可计分的",
                    f"{rulebook}: the rulebook has no tree; there is nothing to score",
                )
            )
        step(voice.of("读数据", "reading the figures"))
        filed = open_figures(figures, edition)
        earlier = None if before is None else earlier_from(recomputed(before)[0])
        step(voice.of("计分", "scoring"))
        run = score_figures(edition, filed, period, trial=trial, earlier=earlier)
        step(voice.of("封存结果", "sealing the result"))
        # The edition has been read and checked: no need to open the book from the bare result.
        book = Book(edition, run.plan, build_result(run))
    shown = boards(book, book.period, None if group is None else find_group(book, group))
    if not voice.json:
        put_ranking(book, shown)
        flush()
    files = write_files(out, book, run)
    if voice.json:
        put_json(plain(book, shown, files))
    else:
        put_files(files)


def put_ranking(book: Book, shown: Sequence[Board]) -> None:
    """Everything a person wants to see at once."""
    from leitai.cli.ranking import put_board, put_flagged, put_heading

    put_heading(book, book.period)
    for board in shown:
        put_board(board)
    put_flagged(shown)
    put(voice.of(f"结果摘要 {book.digest}", f"digest  {book.digest}"))
    put(voice.of(f"短码     {book.code}", f"code    {book.code}"))


def write_files(out: Path, book: Book, run: Run, explained: bool = True) -> dict[str, Path]:
    """The four files of a result, all or none. `explained`: the workbook has the sheets of explanations."""
    from leitai.engine.assess.result import result_bytes
    from leitai.press.csv import ranks_csv, scores_csv
    from leitai.press.workbook import results_xlsx
    from leitai.tables.whole import write_set

    with progress(4) as step:
        contents: dict[str, bytes] = {}
        makers: Mapping[str, Any] = {
            RESULT: lambda: result_bytes(dict(book.result)),
            SCORES: lambda: scores_csv(book, voice.lang),
            RANKS: lambda: ranks_csv(book, voice.lang),
            WORKBOOK: lambda: results_xlsx(book, explanations(book, run) if explained else {}, voice.lang),
        }
        for name, make in makers.items():
            step(voice.of(f"写 {name}", f"writing {name}"))
            contents[name] = make()
        write_set(out, contents)
    return {name: out / name for name in contents}


def explanations(book: Book, run: Run) -> dict[str, list[tuple[int, str]]]:
    """Every contestant's score as sentences, for the workbook."""
    from leitai.engine.explain import explain_score

    there = book.result["values"][book.period]
    return {contestant: list(explain_score(run, contestant).lines(voice.lang)) for contestant in there}


def put_files(files: Mapping[str, Path]) -> None:
    what = {
        RESULT: voice.of("完整结果，可重算", "the whole result, to be recomputed"),
        SCORES: voice.of("每单位每指标一行", "a row per contestant and node"),
        RANKS: voice.of("每单位一行", "a row per contestant"),
        WORKBOOK: voice.of("给人看的表", "for people"),
    }
    put()
    put(voice.of("已写出", "Written"))
    longest = max(len(str(path)) for path in files.values())
    for name, path in files.items():
        put(f"  {str(path).ljust(longest)}  {what[name]}")


def plain(book: Book, shown: Sequence[Board], files: Mapping[str, Path]) -> dict[str, Any]:
    """The output of `--json`; its keys are those of `PAGE.json`."""
    from leitai.cli.ranking import flagged, plain_boards, plain_lists

    notice = book.rulebook.notice
    return {
        "title": book.rulebook.title.say(voice.lang),
        "edition": book.rulebook.edition,
        "status": book.rulebook.status,
        "notice": notice.say(voice.lang) if notice else None,
        "period": book.period,
        "trial": book.trial,
        "digest": book.digest,
        "code": book.code,
        "groups": plain_boards(shown),
        "lists": plain_lists(shown),
        "flagged": [
            {"contestant": contestant, "node": node, "flag": flag}
            for board in shown
            for contestant, node, flag in flagged(board)
        ],
        "files": {name: str(path) for name, path in files.items()},
    }
