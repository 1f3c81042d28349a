"""A scoring method as one sentence of an official rule: 按同组名次计分:第一名得满分,每降一名扣满分的 5%。

Every sentence is made from the parameters that are written; a method nobody wrote a sentence for is said by its
summary and its parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from leitai.engine.errors import Lang, Text
from leitai.engine.methods.registry import find_method
from leitai.engine.rulebook.canonical import number_text, plain_value
from leitai.engine.rulebook.diff.words import Names, method_words
from leitai.engine.rulebook.interval import Interval, show
from leitai.engine.rulebook.model import Indicator, MethodUse


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence may use: the parameters, the unit, the direction, and what roles are called."""

    p: Any
    unit: str
    lower: bool
    names: Names = field(repr=False)

    def amount(self, value: Any) -> str:
        """A figure with its unit: `8%`, `24.1 万元/亩`."""
        return with_unit(number_text(value), self.unit)

    def span(self, value: Any, lang: Lang = "zh") -> str:
        """A difference of two figures: of percentages it is percentage points."""
        number = number_text(value)
        if self.unit == "%":
            return f"{number} 个百分点" if lang == "zh" else f"{number} pp"
        return with_unit(number, self.unit)

    def role(self, id_: str, lang: Lang) -> str:
        return self.names.of("roles", id_, lang)


def method_sentence(use: MethodUse, unit: str, direction: str, names: Names | None = None, lang: Lang = "zh") -> str:
    """The method of an indicator as one sentence, ending in a full stop."""
    method = find_method(use.name, use.version)
    if method is None:
        return use.name
    known = names or Names()
    try:
        parameters = method.parameters.model_validate(use.parameters)
    except ValidationError:
        return method.summary.say(lang)
    said = SENTENCES.get(use.name)
    if said is None or use.version != 1:
        words = method_words(plain_value(use), known).say(lang)
        return f"{words}:{method.summary.zh}" if lang == "zh" else f"{words}: {method.summary.say('en')}"
    return said(Said(parameters, unit, direction == "lower", known)).say(lang)


def indicator_sentence(indicator: Indicator, names: Names | None = None, lang: Lang = "zh") -> str:
    return method_sentence(indicator.method, indicator.unit, indicator.direction, names, lang)


def with_unit(number: str, unit: str) -> str:
    if unit in ("%", "‰", "‱"):
        return f"{number}{unit}"
    return f"{number} {unit}" if unit and unit != "1" else number


def percent(value: Decimal) -> str:
    return f"{number_text(value * 100)}%"


def interval_words(text: str, unit: str = "", lang: Lang = "zh") -> str:
    """`[80, 90)` → 80(含)至 90;`[90, +inf)` → 90 及以上。 Whole ranges of places are said by `places_words`."""
    interval = Interval.read(text)
    low = "" if interval.low is None else with_unit(show(interval.low), unit)
    high = "" if interval.high is None else with_unit(show(interval.high), unit)
    if not low and not high:
        return "不限" if lang == "zh" else "any"
    if lang == "en":
        if not low:
            return f"{'up to' if interval.high_closed else 'below'} {high}"
        if not high:
            return f"{'from' if interval.low_closed else 'above'} {low}"
        return str(interval)
    if not low:
        return f"{high}{'及以下' if interval.high_closed else '以下'}"
    if not high:
        return f"{low}{'及以上' if interval.low_closed else '以上'}"
    return f"{low}{'(含)' if interval.low_closed else ''}至 {high}{'(含)' if interval.high_closed else ''}"


