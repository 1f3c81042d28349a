"""Decision records keep one form, and every dependency has its line."""

import re
import tomllib
from pathlib import Path

import pytest

HEADINGS = ["Context", "Decision", "Rejected", "Consequences"]
LONGEST_RECORD = 60


@pytest.fixture
def records(root: Path) -> list[Path]:
    return sorted((root / "docs" / "decisions").glob("*.md"))


def test_the_records_are_numbered_without_a_gap(records: list[Path]) -> None:
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))


def test_each_record_has_its_four_parts_in_few_lines(records: list[Path]) -> None:
    for record in records:
        lines = record.read_text(encoding="utf-8").splitlines()
        assert [line[3:] for line in lines if line.startswith("## ")] == HEADINGS, record.name
        assert lines[0].startswith(f"# {record.name[:4]} "), record.name
        # The table of dependencies grows by a line with each of them.
        assert len([line for line in lines if not line.startswith("| ")]) <= LONGEST_RECORD, record.name


def declared_dependencies(root: Path) -> set[str]:
    config = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    groups = config["dependency-groups"]
    declared = config["project"]["dependencies"] + [line for group in groups.values() for line in group]
    return {re.split(r"[<>=!~;\[ ]", requirement)[0] for requirement in declared}


def test_every_dependency_has_its_line_and_no_line_is_stale(root: Path) -> None:
    record = (root / "docs" / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip() for line in record.splitlines() if line.startswith("| ")]
    assert sorted(rows[1:]) == sorted(declared_dependencies(root))


def test_the_product_imports_only_what_is_declared_for_it(our_modules: list[Path], root: Path) -> None:
    record = (root / "docs" / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8")
    used_in_tests = re.findall(r"^\| ([\w.-]+) \| tests \|", record, re.MULTILINE)
    modules = {name.lower().replace("-", "_").removeprefix("py") for name in used_in_tests}
    imports = re.compile(r"^\s*(?:from|import) (\w+)", re.MULTILINE)
    for module in our_modules:
        imported = set(imports.findall(module.read_text(encoding="utf-8")))
        assert not imported & modules, module.relative_to(root)


def test_the_changelog_keeps_its_three_headings(root: Path) -> None:
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]:
        headings = re.findall(r"^### (.+)$", release, re.MULTILINE)
        assert headings == ["For officials", "For developers", "Methodology"], release.splitlines()[0]
