"""A rulebook and figures to scores, ranks, grades and lists, paragraph by paragraph of docs/reference/scoring.md."""

import csv
from fractions import Fraction
from pathlib import Path

import yaml

from tests.witness.methods import WITHOUT_FIGURE, Case, Lacking, points_of
from tests.witness.reading import Formula, Gap, inside, last_day, moved, number, period_of, rounded

ABSENT = "not applicable"  # a node's score is (exact, rounded), None where there is none, or ABSENT
HONOURS = ("speak", "title", "prize", "red_list")


class RulingsNeeded(Exception):
    """§3.2: there is no result until these cells have a ruling."""


def score(rulebook, figures, period, before=None, trial=False):
    """The round of that period; `before` is what this function gave for the round before (`--before`)."""
    book = yaml.load(Path(rulebook).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    rows = [row for path in figures for row in csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines())]
    return Round(book, rows, period, before, trial).result()


def leaves(nodes):
    return [leaf for node in nodes for leaf in (leaves(node["nodes"]) if "nodes" in node else [node])]


class Round:
    def __init__(self, book, rows, period, before, trial):
        self.book, self.policies, self.rows, self.trial, self.period = (
            book,
            book["policies"],
            {},
            trial,
            period_of(period),
        )
        items = [*leaves(book["tree"]["nodes"]), *book.get("series", []), *book.get("adjustments", [])]
        self.items, self.scores, self.late, self.pending = {item["id"]: item for item in items}, {}, {}, []
        for row in rows:
            self.rows.setdefault((row["contestant"], row["indicator"], row.get("role") or "actual"), []).append(row)
        day = last_day(self.period)  # §2: who is in which group on the last day of the round
        self.groups = {grouping["id"]: {} for grouping in book["groupings"]}
        for grouping in book["groupings"]:
            for group in grouping["groups"]:
                listed = [one if isinstance(one, dict) else {"id": one} for one in group["members"]]
                here = [one["id"] for one in listed if one.get("since", "") <= day < one.get("until", "9999")]
                self.groups[grouping["id"]][group["id"]] = here
        self.unranked = {one["id"] for one in book["contestants"] if one.get("ranked", "true") not in ("true", "yes")}
        rounds = [one["period"] for one in book["rounds"]]  # §6: the round before, from the same figures or as given
        earlier = [one for one in rounds[: rounds.index(period)] if any(row["period"] == one for row in rows)]
        self.before = before or (Round(book, rows, earlier[-1], None, trial).result() if earlier else {})

    def policy(self, item):
        return lambda key: item.get("policies", {}).get(key, self.policies[key])

    def round(self, x, level):
        return rounded(x, self.policies["rounding"].get(level, level), self.policies["rounding"]["mode"])

    # §1: figures

    def filed(self, who, item, role, period):
        """§1.1, 1.3–1.5: the figure in one cell, or why there is none."""
        vintage, found = self.policy(item)("vintage"), {}
        for row in self.rows.get((who, item["id"], role), []):
            there = period_of(row["period"])
            if there == period or (there[0] == period[0] and item.get("period", "period") != "period"):
                found[row.get("vintage") or "final"] = row
        order = ("final", "preliminary", "flash") if vintage == "latest" else (vintage,)
        row = next((found[one] for one in order if one in found), {"status": "unreported"})
        status = row.get("status") or "verified"
        if status in ("verified", "late") or (status == "reported" and self.trial):
            self.seen_late = self.seen_late or status == "late"
            return number(row["value"], item.get("unit", ""))
        return Gap("unreported" if status == "reported" else status)

    def value(self, who, item, role, period):
        """§1.2, 1.5–1.7: what an indicator or series says, filed or by its formula, or why it says nothing."""
        period = moved(period, item.get("offset", "-0y"))

        def at(there):
            if "formula" not in item or role != "actual":
                return self.filed(who, item, role, there)
            x = self.formula(item["formula"], who, item, there).value
            return x if isinstance(x, Gap) else self.round(x, item.get("decimals", "none"))

        if who in item.get("not_applicable", []) and role != "ruling":
            return Gap("not_applicable")
        x = at(period)
        if x == "not_yet_published" and self.policy(item)("not_yet_published") == "previous":
            previous = at((period[0] - period[1], period[1]))
            return x if isinstance(previous, Gap) else previous
        return x

    def formula(self, text, who, item, period):
        def resolve(name, role, back):
            there = period
            for offset in back:
                there = moved(there, offset)
            return self.value(who, self.items[name], role, there)

        return Formula(text, resolve, self.policy(item), {})

    # §2–4: the tree

    def share(self, node, group):
        """Full points (or weight) of a node for a group in this round; 0 where the group does not have it."""
        below = sum(self.share(child, group) for child in node.get("nodes", []))
        stated = node.get("weight", "1") if self.book["tree"]["measure"] == "weights" else node.get("points", "0")
        if "nodes" in node and (not below or self.book["tree"]["measure"] == "points"):
            return below
        if all(period_of(one) != self.period for one in node.get("rounds", [])) and "rounds" in node:
            return Fraction(0)
        return Fraction(stated.get(group, "0") if isinstance(stated, dict) else stated)

    def full(self, node, group):
        """What a node's score is out of."""
        if self.book["tree"]["measure"] == "points":
            return self.share(node, group)
        full = self.book["tree"]["full"]
        return Fraction(full[group] if isinstance(full, dict) else full)

    def leaf(self, leaf, group, members):
        """§3: exact points of everyone, None where there are none, or ABSENT."""
        policy, full, points = self.policy(leaf), self.full(leaf, group), {}
        method = {"name": leaf["method"]} if isinstance(leaf["method"], str) else leaf["method"]
        read, late = {}, set()
        for who in members:
            self.seen_late = False
            read[who] = self.value(who, leaf, "actual", self.period)
            if self.seen_late:
                late.add(who)
        ranked = [who for who in members if who not in self.unranked]
        counted = members if policy("unranked_in_statistics") == "true" else ranked
        peers = {who: read[who] for who in counted if not isinstance(read[who], Gap)}
        for who in members:  # §3.1, 3.2

            def role(name, who=who):
                x = self.value(who, leaf, name, self.period)
                if isinstance(x, Gap):
                    raise Lacking(x)
                return x

            others = [x for one, x in peers.items() if one != who]
            points[who] = self.value(who, leaf, "ruling", self.period)
            if isinstance(points[who], Gap):
                points[who] = read[who]
                if not isinstance(read[who], Gap) or method["name"] in WITHOUT_FIGURE:
                    case = Case(
                        read[who], full, leaf["direction"] == "lower", [*peers.values()], others, method, role, policy
                    )
                    try:
                        points[who] = points_of(method["name"], case)
                    except Lacking as lacking:
                        points[who] = lacking.args[0]
        earned = {who: x for who, x in points.items() if not isinstance(x, Gap)}
        for who in points:  # §3.4–3.6
            pass
