"""Figures files → figures: csv, xlsx or parquet, long or wide, one file, several, or a folder of them.

Nothing raises for what a file holds: faults are collected with their places, and whoever calls decides to stop. A
figure's contestant and indicator stay as written; the engine resolves them against the edition.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from leitai.engine.errors import Fault, InputError, Text, UsageError
from leitai.engine.figures import Figure
from leitai.tables import csv_file
from leitai.tables.cells import Broken, Source, TooMany
from leitai.tables.findings import Findings
from leitai.tables.limits import Limits, Options
from leitai.tables.rows import read_table
from leitai.tables.sniff import TO_XLSX, kind_of, ole_name
from leitai.tables.words import NO_VALUE, STATUS, VINTAGE, fold, read_period, role_lexicon

READ = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".parquet"})
DEFAULT_LIMITS, DEFAULT_OPTIONS = Limits(), Options()
NAMED = READ | {".xls", ".xlsb", ".ods", ".et"}
"""Endings looked at in a folder; those that cannot be read are said, not passed over."""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Everything read: figures in the order of the files, faults (errors first), and the sha256 of the bytes."""

    figures: tuple[Figure, ...]
    faults: tuple[Fault, ...]
    digest: str

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == "warning")

    def require(self) -> tuple[Figure, ...]:
        """The figures, or InputError with every error."""
        if self.errors:
            raise InputError(self.errors)
        return self.figures


def read_figures(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    limits: Limits = DEFAULT_LIMITS,
    options: Options = DEFAULT_OPTIONS,
) -> FigureTable:
    """Read files and folders of figures. A path may be a folder: the figures files directly in it, by name."""
    options = _understood(options)
    findings = Findings(limits.faults)
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    found = [file for path in given for file in _files(Path(path), findings)]
    if len(found) > limits.files:
        findings.error("TB-034", str(given[0]), "", files=len(found), limit=limits.files)
        found = []
    names = [path.name for path in found]
    figures: list[Figure] = []
    digests: list[tuple[str, str]] = []
    for path, name in zip(found, names, strict=True):
        shown = name if names.count(name) == 1 else str(path)
        digest = ""
        try:
            digest = _read_file(path, shown, limits, options, findings, figures)
        except TooMany:
            findings.error("TB-015", shown, "", limit=limits.figures)
            break
        except Broken:
            pass
        except OSError as error:
            _cannot_open(error, shown, findings)
        digests.append((name, digest))
    whole = hashlib.sha256()
    for name, digest in digests:
        whole.update(f"{digest}  {name}\n".encode())
    one = digests[0][1] if len(digests) == 1 else whole.hexdigest()
    return FigureTable(tuple(figures), findings.listed(), one)


def _understood(options: Options) -> Options:
    """The options in the engine's words. Raises UsageError for a word it does not know."""
    roles, period = role_lexicon(options.roles), read_period(options.period) if options.period else ""
    role = roles.get(fold(options.role), options.role if options.roles is None else "")
    status, vintage = STATUS.get(fold(options.status), ""), VINTAGE.get(fold(options.vintage), "")
    dash = STATUS.get(fold(options.dash), "") if options.dash else ""
    for name, written, known in (
        ("period", options.period, period),
        ("role", options.role, role),
        ("status", options.status, "" if status in NO_VALUE else status),
        ("vintage", options.vintage, vintage),
        ("dash", options.dash, dash if dash in NO_VALUE else ""),
    ):
        if written and not known:
            raise UsageError(f"{name}={written}")
    return replace(options, role=role, period=period, status=status, vintage=vintage, dash=dash)


def _files(path: Path, findings: Findings) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        inside = sorted(path.iterdir(), key=lambda file: file.name)
    except OSError as error:
        _cannot_open(error, str(path), findings)
        return []
    found = [
        file
        for file in inside
        if file.suffix.lower() in NAMED and not file.name.startswith((".", "~$")) and file.is_file()
    ]
    if not found:
        findings.error("TB-014", str(path))
    return found


def _cannot_open(error: OSError, name: str, findings: Findings) -> None:
    reasons = {
        FileNotFoundError: Text("没有这个文件", "no such file"),
        PermissionError: Text("没有权限", "permission denied"),
    }
    reason = reasons.get(type(error), Text(error.strerror or str(error), ""))
    findings.error("TB-002", name, "", reason=reason.zh, reason_en=reason.say("en"))


def _read_file(path: Path, name: str, limits: Limits, options: Options, findings: Findings, out: list[Figure]) -> str:
    """Read one file into `out`; its digest."""
    if not stat.S_ISREG(path.stat().st_mode):
        findings.error("TB-002", name, "", reason="不是普通文件", reason_en="not a regular file")
        raise Broken
    with path.open("rb") as file:
        head = file.read(1024)
        file.seek(0)
        kind, said = kind_of(head)
        if not head:
            findings.error("TB-003", name)
            raise Broken
        if kind == "other":
            return _refuse(said, name, findings)
        if kind == "ole":
            known = ole_name(_bounded(file, name, limits.xlsx_bytes, "xlsx_bytes", findings))
            if known is None:
                findings.error("TB-043", name)
                raise Broken
            return _refuse(known, name, findings)
        if kind == "zip":
            data = _bounded(file, name, limits.xlsx_bytes, "xlsx_bytes", findings)
            xlsx = import_module("leitai.tables.xlsx_file")
            xlsx.read_workbook(data, name, limits, options, findings, out)
            return hashlib.sha256(data).hexdigest()
        if kind == "parquet":
            parquet = import_module("leitai.tables.parquet_file")
            return str(parquet.read_parquet(file, name, limits, options, findings, out))
        if path.suffix.lower() in (".xlsx", ".xlsm", ".parquet"):
            ending = path.suffix.lower()
            return _refuse(Text(f"文本，不是 {ending}", f"text, not {ending}"), name, findings)
        return _read_csv(file, name, limits, options, findings, out)


def _read_csv(
    file: BinaryIO, name: str, limits: Limits, options: Options, findings: Findings, out: list[Figure]
) -> str:
    size = os.fstat(file.fileno()).st_size
    if size > limits.csv_bytes:
        findings.error("TB-004", name, "", size=size, limit=limits.csv_bytes, name="csv_bytes")
        raise Broken
    before = os.fstat(file.fileno())
    scanned = csv_file.scan(file, name, limits, findings)
    source = Source(f"{name}:", lambda line, column: str(line), csv=True)
    with closing(csv_file.read_rows(file, scanned.encoding, name, findings)) as rows:
        read_table(rows, source, options, limits, findings, out)
    after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        findings.error("TB-013", name)
    return scanned.digest


def _bounded(file: BinaryIO, name: str, limit: int, limit_name: str, findings: Findings) -> bytes:
    size = os.fstat(file.fileno()).st_size
    data = file.read(size + 1) if size <= limit else b""
    if size > limit or len(data) > limit:
        findings.error("TB-004", name, "", size=size, limit=limit, name=limit_name)
        raise Broken
    return data


def _refuse(what: Text, name: str, findings: Findings) -> str:
    findings.error("TB-005", name, "", kind=what.zh, kind_en=what.en, mend=TO_XLSX.zh, mend_en=TO_XLSX.en)
    raise Broken
