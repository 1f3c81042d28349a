"""parquet → rows of cells, by pyarrow: text, integers, decimals and floats (by their shortest decimal).

Columns of text are kept as dictionaries while they are read: one long text in a million rows is held once.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from leitai.engine.figures import Figure
from leitai.tables.cells import Broken, Cell, Row, Source
from leitai.tables.findings import Findings
from leitai.tables.header import find_header
from leitai.tables.limits import Limits, Options
from leitai.tables.rows import read_table

BATCH = 65_536
BLOCK = 1 << 20


def read_parquet(
    file: BinaryIO, name: str, limits: Limits, options: Options, findings: Findings, out: list[Figure]
) -> str:
    """Read one file into `out`; its digest. Raises Broken with the fault said, or TooMany."""
    size = os.fstat(file.fileno()).st_size
    if size > limits.parquet_bytes:
        findings.error("TB-004", name, "", size=size, limit=limits.parquet_bytes, name="parquet_bytes")
        raise Broken
    sha = hashlib.sha256()
    while block := file.read(BLOCK):
        sha.update(block)
    file.seek(0)
    source = Source(f"{name}:", lambda line, column: str(line))
    try:
        table = pq.ParquetFile(file)
        _within(table, name, limits, findings)
        table = pq.ParquetFile(file, read_dictionary=_texts(table.schema_arrow, name, findings))
        read_table(_rows(table), source, options, limits, findings, out)
    except (pa.ArrowException, OSError, ValueError) as error:
        findings.error("TB-049", name, "", reason=str(error).splitlines()[0] if str(error) else type(error).__name__)
        raise Broken from error
    return sha.hexdigest()


def _within(table: Any, name: str, limits: Limits, findings: Findings) -> None:
    about = table.metadata
    unpacked = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
    if unpacked > limits.parquet_unpacked:
        said = f"{unpacked} 字节", f"{unpacked} bytes"
        limit = limits.parquet_unpacked
        findings.error(
            "TB-045", name, "", reason=said[0], reason_en=said[1], limit=limit, ratio="–", name="parquet_unpacked"
        )
        raise Broken
    if about.num_rows > limits.figures:
        findings.error("TB-015", name, "", limit=limits.figures)
        raise Broken


def _texts(schema: Any, name: str, findings: Findings) -> list[str]:
    """The columns of text; a column that holds neither text nor numbers is a fault."""
    texts, wrong = [], False
    for field in schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            texts.append(field.name)
        elif not (_is_number(kind) or pa.types.is_null(kind)):
            findings.error("TB-050", name, field.name, type=kind)
            wrong = True
    if wrong:
        raise Broken
    return texts


def _is_number(kind: Any) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _rows(table: Any) -> Iterator[Row]:
    """The header as line 0, then the rows from 1."""
    names = [str(name) for name in table.schema_arrow.names]
    yield 0, names
    if find_header(names) is None:
        return
    line = 1
    for batch in table.iter_batches(batch_size=BATCH):
        columns = [_cells(column) for column in batch.columns]
        for cells in zip(*columns, strict=True):
            yield line, cells
            line += 1


def _cells(column: Any) -> list[Cell]:
    if pa.types.is_dictionary(column.type):
        known: list[Cell] = [_cell(value) for value in column.dictionary.to_pylist()]
        return ["" if at is None else known[at] for at in column.indices.to_pylist()]
    return [_cell(value) for value in column.to_pylist()]


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value.is_integer() and abs(value) < 1e16 else repr(value)
    return str(value)
