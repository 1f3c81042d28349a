"""The second witness: rulebook and figures to scores, ranks, grades and lists, paragraph by paragraph of scoring.md."""

import csv
from fractions import Fraction
from pathlib import Path

import yaml

from tests.witness.methods import between, points_of, roles_of
from tests.witness.reading import REASONS, evaluate, inside, moved, number, period_of, rounded


class NotScored(Exception):
    """§1.5, 3.2: no result until these cells are verified or have a ruling."""


def score(rulebook, figures, period, before=None, trial=False):
    """contestant → what the round of that period says of it; `before` is what this gave for the round before."""
    book = yaml.load(Path(rulebook).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    rows = [row for path in figures for row in csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines())]
    rounds = [one["period"] for one in book["rounds"]]
    for one in rounds[: rounds.index(period)] if before is None else []:  # §6: the last round before that has figures
        result, in_the_way, has_figures = play(book, rows, one, before or {})
        if has_figures:
            before = result if trial or not in_the_way else {}
    result, in_the_way, _ = play(book, rows, period, before or {})
    if in_the_way and not trial:
        raise NotScored(in_the_way)
    return result


def every(nodes):
    return [one for node in nodes for one in (node, *every(node.get("nodes", [])))]


def places(scores, dense=False):
    """§6: contestant → rank of these scores, the largest first."""
    better = {who: [other for other in scores.values() if other > mine] for who, mine in scores.items()}
    return {who: 1 + len(set(others) if dense else others) for who, others in better.items()}


