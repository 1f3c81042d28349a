"""The data of a publication in the forms people and programs read, described by a data package."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from leitai.engine.assess.result import result_bytes
from leitai.engine.assess.snapshot import CellRow
from leitai.engine.book import Book
from leitai.press.csv import ranks_csv, scores_csv
from leitai.press.release import Release
from leitai.press.site.sdmx import sdmx_csv
from leitai.press.workbook import publication_xlsx

DIGITS = 38
"""What a decimal of parquet holds; a column with longer numbers is written as text."""
TEXT, NUMBER, WHOLE = "string", "number", "integer"
SCORES = {
    "period": TEXT, "grouping": TEXT, "group": TEXT, "contestant": TEXT, "name": TEXT, "node": TEXT, "level": WHOLE,
    "raw": NUMBER, "score": NUMBER, "rank": WHOLE, "flags": TEXT,
}  # fmt: skip
RANKS = {
    "period": TEXT, "grouping": TEXT, "group": TEXT, "contestant": TEXT, "name": TEXT, "score": NUMBER, "rank": WHOLE,
    "rank_before": WHOLE, "change": NUMBER, "flags": TEXT,
}  # fmt: skip
FIGURES = {
    "contestant": TEXT, "indicator": TEXT, "period": TEXT, "role": TEXT, "value": NUMBER, "status": TEXT,
    "vintage": TEXT, "note": TEXT, "source": TEXT,
}  # fmt: skip
SDMX = {
    "STRUCTURE": TEXT, "STRUCTURE_ID": TEXT, "ACTION": TEXT, "FREQ": TEXT, "TIME_PERIOD": TEXT, "CONTESTANT": TEXT,
    "NODE": TEXT, "MEASURE": TEXT, "OBS_VALUE": NUMBER, "UNIT_MEASURE": TEXT, "OBS_STATUS": TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the package: what it is, and its columns where it is a table."""

    path: str
    title: tuple[str, str]
    media: str
    fields: dict[str, str]


RESOURCES = (
    Resource("ranks.csv", ("名次", "ranks"), "text/csv", RANKS),
    Resource("scores.csv", ("各节点得分", "scores of every node"), "text/csv", SCORES),
    Resource("scores.parquet", ("各节点得分", "scores of every node"), "application/vnd.apache.parquet", SCORES),
    Resource("figures.csv", ("计分所用数据", "the figures it was scored from"), "text/csv", FIGURES),
    Resource(
        "figures.parquet",
        ("计分所用数据", "the figures it was scored from"),
        "application/vnd.apache.parquet",
        FIGURES,
    ),
    Resource("scores.sdmx.csv", ("SDMX-CSV 2.0 得分", "scores as SDMX-CSV 2.0"), "text/csv", SDMX),
    Resource(
        "results.xlsx",
        ("带公式的全表", "the workbook, with live formulas"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        {},
    ),
    Resource("result.json", ("可复核的结果", "the result, to be verified"), "application/json", {}),
)


def data_files(release: Release) -> dict[str, bytes]:
    """Every file of the folder `data`."""
    book = release.book
    scores, figures = scores_csv(book), figures_csv(book)
    makers: dict[str, Callable[[], bytes]] = {
        "ranks.csv": lambda: ranks_csv(book),
        "scores.csv": lambda: scores,
        "scores.parquet": lambda: parquet(scores, SCORES),
        "figures.csv": lambda: figures,
        "figures.parquet": lambda: parquet(figures, FIGURES),
        "scores.sdmx.csv": lambda: sdmx_csv(book, tuple(SDMX)),
        "results.xlsx": lambda: publication_xlsx(release),
        "result.json": lambda: result_bytes(dict(book.result)),
    }
    found = {resource.path: makers[resource.path]() for resource in RESOURCES}
    return found | {"datapackage.json": package(release, found)}


def figures_csv(book: Book) -> bytes:
    """Every cell of the snapshot, the missing ones with their reason, in its own order."""
    rows = (["" if value is None else str(value) for value in row] for row in book.result["snapshot"]["cells"])
    return table_csv(CellRow._fields, rows)


def table_csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def parquet(content: bytes, fields: dict[str, str]) -> bytes:
    """A csv as parquet: whole numbers and exact decimals as such, an empty cell as none."""
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))
    arrays, schema = [], []
    for name, kind in fields.items():
        texts = [row[name] or None for row in rows]
        type_ = _type(kind, [text for text in texts if text])
        whole = [None if text is None else int(text) for text in texts] if kind == WHOLE else texts
        array = pa.array(whole, pa.int32()) if kind == WHOLE else pa.array(texts, pa.string()).cast(type_)
        arrays.append(array)
        schema.append(pa.field(name, type_))
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(schema)), buffer, compression="zstd")
    return buffer.getvalue()


def _type(kind: str, texts: Sequence[str]) -> pa.DataType:
    if kind == WHOLE:
        return pa.int32()
    if kind == TEXT:
        return pa.string()
    parts = [text.lstrip("-").partition(".") for text in texts]
    whole, places = max((len(part[0]) for part in parts), default=1), max((len(part[2]) for part in parts), default=0)
    return pa.decimal128(DIGITS, places) if whole + places <= DIGITS else pa.string()


def package(release: Release, files: dict[str, bytes]) -> bytes:
    """datapackage.json (Frictionless Data Package 1): every file with its digest and its columns."""
    about, book = release.particulars, release.book
    plain = {
        "profile": "data-package",
        "name": f"leitai-{about.number}".lower(),
        "title": f"{book.rulebook.title.zh} {book.period}",
        "version": book.rulebook.edition,
        "created": f"{about.date.isoformat()}T00:00:00Z",
        "description": " ".join(_description(release)),
        "contributors": [{"title": about.issuer, "role": "publisher"}],
        "sources": [{"title": source.title.zh} for source in book.rulebook.sources],
        "code": book.code,
        "digest": f"{book.rulebook.seal}:{book.digest}",
        "resources": [_resource(resource, files[resource.path]) for resource in RESOURCES],
    }
    return json.dumps(plain, ensure_ascii=False, indent=2).encode() + b"\n"


def _description(release: Release) -> Iterator[str]:
    if notice := release.book.rulebook.notice:
        yield notice.zh
    yield f"leitai verify result.json --code {release.code}"


def _resource(resource: Resource, content: bytes) -> dict[str, object]:
    suffix = resource.path.rpartition(".")[2]
    plain: dict[str, object] = {
        "name": resource.path.replace(".", "-").lower(),
        "path": resource.path,
        "title": f"{resource.title[0]} / {resource.title[1]}",
        "format": suffix,
        "mediatype": resource.media,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    if resource.media == "text/csv":
        fields = [{"name": name, "type": kind} for name, kind in resource.fields.items()]
        plain |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": {"fields": fields, "missingValues": [""]},
        }
    return plain
