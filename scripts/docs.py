"""Write the parts of docs/reference that repeat the code: schema, methods, faults, glossary.

    .venv/bin/python scripts/docs.py            write
    .venv/bin/python scripts/docs.py --check    exit 1 where what is there differs from what would be written

The command line's part is written by scripts/docs_cli.py.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from leitai.engine.errors import Text
from leitai.engine.manual.sources import documents, rows
from leitai.engine.methods.method import Example, Method
from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.anatomy import Shape, keys_of, parts
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.policies import LeafPolicies, Policies
from leitai.engine.rulebook.skeleton import schema_text
from leitai.engine.terms import field_term, find_term, part_term, terms
from leitai.engine.units import TABLE
from leitai.tables.rulebook_xlsx.layout import Form, sheets
from leitai.tables.rulebook_xlsx.write import headed

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
CONCEPTS = ROOT / "docs" / "concepts"
WRITTEN = "本页由 `scripts/docs.py` 从代码写成，请勿手改。This page is written from the code; do not edit it."
VALUES = {
    "text": "文字", "number": "数", "whole": "整数", "day": "日期", "flag": "是否", "period": "期别",
    "per_group": "数，或 {组: 数}", "numbers": "{代号: 数}", "words": "名称", "method": "方法",
    "member": "代号", "node": "节点", "part": "映射",
    "choice": "一个词", "list": "列表",
}  # fmt: skip
KINDS = {
    "number": Text("数", "number"),
    "whole": Text("整数", "whole number"),
    "flag": Text("true、false", "true, false"),
    "text": Text("文字", "text"),
    "list": Text("列表", "list"),
}
ROLES = {"value": "实际值"}
# Which part of the program a catalogue of faults belongs to.
CATALOGUES = {
    "RB": Text("规则书", "rulebooks"),
    "NW": Text("新建规则书", "a new rulebook"),
    "FG": Text("数据", "figures"),
    "RS": Text("结果", "results"),
    "TB": Text("数据文件", "figure files"),
    "RX": Text("规则书工作簿", "rulebook workbooks"),
    "PE": Text("单位表", "tables of organisations"),
    "CO": Text("填报与审核", "reporting and verifying"),
    "MP": Text("地图", "maps"),
    "SI": Text("公开网站", "the public site"),
    "BR": Text("短片", "the briefing"),
}


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = stale_pages()
    for path, text in stale:
        if not arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"{'differs from the code' if arguments else 'written'}: {path.relative_to(ROOT)}")
    return 1 if stale and arguments else 0


def stale_pages() -> list[tuple[Path, str]]:
    """The pages that are not what the code says, with what they should be."""
    return [(path, text) for path, text in pages() if not path.exists() or path.read_text(encoding="utf-8") != text]


def pages() -> Iterator[tuple[Path, str]]:
    yield REFERENCE / "rulebook.schema.json", schema_text()
    yield REFERENCE / "rulebook.md", rulebook_page()
    yield REFERENCE / "methods.md", methods_page()
    yield CONCEPTS / "sources.md", sources_page()
    yield REFERENCE / "faults.md", faults_page()
    yield REFERENCE / "terms.md", terms_page()


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> list[str]:
    """A Markdown table."""
    columns = list(head)
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    return lines + [f"| {' | '.join(cell(one) for one in row)} |" for row in rows]


def cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


# -- the rulebook's tables -----------------------------------------------------------------------------------------


def rulebook_page() -> str:
    """The page as it is written by hand, its marked tables written anew."""
    text = (REFERENCE / "rulebook.md").read_text(encoding="utf-8")
    for name, content in {"policies": policy_table, "units": unit_table, "sheets": sheet_table}.items():
        text = filled(text, name, name, "\n".join(content()))
    for found in re.finditer(r"<!-- keys (?P<parts>[\w ]+) -->", text):
        tables = "\n\n".join("\n".join(key_table(part)) for part in found["parts"].split())
        text = filled(text, f"keys {found['parts']}", "keys", tables)
    return text


def filled(text: str, start: str, end: str, content: str) -> str:
    """What stands between two marks replaced."""
    first = f"<!-- {start} -->\n"
    at = text.index(first) + len(first)
    return f"{text[:at]}{content}\n{text[text.index(f'<!-- /{end} -->', at) :]}"


def key_table(name: str) -> Iterator[str]:
    part = parts()[name]
    term = part_term(name)
    yield f"`{name}` {term.one.zh if term is not None else ''}"
    yield ""
    rows = []
    for key, shape in keys_of(part).items():
        known = field_term(name, key)
        assert known is not None
        rows.append(
            (
                f"`{key}`",
                known.zh,
                value_words(shape, name, key),
                default_words(part.model_fields[key]),
                known.meaning.zh,
                known.meaning.en,
            )
        )
    yield from table(("键", "名称", "写什么", "不写时", "含义", "meaning"), rows)


def value_words(shape: Shape, name: str, key: str) -> str:
    """What may be written for a key."""
    if shape.kind == "list" and shape.item is not None:
        inner = shape.item
        return f"列表：{'`' + inner.part.__name__ + '`' if inner.part is not None else VALUES[inner.kind]}"
    words = [f"`{choice}`" for choice in shape.choices]
    if shape.kind != "choice":
        words.insert(
            0, VALUES[shape.kind] if shape.kind != "part" or shape.part is None else f"`{shape.part.__name__}`"
        )
    elif shape.part is not None:
        words.append(f"`{{{', '.join(keys_of(shape.part))}}}`")
    return "、".join(words)


def policy_table() -> Iterator[str]:
    own = keys_of(LeafPolicies)
    rows = []
    for key, shape in keys_of(Policies).items():
        known = field_term("Policies", key)
        assert known is not None
        alone = "可单独" if key in own else ""
        rows.append(
            (f"`{key}`", known.zh, value_words(shape, "Policies", key), alone, known.meaning.zh, known.meaning.en)
        )
    yield from table(("政策", "名称", "取值", "", "含义", "meaning"), rows)
    for name in ("Rounding", "TieBreakers", "AbnormalBase", "LateRule", "FixedPoints"):
        yield ""
        yield from key_table(name)


def unit_table() -> Iterator[str]:
    bases: dict[str, list[str]] = {}
    for symbol, (base, scale) in TABLE.items():
        bases.setdefault(base, []).append(symbol if scale == 1 else f"{symbol} = {scale}")
    counts = [base for base, symbols in bases.items() if symbols == [base]]
    rows = [(base or "(纯数)", "、".join(symbols)) for base, symbols in bases.items() if base not in counts]
    yield from table(("基本单位", "符号与折合"), [*rows, ("各自独立", "、".join(counts))])


def sheet_table() -> Iterator[str]:
    rows = []
    for sheet in sheets({"组": "组名"}):
        keys = [f"`{key}`" for _, key, _ in headed(sheet)]
        shown = [one for one in keys if not one.startswith("`policies.")] if sheet.name == "指标" else keys
        more = "、`policies.…`" if len(shown) < len(keys) else ""
        rows.append((sheet.name, "表单" if isinstance(sheet, Form) else "", "、".join(shown) + more))
    yield from table(("表", "", "键"), rows)


# -- methods -----------------------------------------------------------------------------------------------------


def methods_page() -> str:
    every = list(methods().values())
    lines = [
        "# 计分方法(参考) · Scoring methods",
        "",
        WRITTEN,
        "",
        "何时用、各地做法和未决情形见 `docs/methods/` 各页；取舍、并列、缺报等由政策定，见 [scoring.md](scoring.md)。",
        "",
        *table(
            ("方法", "名称", "相对", "依据"),
            (
                (f"[`{one.name}`](#{one.name})", one.title.zh, "是" if one.relative else "", " ".join(one.sources))
                for one in every
            ),
        ),
    ]
    for method in every:
        lines += ["", *method_chapter(method)]
    return "\n".join(lines) + "\n"


def method_chapter(method: Method) -> Iterator[str]:
    yield f'<a id="{method.name}"></a>'
    yield f"## {method.title.zh} `{method.name}`" + (f" v{method.version}" if method.version != 1 else "")
    yield ""
    yield method.summary.zh
    yield ""
    yield f"{method.title.en[:1].upper()}{method.title.en[1:]}. {method.summary.en}"
    yield ""
    yield f"    {method.formula}"
    yield ""
    yield from table(
        ("符号", "含义", "meaning"), ((f"`{name}`", text.zh, text.en) for name, text in method.symbols.items())
    )
    yield ""
    rows = list(parameter_rows(method, method.parameters))
    if rows:
        yield from table(("参数", "名称", "写什么", "不写时", "含义", "meaning"), rows)
    else:
        yield "没有参数。No parameters."
    yield ""
    policies = "、".join(f"`{key}`" for key in method.policies) or "无"
    yield f"- 有关政策 policies:{policies}"
    yield f"- 缺数据时 missing:{method.missing.zh} {method.missing.en}"
    yield f"- 依据 rules:{' '.join(method.sources)}"
    for example in method.examples:
        yield ""
        yield from example_lines(example)


def parameter_rows(method: Method, part: type[BaseModel], under: str = "") -> Iterator[tuple[str, ...]]:
    shapes = keys_of(part)
    for name, field in part.model_fields.items():
        term = find_term(f"{method.name}.{name}", name)
        zh, en = (term.meaning.zh, term.meaning.en) if term is not None else ("", field.description or "")
        title = term.zh if term is not None else name
        yield f"`{under}{name}`", title, kind_words(shapes[name]), default_words(field), zh, en
        item = shapes[name].item
        if item is not None and item.part is not None:
            yield from parameter_rows(method, item.part, f"{under}{name}[].")


def kind_words(shape: Shape) -> str:
    words = "表" if shape.item is not None and shape.item.part is not None else KINDS[shape.kind].zh
    return f"{words}或 none" if "none" in shape.choices else words


def default_words(field: FieldInfo) -> str:
    if field.is_required():
        return "必填"
    default: Any = field.default
    if isinstance(default, Decimal):
        return number_text(default)
    if default is None or default in ("", (), {}) or isinstance(default, BaseModel):
        return "—"
    return str(default).lower() if isinstance(default, bool) else f"`{default}`"


def example_lines(example: Example) -> Iterator[str]:
    """A worked example as a table: one contestant a row."""
    given = [f"满分 {example.points}", *(["越低越好"] if example.direction == "lower" else [])]
    given += [f"`{name}` = {shown(value)}" for name, value in {**example.parameters, **example.rules}.items()]
    yield f"**算例** {example.title.zh}({';'.join(given)})"
    yield ""
    heads = [ROLES.get(name, f"`{name}`") for name in example.figures]
    rows = zip(*example.figures.values(), example.expected, strict=True)
    yield from table((*heads, "得分"), (["—" if one is None else one for one in row] for row in rows))
    yield ""
    yield f"来源 source:{example.source.zh} · {example.source.en}"


def shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(shown(one) for one in value)
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {shown(one)}' for key, one in value.items())}}}"
    return str(value).lower() if isinstance(value, bool) else str(value)


# -- sources -----------------------------------------------------------------------------------------------------


def sources_page() -> str:
    """The page as it is written by hand, its two tables written anew."""
    text = (CONCEPTS / "sources.md").read_text(encoding="utf-8")
    used = {id_: [one.name for one in methods().values() if id_ in one.sources] for id_ in rows()}
    rules = (
        (
            one.id,
            one.rule.zh,
            "、".join(f"[{name}](../methods/{name}.md)" for name in used[one.id]),
            "、".join(one.read_in),
            one.read_as.zh,
        )
        for one in rows().values()
    )
    text = filled(text, "rules", "rules", "\n".join(table(("编号", "规则", "方法", "出处", "读到的程度"), rules)))
    found = (
        (one.id, one.title, one.publisher, one.date, one.grade, f"<{one.address}>" if one.address else "—")
        for one in documents().values()
    )
    heads = ("编号", "标题", "发布者", "时间", "等级", "网址")
    return filled(text, "sources", "sources", "\n".join(table(heads, found)))


# -- faults ------------------------------------------------------------------------------------------------------


def faults_page() -> str:
    entries: dict[str, dict[str, dict[str, str]]] = {}
    for path in sorted((ROOT / "src" / "leitai").rglob("faults.toml")):
        entries |= tomllib.loads(path.read_text(encoding="utf-8"))
    lines = [
        "# 错误与提醒(参考) · Faults",
        "",
        WRITTEN,
        "",
        "每条一行打印：`位置  [代码]  哪里  是：…  应为：…  改法：…`；{…} 处填入当时的内容。代码用过就不再挪作他用。",
    ]
    for prefix in sorted({code.split("-")[0] for code in entries}, key=list(CATALOGUES).index):
        lines += ["", f"## {CATALOGUES[prefix].zh} {prefix} · {CATALOGUES[prefix].en}"]
        for code in sorted(one for one in entries if one.startswith(f"{prefix}-")):
            lines += ["", *fault_lines(code, entries[code])]
    return "\n".join(lines) + "\n"


def fault_lines(code: str, entry: dict[str, dict[str, str]]) -> Iterator[str]:
    title = entry.get("title", entry["found"])
    yield f'<a id="{code.lower()}"></a>'
    yield f"### {code} {cell(title['zh'])} · {cell(title['en'])}"
    yield ""
    words = {"found": ("是", "found"), "allowed": ("应为", "allowed"), "mend": ("改法", "to mend")}
    for part, (zh, en) in words.items():
        said = entry.get(part)
        if said and said["zh"] and not (part == "found" and said["zh"] == title["zh"]):
            yield f"- {zh}:{cell(said['zh'])}"
            yield f"  {en}: {cell(said['en'])}"


# -- glossary ----------------------------------------------------------------------------------------------------


def terms_page() -> str:
    lines = [
        "# 术语(参考) · Glossary",
        "",
        WRITTEN,
        "",
        "一个词只写一处(`src/leitai/engine/terms.toml`)。",
        "`A.b` 是键 b 在 A 里的特别含义；`键.值` 是键的一个取值；`方法.参数` 是方法的参数。",
        "",
        *table(
            ("代号", "中文", "English", "含义", "meaning", "出处", "不用的词"),
            (
                (f"`{one.id}`", one.zh, one.en, one.meaning.zh, one.meaning.en, one.source, "、".join(one.rejected))
                for one in terms().values()
            ),
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
