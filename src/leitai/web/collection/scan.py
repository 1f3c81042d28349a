"""The code of a sheet read off its scan, so that nobody types twenty characters from paper.

A scan is a stranger's file and its readers are written in C: they run in a process of their own (`scan_reader`), with
little memory and little time. Whatever goes wrong there means that no code was read, and the person types it.
"""

from __future__ import annotations

import re
import subprocess
import sys

CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}")
SECONDS = 20


def codes_on(content: bytes) -> list[str]:
    """The codes in the QR codes of a PDF, JPG or PNG; none where nothing could be read."""
    command = [sys.executable, "-m", "leitai.web.collection.scan_reader"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return []
    return list(dict.fromkeys(CODE.findall(done.stdout.decode("utf-8", "replace").upper())))
