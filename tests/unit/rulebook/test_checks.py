"""What the checks judge, case by case, beyond one fault each."""

from pathlib import Path

import pytest

from leitai.engine.rulebook.load import Reading
from tests.unit.rulebook.editions import broken, found, line_of, read


def words(reading: Reading) -> list[tuple[str, str]]:
    return [(fault.code, fault.found.zh) for fault in reading.faults]


GREEN = 'interval: "[0, +inf)" }'
RED = 'interval: "(-inf, 0)" }'


def test_the_lights_of_yinchuan_leave_a_gap_and_it_is_named(tmp_path: Path) -> None:
    # S107: green on plan, yellow 10 to 30 points below, red more than 30 below; 0 to 10 below has no light.
    yellow = '{ id: yellow, name: 黄, symbol: "▲", colour: "#ffcc00", interval: "[-30, -10]" }'
    text = broken((RED, f'interval: "(-inf, -30)" }}\n      - {yellow}'))
    reading = read(tmp_path, text)
    assert words(reading) == [("RB-074", "灯表“进度灯”没有覆盖 (-10, 0)")]
    assert "(-10, 0)" in reading.faults[0].found.en
    mended = broken((RED, f'interval: "(-inf, -30)" }}\n      - {yellow.replace("-10]", "0)")}'))
    assert read(tmp_path, mended).faults == ()


def test_a_border_in_two_grades_is_an_overlap(tmp_path: Path) -> None:
    # S95 writes 90–100 good and 80–90 fair: 90 belongs to both.
    text = broken(('"90..120"', '"[90, 120]"'), ('"0..90"', '"[0, 90]"'))
    reading = read(tmp_path, text)
    assert words(reading) == [("RB-075", "等级表有两档都含 [90, 90]")]
    assert found(reading)[0][1] == line_of(text, "id: fair")


@pytest.mark.parametrize(
    ("change", "gap"),
    [
        ([], None),
        ([("  total: 110\n", "")], None),  # 100 points, at most 1.2 times, and 4 of bonus: 124 is beyond [0, 120)
        ([("  total: 110\n", ""), ('"90..120"', '"90..124"')], "[124, 124]"),
        ([("  total: 110\n", ""), ('"90..120"', '"[90, 124]"')], None),
        ([("  floor: 0\n", "")], "[-6.5, 0)"),  # 5 for the category and 1.5 for three late figures
        ([("  floor: 0\n", ""), ("  deduction: 10\n", "")], "[-6.5, 0)"),
        ([("  floor: 0\n", ""), ("  deduction: 10\n  categories: { reports: 5 }\n", "")], "(-inf, 0)"),
        ([("  total: 110\n", ""), ("points: 2, cap: 4,", "points: 2,")], "[120, +inf)"),
    ],
)
def test_grades_cover_every_total_there_can_be(change: list[tuple[str, str]], gap: str | None, tmp_path: Path) -> None:
    said = [fault.found.zh for fault in read(tmp_path, broken(*change)).faults if fault.code == "RB-074"]
    if change == [("  total: 110\n", "")]:
        gap = "[120, 124]"
    assert said == ([f"等级表没有覆盖 {gap}"] if gap else [])


def test_right_closed_borders_are_read_from_the_policy(tmp_path: Path) -> None:
    text = broken(("grade_borders: left_closed", "grade_borders: right_closed"))
    assert words(read(tmp_path, text)) == [("RB-074", "等级表没有覆盖 [0, 0]")]


def test_a_circle_of_formulas_is_named_in_order(tmp_path: Path) -> None:
    series = [
        "  - { id: a, name: 甲, unit: 亿元, period: cumulative, formula: b + gdp }",
        "  - { id: b, name: 乙, unit: 亿元, period: cumulative, formula: c * 2 }",
        "  - { id: c, name: 丙, unit: 亿元, period: cumulative, formula: 'a[-1y]' }",
        "  - { id: d, name: 丁, unit: 亿元, period: cumulative, formula: a + a }",
    ]
    text = broken(("series:\n", "series:\n" + "\n".join(series) + "\n"))
    reading = read(tmp_path, text)
    assert words(reading) == [("RB-087", "公式绕成一圈：a → b → c → a")]
    assert found(reading)[0][1] == line_of(text, "id: a,")


