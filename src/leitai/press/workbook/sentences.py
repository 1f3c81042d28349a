"""The sheets of explanations: each contestant's trace, one sentence a line, deeper ones further in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

from leitai.press.workbook.layout import HEAD, GroupSheets
from leitai.press.workbook.look import Look, height, lines_of, put_text

Sentences = Iterable[tuple[int, str]]
WIDTH = 110.0
DEEPEST = 8
TIGHTER = 3.0  # a sentence stands closer to the next than a line of a table


def write_sentences(sheet: Worksheet, look: Look, group: GroupSheets, explanation: Mapping[str, Sentences]) -> None:
    """In order of rank: the name, then what is to say of it."""
    sheet.set_column(0, 0, WIDTH)
    usual = height(1) - TIGHTER
    sheet.set_default_row(usual)
    line = HEAD
    for row in group.rows:
        said = list(explanation.get(row.contestant, ()))
        if not said:
            continue
        put_text(sheet, line, 0, row.name, look.of(bold=True, font_size=12, bottom=1, bottom_color="#1C2430"))
        sheet.set_row(line, 30)
        line += 1
        least = min(level for level, _ in said)
        for level, sentence in said:
            depth = min(level - least, DEEPEST)
            put_text(sheet, line, 0, sentence, look.of(text_wrap=True, indent=2 * depth, bold=depth == 0))
            tall = height(lines_of(sentence, WIDTH - 4 * depth)) - TIGHTER
            if tall != usual:
                sheet.set_row(line, tall)
            line += 1
