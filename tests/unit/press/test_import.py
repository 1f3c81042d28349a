"""The writers of workbooks and Word files are loaded when the first one is made, not before."""

from __future__ import annotations

import subprocess
import sys


def test_importing_the_room_loads_no_writer_of_workbooks() -> None:
    code = "import sys, leitai.press.workbook, leitai.press.csv; print('xlsxwriter' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_importing_the_papers_loads_no_writer_of_word_files() -> None:
    code = "import sys, leitai.press.papers, leitai.press.rules_docx; print('docx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
