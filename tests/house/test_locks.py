"""The locks: every package by digest, the two locks alike, and no trace of where they were made."""

import re
from pathlib import Path

import pytest

PINNED = re.compile(r"^([a-z0-9-]+)==([^ ]+)( ;[^\\]*)? \\$", re.MULTILINE)


def pins(root: Path, name: str) -> dict[str, str]:
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return {match[1]: match[2] for match in PINNED.finditer(text)}


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_package_of_a_lock_has_its_digests(name: str, root: Path) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(root, name))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("name", ["run", "dev"])
def test_a_lock_names_packages_and_no_place(name: str, root: Path) -> None:
    text = (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    places = [line for line in text.splitlines() if re.search(r"://|find-links|index-url|^-e|file:| @ |^\.?/", line)]
    assert places == []


def test_the_development_lock_contains_the_runtime_lock(root: Path) -> None:
    run, dev = pins(root, "run"), pins(root, "dev")
    assert {name: dev.get(name) for name in run} == run
    assert len(dev) > len(run)


def test_the_runtime_lock_can_build_the_package_itself(root: Path) -> None:
    assert "hatchling" in pins(root, "run")
