"""The points of one figure by each method: paragraphs 算法 and 未决情形 of docs/methods. PENDING waits for a ruling."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.witness.reading import PENDING, bounds, inside


def between(low, s, high):
    s = s if low is None else max(low, s)
    return s if high is None else min(high, s)


@dataclass
class Case:
    x: Any  # the figure
    w: Fraction  # its full points
    lower: bool  # is lower better
    peers: dict  # contestant → figure, of those who take part in statistics (§2)
    who: str
    given: dict  # parameters
    roles: dict  # role → its figure
    policy: Any  # key → policy

    def number(self, key, default="none"):
        text = self.given.get(key, default)
        return None if text == "none" else Fraction(text)

    def reaches(self, mark):
        return self.x <= mark if self.lower else self.x >= mark

    def target(self):
        return self.number("target") if "target" in self.given else self.roles["target"]

    def ratio(self, mark, policy, floor, cap):
        """Full points times the ratio to the mark, or what the policy says where there is none."""
        if mark <= 0 or (self.lower and self.x <= 0):
            return {"ruling": PENDING, "zero": 0, "threshold": self.w * self.reaches(mark)}[self.policy(policy)]
        return self.w * between(floor, mark / self.x if self.lower else self.x / mark, cap)

    def rung(self, full, k):
        """Place k on a ladder, no lower than `ladder_floor`."""
        floor = self.policy("ladder_floor")
        return between(None if floor == "none" else Fraction(floor), full * (1 - self.number("step") * (k - 1)), None)

    def by_place(self, points):
        """Points of the place among the peers; by `tied_ladder: mean` the mean over the places the tied occupy."""
        figures = [*self.peers.values()]
        k = 1 + sum(x < self.x if self.lower else x > self.x for x in figures)
        tied = max(1, figures.count(self.x)) if self.policy("tied_ladder") == "mean" else 1
        found = [points(place) for place in range(k, k + tied)]
        return PENDING if not figures or PENDING in found else sum(found) / Fraction(tied)


def points_of(c):
    """The exact points."""
    figures = c.peers.values()
    best, worst = (min, max) if c.lower else (max, min)
    if not inside(c.x, c.given.get("domain", "(-inf, +inf)")):
        return PENDING
    match c.given["name"]:
        case "completion":
            return c.ratio(c.target(), "zero_target", c.number("floor", "0"), c.number("cap", "1"))
        case "threshold":
            return c.w * c.reaches(c.target())
        case "benchmark":
            return c.ratio(c.number("benchmark"), "nonpositive_base", c.number("floor", "0"), c.number("cap"))
        case "share_of_best":
            return c.ratio(best(figures), "nonpositive_base", 0, 1) if figures else PENDING
        case "efficacy":
            if not figures and not {"best", "worst"} <= set(c.given):
                return PENDING
            high = c.number("best") if "best" in c.given else best(figures)
            low = c.number("worst") if "worst" in c.given else worst(figures)
            base = c.number("base", "0.6")
            if high == low or (high < low) != c.lower:
                return {"full": c.w, "base": base * c.w, "ruling": PENDING}[c.policy("equal_range")]
            return c.w * between(base, base + (1 - base) * (c.x - low) / (high - low), 1)
        case "ladder":
            entry = c.number("entry", "0")
            if "eligible" in c.given and not c.reaches(c.number("eligible")):
                return c.number("below", "0")
            points = c.by_place(lambda k: c.rung(c.w - entry, k))
            return PENDING if points is PENDING else entry + points
        case "rank_bands":
            bands = [(band["ranks"], Fraction(band["points"])) for band in c.given["bands"]]
            return c.by_place(lambda k: next((points for ranks, points in bands if inside(k, ranks)), PENDING))
        case "rater_ladder":
            places = [c.roles[role] for role in c.given["roles"]]
            return PENDING if min(places) < 1 else sum(c.rung(c.w, k) for k in places) / len(places)
        case "vote_ladder":
            votes, top, drop = (
                [c.roles[role] for role in c.given["roles"]],
                c.number("top", "100"),
                c.number("drop", "3"),
            )
            if min(votes) < 0 or (sum(votes) == 0 and c.policy("zero_target") == "ruling"):
                return PENDING
            return c.w / 100 * sum(n * (top - drop * k) for k, n in enumerate(votes)) / (sum(votes) or 1)
        case "against_average":
            own = c.policy("peers_include_self") == "true"
            peers = [x for one, x in c.peers.items() if own or one != c.who]
            if c.given["average"] == "computed" and not peers:
                return PENDING
            average = (
                sum(peers) / Fraction(len(peers)) if c.given["average"] == "computed" else c.roles[c.given["average"]]
            )
            start, width = c.number("start", str(c.w)), c.number("width")
            divisors, left, points = [Fraction(text) for text in c.given["divisors"]], abs(c.x - average), 0
            for divisor in divisors:  # bracket by bracket; the last divisor goes on for ever
                part = left if divisor is divisors[-1] else min(left, width)
                points, left = points + part * start / divisor, left - part
            return between(c.number("floor"), start + (points if c.reaches(average) else -points), c.number("cap"))
        case "linear_loss":
            short = max(0, c.x - c.number("full_at") if c.lower else c.number("full_at") - c.x)
            return between(c.number("floor", "0"), c.w - c.number("per_unit") * short / c.number("units", "1"), c.w)
        case "scaled_threshold":
            size = c.roles[c.given["scale_role"]]
            mark = next((Fraction(line["threshold"]) for line in c.given["table"] if inside(size, line["scale"])), None)
            if size == 0 or mark is None:
                return c.number("none") if size == 0 else PENDING
            steps = (mark - c.x if c.lower else c.x - mark) / c.number("step")
            steps = int(steps) if c.given.get("whole_steps") == "true" else steps  # int() drops the part of a step
            return c.w + between(-c.number("swing"), steps * c.number("per_step"), c.number("swing"))
        case "slopes":
            points = c.number("points")
            for part in c.given["segments"]:
                low, high = bounds(part["interval"])
                walked = between(low, c.x, high) - between(low, c.number("at"), high)
                points += Fraction(part["per_unit"]) / Fraction(part.get("units", "1")) * walked
            return between(c.number("floor"), points, c.number("cap"))
        case "step_table":
            lines = [Fraction(line["points"]) for line in c.given["table"] if inside(c.x, line["interval"])]
            return lines[0]
        case "given":
            return c.x if 0 <= c.x <= c.w else PENDING


def roles_of(given):
    """The roles a method reads beside `actual`."""
    named = [given[key] for key in ("scale_role", "average") if given.get(key, "computed") != "computed"]
    own_target = given["name"] in ("completion", "threshold") and "target" not in given
    return [*given.get("roles", []), *named, *(["target"] if own_target else [])]
