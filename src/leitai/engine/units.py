"""Units of measure: what a symbol stands for, exact conversion between symbols, and their algebra.

A unit is written as people write it: `亿元`, `万人`, `元/人`, `吨标准煤/万元`, `%`. Read, it is a scale
(an exact fraction) times a product of base symbols with powers. A symbol the table does not know is its own
base, so an edition may count anything. 元 and 美元, 人 and 户 are different bases: nothing here knows an
exchange rate.

>>> convert(Decimal("5000"), "万", "亿元"), convert(Decimal("12.5"), "‰", "%")
(Decimal('0.5'), Decimal('1.25'))
>>> unit_text(divide(parse_unit("万元"), parse_unit("亩")))
'万元/亩'
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from leitai.engine.errors import Text

PER_CENT = ("%", "‰", "‱")
POINTS = ("个百分点", "百分点", "pp")

# symbol: (base symbol, how many of the base it is). "" is a pure number.
_ONE_SIGN = "人名位户家件个项次票分台辆套座处条所张篇份宗起例株头只床间栋块片种类批期场届部支队组对级倍架艘列班"
_COUNTS = (*_ONE_SIGN, "人次", "件次", "户次", "车次", "班次", "标箱", "工作日")
_MONEY = ("元", "美元", "欧元", "港元", "日元", "英镑")
_LATIN = {"k": 3, "M": 6, "G": 9}
TABLE: Mapping[str, tuple[str, Fraction]] = {
    **{symbol: (symbol, Fraction(1)) for symbol in (*_COUNTS, *_MONEY)},
    "1": ("", Fraction(1)),
    "%": ("", Fraction(1, 100)),
    "‰": ("", Fraction(1, 1000)),
    "‱": ("", Fraction(1, 10000)),
    **{symbol: ("", Fraction(1, 100)) for symbol in POINTS},
    "角": ("元", Fraction(1, 10)),
    "CNY": ("元", Fraction(1)),
    "USD": ("美元", Fraction(1)),
    # length
    "米": ("米", Fraction(1)),
    "m": ("米", Fraction(1)),
    "公里": ("米", Fraction(1000)),
    "千米": ("米", Fraction(1000)),
    "km": ("米", Fraction(1000)),
    "厘米": ("米", Fraction(1, 100)),
    "cm": ("米", Fraction(1, 100)),
    "毫米": ("米", Fraction(1, 1000)),
    "mm": ("米", Fraction(1, 1000)),
    # area: 15 亩 are exactly one 公顷
    "平方米": ("平方米", Fraction(1)),
    "m2": ("平方米", Fraction(1)),
    "m²": ("平方米", Fraction(1)),
    "㎡": ("平方米", Fraction(1)),
    "平方公里": ("平方米", Fraction(10**6)),
    "平方千米": ("平方米", Fraction(10**6)),
    "km2": ("平方米", Fraction(10**6)),
    "km²": ("平方米", Fraction(10**6)),
    "公顷": ("平方米", Fraction(10**4)),
    "亩": ("平方米", Fraction(2000, 3)),
    # volume
    "立方米": ("立方米", Fraction(1)),
    "m3": ("立方米", Fraction(1)),
    "m³": ("立方米", Fraction(1)),
    "升": ("立方米", Fraction(1, 1000)),
    "L": ("立方米", Fraction(1, 1000)),
    # mass
    "吨": ("克", Fraction(10**6)),
    "t": ("克", Fraction(10**6)),
    "千克": ("克", Fraction(1000)),
    "公斤": ("克", Fraction(1000)),
    "kg": ("克", Fraction(1000)),
    "斤": ("克", Fraction(500)),
    "克": ("克", Fraction(1)),
    "g": ("克", Fraction(1)),
    "毫克": ("克", Fraction(1, 1000)),
    "mg": ("克", Fraction(1, 1000)),
    "微克": ("克", Fraction(1, 10**6)),
    # coal equivalent is not coal by weight
    "吨标准煤": ("吨标准煤", Fraction(1)),
    "吨标煤": ("吨标准煤", Fraction(1)),
    "tce": ("吨标准煤", Fraction(1)),
    "千克标准煤": ("吨标准煤", Fraction(1, 1000)),
    "吨二氧化碳": ("吨二氧化碳", Fraction(1)),
    "吨二氧化碳当量": ("吨二氧化碳", Fraction(1)),
    # electricity and power
    "千瓦时": ("千瓦时", Fraction(1)),
    "度": ("千瓦时", Fraction(1)),
    **{f"{prefix}Wh": ("千瓦时", Fraction(10 ** (power - 3))) for prefix, power in _LATIN.items()},
    "兆瓦时": ("千瓦时", Fraction(1000)),
    "千瓦": ("千瓦", Fraction(1)),
    "兆瓦": ("千瓦", Fraction(1000)),
    "吉瓦": ("千瓦", Fraction(10**6)),
    **{f"{prefix}W": ("千瓦", Fraction(10 ** (power - 3))) for prefix, power in _LATIN.items()},
    # time: a month is no number of days, a year is twelve months
    "秒": ("秒", Fraction(1)),
    "分钟": ("秒", Fraction(60)),
    "小时": ("秒", Fraction(3600)),
    "天": ("秒", Fraction(86400)),
    "日": ("秒", Fraction(86400)),
    "月": ("月", Fraction(1)),
    "个月": ("月", Fraction(1)),
    "季": ("月", Fraction(3)),
    "年": ("月", Fraction(12)),
    "分贝": ("分贝", Fraction(1)),
}
MULTIPLES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
MULTIPLIER = re.compile(r"[十百千]?万亿|[十百千]?[万亿]|[百千]")
_FACTOR = re.compile(rf"(?P<digits>\d+(?:\.\d+)?)?(?P<multiple>{MULTIPLIER.pattern})?(?P<rest>.*)", re.DOTALL)
_TOKEN = re.compile(r"[/·*×]|\(|\)|[^/·*×()]+")
_POWER = re.compile(r"(?P<symbol>.*[^\d^])\^(?P<power>[1-9])")


class QuantityError(ValueError):
    """Something written that cannot be taken as a quantity; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.zh)
        self.reason = reason


