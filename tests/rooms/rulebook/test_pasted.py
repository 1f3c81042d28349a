"""Tables pasted from Word and Excel: what is understood, what is asked back."""

from __future__ import annotations

import pytest

from leitai.engine.errors import Text
from leitai.engine.rulebook.skeleton import skeleton
from leitai.web.rulebook.editing.blank import blank_text, blank_tree
from leitai.web.rulebook.editing.pasted import contestants_of, rows_of
from leitai.web.rulebook.editing.phrases import method_of_words
from leitai.web.rulebook.editing.pinyin import id_of_name
from leitai.web.rulebook.editing.sheet import read_text
from leitai.web.rulebook.pages.indicators import with_rows
from leitai.web.rulebook.reading import check_text

WORDS = [
    ("按完成率计分,最高得满分的120%", "10", {"name": "completion", "cap": "1.2"}),
    ("完成年度目标得满分，未完成的按比例计分", "4", {"name": "completion"}),
    ("功效系数法,基础分60%", "5", {"name": "efficacy", "base": "0.6"}),
    ("第一名得满分,每降一名扣5%", "5", {"name": "ladder", "step": "0.05"}),
    ("第1名得满分，每降低一个名次扣0.5分", "10", {"name": "ladder", "step": "0.05"}),
    (
        "回访满意率达到95%得满分,每低1个百分点扣0.5分,扣至10分为止",
        "20",
        {"name": "linear_loss", "full_at": "95", "per_unit": "0.5", "floor": "10"},
    ),
    ("达到目标得满分,达不到不得分", "3", {"name": "threshold"}),
    ("与同组最高值之比计分", "5", {"name": "share_of_best"}),
    ("基准值24.1，最高120%", "5", {"name": "benchmark", "benchmark": "24.1", "cap": "1.2"}),
    ("评审得分直接计入", "2", {"name": "given"}),
]


@pytest.mark.parametrize(("words", "points", "use"), WORDS, ids=[one[0][:12] for one in WORDS])
def test_plain_words_are_read_as_the_method_they_describe(words: str, points: str, use: dict[str, str]) -> None:
    assert method_of_words(words, points).use == use


def test_bands_of_places_cover_every_place() -> None:
    use = method_of_words("1-3名得7分,4-6名得5分,其余得3分", "7").use
    assert use == {
        "name": "rank_bands",
        "bands": [
            {"ranks": "[1, 3]", "points": "7"},
            {"ranks": "[4, 6]", "points": "5"},
            {"ranks": "[7, +inf)", "points": "3"},
        ],
    }


@pytest.mark.parametrize("words", ["按有关规定执行", "由市领导酌情打分", "另行通知"])
def test_what_is_not_understood_is_not_guessed(words: str) -> None:
    guess = method_of_words(words, "5")
    assert guess.use is None
    assert not guess.sure


def test_columns_are_found_by_their_headings_in_any_order() -> None:
    table = "计分办法\t单位\t指标名称\t县\t园区\n功效系数法\t%\tGDP增速\t10\t\n"
    (row,) = rows_of(table, {"county": Text("县"), "park": Text("园区")})
    assert (row.name, row.unit, row.points, row.method) == ("GDP增速", "%", {"county": "10"}, {"name": "efficacy"})


def test_without_headings_the_columns_are_the_usual_ones() -> None:
    (row,) = rows_of("固定资产投资\t20\t亿元\t逆向\t完成率", {})
    assert (row.name, row.points, row.unit, row.direction) == ("固定资产投资", {"": "20"}, "亿元", "lower")


def test_a_merged_cell_of_word_holds_for_the_rows_below() -> None:
    rows = rows_of("赛道\t指标名称\t分值\n实力\tA\t1\n\tB\t2\n民生\tC\t3\n", {})
    assert [row.track for row in rows] == ["实力", "实力", "民生"]


def test_what_is_missing_is_said_row_by_row() -> None:
    (row,) = rows_of("指标名称\t分值\t计分办法\n某指标\t\t另行通知\n", {})
    assert len(row.problems) == 3


def test_contestants_come_as_columns_or_as_lines() -> None:
    assert contestants_of("东山县\t县\n甲园区\t园区") == [("东山县", "县"), ("甲园区", "园区")]
    assert contestants_of("县：东山县、南湖县\n园区:甲园区、乙园区") == [
        ("东山县", "县"),
        ("南湖县", "县"),
        ("甲园区", "园区"),
        ("乙园区", "园区"),
    ]


def test_ids_come_from_names_and_never_twice() -> None:
    assert id_of_name("地区生产总值增速", ()) == "dqsczzzs"
    assert id_of_name("地区生产总值增速", {"dqsczzzs"}) == "dqsczzzs2"
    assert id_of_name("12345热线", ())[0].isalpha()
    assert id_of_name("……", ()) == "x"


def test_a_blank_rulebook_from_pasted_tables_has_no_fault() -> None:
    contestants = contestants_of("县:东山县、南湖县、西岭县\n园区:甲园区、乙园区、丙园区")
    rows = rows_of(
        "赛道\t指标名称\t分值\t单位\t方向\t计分办法\t责任部门\t审核部门\n实力\tGDP增速\t60\t%\t正\t功效系数法\t统计局\t考评办\n民生\t事故起数\t40\t起\t逆\t每降一名扣5%\t应急局\t统计局\n",
        {},
    )
    tree = blank_tree(
        book="b", edition="2026", title="竞赛", year=2026, contestants=contestants, rows=rows, register={}
    )
    text = blank_text(tree)
    assert check_text(text).is_clean
    assert "请逐条看过" in text
    assert read_text(text) == tree


def test_pasted_rows_join_a_draft_under_their_tracks_and_make_their_departments() -> None:
    text = skeleton()["rulebook.yaml"]
    rows = rows_of(
        "赛道\t指标名称\t分值\t单位\t计分办法\t责任部门\n经济发展赛道\tA指标\t1\t%\t完成率\t市统计局\n绿色赛道\tB指标\t2\t%\t完成率\t市林草局\n",
        {"county": Text("县")},
    )
    tree = read_text(with_rows(text, "tree", rows, {}))
    names = {node["name"]: [one["name"] for one in node["nodes"]] for node in tree["tree"]["nodes"]}
    assert names["经济发展赛道"][-1] == "A指标"
    assert names["绿色赛道"] == ["B指标"]
    assert [one["name"] for one in tree["organisations"]][-1] == "市林草局"
    assert tree["tree"]["nodes"][0]["nodes"][-1]["data_department"] == "tjj"


def test_who_is_registered_keeps_the_key_that_its_people_sign_in_for() -> None:
    register = {"东山县": "dongshan", "统计局": "statistics"}
    table = "指标名称\t分值\t单位\t计分办法\t责任部门\t审核部门\nGDP增速\t100\t%\t功效系数法\t统计局\t东部局\n"
    contestants = contestants_of("县:东山县、南湖县")
    blank = {"book": "b", "edition": "2026", "title": "竞赛", "year": 2026}
    tree = blank_tree(**blank, contestants=contestants, rows=rows_of(table, {}), register=register)
    assert [unit["id"] for unit in tree["contestants"]] == ["dongshan", "nhx"]
    assert [body["id"] for body in tree["organisations"]] == ["statistics", "dbj"]
    assert tree["tree"]["nodes"][0]["data_department"] == "statistics"
    more = read_text(with_rows(blank_text(tree), "tree", rows_of(table.replace("GDP", "工业"), {}), register))
    assert more["tree"]["nodes"][1]["data_department"] == "statistics"
    assert len(more["organisations"]) == 2
