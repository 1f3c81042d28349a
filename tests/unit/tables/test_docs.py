"""The pages on figures: every example is read as the page says, and the tables name all there is."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from leitai.engine.figures import COLUMNS, ROLES, STATUSES, VINTAGES
from leitai.engine.quantities import Quantity, format_quantity
from leitai.tables.limits import Limits
from leitai.tables.read import FigureTable, read_figures

EXAMPLE = re.compile(r"^```csv\n(.*?)^```\n.*?^```figures\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def concepts(root: Path) -> str:
    return (root / "docs" / "concepts" / "figures.md").read_text(encoding="utf-8")


def shown(table: FigureTable) -> list[str]:
    """Figures and faults as the page writes them."""
    lines = [
        " | ".join(
            (
                figure.contestant,
                figure.indicator,
                figure.period,
                figure.role,
                "" if figure.value is None else format_quantity(Quantity(figure.value, figure.unit)),
                figure.status,
                figure.place,
            )
        )
        for figure in table.figures
    ]
    return lines + [fault.line() for fault in table.faults]


def test_every_example_reads_as_shown(desk: Any, root: Path) -> None:
    page = (root / "docs" / "howto" / "figures.md").read_text(encoding="utf-8")
    examples = EXAMPLE.findall(page)
    assert len(examples) == page.count("```csv") == 4
    for text, result in examples:
        assert shown(read_figures(desk.file("f.csv", text))) == result.splitlines()


@pytest.mark.parametrize("names", [COLUMNS, ROLES, STATUSES, VINTAGES, [field.name for field in fields(Limits)]])
def test_the_tables_name_all_there_is(concepts: str, names: Any) -> None:
    rows = re.findall(r"^\| `(\w+)` \|", concepts, re.MULTILINE)
    assert [name for name in names if name not in rows] == []


def test_the_limits_are_those_of_the_code(concepts: str) -> None:
    written = dict(re.findall(r"^\| `(\w+)` \| ([\d ]+) \|", concepts, re.MULTILINE))
    assert {name: int(number.replace(" ", "")) for name, number in written.items()} == {
        field.name: field.default for field in fields(Limits)
    }


@pytest.mark.parametrize("texts", [ROLES, STATUSES, VINTAGES])
def test_the_chinese_words_are_those_of_the_code(concepts: str, texts: Any) -> None:
    for key, text in texts.items():
        assert f"| `{key}` | {text.zh} |" in concepts
