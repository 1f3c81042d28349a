# fmt: off
"""Texts to numbers, roundings, periods, intervals and values of formulas (scoring.md §1, 3.3, 7; rulebook.md §6–8)."""
# ruff: noqa: E701, E731
import ast
import operator
import re
from fractions import Fraction
from unicodedata import normalize

# A value is a Fraction, the truth of a condition, or a text: why there is none. Of several reasons the first counts.
REASONS = ("not_applicable", "exempt", "not_yet_published", "pending", "unreported")
SIZES = {"万亿": 10**12, "亿": 10**8, "万": 10**4, "%": Fraction(1, 100), "‰": Fraction(1, 1000), "": 1}
SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "×": "*", "·": "*", "÷": "/", "−": "-"}
ACTS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.USub: operator.neg, "abs": abs}
ACTS |= {ast.Div: lambda a, b: a / b if b else "pending", ast.Not: operator.not_, ast.Eq: operator.eq, "max": max}
ACTS |= {ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.NotEq: operator.ne}
ACTS |= {"min": min, "percent": lambda a, b: a / b * 100 if b else "pending"}

def number(text, unit):  # §1.4: a bare number is in the unit of its indicator, one with 万, 亿, % or ‰ is converted
    text = normalize("NFKC", text).replace(",", "").strip()
    digits, suffix = re.fullmatch(r"([-+\d.]+(?:e[-+]?\d+)?)(.*)", text).groups()
    size, own = (next(SIZES[sign] for sign in SIZES if written.startswith(sign)) for written in (suffix, unit))
    return Fraction(digits) * (Fraction(size) / own if suffix else 1)

def rounded(x, places, mode):  # §3.3: the size of x is rounded, the sign comes back afterwards
    if places == "none": return x
    whole, rest = divmod(abs(x) * 10 ** int(places), 1)
    up = 2 * rest > 1 or (2 * rest == 1 and (mode == "half_up" or whole % 2 == 1))
    return Fraction(whole + up, 10 ** int(places)) * (1 if x >= 0 else -1)

def period_of(text):  # (its last month counted from year 0, how many months it lasts)
    length = {"": 12, "H": 6, "Q": 3}.get(text[5:6], 1)
    last = {"": 1, "01/02": 2}.get(text[5:]) or int(text[5:].strip("HQ"))
    return 12 * int(text[:4]) + last * length, 2 if "/" in text else length

def moved(period, *offsets):  # §1.2: `-1y`, `-1q`, `-1m`; the length stays
    return period[0] + sum(int(one[:-1]) * {"y": 12, "q": 3, "m": 1}[one[-1]] for one in offsets), period[1]

def prior(book, now):  # §7: the neighbour of a round: of its length before it in the schedule, else by the calendar
    there = [at for at in (period_of(one["period"]) for one in book["rounds"]) if max(2, at[1]) == max(2, now[1])]
    return max((at for at in there if at < now), default=(now[0] - now[1], 1 if now[1] == 2 else now[1]))

def bounds(interval):
    parts = interval.split("..") if ".." in interval else interval[1:-1].split(",")
    return [None if "inf" in part or not part.strip() else Fraction(part.strip()) for part in parts]

def inside(x, interval, borders="left_closed"):  # `[a, b)` as written; `a..b`, `a..`, `..b` by `grade_borders` (§7)
    low, high = bounds(interval)
    ends = interval[0] + interval[-1] if ".." not in interval else {"left_closed": "[)", "right_closed": "(]"}[borders]
    above = low is None or x > low or (x == low and ends[0] == "[")
    return above and (high is None or x < high or (x == high and ends[1] == "]"))

def evaluate(text, resolve, policy=None, words=()):
    """A formula (§1.6) or condition (§5, 7): `resolve(name, role, offsets)` is what a name stands for, `words` are the
    functions of conditions."""
    text = "".join(SIGNS.get(sign, sign) for sign in normalize("NFKC", text)).strip()
    text = re.sub(r"\[(-\d+[yqm])\]", r"['\1']", re.sub(r"\bif\s*\(", "choose(", text))

    def rate(name, x, b, last_year):  # completion and growth, with their policies
        key, reached = ("zero_target", x >= b) if name == "completion" else ("nonpositive_base", (x > b) - (x < b))
        rules = {"ruling": "pending", "zero": Fraction(0), "threshold": Fraction(100 * reached)}
        found = (x if name == "completion" else x - b) / b * 100 if b > 0 else rules[policy(key)]
        rule = policy("abnormal_base") if last_year and name == "growth" else "none"
        if found == "pending" or rule == "none" or abs(found) <= Fraction(rule["limit"]): return found
        if rule["rule"] == "cap": return Fraction(rule["limit"]) * (1 if found > 0 else -1)
        return "pending" if isinstance(last_year(), str) else (found + last_year()) / 2

    def of(node, back=(), this_year=True):
        match node:
            case ast.Constant(): return Fraction(ast.get_source_segment(text, node))
            case ast.Name(id=name): return resolve(name, "actual", back)
            case ast.Attribute(value=ast.Name(id=name), attr=role): return resolve(name, role, back)
            case ast.Subscript(value=inner, slice=ast.Constant(value=offset)): return of(inner, (*back, offset))
            case ast.Call(func=ast.Name(id="choose"), args=[condition, yes, no]):  # only the chosen branch is looked at
                chosen = of(condition, back)
                return chosen if isinstance(chosen, str) else of(yes if chosen else no, back)
            case ast.Call(func=ast.Name(id=name), args=parts) if name in words:
                return words[name](*[getattr(part, "id", getattr(part, "value", None)) for part in parts])
            case ast.Call(func=ast.Name(id="growth" | "completion" as name), args=parts):
                act = lambda x, b: rate(name, x, b, this_year and (lambda: of(node, (*back, "-1y"), False)))
            case ast.Call(func=ast.Name(id=name), args=parts): act = ACTS[name]
            case ast.UnaryOp(op=op, operand=part): act, parts = ACTS[type(op)], [part]
            case ast.BinOp(left=left, op=op, right=right) | ast.Compare(left=left, ops=[op], comparators=[right]):
                act, parts = ACTS[type(op)], [left, right]
            case ast.BoolOp(op=op, values=parts):  # one side may settle it, whatever is known of the other
                known, settled = [of(part, back) for part in parts], isinstance(op, ast.Or)
                if settled in known: return settled
                act = lambda *known: not settled
        known = [of(part, back) for part in parts]
        return next((reason for reason in REASONS if reason in known), None) or act(*known)

    return of(ast.parse(text, mode="eval").body)
