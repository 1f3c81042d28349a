"""`leitai verify`: recompute a result with nothing but itself, and say where it differs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import note, progress, put, put_faults, put_json, voice
from leitai.cli.page import Example, Page, both
from leitai.cli.rulebook import FAULT_KEYS
from leitai.engine.errors import Fault, Text

if TYPE_CHECKING:
    from leitai.engine.book import Book

PAGE = Page(
    summary=Text(
        "重算一份结果，相符则给出摘要与短码", "Recompute a result; where it agrees, print its digest and code"
    ),
    body=Text(
        "只需要 result.json 一个文件：规则、数据、计分方法的版本都在里面。改动任何一个字节，"
        "或改了分数再把所有摘要重算一遍，都会查出，并指明是哪个单位的哪一项。\n"
        "改了数据再全部重算，文件本身仍是自洽的；用 --code 与公布时印在纸上的短码核对，就能查出。",
        "It needs the one file: rules, figures and method versions are in it. Any changed byte, and a score changed"
        " with every digest recomputed, are found and named.\n"
        "If a figure is changed and everything recomputed, the file agrees with itself; --code holds it against the"
        " short code that was printed on the publication.",
    ),
    examples=(
        Example("leitai verify out/result.json", Text("重算并与文件所载逐项比对", "recompute and compare every cell")),
        Example(
            "leitai verify out/result.json --code K7Q2-9M4X-0C1T-W8ZP-3HNB",
            Text("再与公布的短码核对；大小写、空格、横线不论", "also against the published code, in any spelling"),
        ),
    ),
    more=("docs/tutorial.md", "docs/concepts/results.md"),
    json={
        "ok": Text("是否相符", "whether it agrees"),
        "digest": Text("文件所载摘要", "the digest the file states"),
        "code": Text("文件所载短码", "the code the file states"),
        "code_checked": Text("是否核对了短码", "whether a code was held against it"),
        "faults": Text(f"不符之处：{FAULT_KEYS}", f"differences: {FAULT_KEYS}"),
    },
)


@command("verify", PAGE)
def verify(
    path: Annotated[Path, typer.Argument(metavar="RESULT", help=both("结果文件 result.json", "the file result.json"))],
    code: Annotated[
        str | None, typer.Option(metavar="CODE", help=both("公布的短码", "the short code of the publication"))
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.engine.assess.result import verify as recompute
    from leitai.engine.rulebook.digest import normalise_code

    wanted = None if code is None else normalise_code(code)
    with progress(1) as step:
        step(voice.of("重算", "recomputing"))
        result, faults = recompute(path.read_bytes(), wanted, str(path))
    faults = [named(result, fault) for fault in faults]
    if voice.json:
        put_json(
            {
                "ok": not faults,
                "digest": result.get("digest"),
                "code": result.get("code"),
                "code_checked": wanted is not None,
                "faults": [fault.as_dict(voice.lang) for fault in faults],
            }
        )
    elif faults:
        put_faults(faults)
        note(voice.of(f"不符：{len(faults)} 处", f"differs: {len(faults)}"))
    else:
        put_agreement(result, wanted)
    if faults:
        raise typer.Exit(1)


def put_agreement(result: Mapping[str, Any], code: str | None) -> None:
    rounds = voice.of("、", ", ").join(result["snapshot"]["rounds"])
    cells = len(result["snapshot"]["cells"])
    put(
        voice.of(
            f"相符：{rounds} 由所载规则和 {cells} 格数据重算，得分、名次、名单逐项一致",
            f"agrees: {rounds} recomputed from its rules and {cells} cells; every score, rank and list is the same",
        )
    )
    if result["trial"]:
        put(voice.of("注意：这是试算，不是可发布的结果", "note: this is a trial, not a result to publish"))
    put(voice.of(f"结果摘要 {result['digest']}", f"digest  {result['digest']}"))
    agreed = voice.of(",与给出的短码一致", ", the code given") if code else ""
    put(voice.of(f"短码     {result['code']}{agreed}", f"code    {result['code']}{agreed}"))
    if code is None:
        note(
            voice.of(
                "未与公布的短码核对：文件自洽，不等于就是公布的那一份。核对用 --code",
                "not held against a published code: a file may agree with itself and yet not be the one published;"
                " use --code",
            )
        )


def named(result: Mapping[str, Any], fault: Fault) -> Fault:
    """The fault with its place in the result in words, where the result is whole enough to tell them."""
    if "/" not in fault.where:
        return fault
    from leitai.engine.book import open_book
    from leitai.engine.errors import LeitaiError

    try:
        book = open_book(result)
        where = words_of(book, fault.where)
        places = ticks_at(book, fault.where)
    except (LeitaiError, KeyError, TypeError, ValueError, IndexError, AttributeError, StopIteration):
        return fault
    if places is None:
        return replace(fault, where=where)
    return replace(fault, where=where, found=in_points(fault.found, places), allowed=in_points(fault.allowed, places))


def ticks_at(book: Book, path: str) -> int | None:
    """The places of the score at a path, where it is one kept in ticks."""
    *_, node, last = path.split("/")
    if not path.startswith("values/") or last not in ("s", "score"):
        return None
    return book.places_of(book.node(node)) if last == "s" else book.plan.policies.rounding.total


def in_points(words: Text, places: int) -> Text:
    """`所载 975` → `所载 9.75`: a score as it is shown everywhere."""
    from leitai.engine.show import show_score

    def shown(match: re.Match[str]) -> str:
        return show_score(int(match[0]), places)

    return Text(re.sub(r"-?[0-9]+", shown, words.zh), re.sub(r"-?[0-9]+", shown, words.en))


def words_of(book: Book, path: str) -> str:
    """`values/2023-Q1/xiqiao/nodes/gdp/s` → `2023-Q1 汐桥区 地区生产总值增速 得分`."""
    part, *steps = path.split("/")
    if part == "values":
        # A period may hold a slash itself: 2023-01/02.
        period = next((p for p in book.periods if path.startswith(f"values/{p}/")), "")
        if not period:
            return path
        contestant, *rest = path.removeprefix(f"values/{period}/").split("/")
        return " ".join([period, _contestant(book, contestant), *_entry_words(book, rest)])
    if part == "snapshot" and steps[:1] == ["cells"] and len(steps) > 1:
        row = book.result["snapshot"]["cells"][int(steps[1])]
        name = book.plan.inputs[row[1]].name.say(voice.lang)
        return " ".join([voice.of("数据", "figure"), _contestant(book, row[0]), name, row[2], row[3]])
    heads = {
        "edition": voice.of("规则书", "rulebook"),
        "snapshot": voice.of("数据快照", "snapshot"),
        "earlier": voice.of("上一轮成绩", "earlier standings"),
        "methods": voice.of("方法版本", "method versions"),
        "digests": voice.of("摘要", "digest of"),
    }
    return " ".join([heads.get(part, part), "/".join(steps)]).strip()


def _entry_words(book: Book, steps: list[str]) -> list[str]:
    match steps:
        case ["nodes", node, *rest]:
            words = {
                "s": voice.of("得分", "score"),
                "r": voice.of("名次", "rank"),
                "v": voice.of("数据", "figure"),
                "f": voice.of("标记", "flags"),
                "out": voice.of("是否计分", "scored or not"),
            }
            return [book.node(node).name.say(voice.lang), *(words.get(step, step) for step in rest[:1])]
        case ["places", grouping, *rest]:
            words = {
                "rank": voice.of("名次", "rank"),
                "rank_last": voice.of("倒数名次", "rank from the last"),
                "rank_before": voice.of("上一轮名次", "rank before"),
                "change": voice.of("变化", "change"),
                "progress_rank": voice.of("进步名次", "rank by progress"),
                "of": voice.of("排名家数", "units ranked"),
                "group": voice.of("组", "group"),
            }
            if rest[:1] == ["nodes"] and len(rest) > 1:
                return [book.node(rest[1]).name.say(voice.lang), words["rank"], _grouping(book, grouping)]
            return [*(words.get(step, step) for step in rest[:1]), _grouping(book, grouping)]
        case [key, *rest]:
            words = {
                "score": voice.of("总分", "total"),
                "base": voice.of("加减分前总分", "total before adjustments"),
                "grade": voice.of("等级", "grade"),
                "lists": voice.of("名单", "lists"),
                "held": voice.of("名单条件", "list conditions"),
                "vetoes": voice.of("一票否决", "vetoes"),
                "flags": voice.of("标记", "flags"),
                "lights": voice.of("灯", "lights"),
                "adjustments": voice.of("加减分", "adjustments"),
                "cuts": voice.of("加减分封顶", "adjustments cut"),
                "score_before": voice.of("上一轮总分", "total before"),
                "group": voice.of("组", "group"),
            }
            return [words.get(key, key), *rest[:1]]
    return []


def _contestant(book: Book, id_: str) -> str:
    return book.contestant(id_).name.say(voice.lang) if id_ in book.plan.position else id_


def _grouping(book: Book, id_: str) -> str:
    name = next((one.name.say(voice.lang) for one in book.rulebook.groupings if one.id == id_), id_)
    return f"({name})"
