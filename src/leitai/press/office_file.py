"""The same bytes each time: a file of an office suite carries the day it was made in many places; ours carry one."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)
MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def timeless(data: bytes, instead: Mapping[str, bytes] | None = None) -> bytes:
    """The file with its parts in a fixed order, none with a time; `instead`: parts in the place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as write:
        for name in sorted(read.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            part = (instead or {}).get(name) or read.read(name)
            if name == "docProps/core.xml":
                part = MADE.sub(rb"\g<1>2000-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 3
            write.writestr(info, part)
    return made.getvalue()
