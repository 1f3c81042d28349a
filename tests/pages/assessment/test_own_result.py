"""Before it is published a unit sees its own result, and nothing that tells of another's."""

from __future__ import annotations

from tests.cast import Cast
from tests.pages.assessment.permissions import published, scored
from tests.pages.collection.permissions import UNITS
from tests.visitor import Visitor


def test_a_unit_learns_nothing_of_the_others_until_the_publication(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    liaison = visitor.as_("liaison")
    for path in ("unit/xiqiao/", "unit/xiqiao/gdp/", "unit/xiqiao/total/"):
        page = liaison.get(f"/results/runs/{run.pk}/{path}").content.decode()
        assert UNITS["xiqiao"] in page
        for key in ("linchuan", "gaoxin"):
            assert UNITS[key] not in page, (path, key)
            assert f"unit/{key}" not in page
        assert "比第一" not in page
        assert "与上一位差" not in page
    # The office, who sees everything, is shown the comparison.
    assert "高新区" in visitor.as_("office").get(f"/results/runs/{run.pk}/unit/xiqiao/").content.decode()
    made = published(cast, run)
    after = liaison.get(f"/exhibition/{made.number}/unit/xiqiao/").content.decode()
    assert "比第一" in after
    assert "高新区" in after
