# fmt: off
"""The second witness: rulebook and figures to scores, ranks, grades and lists, paragraph by paragraph of scoring.md.
Written from the documents alone. All of it must fit 400 lines: hence cases in one line and single blank lines."""
# ruff: noqa: E701
import csv
from fractions import Fraction
from pathlib import Path

import yaml

from tests.witness.methods import between, points_of, roles_of
from tests.witness.reading import REASONS, evaluate, inside, moved, number, period_of, prior, rounded

NotScored = type("NotScored", (Exception,), {})  # §1.5, 3.2: no result until these cells are verified or have a ruling

def score(rulebook, figures, period, before=None, trial=False):
    """contestant → what the round of that period says of it; `before` is what this gave for the round before."""
    book = yaml.load(Path(rulebook).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    rows = [row for path in figures for row in csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines())]
    rounds = [one["period"] for one in book["rounds"]]
    for one in rounds[: rounds.index(period) + 1] if before is None else [period]:  # §6: the last one that has figures
        result, in_the_way, with_figures = play(book, rows, one, before or {})
        if in_the_way and not trial: raise NotScored(in_the_way)
        before = result if with_figures else before
    return result

def places(scores, dense=False):  # §6: contestant → rank of these scores, the largest first
    better = {who: [other for other in scores.values() if other > mine] for who, mine in scores.items()}
    return {who: 1 + len(set(others) if dense else others) for who, others in better.items()}

