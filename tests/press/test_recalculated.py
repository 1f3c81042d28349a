"""A workbook recalculated by an office suite shows what was published, digit for digit."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from leitai import engine
from leitai.engine.errors import Lang
from leitai.press.words import head_word
from leitai.press.workbook import results_xlsx
from leitai.press.workbook.layout import FIRST, lay_out
from tests import examples
from tests.press.awkward import AWKWARD
from tests.press.comparing import Table, comparisons, differences
from tests.press.conftest import Convert, Sheets, Shown

# Names without a hyphen: the office puts one between the name of a workbook and that of a sheet.
EXAMPLES = {name.replace("-", "_"): name for name in examples.SCORED}


def book_of(name: str) -> engine.Book:
    plain = name.removesuffix("_en")
    if plain in AWKWARD:
        return AWKWARD[plain]()
    example = EXAMPLES[plain]
    return engine.open_book(examples.result(example, examples.periods(example)[-1]))


NAMES = [*EXAMPLES, *AWKWARD, "vetoes_en", "even_halves_en"]


def lang_of(name: str) -> Lang:
    return "en" if name.endswith("_en") else "zh"


@pytest.fixture(scope="session")
def recalculated(shown: Shown) -> dict[str, Sheets]:
    """Every workbook of this module, opened and recalculated in one go."""
    return shown({name: results_xlsx(book_of(name), lang=lang_of(name)) for name in NAMES})


@pytest.mark.parametrize("name", NAMES)
def test_it_shows_what_was_published(recalculated: dict[str, Sheets], name: str) -> None:
    assert differences(book_of(name), recalculated[name], lang_of(name)) == []


def test_a_wrong_digit_is_seen(recalculated: dict[str, Sheets]) -> None:
    """The comparison itself: a score changed in the book differs on its track and in the total."""
    book = AWKWARD["halves"]()
    entry = book.result["values"][book.period]["u3"]
    entry["nodes"]["s"]["s"] += 1
    entry["score"] += 1
    found = differences(book, recalculated["halves"])
    assert {whose for _, whose, _, _ in found} == {"u3 s", "u3 total"}
    assert len(list(comparisons(lay_out(book, "zh"), recalculated["halves"]))) > 14 * 10


def test_a_changed_score_moves_track_total_and_rank(convert: Convert, tmp_path: Path) -> None:
    """The formulas are live: the last unit given full points everywhere comes first."""
    book = AWKWARD["halves"]()
    layout = lay_out(book, "zh")
    path = tmp_path / "changed.xlsx"
    path.write_bytes(results_xlsx(book))
    workbook = openpyxl.load_workbook(path)
    last = FIRST + len(layout.groups[0].rows)
    for track in layout.groups[0].tracks:
        for column in track.columns:
            if column.node.column is not None:
                workbook[track.name].cell(last, column.column + 1).value = 10
    workbook.save(path)
    read = openpyxl.load_workbook(convert(path, "xlsx"), data_only=True)[layout.groups[0].ranking]
    heads = {cell.value: cell.column for cell in read[4]}
    assert read.cell(last, heads[head_word("total", "zh")]).value == 100
    assert read.cell(last, heads[head_word("rank", "zh")]).value == 1
    assert read.cell(FIRST + 1, heads[head_word("rank", "zh")]).value == 2


def test_names_that_look_like_formulas_stay_names(recalculated: dict[str, Sheets]) -> None:
    sheets = recalculated["long_names"]
    table = Table(sheets[lay_out(AWKWARD["long_names"](), "zh").groups[0].ranking], "zh")
    assert [table.cell(f"u{k}", "name") for k in range(6)] == ["=1+1", "@SUM(A1)", "+7", "-7", "SORT(A1)", "MAP('x')"]


def test_it_is_printed_one_page_wide(convert: Convert, tmp_path: Path) -> None:
    path = tmp_path / "printed.xlsx"
    path.write_bytes(results_xlsx(AWKWARD["long_names"]()))
    assert convert(path, "pdf").read_bytes().count(b"/Type/Page") >= 8
