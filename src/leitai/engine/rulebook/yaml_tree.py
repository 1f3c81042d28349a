"""YAML text to a plain tree, with the place of every value.

Every scalar keeps the text that was written (`2.50` stays `2.50`, `no` stays `no`); an empty value, `~` and `null` are
None. The tree is built from the event stream with an explicit stack, so neither depth nor aliases can exhaust anything.
The C parser is used where it is there; what it and the Python parser read differently, both refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from leitai.engine.errors import Fault, Text
from leitai.engine.rulebook.faults import fault
from leitai.engine.rulebook.places import Path, Place, where_of

MOST_BYTES = 16 * 2**20
MOST_NODES = 200_000
MOST_DEPTH = 64
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Control characters, and the line breaks that one parser counts and the other does not.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
ANCHOR = re.compile(r"[A-Za-z0-9_-]+")
DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*%")
# What the parsers call a problem → what a person calls it. The first phrase found counts.
TAB = Text("用了制表符 Tab，只能用空格", "a tab; only spaces are read")
NO_KEY = Text("冒号前没有键名", "a colon without a key before it")
WIDE_COLON = Text("冒号是全角“\uff1a”，要用半角冒号加空格", "the colon is full-width; use a plain one and a space")
COLON = Text(
    "方括号、花括号里，冒号后要有空格，含 : 或 ? 的文字要加引号",
    "in brackets: a space after a colon, quotes for : and ?",
)
PROBLEMS = (
    (
        "mapping values",
        Text("这里不能再出现“键: 值”，多半是缩进不齐或冒号多余", "a key: value cannot stand here (indent? colon?)"),
    ),
    ("block sequence entries", Text("这里不能出现“- ”列表项", "a list item cannot stand here")),
    ("end of stream", Text("引号或括号没有收尾", "a quote or bracket is not closed")),
    ("<stream end>", Text("引号或括号没有收尾", "a quote or bracket is not closed")),
    ("unexpected ':'", COLON),
    (
        "cannot start any token",
        Text("以特殊字符开头的文字要加引号", "text that begins with a special character needs quotes"),
    ),
    ("expected ':'", Text("这一行缺少半角冒号“: ”", "this line lacks a colon")),
    ("'-' indicator", Text("列表项与上文的缩进不齐", "the list item is not indented like those above")),
    ("<block end>", Text("与上文的缩进不齐", "not indented like the lines above")),
    ("expected key", Text("与上文的缩进不齐", "not indented like the lines above")),
    ("',' or", Text("方括号或花括号里缺少逗号或没有收尾", "a comma or the closing bracket is missing")),
    ("node content", Text("方括号或花括号里有空项或没有收尾", "an empty item, or the bracket is not closed")),
    ("unknown escape", Text("双引号里有不认识的反斜杠写法", "an unknown backslash escape in double quotes")),
    ("escape", Text("双引号里有不认识的反斜杠写法", "an unknown backslash escape in double quotes")),
)

# Problems that are noticed after the place that has to be mended.
NOTICED_LATE = ("expected ':'", "end of stream", "<stream end>")


@dataclass(slots=True)
class Document:
    """What one file says: the tree (None where it cannot be read), the place of every path, and the faults."""

    value: dict[str, Any] | None = None
    places: dict[Path, Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


class _Refused(Exception):
    """The text is refused whole; carries the fault."""

    def __init__(self, found: Fault) -> None:
        self.fault = found


def read_yaml(data: bytes, file: str, pure: bool = False) -> Document:
    """Read one file's bytes. `pure` asks for the Python parser; the outcome is the same."""
    document = Document()
    try:
        text = decode(data, file)
        builder = _Builder(file, document)
        for event in _events(text, file, pure):
            builder.take(event)
        document.value = builder.finish()
    except _Refused as refused:
        document.value = None
        document.faults.append(refused.fault)
    return document


