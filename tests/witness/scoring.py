"""A rulebook and figures to scores, ranks, grades and lists, paragraph by paragraph of docs/reference/scoring.md."""

import csv
from fractions import Fraction
from pathlib import Path

import yaml

from tests.witness.methods import Case, points_of, roles_of
from tests.witness.reading import PENDING, Formula, Gap, bounds, gap_of, inside, moved, number, period_of, rounded

ABSENT = "not applicable"  # a node's score is (exact, rounded), None where there is none, or ABSENT
HONOURS = ("speak", "title", "prize", "red_list")


class NotScored(Exception):
    """§1.5, 3.2: there is no result until these cells are verified or have a ruling."""


def score(rulebook, figures, period, before=None, trial=False):
    """The round of that period; `before` is what this function gave for the round before (`--before`)."""
    book = yaml.load(Path(rulebook).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    rows = [row for path in figures for row in csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines())]
    this = Round(book, rows, period, before, trial)
    result = this.result()
    if (this.pending or this.unchecked) and not trial:
        raise NotScored(this.pending + this.unchecked)
    return result


def leaves(nodes):
    return [leaf for node in nodes for leaf in (leaves(node["nodes"]) if "nodes" in node else [node])]


def of_group(stated, group):
    """What is written once for all groups, or group by group."""
    return Fraction(stated.get(group, "0") if isinstance(stated, dict) else stated)


def capped(x, cap="none"):
    return x if cap == "none" else min(x, Fraction(cap))


def places(scores, dense):
    """§6: contestant → rank of these scores, the largest first."""
    better = {who: [other for other in scores.values() if other > mine] for who, mine in scores.items()}
    return {who: 1 + len(set(others) if dense else others) for who, others in better.items()}


