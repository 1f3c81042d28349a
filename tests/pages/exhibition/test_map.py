"""The map of the place: looked at before it takes effect, gone back from, never another in what was published."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leitai.web.assessment.api import Publication
from leitai.web.exhibition.errors import Cannot, Faulty
from leitai.web.exhibition.keeping import kept_path
from leitai.web.exhibition.maps import FOLDER, map_at
from leitai.web.exhibition.models import PlaceMap
from leitai.web.exhibition.release import shapes_of
from leitai.web.exhibition.services.mapping import restore_map, set_map, tidy_name
from leitai.web.foundation.api import AuditEvent, Invisible, NotAllowed, verify
from tests.cast import PLACE, Cast
from tests.pages.assessment.permissions import edition, published, scored
from tests.visitor import Visitor

URL = "/exhibition/map/"
BEFORE = datetime.datetime(2023, 5, 1, 9, tzinfo=PLACE)
AFTER = datetime.datetime(2023, 5, 9, 9, tzinfo=PLACE)
DAY = datetime.timedelta(days=1)


def tiles(**where: list[int]) -> bytes:
    return json.dumps({"tiles": where}).encode()


ONE, TWO = tiles(xiqiao=[0, 0], linchuan=[1, 0]), tiles(xiqiao=[3, 3], linchuan=[1, 0], gaoxin=[2, 0])
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
OUTLINES = json.dumps(
    {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "gaoxin", "geometry": SQUARE}]}
).encode()


def sent(content: bytes, name: str = "new.json") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def put(cast: Cast, content: bytes, at: datetime.datetime = BEFORE) -> PlaceMap:
    return set_map(actor=cast["office"], at=at, name="map.json", content=content)


# -- the acts ------------------------------------------------------------------------------------------------------


def test_a_map_is_set_once_and_sealed(cast: Cast) -> None:
    edition()
    made = put(cast, ONE)
    assert (made.units, made.person, made.size) == (2, "office", len(ONE))
    assert kept_path(FOLDER, made.digest).read_bytes() == ONE
    again = put(cast, ONE, AFTER)
    assert (again.pk, again.at) == (made.pk, BEFORE)
    event = AuditEvent.objects.get(act="set_map")
    assert (event.post, event.organisation) == ("office@office", "office")
    assert verify() == []


@pytest.mark.parametrize("who", ["leader", "auditor", "liaison", "system_admin"])
def test_only_the_office_sets_a_map(cast: Cast, who: str) -> None:
    edition()
    made = put(cast, ONE)
    put(cast, TWO, AFTER)
    with pytest.raises(NotAllowed):
        set_map(actor=cast[who], at=AFTER, name="map.json", content=OUTLINES)
    with pytest.raises(NotAllowed):
        restore_map(actor=cast[who], at=AFTER, row=made.pk)
    assert PlaceMap.objects.count() == 2


def test_every_fault_of_a_file_is_named_at_once_and_nothing_changes(cast: Cast) -> None:
    edition()
    put(cast, ONE)
    with pytest.raises(Faulty) as caught:
        put(cast, tiles(atlantis=[0, 0], xiqiao=[1, -1]), AFTER)
    assert [fault.code for fault in caught.value.faults] == ["MP-002", "MP-003"]
    assert PlaceMap.objects.count() == 1
    assert not AuditEvent.objects.filter(at=AFTER).exists()


def test_without_rules_there_is_nothing_to_hold_a_map_against(cast: Cast) -> None:
    with pytest.raises(Cannot, match="先发布规则"):
        put(cast, ONE)


def test_going_back_is_an_act_of_its_own(cast: Cast) -> None:
    edition()
    first = put(cast, ONE)
    put(cast, TWO, AFTER)
    back = restore_map(actor=cast["office2"], at=AFTER + DAY, row=first.pk)
    assert (back.digest, back.restores, back.person) == (first.digest, first, "office2")
    assert restore_map(actor=cast["office"], at=AFTER + 2 * DAY, row=first.pk) == back
    assert map_at() == back
    with pytest.raises(Invisible):
        restore_map(actor=cast["office"], at=AFTER, row=999)
    assert verify() == []


def test_a_map_whose_file_was_changed_is_not_gone_back_to(cast: Cast) -> None:
    edition()
    first = put(cast, tiles(gaoxin=[7, 7]))
    put(cast, TWO, AFTER)
    kept_path(FOLDER, first.digest).write_bytes(b"{}")
    with pytest.raises(Cannot, match="备份"):
        restore_map(actor=cast["office"], at=AFTER, row=first.pk)


def test_a_publication_keeps_the_map_of_its_day(cast: Cast) -> None:
    run = scored(cast)
    put(cast, ONE)
    made = published(cast, run)
    put(cast, TWO, AFTER)
    assert dict(shapes_of(made).tiles) == {"xiqiao": (0, 0), "linchuan": (1, 0)}


def test_a_publication_from_before_there_was_a_map_takes_the_first(cast: Cast, visitor: Visitor) -> None:
    made = published(cast, scored(cast))
    assert not shapes_of(made).units
    wall = f"/exhibition/{made.number}/wall/"
    assert 'id="g-map"' not in visitor.as_("filer").get(wall).content.decode()
    put(cast, ONE, AFTER)
    put(cast, TWO, AFTER + DAY)
    assert shapes_of(made).tiles["xiqiao"] == (0, 0)
    assert 'id="g-map"' in visitor.as_("filer").get(wall).content.decode()


def test_a_lost_file_leaves_out_the_map_and_not_the_result(cast: Cast, visitor: Visitor) -> None:
    content = tiles(gaoxin=[9, 9])
    run = scored(cast)
    row = put(cast, content)
    made = published(cast, run)
    kept_path(FOLDER, row.digest).unlink()
    assert not shapes_of(made).units
    assert "不在数据目录中" in visitor.as_("office").get(URL).content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\maps\\passwd", "pass\x00wd", " passwd "])
def test_a_name_is_only_a_name(name: str) -> None:
    assert tidy_name(name) == "passwd"


# -- the page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "还没有地图"), ("en", "There is no map yet")])
def test_where_there_is_no_map_the_page_says_how_to_make_one(
    cast: Cast, visitor: Visitor, language: str, word: str
) -> None:
    edition()
    page = visitor.as_("office", language).get(URL).content.decode()
    assert word in page
    assert "FeatureCollection" in page
    assert "&quot;tiles&quot;" in page
    read_only = visitor.as_("leader", language).get(URL).content.decode()
    assert word in read_only
    assert 'type="file"' not in read_only


@pytest.mark.parametrize("content", [TWO, OUTLINES], ids=["tiles", "outlines"])
@pytest.mark.parametrize("shown", [False, True], ids=["before a result", "after one"])
def test_a_map_is_seen_before_it_takes_effect(cast: Cast, visitor: Visitor, content: bytes, shown: bool) -> None:
    if shown:
        published(cast, scored(cast))
    else:
        edition()
    office = visitor.as_("office")
    answer = office.post(URL, sent(content, "我们的图.json"))
    assert answer.status_code == 302
    assert PlaceMap.objects.count() == 0
    page = office.get(answer.headers["Location"]).content.decode()
    assert "还没有启用" in page
    assert "高新区" in page
    assert "<svg" in page
    assert ("名次取自最近的公布件" in page) == shown
    address = answer.headers["Location"].partition("?")[0]
    assert office.status("post", address, {"name": "我们的图.json"}) == 302
    row = PlaceMap.objects.get()
    assert row.name == "我们的图.json"
    current = office.get(URL).content.decode()
    assert "我们的图.json" in current
    assert "孙考评" in current
    file = office.get(f"{URL}{row.pk}/file/")
    assert file.content == content
    assert "attachment" in file.headers["Content-Disposition"]


def test_the_page_names_who_has_no_shape_and_the_way_back(cast: Cast, visitor: Visitor) -> None:
    edition()
    first = put(cast, TWO)
    put(cast, ONE, AFTER)
    page = visitor.as_("office").get(URL).content.decode()
    assert "县区有 1 家不在图上" in page
    assert f"{URL}{first.pk}/back/" in page
    assert visitor.as_("office").status("post", f"{URL}{first.pk}/back/") == 302
    assert "参赛单位都在图上" in visitor.as_("office").get(URL).content.decode()
    assert "/back/" not in visitor.as_("leader").get(URL).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (tiles(atlantis=[0, 0], xiqiao=[1, -1]), ("有 2 处要改", "atlantis", "[1, -1]")),
        (b"{" + b" " * 5 * 2**20 + b"}", ("大于 5 MB", "不超过 5 MB")),
        (b"nothing", ("不是 JSON", "第 1 行第 1 列")),
        ("{'格子': 1}".encode("gb18030"), ("不是 UTF-8",)),
        (b'{"tiles": {}}', ("一个单位也没有",)),
        (b"[" * 100_000, ("JSON",)),
        (tiles(**{f"u{k}": [k % 100, k // 100] for k in range(300)}), ("有 200 处要改", "另有 100 处")),
    ],
    ids=["two faults", "too large", "no json", "not utf-8", "empty", "deep", "another place"],
)
def test_a_bad_file_is_told_and_changes_nothing(
    cast: Cast, visitor: Visitor, content: bytes, words: tuple[str, ...]
) -> None:
    edition()
    put(cast, ONE)
    answer = visitor.as_("office").post(URL, sent(content))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert [word for word in words if word not in page] == []
    assert PlaceMap.objects.count() == 1


def test_the_office_finds_the_map_from_the_results(cast: Cast, visitor: Visitor) -> None:
    assert f'href="{URL}"' in visitor.as_("office").get("/exhibition/").content.decode()
    assert f'href="{URL}"' not in visitor.as_("liaison").get("/exhibition/").content.decode()


def test_a_long_history_asks_the_database_no_more(
    cast: Cast, visitor: Visitor, django_assert_max_num_queries: Any
) -> None:
    published(cast, scored(cast))
    for k in range(12):
        put(cast, (ONE, TWO)[k % 2], AFTER + k * DAY)
    office = visitor.as_("office")
    office.get(URL)
    with django_assert_max_num_queries(20):
        assert office.get(URL).status_code == 200
    assert Publication.objects.count() == 1
