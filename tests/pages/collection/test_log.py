"""The auditor follows one figure through the log, though it was saved and judged together with others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from leitai.web.collection import api
from leitai.web.collection.models import Cell
from tests.cast import NOW, Cast
from tests.visitor import Visitor


def test_a_figure_has_all_of_its_events_and_no_others(cast: Cast, world: Mapping[str, Any], visitor: Visitor) -> None:
    other = Cell.objects.get(contestant="linchuan", indicator="gdp", role="actual")
    common = {"at": NOW, "round": world["round"]}
    entries = [api.Entry(world["cell"], 1, "13.5", note="按年报更正"), api.Entry(other.pk, 0, "11.5")]
    api.report_figures(actor=cast["filer"], entries=entries, origin="typed", batch="b2", **common)
    api.verify_figures(actor=cast["bureau"], judged=[api.Judged(other.pk, 1)], **common)
    auditor = visitor.as_("auditor")
    page = auditor.get(reverse("collection:cell", args=[world["round"], world["cell"]])).content.decode()
    link = f"{reverse('front:audit')}?subject=cell:{world['cell']}"
    assert link in page
    # Filed, evidence attached, verified, filed again with another figure; the verifying of the other one is not its.
    assert "4 条记录" in auditor.get(link).content.decode()
    assert "2 条记录" in auditor.get(link.replace(str(world["cell"]), str(other.pk))).content.decode()
    liaison = visitor.as_("liaison").get(reverse("collection:cell", args=[world["round"], world["cell"]]))
    assert link not in liaison.content.decode()
