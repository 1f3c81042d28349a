"""Which rows of the log are about one figure: many figures are saved and judged by one act."""

from __future__ import annotations

from leitai.web.collection.models import FigureDecision, FigureVersion


def rows_of_cell(cell: int) -> tuple[tuple[str, int], ...]:
    """Every version of a figure and every decision on one, as the log names them."""
    versions = FigureVersion.objects.filter(cell_id=cell).order_by("pk").values_list("pk", flat=True)
    decisions = FigureDecision.objects.filter(version__cell_id=cell).order_by("pk").values_list("pk", flat=True)
    return (
        *((FigureVersion._meta.label, pk) for pk in versions),
        *((FigureDecision._meta.label, pk) for pk in decisions),
    )
