"""The points of one figure by each method: docs/methods, 算法 and 未决情形. "pending" waits for a ruling."""

from fractions import Fraction

from tests.witness.reading import bounds, inside


def between(low, s, high):
    """s held between two limits; either may be missing (None, or written `none`)."""
    s = s if low in (None, "none") else max(Fraction(low), s)
    return s if high in (None, "none") else min(Fraction(high), s)


def roles_of(given):
    """The roles a method reads beside `actual`."""
    target = [] if "target" in given or given["name"] not in ("completion", "threshold") else ["target"]
    named = [given[key] for key in ("scale_role", "average") if given.get(key, "computed") != "computed"]
    return [*given.get("roles", []), *named, *target]


def points_of(given, x, w, lower, peers, others, roles, policy):
    """Exact points of the figure x out of w; `peers` are the figures that take part in statistics (§2), `others` the same
    without this contestant's own, `roles` the figures of `roles_of(given)`."""

    def number(key, default="none"):
        text = given.get(key, default)
        return text if text == "none" else Fraction(text)

    def reaches(mark):
        return x <= mark if lower else x >= mark

    def ratio(mark, key, floor, cap):
        """Full points times the ratio to the mark, or what the policy says where there is none."""
        if mark <= 0 or (lower and x <= 0):
            return {"ruling": "pending", "zero": 0, "threshold": w * reaches(mark)}[policy(key)]
        return w * between(floor, mark / x if lower else x / mark, cap)

    def rung(full, k):
        """Place k on a ladder, no lower than `ladder_floor`."""
        return between(policy("ladder_floor"), full * (1 - number("step") * (k - 1)), None)

    def by_place(points):
        """Points of the place among the peers; by `tied_ladder: mean` the mean over the places the tied occupy."""
        k = 1 + sum(peer < x if lower else peer > x for peer in peers)
        tied = max(1, peers.count(x)) if policy("tied_ladder") == "mean" else 1
        found = [points(place) for place in range(k, k + tied)]
        return "pending" if not peers or "pending" in found else sum(found) / Fraction(tied)

    best, worst = (min, max) if lower else (max, min)
    match given["name"]:
        case "completion" | "threshold":
            target = number("target") if "target" in given else roles["target"]
            full = given["name"] == "threshold"
            return (
                w * reaches(target) if full else ratio(target, "zero_target", number("floor", "0"), number("cap", "1"))
            )
        case "benchmark":
            return ratio(number("benchmark"), "nonpositive_base", number("floor", "0"), number("cap"))
        case "share_of_best":
            return ratio(best(peers), "nonpositive_base", 0, 1) if peers else "pending"
        case "efficacy":
            if not peers and not {"best", "worst"} <= set(given):
                return "pending"
            low = number("worst") if "worst" in given else worst(peers)
            high, base = number("best") if "best" in given else best(peers), number("base", "0.6")
            if high == low or (high < low) != lower:
                return {"full": w, "base": base * w, "ruling": "pending"}[policy("equal_range")]
            return w * between(base, base + (1 - base) * (x - low) / (high - low), 1)
        case "ladder":
            if "eligible" in given and not reaches(number("eligible")):
                return number("below", "0")
            return by_place(lambda k: number("entry", "0") + rung(w - number("entry", "0"), k))
        case "rank_bands":
            bands = [(band["ranks"], Fraction(band["points"])) for band in given["bands"]]
            return by_place(lambda k: next((points for ranks, points in bands if inside(k, ranks)), "pending"))
        case "rater_ladder":
            places = roles.values()
            return "pending" if min(places) < 1 else sum(rung(w, k) for k in places) / len(places)
        case "vote_ladder":
            votes, top, drop = roles.values(), number("top", "100"), number("drop", "3")
            if min(votes) < 0 or (sum(votes) == 0 and policy("zero_target") == "ruling"):
                return "pending"
            return w / 100 * sum(n * (top - drop * k) for k, n in enumerate(votes)) / (sum(votes) or 1)
        case "against_average":
            counted = peers if policy("peers_include_self") == "true" else others
            if given["average"] == "computed" and not counted:
                return "pending"
            average = roles[given["average"]] if given["average"] in roles else sum(counted) / Fraction(len(counted))
            start, left, points = number("start", str(w)), abs(x - average), 0
            for i, divisor in enumerate(given["divisors"], 1):  # bracket by bracket; the last one has no end
                part = left if i == len(given["divisors"]) else min(left, number("width"))
                points, left = points + part * start / Fraction(divisor), left - part
            return between(number("floor"), start + (points if reaches(average) else -points), number("cap"))
        case "linear_loss":
            short = max(0, x - number("full_at") if lower else number("full_at") - x)
            return between(number("floor", "0"), w - number("per_unit") * short / number("units", "1"), w)
        case "scaled_threshold":
            size = roles[given["scale_role"]]
            mark = [Fraction(line["threshold"]) for line in given["table"] if inside(size, line["scale"])]
            if size == 0 or not mark:
                return number("none") if size == 0 else "pending"
            steps = (mark[0] - x if lower else x - mark[0]) / number("step")
            steps = int(steps) if given.get("whole_steps") == "true" else steps  # int() drops the part of a step
            return w + between(-number("swing"), steps * number("per_step"), number("swing"))
        case "slopes":
            points = number("points") if inside(x, given.get("domain", "(-inf, +inf)")) else None
            for part in given["segments"] if points is not None else []:
                low, high = bounds(part["interval"])
                walked = between(low, x, high) - between(low, number("at"), high)
                points += Fraction(part["per_unit"]) / Fraction(part.get("units", "1")) * walked
            return "pending" if points is None else between(number("floor"), points, number("cap"))
        case "step_table":
            lines = [line for line in given["table"] if inside(x, line["interval"])]
            return (
                Fraction(lines[0]["points"]) if lines and inside(x, given.get("domain", "(-inf, +inf)")) else "pending"
            )
        case "given":
            return x if 0 <= x <= w else "pending"
