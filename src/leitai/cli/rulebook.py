"""`leitai new`, `check` and `schema`: a rulebook begun, checked, and described to an editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import note, note_faults, put, put_faults, put_json, voice
from leitai.cli.page import Example, Page, both
from leitai.engine.errors import Text

if TYPE_CHECKING:
    from leitai.engine.rulebook.model import Indicator, Node, Rulebook

RULEBOOK = both("规则书：YAML 文件、放 YAML 的文件夹，或 xlsx", "rulebook: YAML file, folder of them, or xlsx")
REFERENCE = "docs/reference/rulebook.md"
FAULT_KEYS = "code, severity, place, where, found, allowed, mend"


# -- new ---------------------------------------------------------------------------------------------------------

NEW = Page(
    summary=Text("写一份带注释的规则书骨架", "Write a commented rulebook to start from"),
    body=Text(
        "在 DIR 里写出规则书 rulebook.yaml、配套的数据 figures.csv、编辑器提示用的 rulebook.schema.json 和 README.md:"
        "能直接检查、直接计分，再照着改成自己的。每条政策都写在里面，一条也没有默认。DIR 须是空的或不存在。",
        "Writes into DIR a rulebook, figures to go with it, the schema for your editor and a README: they can be"
        " checked and scored as they are, then changed into your own. Every policy is written out; none has a default."
        " DIR must be empty or not exist.",
    ),
    examples=(
        Example("leitai new my-contest", Text("在 my-contest 里写出骨架", "write the skeleton into my-contest")),
        Example("leitai check my-contest", Text("然后检查", "then check it")),
    ),
    more=("docs/tutorial.md", REFERENCE),
    json={"files": Text("写出的文件：名称 → 路径", "files written: name → path")},
)


@command("new", NEW)
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=both("放在哪个文件夹", "folder to write into"))],
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.engine.rulebook.skeleton import write_skeleton

    written = write_skeleton(folder, voice.lang)
    if voice.json:
        put_json({"files": {path.name: str(path) for path in written}})
        return
    for path in written:
        put(str(path))
    put()
    put(voice.of("接着：", "Next:"))
    put(f"  leitai check {folder}")
    put(f"  leitai score {folder} {folder / 'figures.csv'} --out {folder / 'out'}")


# -- check -------------------------------------------------------------------------------------------------------

CHECK = Page(
    summary=Text("检查规则书，一次列出全部问题", "Check a rulebook; every fault at once"),
    body=Text(
        "一个问题一行：文件:行 [代码] 哪里 是什么 应为什么 改法。错误打印在标准输出，提醒在标准错误；有错误则退出码为 1。"
        "没有错误就打印一行：标题、版本、指标数、组数、摘要。",
        "One fault a line: file:line [code] where, found, allowed, how to mend. Errors go to standard output, warnings"
        " to standard error; with an error the exit code is 1. Without, one line: title, edition, indicators, groups,"
        " digest.",
    ),
    examples=(
        Example("leitai check rulebook.yaml", Text("检查一个文件", "check a file")),
        Example("leitai check my-rules/ --json", Text("检查一个文件夹，供程序读取", "check a folder, for a program")),
    ),
    more=(REFERENCE, "docs/reference/faults.md"),
    json={
        "ok": Text("没有错误", "whether there is no error"),
        "title": Text("标题；读不出时为 null", "title, or null where it could not be read"),
        "edition": Text("版本", "edition"),
        "indicators": Text("指标数", "number of indicators"),
        "groups": Text("同组排名的组数", "number of groups of peers"),
        "contestants": Text("参赛单位数", "number of contestants"),
        "digest": Text("规则书摘要；有错误时为空", "digest of the edition; empty where there is an error"),
        "faults": Text(f"问题：{FAULT_KEYS}", f"faults: {FAULT_KEYS}"),
    },
)


@command("check", CHECK)
def check(
    path: Annotated[Path, typer.Argument(metavar="RULEBOOK", help=RULEBOOK)],
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.cli.opening import read_edition

    reading = read_edition(path)
    rulebook = reading.rulebook
    ok = rulebook is not None and not reading.errors
    indicators = groups = 0
    if rulebook is not None and ok:
        indicators = sum(1 for _ in _indicators(rulebook.tree.nodes)) if rulebook.tree else 0
        groups = next(len(one.groups) for one in rulebook.groupings if one.id == rulebook.peers)
    if voice.json:
        put_json(
            {
                "ok": ok,
                "title": rulebook.title.say(voice.lang) if rulebook else None,
                "edition": rulebook.edition if rulebook else None,
                "indicators": indicators,
                "groups": groups,
                "contestants": len(rulebook.contestants) if rulebook else 0,
                "digest": reading.digest,
                "faults": [fault.as_dict(voice.lang) for fault in reading.faults],
            }
        )
    elif rulebook is not None and ok:
        _put_sound(rulebook, indicators, groups, reading.digest)
    else:
        put_faults(reading.errors)
        errors, warnings = len(reading.errors), len(reading.warnings)
        note(
            voice.of(
                f"错误 {errors} 处" + (f",提醒 {warnings} 处" if warnings else ""),
                f"errors: {errors}" + (f", warnings: {warnings}" if warnings else ""),
            )
        )
    if not voice.json:
        note_faults(reading.warnings)
    if not ok:
        raise typer.Exit(1)


def _indicators(nodes: Iterable[Node]) -> Iterator[Indicator]:
    from leitai.engine.rulebook.model import Branch

    for node in nodes:
        if isinstance(node, Branch):
            yield from _indicators(node.nodes)
        else:
            yield node


def _put_sound(rulebook: Rulebook, indicators: int, groups: int, digest: str) -> None:
    title, edition = rulebook.title.say(voice.lang), rulebook.edition
    units = len(rulebook.contestants)
    put(
        voice.of(
            f"{title}  第 {edition} 版  指标 {indicators} 项  {groups} 组 {units} 家  摘要 {digest}",
            f"{title}  edition {edition}  {indicators} indicators  {groups} groups of {units}  digest {digest}",
        )
    )


# -- schema ------------------------------------------------------------------------------------------------------

SCHEMA = Page(
    summary=Text("打印规则书的 JSON Schema", "Print the JSON Schema of rulebooks"),
    body=Text(
        "编辑器读了它，写规则书时就有提示、补全和说明（规则书第一行的 yaml-language-server 注释指向它）。",
        "An editor that reads it prompts, completes and explains while a rulebook is written (the rulebook's first line"
        " points at it).",
    ),
    examples=(
        Example("leitai schema", Text("打印到标准输出", "print it")),
        Example("leitai schema --out rulebook.schema.json", Text("写到文件", "write it to a file")),
    ),
    more=(REFERENCE, "docs/reference/rulebook.schema.json"),
    json={"$schema": Text("输出本身就是 JSON Schema", "the output is the JSON Schema itself")},
)


@command("schema", SCHEMA)
def schema(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=both("写到这个文件", "write it to this file"))
    ] = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.engine.rulebook.skeleton import schema_text
    from leitai.tables.whole import write_whole

    text = schema_text()
    if out is None:
        put(text.rstrip("\n"))
        return
    write_whole(out, text.encode("utf-8"))
    note(voice.of(f"已写出 {out}", f"written: {out}"))
