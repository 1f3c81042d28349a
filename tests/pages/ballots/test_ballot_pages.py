"""What the pages of ballots show and do, one visit each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leitai.web.collection.models import BallotBox, BallotEntry, PaperBallot, Urn
from tests.visitor import Visitor

World = Mapping[str, Any]


def at(world: World, name: str, *more: Any) -> str:
    return reverse(f"collection:{name}", args=[world["box"], *more])


def main_of(page: Any) -> str:
    text: str = page.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def test_a_box_is_opened_from_the_form_and_what_is_wrong_is_named(world: World, visitor: Visitor) -> None:
    url = reverse("collection:box_new", args=[world["round"]])
    offered = [key for key, _ in visitor.as_("filer").get(url).context["possible"]]
    assert offered == ["rater_ranks:rank_leaders:g"]
    sent = {"key": offered[0], "way": "named", "electorate": "市领导", "closes": "2099-12-31", "grades": ""}
    wrong = visitor.as_("filer").post(url, sent)
    assert (wrong.status_code, "没有选定评议人" in wrong.content.decode()) == (422, True)
    assert visitor.as_("filer").post(url, sent | {"electors": ["leader"]}).status_code == 302
    assert BallotBox.objects.latest("pk").named


def test_the_printed_ballots_carry_code_and_units_and_no_name(world: World, visitor: Visitor) -> None:
    page = main_of(visitor.as_("filer").get(at(world, "ballot_print")))
    assert page.count('class="paper ballot"') == 3
    codes = PaperBallot.objects.filter(box=world["box"]).values_list("code", flat=True)
    assert all(page.count(f"<strong>{code}</strong>") == 1 for code in codes)
    assert "style=" not in page
    assert "陈填报" not in page


def test_one_hand_does_not_see_the_other(world: World, visitor: Visitor) -> None:
    page = main_of(visitor.as_("office").get(at(world, "ballot_hand", 2)))
    assert "本遍已录 1 张" in page
    assert 'value="3"' not in page
    assert 'value="2"' not in page


def test_what_one_hand_alone_has_read_is_shown_to_nobody(world: World, visitor: Visitor) -> None:
    code = PaperBallot.objects.get(box=world["box"], number=2).code
    sent = {"code": code, "unit-xiqiao": "3", "unit-linchuan": "2", "unit-gaoxin": "1"}
    assert visitor.as_("filer").post(at(world, "ballot_hand", 1), sent).status_code == 302
    # Whoever reads in the second hand has this ballot still before her.
    page = visitor.as_("office2").get(at(world, "ballot_differences"))
    [lone] = [one for one in page.context["lines"] if one["ballot"].code == code]
    assert {row[2:] for row in lone["rows"]} == {("", "", False)}
    assert "第 2 遍没有录这张票" in main_of(page)


def test_a_refused_ballot_keeps_what_was_typed(world: World, visitor: Visitor) -> None:
    code = PaperBallot.objects.get(box=world["box"], number=2).code
    sent = {"code": code, "unit-xiqiao": "7", "unit-linchuan": "1"}
    answer = visitor.as_("filer").post(at(world, "ballot_hand", 1), sent)
    page = main_of(answer)
    assert answer.status_code == 422
    assert "汐桥区填的是 7，应为 1 至 3" in page
    assert f'value="{code}"' in page
    assert 'value="7"' in page
    letters = visitor.as_("filer").post(at(world, "ballot_hand", 1), sent | {"unit-xiqiao": "一"})
    assert "汐桥区“一”" in main_of(letters)
    taken = visitor.as_("office2").post(at(world, "ballot_hand", 1), sent | {"unit-xiqiao": "1"})
    assert (taken.status_code, BallotEntry.objects.count()) == (403, 2)


def test_the_paper_settles_what_differs_and_the_count_is_shown(world: World, visitor: Visitor) -> None:
    url = at(world, "ballot_differences")
    page = visitor.as_("filer").get(url)
    assert [(one["ballot"].code, [row[0] for row in one["rows"] if row[4]]) for one in page.context["lines"]] == [
        (world["code"], ["gaoxin"])
    ]
    sent = {"code": world["code"], "unit-xiqiao": "1", "unit-linchuan": "2", "unit-gaoxin": "3", "reason": "核对纸票"}
    assert visitor.as_("filer").post(url, sent).status_code == 302
    assert visitor.as_("filer").post(at(world, "ballot_count")).status_code == 302
    shown = visitor.as_("filer").get(at(world, "box"))
    assert [(one.unit, one.counts) for one in shown.context["view"].results] == [
        ("汐桥区", [1, 0, 0]),
        ("临川县", [0, 1, 0]),
        ("高新区", [0, 0, 1]),
    ]
    assert shown.context["view"].to_enter == 9
    assert visitor.as_("filer").post(at(world, "ballot_enter")).status_code == 302
    assert "数据与计票结果一致" in main_of(visitor.as_("filer").get(at(world, "box")))


def test_an_elector_votes_once_and_sees_no_result_before_the_close(world: World, visitor: Visitor) -> None:
    url = reverse("collection:ballot_vote", args=[world["online"]])
    sent = {"unit-xiqiao": "1", "unit-linchuan": "2"}
    assert visitor.as_("head").post(url, sent).status_code == 302
    assert "您已投票" in main_of(visitor.as_("head").get(url))
    assert visitor.as_("head").post(url, sent).status_code == 422
    assert json.loads(Urn.objects.get(box=world["online"]).held) == [{"linchuan": 2, "xiqiao": 1}]
    page = visitor.as_("office").get(reverse("collection:box", args=[world["online"]]))
    assert page.context["view"].results == []
    assert "应投 4 人，已投 1 人" in main_of(page)
    early = visitor.as_("office").post(reverse("collection:ballot_count", args=[world["online"]]))
    assert (early.status_code, "还有 3 人没有投" in main_of(early)) == (422, True)


@pytest.mark.parametrize("name", ["box", "ballot_print", "ballot_differences"])
def test_pages_are_whole_in_english(world: World, visitor: Visitor, name: str) -> None:
    page = main_of(visitor.as_("filer", language="en").get(at(world, name)))
    assert not any(word in page for word in ("录票", "核对", "打印", "截止", "请勿"))


def test_an_empty_round_says_so(world: World, visitor: Visitor) -> None:
    page = visitor.as_("liaison").get(reverse("collection:boxes", args=[world["round"]]))
    assert "本轮还没有评议票箱" in main_of(page)


def test_ballots_stay_under_their_ceilings(world: World, visitor: Visitor) -> None:
    urls = [at(world, "box"), at(world, "ballot_print"), at(world, "ballot_differences"), at(world, "ballot_hand", 1)]
    for url in (*urls, reverse("collection:boxes", args=[world["round"]]), reverse("home")):
        somebody = visitor.as_("filer")
        with CaptureQueriesContext(connection) as queries:
            assert somebody.get(url).status_code == 200
        assert len(queries) <= 40, (url, len(queries))


# -- the roll ------------------------------------------------------------------------------------------------------


def roll_sent(world: World, roll: str, **more: str) -> tuple[str, dict[str, str]]:
    sent = {"key": "rater_ranks:rank_leaders:g", "way": "online", "electorate": "四套班子", "closes": "2099-12-31"}
    return reverse("collection:box_new", args=[world["round"]]), sent | {"grades": "", "roll": roll} | more


def test_a_pasted_roll_is_looked_at_before_the_box_stands(world: World, visitor: Visitor) -> None:
    url, sent = roll_sent(world, "姓名\t单位\n郑市长\t澜川市\n王区长\t汐桥区\nliaison\n")
    before = BallotBox.objects.count()
    seen = visitor.as_("filer").post(url, sent)
    assert (seen.status_code, BallotBox.objects.count()) == (200, before)
    page = main_of(seen)
    assert "名册上共 3 人" in page
    assert page.count("李联络") == 2  # once to look at, once among those to tick
    assert visitor.as_("filer").post(url, sent | {"confirm": "yes"}).status_code == 302
    box = BallotBox.objects.latest("pk")
    assert set(box.electors.values_list("person", flat=True)) == {"leader", "head", "liaison"}


def test_a_roll_with_a_stranger_opens_nothing_and_names_the_line(world: World, visitor: Visitor) -> None:
    url, sent = roll_sent(world, "郑市长\n李某某\n王区长\n", confirm="yes")
    before = BallotBox.objects.count()
    answer = visitor.as_("filer").post(url, sent)
    assert (answer.status_code, BallotBox.objects.count()) == (422, before)
    page = main_of(answer)
    assert "第 2 行" in page
    assert "“李某某”" in page
    assert "郑市长\n李某某\n王区长" in page  # nothing that was pasted is lost


def test_a_roll_for_ballots_on_paper_is_refused_rather_than_forgotten(world: World, visitor: Visitor) -> None:
    url, sent = roll_sent(world, "郑市长", way="paper", printed="5")
    answer = visitor.as_("filer").post(url, sent)
    assert (answer.status_code, "纸质投票不记谁领票" in answer.content.decode()) == (422, True)
