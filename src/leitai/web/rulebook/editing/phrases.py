"""计分办法 as it stands in a Word table → a method with its parameters, where the words are plain enough.

What is read is a proposal that a person sees and can change; what is not understood says so and is never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.digest import unicode_plain

NUM = r"(\d+(?:\.\d+)?)"


@dataclass(frozen=True, slots=True)
class Guess:
    """A method read from words. `sure` is False where the words fit but a number had to be left at its default."""

    use: dict[str, Any] | None
    sure: bool = True


def method_of_words(words: str, points: str) -> Guess:
    """The method a text describes."""
    text = re.sub(r"\s+", "", unicode_plain(words)).replace("百分点", "点")
    if not text:
        return Guess(None)
    for method in methods().values():
        if text in (method.name, method.title.zh):
            return Guess(
                {"name": method.name}, not any(f.is_required() for f in method.parameters.model_fields.values())
            )
    for read in READERS:
        use = read(text, points)
        if use is not None:
            return Guess(use)
    return Guess(None, False)


def _found(pattern: str, text: str) -> str | None:
    match = re.search(pattern, text)
    return next((one for one in match.groups() if one), None) if match else None


def _share(text: str | None) -> str | None:
    """60 (of 60%) → 0.6."""
    if text is None:
        return None
    return number_text(Decimal(text) / 100)


def _given(text: str, points: str) -> dict[str, Any] | None:
    return (
        {"name": "given"}
        if re.search(r"(评审|评定|测评|打分|考核得分|评价得分).*(计入|采用|折算|为准)|直接计入|原样计入|给定得分", text)
        else None
    )


def _bands(text: str, points: str) -> dict[str, Any] | None:
    """第1-3名得7分,第4-6名得5分,其余得3分"""
    rows = re.findall(r"第?(\d+)(?:[-—~至到](\d+))?名(?:及以后|以后|之后)?(?:分别)?[得计]?" + NUM + "分", text)
    if len(rows) < 2:
        return None
    bands = [{"ranks": f"[{first}, {last or first}]", "points": worth} for first, last, worth in rows]
    last = max(int(second or first) for first, second, _ in rows)
    rest = _found(r"(?:其余|其他|以后|之后|以下)[^\d]{0,6}" + NUM + "分", text)
    if re.search(rf"第?{rows[-1][0]}名(?:及以后|以后|之后)", text):
        bands[-1]["ranks"] = f"[{rows[-1][0]}, +inf)"
    else:
        bands.append({"ranks": f"[{last + 1}, +inf)", "points": rest or "0"})
    return {"name": "rank_bands", "bands": bands}


def _ladder(text: str, points: str) -> dict[str, Any] | None:
    """第一名得满分,每降一名扣5%(或扣0.5分)"""
    if not re.search(r"[每].{0,4}(降|低|后)(低|退)?(一|1)(个)?(名|位)", text):
        return None
    share = _found(r"(?:一|1)(?:个)?(?:名次|名|位)[^\d]{0,8}" + NUM + "%", text)
    worth = _found(r"(?:一|1)(?:个)?(?:名次|名|位)[^\d]{0,8}" + NUM + "分", text)
    if share is not None:
        return {"name": "ladder", "step": _share(share)}
    if worth is not None and re.fullmatch(NUM, points) and float(points):
        step = Decimal(worth) / Decimal(points)
        return {"name": "ladder", "step": number_text(step.quantize(Decimal("0.000001")))}
    return None


def _linear_loss(text: str, points: str) -> dict[str, Any] | None:
    """达到95%得满分,每低1个百分点扣0.5分,扣至10分为止"""
    loss = re.search(
        r"每(?:降低|下降|减少|增加|升高|低于?|高于?|少|多|超过?|差|欠)"
        + NUM
        + r"?(?:个|一)?(?:点|%|分|件|次|起|万元|亿元|天|小时)?[^\d]{0,6}扣(?:减)?"
        + NUM
        + "分",
        text,
    )
    mark = _found(
        r"(?:达到|达|≥|不低于|满意率|办结率|合格率|以|为)"
        + NUM
        + r"(?:%|点)?(?:及以上|以上|的)?[^\d每]{0,4}(?:得|计|为)?满分",
        text,
    )
    mark = mark or _found(NUM + r"%?(?:及以上|以上|及以下|以下)?(?:的)?(?:得|计)满分", text)
    if loss is None or mark is None:
        return None
    use: dict[str, Any] = {"name": "linear_loss", "full_at": mark, "per_unit": loss[2]}
    if loss[1] and loss[1] != "1":
        use["units"] = loss[1]
    floor = _found(r"(?:扣至|扣到|最低|不低于|保底)" + NUM + "分", text)
    return {**use, "floor": floor} if floor else use


def _efficacy(text: str, points: str) -> dict[str, Any] | None:
    if not re.search(r"功效系数|极差|最大值.*最小值|最好.*最差|最高.*最低.*(插值|比例)", text):
        return None
    base = _found(r"(?:基础分|基本分|底分|保底|基数)[^\d]{0,6}" + NUM + "%", text)
    return {"name": "efficacy", "base": _share(base)} if base else {"name": "efficacy"}


def _against_average(text: str, points: str) -> dict[str, Any] | None:
    if not re.search(r"(平均(水平|值|数|增速)?).*(档|每(高|低))", text):
        return None
    width = _found(r"每(?:高|低|超过?)?" + NUM + r"个?点?(?:为|一)", text)
    divisors = re.findall(r"[÷/]" + NUM, text)
    return (
        {"name": "against_average", "average": "computed", "width": width, "divisors": divisors}
        if width and divisors
        else None
    )


def _share_of_best(text: str, points: str) -> dict[str, Any] | None:
    return (
        {"name": "share_of_best"}
        if re.search(r"(与|比|占).{0,6}(最好|最优|最高|第一名|最大)(值)?.{0,6}(比|比例|比重)", text)
        else None
    )


def _benchmark(text: str, points: str) -> dict[str, Any] | None:
    mark = _found(r"基准值?(?:为|:|：)?" + NUM, text)
    if mark is None:
        return None
    cap = _found(r"(?:封顶|最高|上限|不超过)[^\d]{0,6}" + NUM + "%", text)
    return {"name": "benchmark", "benchmark": mark, **({"cap": _share(cap)} if cap else {})}


def _threshold(text: str, points: str) -> dict[str, Any] | None:
    if not re.search(r"(未达|达不到|未完成|没有完成|否则|超过的?).{0,6}(不得分|得0分|计0分|0分|不计分)", text):
        return None
    target = _found(r"(?:达到|达|≥|不低于|不超过|≤)" + NUM + r"(?:%|点)?(?:及以上|以上|的|得)", text)
    return {"name": "threshold", "target": target} if target else {"name": "threshold"}


def _completion(text: str, points: str) -> dict[str, Any] | None:
    if not re.search(r"完成率|完成(情况|比例|程度)|目标.*(比例|之比)|按比例(得|计)分|(完成|达到)(目标|任务)", text):
        return None
    cap = _found(r"(?:封顶|最高|上限|最多|不超过)[^\d]{0,8}" + NUM + "%", text) or _found(
        NUM + "%(?:封顶|为限|为上限)", text
    )
    if cap is None and re.search(r"不封顶", text):
        return {"name": "completion", "cap": "none"}
    return {"name": "completion", "cap": _share(cap)} if cap and cap != "100" else {"name": "completion"}


READERS: tuple[Callable[[str, str], dict[str, Any] | None], ...] = (
    _bands,
    _ladder,
    _linear_loss,
    _efficacy,
    _against_average,
    _share_of_best,
    _benchmark,
    _threshold,
    _completion,
    _given,
)
