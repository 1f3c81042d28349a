"""Reading a rulebook: every fault at once, from files, folders and plain trees."""

from pathlib import Path
from typing import Any

import pytest

from leitai.engine.errors import InputError
from leitai.engine.rulebook.canonical import canonical
from leitai.engine.rulebook.load import load_rulebook, read_plain, read_rulebook, rulebook_from_plain
from leitai.engine.rulebook.model import Branch, Indicator
from tests.unit.rulebook.editions import SOUND, broken, found, line_of, read

TEN_MISTAKES = [
    ("status: official", "status: officials"),
    ("verify_by: 2025-04-15", "verify_by: 2025-04-31"),
    ("name: 考评办 }", "names: 考评办 }"),
    ("within: donghe", "within: dongge"),
    ("points: { county: 20 }", "points: { county: 2O }"),
    ("verifier: office", "verifier: stats"),
    ("name: step_table", "name: step_tabel"),
    ("growth(gdp, gdp[-1y])", "growth(gpd, gdp[-1y])"),
    ("kind: bonus, points: 2,", "kind: bonus, point: 2,"),
    ('interval: "(-inf, 0)" }', 'interval: "(-inf, -5)" }'),
    ("when: rank <= 3", "when: rnk <= 3"),
    ("  rank_on: rounded\n", ""),
]
TEN_FAULTS = [
    ("RB-024", "status:"),
    ("RB-027", "verify_by:"),
    ("RB-022", "names:"),
    ("RB-044", "within: dongge"),
    ("RB-081", "growth(gpd"),
    ("RB-025", "2O"),
    ("RB-110", "verifier: stats"),
    ("RB-070", "method:\n        name: step_tabel"),
    ("RB-022", "point: 2,"),
    ("RB-091", "when: rnk"),
    ("RB-074", "bands:\n      - { id: green"),
    ("RB-021", "policies:\n  rounding"),
]


def test_a_sound_edition_has_no_faults(tmp_path: Path) -> None:
    reading = read(tmp_path, SOUND)
    assert [fault.line() for fault in reading.faults] == []
    assert len(reading.digest) == 64


def test_mistakes_of_form_and_of_sense_are_found_together_each_at_its_line(tmp_path: Path) -> None:
    text = broken(*TEN_MISTAKES)
    reading = read(tmp_path, text)
    assert reading.rulebook is None
    assert reading.digest == ""
    wanted = sorted((line_of(text, where), code) for code, where in TEN_FAULTS)
    assert sorted((line, code) for code, line in found(reading)) == wanted


def test_each_fault_is_one_line_with_a_place_and_a_way_to_mend(tmp_path: Path) -> None:
    for fault in read(tmp_path, broken(*TEN_MISTAKES)).faults:
        assert fault.mend.zh
        assert fault.where
        for lang in ("zh", "en"):
            assert "\n" not in fault.line(lang)  # type: ignore[arg-type]
            assert "{" not in fault.mend.say(lang)  # type: ignore[arg-type]


def test_near_names_are_suggested(tmp_path: Path) -> None:
    said = {fault.code: fault.mend.zh for fault in read(tmp_path, broken(*TEN_MISTAKES)).faults}
    for code, name in (("RB-024", "official"), ("RB-044", "donghe"), ("RB-070", "step_table"), ("RB-081", "gdp")):
        assert f"是否想写 {name}" in said[code]


def test_a_mistake_is_not_told_twice_through_its_consequences(tmp_path: Path) -> None:
    # The points of one indicator cannot be read: no word of sums that do not come out.
    text = broken(("points: { county: 20 }", "points: { county: twenty }"))
    assert found(read(tmp_path, text)) == [("RB-025", line_of(text, "twenty"))]
    # An indicator cannot be read: no word of its name being unknown elsewhere.
    text = broken(('          unit: "%"\n', "          unit: [a]\n"))
    assert found(read(tmp_path, text)) == [("RB-023", line_of(text, "unit: [a]"))]
    # A round cannot be read: no word of the indicator that counts in it.
    text = broken(("period: 2025-Q2", "period: 2025-Q5"))
    assert found(read(tmp_path, text)) == [("RB-028", line_of(text, "2025-Q5"))]


