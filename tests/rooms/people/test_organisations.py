"""Acts on organisations: each works; is refused to who may not, in the wrong state, twice, for what is not there."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from leitai.web.foundation.api import EventFilter, NotAllowed, Refused, list_events, verify
from leitai.web.people import api as people
from leitai.web.people.showing import history_of, told_changes, tree_on
from tests.cast import DAY, NOW, Cast

LATER = DAY + datetime.timedelta(days=30)
DOCUMENT = "澜编发〔2023〕3号"


def by(actor: str = "office", **values: Any) -> dict[str, Any]:
    return {"actor": actor, "at": NOW, **values}


# Each act as it works, by its name.
ACTS: dict[str, Callable[[str], Any]] = {
    "found": lambda actor: people.found_organisation(
        **by(actor, key="new", name_zh="新区", kind="county", parent="city", since=DAY)
    ),
    "rename": lambda actor: people.rename_organisation(
        **by(actor, key="gaoxin", name_zh="高新技术产业开发区", day=DAY, document=DOCUMENT)
    ),
    "move": lambda actor: people.move_organisation(
        **by(actor, key="gaoxin", parent="xiqiao", day=DAY, document=DOCUMENT)
    ),
    "merge": lambda actor: people.merge_organisations(
        **by(actor, sources=["gaoxin", "xiqiao"], into="xiqiao", day=DAY, document=DOCUMENT)
    ),
    "split": lambda actor: people.split_organisation(
        **by(actor, key="xiqiao", into=["xiqiao", "gaoxin"], day=DAY, document=DOCUMENT)
    ),
    "close": lambda actor: people.close_organisation(**by(actor, key="gaoxin", day=DAY, document=DOCUMENT)),
    "load": lambda actor: people.load_organisations(
        **by(actor, rows=[{"key": "a", "name": "甲街道", "kind": "street", "parent": "xiqiao"}], since=DAY)
    ),
}
AGAIN_REFUSED = ("found", "rename", "move", "close", "load", "merge")


@pytest.mark.parametrize("act", ACTS)
def test_it_works_and_leaves_its_line(cast: Cast, act: str) -> None:
    before = list_events(EventFilter()).count()
    ACTS[act]("office")
    newest = list_events(EventFilter()).first()
    assert list_events(EventFilter()).count() == before + 1
    assert newest is not None
    assert newest.actor == "office"
    assert newest.act.startswith("organisation_")
    assert verify() == []


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    "actor", ["liaison", "leader", "security_admin", "audit_admin", "nobody", "no such person", ""]
)
def test_it_is_refused_to_who_may_not(cast: Cast, act: str, actor: str) -> None:
    before = (list_events(EventFilter()).count(), tree_on(LATER))
    with pytest.raises(NotAllowed, match="管理单位"):
        ACTS[act](actor)
    assert (list_events(EventFilter()).count(), tree_on(LATER)) == before


@pytest.mark.parametrize("act", AGAIN_REFUSED)
def test_it_is_refused_the_second_time(cast: Cast, act: str) -> None:
    ACTS[act]("office")
    after = (list_events(EventFilter()).count(), tree_on(LATER))
    with pytest.raises(Refused):
        ACTS[act]("office")
    assert (list_events(EventFilter()).count(), tree_on(LATER)) == after


@pytest.mark.parametrize(
    "act",
    [
        lambda: people.found_organisation(**by(key="x", name_zh="甲", kind="county", parent="atlantis", since=DAY)),
        lambda: people.rename_organisation(**by(key="atlantis", name_zh="甲", day=DAY, document=DOCUMENT)),
        lambda: people.move_organisation(**by(key="xiqiao", parent="atlantis", day=DAY, document=DOCUMENT)),
        lambda: people.merge_organisations(**by(sources=["xiqiao", "atlantis"], into="xiqiao", day=DAY, document="")),
        lambda: people.merge_organisations(**by(sources=["xiqiao"], into="atlantis", day=DAY, document="")),
        lambda: people.split_organisation(**by(key="xiqiao", into=["xiqiao", "atlantis"], day=DAY, document="")),
        lambda: people.close_organisation(**by(key="atlantis", day=DAY, document=DOCUMENT)),
    ],
    ids=["found below", "rename", "move below", "merge", "merge into", "split into", "close"],
)
def test_what_is_not_there_is_refused(cast: Cast, act: Callable[[], object]) -> None:
    with pytest.raises(Refused, match="不存在"):
        act()


def test_nothing_happens_before_the_organisation_began(cast: Cast) -> None:
    with pytest.raises(Refused, match="更晚的日期"):
        people.close_organisation(**by(key="gaoxin", day=datetime.date(2021, 1, 1), document=DOCUMENT))


def test_one_organisation_alone_is_no_merger_and_no_division(cast: Cast) -> None:
    with pytest.raises(Refused, match="至少"):
        people.merge_organisations(**by(sources=["xiqiao"], into="xiqiao", day=DAY, document=DOCUMENT))
    with pytest.raises(Refused, match="至少"):
        people.split_organisation(**by(key="xiqiao", into=["xiqiao"], day=DAY, document=DOCUMENT))


def test_an_organisation_with_others_below_it_is_not_closed(cast: Cast) -> None:
    with pytest.raises(Refused, match="汐桥区"):
        people.close_organisation(**by(key="city", day=DAY, document=DOCUMENT))


def test_nobody_stands_below_himself(cast: Cast) -> None:
    ACTS["move"]("office")
    with pytest.raises(Refused, match="之下"):
        people.move_organisation(**by(key="xiqiao", parent="gaoxin", day=LATER, document=DOCUMENT))


def test_each_day_has_the_names_of_that_day(cast: Cast) -> None:
    ACTS["rename"]("office")
    assert people.names_on(DAY - datetime.timedelta(days=1), ["gaoxin"]) == {"gaoxin": "高新区"}
    assert people.names_on(DAY, ["gaoxin"]) == {"gaoxin": "高新技术产业开发区"}
    assert [stage.until for stage in history_of("gaoxin")] == [None, DAY]
    assert told_changes(DAY)[0].words.zh == "高新区更名为高新技术产业开发区"


def test_a_merger_ends_the_posts_and_names_the_successor(cast: Cast) -> None:
    ACTS["merge"]("office")
    assert people.successors_on(DAY) == {"gaoxin": "xiqiao"}
    assert people.successors_on(DAY - datetime.timedelta(days=1)) == {}
    held = people.find_actor("two_hats", DAY)
    assert held is not None
    assert held.organisations == {"xiqiao"}


def test_the_tree_of_a_day_holds_who_stood_on_it(cast: Cast) -> None:
    ACTS["close"]("office")
    before, after = tree_on(DAY - datetime.timedelta(days=1)), tree_on(DAY)
    assert {line.key for line in before} - {line.key for line in after} == {"gaoxin"}
    assert (before[0].key, before[0].depth, before[0].below) == ("city", 0, 8)
    assert {line.depth for line in before[1:]} == {1}


def test_a_table_is_loaded_wholly_or_not_at_all(cast: Cast) -> None:
    rows = [
        {"key": "b", "name": "乙村", "kind": "street", "parent": "a"},
        {"key": "a", "name": "甲镇", "kind": "street", "parent": "xiqiao"},
    ]
    assert people.load_organisations(**by(rows=rows, since=DAY)) == 2
    again = [{"key": "c", "name": "丙", "kind": "street", "parent": "a"}, {"key": "a", "name": "甲", "kind": "street"}]
    with pytest.raises(Refused, match="已经设立"):
        people.load_organisations(**by(rows=again, since=DAY))
    assert "c" not in {line.key for line in tree_on(DAY)}


def test_the_system_itself_may(cast: Cast) -> None:
    ACTS["found"](people.SYSTEM)
    newest = list_events(EventFilter()).first()
    assert newest is not None
    assert newest.actor == "system"
