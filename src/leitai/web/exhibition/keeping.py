"""Files of this room: each lies in the data folder by its digest, so the same file lies there once."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from leitai.tables.whole import write_whole


def keep_file(folder: str, content: bytes) -> str:
    """Write a file where it belongs, unless it is there; returns its digest."""
    digest = hashlib.sha256(content).hexdigest()
    path = kept_path(folder, digest)
    if not path.exists():
        write_whole(path, content)
    return digest


def kept_path(folder: str, digest: str) -> Path:
    return Path(settings.CONFIG.data) / folder / digest[:2] / digest


def kept_file(folder: str, digest: str) -> bytes | None:
    """The bytes of a file; None where there is none, or another lies in its place."""
    path = kept_path(folder, digest)
    content = path.read_bytes() if len(digest) == 64 and digest.isalnum() and path.is_file() else None
    return content if content is not None and hashlib.sha256(content).hexdigest() == digest else None
