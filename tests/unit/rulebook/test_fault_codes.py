"""Every fault of the rulebook is raised once, alone, at the line that has to be mended."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from leitai.engine.rulebook.check import whole
from leitai.engine.rulebook.load import read_rulebook
from leitai.engine.rulebook.shape import shape_faults
from tests.unit.rulebook.editions import SOUND, broken, found, line_of, read

FAULTS = Path(__file__).parents[3] / "src/leitai/engine/faults.toml"

STATEMENTS = SOUND[SOUND.index("statements:") : SOUND.index("meetings:")]

# code → (what is changed, the text on whose line the fault must be)
ONE_CHANGE: dict[str, tuple[list[tuple[str, str]], str]] = {
    "RB-004": ([("title: 实施方案", "title: 实施\x07方案")], "title: 实施"),
    "RB-005": ([("peers: kinds", "peers： kinds")], "peers："),
    "RB-007": ([("peers: kinds", "---\npeers: kinds")], "---"),
    "RB-009": ([("peers: kinds", "peers: kinds\nnotice: 甲\nnotice: 乙")], "notice: 乙"),
    "RB-010": ([("peers: kinds", "peers: !name kinds")], "!name"),
    "RB-011": ([("peers: kinds", "peers: *kinds")], "*kinds"),
    "RB-020": ([("peers: kinds", "peers: kinds\nnotice:")], "notice:"),
    "RB-021": ([("          unit: 亿元\n          direction: higher\n", "          unit: 亿元\n")], "id: invest"),
    "RB-022": ([("verify_by: 2025-04-15", "verfy_by: 2025-04-15")], "verfy_by"),
    "RB-023": ([("not_applicable: [xishan]", "not_applicable: xishan")], "not_applicable"),
    "RB-024": ([("status: official", "status: officials")], "status"),
    "RB-025": ([("points: 20 }", "points: 2O }")], "points: 2O"),
    "RB-026": ([("decimals: 1", "decimals: 1.5")], "decimals"),
    "RB-027": ([("2025-04-15", "2025-02-30")], "2025-02-30"),
    "RB-028": ([("period: 2025-Q2", "period: 2025Q2")], "2025Q2"),
    "RB-029": ([("decimals: 1", "offset: 1y\n          decimals: 1")], "offset"),
    "RB-030": ([('"90..120"', '"[90, 80]"')], "[90, 80]"),
    "RB-031": ([("peers_include_self: true", "peers_include_self: maybe")], "maybe"),
    "RB-032": (
        [
            ("id: gdp_growth", "id: GDP增速"),
            ("when: rank", "when: score > 1 or rank"),
            ("gate: gdp_growth", "gate: gdp"),
        ],
        "GDP增速",
    ),
    "RB-033": ([("decimals: 1", "decimals: 13")], "decimals"),
    "RB-034": ([("members: [donghe, xishan]", "members: []")], "id: county, name"),
    "RB-035": ([('"#00aa00"', '"green"')], '"green"'),
    "RB-041": (
        [("{ id: office, name: 考评办 }", "{ id: stats, name: 考评办 }"), ("verifier: office", "verifier: xishan")],
        "考评办",
    ),
    "RB-042": ([("name: 西山县", "name: 东河县")], "{ id: xishan"),
    "RB-043": ([("id: votes", "id: target")], "id: target"),
    "RB-044": ([("peers: kinds", "peers: kinds2")], "kinds2"),
    "RB-045": ([("name: 东河县,", "name: 东河县, within: nanpu,")], "within: nanpu"),
    "RB-050": (
        [("period: 2025-Q2", "period: 2026-Q2"), ("[2025-Q1, 2025-Q2]", "[2025-Q1, 2026-Q2]")],
        "period: 2026-Q2",
    ),
    "RB-051": ([("period: 2025-Q2", "period: 2025-Q1\n  - period: 2025-Q2")], "- period: 2025-Q1\n  - period"),
    "RB-052": (
        [("  - period: 2025-Q2\n", ""), ("rounds:\n  -", "rounds:\n  - period: 2025-Q2\n  -")],
        "  - period: 2025-Q1",
    ),
    "RB-053": ([("2025-04-15", "2025-04-05")], "2025-04-05"),
    "RB-054": ([("end: 2025-12-31", "end: 2024-12-31")], "2024-12-31"),
    "RB-055": ([("until: 2030-01-01", "until: 2024-01-01")], "until"),
    "RB-056": ([("members: [donghe, xishan]", "members: [donghe, xishan, nanpu]")], "id: nanpu, since"),
    "RB-057": ([("members: [donghe, xishan]", "members: [donghe]")], "{ id: xishan"),
    "RB-060": ([("          points: { county: 20 }\n", "")], "id: invest"),
    "RB-061": ([("points: { county: 20 }", "points: { county: 20 }\n          weight: 3")], "weight: 3"),
    "RB-062": ([("limit: 50", "limit: 0")], "limit: 0"),
    "RB-063": ([("county: 40.0", "county: 39.5")], "full:"),
    "RB-064": ([("points: { county: 60, park: 30 }", "points: { county: 60.01, park: 30 }")], "60.01"),
    "RB-065": (
        [
            ("          formula: growth", "          not_applicable: [nanpu]\n          formula: growth"),
            ("      rounds: [2025-Q1, 2025-Q2]", "      not_applicable: [nanpu]"),
        ],
        "          not_applicable: [nanpu]",
    ),
    "RB-066": (
        [
            ("        members:\n          - { id: nanpu,", "        members: [{ id: nanpu,"),
            (
                "until: 2030-01-01 }",
                "until: 2030-01-01 }]\n      - { id: empty, name: 空组, members: [{ id: donghe, until: 2020-01-01 }] }",
            ),
            ("full: { county: 100, park: 50 }", "full: { county: 100, park: 50, empty: 1 }"),
        ],
        "id: empty",
    ),
    "RB-068": ([("full: { county: 100, park: 50 }", "full: { county: 100 }")], "full:"),
    "RB-069": (
        [
            (
                "series:\n",
                "    - { id: spare, name: 参考, points: 0, unit: 分, direction: higher, period: point,"
                " method: given }\nseries:\n",
            )
        ],
        "spare",
    ),
    "RB-070": ([("name: step_table", "name: step_tabel")], "method:\n        name: step_tabel"),
    "RB-071": ([("name: step_table", "name: step_table\n        version: 9")], "method:\n        name: step_table"),
    "RB-072": (
        [("method: completion\n", "method: { name: rater_ladder, roles: [vote], step: 0.1 }\n")],
        "rater_ladder",
    ),
    "RB-073": ([("cap: 1.2", "cap: 1.2, floor: 2")], "floor: 2"),
    "RB-074": ([('"(-inf, 0)"', '"(-inf, -5)"')], "bands:\n      - { id: green"),
    "RB-075": ([('"(-inf, 0)"', '"(-inf, 0]"')], '"(-inf, 0]"'),
    "RB-076": (
        [('"90..120"', '"90..115"'), ("grades:\n", 'grades:\n  - { id: best, name: 卓越, interval: "115..120" }\n')],
        "id: best",
    ),
    "RB-080": ([("gate: gdp_growth >= 5", "gate: gdp_growth >= 5%")], "gate:"),
    "RB-081": ([("growth(gdp, gdp[-1y])", "growth(gpd, gdp[-1y])")], "growth(gpd"),
    "RB-082": ([("growth(gdp, gdp[-1y])", "growth(gdp, gdp.bse)")], "gdp.bse"),
    "RB-083": ([("name: 生产总值, unit: 亿元", "name: 生产总值, unit: 亿元/")], "亿元/,"),
    "RB-084": ([("growth(gdp, gdp[-1y])", "gdp - gdp[-1y]")], "gdp - gdp"),
    "RB-085": ([("growth(gdp, gdp[-1y])", "growth(gdp, gdp[-1m])")], "gdp[-1m]"),
    "RB-086": ([("gate: gdp_growth >= 5", "gate: gdp_growth >= gdp_growth.target")], "gate:"),
    "RB-087": ([("growth(gdp, gdp[-1y])", "gdp_growth * 2")], "gdp_growth * 2"),
    "RB-088": (
        [("decimals: 1", "decimals: 1\n          data_department: stats")],
        "data_department: stats\n        - id",
    ),
    "RB-091": ([("when: rank <= 3", "when: rnk <= 3")], "rnk"),
    "RB-092": ([("gate: gdp_growth >= 5", "gate: gdp_growth >= 5 and gdp_growth < 5")], "gate:"),
    "RB-100": ([("kind: deduction, points: 1,", "kind: deduction,")], "kind: deduction"),
    "RB-101": ([("effect: cap_grade, grade: fair", "clause: 第三条")], "kind: veto"),
    "RB-102": ([("effect: cap_grade, grade: fair", "effect: cap_grade")], "kind: veto"),
    "RB-103": ([("kind: deduction, points: 1,", "kind: deduction, points: 1, gate: gdp > 0,")], "gate: gdp > 0"),
    "RB-104": ([("  floor: 0\n", "  floor: 111\n")], "floor: 111"),
    "RB-110": ([("verifier: office", "verifier: stats")], "verifier: stats"),
    "RB-111": ([(SOUND[SOUND.index("sources:") : SOUND.index("season:")], ""), (STATEMENTS, "")], "status: official"),
    "RB-112": ([(SOUND[SOUND.index("policies:\n  rounding") :], "")], "tree:"),
    "RB-115": (
        [("method: completion\n", "method: { name: ladder, step: 1.2 }\n"), ("ladder_floor: 0", "ladder_floor: none")],
        "{ name: ladder",
    ),
}
# What no single change of a text shows alone, and the test below that raises it.
ELSEWHERE = {
    "RB-001": "test_a_folder_without_rulebooks_is_named",
    "RB-002": "test_more_than_anybody_writes_is_refused",
    "RB-003": "test_bytes_that_are_no_text_are_refused",
    "RB-006": "test_an_empty_file_is_refused",
    "RB-008": "test_a_list_at_the_top_is_refused",
    "RB-012": "test_a_key_in_two_files_names_both",
    "RB-039": "test_what_has_no_words_of_its_own_is_still_said",
    "RB-040": "test_more_faults_than_anybody_reads_are_counted",
    "RB-113": "test_an_edition_needs_a_tree_or_statements",
    "RB-114": "test_an_absurd_size_is_refused",
}


@pytest.mark.parametrize("code", ONE_CHANGE)
def test_one_mistake_is_one_fault_at_its_line(code: str, tmp_path: Path) -> None:
    changes, where = ONE_CHANGE[code]
    text = broken(*changes)
    reading = read(tmp_path, text)
    assert found(reading) == [(code, line_of(text, where))], [fault.line() for fault in reading.faults]


def test_every_code_is_raised() -> None:
    codes = {code for code in tomllib.loads(FAULTS.read_text(encoding="utf-8")) if code.startswith("RB-")}
    assert codes == ONE_CHANGE.keys() | ELSEWHERE.keys()
    here = Path(__file__).read_text(encoding="utf-8")
    assert [test for test in ELSEWHERE.values() if f"def {test}(" not in here] == []


def test_every_code_in_the_source_has_words() -> None:
    rulebook = FAULTS.parent / "rulebook"
    used = {
        code for path in rulebook.rglob("*.py") for code in re.findall(r"RB-\d{3}", path.read_text(encoding="utf-8"))
    }
    assert used <= tomllib.loads(FAULTS.read_text(encoding="utf-8")).keys()


def test_every_fault_is_said_in_both_languages() -> None:
    for code, entry in tomllib.loads(FAULTS.read_text(encoding="utf-8")).items():
        for part in ("title", "found", "allowed", "mend"):
            assert set(entry[part]) == {"zh", "en"}, (code, part)
            assert bool(entry[part]["zh"]) == bool(entry[part]["en"]), (code, part)


def test_a_folder_without_rulebooks_is_named(tmp_path: Path) -> None:
    assert found(read_rulebook(tmp_path)) == [("RB-001", 0)]
    assert found(read_rulebook(tmp_path / "nothing.yaml")) == [("RB-001", 0)]


def test_more_than_anybody_writes_is_refused(tmp_path: Path) -> None:
    assert found(read(tmp_path, b"a: " + b"x" * (17 * 2**20))) == [("RB-002", 0)]
    assert found(read(tmp_path, "a:\n" + "- 1\n" * 200_001)) == [("RB-002", 199_999)]
    assert found(read(tmp_path, "a: " + "[" * 70 + "]" * 70)) == [("RB-002", 1)]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    assert found(read(tmp_path, b"a: 1\nb: \x00\n")) == [("RB-003", 2)]
    assert found(read(tmp_path, b"\xff\xff\xff")) == [("RB-003", 0)]


@pytest.mark.parametrize("text", ["", "\n", "# 说明\n", "---\n", "~\n"])
def test_an_empty_file_is_refused(text: str, tmp_path: Path) -> None:
    assert found(read(tmp_path, text)) == [("RB-006", 0)]


def test_a_list_at_the_top_is_refused(tmp_path: Path) -> None:
    assert found(read(tmp_path, "- a\n- b\n")) == [("RB-008", 1)]


def test_a_key_in_two_files_names_both(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SOUND, encoding="utf-8")
    (tmp_path / "b.yaml").write_text("# 第二个文件\npeers: kinds\n", encoding="utf-8")
    (fault,) = read_rulebook(tmp_path).faults
    assert fault.code == "RB-012"
    assert fault.place == f"{tmp_path / 'b.yaml'}:2"
    assert f"{tmp_path / 'a.yaml'}:{line_of(SOUND, 'peers: kinds')}" in fault.found.zh


def test_what_has_no_words_of_its_own_is_still_said() -> None:
    class Odd(BaseModel):
        here: Path

    with pytest.raises(ValidationError) as caught:
        Odd.model_validate({"here": ["a"]})
    ((_, fault),) = shape_faults(caught.value, Odd, {"here": ["a"]}, {})
    assert (fault.code, fault.where) == ("RB-039", "here")


def test_more_faults_than_anybody_reads_are_counted(tmp_path: Path) -> None:
    many = "".join(f"  - {{ id: x{n}, name: 县{n}, odd: 1 }}\n" for n in range(1500))
    reading = read(tmp_path, broken(("contestants:\n", f"contestants:\n{many}")))
    assert sum(fault.code == "RB-040" for fault in reading.faults) >= 1
    assert len(reading.faults) < 2100


def test_an_edition_needs_a_tree_or_statements(tmp_path: Path) -> None:
    start, end = SOUND.index("tree:"), SOUND.index("policies:\n  rounding")
    reading = read(tmp_path, SOUND[:start] + SOUND[end:].replace("[strength, invest]", "[strength]"))
    assert ("RB-113", 1) in found(reading)


def test_an_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "MOST_CELLS", 20)
    assert found(read(tmp_path, SOUND)) == [("RB-114", line_of(SOUND, "contestants:"))]