class UnitError(QuantityError):
    """A unit that cannot be read, or a figure's unit that cannot become the indicator's (both are named)."""


class Measure(NamedTuple):
    """A unit, read: `scale` times the product of base symbols to their powers (sorted, none zero)."""

    scale: Fraction
    powers: tuple[tuple[str, int], ...] = ()


ONE = Fraction(1)
NUMBER = Measure(ONE)
_SAID = {Fraction(10 ** sum(MULTIPLES[sign] for sign in said)): said for said in ("万", "百万", "千万", "亿", "万亿")}


def multiplier(text: str) -> int:
    """`万` → 10000, `百万` → 1000000, `万亿` → 10^12."""
    return int(10 ** sum(MULTIPLES[sign] for sign in text))


def _symbol(text: str) -> tuple[Fraction, str]:
    """One symbol without / or ·: its scale and its base ("" for a pure number)."""
    known = TABLE.get(text)
    if known is not None:
        return known[1], known[0]
    match = _FACTOR.fullmatch(text)
    assert match is not None  # the pattern ends in .*
    digits, multiple, rest = match["digits"], match["multiple"], match["rest"]
    scale = Fraction(digits) if digits else Fraction(1)
    if multiple and (not rest or rest in TABLE or multiple[-1] in "万亿"):
        scale *= multiplier(multiple)
    elif multiple:
        rest = multiple + rest
    if not rest:
        return scale, ""
    base, of_base = TABLE.get(rest, (rest, Fraction(1)))
    return scale * of_base, base


def _of(powers: Mapping[str, int], scale: Fraction) -> Measure:
    return Measure(scale, tuple(sorted((base, power) for base, power in powers.items() if base and power)))