def decode(data: bytes, file: str) -> str:
    """Bytes to text: UTF-8 with or without a mark, UTF-16 with its mark, else GB 18030 as older editors write it."""
    if len(data) > MOST_BYTES:
        size = Text(f"{len(data) / 2**20:.1f} MB", "")
        raise _Refused(fault("RB-002", Place(file, 0), "", what=size, limit=f"{MOST_BYTES >> 20} MB"))
    text = _decoded(data)
    if text is None:
        raise _Refused(fault("RB-003", Place(file, 0), ""))
    if bad := UNPRINTABLE.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        if bad[0] == "\x00":
            raise _Refused(fault("RB-003", Place(file, line), ""))
        raise _Refused(fault("RB-004", Place(file, line), "", character=f"U+{ord(bad[0]):04X}"))
    if "\t" in text:
        # Here one parser takes a tab for a space and the other does not.
        line = text.count("\n", 0, text.index("\t")) + 1
        raise _Refused(fault("RB-005", Place(file, line), "", problem=TAB, line=text.split("\n")[line - 1].strip()))
    return text


def _decoded(data: bytes) -> str | None:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _events(text: str, file: str, pure: bool) -> Iterator[Any]:
    if DIRECTIVE.match(text):
        line = text.count("\n", 0, text.index("%")) + 1
        raise _Refused(fault("RB-010", Place(file, line), "", what=Text("YAML 指令 %", "a YAML directive %")))
    reader = YAML(typ="safe", pure=pure)
    try:
        yield from reader.parse(text)
    except YAMLError as error:
        raise _Refused(_syntax_fault(error, text, file)) from None
    except (ValueError, IndexError) as error:
        # Escapes such as "\UFFFFFFFF" reach chr() unchecked in one of the parsers.
        raise _Refused(fault("RB-005", Place(file, 0), "", problem=Text(str(error)), line="")) from None


def _syntax_fault(error: YAMLError, text: str, file: str) -> Fault:
    problem = str(getattr(error, "problem", None) or error)
    mark = getattr(error, "problem_mark", None)
    if any(phrase in problem for phrase in NOTICED_LATE):
        mark = getattr(error, "context_mark", None) or mark
    number = min(int(mark.line) + 1, text.count("\n") + 1) if mark is not None else 0
    said = next((words for phrase, words in PROBLEMS if phrase in problem), Text(problem, problem))
    lines = ["", *text.split("\n")]
    # A line without a colon is read on into the next one, so the mistake may stand above.
    for above in (number, max(number - 1, 0)):
        if "\uff1a" in lines[above] and ":" not in lines[above]:
            number, said = above, WIDE_COLON
    return fault("RB-005", Place(file, number), "", problem=said, line=lines[number].strip())


class _Open:
    """A mapping or a list whose end has not come yet."""

    __slots__ = ("container", "flow", "key", "key_line", "lines", "path")

    def __init__(self, container: dict[str, Any] | list[Any], path: Path, flow: bool) -> None:
        self.container = container
        self.path = path
        self.flow = flow
        self.key: str | None = None
        self.key_line = 0
        self.lines: dict[str, int] = {}


