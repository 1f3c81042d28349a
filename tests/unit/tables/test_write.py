"""What is written reads back as the same figures."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from leitai.engine.figures import STATUSES, VINTAGES, WITH_VALUE, Figure
from leitai.tables.read import read_figures
from leitai.tables.write import write_figures_csv, write_figures_parquet, write_figures_xlsx

Writer = Callable[[Path, list[Figure]], None]
WRITERS: dict[str, Any] = {
    "csv": write_figures_csv,
    "xlsx": write_figures_xlsx,
    "parquet": write_figures_parquet,
}
LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\n\t")
TEXTS = st.text(LETTERS, max_size=12).map(str.strip).filter(lambda text: "\u200b" not in text)
NAMES = TEXTS.filter(bool)
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12),
    st.builds(
        lambda sign, digits, exponent: Decimal((sign, digits, exponent)),
        st.sampled_from([0, 1]),
        st.lists(st.integers(0, 9), min_size=1, max_size=40).map(tuple),
        st.integers(-60, 60),
    ),
)


@st.composite
def figures(draw: Any) -> Figure:
    status = draw(st.sampled_from(sorted(STATUSES)))
    there = status in WITH_VALUE
    return Figure(
        contestant=draw(NAMES),
        indicator=draw(NAMES),
        period=draw(st.sampled_from(["2023", "2023-H1", "2023-Q3", "2023-06", "2023-01/02"])),
        role=draw(st.sampled_from(["actual", "target", "base", "ruling", "votes"])),
        value=draw(NUMBERS) if there else None,
        unit=draw(st.sampled_from(["", "", "万", "亿元", "%", "元/人"])) if there else "",
        status=status,
        vintage=draw(st.sampled_from(sorted(VINTAGES))),
        note=draw(TEXTS),
        source=draw(TEXTS),
    )


AWKWARD = [
    Figure(name, "=1+1", "2023", value=Decimal(1), note=note, source=source)
    for name, note, source in (
        ("+86", "'=x", "''"),
        ("-a", "@x", "'"),
        ("'a", "_x000D_", "1e5"),
        ('"q"', "a\nb", ",;\t."),
        ("TRUE", "#REF!", "2023-06-01"),
        ("0530", "a\r\nb", "<b>&amp;"),
    )
]


@pytest.mark.parametrize("kind", WRITERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(rows=st.lists(figures(), min_size=1, max_size=6))
@example(rows=AWKWARD)
def test_round_trip(kind: str, rows: list[Figure], tmp_path: Path) -> None:
    path = tmp_path / f"f.{kind}"
    WRITERS[kind](path, rows)
    table = read_figures(path)
    assert [figure._replace(place="") for figure in table.require()] == rows
    assert table.warnings == ()


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_figures_give_the_same_bytes(kind: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        WRITERS[kind](tmp_path / name, AWKWARD)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("kind", WRITERS)
def test_a_writer_that_fails_leaves_what_was_there(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"f.{kind}"
    path.write_bytes(b"old")
    with pytest.raises(AttributeError):
        WRITERS[kind](path, [AWKWARD[0], "not a figure"])
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_a_workbook_that_cannot_hold_a_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="row 1"):
        write_figures_xlsx(tmp_path / "f.xlsx", [AWKWARD[0]._replace(note="长" * 40_000)])
    assert list(tmp_path.iterdir()) == []


def test_csv_is_for_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "f.csv"
    write_figures_csv(path, [Figure("澜江县", "gdp", "2023", value=Decimal("1.20"), unit="亿元", note="=1+1")])
    assert (
        path.read_bytes()
        == (
            "\ufeffcontestant,indicator,period,role,value,status,vintage,note,source\n"
            "澜江县,gdp,2023,actual,1.20亿元,verified,final,'=1+1,\n"
        ).encode()
    )


def test_numbers_are_numbers_where_they_can_be(tmp_path: Path) -> None:
    import openpyxl
    import pyarrow.parquet as pq

    rows = [AWKWARD[0]._replace(value=value) for value in (Decimal("1.25"), Decimal("12345678901234567890.5"))]
    write_figures_xlsx(tmp_path / "f.xlsx", rows)
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx").worksheets[0]
    assert [sheet["E2"].value, sheet["E3"].value] == [1.25, "12345678901234567890.5"]
    write_figures_parquet(tmp_path / "f.parquet", rows)
    assert str(pq.read_schema(tmp_path / "f.parquet").field("value").type) == "decimal128(38, 2)"
    write_figures_parquet(tmp_path / "g.parquet", [*rows, rows[0]._replace(unit="%")])
    assert str(pq.read_schema(tmp_path / "g.parquet").field("value").type) == "string"
