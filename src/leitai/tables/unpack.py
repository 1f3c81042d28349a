"""An xlsx file → its XML parts, unpacked within bounds before any parser sees them.

The directory of a zip can lie about sizes, so it is held against the limits first and then every part is inflated here
with a hard stop. calamine is given a fresh archive made of just these bytes: what was checked is what is parsed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import NamedTuple

from leitai.engine.errors import Text
from leitai.tables.limits import MB, Limits

LARGE = 10 * MB
MOST_PARTS = 10_000
_END = b"PK\x05\x06"
_READ = (".xml", ".rels")
_SKIPPED = ("xl/media/", "xl/drawings/", "xl/charts/", "xl/embeddings/", "xl/externallinks/", "xl/pivot", "docprops/")


class Damaged(Exception):
    """Not a sound archive; `reason` says how."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh)
        self.reason = Text(zh, en)


class TooLarge(Exception):
    """It unpacks to more than the limits allow."""

    def __init__(self, zh: str, en: str, name: str = "xlsx_unpacked") -> None:
        super().__init__(zh)
        self.reason = Text(zh, en)
        self.name = name


class Encrypted(Exception):
    """Parts are encrypted."""


class Parts(NamedTuple):
    """The names of everything in the archive, and the bytes of its XML parts."""

    names: frozenset[str]
    data: dict[str, bytes]


def unpack(data: bytes, limits: Limits) -> Parts:
    """The XML parts of a workbook. Raises Damaged, TooLarge or Encrypted."""
    _directory_is_small(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = {info.filename: info for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise Damaged("不是完整的 zip,可能被截断", "it is no whole zip archive; it may be cut off") from error
    names = frozenset(infos)
    if "xl/workbook.xml" not in names:
        return Parts(names, {})
    wanted = {name: info for name, info in infos.items() if _is_wanted(name)}
    _declared_sizes(wanted, limits)
    room, unpacked = limits.xlsx_unpacked, dict[str, bytes]()
    for name, info in wanted.items():
        unpacked[name] = _inflate(data, info, room)
        room -= len(unpacked[name])
    return Parts(names, unpacked)


def repack(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as an archive without compression."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    out.seek(0)
    return out


def _is_wanted(name: str) -> bool:
    lower = name.lower()
    return lower.endswith(_READ) and not lower.startswith(_SKIPPED)


def _directory_is_small(data: bytes) -> None:
    """The end record, read here: a directory of millions of names is not handed to zipfile."""
    at = data.rfind(_END, max(0, len(data) - 65557))
    if at < 0 or len(data) < at + 22:
        raise Damaged("zip 没有目录，可能被截断", "the zip has no directory; it may be cut off")
    count, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if size != 0xFFFFFFFF and (size > LARGE or count > MOST_PARTS):
        raise TooLarge(f"有 {count} 个部件", f"it has {count} parts")


def _declared_sizes(infos: dict[str, zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > MOST_PARTS:
        raise TooLarge(f"有 {len(infos)} 个部件", f"it has {len(infos)} parts")
    total = sum(info.file_size for info in infos.values())
    if total > limits.xlsx_unpacked:
        raise TooLarge(f"解开后 {total} 字节", f"{total} bytes unpacked")
    for name, info in infos.items():
        if info.file_size > LARGE and info.file_size > limits.xlsx_ratio * max(1, info.compress_size):
            times = info.file_size // max(1, info.compress_size)
            raise TooLarge(f"{name} 压缩了 {times} 倍", f"{name} is packed {times} times", "xlsx_ratio")


def _inflate(data: bytes, info: zipfile.ZipInfo, room: int) -> bytes:
    """One part, inflated here and stopped one byte after what was declared."""
    if info.flag_bits & 1:
        raise Encrypted
    head = data[info.header_offset : info.header_offset + 30]
    if len(head) < 30 or head[:4] != b"PK\x03\x04":
        raise _broken(info.filename)
    name_length, extra_length = struct.unpack("<HH", head[26:30])
    start = info.header_offset + 30 + name_length + extra_length
    packed = data[start : start + info.compress_size]
    if len(packed) < info.compress_size:
        raise _broken(info.filename)
    if info.compress_type == zipfile.ZIP_STORED:
        part = packed
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        inflater = zlib.decompressobj(-15)
        try:
            part = inflater.decompress(packed, min(info.file_size, room) + 1)
        except zlib.error as error:
            raise _broken(info.filename) from error
    else:
        raise _broken(info.filename)
    if len(part) > min(info.file_size, room):
        name = info.filename
        raise TooLarge(f"{name} 比目录里写的大", f"{name} is larger than its directory says")
    if len(part) < info.file_size or zlib.crc32(part) != info.CRC:
        raise _broken(info.filename)
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:64] or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Damaged(f"{info.filename} 不是表格软件写的 XML", f"{info.filename} is not XML as spreadsheets write it")
    return part


def _broken(name: str) -> Damaged:
    return Damaged(f"部件 {name} 不完整", f"the part {name} is not whole")