def places_words(text: str, lang: Lang = "zh") -> str:
    """A range of whole places: 第 1—3 名, 第 11 名及以后."""
    interval = Interval.read(text)
    first = 1 if interval.low is None else int(-(-interval.low // 1))
    if interval.low is not None and interval.low == first and not interval.low_closed:
        first += 1
    first = max(first, 1)
    if interval.high is None:
        return f"第 {first} 名及以后" if lang == "zh" else f"place {first} and after"
    last = int(interval.high // 1)
    if interval.high == last and not interval.high_closed:
        last -= 1
    span = f"{first}" if first == last else f"{first}—{last}"
    return f"第 {span} 名" if lang == "zh" else f"place {span}"


def _limits(cap: Decimal | None, floor: Decimal | None) -> Text:
    """封顶 and 保底 as multiples of full points, where they say something."""
    zh, en = "", ""
    if cap is None:
        zh, en = "，超出部分同比例加分，不封顶", ", in proportion above it without a cap"
    elif cap > 1:
        zh, en = (
            f"，超出部分同比例加分，最多得满分的 {percent(cap)}",
            f", in proportion above it up to {percent(cap)} of full points",
        )
    elif cap < 1:
        zh, en = f"，最多得满分的 {percent(cap)}", f", at most {percent(cap)} of full points"
    if floor is None:
        zh, en = f"{zh}，为负的得负分", f"{en}; negative figures give negative points"
    elif floor > 0:
        zh, en = f"{zh}，最少得满分的 {percent(floor)}", f"{en}, at least {percent(floor)} of full points"
    return Text(zh, en)


def _bounds(floor: Decimal | None, cap: Decimal | None) -> Text:
    """Fewest and most points."""
    zh = "".join(
        [
            f"；最少得 {number_text(floor)} 分" if floor is not None else "",
            f"；最多得 {number_text(cap)} 分" if cap is not None else "",
        ]
    )
    en = "".join(
        [
            f"; at least {number_text(floor)}" if floor is not None else "",
            f"; at most {number_text(cap)}" if cap is not None else "",
        ]
    )
    return Text(zh, en)


def _completion(s: Said) -> Text:
    target = (
        Text("目标", "the target")
        if s.p.target is None
        else Text(f"目标（{s.amount(s.p.target)}）", f"the target ({s.amount(s.p.target)})")
    )
    limits = _limits(s.p.cap, s.p.floor)
    share = Text("按目标与实际之比", "target ÷ actual") if s.lower else Text("按完成比例", "actual ÷ target")
    verb = "控制在" if s.lower else "完成"
    return Text(
        f"{verb}{target.zh}{'以内' if s.lower else ''}得满分，未完成的{share.zh}得分{limits.zh}。",
        f"Full points for {target.en}, else in proportion ({share.en}){limits.en}.",
    )


def _threshold(s: Said) -> Text:
    target = "" if s.p.target is None else f" {s.amount(s.p.target)}"
    if s.lower:
        return Text(
            f"不超过目标{target}得满分，超过的不得分。", f"Full points at or below the target{target}, else none."
        )
    return Text(f"达到目标{target}得满分，达不到的不得分。", f"Full points at the target{target} or above, else none.")


def _efficacy(s: Said) -> Text:
    base = s.p.base
    best = (
        Text("同组最好值", "the group's best")
        if s.p.best is None
        else Text(f"满意值 {s.amount(s.p.best)}", f"{s.amount(s.p.best)}")
    )
    worst = (
        Text("同组最差值", "the group's worst")
        if s.p.worst is None
        else Text(f"不允许值 {s.amount(s.p.worst)}", f"{s.amount(s.p.worst)}")
    )
    gets = Text("不得分", "none") if not base else Text(f"得满分的 {percent(base)}", f"{percent(base)} of them")
    return Text(
        f"功效系数法：{best.zh}得满分，{worst.zh}{gets.zh}，其间按所在位置计分。",
        f"Full points at {best.en}, {gets.en} at {worst.en}, by its place in between.",
    )


def _share_of_best(s: Said) -> Text:
    share = ("最好值与实际之比", "best ÷ actual") if s.lower else ("实际与最好值之比", "actual ÷ best")
    return Text(
        f"同组最好值得满分，其余按{share[0]}计分。", f"Full points for the group's best, the others by {share[1]}."
    )


def _benchmark(s: Said) -> Text:
    limits, mark = _limits(s.p.cap, s.p.floor), s.amount(s.p.benchmark)
    share = ("按基准值与实际之比", "benchmark ÷ actual") if s.lower else ("按实际与基准值之比", "actual ÷ benchmark")
    return Text(
        f"基准值 {mark}：达到得满分，其余{share[0]}得分{limits.zh}。",
        f"Full points at the benchmark {mark}, else {share[1]}{limits.en}.",
    )


def _ladder(s: Said) -> Text:
    step = percent(s.p.step)
    if s.p.eligible is None:
        return Text(
            f"按同组名次计分：第一名得满分，每降一名扣满分的 {step}。",
            f"By place in the group: full points for the first, {step} of them less for each place below.",
        )
    reach = f"{'不超过' if s.lower else '达到'} {s.amount(s.p.eligible)}"
    entry = "" if s.p.entry is None else f"先得 {number_text(s.p.entry)} 分，其余分值"
    first = "" if s.p.entry is None else f"{number_text(s.p.entry)} points and, of the rest, "
    return Text(
        f"{reach}的{entry}按名次计分：第一名得满，每降一名扣 {step}；达不到的得 {number_text(s.p.below)} 分。",
        f"Where it reaches {s.amount(s.p.eligible)}: {first}all for the first, {step} less for each place below; "
        f"{number_text(s.p.below)} points where it does not.",
    )


def _rank_bands(s: Said) -> Text:
    zh = ",".join(f"{places_words(row.ranks)}得 {number_text(row.points)} 分" for row in s.p.bands)
    en = ", ".join(f"{places_words(row.ranks, 'en')}: {number_text(row.points)}" for row in s.p.bands)
    return Text(f"按同组名次分段计分：{zh}。", f"By place in the group: {en}.")


def _rater_ladder(s: Said) -> Text:
    zh, en = ("、".join(s.role(one, "zh") for one in s.p.roles), ", ".join(s.role(one, "en") for one in s.p.roles))
    return Text(
        f"由{zh}分别排名，每方第一名得满分，每降一名扣满分的 {percent(s.p.step)}，取各方平均。",
        f"Ranked by {en} apart: full points for the first, {percent(s.p.step)} less for each place, then the mean.",
    )


def _vote_ladder(s: Said) -> Text:
    n = len(s.p.roles)
    return Text(
        f"按名次票加权：一档票计 {number_text(s.p.top)} 分，每低一档少 {number_text(s.p.drop)} 分，共 {n} 档，"
        "以全部票的平均与 100 之比乘满分。",
        f"By votes for places: a vote for the first counts {number_text(s.p.top)}, each of the {n} places "
        f"{number_text(s.p.drop)} less; full points × the mean ÷ 100.",
    )


def _against_average(s: Said) -> Text:
    published = s.p.average != "computed"
    mean = Text("同组平均", "the group's mean")
    if published:
        mean = Text(
            f"公布的平均数（{s.role(s.p.average, 'zh')}）", f"the published average ({s.role(s.p.average, 'en')})"
        )
    start = (
        Text("满分", "full points")
        if s.p.start is None
        else Text(f" {number_text(s.p.start)} 分", number_text(s.p.start))
    )
    better = ("低于", "below") if s.lower else ("高于", "above")
    divisors = [number_text(one) for one in s.p.divisors]
    more, bounds, width = ("以后各档" if len(divisors) > 1 else "各档"), _bounds(s.p.floor, s.p.cap), s.span(s.p.width)
    rungs, listed = "、".join(f"1/{one}" for one in divisors), ", ".join(f"1/{one}" for one in divisors)
    return Text(
        f"达到{mean.zh}得{start.zh}；{better[0]}平均的，每 {width} 为一档，各档每个计量单位依次加该分的 {rungs}"
        f"（{more}同最后一档），反之同样扣分{bounds.zh}。",
        f"{start.en[:1].upper()}{start.en[1:]} at {mean.en}; {better[1]} it, in brackets of {s.span(s.p.width, 'en')},"
        f" each unit adds {listed} of that, on the other side it takes as much off{bounds.en}.",
    )


def _linear_loss(s: Said) -> Text:
    mark, each = s.amount(s.p.full_at), s.span(s.p.units)
    floor = Text("，扣完为止", ", down to none")
    if s.p.floor:
        floor = Text(f"，扣至 {number_text(s.p.floor)} 分为止", f", down to {number_text(s.p.floor)}")
    side = ("及以下", "高", "or less", "above") if s.lower else ("及以上", "低", "or more", "below")
    return Text(
        f"{mark}{side[0]}得满分，每{side[1]} {each}扣 {number_text(s.p.per_unit)} 分{floor.zh}。",
        f"Full points at {mark} {side[2]}, {number_text(s.p.per_unit)} off for each {s.span(s.p.units, 'en')}"
        f" {side[3]}{floor.en}.",
    )


def _slopes(s: Said) -> Text:
    zh, en = [], []
    for row in s.p.segments:
        each = s.span(row.units)
        gain = number_text(abs(row.per_unit))
        sign = "加" if row.per_unit >= 0 else "减"
        where = "" if _endless(row.interval) else f"{interval_words(row.interval, s.unit)}的部分，"
        zh.append(f"{where}每升 {each}{sign} {gain} 分")
        span = "" if _endless(row.interval) else f"{interval_words(row.interval, s.unit, 'en')}: "
        en.append(f"{span}{number_text(row.per_unit)} for each {s.span(row.units, 'en')} more")
    bounds = _bounds(s.p.floor, s.p.cap)
    return Text(
        f"标准值 {s.amount(s.p.at)} 得 {number_text(s.p.points)} 分；{';'.join(zh)}{bounds.zh}。",
        f"{number_text(s.p.points)} points at {s.amount(s.p.at)}; {'; '.join(en)}{bounds.en}.",
    )


def _endless(text: str) -> bool:
    interval = Interval.read(text)
    return interval.low is None and interval.high is None


def _step_table(s: Said) -> Text:
    zh = "；".join(f"{interval_words(row.interval, s.unit)}得 {number_text(row.points)} 分" for row in s.p.table)
    en = "; ".join(f"{interval_words(row.interval, s.unit, 'en')}: {number_text(row.points)}" for row in s.p.table)
    return Text(f"分段计分：{zh}。", f"By brackets: {en}.")


def _scaled_threshold(s: Said) -> Text:
    scale = Text(s.role(s.p.scale_role, "zh"), s.role(s.p.scale_role, "en"))
    zh = ";".join(f"{scale.zh} {interval_words(row.scale)}的，{s.amount(row.threshold)} 得满分" for row in s.p.table)
    en = "; ".join(
        f"{scale.en} {interval_words(row.scale, lang='en')}: full points at {s.amount(row.threshold)}"
        for row in s.p.table
    )
    step, each, swing = s.span(s.p.step), number_text(s.p.per_step), number_text(s.p.swing)
    up, down = ("低", "高") if s.lower else ("高", "低")
    whole = ("（不足一档不计）", " (whole steps only)") if s.p.whole_steps else ("", "")
    return Text(
        f"{zh}；每{up} {step} 加 {each} 分、每{down} {step} 扣 {each} 分{whole[0]}，加扣最多 {swing} 分；"
        f"{scale.zh}为 0 的得 {number_text(s.p.none)} 分。",
        f"{en}; {each} for each {s.span(s.p.step, 'en')} better or worse{whole[1]}, at most {swing}; "
        f"{number_text(s.p.none)} where {scale.en} is 0.",
    )


def _given(s: Said) -> Text:
    return Text("由评定单位给分，原样计入。", "The points are set by the rating body and taken as they are.")


SENTENCES: Mapping[str, Callable[[Said], Text]] = {
    "completion": _completion,
    "threshold": _threshold,
    "efficacy": _efficacy,
    "share_of_best": _share_of_best,
    "benchmark": _benchmark,
    "ladder": _ladder,
    "rank_bands": _rank_bands,
    "rater_ladder": _rater_ladder,
    "vote_ladder": _vote_ladder,
    "against_average": _against_average,
    "linear_loss": _linear_loss,
    "slopes": _slopes,
    "step_table": _step_table,
    "scaled_threshold": _scaled_threshold,
    "given": _given,
}
