"""An office suite, run as a person's would be but with its settings in a temporary folder."""

import csv
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

Convert = Callable[[Path, str], Path]
Sheets = dict[str, list[list[str]]]
Shown = Callable[[Mapping[str, bytes]], dict[str, Sheets]]

# Unasked, the office saves csv in the system's encoding: 澜川 becomes ??. 76 is UTF-8.
TEXT = "csv:Text - txt - csv (StarCalc):44,34,76"
# Every sheet to a file of its own, each cell as it is shown, so that digits can be compared.
EVERY_SHEET = f"{TEXT},1,,0,false,true,true,false,false,-1"
FILTERS = {"csv": TEXT}
# Unasked, it shows the values stored in an xlsx. 0 is "always recalculate": a wrong formula then shows.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
  <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
    <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  </item>
</oor:items>
"""


class Office:
    """One profile of the office suite, kept while a worker runs.

    Each worker has its own: two running offices that share one refuse to start, and the default one lies in the home
    folder, which tests do not touch.
    """

    def __init__(self, program: str, profile: Path) -> None:
        self.program = program
        self.profile = profile
        (profile / "user").mkdir()
        (profile / "user" / "registrymodifications.xcu").write_text(SETTINGS, encoding="utf-8")

    def save_as(self, sources: Iterable[Path], how: str, folder: Path) -> str:
        """Open files, recalculate them and save them anew; what the program said."""
        command = [self.program, f"-env:UserInstallation={self.profile.as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", how, "--outdir", str(folder), *map(str, sources)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        return done.stdout + done.stderr


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    program = shutil.which("soffice")
    assert program, "this ring needs soffice; scripts/rings.py skips it where there is none"
    return Office(program, tmp_path_factory.mktemp("office-profile"))


@pytest.fixture(scope="session")
def convert(office: Office) -> Convert:
    """`convert(workbook, "csv")` opens the file in LibreOffice, recalculates it and saves it anew."""

    def convert_file(source: Path, kind: str) -> Path:
        target = source.parent / "converted"
        said = office.save_as([source], FILTERS.get(kind, kind), target)
        made = target / f"{source.stem}.{kind}"
        assert made.exists(), f"LibreOffice could not open {source.name}: {said}"
        return made

    return convert_file


@pytest.fixture(scope="session")
def shown(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """`shown({"a": workbook})`: every sheet of each, recalculated, each cell as a person sees it. One start for all."""

    def show(workbooks: Mapping[str, bytes]) -> dict[str, Sheets]:
        folder = tmp_path_factory.mktemp("workbooks")
        sources = []
        for name, data in workbooks.items():
            sources.append(folder / f"{name}.xlsx")
            sources[-1].write_bytes(data)
        said = office.save_as(sources, EVERY_SHEET, folder / "sheets")
        found = {name: _sheets(folder / "sheets", name) for name in workbooks}
        assert all(found.values()), (
            f"LibreOffice could not open {[name for name, made in found.items() if not made]}: {said}"
        )
        return found

    return show


def _sheets(folder: Path, name: str) -> Sheets:
    found = {}
    for path in folder.glob(f"{name}-*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem.removeprefix(f"{name}-")] = [[cell.strip() for cell in row] for row in csv.reader(file)]
    return found
