"""The wall as a file: it says what the book says, needs nobody, and stands whatever it is given."""

from __future__ import annotations

import base64
import hashlib
import json
import re

import pytest

from leitai import engine
from leitai.engine.errors import Lang
from leitai.press.pages.shapes import Shapes, read_map, read_shapes
from leitai.press.release import Release
from leitai.press.wall import wall_html
from tests.examples import EXAMPLES
from tests.press.releases import CHINESE, awkward, chained, demo, numbers, plain, two_rounds, wrong_numbers

UNITS = {one.id for one in demo().book.rulebook.contestants}
LANCHUAN = json.loads((EXAMPLES / "lanchuan" / "map.json").read_text(encoding="utf-8"))


def wall(release: Release, shapes: Shapes | None = None, lang: Lang = "zh") -> str:
    return wall_html(release, shapes, lang).decode()


def data_of(page: str) -> list[dict[str, object]]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    scenes: list[dict[str, object]] = json.loads(found[1])["scenes"]
    return scenes


def steps(page: str, scene: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = next(one for one in data_of(page) if one["id"] == scene)["steps"]  # type: ignore[assignment]
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_number_is_the_books(lang: Lang) -> None:
    release = demo(before="2023-Q2")
    page = wall_html(release, read_shapes(LANCHUAN, UNITS), lang)
    assert len(numbers(page)) > 700
    assert wrong_numbers(release, page) == []


def test_a_round_scored_alone_shows_every_round_before_it() -> None:
    release = chained()
    assert release.book.periods == ("2023-Q3",)
    page = wall_html(release)
    assert {one.period for one in numbers(page)} == {"2023-Q1", "2023-Q2", "2023-Q3"}
    assert wrong_numbers(release, page) == []
    assert "上期第 14 名，上升 5 位。" in page.decode()


def test_made_twice_it_is_the_same_file() -> None:
    shapes = read_shapes(LANCHUAN, UNITS)
    assert wall_html(demo(before="2023-Q2"), shapes) == wall_html(demo(before="2023-Q2"), shapes)


def test_it_asks_nobody_anything_and_runs_only_its_own_script() -> None:
    page = wall(demo())
    assert re.findall(r"(?:src|href|action)=\"(?!#)[^\"]*", page) == []
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert body
        known = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"sha256-{known}" in policy[1].replace("&#39;", "'")


def test_from_last_to_first_each_step_says_who_from_where_and_why() -> None:
    said = steps(wall(demo(before="2023-Q2", audience="meeting")), "county-ranking")
    placed = [name for step in said for name in step["placed"]]  # type: ignore[attr-defined]
    rows = [row.contestant for row in demo().book.rows("county")]
    assert placed == rows[::-1]
    assert said[-1]["say"] == (
        "第 1 名：杉泽市，95.55 分。与上期名次相同。总分比上期少 0.09 分，其中幸福赛道少得 0.23 分，影响最大。"
    )
    assert "上期第 14 名，上升 5 位。" in str(next(step["say"] for step in said if step["placed"] == ["xiulan"]))
    # The first three are announced before they are named.
    assert [len(step["placed"]) for step in said[-5:]] == [0, 1, 0, 1, 1]  # type: ignore[arg-type]
    assert said[-5]["say"] == "第 3 名得 92.04 分。尚未揭晓：杉泽市、澜川高新区、汐桥区。"


def test_a_first_round_names_the_best_and_the_weakest_track() -> None:
    said = steps(wall(demo("2023-Q1")), "county-ranking")
    assert re.fullmatch(r"第 1 名：杉泽市，96\.08 分。\S+赛道居第 1，\S+赛道居第 \d+。", str(said[-1]["say"]))


def test_only_lists_a_person_confirmed_are_shown() -> None:
    page = wall(demo(audience="meeting"))
    assert "交流发言" in page
    assert "黑榜" not in page
    assert "名单" not in wall(demo(confirmed={}))


def test_what_stands_on_every_wall() -> None:
    page = wall(demo(audience="meeting", trials=2))
    for part in ("演示数据", demo().book.code, "2023-Q3-1", "会场材料", "发布前试算 2 次", "数据截至 2023-Q3"):
        assert part in page


def test_the_english_wall_has_no_chinese_of_its_own() -> None:
    page = wall(demo(before="2023-Q2"), read_shapes(LANCHUAN, UNITS), "en")
    words = re.sub(
        r"<style>.*?</style>|<script>.*?</script>|澜川市大竞赛考评办|第\S+条(第\S+?[项款])?", "", page, flags=re.DOTALL
    )
    assert CHINESE.findall(words) == []


@pytest.mark.parametrize(("name", "release"), list(awkward()), ids=lambda one: one if isinstance(one, str) else "")
def test_awkward_releases_are_shown_whole(name: str, release: Release) -> None:
    page = wall_html(release)
    assert wrong_numbers(release, page) == []
    for one in release.book.rulebook.contestants:
        assert one.name.zh.replace("<", "&lt;").replace(">", "&gt;").split("&")[0].split('"')[0] in page.decode()
    assert "<script>alert" not in page.decode()


def test_seven_hundred_units_are_uncovered_in_nines_then_one_by_one() -> None:
    release = two_rounds(700)
    said = steps(wall(release), "g-ranking")
    assert len(said) < 120
    assert len([name for step in said for name in step["placed"]]) == 700  # type: ignore[attr-defined]
    assert "图上为前 40 名" in wall(release)


def test_in_a_first_round_nothing_is_drawn_over_time() -> None:
    assert 'id="g-moves"' not in wall(plain(5))
    assert 'id="g-moves"' in wall(two_rounds(5))


def test_a_map_names_beside_it_whoever_has_no_shape() -> None:
    tiles = {unit: at for unit, at in LANCHUAN["tiles"].items() if unit != "gaoxin"}
    page = wall(demo(), read_shapes({"tiles": tiles}, UNITS))
    assert "<li>澜川高新区（第 2 名）</li>" in page
    assert 'id="department-map"' not in page
    assert 'id="county-map"' not in wall(demo(), Shapes())


def test_outlines_are_drawn_as_well_as_tiles() -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    features = [{"type": "Feature", "id": "gaoxin", "geometry": square}]
    page = wall(demo(), read_shapes({"type": "FeatureCollection", "features": features}, UNITS))
    assert re.search(r'<path d="M20 880L\S+ [^"]*Z" class="f0"><title>澜川高新区', page)


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("MP-001", [1]),
        ("MP-002", {"tiles": {"gaoxn": [1, 1]}}),
        ("MP-003", {"tiles": {"gaoxin": [1, -1]}}),
        ("MP-004", {"tiles": {"gaoxin": [1, 1], "jingkai": [1, 1]}}),
        ("MP-005", {"features": [{"id": "gaoxin", "geometry": {"type": "Point", "coordinates": [1, 2]}}]}),
        ("MP-006", {"features": [{"id": "gaoxin", "geometry": {
            "type": "Polygon", "coordinates": [[[k, k] for k in range(200_001)]]}}]}),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_drawn_say_where_and_why(code: str, plain: object) -> None:
    with pytest.raises(engine.InputError) as caught:
        read_shapes(plain, UNITS)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("MP-007", b" " * (5 * 2**20 + 1)),
        ("MP-008", "{'单位': 1}".encode("gb18030")),
        ("MP-009", b'{"tiles": {}'),
        ("MP-009", b"[" * 100_000),
        ("MP-010", b'{"tiles": {}}'),
    ],
)
def test_a_file_that_is_no_map_says_why(code: str, data: bytes) -> None:
    with pytest.raises(engine.InputError) as caught:
        read_map(data, UNITS)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_map_is_read_whole_and_drawn_for_those_there_are() -> None:
    found = read_map(b'\xef\xbb\xbf{"notice": null, "tiles": {"gaoxin": [0, 0], "gone": [1, 0]}}')
    assert found.units == {"gaoxin", "gone"}
    assert found.among(UNITS).units == {"gaoxin"}
    assert found.notice == ""
