"""Texts to numbers, roundings, periods, intervals and values of formulas (scoring.md §1, §3.3, §7)."""

import ast
import operator
import re
import unicodedata
from fractions import Fraction

REASONS = ("not_applicable", "exempt", "not_yet_published", "pending", "unreported")


class Gap(str):
    """Why there is no value: one of REASONS."""


PENDING = Gap("pending")


def gap_of(values):
    """§1.6: of several reasons the first in REASONS; None where every value is there."""
    return min((value for value in values if isinstance(value, Gap)), key=REASONS.index, default=None)


def number(text, unit):
    """§1.4: a bare number is in the unit of its indicator; one with 万, 亿, % or ‰ is converted to it."""
    sizes = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "%": Fraction(1, 100), "‰": Fraction(1, 1000), "": 1}
    digits, suffix = re.fullmatch(r"([+-]?[\d.]+)\s*(.*)", unicodedata.normalize("NFKC", text).strip()).groups()
    size, own = (next(sizes[sign] for sign in sizes if written.startswith(sign)) for written in (suffix, unit))
    return Fraction(digits) * (Fraction(size) / own if suffix else 1)


def rounded(x, places, mode):
    """§3.3: the size of x is rounded, the sign comes back afterwards."""
    if places == "none":
        return x
    whole, rest = divmod(abs(x) * 10 ** int(places), 1)
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (mode == "half_up" or whole % 2 == 1)):
        whole += 1
    return Fraction(whole if x >= 0 else -whole, 10 ** int(places))


def period_of(text):
    """A period is (its last month counted from year 0, how many months it lasts)."""
    year, rest = 12 * int(text[:4]), text[5:]
    if rest[:1] in ("H", "Q"):
        length = {"H": 6, "Q": 3}[rest[0]]
        return year + length * int(rest[1:]), length
    return {"": (year + 12, 12), "01/02": (year + 2, 2)}.get(rest) or (year + int(rest), 1)


def moved(period, *offsets):
    """§1.2: `-1y`, `-1q`, `-1m`; the length stays."""
    return period[0] + sum(int(one[:-1]) * {"y": 12, "q": 3, "m": 1}[one[-1]] for one in offsets), period[1]


def bounds(interval):
    parts = interval.split("..") if ".." in interval else interval[1:-1].split(",")
    return [None if "inf" in part or not part.strip() else Fraction(part.strip()) for part in parts]


def inside(x, interval, borders="left_closed"):
    """`[a, b)` as it is written; `a..b`, `a..` and `..b` by the policy `grade_borders` (§7)."""
    low, high = bounds(interval)
    ends = interval[0] + interval[-1] if ".." not in interval else {"left_closed": "[)", "right_closed": "(]"}[borders]
    above = low is None or x > low or (x == low and ends[0] == "[")
    return above and (high is None or x < high or (x == high and ends[1] == "]"))


ACTS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.USub: operator.neg}
ACTS |= {ast.Div: lambda a, b: a / b if b else PENDING, ast.Not: operator.not_, ast.Eq: operator.eq}
ACTS |= {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.NotEq: operator.ne}
ACTS |= {"min": min, "max": max, "abs": abs, "percent": lambda a, b: a / b * 100 if b else PENDING}


class Formula:
    """A formula (§1.6) or condition (§5, §7). `resolve(name, role, offsets)` gives the figure a name stands for, `words`
    are the functions of conditions. The value is a number, a truth, or the Gap that stands in its way."""

    def __init__(self, text, resolve, policy=None, words=()):
        text = re.sub(r"\[(-\d+[yqm])\]\.(\w+)", r".\2[\1]", text.strip())
        self.text = re.sub(r"\[(-\d+[yqm])\]", r"['\1']", re.sub(r"\bif\s*\(", "choose(", text))
        self.resolve, self.policy, self.words = resolve, policy, words
        self.value = self.of(ast.parse(self.text, mode="eval").body, ())

    def of(self, node, back):
        match node:
            case ast.Constant():
                return Fraction(ast.get_source_segment(self.text, node))
            case ast.Name(id=name):
                return self.resolve(name, "actual", back)
            case ast.Attribute(value=ast.Name(id=name), attr=role):
                return self.resolve(name, role, back)
            case ast.Subscript(value=inner, slice=ast.Constant(value=offset)):
                return self.of(inner, (*back, offset))
            case ast.BoolOp(op=op, values=parts):  # one side may settle it, whatever is known of the other
                known, settled = [self.of(part, back) for part in parts], isinstance(op, ast.Or)
                return settled if settled in known else gap_of(known) or not settled
            case ast.Call(func=ast.Name(id="choose"), args=[condition, yes, no]):  # only the chosen branch is looked at
                chosen = self.of(condition, back)
                return chosen if isinstance(chosen, Gap) else self.of(yes if chosen else no, back)
            case ast.Call(func=ast.Name(id="growth"), args=parts):
                return self.growth(parts, back)
            case ast.Call(func=ast.Name(id=name), args=words) if name in self.words:
                return self.words[name](*[getattr(word, "id", getattr(word, "value", None)) for word in words])
            case ast.Call(func=ast.Name(id=name), args=parts):
                act = {**ACTS, "completion": self.completion}[name]
            case ast.UnaryOp(op=op, operand=part):
                act, parts = ACTS[type(op)], [part]
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                act, parts = ACTS[type(op)], [left, right]
        known = [self.of(part, back) for part in parts]
        return gap_of(known) or act(*known)

    def completion(self, x, target):
        rules = {"ruling": PENDING, "zero": Fraction(0), "threshold": Fraction(100 * (x >= target))}
        return x / target * 100 if target > 0 else rules[self.policy("zero_target")]

    def growth(self, parts, back, again=True):
        x, b = (self.of(part, back) for part in parts)
        if gap := gap_of((x, b)):
            return gap
        rules = {"ruling": PENDING, "zero": Fraction(0), "threshold": Fraction(100 * ((x > b) - (x < b)))}
        rate = (x - b) / b * 100 if b > 0 else rules[self.policy("nonpositive_base")]
        abnormal = self.policy("abnormal_base") if again else "none"
        if rate is PENDING or abnormal == "none" or abs(rate) <= Fraction(abnormal["limit"]):
            return rate
        if abnormal["rule"] == "cap":
            return Fraction(abnormal["limit"]) * (1 if rate > 0 else -1)
        last = self.growth(parts, (*back, "-1y"), again=False)
        return PENDING if isinstance(last, Gap) else (rate + last) / 2
