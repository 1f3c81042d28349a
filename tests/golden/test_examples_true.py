"""The examples built on published data: the same cells as the published tables, and cases that re-add.

No score here comes from the engine. Editions are read with another parser, the expected values are worked out naively
with fractions, and what can be held against the published tables is; where those are absent the comparison is skipped
and says so. The engine itself is run on the same cases elsewhere in this ring.
"""

import csv
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from leitai.engine.figures import COLUMNS
from leitai.engine.periods import is_period
from leitai.engine.rulebook.load import read_rulebook
from leitai.engine.rulebook.model import Rulebook

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
KUNMING = "kunming-2023q1-as-reported"
INVENTED = ("huangyan-mu", "huangyan-mu-2021")
PUBLISHED = {
    # example: (table, which of its rows, how it spells our periods)
    "hunan-2012": (
        "hunan_prefectures.csv",
        lambda row: row["source"] == "S37" and row["unit"] != "湖南省",
        {"2012年(页面2012-05-15发布,表内未写期别,利税注明1-3月)": "2012-03", "2012年1-3月": "2012-03"},
    ),
    "lianyungang-12345": (
        "lianyungang_12345_scores.csv",
        lambda row: row["source"] in {"S46", "S47", "S48"} and row["unit"] != "市各部门及单位组",
        {"2021年7月": "2021-07", "2021年8月": "2021-08", "2022年2月": "2022-02"},
    ),
    "jining-2015q1": (
        "jining_2015q1_observation.csv",
        lambda row: True,
        {"2015年一季度": "2015-Q1"},
    ),
    "provinces-2022q1": (
        "provinces_gdp_growth.csv",
        lambda row: row["source"] == "S43" and row["indicator"] == "地区生产总值增速",
        {"2022年一季度": "2022-Q1"},
    ),
}
SCORED = (*PUBLISHED, *INVENTED)
TRUE = (*SCORED, KUNMING)
PUBLISHED_SCORES = {"lianyungang-12345", "jining-2015q1"}  # given points: nothing is computed but the places
RANKS = {"组内排名", "工业项目观摩名次"}


# -- reading -----------------------------------------------------------------------------------------------------------


