"""`leitai demo`: the fictional city, its rounds scored one after the other, and what to try next."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import (
    Column,
    columns_here,
    flush,
    least_width,
    progress,
    put,
    put_json,
    put_table,
    put_wrapped,
    voice,
)
from leitai.cli.page import Example, Page, both
from leitai.engine.errors import Text

if TYPE_CHECKING:
    from leitai.engine.assess.run import Run
    from leitai.engine.book import Book

CITY = "lanchuan"
PAGE = Page(
    summary=Text(
        "看演示：虚构的澜川市，四轮考评从头算到尾", "The demo: a fictional city, four rounds scored end to end"
    ),
    body=Text(
        "逐轮计分，每一轮与上一轮的结果相比；打印最后一轮三个组的排名、各轮谁交流发言谁表态发言、需要说明的数据，"
        "写出各轮的结果文件。城市、单位和数据全是虚构的。\n"
        "然后在网页上打开这座城市：四个季度已经办完，次年一季度办到一半，页首可以换成各种身份。"
        "网页的数据在 <结果文件夹>/web，与自己的 ./data 无关；停掉再运行会接着用。--no-serve 或 --json 只打印。",
        "Each round is scored against the one before. Printed: the ranking of the three groups in the last round, who"
        " speaks and who pledges in each, flagged figures. The result files of every round are written. City,"
        " contestants and figures are invented.\n"
        "Then the city opens in the web: four quarters done, the first of the year after half way, and a bar to change"
        " who you are. Its data lie in <results>/web, apart from your own ./data, and are taken up"
        " again next time. --no-serve and --json only print.",
    ),
    examples=(
        Example("leitai demo", Text("结果放在 ./out/demo", "results in ./out/demo")),
        Example(
            "leitai demo --no-serve --out /tmp/demo", Text("只打印，结果放在别处", "only print; results elsewhere")
        ),
        Example(
            "leitai demo --fresh --port 8080", Text("网页从头来过，换端口", "the web from the start, another port")
        ),
    ),
    more=("docs/tutorial.md", "docs/concepts/lanchuan.md", "docs/howto/serve.md"),
    json={
        "rounds": Text("各期，键同 leitai score --json", "each round, with the keys of leitai score --json"),
    },
)


NoServe = Annotated[
    bool,
    typer.Option(
        "--no-serve",
        help=both("只打印，不开网页", "only print, no web"),
    ),
]
Fresh = Annotated[
    bool,
    typer.Option("--fresh", help=both("网页的演示从头来过", "begin the demo in the web anew")),
]
Port = Annotated[
    int,
    typer.Option(metavar="PORT", min=1, max=65535, help=both("网页的端口，默认 8000", "the port of the web; 8000")),
]
Out = Annotated[
    Path,
    typer.Option(
        "--out",
        metavar="DIR",
        help=both("结果放在哪个文件夹，默认 out/demo", "folder for the results; out/demo by default"),
    ),
]


@command("demo", PAGE)
def demo(
    no_serve: NoServe = False,
    out: Out = Path("out/demo"),
    port: Port = 8000,
    fresh: Fresh = False,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.cli import ranking
    from leitai.cli.opening import open_edition, open_figures
    from leitai.cli.score import plain, put_ranking, write_files
    from leitai.engine.assess.earlier import earlier_from
    from leitai.engine.assess.plan import compile_plan
    from leitai.engine.assess.result import build_result
    from leitai.engine.assess.run import score_snapshot
    from leitai.engine.assess.snapshot import freeze, resolve
    from leitai.engine.book import Book

    city = city_folder()
    edition, _ = open_edition(city / "rulebook.yaml")
    filed = open_figures([figures_of(city)], edition)
    plan = compile_plan(edition)
    cells = resolve(plan, filed)
    runs: list[Run] = []
    books: list[Book] = []
    with progress(len(edition.rounds)) as step:
        for one in edition.rounds:
            step(voice.of(f"计分 {one.period}", f"scoring {one.period}"))
            earlier = earlier_from(books[-1].result) if books else None
            snapshot = freeze(plan, cells, [one.period], False)
            runs.append(score_snapshot(plan, snapshot, earlier=earlier))
            books.append(Book(edition, plan, build_result(runs[-1])))
    last = books[-1]
    shown = ranking.boards(last, last.period)
    if not voice.json:
        put_ranking(last, shown)
        put()
        put_rounds(books)
        flush()
    # The last round's workbook explains every score; for the earlier ones there is `leitai explain`, and time is won.
    files = {
        book.period: write_files(out / book.period, book, run, explained=book is last)
        for book, run in zip(books, runs, strict=True)
    }
    if voice.json:
        boards = {book.period: ranking.boards(book, book.period) for book in books}
        put_json({"rounds": [plain(book, boards[book.period], files[book.period]) for book in books]})
        return
    put_next(books, out)
    if not no_serve:
        from leitai.cli.demo_web import serve_city

        put()
        serve_city(city, out / "web", port, fresh=fresh)


def city_folder() -> Path:
    """The demo city: inside the installed package, or in the checkout. Raises LeitaiError where it is neither."""
    import leitai
    from leitai.engine.errors import LeitaiError

    package = Path(leitai.__file__).parent
    for folder in (package / "examples" / CITY, package.parents[1] / "examples" / CITY):
        if (folder / "rulebook.yaml").is_file():
            return folder
    raise LeitaiError(
        voice.of(
            "找不到演示城市 examples/lanchuan：安装不完整，请重装",
            "the demo city is missing: please install leitai again",
        )
    )


def figures_of(city: Path) -> Path:
    """The city's figures: a folder of them, or one file."""
    folder = city / "figures"
    return folder if folder.is_dir() else city / "figures.csv"


