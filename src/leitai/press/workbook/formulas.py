"""The rule in the language of spreadsheets, written so that what a spreadsheet computes is what was published.

A spreadsheet adds in binary: 9.75 + 0.1 + 0.2 may miss its decimal by a hair, and a hair decides a half. Every sum is
therefore first brought back to its own decimals and only then rounded as the policy says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

MOST_DECIMALS = 11  # with the whole part of a score within the 15 digits a spreadsheet keeps
SPARE = 8
SAME = 10  # decimals to which unrounded numbers are compared
LAST = 100_000  # what a total put last by a veto loses where it is compared


@dataclass(frozen=True, slots=True)
class Expression:
    """The text of a formula without its `=`. `decimals`: how many it certainly ends with; None where it was divided."""

    text: str
    decimals: int | None


def rounded(of: Expression, places: int | None, mode: str) -> Expression:
    """Round as the policy says: half up away from zero, or half to even (GB/T 8170); None leaves it unrounded."""
    if places is None:
        return of if of.decimals is None else Expression(f"ROUND({of.text},{of.decimals})", of.decimals)
    if of.decimals is not None and of.decimals <= places:
        return Expression(f"ROUND({of.text},{places})", places)
    fine = max(min(places + SPARE, MOST_DECIMALS), places + 2)
    fine = fine if of.decimals is None else min(fine, of.decimals)
    if mode == "half_up":
        return Expression(f"ROUND(ROUND({of.text},{fine}),{places})", places)
    scale = 10**places
    ticks = f"ROUND(({of.text})*{scale},{fine - places})" if places else f"ROUND({of.text},{fine})"
    even = f"ROUND({ticks},0)-SIGN({ticks})*(MOD(ABS({ticks}),2)=0.5)"
    return Expression(f"({even})/{scale}" if places else even, places)


def comparable(of: Expression) -> str:
    """A number that is never rounded, brought to where equal ones are equal in binary too."""
    return f"ROUND({of.text},{SAME if of.decimals is None else of.decimals})"


def cell(row: int, column: int, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """`D6`, with `$` where the row or the column stays when the formula is copied."""
    return f"{'$' * fixed_column}{xl_col_to_name(column)}{'$' * fixed_row}{row + 1}"


def down(column: int, first: int, last: int, fixed_column: bool = False) -> str:
    """Part of a column that stays when the formula is copied down: `F$6:F$26`."""
    return f"{cell(first, column, True, fixed_column)}:{cell(last, column, True, fixed_column)}"


def runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring columns together: `[3, 4, 6]` → `[(3, 4), (6, 6)]`."""
    found: list[tuple[int, int]] = []
    for column in sorted(columns):
        if found and found[-1][1] == column - 1:
            found[-1] = (found[-1][0], column)
        else:
            found.append((column, column))
    return found


def spans(columns: Sequence[int], row: int, fixed_row: bool = False) -> list[str]:
    """The cells of a row in these columns: `["D6:E6", "G6"]`."""
    return [
        cell(row, first, fixed_row) if first == last else f"{cell(row, first, fixed_row)}:{cell(row, last, fixed_row)}"
        for first, last in runs(columns)
    ]


def summed(columns: Sequence[int], row: int, fixed_row: bool = False) -> str:
    return f"SUM({','.join(spans(columns, row, fixed_row))})"


def weighed(columns: Sequence[int], row: int, head: int) -> str:
    """Σ score · weight, the weights in row `head`."""
    pairs = zip(spans(columns, row), spans(columns, head, fixed_row=True), strict=True)
    return "+".join(f"SUMPRODUCT({a},{b})" if ":" in a else f"N({a})*{b}" for a, b in pairs)


def applicable(columns: Sequence[int], row: int, head: int) -> str:
    """Σ full points (or weights) of the columns that hold a number in this row."""
    pairs = zip(spans(columns, row), spans(columns, head, fixed_row=True), strict=True)
    return "+".join(f"SUMPRODUCT(ISNUMBER({a})*{b})" if ":" in a else f"ISNUMBER({a})*{b}" for a, b in pairs)


def branch(
    columns: Sequence[int], row: int, head: int, *, weights: bool, partial: bool, decimals: int | None
) -> Expression:
    """A node from its children. `partial`: somewhere a child has no such task, and its points go to its siblings."""
    counted = applicable(columns, row, head) if partial else summed(columns, head, fixed_row=True)
    if weights:
        return Expression(f"({weighed(columns, row, head)})/({counted})", None)
    if not partial:
        return Expression(summed(columns, row), decimals)
    whole = summed(columns, head, fixed_row=True)
    return Expression(f"{summed(columns, row)}*{whole}/({counted})", None)


def limited(of: Expression, floor: str | None, cap: str | None) -> Expression:
    """Between floor and cap, each a written number or None."""
    text, decimals = of.text, of.decimals
    for function, bound in (("MAX", floor), ("MIN", cap)):
        if bound is not None:
            text = f"{function}({bound},{text})"
            decimals = None if decimals is None else max(decimals, decimals_of(bound))
    return Expression(text, decimals)


def decimals_of(number: str) -> int:
    """How many decimals a written number has: `9.75` → 2."""
    return len(number.partition(".")[2])


def rank(levels: Sequence[int], row: int, first: int, last: int, dense: bool) -> str:
    """The rank of a row by the columns in `levels`, the largest first; what ties in all of them shares its rank.

    Dense: 1 + how many different larger values there are; FREQUENCY counts each value where it first stands.
    """
    key = levels[0]
    if dense:
        above = f"{cell(first, key, fixed_row=True)}:{cell(last + 1, key, fixed_row=True)}"
        return (
            f"1+SUMPRODUCT(({above}>{cell(row, key)})*(FREQUENCY({down(key, first, last)},{down(key, first, last)})>0))"
        )
    if len(levels) == 1:
        return f"RANK({cell(row, key)},{down(key, first, last)})"
    terms = ["1"]
    for depth, level in enumerate(levels):
        same = [f"{down(above, first, last)},{cell(row, above)}" for above in levels[:depth]]
        terms.append(
            f"COUNTIFS({','.join([*same, f'{down(level, first, last)},{chr(34)}>{chr(34)}&{cell(row, level)}'])})"
        )
    return "+".join(terms)