def test_a_node_with_nodes_is_a_branch_and_only_its_faults_are_told(tmp_path: Path) -> None:
    text = broken(("      name: 实力\n", "      name: 实力\n      unit: 分\n"))
    (fault,) = read(tmp_path, text).faults
    assert (fault.code, fault.where) == ("RB-022", "tree.nodes[strength].unit")
    assert "clause" in fault.allowed.zh
    assert "direction" not in fault.allowed.zh


def test_a_misspelt_required_key_is_one_fault(tmp_path: Path) -> None:
    text = broken(("      name: 服务\n", "      names: 服务\n"))
    assert found(read(tmp_path, text)) == [("RB-022", line_of(text, "names"))]


def test_a_folder_is_one_edition_and_faults_name_the_file(tmp_path: Path) -> None:
    start = SOUND.index("series:")
    end = SOUND.index("adjustments:")
    (tmp_path / "10-main.yaml").write_text(SOUND[:start] + SOUND[end:], encoding="utf-8")
    (tmp_path / "20-series.yml").write_text(SOUND[start:end], encoding="utf-8")
    (tmp_path / "30-more.yaml").write_text(
        "series:\n  - { id: pop, name: 人口, unit: 万人, period: point }\n", encoding="utf-8"
    )
    (tmp_path / "cases.yaml").write_text("not: a rulebook\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    reading = read_rulebook(tmp_path)
    assert reading.faults == ()
    assert reading.rulebook is not None
    assert [one.id for one in reading.rulebook.series] == ["gdp", "pop"]
    (tmp_path / "30-more.yaml").write_text(
        "# 人口\nseries:\n  - { id: pop, name: 人口, unit: 万人, period: points }\n", encoding="utf-8"
    )
    (fault,) = read_rulebook(tmp_path).faults
    assert fault.place == f"{tmp_path / '30-more.yaml'}:3"
    assert fault.where == "series[pop].period"


def test_one_unreadable_file_of_a_folder_refuses_the_folder(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("x: [", encoding="utf-8")
    reading = read_rulebook(tmp_path)
    assert reading.rulebook is None
    assert [fault.code for fault in reading.faults] == ["RB-005"]


def test_loading_raises_every_error_and_lets_warnings_pass(tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(broken(*TEN_MISTAKES), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_rulebook(path)
    assert len(caught.value.faults) == len(TEN_FAULTS)
    path.write_text(broken(("decimals: 1", "decimals: 1\n          data_department: stats")), encoding="utf-8")
    assert load_rulebook(path).id == "demo"
    assert [fault.code for fault in read_rulebook(path).warnings] == ["RB-088"]


def test_a_plain_tree_is_checked_likewise(tmp_path: Path) -> None:
    plain = canonical(load_rulebook(written(tmp_path)))
    assert rulebook_from_plain(plain).id == "demo"
    plain["status"] = "officials"
    plain["tree"]["nodes"][0]["nodes"][1]["points"]["county"] = 20.0
    plain["peers"] = "kind"
    codes = [(fault.code, fault.place, fault.where) for fault in read_plain(plain).faults]
    assert sorted(codes) == [
        ("RB-024", "", "status"),
        ("RB-025", "", "tree.nodes[strength].nodes[invest].points.county"),
        ("RB-044", "", "peers"),
    ]


@pytest.mark.parametrize(
    "plain", [None, [], "text", 1, 1.5, {"leitai": None}, {"a": [[[]]]}, {1: 2}, {"id": {"x": [None]}}]
)
def test_any_plain_value_is_refused_in_words(plain: Any) -> None:
    reading = read_plain(plain)
    assert reading.rulebook is None
    assert reading.errors


def test_a_plain_tree_without_end_is_refused() -> None:
    deep: Any = "x"
    for _ in range(2000):
        deep = [deep]
    assert [fault.code for fault in read_plain({"tree": deep}).faults] == ["RB-002"]
    assert [fault.code for fault in read_plain({"tree": [1] * 200_001}).faults] == ["RB-002"]


def test_the_model_holds_what_was_written(tmp_path: Path) -> None:
    book = load_rulebook(written(tmp_path))
    assert book.tree is not None
    strength, service = book.tree.nodes
    assert isinstance(strength, Branch)
    assert isinstance(service, Indicator)
    assert str(service.points["county"]) == "40.0"  # type: ignore[index]
    assert book.policies is not None
    assert book.policies.rounding.track is None
    assert strength.nodes[0].method.name == "completion"  # type: ignore[union-attr]


def written(folder: Path) -> Path:
    path = folder / "sound.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path