def put_rounds(books: Sequence[Book]) -> None:
    """Each round and group: who speaks, who pledges, who moved up most. A table where there is room for one."""
    put(voice.of("四轮一览", "The rounds"))
    rows = [row for book in books for row in _round_rows(book)]
    titles = [
        voice.of("期别", "round"),
        voice.of("组", "group"),
        voice.of("交流发言", "speaks"),
        voice.of("表态发言", "pledges"),
        voice.of("进步最大", "moved up most"),
        voice.of("短码", "code"),
    ]
    columns = [Column(title) for title in titles]
    if least_width(columns, rows) <= columns_here():
        put_table(columns, rows)
        return
    for period, group, *cells, code in rows:
        if period:
            put(f"{period}  {code}")
        said = [f"{title} {cell}" for title, cell in zip(titles[2:], cells, strict=False)]
        put_wrapped(f"  {group}{voice.of('：', ': ')}{voice.of('；', '; ').join(said)}", 4)


def _round_rows(book: Book) -> list[list[str]]:
    from leitai.cli.ranking import names_of
    from leitai.engine.show import show_change

    comma = voice.of("、", ", ")
    rows = []
    for number, group in enumerate(book.groups()):
        ranked = book.rows(group.id, lang=voice.lang)
        lists: dict[str, list[str]] = {"speak": [], "pledge": []}
        for award, group_id, listed in book.lists():
            if group_id == group.id and award.kind in lists:
                lists[award.kind] += names_of(book, listed)
        best = [row for row in ranked if row.progress_rank == 1 and row.change and not row.change.startswith("-")]
        moved = [
            f"{row.name} {show_change(row.change, book.plan.policies.progress)}" for row in best if row.change != "0"
        ]
        rows.append(
            [
                "" if number else book.period,
                group.name.say(voice.lang),
                comma.join(lists["speak"]) or "—",
                comma.join(lists["pledge"]) or "—",
                comma.join(moved) or "—",
                "" if number else book.code,
            ]
        )
    return rows


def put_next(books: Sequence[Book], out: Path) -> None:
    """Where the files are, and three things to try."""
    last = books[-1]
    folder = out / last.period
    first = last.rows(last.groups()[0].id, lang=voice.lang)
    hand: Any = next((row for row in reversed(first) if row.rank), first[-1])
    put()
    put(
        voice.of(
            f"各轮结果在 {out}/<期别>/：result.json、scores.csv、ranks.csv、results.xlsx",
            f"The results of each round are in {out}/<round>/: result.json, scores.csv, ranks.csv, results.xlsx",
        )
    )
    put()
    put(voice.of("接着试", "Try next"))
    result = quoted(str(folder / "result.json"))
    examples = (
        (
            f"{program()} explain {result} {quoted(hand.name)}",
            voice.of("这个名次从何而来", "where this rank comes from"),
        ),
        (
            f"{program()} verify {result} --code {last.code}",
            voice.of("重算，并与短码核对", "recompute, and hold it against the code"),
        ),
        (str(folder / "results.xlsx"), voice.of("用 Excel 或 WPS 打开", "open it in Excel")),
    )
    for line, what in examples:
        put(f"  {line}")
        put(f"      {what}")


def quoted(word: str) -> str:
    """A word of a command line as every shell takes it."""
    return f'"{word}"' if any(ch.isspace() for ch in word) else word


def program() -> str:
    """How this program is called here: by its name where that is on the path, else through this Python."""
    if shutil.which("leitai"):
        return "leitai"
    here = Path(sys.executable)
    return f"{quoted(str(here.relative_to(Path.cwd()) if here.is_relative_to(Path.cwd()) else here))} -m leitai"
