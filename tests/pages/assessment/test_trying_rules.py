"""试排: a weight or a bound of unsigned rules is moved, and the ranks of a frozen round follow; signed rules never."""

from __future__ import annotations

import json

import pytest

from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.load import rulebook_from_plain
from leitai.web.assessment.models import ScoringRun
from leitai.web.rulebook.api import start_from_text
from leitai.web.rulebook.models import Draft, Edition
from tests.cast import NOW, Cast
from tests.pages.assessment.permissions import published, scored
from tests.visitor import Visitor


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """A frozen round, and next year's rules being written: the same but for their name."""
    published(cast, scored(cast))
    plain = json.loads(Edition.objects.get().canonical)
    text = json.dumps(plain | {"edition": "2"}, ensure_ascii=False)
    assert canonical(rulebook_from_plain(plain))
    return start_from_text(actor=cast["office"], at=NOW, text=text, origin="test")


def test_the_ranks_follow_what_is_moved_and_nothing_is_kept(draft: Draft, visitor: Visitor) -> None:
    office, url = visitor.as_("office"), f"/results/drafts/{draft.pk}/"
    page = office.get(url).content.decode()
    assert 'name="points.gdp"' in page
    assert "points add up to 100 of 100" in visitor.as_("office2", "en").get(url).content.decode()
    runs = ScoringRun.objects.count()
    answer = office.post(url, {"points.gdp": "10", "gdp.base": "0.2"}, headers={"HX-Request": "true"})
    tried = answer.content.decode()
    assert "动了 2 处" in tried
    assert "各项合计 50 分，满分 100 分" in tried
    assert "<html" not in tried
    assert ScoringRun.objects.count() == runs


def test_what_is_no_number_is_named_with_its_indicator(draft: Draft, visitor: Visitor) -> None:
    url = f"/results/drafts/{draft.pk}/"
    answer = visitor.as_("office").post(url, {"points.gdp": "很多"})
    assert answer.status_code == 422
    assert "生产总值增速" in answer.content.decode()
    refused = visitor.as_("office").post(url, {"gdp.base": "7"})
    assert "计分方法不接受这个值" in refused.content.decode()


def test_signed_rules_cannot_be_tried(draft: Draft, visitor: Visitor) -> None:
    signed = Draft.objects.exclude(pk=draft.pk).get()
    answer = visitor.as_("office").get(f"/results/drafts/{signed.pk}/")
    assert answer.status_code == 422
    assert "只能试尚未发布的规则" in answer.content.decode()
