"""An office suite, run as a person's would be but with its settings in a temporary folder."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Convert = Callable[[Path, str], Path]

# Unasked, the office saves csv in the system's encoding: 澜川 becomes ??. 76 is UTF-8.
FILTERS = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76"}
# Unasked, it shows the values stored in an xlsx. 0 is "always recalculate": a wrong formula then shows.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


@pytest.fixture(scope="session")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """`convert(workbook, "csv")` opens the file in LibreOffice, recalculates it and saves it anew.

    Each worker has a profile of its own: two running offices that share one refuse to start, and the
    default one lies in the home folder, which tests do not touch.
    """
    program = shutil.which("soffice")
    assert program, "this ring needs soffice; scripts/rings.py skips it where there is none"
    profile = tmp_path_factory.mktemp("office-profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")

    def convert_file(source: Path, kind: str) -> Path:
        target = source.parent / "converted"
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", FILTERS.get(kind, kind), "--outdir", str(target), str(source)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        made = target / f"{source.stem}.{kind}"
        assert made.exists(), f"LibreOffice could not open {source.name}: {done.stderr}"
        return made

    return convert_file
