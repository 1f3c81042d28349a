"""Reading a number as people write it: `1,234.5`, `１．２亿元`, `5000万`, `-3.5％`, `(1,234)`.

What is read is the number as written and the suffix after it; the suffix becomes a scale only when the
indicator's unit is known (`units.convert`). Nothing is guessed: a date, a range, an estimate or an unknown
suffix is an error that says what it looks like.

>>> read_quantity("１，２３４．５ 万元")
Quantity(value=Decimal('1234.5'), unit='万元')
"""

from __future__ import annotations

import re
from collections.abc import Container
from decimal import Decimal
from typing import NamedTuple

from leitai.engine.errors import Text
from leitai.engine.units import MULTIPLIER, QuantityError, is_known

LONGEST = 500
EXPONENT = 400
SPACES = " \t\r\n\u00a0\u2006\u2007\u2009\u202f\u3000\u200b\ufeff"
GROUPING = ",\u00a0\u2006\u2007\u2009\u202f"
PLAIN = re.compile(r"[+-]?[0-9]{1,300}(?:\.[0-9]{1,190})?", re.ASCII)

_FOLD = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212\ufe63"), "-"),
    ord("\ufe62"): "+",
    ord("\ufe6a"): "%",
    ord("\u2033"): '"',
}
_SPACE = f"[{SPACES}]"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?){_SPACE}*"
    rf"(?P<digits>(?:[0-9]{{1,3}}(?P<mark>[{GROUPING}])[0-9]{{3}}(?:(?P=mark)[0-9]{{3}})*|[0-9]+)(?:\.[0-9]+)?|\.[0-9]+)"
    rf"(?P<exponent>[eE][+-]?[0-9]{{1,4}}(?![0-9]))?{_SPACE}*(?P<suffix>[^0-9].*)?",
    re.DOTALL,
)

# What it looks like, tried in order, once it is no quantity.
_LOOKS = tuple(
    (re.compile(pattern, re.IGNORECASE), Text(zh, en))
    for pattern, zh, en in (
        (r"[12]\d{3}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?([ T]\d.*)?", "像是日期", "it looks like a date"),
        (r"[12]\d{3}年|\d{1,2}月(\d{1,2}日)?|\d{1,2}[日号]", "像是日期", "it looks like a date"),
        (r"\d+[::]\d+.*", "像是时刻", "it looks like a time"),
        (r"#.*", "是表格的错误值", "it is a spreadsheet's error value"),
        (r"[+-]?(inf(inity)?|∞|s?nan\d*)", "不是有限的数", "it is not a finite number"),
        (r"(约|近|超|逾|大约|不足|至少|将近|接近|~|≈).*|.*\d[万亿]?(余|多|来|左右|以上|以下|以内).*",
         "是约数", "it is an estimate"),
        (r"[<>≤≥≦≧].*", "是界限，不是一个数", "it is a bound, not a number"),
        (r"(增长|上升|提高|增加|下降|减少|降低|同比|环比|▲|△|▼|↑|↓|负|正).*",
         "方向写成了文字或箭头，请用正负号", "its direction is a word or an arrow; use a sign"),
        (r"[\d.,]+[^\d]*\s*[-~—至到]+\s*[\d.,]+.*", "像是一个范围", "it looks like a range"),
        (r"[+-]?\d+/\d+.*", "像是分数", "it looks like a fraction"),
        (r"[+-]?[\d,]*\d\.\d+\..*", "有两个小数点", "it has two decimal points"),
        (r"[+-]?[\d.]*,[\d,.]*\D*", "千位分隔符的位置不对", "its thousands separators are out of place"),
        (r"[+-]?\d+[ ]+\d.*", "中间有空格，像是两个数", "it has a space inside, like two numbers"),
        (r"[一二三四五六七八九十百千万亿零〇两点]+.*", "是汉字数字", "it is written in Chinese numerals"),
    )
)  # fmt: skip


__all__ = ["Quantity", "QuantityError", "format_quantity", "read_quantity"]


class Quantity(NamedTuple):
    """A number as written and the suffix after it: `1.2亿元` is (1.2, `亿元`)."""

    value: Decimal
    unit: str = ""


def read_quantity(text: str, units: Container[str] = ()) -> Quantity:
    """Read one quantity; `units` are suffixes to allow beside the table of units (an edition's own).

    The value is built from the text, so no digit is lost. Raises QuantityError, whose reason says what it looks like.
    """
    if PLAIN.fullmatch(text):
        return Quantity(Decimal(text))
    if len(text) > LONGEST:
        raise QuantityError(Text(f"超过 {LONGEST} 个字符", f"it is longer than {LONGEST} characters"))
    clean = text.translate(_FOLD).strip(SPACES)
    if not clean:
        raise QuantityError(Text("是空的", "it is empty"))
    if clean[0] == "(" and clean[-1] == ")":
        return _negative(clean[1:-1].strip(SPACES), units)
    match = _NUMBER.fullmatch(clean)
    if match is None:
        raise QuantityError(_looks(clean))
    suffix = "".join(ch for ch in match["suffix"] or "" if ch not in SPACES)
    if not _is_suffix(suffix, units, match["digits"]):
        raise QuantityError(_looks(clean, suffix))
    exponent = match["exponent"] or ""
    if exponent and abs(int(exponent[1:])) > EXPONENT:
        raise QuantityError(Text(f"指数超出 ±{EXPONENT}", f"its exponent is beyond ±{EXPONENT}"))
    digits = match["digits"].replace(match["mark"], "") if match["mark"] else match["digits"]
    return Quantity(Decimal(match["sign"] + digits + exponent), suffix)


def _negative(inside: str, units: Container[str]) -> Quantity:
    """(1,234), as accountants write minus 1,234; a small bare integer may as well be a number of a list."""
    if re.fullmatch(r"[0-9]{1,3}", inside):
        raise QuantityError(
            Text(
                f"括号里的 {inside} 可能是负数，也可能是序号",
                f"({inside}) may be a negative number or a list number",
            )
        )
    if not inside or inside[0] in "+-(":
        raise QuantityError(Text("括号和正负号只能用一种", "brackets and a sign cannot both be used"))
    value, unit = read_quantity(inside, units)
    return Quantity(value.copy_negate(), unit)


def _is_suffix(suffix: str, units: Container[str], digits: str) -> bool:
    if not suffix or MULTIPLIER.fullmatch(suffix):
        return True
    calendar = suffix in ("月", "日") or (suffix == "年" and len(digits) == 4 and digits.isdigit())
    if calendar or suffix[0] == "/":  # 3月 is March, 2023年 a year, 1/3 a fraction
        return False
    return is_known(suffix, units)


def _looks(clean: str, suffix: str = "") -> Text:
    for pattern, reason in _LOOKS:
        if pattern.fullmatch(clean):
            return reason
    if suffix:
        return Text(f"数字后面的“{suffix}”不是认识的单位", f'"{suffix}" after the number is not a known unit')
    return Text("不是数", "it is not a number")


def format_quantity(quantity: Quantity) -> str:
    """The text that reads back as the same quantity, digit for digit."""
    return f"{quantity.value}{quantity.unit}"
