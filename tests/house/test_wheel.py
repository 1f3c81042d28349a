"""The wheel carries what the checkout has: `leitai demo` must work from it alone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def packed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [wheel] = folder.glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def files_below(folder: Path, our_files: list[Path]) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in our_files if path.is_relative_to(folder)}


def test_every_example_is_in_the_wheel(packed: set[str], our_files: list[Path], root: Path) -> None:
    examples = {f"leitai/examples/{name}" for name in files_below(root / "examples", our_files)}
    assert examples
    assert sorted(examples - packed) == []


def test_every_how_to_is_in_the_wheel(packed: set[str], our_files: list[Path], root: Path) -> None:
    """The help of the web reads them."""
    pages = {f"leitai/howto/{name}" for name in files_below(root / "docs" / "howto", our_files)}
    assert pages
    assert sorted(pages - packed) == []


def test_every_file_of_the_product_is_in_the_wheel(packed: set[str], our_files: list[Path], root: Path) -> None:
    assert sorted(files_below(root / "src", our_files) - packed) == []


def test_nothing_else_is_in_the_wheel(packed: set[str]) -> None:
    assert [name for name in packed if not name.startswith(("leitai/", "leitai-"))] == []
