"""The shape of the house: small modules, no drawers, and a map that matches the disk."""

import re
from pathlib import Path

import pytest

LONGEST_MODULE = 400
DRAWERS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}
MAP_ROOT = "src/leitai/"


def test_no_module_is_longer_than_a_reader_can_hold(our_modules: list[Path], root: Path) -> None:
    written = [path for path in our_modules if path.parent.name != "migrations"]  # makemigrations writes those
    counted = written + sorted((root / "tests" / "witness").rglob("*.py"))
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in counted}
    assert {str(path.relative_to(root)): n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_drawer_for_things_without_a_name(our_files: list[Path], root: Path) -> None:
    code = [path.relative_to(root) for path in our_files if path.suffix == ".py"]
    drawers = [str(path) for path in code if DRAWERS & {*path.parts[:-1], path.stem}]
    assert drawers == []


def maps_of_rooms(text: str) -> list[list[str]]:
    """The paths named by each fenced tree that starts with src/leitai/."""
    maps = []
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        lines = block.splitlines()
        if lines and lines[0].split()[:1] == [MAP_ROOT]:
            maps.append(paths_of_tree(lines))
    return maps


def paths_of_tree(lines: list[str]) -> list[str]:
    """`  engine/` under `src/leitai/` is src/leitai/engine/: two spaces of indentation for each step down."""
    paths: list[str] = []
    above: list[str] = []
    for line in lines:
        depth = (len(line) - len(line.lstrip(" "))) // 2
        above[depth:] = [line.split()[0]]
        paths.append("".join(above))
    return paths


@pytest.fixture
def documented_maps(root: Path) -> dict[str, list[str]]:
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    return {
        f"{page.relative_to(root)} #{number}": paths
        for page in pages
        for number, paths in enumerate(maps_of_rooms(page.read_text(encoding="utf-8")), start=1)
    }


def test_the_readme_has_a_map_of_rooms(documented_maps: dict[str, list[str]]) -> None:
    assert "README.md #1" in documented_maps


def test_every_room_on_a_map_is_on_the_disk(documented_maps: dict[str, list[str]], root: Path) -> None:
    missing = [
        f"{page}: {path}" for page, paths in documented_maps.items() for path in paths if not (root / path).exists()
    ]
    assert missing == []


def test_every_room_on_the_disk_is_on_each_map(documented_maps: dict[str, list[str]], root: Path) -> None:
    rooms = {
        f"{room.parent.relative_to(root).as_posix()}/"
        for pattern in ("*/__init__.py", "engine/*/__init__.py")
        for room in (root / MAP_ROOT).glob(pattern)
    }
    absent = {page: sorted(rooms - set(paths)) for page, paths in documented_maps.items()}
    assert {page: paths for page, paths in absent.items() if paths} == {}


def test_a_tree_is_read_by_its_indentation() -> None:
    page = "```\nsrc/leitai/\n  engine/     pure\n    assess/   scores\n  cli/        commands\n```\n"
    assert maps_of_rooms(page) == [
        ["src/leitai/", "src/leitai/engine/", "src/leitai/engine/assess/", "src/leitai/cli/"]
    ]
