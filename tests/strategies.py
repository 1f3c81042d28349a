"""Random editions for Hypothesis: every one passes `rulebook.check` without an error.

`edition_trees()` gives plain trees as a YAML file reads them (every scalar is text), `editions()` the rulebooks they
stand for. Texts are awkward on purpose: like formulas, numbers, flags or comments, with quotes, blanks and
line ends.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from leitai.engine.figures import ROLES
from leitai.engine.methods.method import Method
from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.load import read_plain
from leitai.engine.rulebook.model import Rulebook

Plain = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

ROUNDS = ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
AWKWARD = (
    "=1+1", "'x", "1.0", "true", "none", "~", '"q"', "# no", "- a", "a: b", "[1]", "{x}", "a\nb", " lead", "trail ",
    "_x000D_", "<b>&amp;", "a, b、c", "2023-06", "1e5", "0530", "@x", "\t|", "第八条第一款", "名:值",
)  # fmt: skip
LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), include_characters=" \n")
SAID = st.one_of(st.sampled_from(AWKWARD), st.text(LETTERS, min_size=1, max_size=8))
UNITS = ("%", "亿元", "万元/亩", "个", "分", "吨标准煤/万元")
WHENS = (
    "rank <= 3", "rank_last == 1", "score >= 80 and change > 0", "score_rate < 60", "places >= 1 or rank == 1",
    "not (rank > 2)",
)  # fmt: skip


@st.composite
def edition_trees(draw: Draw, most_leaves: int = 6, scored: bool = True) -> Plain:
    """An edition as a plain tree of texts. `scored=False` now and then leaves out the tree and its policies."""
    edition = _Edition(draw, most_leaves)
    return edition.build(scored or draw(st.booleans()))


@st.composite
def editions(draw: Draw, most_leaves: int = 6, scored: bool = True) -> Rulebook:
    """A rulebook that `rulebook.check` passes."""
    return rulebook_of(draw(edition_trees(most_leaves=most_leaves, scored=scored)))


def rulebook_of(tree: Mapping[str, Any]) -> Rulebook:
    """The rulebook of a generated tree; a fault in it is a fault of this module (or of the check)."""
    reading = read_plain(tree)
    assert not reading.errors, "\n".join(fault.line() for fault in reading.faults)
    assert reading.rulebook is not None
    return reading.rulebook


def plain_text(value: Any) -> Any:
    """Parameters as they stand in code, as the plain tree a file would give."""
    if isinstance(value, Mapping):
        return {str(key): plain_text(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain_text(inner) for inner in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def number_texts(low: int, high: int, places: int = 2) -> st.SearchStrategy[str]:
    """Decimal texts, some with needless zeros: `2.50`, `7`."""
    return st.integers(low * 10**places, high * 10**places).map(lambda n: str(Decimal(n).scaleb(-places)))


class _Edition:
    """Builds one edition part by part; later parts name what earlier parts made."""

    def __init__(self, draw: Draw, most_leaves: int) -> None:
        self.draw = draw
        self.most_leaves = most_leaves
        self.count = 0
        self.leaves: list[Plain] = []
        self.groups: list[str] = []
        self.roles: dict[str, None] = {}

    # -- small things --------------------------------------------------------------------------------------------

    def one(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def maybe(self) -> bool:
        return bool(self.draw(st.booleans()))

    def words(self, unlike: str = "") -> Any:
        zh = unlike + self.draw(SAID)
        return {"zh": zh, "en": unlike + self.draw(SAID)} if self.maybe() else zh

    def some(self, plain: Plain, key: str, strategy: st.SearchStrategy[Any]) -> None:
        if self.maybe():
            plain[key] = self.draw(strategy)

    def number(self, low: int = 0, high: int = 20) -> str:
        return str(self.draw(number_texts(low, high)))

    # -- the whole -----------------------------------------------------------------------------------------------

    def build(self, scored: bool) -> Plain:
        plain: Plain = {
            "leitai": "1",
            "id": self.one("test", "2023", "A-1_b"),
            "edition": self.draw(SAID),
            "title": self.words(),
            "status": self.one("demo", "draft", "official"),
        }
        if self.maybe() or plain["status"] == "demo":
            plain["notice"] = self.words()
        plain["sources"] = self.sources(plain["status"] == "official" or not scored)
        plain["season"] = {"name": self.words(), "start": "2023-01-01", "end": "2023-12-31"}
        plain["rounds"] = self.rounds()
        self.contestants(plain)
        if scored:
            plain["tree"] = self.tree()
            self.after_the_tree(plain)
            plain["policies"] = self.policies()
        if self.roles:
            plain["roles"] = [{"id": role, "name": self.words(f"{role} ")} for role in self.roles]
        self.reported(plain, scored)
        return {key: value for key, value in plain.items() if value != []}

    def sources(self, needed: bool) -> list[Plain]:
        found: list[Plain] = []
        for index in range(self.one(1, 2) if needed else self.one(0, 1, 2)):
            source: Plain = {"id": f"s{index}", "title": self.words()}
            self.some(source, "number", SAID)
            self.some(source, "issued", st.sampled_from(("2022-02-28", "1999-12-31", "0988-01-01")))
            self.some(source, "note", SAID)
            found.append(source)
        return found

    def rounds(self) -> list[Plain]:
        found: list[Plain] = []
        for period in ROUNDS[: self.one(1, 2, 4)]:
            round_: Plain = {"period": period}
            self.some(round_, "name", SAID)
            self.some(round_, "report_by", st.just("2024-01-18"))
            self.some(round_, "publish_by", st.just("2024-01-25"))
            found.append(round_)
        return found

    def contestants(self, plain: Plain) -> None:
        ids = [f"{i}c" if i % 2 else f"unit-{i}" for i in range(self.one(2, 3, 5))]
        found: list[Plain] = []
        for i, id_ in enumerate(ids):
            contestant: Plain = {"id": id_, "name": self.words(f"{i} ")}
            self.some(contestant, "code", st.just(f"5301{i:02d}"))
            self.some(contestant, "head", st.just("h1"))
            if i:
                self.some(contestant, "ranked", st.sampled_from(("true", "false", "no")))
                self.some(contestant, "note", SAID)
            found.append(contestant)
        if self.maybe():
            found[-1]["within"] = ids[0]
        plain["contestants"] = found
        self.ids = ids
        cut = self.one(len(ids), 1)
        parts = [part for part in (ids[:cut], ids[cut:]) if part]
        self.groups = [f"g{i}" for i in range(len(parts))]
        groups = [
            {"id": group, "name": self.words(f"{group} "), "members": [self.member(id_) for id_ in part]}
            for group, part in zip(self.groups, parts, strict=True)
        ]
        plain["groupings"] = [{"id": "peers", "name": self.words(), "groups": groups}]
        if self.maybe():
            areas = [{"id": "all_of_them", "name": self.words(), "members": list(reversed(ids))}]
            plain["groupings"].insert(self.one(0, 1), {"id": "areas", "name": self.words(), "groups": areas})
        plain["peers"] = "peers"
        if self.maybe():
            plain["organisations"] = [{"id": "office", "name": self.words()}]
        self.filers = [*ids, *(["office"] if "organisations" in plain else [])]

    def member(self, id_: str) -> Any:
        return {"id": id_, "since": "2022-01-01"} if self.maybe() else id_

    # -- the tree ------------------------------------------------------------------------------------------------

    def tree(self) -> Plain:
        self.measure = self.one("points", "points", "weights")
        self.key = "points" if self.measure == "points" else "weight"
        nodes = self.nodes(self.draw(st.integers(1, self.most_leaves)), 0)
        full: Any
        if self.measure == "weights":
            full = {group: "100" for group in self.groups} if self.maybe() else "100"
        else:
            full = self.sums(nodes)
            if len(set(full.values())) == 1 and self.maybe():
                full = next(iter(full.values()))
        return {"measure": self.measure, "full": full, "nodes": nodes}

    def nodes(self, leaves: int, depth: int) -> list[Plain]:
        found: list[Plain] = []
        while leaves:
            share = self.draw(st.integers(1, leaves)) if depth < 3 else 1
            leaves -= share
            if share > 1 or (depth < 2 and self.maybe()):
                found.append(self.branch(share, depth))
            else:
                found.append(self.leaf())
        return found

    def branch(self, leaves: int, depth: int) -> Plain:
        self.count += 1
        branch: Plain = {"id": f"b{self.count}", "name": self.words(f"b{self.count} ")}
        self.some(branch, "clause", SAID)
        nodes = self.nodes(leaves, depth + 1)
        if self.measure == "weights":
            branch["weight"] = self.worth()
        elif self.maybe():
            branch["points"] = self.sums(nodes)
        branch["nodes"] = nodes
        return branch

    def sums(self, nodes: Sequence[Plain]) -> dict[str, str]:
        return {group: str(sum((self.of(node, group) for node in nodes), Decimal(0))) for group in self.groups}

    def of(self, node: Plain, group: str) -> Decimal:
        if "nodes" in node:
            return sum((self.of(child, group) for child in node["nodes"]), Decimal(0))
        points = node["points"]
        return Decimal(points if isinstance(points, str) else points[group])

    def worth(self) -> Any:
        if self.maybe():
            return self.number(1, 20)
        return {group: self.number(1, 20) for group in self.groups}

    def leaf(self) -> Plain:
        self.count += 1
        id_ = f"i{self.count}"
        leaf: Plain = {
            "id": id_,
            "name": self.words(f"{id_} "),
            self.key: self.worth(),
            "unit": self.one(*UNITS),
            "direction": self.one("higher", "lower"),
            "period": self.one("cumulative", "period", "point"),
        }
        leaf["method"], method = self.method()
        for key in ("clause", "definition", "counter_source"):
            self.some(leaf, key, SAID)
        self.some(leaf, "prices", st.sampled_from(("current", "constant")))
        self.some(leaf, "comparable", st.sampled_from(("false", "True")))
        self.some(leaf, "disclosure", st.sampled_from(("public", "meeting")))
        self.some(leaf, "improvable", st.just("true"))
        self.some(leaf, "data_department", st.sampled_from(self.filers))
        self.some(leaf, "offset", st.just("-1y"))
        if method.reads_value and self.leaves and self.maybe():
            earlier = self.one(*self.leaves)
            if earlier["period"] == leaf["period"] and "formula" not in earlier and earlier["reads_value"]:
                leaf |= {"unit": earlier["unit"], "formula": f"{earlier['id']} + {earlier['id']}[-1y]"}
                self.some(leaf, "decimals", st.sampled_from(("0", "2", "none")))
        if self.leaves and self.maybe():
            leaf["not_applicable"] = [self.ids[-1]]
        if self.maybe():
            leaf["policies"] = self.own_policies()
        self.leaves.append({**leaf, "reads_value": method.reads_value})
        return leaf

    def method(self) -> tuple[Any, Method]:
        method = self.one(*methods().values())
        parameters = plain_text(self.one(*method.examples).parameters)
        for role in method.roles(parameters):
            if role not in ROLES:
                self.roles[role] = None
        use: Plain = {"name": method.name, **parameters}
        if not parameters and self.maybe():
            return method.name, method
        if self.maybe():
            use["version"] = str(method.version)
        return use, method

    # -- beside the tree -----------------------------------------------------------------------------------------

    def after_the_tree(self, plain: Plain) -> None:
        plain["series"] = [self.series(i) for i in range(self.one(0, 1, 2))]
        grades = [
            {"id": id_, "name": self.words(f"{id_} "), "interval": interval}
            for id_, interval in (("high", "80.."), ("middle", "60..80"), ("low", "..60"))
        ]
        plain["grades"] = grades if self.maybe() else []
        plain["adjustments"] = [self.adjustment(i, bool(plain["grades"])) for i in range(self.one(0, 1, 3))]
        caps: Plain = {}
        for key in ("bonus", "deduction", "total"):
            self.some(caps, key, st.sampled_from(("5", "120.50", "none")))
        self.some(caps, "floor", st.sampled_from(("0", "none")))
        categories = list(dict.fromkeys(one["category"] for one in plain["adjustments"] if "category" in one))
        if categories:
            caps["categories"] = {category: self.number(1, 5) for category in categories}
        if caps:
            plain["caps"] = caps
        if self.maybe():
            plain["silence"] = {"after": self.one("1", "5", "60"), "clause": "第九条"}
        plain["awards"] = [self.award(i) for i in range(self.one(0, 1, 2))]
        plain["lights"] = [self.lights()] if self.maybe() else []

    def series(self, index: int) -> Plain:
        series: Plain = {"id": f"x{index}", "name": self.words(f"x{index} "), "unit": "亿元", "period": "cumulative"}
        self.some(series, "definition", SAID)
        self.some(series, "disclosure", st.just("public"))
        return series

    def adjustment(self, index: int, graded: bool) -> Plain:
        kind = self.one("bonus", "deduction", "veto")
        made: Plain = {"id": f"a{index}", "name": self.words(f"a{index} "), "kind": kind}
        self.some(made, "clause", SAID)
        self.some(made, "unit", st.sampled_from(("次", "个")))
        self.some(made, "period", st.just("period"))
        self.some(made, "groups", st.lists(st.sampled_from(self.groups), min_size=1, max_size=2, unique=True))
        if kind == "veto":
            effects = ("cancel_title", "rank_last", "unranked", "zero", *(["cap_grade"] if graded else []))
            made["effect"] = self.one(*effects)
            if made["effect"] == "cap_grade":
                made["grade"] = "middle"
            return made
        made["points"] = self.number(1, 3)
        self.some(made, "cap", st.sampled_from(("3", "10.0", "none")))
        self.some(made, "category", st.sampled_from(("honours", "cards")))
        figures = [leaf for leaf in self.leaves if "formula" not in leaf and leaf["reads_value"]]
        if kind == "bonus" and figures and self.maybe():
            made["gate"] = f"{self.one(*figures)['id']} >= {self.number()}"
        return made

    def award(self, index: int) -> Plain:
        kind = self.one("speak", "pledge", "red_list", "black_list", "title", "prize", "talk", "warning")
        made: Plain = {"id": f"w{index}", "name": self.words(f"w{index} "), "kind": kind, "when": self.one(*WHENS)}
        self.some(made, "rounds", st.sampled_from(("1", "2")))
        self.some(made, "at_most", st.sampled_from(("1", "3")))
        self.some(made, "groups", st.just([self.groups[0]]))
        self.some(made, "note", SAID)
        return made

    def lights(self) -> Plain:
        bands = (("green", "[90, +inf)", "●", "#00aA00"), ("red", "(-inf, 90)", "■", "#c62828"))
        made: Plain = {
            "id": "pace",
            "name": self.words(),
            "measure": "score_rate",
            "bands": [
                {"id": id_, "name": self.words(), "symbol": symbol, "colour": colour, "interval": interval}
                for id_, interval, symbol, colour in bands
            ],
        }
        self.some(made, "clause", SAID)
        return made

    # -- policies ------------------------------------------------------------------------------------------------

    def policies(self) -> Plain:
        nodes = st.sampled_from([leaf["id"] for leaf in self.leaves])
        places = st.sampled_from(("0", "1", "2", "4", "none"))
        rounding = {key: self.draw(places) for key in ("indicator", "track", "total")}
        return {
            "rounding": {**rounding, "mode": self.one("half_up", "gbt8170")},
            "rank_on": self.one("rounded", "exact"),
            "ties": self.one("competition", "dense", {"break_by": [self.draw(nodes)]}),
            "late": self.one("none", {"deduct": "0.20"}, {"deduct": "0.5", "cap": "3"}, {"deduct": "1", "cap": "none"}),
            "grade_borders": self.one("left_closed", "right_closed"),
            "park_in_county": self.one("separate", "included"),
            "unranked_in_statistics": self.one("true", "false"),
            "progress": self.one("score", "places"),
            **{key: self.one(*choices) for key, choices in OWN_POLICIES.items()},
        }

    def own_policies(self) -> Plain:
        keys = self.draw(st.lists(st.sampled_from(sorted(OWN_POLICIES)), min_size=1, max_size=3, unique=True))
        return {key: self.one(*OWN_POLICIES[key]) for key in keys}

    # -- what a source reports -----------------------------------------------------------------------------------

    def reported(self, plain: Plain, scored: bool) -> None:
        if plain["sources"] and (not scored or self.maybe()):
            statement: Plain = {"period": "2023-Q1", "contestant": self.ids[0], "fact": self.one("spoke", "pledged")}
            plain["statements"] = [{**statement, "quotation": self.draw(SAID), "source": "s0"}]
        if self.maybe():
            meeting: Plain = {"period": "2023-Q1", "date": "2023-04-27", "act": self.words()}
            self.some(meeting, "note", SAID)
            plain["meetings"] = [meeting, dict(meeting)]


OWN_POLICIES: Mapping[str, tuple[Any, ...]] = {
    "tied_ladder": ("shared", "mean"),
    "ladder_floor": ("0", "1.50", "none"),
    "equal_range": ("full", "base", "ruling"),
    "zero_target": ("ruling", "zero", "threshold"),
    "nonpositive_base": ("ruling", "zero", "threshold"),
    "abnormal_base": ("none", {"rule": "cap", "limit": "50"}, {"rule": "two_year_average", "limit": "50.0"}),
    "unreported": ("zero", "lowest"),
    "not_yet_published": ("unranked", "previous"),
    "no_task": ("reweight", "group_mean", "unranked", {"fixed": "0.5"}),
    "peers_include_self": ("true", "false"),
    "vintage": ("latest", "flash", "preliminary", "final"),
}
