"""Texts to numbers, roundings, periods, intervals and values of formulas (scoring.md §1, 3.3, 7; rulebook.md §6–8)."""

import ast
import operator
import re
from fractions import Fraction
from unicodedata import normalize

# A value is a Fraction, the truth of a condition, or one of these texts: why there is none (§1.6: the first one counts).
REASONS = ("not_applicable", "exempt", "not_yet_published", "pending", "unreported")
SIZES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "%": Fraction(1, 100), "‰": Fraction(1, 1000), "": 1}
SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "·": "*", "÷": "/", "−": "-"}
ACTS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.USub: operator.neg, "abs": abs}
ACTS |= {ast.Div: lambda a, b: a / b if b else "pending", ast.Not: operator.not_, ast.Eq: operator.eq, "max": max}
ACTS |= {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.NotEq: operator.ne}
ACTS |= {"min": min, "percent": lambda a, b: a / b * 100 if b else "pending"}


def gap_of(values):
    return next((reason for reason in REASONS if reason in values), None)


def number(text, unit):
    """§1.4: a bare number is in the unit of its indicator; one with 万, 亿, % or ‰ is converted to it."""
    text = normalize("NFKC", text).replace(",", "").strip()
    digits, suffix = re.fullmatch(r"([-+\d.]+(?:e[-+]?\d+)?)(.*)", text).groups()
    written, own = (next(SIZES[sign] for sign in SIZES if one.startswith(sign)) for one in (suffix, unit))
    return Fraction(digits) * (Fraction(written) / own if suffix else 1)


def rounded(x, places, mode):
    """§3.3: the size of x is rounded, the sign comes back afterwards."""
    if places == "none":
        return x
    whole, rest = divmod(abs(x) * 10 ** int(places), 1)
    whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and (mode == "half_up" or whole % 2 == 1))
    return Fraction(whole if x >= 0 else -whole, 10 ** int(places))


def period_of(text):
    """A period is (its last month counted from year 0, how many months it lasts)."""
    year, rest = 12 * int(text[:4]), text[5:]
    if rest in ("", "01/02"):
        return (year + 12, 12) if not rest else (year + 2, 2)
    length = {"H": 6, "Q": 3}.get(rest[0], 1)
    return year + length * int(rest.lstrip("HQ")), length


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


def evaluate(text, resolve, policy=None, words=()):
    """A formula (§1.6) or condition (§5, 7): `resolve(name, role, offsets)` is the figure a name stands for, `words` are
    the functions of conditions."""
    text = "".join(SIGNS.get(sign, sign) for sign in normalize("NFKC", text)).strip()
    text = re.sub(r"\[(-\d+[yqm])\]", r"['\1']", re.sub(r"\bif\s*\(", "choose(", text))

    def rate(name, x, b, last_year):
        """completion and growth with their policies; `last_year()` is the growth of the year before."""
        if b <= 0:
            key, reached = ("zero_target", x >= b) if name == "completion" else ("nonpositive_base", (x > b) - (x < b))
            found = {"ruling": "pending", "zero": Fraction(0), "threshold": Fraction(100 * reached)}[policy(key)]
        else:
            found = (x if name == "completion" else x - b) / b * 100
        rule = policy("abnormal_base") if name == "growth" and last_year else "none"
        if found == "pending" or rule == "none" or abs(found) <= Fraction(rule["limit"]):
            return found
        if rule["rule"] == "cap":
            return Fraction(rule["limit"]) * (1 if found > 0 else -1)
        return "pending" if isinstance(last_year(), str) else (found + last_year()) / 2

    def of(node, back=(), abnormal=True):
        match node:
            case ast.Constant():
                return Fraction(ast.get_source_segment(text, node))
            case ast.Name(id=name):
                return resolve(name, "actual", back)
            case ast.Attribute(value=ast.Name(id=name), attr=role):
                return resolve(name, role, back)
            case ast.Subscript(value=inner, slice=ast.Constant(value=offset)):
                return of(inner, (*back, offset))
            case ast.BoolOp(op=op, values=parts):  # one side may settle it, whatever is known of the other
                known, settled = [of(part, back) for part in parts], isinstance(op, ast.Or)
                return settled if settled in known else gap_of(known) or not settled
            case ast.Call(func=ast.Name(id="choose"), args=[condition, yes, no]):  # only the chosen branch is looked at
                chosen = of(condition, back)
                return chosen if isinstance(chosen, str) else of(yes if chosen else no, back)
            case ast.Call(func=ast.Name(id=name), args=parts) if name in words:
                return words[name](*[getattr(part, "id", getattr(part, "value", None)) for part in parts])
            case ast.Call(func=ast.Name(id="growth" | "completion" as name), args=parts):
                act = lambda x, b: rate(name, x, b, abnormal and (lambda: of(node, (*back, "-1y"), False)))  # noqa: E731
            case ast.Call(func=ast.Name(id=name), args=parts):
                act = ACTS[name]
            case ast.UnaryOp(op=op, operand=part):
                act, parts = ACTS[type(op)], [part]
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                act, parts = ACTS[type(op)], [left, right]
        known = [of(part, back) for part in parts]
        return gap_of(known) or act(*known)

    return of(ast.parse(text, mode="eval").body)
