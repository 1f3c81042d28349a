"""异议期: while it runs a unit is offered the form; after it the page says so, and since when."""

from __future__ import annotations

import datetime

from leitai.web.assessment import api
from leitai.web.assessment.models import Window
from tests.cast import Cast
from tests.pages.assessment.permissions import at, scored
from tests.visitor import Visitor


def test_while_the_window_runs_the_form_is_offered(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    # Set by hand: no calendar knows the working days of that year.
    Window(run=run, opens=at(25, 11), until=datetime.date(2099, 1, 1), person="office", at=at(26, 9)).save(
        force_insert=True
    )
    liaison = visitor.as_("liaison")
    page = liaison.get(f"/results/runs/{run.pk}/unit/xiqiao/").content.decode()
    assert "异议期至" in page
    assert "截止" not in page
    assert 'name="words"' in liaison.get(f"/results/runs/{run.pk}/object/xiqiao/gdp/").content.decode()


def test_after_the_window_the_page_says_since_when_and_offers_no_form(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    liaison, url = visitor.as_("liaison"), f"/results/runs/{run.pk}/object/xiqiao/gdp/"
    page = liaison.get(f"/results/runs/{run.pk}/unit/xiqiao/").content.decode()
    assert "异议期已于 2023-04-28 截止" in page
    assert "/object/" not in page
    form = liaison.get(url).content.decode()
    assert "异议期已于 2023-04-28 截止" in form
    assert 'name="words"' not in form
    # A page that lay open is refused, and what was written is not lost.
    late = liaison.post(url, {"words": "入统时间有出入", "claimed": ""})
    assert late.status_code == 422
    assert "入统时间有出入" in late.content.decode()
    assert not api.Objection.objects.exists()
