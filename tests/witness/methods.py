# fmt: off
"""The points of one figure by each method: docs/methods, 算法 and 未决情形. "pending" waits for a ruling."""
# ruff: noqa: E701
from fractions import Fraction

from tests.witness.reading import bounds, inside


def between(low, s, high):  # s held between two limits; either may be missing: None, or written `none`
    s = s if low in (None, "none") else max(Fraction(low), s)
    return s if high in (None, "none") else min(Fraction(high), s)

def roles_of(given):  # the roles a method reads beside `actual`
    named = [given[key] for key in ("scale_role", "average") if given.get(key, "computed") != "computed"]
    target = given["name"] in ("completion", "threshold") and "target" not in given
    return [*given.get("roles", []), *named, *(["target"] if target else [])]

def points_of(given, x, w, lower, counted, who, roles, policy):
    """Exact points of the figure x out of w; `counted`: contestant → figure, of those who count in statistics (§2)."""
    peers, (best, worst) = [*counted.values()], (min, max) if lower else (max, min)
    def number(key, default="none"): return None if (text := given.get(key, default)) == "none" else Fraction(text)
    def reaches(mark): return x <= mark if lower else x >= mark
    def ratio(mark, key, floor, cap):  # of full points; or, where there is no ratio, what the policy says
        rules = {"ruling": "pending", "zero": Fraction(0), "threshold": w * reaches(mark)}
        if mark <= 0 or (lower and x <= 0): return rules[policy(key)]
        return w * between(floor, mark / x if lower else x / mark, cap)
    def rung(full, k):  # place k on a ladder, no lower than `ladder_floor`
        return between(policy("ladder_floor"), full * (1 - number("step") * (k - 1)), None)
    def by_place(points):  # of the place among the peers; `tied_ladder: mean` is the mean over the places the tied fill
        k = 1 + sum(peer < x if lower else peer > x for peer in peers)
        tied = max(1, peers.count(x)) if policy("tied_ladder") == "mean" else 1
        found = [points(place) for place in range(k, k + tied)]
        return "pending" if not peers or "pending" in found else sum(found) / Fraction(tied)

    target = number("target") if "target" in given else roles.get("target")
    if not inside(x, given.get("domain", "(-inf, +inf)")): return "pending"
    match given["name"]:
        case "completion": return ratio(target, "zero_target", number("floor", "0"), number("cap", "1"))
        case "threshold": return w * reaches(target)
        case "benchmark": return ratio(number("benchmark"), "nonpositive_base", number("floor", "0"), number("cap"))
        case "share_of_best": return ratio(best(peers), "nonpositive_base", 0, 1) if peers else "pending"
        case "efficacy":
            if not peers and not {"best", "worst"} <= set(given): return "pending"
            low = number("worst") if "worst" in given else worst(peers)
            high, base = number("best") if "best" in given else best(peers), number("base", "0.6")
            if high == low or (high < low) != lower:
                return {"full": w, "base": base * w, "ruling": "pending"}[policy("equal_range")]
            return w * between(base, base + (1 - base) * (x - low) / (high - low), 1)
        case "ladder":
            entry, eligible = number("entry", "0"), "eligible" not in given or reaches(number("eligible"))
            return by_place(lambda k: entry + rung(w - entry, k)) if eligible else number("below", "0")
        case "rank_bands":
            bands = [(band["ranks"], Fraction(band["points"])) for band in given["bands"]]
            return by_place(lambda k: next((points for ranks, points in bands if inside(k, ranks)), "pending"))
        case "rater_ladder":
            places = roles.values()
            return "pending" if min(places) < 1 else sum(rung(w, k) for k in places) / len(places)
        case "vote_ladder":
            votes, top, drop = roles.values(), number("top", "100"), number("drop", "3")
            worth = sum(n * (top - drop * k) for k, n in enumerate(votes)) / (sum(votes) or 1)
            wait = min(votes) < 0 or (sum(votes) == 0 and policy("zero_target") == "ruling")
            return "pending" if wait else w / 100 * worth
        case "against_average":
            own = policy("peers_include_self") == "true"
            others = [figure for other, figure in counted.items() if own or other != who]
            average = roles[given["average"]] if roles else sum(others) / Fraction(len(others) or 1)
            start, left, points = number("start", str(w)), abs(x - average), 0
            for i, divisor in enumerate(given["divisors"], 1):  # bracket by bracket; the last one has no end
                part = left if i == len(given["divisors"]) else min(left, number("width"))
                points, left = points + part * start / Fraction(divisor), left - part
            s = between(number("floor"), start + (points if reaches(average) else -points), number("cap"))
            return "pending" if given["average"] == "computed" and not others else s
        case "linear_loss":
            short = max(0, x - number("full_at") if lower else number("full_at") - x)
            return between(number("floor", "0"), w - number("per_unit") * short / number("units", "1"), w)
        case "scaled_threshold":
            size = roles[given["scale_role"]]
            mark = [Fraction(line["threshold"]) for line in given["table"] if inside(size, line["scale"])]
            if size == 0 or not mark: return number("none") if size == 0 else "pending"
            steps = (mark[0] - x if lower else x - mark[0]) / number("step")
            steps = int(steps) if given.get("whole_steps") == "true" else steps  # int() drops the part of a step
            return w + between(-number("swing"), steps * number("per_step"), number("swing"))
        case "slopes":
            points = number("points")
            for part in given["segments"]:
                low, high = bounds(part["interval"])
                walked = between(low, x, high) - between(low, number("at"), high)
                points += Fraction(part["per_unit"]) / Fraction(part.get("units", "1")) * walked
            return between(number("floor"), points, number("cap"))
        case "step_table":
            return next((Fraction(line["points"]) for line in given["table"] if inside(x, line["interval"])), "pending")
        case "given": return x if 0 <= x <= w else "pending"