class _Builder:
    """Takes events one by one; keeps a log of what it took, from which aliases are replayed and counted."""

    def __init__(self, file: str, document: Document) -> None:
        self.file = file
        self.document = document
        self.places = document.places
        self.stack: list[_Open] = []
        self.top: Any = None
        self.documents = 0
        self.log: list[tuple[str, Any, int, bool]] = []
        self.anchors: dict[str, tuple[int, int | None]] = {}
        self.anchored: list[str | None] = []

    def refuse(self, code: str, at: int, **data: object) -> _Refused:
        return _Refused(fault(code, Place(self.file, at), "", "error", **data))

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        line = event.start_mark.line + 1
        anchor = getattr(event, "anchor", None)
        if anchor and not ANCHOR.fullmatch(anchor):
            raise self.refuse("RB-010", line, what=Text(f"引用名 {anchor}", f"the anchor name {anchor}"))
        if kind == "ScalarEvent":
            self._no_tag(event, line)
            plain = event.style is None or event.style == ""
            if plain and (":" in event.value or "?" in event.value) and self.stack and self.stack[-1].flow:
                raise self.refuse("RB-005", line, problem=COLON, line=event.value)
            start = len(self.log)
            self.add("scalar", event.value, line, plain)
            if anchor:
                self.anchors[anchor] = (start, len(self.log))
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._no_tag(event, line)
            self.anchored.append(anchor)
            if anchor:
                self.anchors[anchor] = (len(self.log), None)
            self.add("map" if kind == "MappingStartEvent" else "list", None, line, bool(event.flow_style))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.add("end", None, line, False)
            if ended := self.anchored.pop():
                self.anchors[ended] = (self.anchors[ended][0], len(self.log))
        elif kind == "AliasEvent":
            self._replay(str(anchor), line)
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise self.refuse("RB-007", line)

    def _no_tag(self, event: Any, line: int) -> None:
        if event.tag is not None:
            raise self.refuse("RB-010", line, what=Text(f"标签 {event.tag}", f"the tag {event.tag}"))

    def _replay(self, anchor: str, line: int) -> None:
        start, end = self.anchors.get(anchor, (0, None))
        if end is None:
            raise self.refuse("RB-011", line, name=anchor)
        if self.stack and isinstance(self.stack[-1].container, dict) and self.stack[-1].key is None:
            raise self.refuse("RB-010", line, what=Text("用引用作键名", "an alias as a key"))
        if len(self.log) + end - start > MOST_NODES:
            raise self.refuse(
                "RB-002", line, what=Text(f"引用 *{anchor} 展开后", f"alias *{anchor} expanded"), limit=MOST_NODES
            )
        for item in self.log[start:end]:
            self.add(*item)

    def add(self, kind: str, value: Any, line: int, flag: bool) -> None:
        """One step of building; `flag` is plain for a scalar and flow for a collection."""
        if len(self.log) >= MOST_NODES:
            raise self.refuse("RB-002", line, what=Text("文件内容", "the content"), limit=MOST_NODES)
        self.log.append((kind, value, line, flag))
        if kind == "end":
            done = self.stack.pop()
            if isinstance(done.container, dict) and done.key is not None:
                raise self.refuse("RB-005", line, problem=Text("键没有值", "a key without a value"), line=done.key)
            return
        within = self.stack[-1] if self.stack else None
        if within is not None and isinstance(within.container, dict) and within.key is None:
            self._key(within, kind, value, line, flag)
            return
        built: Any = (None if flag and value in NULLS else value) if kind == "scalar" else ({} if kind == "map" else [])
        path = self._put(within, built, line, kind != "scalar")
        if kind != "scalar":
            if len(self.stack) >= MOST_DEPTH:
                raise self.refuse("RB-002", line, what=Text("嵌套层数", "nesting"), limit=MOST_DEPTH)
            self.stack.append(_Open(built, path, flag))

    def _key(self, within: _Open, kind: str, value: Any, line: int, plain: bool) -> None:
        if kind != "scalar":
            raise self.refuse("RB-010", line, what=Text("用列表或映射作键名", "a list or mapping as a key"))
        if value == "":
            raise self.refuse("RB-005", line, problem=NO_KEY, line=":")
        if plain and value == "<<":
            raise self.refuse("RB-010", line, what=Text("合并键 <<", "the merge key <<"))
        if value in within.lines:
            where = where_of((*within.path, value), None)
            first = within.lines[value]
            self.document.faults.append(
                fault("RB-009", Place(self.file, line), where, key=value, first=Place(self.file, first), second=line)
            )
        else:
            within.lines[value] = line
        within.key, within.key_line = value, line

    def _put(self, within: _Open | None, built: Any, line: int, collection: bool) -> Path:
        if within is None:
            self.top = built
            path: Path = ()
        elif isinstance(within.container, dict):
            key = within.key
            assert key is not None
            path = (*within.path, key)
            within.container[key] = built
            within.key = None
            line = within.key_line if collection or built is None else line
        else:
            path = (*within.path, len(within.container))
            within.container.append(built)
        self.places[path] = Place(self.file, line)
        return path

    def finish(self) -> dict[str, Any]:
        if self.documents == 0 or self.top is None:
            raise self.refuse("RB-006", 0)
        if not isinstance(self.top, dict):
            what = Text("列表", "a list") if isinstance(self.top, list) else Text("一段文字", "plain text")
            raise self.refuse("RB-008", 1, what=what)
        return self.top