def play(book, rows, period, before):
    """One round: (contestant → what it says, cells that stand in the way of a result, whether it has figures)."""
    now, policies, tree, caps = period_of(period), book["policies"], book["tree"], book.get("caps", {})
    items = {one["id"]: one for key in ("series", "adjustments") for one in book.get(key, [])}
    items |= {one["id"]: one for one in every(tree["nodes"])}
    unranked = {one["id"] for one in book["contestants"] if one.get("ranked", "").lower() in ("false", "no")}
    ties, basis = policies["ties"], int(policies["rank_on"] == "rounded")  # a score is the pair (exact, rounded)
    cells, scores, totals, vetoes, late, seen, in_the_way, found = {}, {}, {}, {}, set(), set(), [], {}
    for row in rows:
        cells.setdefault((row["contestant"], row["indicator"], row.get("role") or "actual"), []).append(row)

    def policy_of(item):
        return lambda key: item.get("policies", {}).get(key, policies[key])

    def round_to(x, level):
        return rounded(x, policies["rounding"].get(level, level), policies["rounding"]["mode"])

    def members(group):
        """§2: who is in the group on the last day of the round."""
        day = f"{(now[0] - 1) // 12}-{(now[0] - 1) % 12 + 1:02}-31"
        dated = [one if isinstance(one, dict) else {"id": one} for one in group["members"]]
        return [one["id"] for one in dated if one.get("since", "") <= day < one.get("until", "9999")]

    # §1 figures

    def filed(who, item, role, at):
        """§1.1, 1.3–1.5: the figure in one cell, or why there is none."""
        wanted, here = policy_of(item)("vintage"), {}
        for row in cells.get((who, item["id"], role), []):
            there = period_of(row["period"])
            if there == at or (there[0] == at[0] and item.get("period", "cumulative") != "period"):
                here[row.get("vintage") or "final"] = row
        order = ("final", "preliminary", "flash") if wanted == "latest" else (wanted,)
        row = next((here[one] for one in order if one in here), {"status": "unreported"})
        status = row.get("status") or "verified"
        seen.add(status)
        in_the_way.extend([(who, item["id"])] if status == "reported" else [])
        return number(row["value"], item.get("unit", "")) if status in ("verified", "late", "reported") else status

    def value(who, item, role="actual", at=now):
        """§1.2, 1.5–1.7: what an indicator or series says, filed or by its formula, or why it says nothing."""
        if who in item.get("not_applicable", []) and role != "ruling":
            return "not_applicable"
        at = moved(at, item.get("offset", "-0y"))
        if "formula" in item and role == "actual":
            x = evaluate(item["formula"], names(who, at), policy_of(item))
            return x if isinstance(x, str) else round_to(x, item.get("decimals", "none"))
        x = filed(who, item, role, at)
        if x == "not_yet_published" and policy_of(item)("not_yet_published") == "previous":
            on_time = set(seen)
            previous = filed(who, item, role, (at[0] - at[1], 1 if at[1] == 2 else at[1]))
            seen.intersection_update(on_time)  # what stands in was not filed late for this round
            return x if isinstance(previous, str) else previous
        return x

    def names(who, at):
        return lambda name, role, back: value(who, items[name], role, moved(at, *back))

    # §2–4 the tree

    def of_group(stated, group):
        return Fraction(stated.get(group, "0") if isinstance(stated, dict) else stated)

    def share(node, group):
        """Points (or weight) of a node for a group in this round, 0 where the group does not have it."""
        below = sum(share(child, group) for child in node.get("nodes", []))
        if "nodes" in node and (tree["measure"] == "points" or not below):
            return below
        stated = node["points"] if tree["measure"] == "points" else node.get("weight", "1")
        return of_group(stated, group) * (now in [period_of(one) for one in node.get("rounds", [period])])

    def full(node, group):
        return share(node, group) if tree["measure"] == "points" else of_group(tree["full"], group)

    def leaf(node, group, who_is_in):
        """§3: contestant → exact points, None where there are none, "absent" where it is not applicable."""
        policy, w, read, points = policy_of(node), full(node, group), {}, {}
        given = node["method"] if isinstance(node["method"], dict) else {"name": node["method"]}
        for who in who_is_in:
            seen.clear()
            roles = {role: value(who, node, role) for role in roles_of(given)}
            x = max((one for one in roles.values() if isinstance(one, str)), key=REASONS.index, default="")
            if "roles" not in given:
                seen.clear()
                x = value(who, node)
            elif not all(isinstance(one, str) for one in roles.values()):
                x = Fraction(0)
            read[who] = x, roles
            late.update([(who, node["id"])] if "late" in seen else [])
        stand = policy("unranked_in_statistics") == "true"
        peers = {who: x for who, (x, _) in read.items() if not isinstance(x, str) and (stand or who not in unranked)}
        for who, (x, roles) in read.items():  # §3.1, 3.2
            points[who] = value(who, node, "ruling")
            if isinstance(points[who], str):
                others, lower = [one for other, one in peers.items() if other != who], node["direction"] == "lower"
                lacking = "pending" if set(REASONS) & set(roles.values()) else ""
                given_x = x if isinstance(x, str) else lacking
                points[who] = given_x or points_of(given, x, w, lower, [*peers.values()], others, roles, policy)
        earned = {who: round_to(x, "indicator") for who, x in points.items() if not isinstance(x, str)}
        mean, task = [x for who, x in earned.items() if who not in unranked], policy("no_task")
        fill = {"pending": None, "not_yet_published": None, "unreported": Fraction(0)}  # §3.2, 3.4–3.6
        if policy("unreported") == "lowest" and earned:
            fill["unreported"] = min(earned.values())
        named = {"reweight": "absent", "unranked": None, "group_mean": sum(mean) / len(mean) if mean else None}
        free = named[task] if isinstance(task, str) else min(w, Fraction(task["fixed"]))
        free = round_to(free, "indicator") if isinstance(free, Fraction) else free
        fill |= {"not_applicable": free, "exempt": free}
        in_the_way.extend((who, node["id"]) for who, x in points.items() if x == "pending")
        return {who: fill[x] if isinstance(x, str) else x for who, x in points.items()}

    def add_up(node, group, who_is_in):
        """§4: contestant → (exact, rounded), None or "absent"; every node below is scored on the way."""
        if "nodes" not in node:
            exact, level = leaf(node, group, who_is_in), "indicator"
        else:
            exact, level = {}, "track"
            shares = {child["id"]: share(child, group) for child in node["nodes"]}
            below = {child["id"]: add_up(child, group, who_is_in) for child in node["nodes"] if shares[child["id"]]}
            for who in who_is_in:
                parts = [(shares[id_], one[who]) for id_, one in below.items() if one[who] != "absent"]
                weight = sum(w for w, _ in parts)
                if not parts or None in [part for _, part in parts]:
                    exact[who] = None if parts else "absent"
                elif tree["measure"] == "points":
                    exact[who] = sum(part[1] for _, part in parts) * sum(shares.values()) / weight
                else:
                    exact[who] = sum(w * part[1] for w, part in parts) / weight
        pairs = {who: (x, round_to(x, level)) if isinstance(x, Fraction) else x for who, x in exact.items()}
        scores.setdefault(node["id"], {}).update(pairs)
        return pairs

    # §5 adjustments

    def total(who, group, base):
        rule, sums = policies["late"], {"bonus": {}, "deduction": {}}
        if rule != "none":
            count = sum(one == who and isinstance(scores[node][who], tuple) for one, node in late)
            sums["deduction"]["late figures"] = between(None, count * Fraction(rule["deduct"]), rule.get("cap"))
        for item in book.get("adjustments", []):
            count = value(who, item)
            if isinstance(count, str) or group not in item.get("groups", [group]):
                continue
            if item["kind"] == "veto":
                vetoes.setdefault(who, []).extend([item] if count > 0 else [])
            elif "gate" not in item or evaluate(item["gate"], names(who, now), policy_of(item)) is True:
                category, kind = item.get("category", "only " + item["id"]), sums[item["kind"]]
                amount = between(None, count * Fraction(item["points"]), item.get("cap"))
                kind[category] = kind.get(category, 0) + amount
        for kind, by in sums.items():
            held = [between(None, x, caps.get("categories", {}).get(category)) for category, x in by.items()]
            sums[kind] = between(None, sum(held), caps.get(kind))
        if not isinstance(base, tuple):
            return None
        exact = between(caps.get("floor"), base[0] - sums["deduction"] + sums["bonus"], caps.get("total"))
        exact = Fraction(0) if vetoed(who, "zero") else exact
        return exact, round_to(exact, "total")

    def vetoed(who, effect):
        return [item for item in vetoes.get(who, []) if item["effect"] == effect]