def test_a_long_chain_of_formulas_is_no_circle(tmp_path: Path) -> None:
    chain = "".join(
        f"  - {{ id: s{n}, name: 数{n}, unit: 亿元, period: cumulative, formula: s{n + 1} + s{n + 1} }}\n"
        for n in range(3000)
    )
    last = "  - { id: s3000, name: 末, unit: 亿元, period: cumulative }\n"
    assert read(tmp_path, broken(("series:\n", f"series:\n{chain}{last}"))).faults == ()


@pytest.mark.parametrize(
    ("formula", "unit", "sound"),
    [
        ("gdp / pop", "万元/人", True),
        ("gdp / pop * 10000", "元/人", True),
        ("gdp / pop", "元/人", False),
        ("(gdp - gdp.base) / gdp.base * 100", "%", True),
        ("gdp + pop", "亿元", False),
        ("growth(gdp, pop)", "%", False),
        ("if(gdp > pop, 1, 0)", "项", False),
        ("if(gdp > 5, 1, 0)", "项", True),
        ("completion(gdp, gdp.target) - 100", "个百分点", True),
        ("(100 * votes_a + 60 * votes_b) / (votes_a + votes_b)", "分", True),
        ("gdp.votes / 2", "票", True),
    ],
)
def test_units_of_formulas(formula: str, unit: str, sound: bool, tmp_path: Path) -> None:
    filed = [
        "  - { id: pop, name: 人口, unit: 万人, period: cumulative }",
        "  - { id: votes_a, name: 甲票, unit: 张, period: cumulative }",
        "  - { id: votes_b, name: 乙票, unit: 张, period: cumulative }",
        f'  - {{ id: made, name: 派生, unit: "{unit}", period: cumulative, formula: "{formula}" }}',
    ]
    codes = [
        fault.code for fault in read(tmp_path, broken(("series:\n", "series:\n" + "\n".join(filed) + "\n"))).faults
    ]
    assert codes == ([] if sound else ["RB-084"])


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("rank_last <= 3 and change < 0 or progress_rank == 1", None),
        ("score_rate >= 90 and score > 1 and n > 2 and places != 0", None),
        ("met(invest) and value(gdp_growth) >= 5 and rank_of(strength) <= 2", None),
        ("grade('good') or flagged('late')", None),
        ("strength >= 50 and service > 3", None),
        ("grade('god')", "RB-044"),
        ("flagged('latte')", "RB-044"),
        ("flagged('bounded')", None),
        ("met(strength)", "RB-044"),
        ("rate(nothing) > 1", "RB-044"),
        ("gdp > 1", "RB-091"),
        ("gdp_growth.target > 1", "RB-091"),
        ("rank", "RB-080"),
        ("grade(good)", "RB-080"),
        ("vetoed", "RB-091"),
        ("", "RB-080"),
    ],
)
def test_conditions_of_awards(when: str, code: str | None, tmp_path: Path) -> None:
    text = broken(("when: rank <= 3 and not vetoed() and rate(strength) >= 60", f'when: "{when}"'))
    codes = {fault.code for fault in read(tmp_path, text).faults}
    # `vetoed` without brackets is also no condition.
    assert codes == ({code} if code and when != "vetoed" else {"RB-080"} if code else set())


@pytest.mark.parametrize(
    ("measure", "code"),
    [
        ("score_rate - 60", None),
        ("if(value >= target, 0, -1)", None),
        ("value - target", None),
        ("values - 1", "RB-091"),
        ("value.target", "RB-091"),
        ("value + score_rate", "RB-084"),
        ("value > 3", "RB-080"),
    ],
)
def test_measures_of_lights(measure: str, code: str | None, tmp_path: Path) -> None:
    text = broken(("measure: completion(value, target) - 100", f'measure: "{measure}"'))
    assert [fault.code for fault in read(tmp_path, text).faults] == ([code] if code else [])


