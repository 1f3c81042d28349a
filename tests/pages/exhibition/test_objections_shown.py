"""A unit's objections beside its published result: for the unit and those who watch over it, for no rival."""

from __future__ import annotations

import datetime

from leitai.web.assessment import api
from tests.cast import Cast
from tests.pages.assessment.permissions import at, published, scored
from tests.visitor import Visitor

GROUND = "入统时间与本区台账不一致"
SHOWN = {"office", "office2", "supervisor", "auditor", "liaison", "head", "two_hats"}
HIDDEN = {"stranger", "stranger_head", "filer", "verifier", "bureau", "panel", "leader"}


def objected(cast: Cast, run: api.ScoringRun) -> api.Objection:
    made = api.object_to_result(
        actor=cast["liaison"], at=at(26, 9), run=run.pk, contestant="xiqiao", node="gdp", words=GROUND
    )
    api.give_objection_opinion(
        actor=cast["panel"], at=at(26, 10), objection=made.pk, verdict="partly", words="部分属实"
    )
    proposed = api.propose_objection_ruling(
        actor=cast["office"], at=at(27, 9), objection=made.pk, verdict="partly", words="台账晚一日入统，予以说明",
        clause="第二十二条", unchanged="不跨考评期，得分不变",
    )  # fmt: skip
    api.rule_objection(actor=cast["office2"], at=at(27, 10), objection=made.pk, proposal=proposed.pk)
    return made


def test_a_units_objections_are_shown_to_it_and_to_who_watches_over_it(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    made = objected(cast, run)
    number = published(cast, run).number
    url = f"/exhibition/{number}/unit/xiqiao/"
    for who in sorted(SHOWN):
        page = visitor.as_(who).get(url).content.decode()
        for words in (GROUND, "部分成立", "第二十二条", "台账晚一日入统，予以说明", "不跨考评期，得分不变"):
            assert words in page, (who, words)
        assert visitor.as_(who).status("get", f"/results/objections/{made.pk}/") == 200, who
    for who in sorted(HIDDEN):
        assert GROUND not in visitor.as_(who).get(url).content.decode(), who
    # Of another unit there is none to show.
    assert GROUND not in visitor.as_("office").get(f"/exhibition/{number}/unit/gaoxin/").content.decode()


def test_what_is_only_proposed_is_not_told(cast: Cast, visitor: Visitor) -> None:
    run = scored(cast)
    number = published(cast, run).number
    waiting = api.Objection(
        run=run, organisation="xiqiao", contestant="xiqiao", node="gdp", claimed="", words=GROUND, person="liaison",
        post="liaison@xiqiao", at=at(26, 9),
    )  # fmt: skip
    waiting.save(force_insert=True)
    api.propose_objection_ruling(
        actor=cast["office"], at=datetime.datetime(2023, 5, 8, 9, tzinfo=at(1, 1).tzinfo), objection=waiting.pk,
        verdict="uphold", words="拟同意", clause="第二十二条", unheard="仅供测试",
    )  # fmt: skip
    page = visitor.as_("liaison").get(f"/exhibition/{number}/unit/xiqiao/").content.decode()
    assert GROUND in page
    assert "拟同意" not in page
