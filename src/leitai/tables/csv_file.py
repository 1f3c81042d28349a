"""csv → rows of cells: streamed, its encoding and delimiter found, everything that is not text refused by line.

The file is read twice: once whole for its digest, its encoding and bytes no text has, then for its rows. Nothing but
the rows' figures is kept.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from leitai.engine.errors import Text
from leitai.tables.cells import Broken, Row
from leitai.tables.findings import Findings
from leitai.tables.header import SEARCHED, find_header
from leitai.tables.limits import Limits

BLOCK = 1 << 20
DELIMITERS = ",\t;"
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1a")) + b"\x7f"
_ODD = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# So many characters beyond ASCII do not come out as valid UTF-8 by chance: such a file is damaged, not GB18030.
_SURELY_UTF8 = 12


@dataclass(frozen=True, slots=True)
class Scan:
    """What the first pass over a file found."""

    encoding: str
    digest: str


def scan(file: BinaryIO, name: str, limits: Limits, findings: Findings) -> Scan:
    """Read the file once: its digest and its encoding. Raises Broken."""
    head = file.read(4)
    file.seek(0)
    if head in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        findings.error("TB-006", f"{name}:1", "", byte="0x00")
        raise Broken
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if wide else "utf-8"
    decoder = codecs.getincrementaldecoder(encoding)()
    sha, line, beyond, size = hashlib.sha256(), 1, 0, 0
    failure: tuple[UnicodeDecodeError, int] | None = None
    while block := file.read(BLOCK):
        sha.update(block)
        size += len(block)
        if size > limits.csv_bytes:
            findings.error("TB-004", name, "", size=size, limit=limits.csv_bytes, name="csv_bytes")
            raise Broken
        if not wide:
            _no_controls(block, name, line, findings)
        _lines_end(block, name, line, limits, findings)
        if failure is None:
            try:
                text = decoder.decode(block)
                if wide and (odd := _ODD.search(text)):
                    findings.error("TB-006", f"{name}:{line}", "", byte=f"0x{ord(odd[0]):02x}")
                    raise Broken
                beyond += len(text) - len(text.encode("ascii", "ignore")) if not text.isascii() else 0
            except UnicodeDecodeError as error:
                beyond += sum(byte >= 0xC2 for byte in error.object[: error.start])
                failure = error, line + error.object[: error.start].count(b"\n")
        line += block.count(b"\n")
    if failure is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError as error:
            failure = error, line
    if failure is not None:
        if head.startswith(codecs.BOM_UTF8) or wide or beyond >= _SURELY_UTF8:
            _undecodable(failure, "UTF-16" if wide else "UTF-8", name, findings)
        encoding = _as_gb18030(file, failure, name, findings)
        findings.warn("TB-008", name, "", encoding="GB18030")
    elif wide:
        findings.warn("TB-008", name, "", encoding="UTF-16")
    file.seek(0)
    return Scan("utf-8-sig" if encoding == "utf-8" else encoding, sha.hexdigest())


def _no_controls(block: bytes, name: str, line: int, findings: Findings) -> None:
    if len(block.translate(None, _CONTROLS)) == len(block):
        return
    at = next(at for at, byte in enumerate(block) if byte in _CONTROLS)
    findings.error("TB-006", f"{name}:{line + block[:at].count(10)}", "", byte=f"0x{block[at]:02x}")
    raise Broken


def _lines_end(block: bytes, name: str, line: int, limits: Limits, findings: Findings) -> None:
    """A block without any line end lies within one line: lines are bounded without being collected."""
    step = min(limits.csv_line, BLOCK)
    for start in range(0, len(block) - step + 1, step):
        if block.find(b"\n", start, start + step) < 0 and block.find(b"\r", start, start + step) < 0:
            findings.error("TB-009", f"{name}:{line + block[:start].count(10)}", "", limit=limits.csv_line)
            raise Broken


def _undecodable(failure: tuple[UnicodeDecodeError, int], encoding: str, name: str, findings: Findings) -> None:
    error, line = failure
    cut = error.reason in ("unexpected end of data", "truncated data")
    reason = Text("在字符中间断了", "cut off inside a character") if cut else Text("损坏或混用编码", "damaged or mixed")
    findings.error(
        "TB-007",
        f"{name}:{line}",
        "",
        byte=f"0x{error.object[error.start]:02x}",
        encoding=encoding,
        reason=reason.zh,
        reason_en=reason.en,
    )
    raise Broken


def _as_gb18030(file: BinaryIO, failure: tuple[UnicodeDecodeError, int], name: str, findings: Findings) -> str:
    """Hold the whole file against GB18030; what is neither is named where UTF-8 failed."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder("gb18030")()
    try:
        while block := file.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        _undecodable(failure, "UTF-8 / GB18030", name, findings)
    return "gb18030"


def read_rows(file: BinaryIO, encoding: str, name: str, findings: Findings) -> Generator[Row, None, None]:
    """The rows, each with the line it starts on. Raises Broken where quotation marks do not match."""
    text = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        first = [line for _, line in zip(range(2 * SEARCHED), text, strict=False)]
        if first:
            first[0] = first[0].removeprefix("\ufeff")
        delimiter = _delimiter(first)
        reader = csv.reader(chain(first, text), delimiter=delimiter, strict=True)
        start = 1
        try:
            for cells in reader:
                if cells:
                    yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            said = str(error)
            code = "TB-010" if "end of data" in said else "TB-012" if "field limit" in said else "TB-011"
            findings.error(code, f"{name}:{start}", "", limit=csv.field_size_limit())
            raise Broken from error
        except UnicodeDecodeError as error:
            findings.error("TB-013", name)
            raise Broken from error
    finally:
        text.detach()


def _delimiter(lines: list[str]) -> str:
    """The delimiter under which a header is found, the one with more columns where several do."""
    best, most = ",", (-1, -1)
    for delimiter in DELIMITERS:
        rows: list[list[str]] = []
        with suppress(csv.Error):
            rows.extend(csv.reader(lines, delimiter=delimiter))
        headers = [header for cells in rows[:SEARCHED] if (header := find_header(cells)) is not None]
        score = (len(headers[0].columns) if headers else 0, len(rows[0]) if rows else 0)
        if score > most:
            best, most = delimiter, score
    return best