def play(book, rows, period, before):
    """One round: (contestant → what it says, cells that stand in the way of a result, who has figures)."""
    policies, caps, tree, now = book["policies"], book.get("caps", {}), {"id": "", **book["tree"]}, period_of(period)
    nodes, adjustments, grades, last = [tree], book.get("adjustments", []), book.get("grades", []), prior(book, now)
    for node in nodes: nodes += node.get("nodes", [])  # from the root down: the list grows while it is walked
    items = {one["id"]: one for one in [*nodes, *book.get("series", []), *adjustments]}
    unranked = {one["id"] for one in book["contestants"] if one.get("ranked", "").lower() in ("false", "no")}
    by_points, ties, basis = tree["measure"] == "points", policies["ties"], int(policies["rank_on"] == "rounded")
    cells, scores, totals, vetoes, late, seen, with_figures, in_the_way, found = {}, {}, {}, {}, [], [], [], [], {}

    def policy_of(item): return lambda key: item.get("policies", {}).get(key, policies[key])
    def round_to(x, level): return rounded(x, policies["rounding"].get(level, level), policies["rounding"]["mode"])
    def of_group(stated, group): return Fraction(stated.get(group, "0") if isinstance(stated, dict) else stated)
    def full(node, group): return share(node, group) if by_points else of_group(tree["full"], group)
    def vetoed(who, effect): return [item for item in vetoes[who] if item["effect"] == effect]

    def cell(who, item, role, vintage, at):  # §1.1: cumulative figures and those of a day go by the last month alone
        return who, item["id"], role, vintage, at if item.get("period") == "period" else at[0]

    for row in rows:
        item, role, vintage = items.get(row["indicator"], {"id": ""}), row.get("role") or "actual", row.get("vintage")
        cells[cell(row["contestant"], item, role, vintage or "final", period_of(row["period"]))] = row

    def filed(who, item, role, at):  # §1.3–1.5: the figure in one cell, or why there is none
        wanted = policy_of(item)("vintage")
        order = ("final", "preliminary", "flash") if wanted == "latest" else (wanted,)
        keys = [key for key in (cell(who, item, role, vintage, at) for vintage in order) if key in cells]
        if not keys and role == "actual" and item in adjustments: return Fraction(0)
        seen.append(status := (cells[keys[0]].get("status") or "verified") if keys else "unreported")
        if status == "reported": in_the_way.append((who, item["id"]))
        if status not in ("verified", "late", "reported"): return status
        return number(cells[keys[0]]["value"], item.get("unit", ""))

    def value(who, item, role="actual", at=now):  # §1.2, 1.5–1.7: filed or by its formula, or why there is none
        at = moved(at, item.get("offset", "-0y"))
        def of_name(name, role, back): return value(who, items[name], role, moved(at, *back))
        if who in item.get("not_applicable", []) and role != "ruling": return "not_applicable"
        if "formula" in item and role == "actual":
            x = evaluate(item["formula"], of_name, policy_of(item))
            return x if isinstance(x, str) else round_to(x, item.get("decimals", "none"))
        x, so_far = filed(who, item, role, at), len(seen)
        if x == "not_yet_published" and policy_of(item)("not_yet_published") == "previous":
            previous = filed(who, item, role, (at[0] - at[1], 1 if at[1] == 2 else at[1]))
            del seen[so_far:]  # what stands in was not filed late for this round
            return x if isinstance(previous, str) else previous
        return x

    def share(node, group):  # §2, 4: points (or weight) for the group in this round, 0 where it does not have the node
        below = sum(share(child, group) for child in node.get("nodes", []))
        if "nodes" in node and (by_points or not below): return below
        counts = "rounds" not in node or now in [period_of(one) for one in node["rounds"]]
        return of_group(node["points"] if by_points else node.get("weight", "1"), group) * counts

    def leaf(node, group, here):  # §3: contestant → exact points, None without, "absent" where it is not applicable
        policy, w, lower, read, roles = policy_of(node), full(node, group), node["direction"] == "lower", {}, {}
        given = node["method"] if isinstance(node["method"], dict) else {"name": node["method"]}
        for who in here:
            seen.clear()
            roles[who] = {role: value(who, node, role) for role in roles_of(given)}
            lacking, x = [x for x in roles[who].values() if isinstance(x, str)], Fraction(0)
            if "roles" not in given: x = seen.clear() or value(who, node)
            elif len(lacking) == len(roles[who]): x = max(lacking, key=REASONS.index)  # it reads nothing but roles
            if "late" in seen: late.append((who, node["id"]))
            if not isinstance(x, str): with_figures.append(who)
            read[who] = "pending" if lacking and not isinstance(x, str) else x
        ranked = [who for who in here if who not in unranked or policy("unranked_in_statistics") == "true"]
        counted = {who: read[who] for who in ranked if not isinstance(read[who], str)}  # §2
        points = {who: value(who, node, "ruling") for who in here}
        for who, x in read.items():  # §3.1, 3.2
            if not isinstance(points[who], str): continue
            points[who] = x if isinstance(x, str) else points_of(given, x, w, lower, counted, who, roles[who], policy)
        in_the_way.extend((who, node["id"]) for who, x in points.items() if x == "pending")
        earned = {who: round_to(x, "indicator") for who, x in points.items() if not isinstance(x, str)}
        mean, task = [x for who, x in earned.items() if who not in unranked], policy("no_task")  # §3.4–3.6
        named = {"reweight": "absent", "unranked": None, "group_mean": sum(mean) / len(mean) if mean else None}
        free = named[task] if isinstance(task, str) else min(w, Fraction(task["fixed"]))
        free = round_to(free, "indicator") if isinstance(free, Fraction) else free
        owed = min(earned.values(), default=Fraction(0)) if policy("unreported") == "lowest" else Fraction(0)
        fill = {"unreported": owed, "not_applicable": free, "exempt": free}
        return {who: fill.get(x) if isinstance(x, str) else x for who, x in points.items()}

    def branch(node, group, here):  # §4: the same, from the rounded scores below
        exact, shares = {}, {one["id"]: share(one, group) for one in node["nodes"] if share(one, group)}
        for who in here:
            parts = [(w, scores[id_][who]) for id_, w in shares.items() if scores[id_][who] != "absent"]
            exact[who] = None if parts else "absent"
            if not parts or None in [part for _, part in parts]: continue
            whole = sum(part[1] if by_points else w * part[1] for w, part in parts)
            exact[who] = whole * (sum(shares.values()) if by_points else 1) / sum(w for w, _ in parts)
        return exact

    def total(who, group, base):  # §5
        sums, rule, vetoes[who] = {"bonus": {}, "deduction": {}}, policies["late"], []
        if rule != "none":
            count = sum(one == who and isinstance(scores[node][who], tuple) for one, node in late)
            sums["deduction"][""] = between(None, count * Fraction(rule["deduct"]), rule.get("cap"))
        for item in [one for one in adjustments if group in one.get("groups", [group])]:
            n, category = value(who, item), item.get("category", "only " + item["id"])
            if isinstance(n, str) or ("gate" in item and value(who, {"formula": item["gate"]}) is not True): continue
            if item["kind"] == "veto":
                if n > 0: vetoes[who].append(item)
                continue
            amount, by = between(None, n * Fraction(item["points"]), item.get("cap")), sums[item["kind"]]
            by[category] = by.get(category, 0) + amount
        for kind, by in sums.items():
            held = [between(None, x, caps.get("categories", {}).get(one)) for one, x in by.items()]
            sums[kind] = between(None, sum(held), caps.get(kind))
        if not isinstance(base, tuple): return None
        exact = between(caps.get("floor"), base[0] - sums["deduction"] + sums["bonus"], caps.get("total"))
        if vetoed(who, "zero"): exact = Fraction(0)
        return exact, round_to(exact, "total")

    def standing(here):  # §6: ranks of totals within a group of any grouping
        keys, breakers = {}, ties["break_by"] if isinstance(ties, dict) else []
        for who in here:
            if not totals[who] or who in unranked or vetoed(who, "unranked"): continue
            broken = [scores.get(node, {}).get(who) for node in breakers]
            broken = [one[basis] if isinstance(one, tuple) else 0 for one in broken]
            keys[who] = (not vetoed(who, "rank_last"), totals[who][basis], *broken)
        return places(keys, ties == "dense")

    def holds(award, who, group, ranks):  # §7: the condition of a list about one contestant
        one, facts = found[who], {**found[who]["places"][book["peers"]], "score": found[who]["total"], "n": len(ranks)}
        facts["rank_last"] = places(ranks).get(who)
        facts["score_rate"] = one["total"] / full(tree, group) * 100 if totals[who] else None
        def name(id_, *_):
            x = facts[id_] if id_ in facts else one["nodes"].get(id_)
            return "unreported" if x is None else Fraction(x)
        def rate(id_): return name(id_) if isinstance(name(id_), str) else name(id_) / full(items[id_], group) * 100
        def met(id_):
            node, x = items[id_], value(who, items[id_])
            stated = node["method"].get("target") if isinstance(node["method"], dict) else None
            mark = Fraction(stated) if stated else value(who, node, "target")
            if isinstance(x, str) or isinstance(mark, str): return "unreported"
            return x <= mark if node["direction"] == "lower" else x >= mark
        words = {"met": met, "rate": rate, "rank_of": lambda id_: one["node_ranks"].get(id_, "unreported")}
        words |= {"value": lambda id_: value(who, items[id_]), "grade": lambda id_: one["grade"] == id_}
        return evaluate(award["when"], name, None, words | {"vetoed": lambda: bool(vetoes[who])}) is True

    groups, day = {}, f"{(now[0] - 1) // 12}-{(now[0] - 1) % 12 + 1:02}-31"  # §2: members on the last day of the round
    for grouping, group in [(each["id"], one) for each in book["groupings"] for one in each["groups"]]:
        dated = [one if isinstance(one, dict) else {"id": one} for one in group["members"]]
        here = [one["id"] for one in dated if one.get("since", "") <= day < one.get("until", "9999")]
        groups.setdefault(grouping, []).append((group["id"], here))
    for group, here in groups[book["peers"]]:
        for node in [one for one in reversed(nodes) if share(one, group) or one is tree]:  # from the leaves up
            method, level = (branch, "track") if "nodes" in node else (leaf, "indicator")
            for who, x in method(node, group, here).items():
                x = (x, round_to(x, level)) if isinstance(x, Fraction) else x
                scores.setdefault(node["id"], {})[who] = x
        for who in here:
            totals[who] = total(who, group, scores[""][who])
            shown, order = totals[who] and totals[who][1], [one["id"] for one in grades]  # the best grade stands first
            own = [g["id"] for g in grades if totals[who] and inside(shown, g["interval"], policies["grade_borders"])]
            grade = max(own + [item["grade"] for item in vetoed(who, "cap_grade")], key=order.index) if own else None
            mine = {id_: x[who][1] if isinstance(x[who], tuple) else None for id_, x in scores.items() if who in x}
            found[who] = {"group": group, "nodes": mine, "total": shown, "grade": grade}
            found[who] |= {"node_ranks": {}, "places": {}, "lists": [], "streaks": {}}
        for id_, x in scores.items():
            mine = {who: x[who][basis] for who in here if isinstance(x.get(who), tuple) and who not in unranked}
            for who, rank in places(mine, ties == "dense").items(): found[who]["node_ranks"][id_] = rank
    for grouping, group, here in [(one, *part) for one in groups for part in groups[one]]:  # §6: ranks and progress
        here, changes = [who for who in here if who in found], {}
        ranks = standing(here)
        for who in here:
            was, rank = before.get(who, {}), ranks.get(who)
            then = was.get("places", {}).get(grouping, {}).get("rank")
            gained = then - rank if then and rank else None
            by_score = totals[who][1] - was["total"] if totals[who] and was.get("total") is not None else None
            changes[who] = gained if policies["progress"] == "places" else by_score
            found[who]["places"][grouping] = {"rank": rank, "places": gained, "change": changes[who]}
        for who, rank in places({who: changes[who] for who in ranks if changes[who] is not None}).items():
            found[who]["places"][grouping]["progress_rank"] = rank
        for award in book.get("awards", []) if grouping == book["peers"] else []:  # §7
            concerned, kind = here if group in award.get("groups", [group]) else [], award["kind"]
            running = {who: before.get(who, {}).get("streaks", {}).get((award["id"], last), 0) for who in concerned}
            running = {who: 1 + rounds for who, rounds in running.items() if holds(award, who, group, ranks)}
            barred = [who for who in here if kind in ("title", "prize", "red_list") and vetoed(who, "cancel_title")]
            held = [who for who in running if running[who] >= int(award.get("rounds", "1")) and who not in barred]
            front = 1 if kind in ("speak", "title", "prize", "red_list") else -1
            order = {who: (who not in ranks, ranks.get(who, 0) * front) for who in held}
            for who in running:
                found[who]["streaks"][award["id"], now] = running[who]
                ahead = sum(one < order[who] for one in order.values()) if who in held else None
                if who in held and ahead < int(award.get("at_most", len(here))): found[who]["lists"].append(award["id"])
    return found, in_the_way, with_figures
