"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

from typing import Literal

from leitai.engine.errors import Text

Kind = Literal["text", "zip", "ole", "parquet", "other"]
TO_XLSX = Text(
    "用表格软件打开，另存为 xlsx 或“CSV UTF-8”", 'open it in a spreadsheet and save it as xlsx or "CSV UTF-8"'
)
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "PDF 文件", "a PDF file"),
    (b"\x1f\x8b", "gzip 压缩文件", "a gzip archive"),
    (b"Rar!", "RAR 压缩文件", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩文件", "a 7z archive"),
    (b"\x89PNG", "图片", "a picture"),
    (b"\xff\xd8\xff", "图片", "a picture"),
    (b"GIF8", "图片", "a picture"),
    (b"{\\rtf", "RTF 文件", "an RTF file"),
    (b"SQLite format 3", "SQLite 数据库", "a SQLite database"),
    (b"\x09\x08", "旧版 Excel 文件", "an old Excel file"),
)
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")


def kind_of(head: bytes) -> tuple[Kind, Text]:
    """The kind of a file from its first kilobyte, and what to call it where it cannot be read."""
    nothing = Text("", "")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip", nothing
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole", nothing
    if head.startswith(b"PAR1"):
        return "parquet", nothing
    for magic, zh, en in _MAGIC:
        if head.startswith(magic):
            return "other", Text(zh, en)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "other", Text("网页或 XML,只是用了表格的后缀", "HTML or XML under the name of a spreadsheet")
    return "text", nothing


def ole_name(data: bytes) -> Text | None:
    """What an OLE file is: None for an encrypted workbook, else what to call it (xls, doc …)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return None
    if "WordDocument".encode("utf-16-le") in data:
        return Text("旧版 Word 文件(doc)", "an old Word file (doc)")
    return Text("旧版 Excel 文件(xls)", "an old Excel file (xls)")


def zip_name(names: frozenset[str]) -> Text | None:
    """What a zip holds: None for an xlsx workbook, else what to call it."""
    if "xl/workbook.xml" in names:
        return None
    if "xl/workbook.bin" in names:
        return Text("二进制 Excel 文件(xlsb)", "a binary Excel file (xlsb)")
    if "content.xml" in names and "mimetype" in names:
        return Text("OpenDocument 文件(ods)", "an OpenDocument file (ods)")
    if any(name.startswith("word/") for name in names):
        return Text("Word 文件(docx)", "a Word file (docx)")
    if any(name.startswith("ppt/") for name in names):
        return Text("演示文稿(pptx)", "a presentation (pptx)")
    return Text("zip 压缩包，里面没有工作簿", "a zip archive without a workbook")