@lru_cache(maxsize=4096)
def parse_unit(text: str) -> Measure:
    """`亿元/万人` → 10000 × 元¹ 人⁻¹. After / several symbols stand in brackets: `元/(人·年)`.

    Raises UnitError for brackets that do not match or a symbol that is missing.
    """
    scale, powers = Fraction(1), dict[str, int]()
    sign, inside, outer, expect = 1, False, 1, True
    compact = "".join(text.split())
    # Brackets belong to the grammar only after a /; elsewhere they are part of an opaque name.
    tokens = _TOKEN.findall(compact) if "/" in compact or "(" not in compact else [compact]
    for token in tokens:
        if token in "/·*×":
            if expect and not (token == "/" and token is tokens[0]):
                raise UnitError(_unreadable(text))
            sign = (-outer if inside else -1) if token == "/" else outer if inside else sign
            expect = True
        elif token == "(" and not inside and expect:
            inside, outer = True, sign
        elif token == ")" and inside and not expect:
            inside, sign = False, outer
        elif token in "()" or not expect:
            raise UnitError(_unreadable(text))
        else:
            raised = _POWER.fullmatch(token)
            symbol, power = (raised["symbol"], int(raised["power"])) if raised else (token, 1)
            of, base = _symbol(symbol)
            scale *= of ** (sign * power)
            powers[base] = powers.get(base, 0) + sign * power
            expect = False
    if expect or inside:
        raise UnitError(_unreadable(text))
    return _of(powers, scale)


def _unreadable(text: str) -> Text:
    return Text(f"单位“{text}”读不懂", f'the unit "{text}" cannot be read')


def is_known(text: str, declared: Container[str] = ()) -> bool:
    """Whether every symbol of the unit is in the table (or the whole unit is one of `declared`)."""
    if text in declared or text in TABLE:
        return True
    try:
        parsed = parse_unit(text)
    except UnitError:
        return False
    bases = {base for base, _ in parsed.powers}
    return all(base in TABLE for base in bases) and bool(re.search(r"[^\d.]", text))


def multiply(a: Measure, b: Measure) -> Measure:
    powers = dict(a.powers)
    for base, power in b.powers:
        powers[base] = powers.get(base, 0) + power
    return _of(powers, a.scale * b.scale)


def power(a: Measure, exponent: int) -> Measure:
    return _of({base: p * exponent for base, p in a.powers}, a.scale**exponent)


def divide(a: Measure, b: Measure) -> Measure:
    return multiply(a, power(b, -1))


def same_kind(a: Measure, b: Measure) -> bool:
    """Whether both measure the same thing, whatever the scale: 元 and 亿元, % and 个百分点."""
    return a.powers == b.powers


def same(a: Measure, b: Measure) -> bool:
    """Whether a number in the one is the same number in the other: 万元/人 and 亿元/万人."""
    return a == b


def factor(a: Measure, b: Measure) -> Fraction | None:
    """How many `b` one `a` is, or None where they measure different things."""
    return a.scale / b.scale if same_kind(a, b) else None


def unit_text(measure: Measure) -> str:
    """A measure as people would write it: `万元/亩`, `吨标准煤/万元`, `1`."""
    if not measure.powers:
        return {scale: symbol for symbol, (_, scale) in TABLE.items() if symbol in ("1", *PER_CENT)}.get(
            measure.scale, _plain(measure.scale)
        )
    best = min(_spellings(measure), key=lambda spelling: _oddness(spelling[0]))
    scale, powers = best
    top = [f"{symbol}^{p}" if p > 1 else symbol for symbol, p in powers if p > 0]
    below = [f"{symbol}^{-p}" if p < -1 else symbol for symbol, p in powers if p < 0]
    if scale < 1 and below and 1 / scale in _SAID:
        below[0] = _SAID[1 / scale] + below[0]
    elif scale != 1:
        top = [_SAID.get(scale, _plain(scale)) + (top[0] if top else ""), *top[1:]]
    head = "·".join(top) or "1"
    return f"{head}/{below[0] if len(below) == 1 else '(' + '·'.join(below) + ')'}" if below else head


def _plain(scale: Fraction) -> str:
    return str(scale) if scale.denominator == 1 else f"({scale})"