def test_a_membership_that_moves_between_groups_is_no_fault(tmp_path: Path) -> None:
    text = broken(
        ("members: [donghe, xishan]", "members: [donghe, xishan, { id: nanpu, until: 2025-06-01 }]"),
        ("since: 2024-01-01", "since: 2025-06-01"),
    )
    assert read(tmp_path, text).faults == ()
    late = text.replace("until: 2025-06-01", "until: 2025-04-01")
    assert words(read(tmp_path, late)) == []  # between the last days of the two rounds nobody looks
    gap = text.replace("until: 2025-06-01", "until: 2025-03-01")
    assert words(read(tmp_path, gap)) == [("RB-057", "nanpu 在 2025-03-31 不属分组类别（kinds）的任何组")]


def test_a_unit_set_up_or_dissolved_in_mid_season_is_no_fault(tmp_path: Path) -> None:
    for dates in ("since: 2025-06-01", "since: 2024-01-01, until: 2025-04-01"):
        text = broken(("since: 2024-01-01, until: 2030-01-01", dates))
        assert read(tmp_path, text).faults == ()


def test_a_grouping_beside_the_peers_may_leave_units_out_with_a_warning(tmp_path: Path) -> None:
    more = "  - id: areas\n    name: 片区\n    groups:\n      - { id: east, name: 东片, members: [donghe, nanpu] }\n"
    (fault,) = read(tmp_path, broken(("peers: kinds", f"{more}peers: kinds"))).faults
    assert (fault.code, fault.severity) == ("RB-057", "warning")


def test_sums_are_checked_in_every_round_in_which_indicators_differ(tmp_path: Path) -> None:
    text = broken(("rounds: [2025-Q1, 2025-Q2]", "rounds: [2025-Q1]"))
    assert [(code, said[:20]) for code, said in words(read(tmp_path, text))] == [
        ("RB-063", "组 county 在 2025-Q2 各"),
        ("RB-063", "组 park 在 2025-Q2 各项合"),
    ]


def test_a_tree_of_weights_takes_no_points(tmp_path: Path) -> None:
    text = broken(("measure: points", "measure: weights"))
    assert {fault.code for fault in read(tmp_path, text).faults} == {"RB-061"}


def test_parameters_of_methods_are_faults_at_their_lines(tmp_path: Path) -> None:
    text = broken(('{ interval: "[0, 90)", points: 10 }', '{ interval: "[0, 90)", point: 10 }'))
    (fault,) = read(tmp_path, text).faults
    assert (fault.code, fault.where) == ("RB-022", "tree.nodes[service].method.table[2].point")
    assert fault.place.endswith(f":{line_of(text, 'point: 10')}")
    text = broken(('{ interval: "[0, 90)", points: 10 }', '{ interval: "[0, 85)", points: 10 }'))
    assert words(read(tmp_path, text)) == [("RB-074", "分段表没有覆盖 [85, 90)")]


def test_a_verifier_that_is_nobody_is_named_once(tmp_path: Path) -> None:
    text = broken(("verifier: office", "verifier: offices"))
    (fault,) = read(tmp_path, text).faults
    assert (fault.code, fault.where) == ("RB-044", "tree.nodes[strength].nodes[invest].verifier")
    assert "office" in fault.mend.zh
    assert fault.mend.en.endswith("did you mean office?")


@pytest.mark.parametrize(
    ("said", "where", "code"),
    [
        ("{ after: 3, clause: 第九条 }", None, None),
        ("{ after: 0, clause: 第九条 }", "silence.after", "RB-033"),
        ("{ after: 3 }", "silence", "RB-021"),
        ("{ after: 3, clause: '' }", "silence.clause", "RB-034"),
    ],
)
def test_silence_is_consent_after_a_day_at_least_and_by_a_clause(
    said: str, where: str | None, code: str | None, tmp_path: Path
) -> None:
    reading = read(tmp_path, broken(("\ncaps:", f"\nsilence: {said}\ncaps:")))
    assert [(fault.where, fault.code) for fault in reading.faults] == ([(where, code)] if code else [])
