"""Native charts, to be edited where they stand: their figures lie behind them as a sheet, as published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Length, Pt
from xlsxwriter.workbook import Workbook

from leitai.engine.show import NO_SCORE
from leitai.press.palette import ACCENT, INK, MUTED, PAPER, is_dark, series_colour
from leitai.press.slides.deck import CJK, LATIN, child, one_line, rgb

SHEET = "Sheet1"
NARROW = Decimal("0.04")  # of the scale
MADE = datetime(2000, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Series:
    """One series: its name and the published texts, a dash where there is nothing."""

    name: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bars:
    """Horizontal bars from the first to the last. `labels`: the number format of what stands beside the bars."""

    categories: Sequence[str]
    series: Sequence[Series]
    labels: str
    stacked: bool = False
    signed: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    size: float = 11


def add_bars(slide: Any, bars: Bars, left: Length, top: Length, width: Length, height: Length, title: str) -> Any:
    """Put a chart on a slide; `title` is what a screen reader says of it."""
    data: Any = CategoryChartData(number_format=bars.labels)  # type: ignore[no-untyped-call]
    data.categories = [one_line(category) for category in bars.categories]
    for series in bars.series:
        data.add_series(one_line(series.name), [number_of(text) for text in series.texts])
    kind = XL_CHART_TYPE.BAR_STACKED if bars.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, left, top, width, height, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", title)
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(sheet_of(bars))
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(bars.size), rgb(INK)
    _fonts(chart)
    _axes(chart, bars)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 40, 100
    for number, series in enumerate(plot.series):
        _paint(series, series_colour(number) if bars.stacked else ACCENT)
        if bars.signed:
            _paint_falls(series, bars.series[number])
        _labels(series, bars.series[number], bars, series_colour(number) if bars.stacked else PAPER)
    chart.has_legend = bars.stacked
    if bars.stacked:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        chart.legend.font.size = Pt(12)
    return chart


def number_of(text: str) -> Decimal | None:
    """A published text as the number it is; none where there is none, so that nothing is drawn."""
    return None if text == NO_SCORE else Decimal(text)


def sheet_of(bars: Bars) -> bytes:
    """The sheet behind a chart: every name as text whatever it begins with, every number as published."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    workbook.set_properties({"created": MADE})
    sheet = workbook.add_worksheet(SHEET)
    shape = workbook.add_format({"num_format": bars.labels})
    for row, category in enumerate(bars.categories, start=1):
        sheet.write_string(row, 0, one_line(category))
    for column, series in enumerate(bars.series, start=1):
        sheet.write_string(0, column, one_line(series.name))
        for row, text in enumerate(series.texts, start=1):
            value = number_of(text)
            if value is not None:
                sheet.write_number(row, column, Fraction(value), shape)
    workbook.close()
    return buffer.getvalue()


def _axes(chart: Any, bars: Bars) -> None:
    """The first at the top; no scale, since every bar carries its number; bars begin at nought."""
    names, scale = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.format.line.color.rgb, names.format.line.width = rgb(MUTED), Pt(0.75)
    names.has_major_gridlines = False
    scale.has_major_gridlines = False
    scale.visible = False
    if bars.least is not None:
        scale.minimum_scale = float(bars.least)
    if bars.most is not None:
        scale.maximum_scale = float(bars.most)


def _paint(series: Any, colour: str) -> None:
    series.invert_if_negative = False
    fill = series.format.fill
    fill.solid()
    fill.fore_color.rgb = rgb(colour)
    series.format.line.color.rgb, series.format.line.width = rgb(PAPER), Pt(0.75)


def _paint_falls(series: Any, own: Series) -> None:
    for index, text in enumerate(own.texts):
        if text.startswith("-"):
            fill = series.points[index].format.fill
            fill.solid()
            fill.fore_color.rgb = rgb(MUTED)


def _labels(series: Any, own: Series, bars: Bars, colour: str) -> None:
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = bars.labels, False
    labels.font.size = Pt(bars.size - 1 if bars.stacked else bars.size)
    labels.font.color.rgb = rgb(PAPER if bars.stacked and is_dark(colour) else INK)
    labels.position = XL_LABEL_POSITION.CENTER if bars.stacked else XL_LABEL_POSITION.OUTSIDE_END
    if bars.stacked and bars.most:
        _hide_narrow(labels._element, own, bars.most * NARROW)


def _hide_narrow(labels: Any, own: Series, least: Decimal) -> None:
    """No number in a part too narrow to hold it; the table has it."""
    narrow = [index for index, text in enumerate(own.texts) if (number_of(text) or Decimal(0)) < least]
    for place, index in enumerate(narrow):
        one = child(labels, "c:dLbl")
        child(one, "c:idx", val=str(index))
        child(one, "c:delete", val="1")
        labels.insert(place, one)


def _fonts(chart: Any) -> None:
    """The chart's own text names its fonts: a chart pasted elsewhere keeps its Chinese."""
    shape = chart.font._rPr
    for tag, face in (("a:latin", LATIN), ("a:ea", CJK)):
        child(shape, tag, typeface=face)