def _spellings(measure: Measure) -> Iterator[tuple[Fraction, list[tuple[str, int]]]]:
    """The measure with each base in turn replaced by the table's other symbols for it."""
    names = [
        [(symbol, of) for symbol, (base, of) in TABLE.items() if base == name and not symbol.isascii()] or [(name, ONE)]
        for name, _ in measure.powers
    ]
    for chosen in product(*names):
        scale, powers = measure.scale, list[tuple[str, int]]()
        for (symbol, of), (_, exponent) in zip(chosen, measure.powers, strict=True):
            scale /= of**exponent
            powers.append((symbol, exponent))
        yield scale, powers


def _oddness(scale: Fraction) -> int:
    return 0 if scale == 1 else 1 if scale in _SAID else 2 if 1 / scale in _SAID else 3


def _leading(unit: str) -> Fraction:
    """The 万, 亿 … before the first symbol of a unit: what a bare 万 of a figure is measured against."""
    first = re.split(r"[/·*×]", unit, maxsplit=1)[0]
    if first in TABLE:
        return Fraction(1)
    match = _FACTOR.fullmatch(first)
    base = match["rest"] if match else first
    return _symbol(first)[0] / TABLE.get(base, (base, Fraction(1)))[1]


def _is_points(unit: str) -> bool:
    return unit in POINTS


@lru_cache(maxsize=4096)
def conversion(written: str, unit: str) -> Fraction:
    """The exact factor from a figure's suffix to the indicator's unit. Raises UnitError naming both."""
    written, unit = "".join(written.split()), "".join(unit.split())
    if not written or written == unit:
        return Fraction(1)
    target = parse_unit(unit)
    if MULTIPLIER.fullmatch(written):
        if unit in PER_CENT or unit in POINTS:
            raise UnitError(_differ(written, unit))
        return multiplier(written) / _leading(unit)
    source = parse_unit(written)
    # A share and a difference of two shares have the same scale and are not the same thing.
    if not same_kind(source, target) or (_is_points(written) != _is_points(unit)):
        raise UnitError(_differ(written, unit))
    return source.scale / target.scale


def _differ(written: str, unit: str) -> Text:
    return Text(
        f"写的是“{written}”，指标的单位是“{unit}”，两者不能换算",
        f'written in "{written}", while the indicator is in "{unit}"',
    )


def both_units(written: str, column: str) -> str:
    """The unit of a value whose column states one too: `万` under 元 is 万元, `亿元` under 万元 stays 亿元.

    Raises UnitError where the two do not go together: `%` under 元, or `万` under 万元 (万 or 万万?).
    """
    if not written:
        return column
    bare = MULTIPLIER.fullmatch(written) is not None
    if bare and _leading(column) == 1 and column not in PER_CENT and column not in POINTS:
        return written + column
    if bare or not same_kind(parse_unit(written), parse_unit(column)) or _is_points(written) != _is_points(column):
        raise UnitError(Text(f"值写“{written}”，列写“{column}”", f'the value says "{written}", the column "{column}"'))
    return written


def convert(value: Decimal, written: str, unit: str) -> Decimal:
    """A figure with its written suffix as a number in the indicator's unit, exactly.

    A bare 万 or 亿 counts in the unit without its own 万 or 亿 (5000万 for 亿元 is 0.5). Raises UnitError
    where the units do not agree, or where the result has no finite decimal form (100 亩 in 平方米).
    """
    by = conversion(written, unit)
    if by == 1:
        return value
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise UnitError(Text(f"{value} 不是数", f"{value} is not a number"))
    rest = by.denominator
    twos = (rest & -rest).bit_length() - 1
    fives, odd = 0, rest >> twos
    while odd % 5 == 0:
        odd, fives = odd // 5, fives + 1
    coefficient = int("".join(map(str, digits)) or "0")
    if coefficient % odd:
        raise UnitError(
            Text(
                f"{value}{written} 换成“{unit}”除不尽",
                f'{value}{written} has no finite decimal form in "{unit}"',
            )
        )
    shift = max(twos, fives)
    whole = str(coefficient // odd * by.numerator * 2 ** (shift - twos) * 5 ** (shift - fives))
    spare = min(len(whole) - len(whole.rstrip("0")), max(0, shift - exponent)) if whole != "0" else 0
    return Decimal((sign, tuple(map(int, whole[: len(whole) - spare])), exponent - shift + spare))
