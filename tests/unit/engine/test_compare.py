"""Comparisons at their edges: alone, all tied, missing, absent tasks, vetoes, no round before; and what they say."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from leitai import engine
from leitai.engine.compare import (
    account_of,
    ends,
    field_of,
    group_highlights,
    highlight_sentence,
    highlights,
    loss_sentence,
    losses,
    moved,
    moved_sentence,
    points_text,
    standing_sentence,
    track_sentence,
    tracks,
    waterfall,
)
from leitai.engine.compare.field import median
from leitai.engine.show import show_points, show_rate
from tests import examples
from tests.contests import book as book_of
from tests.contests import contest, leaf, score

Plain = dict[str, Any]


def given(id_: str, points: str = "10", **more: Any) -> Plain:
    return leaf(id_, "given", points, **more)


def branch(id_: str, *nodes: Plain) -> Plain:
    return {"id": id_, "name": f"赛道{id_}", "nodes": list(nodes)}


def opened(nodes: list[Plain], rows: dict[str, list[Any]], units: int = 4, full: str = "", **more: Any) -> engine.Book:
    if full:
        more["tree"] = {"measure": "points", "full": full, "nodes": nodes}
    return book_of(score(contest(nodes, units, more.pop("policies", None), **more), rows))


TWO = [branch("s", given("a"), given("b")), branch("t", given("c"), given("d"))]


def test_lost_points_stand_beside_the_distances() -> None:
    rows = {"a": ["9", "7", "5", "1"], "b": ["4", "5", "6", "7"], "c": ["8"] * 4, "d": ["2"] * 4}
    book = opened(TWO, rows, full="40")
    found = losses(book, "u2")
    assert [(line.node, line.lost) for line in found.lines] == [
        ("s", 9), ("a", 5), ("b", 4), ("t", 10), ("c", 2), ("d", 8)
    ]  # fmt: skip
    line = next(line for line in found.lines if line.node == "a")
    assert line.first is not None
    assert line.next is not None
    assert line.median is not None
    assert (line.first.whose, line.first.score_gap) == (("u0",), 4)
    assert (line.next.whose, line.next.rank, line.next.score_gap) == (("u1",), 2, 2)
    assert (line.median.whose, line.median.score, line.median.score_gap) == ((), 6, 1)
    assert (line.rate, line.median_rate, line.of) == (50, 60, 4)
    assert [one.node for one in found.worst(2)] == ["d", "a"]
    assert loss_sentence(book, line) == (
        "指标a：得 5.00 分，失 5.00 分，居本组第 3 位；"
        "与上一位差 2.00 分（数值差 2 个百分点）；与中位差 1.00 分（数值差 1 个百分点）。"
    )


def test_a_group_of_one_has_no_distance_to_anybody_and_nothing_to_highlight() -> None:
    book = opened(TWO, {name: ["5"] for name in "abcd"}, units=1, full="40")
    found = losses(book, "u0")
    assert found.total.next is None
    assert found.total.first is not None
    assert (found.total.first.whose, found.total.first.score_gap) == (("u0",), 0)
    assert highlights(book, "u0") == group_highlights(book, "g") == ()
    table = tracks(book, "g")
    assert all(track.best == track.worst == () for track in table.tracks)
    steps = waterfall(book, "u0")
    assert steps is not None
    assert not any(step.change for step in steps.flat())
    assert standing_sentence(book, found).startswith("第 1 名（共 1 家），总分 20.00 分；")


def test_all_tied_are_neither_best_nor_worst() -> None:
    book = opened(TWO, {name: ["5"] * 4 for name in "abcd"}, full="40")
    assert ends(field_of(book, "g")) == ((), ())
    assert all(highlights(book, f"u{k}") == () for k in range(4))
    assert group_highlights(book, "g") == ()
    track = tracks(book, "g").tracks[0]
    assert (track.best, track.median_rate) == ((), 50)
    assert track_sentence(book, track) == "赛道s：各单位得分相同。"
    found = losses(book, "u3").total
    assert (found.cell.rank, found.next) == (1, None)


def test_absent_tasks_give_their_points_to_siblings_and_are_named() -> None:
    rows = {"a": ["8", "8", "8", "8"], "b": ["not_applicable", "5", "5", "5"], "c": ["6"] * 4, "d": ["6"] * 4}
    book = opened(TWO, rows, full="40")
    found = losses(book, "u0")
    assert found.absent == ("b",)
    assert [(line.node, line.full, line.score) for line in found.leaves] == [("a", 20, 16), ("c", 10, 6), ("d", 10, 6)]
    assert found.full == 40
    steps = waterfall(book, "u0", "u1")
    assert steps is not None
    only = [step for step in steps.flat() if step.presence != "both"]
    assert [(step.id, step.presence, step.here, step.there, step.change) for step in only] == [
        ("b", "there", None, 5, -5)
    ]


def test_a_score_that_cannot_be_had_is_no_zero() -> None:
    rows = {"a": ["not_yet_published", "5", "6", "7"], "b": ["5"] * 4, "c": ["6"] * 4, "d": ["6"] * 4}
    book = opened(TWO, rows, full="40")
    found = losses(book, "u0")
    line = next(line for line in found.lines if line.node == "a")
    assert (line.score, line.lost, line.cell.score) == (None, None, "—")
    assert line.first is not None
    assert line.first.score_gap is None
    assert (found.base, found.score) == (None, None)
    assert waterfall(book, "u0") is None
    assert standing_sentence(book, found) == "本期没有总分，不排名。"
    assert [one.node for one in highlights(book, "u0")] == []
    assert losses(book, "u1").total.of == 3


def test_an_unranked_contestant_is_measured_but_has_no_next_place() -> None:
    units = [{"id": f"u{k}", "name": f"单位{k}"} | ({"ranked": "false"} if k == 0 else {}) for k in range(4)]
    rows = {"a": ["9", "7", "5", "1"], "b": ["5"] * 4, "c": ["6"] * 4, "d": ["6"] * 4}
    book = opened(TWO, rows, full="40", contestants=units)
    found = losses(book, "u0")
    assert found.total.next is None
    assert found.total.first is not None
    assert found.total.first.whose == ("u1",)
    assert found.total.first.score_gap == -2
    assert standing_sentence(book, found) == "总分 26.00 分，不排名。"
    assert highlights(book, "u0") == ()


def test_rounding_at_a_branch_is_named() -> None:
    rows = {"a": ["5.04"] * 4, "b": ["5.03"] * 4, "c": ["6"] * 4, "d": ["6"] * 4}
    policies = {"rounding": {"indicator": "2", "track": "1", "total": "1", "mode": "half_up"}}
    book = opened(TWO, rows, full="40", policies=policies)
    found = losses(book, "u0")
    assert (found.residue, found.base) == (Fraction("0.03"), Fraction("22.1"))
    assert account_of(book, "u0").root.children[0].residue == Fraction("0.03")


ADJUSTED: Plain = {
    "adjustments": [
        {"id": "plus", "name": "加", "kind": "bonus", "points": "3", "clause": "第一条"},
        {"id": "minus", "name": "减", "kind": "deduction", "points": "2"},
        {"id": "out", "name": "否", "kind": "veto", "effect": "zero", "clause": "第二条"},
    ],
    "caps": {"bonus": "4", "total": "23"},
}


def test_adjustments_caps_limits_and_vetoes_are_steps_of_their_own() -> None:
    rows = {name: ["5"] * 4 for name in "abcd"} | {
        "plus": ["2", None, None, None], "minus": [None, "1", None, None], "out": [None, None, "1", None],
    }  # fmt: skip
    book = opened(TWO, rows, full="40", **ADJUSTED)
    assert [(e.kind, e.points) for e in losses(book, "u0").extras] == [("bonus", 6), ("cap", -2), ("limit", -1)]
    assert [(e.kind, e.id, e.points) for e in losses(book, "u1").extras] == [("deduction", "minus", -2)]
    veto = losses(book, "u2").extras
    assert [(e.kind, e.clause, e.points) for e in veto] == [("veto", "第二条", -20)]
    assert losses(book, "u3").extras == ()
    steps = waterfall(book, "u1", "u0")
    assert steps is not None
    assert [(step.kind, step.change) for step in steps.steps if step.change] == [
        ("deduction", -2), ("bonus", -6), ("cap", 2), ("limit", 1)
    ]  # fmt: skip


def round_of(period: str, rows: dict[str, list[Any]], nodes: list[Plain], **more: Any) -> engine.Book:
    """A round scored alone."""
    run = score(contest(nodes, 4, tree={"measure": "points", "full": "40", "nodes": nodes}, **more), rows, period)
    return book_of(run)


BEFORE = {"a": ["9", "7", "5", "1"], "b": ["5"] * 4, "c": ["5"] * 4, "d": ["5"] * 4}
NOW = {"a": ["1", "7", "9", "2"], "b": ["5"] * 4, "c": ["5"] * 4, "d": ["5"] * 4}


def test_places_are_own_doing_and_others() -> None:
    before, book = round_of("2023-Q1", BEFORE, TWO), round_of("2023-Q2", NOW, TWO)
    places = [(p.before, p.if_still, p.now) for u in range(4) if (p := at(before, book, f"u{u}").places)]
    # u0 lost 8 points and 3 places; u1 stood still; u2 won one place because u0 fell and one by its own 4 points;
    # u3 gained a point and yet owes its place to u0 alone.
    assert places == [(1, 1, 4), (2, 2, 2), (3, 2, 1), (4, 3, 3)]
    sentence = moved_sentence(book, at(before, book, "u0"))
    assert (
        sentence
        == "总分较上期减少 8.00 分；减少较多的是指标a（-8.00 分）；名次由第 1 位到第 4 位，由自身得分变化所致。"
    )
    assert moved_sentence(book, at(before, book, "u1")) == "总分与上期持平；名次仍为第 2 位。"


def at(before: engine.Book, book: engine.Book, contestant: str) -> Any:
    step = moved(before, book, contestant)
    assert step is not None
    return step


def test_a_round_before_under_another_edition_is_read_by_its_own_rounding() -> None:
    coarse = {"rounding": {"indicator": "2", "track": "1", "total": "0", "mode": "half_up"}}
    before = round_of("2023-Q1", BEFORE, TWO, policies=coarse)
    book = round_of("2023-Q2", NOW, TWO, policies={"ties": {"break_by": ["a"]}})
    places = at(before, book, "u3").places
    assert (places.before, places.if_still, places.now) == (4, 3, 3)
    gone = round_of(
        "2023-Q1", {**{k: BEFORE[k] for k in "bcd"}, "e": ["1"] * 4}, [branch("s", given("e"), given("b")), TWO[1]]
    )
    assert at(gone, book, "u3").places.before == 1


def test_without_a_round_before_nothing_moved() -> None:
    book = round_of("2023-Q1", BEFORE, TWO)
    assert moved(None, book, "u0") is None
    assert all(one.gained is None for one in highlights(book, "u0", None))


def test_who_was_not_there_before_has_not_moved() -> None:
    fewer = contest(TWO, 3, tree={"measure": "points", "full": "40", "nodes": TWO})
    before = book_of(score(fewer, {name: column[:3] for name, column in BEFORE.items()}))
    book = round_of("2023-Q2", NOW, TWO)
    assert moved(before, book, "u3") is None
    assert moved(before, book, "u0") is not None


def test_new_and_gone_indicators_are_named_as_such() -> None:
    other = [branch("s", given("a"), given("b")), branch("t", given("c"), given("e"))]
    before = round_of("2023-Q1", BEFORE, TWO)
    book = round_of("2023-Q2", {**{k: NOW[k] for k in "abc"}, "e": ["9", "9", "9", "9"]}, other)
    step = at(before, book, "u1")
    assert [(one.id, one.presence, one.change) for one in step.steps.flat() if one.presence != "both"] == [
        ("e", "here", 9), ("d", "there", -5)
    ]  # fmt: skip
    assert "本期新计指标e（+9.00 分）；本期不计指标d（-5.00 分）" in moved_sentence(book, step)
    assert [one.node for one in highlights(book, "u1", before) if one.kind in ("rose", "fell")] == []


def test_another_group_of_peers_gives_no_places() -> None:
    groups = [
        {"id": "x", "name": "甲", "members": ["u0", "u1"]},
        {"id": "y", "name": "乙", "members": ["u2", "u3"]},
    ]
    apart = [{"id": "all", "name": "分组", "groups": groups}]
    before = round_of("2023-Q1", BEFORE, TWO)
    book = round_of("2023-Q2", NOW, TWO, groupings=apart)
    step = at(before, book, "u0")
    assert step.places is None
    assert step.change == -8


def test_highlights_follow_the_stated_rule_and_ties_the_edition() -> None:
    rows = {"a": ["9", "5", "5", "5"], "b": ["9", "5", "5", "5"], "c": ["1", "5", "5", "5"], "d": ["5", "5", "5", "5"]}
    book = opened(TWO, rows, full="40")
    found = highlights(book, "u0")
    assert [(one.kind, one.node, one.lead) for one in found] == [
        ("ahead", "a", 40),
        ("ahead", "b", 40),
        ("behind", "c", -40),
    ]
    assert [(one.kind, one.node) for one in highlights(book, "u0", most=1)] == [("ahead", "a"), ("behind", "c")]
    assert highlight_sentence(book, found[0]) == (
        "指标a：9%，得 9.00 分（满分 10 分），居本组第 1 位（共 4 家），得分率高于组内中位数 40.0 个百分点。"
    )
    assert highlight_sentence(book, found[2], "en") == (
        "指标c: 1%, 1.00 of 10 points, rank 4 of 4, its rate 40.0 points below the median."
    )
    group = group_highlights(book, "g")
    assert [(one.kind, one.node, one.contestant) for one in group] == [("ahead", "a", "u0"), ("behind", "c", "u0")]


def test_an_unreported_figure_is_said_to_be_one() -> None:
    rows: dict[str, list[Any]] = {"a": [None, "5", "5", "5"], "b": ["5"] * 4, "c": ["5"] * 4, "d": ["5"] * 4}
    book = opened(
        [branch("s", leaf("a", {"name": "completion", "target": "10"}, "10"), given("b")), TWO[1]], rows, full="40"
    )
    (one,) = highlights(book, "u0")
    assert highlight_sentence(book, one).startswith("指标a：缺报，计 0.00 分（满分 10 分）")


def test_weights_are_shared_out_to_points_of_the_total() -> None:
    nodes = [
        {"id": "s", "name": "甲", "weight": "3", "nodes": [weighed("a", "1"), weighed("b", "3")]},
        weighed("c", "1"),
    ]
    tree = {"measure": "weights", "full": "100", "nodes": nodes}
    rows = {"a": ["100", "40"], "b": ["50", "60"], "c": ["80", "20"]}
    book = book_of(score(contest(nodes, 2, tree=tree), rows))
    found = losses(book, "u0")
    assert [(line.node, line.full, line.score) for line in found.leaves] == [
        ("a", Fraction("18.75"), Fraction("18.75")),
        ("b", Fraction("56.25"), Fraction("28.125")),
        ("c", 25, 20),
    ]
    assert found.base == Fraction("66.875")
    assert points_text(book, next(line.lost for line in found.lines if line.node == "b")) == "≈28.13"


def weighed(id_: str, weight: str) -> Plain:
    plain = given(id_)
    del plain["points"]
    return plain | {"weight": weight}


def test_points_and_rates_are_written_by_the_one_formatter() -> None:
    assert show_points(Fraction("2.675"), 2) == "≈2.68"
    assert show_points(Fraction("2.665"), 2, "gbt8170") == "≈2.66"
    assert show_points(None, 2) == show_rate(None) == "—"
    assert show_rate(Fraction(2, 3) * 100) == "66.7"
    assert median([]) is None
    assert median([Fraction(4), Fraction(1), Fraction(2)]) == 2


@pytest.mark.parametrize("period", ["2023-Q2", "2023-Q4"])
def test_the_demo_city_can_say_all_of_it_in_both_languages(period: str) -> None:
    book = engine.open_book(examples.result("lanchuan", period))
    before = engine.open_book(examples.result("lanchuan", book.periods[-2]))
    for group in book.groups():
        field = field_of(book, group.id)
        for row in book.rows(group.id):
            found, step = losses(book, row.contestant, field=field), moved(before, book, row.contestant)
            assert found.residue == 0 or found.absent
            assert step is not None
            assert step.places is not None
            assert step.places.before == row.rank_before
            for lang in ("zh", "en"):
                said = [standing_sentence(book, found, step, lang), moved_sentence(book, step, lang)]
                said += [loss_sentence(book, line, lang) for line in found.leaves]
                said += [highlight_sentence(book, one, lang) for one in highlights(book, row.contestant, before)]
                assert all(sentence.endswith("。" if lang == "zh" else ".") for sentence in said)
                assert not any(mark in "".join(said) for mark in ("None", "Fraction", "!", "！"))
