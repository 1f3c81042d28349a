"""澜川市: the figures reproduce, the scores are what naive fractions give, and each planted part of the story is there.

`City` below scores the demo from its files with nothing of the product: another YAML parser, csv and fractions. The
engine is run once, and has to agree with it on every total of every round.
"""

import csv
import importlib.util
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from leitai.engine import Book, Figure, build_result, load_rulebook, open_book, read_rulebook, score_figures
from leitai.engine.figures import COLUMNS
from leitai.engine.methods.registry import method_names

HERE = Path(__file__).resolve().parents[2] / "examples" / "lanchuan"
DOC = Path(__file__).resolve().parents[2] / "docs" / "concepts" / "lanchuan.md"
RULES: dict[str, Any] = yaml.load((HERE / "rulebook.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
CASES: list[dict[str, Any]] = yaml.load((HERE / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)[
    "cases"
]
QUARTERS = [round_["period"] for round_ in RULES["rounds"]]
TRACKS = RULES["tree"]["nodes"]
INDICATORS = {leaf["id"]: leaf for track in TRACKS for leaf in track["nodes"]}
GROUPS: dict[str, list[str]] = {group["id"]: group["members"] for group in RULES["groupings"][0]["groups"]}
GROUP_OF = {member: group for group, members in GROUPS.items() for member in members}
VINTAGES = ["flash", "preliminary", "final"]
ABNORMAL = Fraction(RULES["policies"]["abnormal_base"]["limit"])
MARK = "演示数据"


# -- the naive computation ---------------------------------------------------------------------------------------------


def half_up(x: Fraction, places: int = 2) -> Fraction:
    size = (abs(x) * 10**places + Fraction(1, 2)) // 1
    return Fraction(size if x >= 0 else -size) / 10**places


def ends(interval: str) -> tuple[Fraction | None, Fraction | None]:
    low, high = interval[1:-1].split(",")
    return (None if "inf" in low else Fraction(low)), (None if "inf" in high else Fraction(high))


def inside(interval: str, x: Fraction) -> bool:
    low, high = ends(interval)
    above = low is None or x > low or (x == low and interval[0] == "[")
    return above and (high is None or x < high or (x == high and interval[-1] == "]"))


def clip(interval: str, x: Fraction) -> Fraction:
    low, high = ends(interval)
    x = x if low is None else max(low, x)
    return x if high is None else min(high, x)


def row_for(table: list[dict[str, str]], column: str, x: Fraction) -> dict[str, str]:
    [row] = [row for row in table if inside(row[column], x)]
    return row


def read_rows(folder: str) -> Iterator[dict[str, str]]:
    for path in sorted((HERE / folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                yield {**row, "place": f"{path.name}:{number}"}


class City:
    """The figures of a folder, and what the rules make of them."""

    def __init__(self, folder: str) -> None:
        self.rows: dict[tuple[str, str, str, str], dict[str, str]] = {}
        for row in read_rows(folder):
            key = (row["contestant"], row["indicator"], row["period"], row["role"])
            held = self.rows.get(key)
            if held is None or VINTAGES.index(row["vintage"]) > VINTAGES.index(held["vintage"]):
                self.rows[key] = row
        self.scores: dict[tuple[str, str, str], Fraction | None] = {}

    def filed(self, unit: str, item: str, period: str, role: str = "actual") -> Fraction | None:
        row = self.rows.get((unit, item, period, role))
        return Fraction(row["value"]) if row and row["status"] in ("verified", "late") else None

    def status(self, unit: str, item: str, period: str) -> str:
        row = self.rows.get((unit, item, period, "actual"))
        return row["status"] if row else "unreported"

    def value(self, unit: str, item: str, period: str) -> Fraction | None:
        leaf = INDICATORS[item]
        if unit in leaf.get("not_applicable", ()) or period not in leaf.get("rounds", QUARTERS):
            return None
        if "formula" in leaf:
            return self.derived(unit, leaf, period)
        filed = self.filed(unit, item, period)
        if filed is None and self.status(unit, item, period) == "not_yet_published":
            assert leaf["policies"]["not_yet_published"] == "previous"
            return self.filed(unit, item, QUARTERS[QUARTERS.index(period) - 1])
        return filed

    def derived(self, unit: str, leaf: dict[str, Any], period: str) -> Fraction | None:
        names = list(
            dict.fromkeys(re.findall(r"[a-z]\w+", leaf["formula"].replace(".base", "").replace(".target", "")))
        )
        function = names.pop(0) if names[0] in ("growth", "percent", "completion") else "/"
        found = [self.filed(unit, name, period) for name in names]
        if None in found:
            return None
        if function == "growth":
            base = self.filed(unit, names[0], period, "base")
            if base is None or base <= 0:
                return None
            rate = half_up((found[0] - base) / base * 100, int(leaf["decimals"]))
            return max(-ABNORMAL, min(ABNORMAL, rate))
        if function == "completion":
            x = found[0] / self.filed(unit, names[0], period, "target") * 100
        elif leaf["id"] == "service_rating":
            x = sum(w * n for w, n in zip((100, 80, 60, 40), found, strict=True)) / sum(found)
        else:
            x = found[0] / found[1] * (100 if function == "percent" else 1)
        return half_up(x, int(leaf["decimals"]))

    def peers(self, unit: str, item: str, period: str) -> list[Fraction]:
        values = [self.value(peer, item, period) for peer in GROUPS[GROUP_OF[unit]]]
        return [value for value in values if value is not None]

    def points(self, unit: str, item: str, period: str) -> Fraction | None:
        """Rounded points of a leaf that has a figure or a ruling; None elsewhere."""
        key = (unit, item, period)
        if key not in self.scores:
            exact = self.filed(unit, item, period, "ruling")
            exact = self.unrounded(unit, INDICATORS[item], period) if exact is None else exact
            self.scores[key] = None if exact is None else half_up(exact)
        return self.scores[key]

    def unrounded(self, unit: str, leaf: dict[str, Any], period: str) -> Fraction | None:
        item, full, lower = leaf["id"], Fraction(leaf["points"][GROUP_OF[unit]]), leaf["direction"] == "lower"
        given = leaf["method"]
        number = {name: Fraction(text) for name, text in given.items() if re.fullmatch(r"-?[\d.]+", str(text))}
        if "roles" in given:
            said = [self.filed(unit, item, period, role) for role in given["roles"]]
            if given["name"] == "vote_ladder":
                worth = sum(n * (number["top"] - number["drop"] * k) for k, n in enumerate(said))
                return full / 100 * worth / sum(said)
            return full * sum(1 - number["step"] * (k - 1) for k in said) / len(said)
        x, peers = self.value(unit, item, period), self.peers(unit, item, period)
        if x is None:
            return None
        target = number.get("target", self.filed(unit, item, period, "target"))
        best, worst = (min(peers), max(peers)) if lower else (max(peers), min(peers))
        place = Fraction(1 + sum(peer < x if lower else peer > x for peer in peers))
        match given["name"]:
            case "given":
                return x
            case "completion":
                return full * min(number.get("cap", Fraction(1)), max(Fraction(0), x / target))
            case "threshold":
                return full if x >= target else Fraction(0)
            case "efficacy":
                span = (x - worst) / (best - worst) if best != worst else Fraction(1)
                return full * (number["base"] + (1 - number["base"]) * span)
            case "share_of_best":
                return full * (best / x if lower else x / best)
            case "benchmark":
                return full * min(number["cap"], x / number["benchmark"])
            case "ladder":
                entry = number.get("entry", Fraction(0))
                if "eligible" in number and x < number["eligible"]:
                    return number["below"]
                return entry + max(Fraction(0), (full - entry) * (1 - number["step"] * (place - 1)))
            case "rank_bands":
                return Fraction(row_for(given["bands"], "ranks", place)["points"])
            case "step_table":
                return Fraction(row_for(given["table"], "interval", x)["points"])
            case "linear_loss":
                short = x - number["full_at"] if lower else number["full_at"] - x
                return min(full, max(number["floor"], full - number["per_unit"] * max(Fraction(0), short)))
            case "slopes":
                line = number["points"]
                for row in given["segments"]:
                    slope = Fraction(row["per_unit"]) / Fraction(row.get("units", "1"))
                    line += slope * (clip(row["interval"], x) - clip(row["interval"], number["at"]))
                return min(number["cap"], max(number["floor"], line))
            case "scaled_threshold":
                scale = self.filed(unit, item, period, given["scale_role"])
                gap = x - Fraction(row_for(given["table"], "scale", scale)["threshold"])
                change = number["per_step"] * gap / number["step"]
                return full + max(-number["swing"], min(number["swing"], change))
            case "against_average":
                gap, worth = x - sum(peers) / len(peers), Fraction(0)
                for i, divisor in enumerate(given["divisors"]):
                    part = max(Fraction(0), abs(gap) - number["width"] * i)
                    last = i == len(given["divisors"]) - 1
                    worth += (part if last else min(part, number["width"])) / Fraction(divisor)
                line = number["start"] * (1 + (worth if gap >= 0 else -worth))
                return min(number["cap"], max(number["floor"], line))
        raise AssertionError(given["name"])

    def without_figure(self, unit: str, leaf: dict[str, Any], period: str) -> Fraction | None:
        """Points of a leaf without a figure: by `no_task`, or 0 where it is owed. None: its points go elsewhere."""
        inputs = re.findall(r"[a-z]\w+", leaf.get("formula", leaf["id"]))
        out = unit in leaf.get("not_applicable", ()) or any(
            self.status(unit, name, period) == "not_applicable" for name in inputs
        )
        policy = leaf.get("policies", {}).get("no_task", RULES["policies"]["no_task"])
        if not out:
            return Fraction(0)
        if policy == "reweight":
            return None
        if policy == "group_mean":
            points = [self.points(peer, leaf["id"], period) for peer in GROUPS[GROUP_OF[unit]]]
            there = [one for one in points if one is not None]
            return half_up(sum(there) / len(there))
        return Fraction(policy["fixed"])

    def tracks(self, unit: str, period: str) -> dict[str, Fraction | None]:
        found: dict[str, Fraction | None] = {}
        for track in TRACKS:
            full = kept = got = Fraction(0)
            for leaf in track["nodes"]:
                worth = Fraction(leaf["points"].get(GROUP_OF[unit], "0"))
                if not worth or period not in leaf.get("rounds", QUARTERS):
                    continue
                points = self.points(unit, leaf["id"], period)
                points = self.without_figure(unit, leaf, period) if points is None else points
                full += worth
                if points is not None:
                    kept, got = kept + worth, got + points
            found[track["id"]] = half_up(got * full / kept) if kept else None
        return found

    def total(self, unit: str, period: str) -> Fraction:
        scores = self.tracks(unit, period)
        kept = sum(Fraction(t["points"][GROUP_OF[unit]]) for t in TRACKS if scores[t["id"]] is not None)
        base = sum(score for score in scores.values() if score is not None) * 100 / kept
        return half_up(base - self.deductions(unit, period) + self.bonuses(unit, period))

    def items(self, unit: str, period: str, kind: str) -> Iterator[tuple[dict[str, Any], Fraction]]:
        for item in RULES["adjustments"]:
            count = self.filed(unit, item["id"], period)
            if item["kind"] == kind and count:
                points = count * Fraction(item["points"])
                yield item, min(points, Fraction(item.get("cap", "99")))

    def deductions(self, unit: str, period: str) -> Fraction:
        late = sum(key[0] == unit and key[2] == period and row["status"] == "late" for key, row in self.rows.items())
        taken = sum((points for _, points in self.items(unit, period, "deduction")), Fraction(0))
        return min(Fraction(1), late * Fraction(RULES["policies"]["late"]["deduct"])) + taken

    def bonuses(self, unit: str, period: str) -> Fraction:
        by_category: dict[str, Fraction] = defaultdict(Fraction)
        for item, points in self.items(unit, period, "bonus"):
            if item["id"] != "month_top" or min(self.rates_of_the_gate(unit, period)) >= 5:
                by_category[item.get("category", "")] += points
        honours = min(by_category.pop("honours", Fraction(0)), Fraction(RULES["caps"]["categories"]["honours"]))
        return min(Fraction(RULES["caps"]["bonus"]), honours + sum(by_category.values()))

    def rates_of_the_gate(self, unit: str, period: str) -> list[Fraction]:
        rates = [self.value(unit, item, period) for item in ("gdp_growth", "fai_growth")]
        return [rate for rate in rates if rate is not None]

    @cached_property
    def totals(self) -> dict[str, dict[str, Fraction]]:
        periods = [p for p in QUARTERS if any(key[2] == p and key[3] != "target" for key in self.rows)]
        return {period: {unit: self.total(unit, period) for unit in GROUP_OF} for period in periods}

    def rank(self, unit: str, period: str) -> int:
        totals = self.totals[period]
        return 1 + sum(totals[peer] > totals[unit] for peer in GROUPS[GROUP_OF[unit]])


@cache
def city(folder: str = "figures") -> City:
    return City(folder)


@cache
def book(folder: str = "figures", period: str = QUARTERS[-1]) -> Book:
    """The engine's own result."""
    figures = [
        Figure(
            *(row[column] for column in COLUMNS[:4]),
            value=Decimal(row["value"]) if row["value"] else None,
            **{column: row[column] for column in (*COLUMNS[5:], "place")},
        )
        for row in read_rows(folder)
    ]
    return open_book(build_result(score_figures(load_rulebook(HERE / "rulebook.yaml"), figures, period)))


def entry(unit: str, period: str) -> Mapping[str, Any]:
    return book().entry(period, unit)


def in_points(ticks: int) -> Fraction:
    return Fraction(ticks, 100)


# -- the files ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generator() -> Iterator[ModuleType]:
    """generate.py as a person starts it: with its own folder on the path."""
    spec = importlib.util.spec_from_file_location("lanchuan_generate", HERE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(HERE))
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(HERE))


def test_running_the_generator_again_gives_the_committed_bytes(generator: ModuleType) -> None:
    made = generator.files()
    assert {name: (HERE / name).read_bytes() for name in made} == made
    there = {
        path.relative_to(HERE).as_posix()
        for folder in ("figures", "before", "next/figures")
        for path in (HERE / folder).iterdir()
    }
    assert there == {name for name in made if "/" in name}


def test_the_generator_uses_the_standard_library_only(generator: ModuleType) -> None:
    sources = [HERE / "generate.py", *(HERE / "drawing").glob("*.py")]
    texts = [source.read_text(encoding="utf-8") for source in sources]
    imports = {name for text in texts for name in re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE)}
    assert "random" in imports
    assert imports <= {*sys.stdlib_module_names, "__future__", "drawing"}


def test_the_rulebook_is_sound_and_says_what_it_is() -> None:
    reading = read_rulebook(HERE / "rulebook.yaml")
    assert [fault.line() for fault in reading.faults] == []
    assert (RULES["status"], RULES["notice"]["zh"]) == ("demo", MARK)
    assert all(source["note"].startswith(MARK) for source in RULES["sources"])
    assert {group: len(members) for group, members in GROUPS.items()} == {"county": 21, "department": 20, "park": 6}


def test_every_group_has_six_tracks_and_enough_indicators() -> None:
    assert len(TRACKS) == 6
    for group in GROUPS:
        assert all(Fraction(track["points"][group]) > 0 for track in TRACKS)
        assert sum(group in leaf["points"] for leaf in INDICATORS.values()) >= 24


def test_the_rules_cite_the_book_and_use_every_method() -> None:
    cited = [*INDICATORS.values(), *RULES["adjustments"]]
    assert all(re.fullmatch(r"R\d\d", item["rule"]) and re.match(r"第.+条第.+项", item["clause"]) for item in cited)
    assert len({item["rule"] for item in cited}) >= 30
    assert sorted({leaf["method"]["name"] for leaf in INDICATORS.values()}) == method_names()
    assert {str(leaf.get("policies", {}).get("no_task", "reweight")) for leaf in INDICATORS.values()} == {
        "reweight",
        "group_mean",
        "{'fixed': '2'}",
    }


def test_whoever_files_does_not_verify() -> None:
    filed = [item for item in [*INDICATORS.values(), *RULES["series"], *RULES["adjustments"]] if "formula" not in item]
    assert all(item["data_department"] != item["verifier"] for item in filed)


def test_every_figure_names_what_is_there_once_and_says_it_is_invented() -> None:
    known = {*INDICATORS, *(item["id"] for item in [*RULES["series"], *RULES["adjustments"]])}
    rows = 0
    for folder in ("figures", "before"):
        keys = Counter()
        for row in read_rows(folder):
            assert "演示数据生成器" in row["source"], row
            assert row["contestant"] in GROUP_OF, row
            assert row["indicator"] in known, row
            keys[tuple(row[c] for c in (*COLUMNS[:4], "vintage"))] += 1
        assert max(keys.values()) == 1
        rows += len(keys)
    assert rows <= 15_000


def test_no_place_of_the_city_is_a_real_one(reference_data: Path) -> None:
    real: set[str] = set()
    for name in ("kunming_units.csv", "yunnan_prefectures.csv", "zhejiang_counties.csv", "hunan_prefectures.csv"):
        text = (reference_data / name).read_text(encoding="utf-8")
        real |= set(re.findall(r"([\u4e00-\u9fff]{2,}?)(?:市|区|县|州)", text))
    invented = {item["name"]["zh"] for item in RULES["contestants"] if GROUP_OF[item["id"]] != "department"}
    assert [name for name in invented if re.sub("[市区县]$", "", name) in real] == []


def test_the_map_has_a_tile_for_every_place_and_no_two_on_one() -> None:
    drawn = json.loads((HERE / "map.json").read_text(encoding="utf-8"))
    assert drawn["notice"] == MARK
    assert sorted(drawn["tiles"]) == sorted([*GROUPS["county"], *GROUPS["park"]])
    assert len({tuple(tile) for tile in drawn["tiles"].values()}) == len(drawn["tiles"])


def test_two_heads_hold_two_posts() -> None:
    heads: dict[str, list[str]] = defaultdict(list)
    for item in RULES["contestants"]:
        heads[item["head"]].append(item["id"])
    assert sorted(held for held in heads.values() if len(held) > 1) == [
        ["konggang", "linkong-park"],
        ["wubei", "wubei-park"],
    ]


# -- the scores --------------------------------------------------------------------------------------------------------


def evaluate(text: str) -> Fraction:
    text = text.replace("−", "-").replace("×", "*").strip()
    assert re.fullmatch(r"[\d.+\-*/() ]+", text), text
    value = eval(re.sub(r"\d+(?:\.\d+)?", r"F('\g<0>')", text), {"F": Fraction, "__builtins__": {}})
    assert isinstance(value, Fraction)
    return value


def sums_of(case: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    for line in case["arithmetic"].splitlines():
        written = re.split("[\uff0c,]", re.split("[\uff1a:]", line)[-1])[0]
        left, sign, right = re.split(" ([=≈]) ", written)
        yield left, sign, right.strip()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_arithmetic_beside_a_case_holds_and_ends_in_what_it_expects(case: dict[str, Any]) -> None:
    ends_in = set()
    for left, sign, right in sums_of(case):
        value, shown = evaluate(left), evaluate(right)
        if sign == "≈":
            value = half_up(value, len(right.partition(".")[2]))
        assert value == shown, (left, right)
        ends_in.add(shown)
    expect = case["expect"]
    assert {Fraction(text) for text in [*expect.get("nodes", {}).values(), expect.get("score", right)]} <= ends_in


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_is_what_naive_fractions_give(case: dict[str, Any]) -> None:
    unit, period, expect = case["contestant"], case["period"], case["expect"]
    for item, text in expect.get("nodes", {}).items():
        points = city().points(unit, item, period)
        points = city().without_figure(unit, INDICATORS[item], period) if points is None else points
        assert points == Fraction(text), item
    if "score" in expect:
        assert (city().totals[period][unit], city().rank(unit, period)) == (
            Fraction(expect["score"]),
            int(expect["rank"]),
        )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_case_is_what_the_engine_gives(case: dict[str, Any]) -> None:
    expect, result = case["expect"], entry(case["contestant"], case["period"])
    found = {
        "score": in_points(result["score"]),
        "rank": result["places"]["contest"]["rank"],
        "grade": result["grade"],
        "nodes": {item: in_points(result["nodes"][item]["s"]) for item in expect.get("nodes", ())},
        "ranks": {item: result["nodes"][item]["r"] for item in expect.get("ranks", ())},
        "awards": result.get("lists", []),
        "flags": result.get("flags", []),
    }
    wanted: dict[str, Any] = dict(expect)
    if "score" in expect:
        wanted |= {"score": Fraction(expect["score"]), "rank": int(expect["rank"])}
    wanted["nodes"] = {item: Fraction(text) for item, text in expect.get("nodes", {}).items()}
    wanted["ranks"] = {item: int(text) for item, text in expect.get("ranks", {}).items()}
    assert {key: found[key] for key in wanted} == wanted


def test_the_cases_work_every_method_by_hand() -> None:
    nodes = [item for case in CASES for item in case["expect"].get("nodes", {})]
    assert len(nodes) >= 40
    assert sorted({INDICATORS[item]["method"]["name"] for item in nodes}) == method_names()


def test_the_engine_gives_every_total_that_naive_fractions_give() -> None:
    for period, totals in city().totals.items():
        assert {unit: in_points(entry(unit, period)["score"]) for unit in totals} == totals


def test_scores_spread_and_ranks_move() -> None:
    for group, members in GROUPS.items():
        for period in QUARTERS:
            scores = [city().totals[period][unit] for unit in members]
            assert 60 <= min(scores) <= 80, (group, period)
            assert 92 <= max(scores) <= 97, (group, period)
        ranks = [[city().rank(unit, period) for period in QUARTERS] for unit in members]
        assert sum(len(set(places)) > 1 for places in ranks) >= len(members) // 2


# -- the story ---------------------------------------------------------------------------------------------------------


def planted(**wanted: str) -> list[tuple[str, str, str]]:
    rows = (row for row in read_rows("figures") if all(row[key] == value for key, value in wanted.items()))
    return [(row["contestant"], row["indicator"], row["period"]) for row in rows]


def test_each_odd_status_is_where_the_story_says() -> None:
    assert planted(status="late") == [("wubei", "outbound_trips", "2023-Q2"), ("mzj", "green_tasks", "2023-Q3")]
    assert planted(status="unreported") == [("yinggu", "hazards_mended", "2023-Q2")]
    assert planted(status="not_yet_published") == [("jiling", "energy_saving", "2023-Q3")]
    assert {(unit, period) for unit, _, period in planted(status="not_applicable")} == {("xiulan", "2023-Q1")}
    assert city().points("yinggu", "hazards_mended", "2023-Q2") is None


def test_rulings_cite_a_clause_and_a_document() -> None:
    rulings = [row for row in read_rows("figures") if row["role"] == "ruling"]
    assert len(rulings) == 6
    assert all(re.search("第.+条", row["note"]) and re.search(r"裁定\d号", row["source"]) for row in rulings)


def test_the_upheld_objection_changes_the_points() -> None:
    computed = city().unrounded("xiqiao", INDICATORS["hotline_satisfaction"], "2023-Q3")
    assert computed is not None
    assert half_up(computed) < city().points("xiqiao", "hotline_satisfaction", "2023-Q3") == Fraction("3.61")


def test_broken_bases_have_a_ruling_and_the_abnormal_one_is_cut() -> None:
    bases = {
        (row["contestant"], row["indicator"], row["period"]): row["value"]
        for row in read_rows("figures")
        if row["role"] == "base"
    }
    broken = {key for key, value in bases.items() if Fraction(value) <= 0}
    assert broken == {("wubei-park", "profit", "2023-Q1"), *(("tangcen", "foreign_capital", p) for p in QUARTERS)}
    assert all((unit, f"{item}_growth", period, "ruling") in city().rows for unit, item, period in broken)
    assert city().value("liuping-park", "park_investment_growth", "2023-Q1") == ABNORMAL
    capped = [
        (unit, item, period)
        for item, leaf in INDICATORS.items()
        if leaf.get("formula", "").startswith("growth")
        for unit in GROUP_OF
        if GROUP_OF[unit] in leaf["points"]
        for period in QUARTERS
        if abs(city().value(unit, item, period) or Fraction(0)) == ABNORMAL
    ]
    assert capped == [("liuping-park", "park_investment_growth", "2023-Q1")]


def test_two_totals_tie_and_the_next_rank_is_skipped() -> None:
    assert city().totals["2023-Q3"]["fengzhu"] == city().totals["2023-Q3"]["yunxie"]
    ranks = sorted(city().rank(unit, "2023-Q3") for unit in GROUPS["county"])
    assert ranks[4:7] == [5, 5, 7]


def test_the_revision_moved_a_rank_and_the_folder_before_holds_the_old_figures() -> None:
    now, then = list(read_rows("figures")), list(read_rows("before"))
    cut = [row for row in now if row["period"] <= "2023-Q2" or row["role"] == "target"]
    key = [*COLUMNS]
    gone = [
        row
        for row in cut
        if [row[c] for c in key]
        not in [[old[c] for c in key] for old in then if old["contestant"] == row["contestant"]]
    ]
    assert [(row["contestant"], row["indicator"], row["value"]) for row in gone] == [("yunxie", "fai", "63.17")]
    assert len(cut) == len(then) + 1
    assert (city("before").rank("yunxie", "2023-Q2"), city().rank("yunxie", "2023-Q2")) == (6, 8)
    engine = book("before", "2023-Q2")
    scores = {unit: in_points(engine.entry("2023-Q2", unit)["score"]) for unit in GROUP_OF}
    assert scores == city("before").totals["2023-Q2"]


def test_whole_tracks_and_single_tasks_that_do_not_apply() -> None:
    for unit in ("rsj", "mzj", "yjj"):
        assert [track for track, score in city().tracks(unit, "2023-Q3").items() if score is None] == ["openness"]
    for unit in ("huanyue", "yunmiao"):
        assert city().value(unit, "tax_per_mu", "2023-Q1") is None
    assert city().without_figure("xiulan", INDICATORS["started_rate"], "2023-Q1") == 2


def test_honours_are_capped_and_a_gate_stays_shut() -> None:
    assert sum(
        points for item, points in city().items("gaoxin", "2023-Q4", "bonus") if item.get("category")
    ) == Fraction("2.5")
    assert city().bonuses("gaoxin", "2023-Q4") == Fraction("2.6")
    assert city().filed("xiqiao", "month_top", "2023-Q2") == 1
    assert city().bonuses("xiqiao", "2023-Q2") == Fraction("0.3")


def lists(period: str, award: str) -> set[str]:
    return {unit for unit in GROUP_OF if award in entry(unit, period).get("lists", ())}


def test_who_speaks_who_pledges_and_who_is_called_in() -> None:
    assert lists("2023-Q1", "speak") == {"shanze", "fgw", "xiqiao-park"}
    assert lists("2023-Q1", "pledge") == {"wubei", "wlj", "wubei-park"}
    assert lists("2023-Q1", "talk") == set()
    assert {"wubei", "wlj"} < lists("2023-Q2", "talk")
    assert lists("2023-Q2", "talk_park") == {"wubei-park"}
    assert "xiulan" in lists("2023-Q2", "progress")
    assert lists("2023-Q4", "pledge") == {"luting", "mzj", "wubei-park"}


def test_vetoes_take_the_title_or_cap_the_grade_and_leave_the_score() -> None:
    accident, red_line = entry("liuping", "2023-Q4"), entry("huanyue", "2023-Q3")
    assert accident["vetoes"] == ["veto_accident"]
    assert accident["places"]["contest"]["rank"] == 3
    assert "liuping" not in lists("2023-Q4", "title")
    assert (red_line["grade"], red_line["vetoes"]) == ("fair", ["veto_environment"])
    assert in_points(red_line["score"]) == city().totals["2023-Q3"]["huanyue"] > 80


def test_every_paced_figure_is_lit_and_the_band_we_closed_is_used() -> None:
    pace = RULES["lights"][0]
    lit = Counter()
    for unit in GROUP_OF:
        for period in QUARTERS:
            for item, tables in entry(unit, period)["lights"].items():
                if "pace" not in tables:
                    continue
                target = city().filed(unit, item, period, "target")
                gap = city().value(unit, item, period) / target * 100 - 100
                assert tables["pace"] == row_for(pace["bands"], "interval", gap)["id"]
                lit[tables["pace"]] += 1
    assert set(lit) == {"green", "watch", "yellow", "red"}
    assert lit["red"] == 1


def test_the_figures_bear_the_pledges_out() -> None:
    with (HERE / "pledges.csv").open(encoding="utf-8", newline="") as file:
        ledger = list(csv.DictReader(file))
    pledgers = {(row["period"], row["contestant"]) for row in ledger}
    assert pledgers == {(period, unit) for period in QUARTERS for unit in lists(period, "pledge")}
    for row in ledger:
        reached = (
            city().value(row["contestant"], row["indicator"], row["checked_in"])
            if row["checked_in"] in QUARTERS
            else None
        )
        if reached is None:
            assert (row["outcome"], row["reached"]) == ("open", "")
            continue
        if row["measure"] == "share":
            reached = reached / city().filed(row["contestant"], row["indicator"], row["checked_in"], "target") * 100
        assert half_up(reached) == Fraction(row["reached"])
        assert row["outcome"] == ("kept" if reached >= Fraction(row["least"]) else "broken")
    assert {row["outcome"] for row in ledger} == {"kept", "broken", "open"}


def test_the_page_on_the_city_names_every_planted_cell() -> None:
    page = DOC.read_text(encoding="utf-8")
    names = {item["id"]: item["name"]["zh"] for item in RULES["contestants"]}
    with (HERE / "planted.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = {row["indicator"] for row in rows}
    assert [id_ for id_ in sorted(ids) if f"`{id_}`" not in page] == []
    assert [unit for unit in sorted({row["contestant"] for row in rows}) if names[unit] not in page] == []