def read_yaml(example: str, name: str = "rulebook.yaml") -> Any:
    """Every scalar as the text that was written."""
    return yaml.load((EXAMPLES / example / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(example: str) -> list[dict[str, str]]:
    return read_csv(EXAMPLES / example / "figures.csv")


def cases(example: str) -> list[dict[str, Any]]:
    return read_yaml(example, "cases.yaml")["cases"]


def method_cases() -> list[dict[str, Any]]:
    return [case for example in TRUE for case in read_yaml(example, "cases.yaml").get("method_cases", [])]


def published_rows(example: str, reference_data: Path) -> Iterator[dict[str, str]]:
    table, wanted, periods = PUBLISHED[example]
    for row in read_csv(reference_data / table):
        if wanted(row):
            yield {**row, "period": periods[row["period"]]}


def names_of(items: list[dict[str, Any]]) -> dict[str, str]:
    """Name → id."""
    return {item["name"] if isinstance(item["name"], str) else item["name"]["zh"]: item["id"] for item in items}


def groups_of(rulebook: dict[str, Any]) -> dict[str, list[str]]:
    [grouping] = rulebook["groupings"]
    return {group["id"]: group["members"] for group in grouping["groups"]}


# -- the naive computation ---------------------------------------------------------------------------------------------


def half_up(x: Fraction, places: int) -> Fraction:
    """四舍五入, away from zero at the half."""
    size = (abs(x) * 10**places + Fraction(1, 2)) // 1
    return Fraction(size if x >= 0 else -size) / 10**places


def places_of(scores: dict[str, Fraction]) -> dict[str, int]:
    """Competition ranking: one more than how many are strictly better."""
    return {name: 1 + sum(other > score for other in scores.values()) for name, score in scores.items()}


def share(value: Any, group: str) -> Fraction:
    """What a node states for a group; 0 where the group does not have it."""
    if isinstance(value, dict):
        return Fraction(value.get(group, "0"))
    return Fraction(value)


def rates(indicator: dict[str, Any], values: dict[str, Fraction]) -> dict[str, Fraction]:
    """Score rates by the three methods these examples use, beside given points."""
    method = indicator["method"]
    if method["name"] == "efficacy":
        base, low, high = Fraction(method["base"]), min(values.values()), max(values.values())
        return {name: base + (1 - base) * (x - low) / (high - low) for name, x in values.items()}
    assert method == {**method, "name": "benchmark", "cap": "none", "floor": "0"}
    return {name: max(Fraction(0), x / Fraction(method["benchmark"])) for name, x in values.items()}


def work_out(example: str) -> dict[tuple[str, str], dict[str, Any]]:
    """(period, contestant) → score, rank, nodes and ranks of nodes, or `listed_unranked`."""
    rulebook, rows = read_yaml(example), figures(example)
    tree, found = rulebook["tree"], {}
    assert rulebook["policies"]["rounding"] == {"indicator": "2", "track": "2", "total": "2", "mode": "half_up"}
    for period in (round_["period"] for round_ in rulebook["rounds"]):
        for group, members in groups_of(rulebook).items():
            nodes: dict[str, dict[str, Fraction]] = {}
            silent: set[str] = set()
            for leaf in tree["nodes"]:
                weight = share(leaf["points" if tree["measure"] == "points" else "weight"], group)
                if not weight:
                    continue
                full = weight if tree["measure"] == "points" else share(tree["full"], group)
                cells = {
                    row["contestant"]: row
                    for row in rows
                    if (row["indicator"], row["period"]) == (leaf["id"], period) and row["contestant"] in members
                }
                assert set(cells) == set(members)
                status = {name: row.get("status") or "verified" for name, row in cells.items()}
                values = {name: Fraction(row["value"]) for name, row in cells.items() if row["value"]}
                assert set(values) == {name for name in members if status[name] == "verified"}
                if leaf["method"] == "given":
                    points = values
                else:
                    points = {name: full * rate for name, rate in rates(leaf, values).items()}
                for name in set(members) - set(values):
                    if status[name] == "not_yet_published":
                        silent.add(name)
                    else:
                        assert (status[name], leaf["policies"]) == ("not_applicable", {"no_task": "group_mean"})
                        points[name] = sum(points[peer] for peer in values) / len(values)
                nodes[leaf["id"]] = {name: half_up(score, 2) for name, score in points.items()}
            ranked = [name for name in members if name not in silent]
            weights = {leaf["id"]: share(leaf.get("weight", "1"), group) for leaf in tree["nodes"]}
            divisor = sum(weights[id_] for id_ in nodes) if tree["measure"] == "weights" else Fraction(1)
            totals = {
                name: half_up(sum(weights[id_] * nodes[id_][name] for id_ in nodes) / divisor, 2) for name in ranked
            }
            ranks, inner = places_of(totals), {id_: places_of(scores) for id_, scores in nodes.items()}
            for name in ranked:
                found[period, name] = {
                    "score": totals[name],
                    "rank": ranks[name],
                    "nodes": {id_: scores[name] for id_, scores in nodes.items()},
                    "ranks": {id_: places[name] for id_, places in inner.items()},
                }
            found |= {(period, name): {"listed_unranked": "true"} for name in silent}
    return found


# -- the cases ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", SCORED)
def test_every_contestant_of_every_round_has_a_case(example: str) -> None:
    expected = sorted(work_out(example))
    assert sorted((case["period"], case["contestant"]) for case in cases(example)) == expected


@pytest.mark.parametrize("example", SCORED)
def test_the_cases_are_what_a_naive_computation_gives(example: str) -> None:
    found = work_out(example)
    rounds = [round_["period"] for round_ in read_yaml(example)["rounds"]]
    for case in cases(example):
        result, expect = found[case["period"], case["contestant"]], dict(case["expect"])
        before = rounds.index(case["period"]) - 1
        if before >= 0:
            earlier = found[rounds[before], case["contestant"]]["rank"]
            assert int(expect.pop("rank_before")) == earlier, case["name"]
            assert int(expect.pop("change")) == earlier - result["rank"], case["name"]
        nodes, ranks = expect.pop("nodes", {}), expect.pop("ranks", {})
        for id_, text in nodes.items():
            assert Fraction(text) == result["nodes"][id_], (case["name"], id_)
        for id_, text in ranks.items():
            assert int(text) == result["ranks"][id_], (case["name"], id_)
        if "score" in expect:
            assert (Fraction(expect.pop("score")), int(expect.pop("rank"))) == (result["score"], result["rank"])
        assert {key: result[key] for key in expect} == expect, case["name"]


def arithmetic_lines() -> list[tuple[str, str]]:
    found = []
    for example in TRUE:
        document = read_yaml(example, "cases.yaml")
        for case in [*document["cases"], *document.get("method_cases", [])]:
            lines = case.get("arithmetic", "").splitlines()
            found += [(f"{example} {case.get('name') or case['unit']}", line) for line in lines]
    return found


def evaluate(text: str) -> Fraction:
    """An expression of decimals, + − × / and brackets, exactly."""
    text = text.replace("−", "-").replace("×", "*").strip()
    assert re.fullmatch(r"[\d.+\-*/() ]+", text), text
    value = eval(re.sub(r"\d+(?:\.\d+)?", r"F('\g<0>')", text), {"F": Fraction, "__builtins__": {}})
    assert isinstance(value, Fraction)
    return value


def test_the_arithmetic_written_beside_the_cases_holds() -> None:
    lines = arithmetic_lines()
    assert len(lines) > 200
    for name, line in lines:
        sums = re.split("[\uff0c,]", re.split("[\uff1a:]", line)[-1])[0]
        steps = re.split("([=≈])", sums)
        assert len(steps) >= 3, (name, line)
        for left, sign, right in zip(steps[:-2:2], steps[1::2], steps[2::2], strict=True):
            value, shown = evaluate(left), evaluate(right)
            if sign == "≈":
                value = half_up(value, len(right.strip().partition(".")[2]))
            assert value == shown, (name, line)


@pytest.mark.parametrize("example", sorted(set(SCORED) - PUBLISHED_SCORES))
def test_the_arithmetic_of_a_case_ends_in_its_score(example: str) -> None:
    for case in cases(example):
        if "score" not in case["expect"]:
            continue
        ends = [re.split("[=≈]", line)[-1].strip() for line in case["arithmetic"].splitlines()]
        assert case["expect"]["score"] in ends, case["name"]


@pytest.mark.parametrize("example", SCORED)
def test_a_case_promises_in_its_name_what_it_expects(example: str) -> None:
    for case in cases(example):
        name, worked = case["name"], f"{case['expect']} {case.get('arithmetic', '')}".replace("−", "-")
        for number in re.findall(r"\d+\.\d+", name):
            assert number in worked, name
        if re.search(r"第\d", name):
            assert re.search(rf"第{case['expect']['rank']}(?!\d)", name), name


def test_the_pairs_of_single_methods_re_add() -> None:
    assert len(method_cases()) == 20 + 28
    for case in method_cases():
        given = {key: None if text == "none" else Fraction(text) for key, text in case["parameters"].items()}
        value, points = Fraction(case["value"]), Fraction(case["points"])
        if case["method"] == "linear_loss":
            short = given["full_at"] - value if case["direction"] == "higher" else value - given["full_at"]
            score = min(points, max(given["floor"], points - given["per_unit"] * max(Fraction(0), short)))
        else:
            mark = given["target" if case["method"] == "completion" else "benchmark"]
            rate = max(given["floor"], value / mark)
            score = points * (rate if given["cap"] is None else min(given["cap"], rate))
        assert half_up(score, 2) == Fraction(case["score"]), case


# -- against the published tables --------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", PUBLISHED)
def test_the_figures_are_the_published_table_cell_for_cell(example: str, reference_data: Path) -> None:
    rulebook = read_yaml(example)
    units = names_of(rulebook["contestants"])
    indicators = names_of([*rulebook["tree"]["nodes"], *rulebook.get("series", [])])
    measures = {item["id"]: item["unit"] for item in [*rulebook["tree"]["nodes"], *rulebook.get("series", [])]}
    expected = []
    for row in published_rows(example, reference_data):
        if row["indicator"] in RANKS:
            continue
        indicator = indicators[row["indicator"]]
        assert row["unit_of_measure"] == measures[indicator]
        note = row["note"] if example != "jining-2015q1" else ""  # there it tells of the tie, not of the score
        expected.append((units[row["unit"]], indicator, row["period"], row["value"], note, row["source"]))
    ours = [
        (row["contestant"], row["indicator"], row["period"], row["value"], row.get("note", ""), row["source"])
        for row in figures(example)
    ]
    assert sorted(ours) == sorted(expected)
    assert {unit for unit, *_ in ours} == set(units.values())


def test_the_published_ranks_are_the_expected_ones(reference_data: Path) -> None:
    count = 0
    for example in PUBLISHED_SCORES:
        units = names_of(read_yaml(example)["contestants"])
        expected = {(case["period"], case["contestant"]): int(case["expect"]["rank"]) for case in cases(example)}
        for row in published_rows(example, reference_data):
            if row["indicator"] in RANKS:
                count += 1
                assert expected[row["period"], units[row["unit"]]] == int(row["value"]), row
    assert count == 27 + 13


def test_the_groups_and_full_points_are_the_published_ones(reference_data: Path) -> None:
    rulebook = read_yaml("lianyungang-12345")
    units, groups = names_of(rulebook["contestants"]), groups_of(rulebook)
    for row in published_rows("lianyungang-12345", reference_data):
        group = {"县组": "counties", "区组": "districts"}[row["note"][:2]]
        assert units[row["unit"]] in groups[group]
        if full := re.search(r"满分(\d+)分", row["note"]):
            assert rulebook["tree"]["full"][group] == full[1]


def test_every_published_pair_is_a_case_or_re_adds(reference_data: Path) -> None:
    marks = {"省派工单满意率": "98", "回访满意率": "95", "按时办结率": "100", "履约与诚信": "0"}
    expected = []
    for row in read_csv(reference_data / "scoring_examples.csv"):
        mark = next((mark for rule, mark in marks.items() if row["rule"].startswith(rule)), "100")
        if row["rule"] == "招商引资六项合计":
            assert evaluate(row["input"]) == Fraction(row["published_score"])
            continue
        if "率=" in row["input"]:
            value = row["input"].split("=")[1].rstrip("%")
        elif row["rule"] == "履约与诚信扣分":
            assert row["input"] == "超时限未开工1个,弄虚作假0个"
            value = "1"
        else:
            continue  # S52 without votes, S54 without scores, S53 in two halves
        expected.append((row["source"], row["unit"], row["period"], mark, value, row["published_score"]))
    ours = [
        (
            case["source"],
            case["unit"],
            case["period"],
            case["parameters"].get("full_at") or case["parameters"]["target"],
            case["value"],
            case["score"],
        )
        for case in method_cases()
        if "worked by hand" not in case["source"]
    ]
    assert len(expected) == 12 + 3 + 1
    assert sorted(ours) == sorted(expected)


def test_the_benchmarks_are_the_published_ones(reference_data: Path) -> None:
    stated: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in read_csv(reference_data / "scoring_examples.csv"):
        if row["source"] == "S54":
            group = "above" if row["rule"].startswith("规上") else "below"
            stated[row["period"][:4], group] = re.findall(r"/([\d.]+)\*(\d+)", row["formula"])
    ours = {}
    for example in INVENTED:
        rulebook = read_yaml(example)
        for group in groups_of(rulebook):
            ours[rulebook["edition"], group] = [
                (leaf["method"]["benchmark"], str(share(leaf["points"], group)))
                for leaf in rulebook["tree"]["nodes"]
                if share(leaf["points"], group)
            ]
    assert ours == stated


@pytest.mark.parametrize("example", TRUE)
def test_the_sources_are_the_listed_ones(example: str, reference_data: Path) -> None:
    listed = {row["source"]: row for row in read_csv(reference_data / "sources.csv")}
    cited = read_yaml(example)["sources"]
    for source in cited:
        entry = listed[source["id"].upper()]
        assert source["title"] == entry["title"].removesuffix("(种子001)")
        assert source.get("issued", "") in entry["date"]
        assert source.get("address", entry["url"]) == entry["url"]
    about = (EXAMPLES / example / "SOURCE.md").read_text(encoding="utf-8")
    numbers = set(re.findall(r"\bS\d+\b", about))
    assert {source["id"].upper() for source in cited} <= numbers <= set(listed)


# -- what the documents may say ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("example", TRUE)
def test_the_rulebook_is_well_formed_and_claims_nothing(example: str) -> None:
    text = (EXAMPLES / example / "rulebook.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../docs/reference/rulebook.schema.json\n")
    assert read_rulebook(EXAMPLES / example).faults == ()
    rulebook = Rulebook.model_validate(read_yaml(example))
    assert rulebook.status in {"demo", "draft"}
    assert rulebook.notice is not None
    assert "依公开数据编制的示例，不是任何单位的正式规则" in rulebook.notice.zh
    assert rulebook.notice.en
    ids = [contestant.id for contestant in rulebook.contestants]
    assert sorted(id_ for group in rulebook.groupings[0].groups for id_ in (m.id for m in group.members)) == sorted(ids)
    assert (rulebook.tree is None) == (example == KUNMING)
    assert (rulebook.policies is None) == (example == KUNMING)


@pytest.mark.parametrize("example", TRUE)
def test_the_figures_name_only_what_the_rulebook_has(example: str) -> None:
    path = EXAMPLES / example / "figures.csv"
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    assert [column for column in COLUMNS if column in header] == header
    rulebook, rows = read_yaml(example), figures(example)
    known = {item["id"] for item in rulebook.get("series", [])}
    known |= {item["id"] for item in rulebook["tree"]["nodes"]} if "tree" in rulebook else set()
    assert {row["indicator"] for row in rows} == known
    assert {row["contestant"] for row in rows} <= {item["id"] for item in rulebook["contestants"]}
    assert all(is_period(row["period"]) for row in rows)
    keys = [(row["contestant"], row["indicator"], row["period"]) for row in rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("example", INVENTED)
def test_invented_figures_say_so_and_cite_nothing(example: str) -> None:
    rulebook = read_yaml(example)
    assert rulebook["notice"]["zh"].startswith("演示数据")
    assert all(item["name"].startswith("演示企业") for item in rulebook["contestants"])
    assert all(row["note"].startswith("演示数据") and not row.get("source") for row in figures(example))
    assert "演示数据" in (EXAMPLES / example / "SOURCE.md").read_text(encoding="utf-8")


# -- Kunming, as reported ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(reference_data: Path) -> str:
    """The report of S01, as it came."""
    found = sorted((reference_data.parent / "documents").glob("001_*.txt"))
    if not found:
        pytest.skip("no document 001 beside the reference data: set LEITAI_REFERENCE_DATA")
    return found[0].read_text(encoding="utf-8")


def test_every_quotation_stands_in_the_report(report: str) -> None:
    rulebook = read_yaml(KUNMING)
    notes = [item["note"] for item in [*rulebook["meetings"], *rulebook["contestants"]] if "note" in item]
    quoted = [quotation for note in notes for quotation in re.findall("「(.*?)」", note)]
    assert all("「" in meeting["note"] for meeting in rulebook["meetings"])
    stated = [statement["quotation"] for statement in rulebook["statements"]]
    assert len(quoted) >= 9
    assert len(stated) == 8
    assert [quotation for quotation in (*quoted, *stated) if quotation not in report] == []


def test_each_statement_quotes_its_own_contestant_and_fact() -> None:
    rulebook = read_yaml(KUNMING)
    names = {item["id"]: item["name"] for item in rulebook["contestants"]}
    words = {"rank_first": "位居榜首", "rank_last": "垫底", "spoke": "作交流发言", "pledged": "作表态发言"}
    for statement in rulebook["statements"]:
        assert names[statement["contestant"]] in statement["quotation"]
        assert statement["quotation"].endswith(words[statement["fact"]])
    facts = [(statement["contestant"], statement["fact"]) for statement in rulebook["statements"]]
    assert len(set(facts)) == len(facts)


def test_the_meetings_stand_in_the_order_of_the_report() -> None:
    meetings = read_yaml(KUNMING)["meetings"]
    assert [meeting["date"] for meeting in meetings] == sorted(meeting["date"] for meeting in meetings)
    assert {meeting["date"] for meeting in meetings} == {"2023-05-05", "2023-05-06"}


def test_one_person_with_two_posts_has_one_key() -> None:
    heads = {item["id"]: item["head"] for item in read_yaml(KUNMING)["contestants"] if "head" in item}
    assert set(heads) == {"dongchuan", "dongchuan-park"}
    assert len(set(heads.values())) == 1


def test_no_person_of_the_report_is_named(report: str) -> None:
    posts = "书记|市长|局长|记者"
    people = set(re.findall(rf"(?:{posts})([\u4e00-\u9fff]{{2,3}}?)(?=表示|率|,|。|、|又率|在表态|贾| )", report))
    assert len(people) >= 6
    written = "".join(path.read_text(encoding="utf-8") for path in sorted((EXAMPLES / KUNMING).iterdir()))
    written += (ROOT / "docs" / "concepts" / "examples.md").read_text(encoding="utf-8")
    assert [name for name in people if name in written] == []


def test_the_codes_of_the_counties_are_the_listed_ones(reference_data: Path) -> None:
    codes = {row["name"]: row["code"] for row in read_csv(reference_data / "kunming_units.csv") if row["code"]}
    coded = {item["name"]: item["code"] for item in read_yaml(KUNMING)["contestants"] if "code" in item}
    assert coded == {name: codes[name] for name in coded}
    assert set(coded) == {"安宁市", "盘龙区", "东川区"}
