"""What the pages of claims show and do, one visit each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.web.collection.models import Claim, ClaimPanel, FigureVersion
from tests.cast import Cast
from tests.pages.claims.permissions import claimed
from tests.visitor import Visitor

World = Mapping[str, Any]


def sent(**more: Any) -> dict[str, Any]:
    proof = SimpleUploadedFile("通报.pdf", b"%PDF-new", "application/pdf")
    usual = {
        "adjustment": "honour", "contestant": "xiqiao", "event": "省级改革试点", "day": "2023-03-20", "items": "1",
        "proofs": proof,
    }  # fmt: skip
    return usual | more


def main_of(page: Any) -> str:
    """The page without the frame, in which the demo names its accounts."""
    text: str = page.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def at(world: World, name: str, *more: str) -> str:
    return reverse(f"collection:{name}", args=[world["round"], *(world[one] for one in more)])


def test_a_unit_files_a_claim_from_the_form(world: World, visitor: Visitor) -> None:
    answer = visitor.as_("liaison").post(at(world, "claim_new"), sent())
    made = Claim.objects.latest("pk")
    assert (answer.status_code, made.contestant, made.versions.get().event) == (302, "xiqiao", "省级改革试点")


def test_the_form_names_what_is_wrong_and_keeps_what_was_typed(world: World, visitor: Visitor) -> None:
    answer = visitor.as_("liaison").post(at(world, "claim_new"), sent(event="省级园林县城"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"已在第 {world['decided']} 号申报中" in page
    assert 'value="2023-03-20"' in page


def test_a_unit_may_choose_its_own_bonuses_only(world: World, visitor: Visitor) -> None:
    def offered(who: str, field: str) -> list[str]:
        form = visitor.as_(who).get(at(world, "claim_new")).context["form"]
        return [key for key, _ in form.fields[field].choices]

    assert (offered("liaison", "adjustment"), offered("liaison", "contestant")) == (["honour"], ["xiqiao"])
    assert (offered("filer", "adjustment"), len(offered("filer", "contestant"))) == (["card"], 3)
    assert visitor.as_("liaison").post(at(world, "claim_new"), sent(contestant="linchuan")).status_code == 422


def test_a_unit_reads_why_but_not_who_and_not_before_it_is_decided(world: World, visitor: Visitor, cast: Cast) -> None:
    judge = at(world, "claim_judge", "claim")
    said = {"verdict": "reject", "reason": "不属省级表彰", "expected": "1"}
    assert visitor.as_("panel").post(judge, said).status_code == 302
    page = at(world, "claim", "claim")
    assert "不属省级表彰" not in visitor.as_("liaison").get(page).content.decode()
    assert "吴评审" in visitor.as_("office").get(page).content.decode()
    visitor.as_("office").post(judge, {"verdict": "accept", "expected": "1"})
    visitor.as_("office").post(at(world, "claims_conclude"), {"claim": f"{world['claim']}:1"})
    shown = main_of(visitor.as_("liaison").get(page))
    assert "不予认定" in shown
    assert "不属省级表彰" in shown
    assert "吴评审" not in shown


def test_a_correction_keeps_the_proofs_that_are_ticked(world: World, visitor: Visitor) -> None:
    url = at(world, "claim_correct", "claim")
    form = visitor.as_("liaison").get(url).context["form"]
    kept = [pk for pk, _ in form.fields["kept"].choices]
    body = sent(expected="1", kept=kept, event="省级数字乡村示范县")
    body.pop("proofs")
    assert visitor.as_("liaison").post(url, body).status_code == 302
    claim = Claim.objects.get(pk=world["claim"])
    assert (claim.version, claim.versions.get(number=2).proofs.count()) == (2, 1)
    stale = visitor.as_("liaison").post(url, body)
    assert (stale.status_code, "第 2 版" in stale.content.decode()) == (422, True)


def test_the_panel_is_named_by_ticking_people(world: World, visitor: Visitor) -> None:
    url = at(world, "claim_panel")
    offered = [key for key, _ in visitor.as_("office").get(url).context["form"].fields["members"].choices]
    assert offered == ["office", "office2", "panel"]
    body = {"members": ["office2", "panel"], "quorum": "2", "expected": "1"}
    assert visitor.as_("office").post(url, body).status_code == 302
    assert ClaimPanel.objects.latest("number").members == '["office2","panel"]'
    stale = visitor.as_("office2").post(url, body | {"members": ["office", "panel"]})
    assert (stale.status_code, "评审组已被孙考评" in stale.content.decode()) == (422, True)


def test_the_list_is_printed_with_its_code_and_entered_by_who_files(world: World, visitor: Visitor) -> None:
    url = reverse("collection:claim_list", args=[world["list"]])
    page = visitor.as_("office").get(url)
    shown = page.content.decode()
    assert shown.count("<svg") == 1
    assert page.context["view"].found.code in shown
    assert "style=" not in shown
    assert [(one.unit, one.items, one.worth) for one in page.context["view"].figures] == [("汐桥区", "1", "+0.5")]
    assert not page.context["enters"]
    assert visitor.as_("filer").get(url).context["enters"]
    entered = reverse("collection:claim_list_enter", args=[world["list"]])
    assert visitor.as_("filer").post(entered).status_code == 302
    assert FigureVersion.objects.get(cell__indicator="honour").value == "1"
    again = visitor.as_("filer").post(entered)
    assert (again.status_code, "不需要录入" in again.content.decode()) == (422, True)


def test_another_unit_sees_nothing_of_it(world: World, visitor: Visitor) -> None:
    assert visitor.as_("stranger").get(at(world, "claims")).context["lines"] == []
    page = visitor.as_("stranger").get(reverse("collection:claim_list", args=[world["list"]]))
    assert (page.context["view"].lines, page.context["view"].figures) == ([], [])
    proof = Claim.objects.get(pk=world["claim"]).versions.get().proofs.get().evidence_id
    assert visitor.as_("stranger").get(reverse("collection:evidence", args=[proof])).status_code == 404
    assert visitor.as_("head").get(reverse("collection:evidence", args=[proof])).status_code == 200


@pytest.mark.parametrize("name", ["claims", "claim_new", "claim_panel"])
def test_pages_are_whole_in_english(world: World, visitor: Visitor, name: str) -> None:
    page = main_of(visitor.as_("office", language="en").get(at(world, name)))
    assert "申报" not in page
    assert "评审" not in page.replace("吴评审", "")


def test_an_empty_round_says_what_to_do(world: World, visitor: Visitor) -> None:
    page = visitor.as_("stranger").get(at(world, "claims")).content.decode()
    assert "本轮还没有加减分申报" in page
    assert "附上佐证申报" in page


def test_claims_stay_under_their_ceiling(world: World, visitor: Visitor, cast: Cast) -> None:
    for number in range(30):
        unit, who = ("xiqiao", "liaison") if number % 2 else ("linchuan", "stranger")
        claimed(cast, world["round"], f"事项{number}", who, unit)
    ceilings = {at(world, "claims"): 29, at(world, "claim", "claim"): 31, reverse("home"): 51}
    for url, ceiling in ceilings.items():
        somebody = visitor.as_("office")
        with CaptureQueriesContext(connection) as queries:
            assert somebody.get(url).status_code == 200
        assert len(queries) <= ceiling, (url, len(queries))


@pytest.mark.parametrize("words", ["省级表彰", "第 {claim} 号", "xqq", "汐桥"])
def test_a_claim_is_found_by_the_search_box(world: World, visitor: Visitor, words: str) -> None:
    event = Claim.objects.get(pk=world["claim"]).versions.get(number=1).event
    said = {"q": words.format(claim=world["claim"]) if words != "省级表彰" else event[:4]}
    link = f'href="{at(world, "claim", "claim")}"'
    pages = {who: visitor.as_(who).get("/search/", said).content.decode() for who in ("office", "liaison", "stranger")}
    assert link in pages["office"]
    assert link in pages["liaison"]
    assert link not in pages["stranger"]
    assert event not in pages["stranger"]