class Round:
    def __init__(self, book, rows, period, before, trial):
        self.book, self.policies, self.rows, self.trial, self.period = book, book["policies"], {}, trial, period_of(period)
        self.leaves, self.points = leaves(book["tree"]["nodes"]), book["tree"]["measure"] == "points"
        items = [*self.leaves, *book.get("series", []), *book.get("adjustments", [])]
        self.items, self.late, self.pending = {item["id"]: item for item in items}, set(), []
        self.seen_late, self.unchecked = False, []
        self.scores, self.totals, self.vetoes = {}, {}, {}
        for row in rows:
            self.rows.setdefault((row["contestant"], row["indicator"], row.get("role") or "actual"), []).append(row)
        self.unranked = {one["id"] for one in book["contestants"] if one.get("ranked", "true").lower() in ("false", "no")}
        self.groups = {each["id"]: {one["id"]: self.members(one) for one in each["groups"]} for each in book["groupings"]}
        self.dense, self.basis = self.policies["ties"] == "dense", int(self.policies["rank_on"] == "rounded")
        self.before, rounds = before or {}, [one["period"] for one in book["rounds"]]
        for one in rounds[: rounds.index(period)] if before is None else []:  # §6: the last round before that has figures
            earlier = Round(book, rows, one, self.before, trial)
            if earlier.has_figures():
                result = earlier.result()
                self.before = result if trial or not earlier.pending else {}
                self.unchecked += earlier.unchecked

    def has_figures(self):
        groups = self.groups[self.book["peers"]]
        cells = [(w, leaf) for group, who in groups.items() for leaf in self.leaves if self.share(leaf, group) for w in who]
        return any(not isinstance(self.read(who, leaf)[0], Gap) for who, leaf in cells)

    def read(self, who, leaf):
        """The figure of a leaf and those of the roles its method reads; a method of roles alone has 0 for a figure."""
        method = {"name": leaf["method"]} if isinstance(leaf["method"], str) else leaf["method"]
        roles = {role: self.value(who, leaf, role) for role in roles_of(method)}
        if method["name"] not in ("rater_ladder", "vote_ladder"):
            return self.value(who, leaf), roles
        return gap_of(roles.values()) if all(isinstance(x, Gap) for x in roles.values()) else 0, roles

    def members(self, group):
        """§2: who is in the group on the last day of the round."""
        day = f"{(self.period[0] - 1) // 12}-{(self.period[0] - 1) % 12 + 1:02}-31"
        listed = [one if isinstance(one, dict) else {"id": one} for one in group["members"]]
        return [one["id"] for one in listed if one.get("since", "") <= day < one.get("until", "9999")]

    def policy(self, item):
        return lambda key: item.get("policies", {}).get(key, self.policies[key])

    def round(self, x, level):
        return rounded(x, self.policies["rounding"].get(level, level), self.policies["rounding"]["mode"])

    # §1 figures

    def filed(self, who, item, role, period):
        """§1.1, 1.3–1.5: the figure in one cell, or why there is none."""
        vintage, found = self.policy(item)("vintage"), {}
        for row in self.rows.get((who, item["id"], role), []):
            there = period_of(row["period"])
            if there == period or (there[0] == period[0] and item.get("period", "cumulative") != "period"):
                found[row.get("vintage") or "final"] = row
        order = ("final", "preliminary", "flash") if vintage == "latest" else (vintage,)
        row = next((found[one] for one in order if one in found), {"status": "unreported"})
        status = row.get("status") or "verified"
        self.unchecked += [(who, item["id"])] if status == "reported" else []
        if status in ("verified", "late", "reported"):
            self.seen_late = self.seen_late or status == "late"
            return number(row["value"], item.get("unit", ""))
        return Gap(status)

    def value(self, who, item, role="actual", period=None):
        """§1.2, 1.5–1.7: what an indicator or series says, filed or by its formula, or why it says nothing."""

        def at(there):
            if "formula" not in item or role != "actual":
                return self.filed(who, item, role, there)
            x = Formula(item["formula"], self.names(who, there), self.policy(item)).value
            return x if isinstance(x, Gap) else self.round(x, item.get("decimals", "none"))

        if who in item.get("not_applicable", []) and role != "ruling":
            return Gap("not_applicable")
        period = moved(period or self.period, item.get("offset", "-0y"))
        x = at(period)
        if x == "not_yet_published" and self.policy(item)("not_yet_published") == "previous":
            previous = at((period[0] - period[1], period[1]))
            return x if isinstance(previous, Gap) else previous
        return x

    def names(self, who, period):
        """What the names in a formula stand for."""
        return lambda name, role, back: self.value(who, self.items[name], role, moved(period, *back))

    # §2–4 the tree

    def share(self, node, group):
        """Points (or weight) of a node for a group in this round, 0 where the group does not have it."""
        below = sum(self.share(child, group) for child in node.get("nodes", []))
        if "nodes" in node and (self.points or not below):
            return below
        if "rounds" in node and self.period not in [period_of(one) for one in node["rounds"]]:
            return Fraction(0)
        return of_group(node.get("points", "0") if self.points else node.get("weight", "1"), group)

    def full(self, node, group):
        """What a node's score is out of."""
        return self.share(node, group) if self.points else of_group(self.book["tree"]["full"], group)

    def leaf(self, leaf, group, members):
        """§3: contestant → exact points, None where there are none, or ABSENT."""
        policy, full, read, roles, points = self.policy(leaf), self.full(leaf, group), {}, {}, {}
        method = {"name": leaf["method"]} if isinstance(leaf["method"], str) else leaf["method"]
        for who in members:
            self.seen_late = False
            read[who], roles[who] = self.read(who, leaf)
            self.late |= {(who, leaf["id"])} if self.seen_late else set()
        ranked = [who for who in members if who not in self.unranked]
        counted = members if policy("unranked_in_statistics") == "true" else ranked
        peers = {who: read[who] for who in counted if not isinstance(read[who], Gap)}
        for who in members:  # §3.1, 3.2
            case = Case(read[who], full, leaf["direction"] == "lower", peers, who, method, roles[who], policy)
            found = gap_of([read[who]]) or (PENDING if gap_of(roles[who].values()) else None)
            ruling = self.value(who, leaf, "ruling")
            points[who] = (found or points_of(case)) if isinstance(ruling, Gap) else ruling
        earned = {who: x for who, x in points.items() if not isinstance(x, Gap)}
        mean = [self.round(x, "indicator") for who, x in earned.items() if who in ranked]
        task = policy("no_task")
        for who, gap in points.items():  # §3.2, 3.4–3.6
            if gap == "pending":
                self.pending.append((who, leaf["id"]))
            if gap == "unreported":
                points[who] = min(earned.values(), default=Fraction(0)) if policy("unreported") == "lowest" else Fraction(0)
            elif gap in ("not_applicable", "exempt"):
                named = {"reweight": ABSENT, "unranked": None, "group_mean": sum(mean) / len(mean) if mean else None}
                points[who] = named[task] if isinstance(task, str) else min(full, Fraction(task["fixed"]))
            elif isinstance(gap, Gap):
                points[who] = None
        return points

    def node(self, node, group, members):
        """§4: contestant → (exact, rounded), None or ABSENT; every node below is scored on the way."""
        if "nodes" not in node:
            exact, level = self.leaf(node, group, members), "indicator"
        else:
            exact, level = {}, "track"
            shares = {child["id"]: self.share(child, group) for child in node["nodes"]}
            below = {child["id"]: self.node(child, group, members) for child in node["nodes"] if shares[child["id"]]}
            for who in members:
                parts = [(shares[id_], found[who]) for id_, found in below.items() if found[who] is not ABSENT]
                weight = sum(share for share, _ in parts)
                if not parts or any(part is None for _, part in parts):
                    exact[who] = None if parts else ABSENT
                elif self.points:
                    exact[who] = sum(part[1] for _, part in parts) * sum(shares.values()) / weight
                else:
                    exact[who] = sum(share * part[1] for share, part in parts) / weight
        found = {who: x if x in (None, ABSENT) else (x, self.round(x, level)) for who, x in exact.items()}
        self.scores.setdefault(node.get("id"), {}).update(found)
        return found

    # §5 adjustments

    def total(self, who, group, base):
        """§5: base points → (exact, rounded) total; vetoes are kept for what comes after."""
        late, caps = self.policies["late"], self.book.get("caps", {})
        sums = {"deduction": {}, "bonus": {}}
        if late != "none":
            count = sum(one == who and isinstance(self.scores[leaf][who], tuple) for one, leaf in self.late)
            sums["deduction"][""] = capped(count * Fraction(late["deduct"]), late.get("cap", "none"))
        for item in self.book.get("adjustments", []):
            count = self.value(who, item)
            if isinstance(count, Gap) or group not in item.get("groups", [group]):
                continue
            if item["kind"] == "veto":
                self.vetoes.setdefault(who, []).extend([item] if count > 0 else [])
            elif "gate" not in item or Formula(item["gate"], self.names(who, self.period), self.policy(item)).value is True:
                amount, kind = capped(count * Fraction(item["points"]), item.get("cap", "none")), sums[item["kind"]]
                kind[item.get("category", "." + item["id"])] = kind.get(item.get("category", "." + item["id"]), 0) + amount
        deduction, bonus = (
            capped(
                sum(capped(x, caps.get("categories", {}).get(category, "none")) for category, x in sums[kind].items()),
                caps.get(kind, "none"),
            )
            for kind in ("deduction", "bonus")
        )
        exact = capped(base - deduction + bonus, caps.get("total", "none"))
        exact = exact if caps.get("floor", "none") == "none" else max(exact, Fraction(caps["floor"]))
        exact = Fraction(0) if self.vetoed(who, "zero") else exact
        return exact, self.round(exact, "total")

    def vetoed(self, who, effect):
        return [item for item in self.vetoes.get(who, []) if item["effect"] == effect]

    # §6 ranks

    def ranks(self, members):
        """Ranks of totals within a group of any grouping."""
        ties, keys = self.policies["ties"], {}
        for who in members:
            if self.totals.get(who) and who not in self.unranked and not self.vetoed(who, "unranked"):
                breakers = [self.scores[node].get(who) for node in (ties["break_by"] if isinstance(ties, dict) else [])]
                broken = [(isinstance(one, tuple), one[self.basis] if isinstance(one, tuple) else 0) for one in breakers]
                keys[who] = (not self.vetoed(who, "rank_last"), self.totals[who][self.basis], *broken)
        return places(keys, self.dense)

    def result(self):
        peers = self.groups[self.book["peers"]]
        for group, members in peers.items():
            base = self.node({"nodes": self.book["tree"]["nodes"]}, group, members)
            for who in members:
                self.totals[who] = self.total(who, group, base[who][0]) if isinstance(base[who], tuple) else None
        found = {who: {"group": group, "places": {}, "lists": [], "streaks": {}} for group in peers for who in peers[group]}
        for grouping, groups in self.groups.items():
            for members in groups.values():
                ranks, changes = self.ranks(members), {}
                for who in members:
                    was = self.before.get(who, {})
                    now, then = ranks.get(who), was.get("places", {}).get(grouping, {}).get("rank")
                    gained = then - now if now and then else None
                    both = self.totals.get(who) and was.get("total") is not None
                    score = self.totals[who][1] - was["total"] if both else None
                    change = gained if self.policies["progress"] == "places" else score
                    if who in found:
                        found[who]["places"][grouping] = {"rank": now, "change": change, "places": gained}
                    if change is not None and now:
                        changes[who] = change
                for who, rank in places(changes, self.dense).items():
                    found[who]["places"][grouping]["progress_rank"] = rank
        for group, members in peers.items():
            for id_, scores in self.scores.items():
                mine = {w: scores[w][self.basis] for w in members if isinstance(scores.get(w), tuple) and w not in self.unranked}
                for who, rank in places(mine, self.dense).items():
                    found[who].setdefault("node_ranks", {})[id_] = rank
            for who in members:
                one = found[who]
                one["nodes"] = {id_: s[who][1] if isinstance(s[who], tuple) else None for id_, s in self.scores.items() if id_ and who in s}
                one["total"] = self.totals[who] and self.totals[who][1]
                one |= {key: one["places"][self.book["peers"]][key] for key in ("rank", "change")}
                one["grade"] = self.grade(who)
        for group, members in peers.items():
            for award in self.book.get("awards", []):
                if group in award.get("groups", [group]):
                    self.list(award, group, members, found)
        return found

    # §7 grades and lists

    def grade(self, who):
        grades = sorted(self.book.get("grades", []), key=lambda one: bounds(one["interval"])[0] or Fraction(-(10**9)))
        borders, order = self.policies["grade_borders"], [one["id"] for one in grades]
        if not self.totals[who] or not grades:
            return None
        own = next(i for i, one in enumerate(grades) if inside(self.totals[who][1], one["interval"], borders))
        return order[min([own, *[order.index(item["grade"]) for item in self.vetoed(who, "cap_grade")]])]

    def list(self, award, group, members, found):
        ranks = {who: found[who]["rank"] for who in members if found[who]["rank"]}
        from_below, held = places(ranks, self.dense), []
        for who in members:
            one = found[who]
            if Formula(award["when"], *self.words(who, group, one, ranks, from_below)).value is True:
                one["streaks"][award["id"]] = 1 + self.before.get(who, {}).get("streaks", {}).get(award["id"], 0)
                barred = award["kind"] in ("title", "prize", "red_list") and self.vetoed(who, "cancel_title")
                if one["streaks"][award["id"]] >= int(award.get("rounds", "1")) and not barred:
                    held.append(who)
        if "at_most" in award:
            order = {who: ranks.get(who, 0) * (1 if award["kind"] in HONOURS else -1) for who in held}
            held = [who for who in held if sum(other < order[who] for other in order.values()) < int(award["at_most"])]
        for who in held:
            found[who]["lists"].append(award["id"])

    def words(self, who, group, one, ranks, from_below):
        """§7: the names and functions of a condition about one contestant."""
        total, place = self.totals[who], one["places"][self.book["peers"]]
        root = {"nodes": self.book["tree"]["nodes"]}
        facts = {"rank": ranks.get(who), "rank_last": from_below.get(who), "n": len(ranks), "score": total and total[1]}
        facts |= {key: place.get(key) for key in ("places", "change", "progress_rank")}
        facts["score_rate"] = total and total[1] / self.full(root, group) * 100

        def known(x):
            return Gap("unreported") if x is None else Fraction(x)

        def name(id_, role="actual", back=()):
            return known(facts[id_] if id_ in facts else one["nodes"].get(id_))

        def met(id_):
            leaf, x = self.items[id_], self.value(who, self.items[id_])
            method = leaf["method"] if isinstance(leaf["method"], dict) else {}
            target = Fraction(method["target"]) if "target" in method else self.value(who, leaf, "target")
            return gap_of([x, target]) or (x <= target if leaf["direction"] == "lower" else x >= target)

        def rate(id_):
            node = next(node for node in every(root["nodes"]) if node["id"] == id_)
            return gap_of([name(id_)]) or name(id_) / self.full(node, group) * 100

        words = {"met": met, "rate": rate, "rank_of": lambda id_: known(one.get("node_ranks", {}).get(id_))}
        words |= {"value": lambda id_: self.value(who, self.items[id_]), "grade": lambda id_: one["grade"] == id_}
        words |= {"vetoed": lambda: bool(self.vetoes.get(who))}
        return name, None, words


def every(nodes):
    return [one for node in nodes for one in [node, *every(node.get("nodes", []))]]
