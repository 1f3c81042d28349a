"""`leitai diff` and `leitai convert`: two editions compared, and one edition in another spelling."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leitai.cli.app import Json, Lang, command
from leitai.cli.output import note, put, put_json, put_wrapped, voice
from leitai.cli.page import Example, Page, both
from leitai.cli.rulebook import REFERENCE, RULEBOOK
from leitai.engine.errors import Text

if TYPE_CHECKING:
    from leitai.engine.rulebook.model import Rulebook

# -- diff --------------------------------------------------------------------------------------------------------

DIFF = Page(
    summary=Text("两个版本的规则书有何不同，用话说出来", "What changed between two editions, in words"),
    body=Text(
        "按编号比对，不按位置；摘要管到的内容都比，注释和写法不比。有无不同，退出码都是 0。",
        "Compared by id, never by position; all that the digest covers, not comments or spelling. Exit code 0 always.",
    ),
    examples=(
        Example("leitai diff 2023.yaml 2024.yaml", Text("去年的规则与今年的", "last year's rules and this year's")),
        Example("leitai diff rulebook.yaml rulebook.xlsx", Text("同一规则的两种写法", "two spellings of one edition")),
    ),
    more=(REFERENCE, "docs/howto/commands.md"),
    json={
        "old": Text("旧版：name, digest", "the older: name, digest"),
        "new": Text("新版：name, digest", "the newer: name, digest"),
        "changes": Text(
            "各处不同：kind, part, path, where, clause, before, after, sentence",
            "changes: kind, part, path, where, clause, before, after, sentence",
        ),
    },
)


@command("diff", DIFF)
def diff(
    old: Annotated[Path, typer.Argument(metavar="A", help=both("旧的规则书", "the older rulebook"))],
    new: Annotated[Path, typer.Argument(metavar="B", help=both("新的规则书", "the newer rulebook"))],
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.cli.opening import open_edition
    from leitai.engine.rulebook.diff import as_dict, lines
    from leitai.engine.rulebook.diff import diff as compare

    redline = compare(open_edition(old)[0], open_edition(new)[0])
    if voice.json:
        put_json(as_dict(redline, voice.lang))
        return
    put(f"{voice.of('旧', 'old')}  {redline.old.say(voice.lang)}  {redline.old_digest}")
    put(f"{voice.of('新', 'new')}  {redline.new.say(voice.lang)}  {redline.new_digest}")
    if redline:
        put(voice.of(f"不同 {len(redline.changes)} 处：", f"{len(redline.changes)} changes:"))
    for line in lines(redline, voice.lang):
        put_wrapped(f"  {line}", 4)


# -- convert -----------------------------------------------------------------------------------------------------

CONVERT = Page(
    summary=Text("规则书在 YAML 与 xlsx 之间转换，摘要不变", "A rulebook from YAML to xlsx or back; the digest stays"),
    body=Text(
        "按后缀决定方向。内容一字不动，摘要相同；YAML 里的注释不会带过去。OUT 已存在时不覆盖，除非加 --force。",
        "The suffixes say which way. The content stays and so does the digest; comments in YAML are lost. OUT is not"
        " overwritten without --force.",
    ),
    examples=(
        Example("leitai convert rulebook.yaml rulebook.xlsx", Text("给用 Excel 的同事", "for colleagues with Excel")),
        Example("leitai convert rulebook.xlsx rulebook.yaml --force", Text("收回来", "and back")),
    ),
    more=(REFERENCE, "docs/howto/commands.md"),
    json={"file": Text("写出的文件", "the file written"), "digest": Text("规则书摘要", "digest of the edition")},
)
YAML, XLSX = frozenset({".yaml", ".yml"}), frozenset({".xlsx"})


@command("convert", CONVERT)
def convert(
    source: Annotated[Path, typer.Argument(metavar="IN", help=RULEBOOK)],
    target: Annotated[Path, typer.Argument(metavar="OUT", help=both("写成 .yaml 或 .xlsx", "a .yaml or .xlsx file"))],
    force: Annotated[bool, typer.Option("--force", help=both("覆盖已有的 OUT", "overwrite OUT"))] = False,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from leitai.cli.opening import open_edition
    from leitai.engine.errors import LeitaiError, UsageError
    from leitai.tables.whole import write_whole

    if target.suffix.lower() not in YAML | XLSX:
        raise UsageError(
            voice.of(f"OUT 应以 .yaml 或 .xlsx 结尾，写的是 {target}", f"OUT must end in .yaml or .xlsx, not {target}")
        )
    if target.exists() and not force:
        raise LeitaiError(voice.of(f"已经有 {target}；要覆盖请加 --force", f"{target} exists; overwrite with --force"))
    edition, digest = open_edition(source)
    write_whole(target, spelled(edition, target))
    if voice.json:
        put_json({"file": str(target), "digest": digest})
        return
    put(str(target))
    put(voice.of(f"摘要 {digest}", f"digest {digest}"))
    if source.is_dir() or source.suffix.lower() in YAML:
        note(voice.of("注释没有带过去", "comments are not carried over"))


def spelled(edition: Rulebook, target: Path) -> bytes:
    """The edition as the bytes of a file of that suffix."""
    if target.suffix.lower() in XLSX:
        from leitai.tables.rulebook_xlsx import rulebook_xlsx

        return rulebook_xlsx(edition)
    from leitai.cli.spelling import yaml_text

    return yaml_text(edition).encode("utf-8")
