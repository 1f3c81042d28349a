"""What an edition says besides its methods, as sentences: policies, adjustments, grades, lists, lights, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from leitai.engine.errors import Lang, Text
from leitai.engine.rulebook.canonical import canonical, number_text, plain_value
from leitai.engine.rulebook.diff.words import Names, fields_said
from leitai.engine.rulebook.interval import Interval
from leitai.engine.rulebook.model import (
    Adjustment,
    Award,
    Branch,
    Grade,
    Indicator,
    LeafPolicies,
    Lights,
    Policies,
    Rulebook,
    Series,
    Silence,
)
from leitai.engine.terms import field_term, find_term, value_term
from leitai.press.rules_docx.methods import interval_words, with_unit

OPERATORS = {
    "==": Text("为", "is"),
    "!=": Text("不为", "is not"),
    ">=": Text("不低于", "≥"),
    "<=": Text("不高于", "≤"),
    ">": Text("高于", ">"),
    "<": Text("低于", "<"),
    "and": Text("且", "and"),
    "or": Text("或", "or"),
    "not": Text("不是：", "not:"),
}
QUESTIONS = {
    "met": Text("{0}达到目标", "{0} met its target"),
    "grade": Text("等级为{0}", "grade is {0}"),
    "vetoed": Text("被一票否决", "vetoed"),
    "rank_of": Text("{0}的名次", "rank in {0}"),
    "rate": Text("{0}的得分率", "share of points in {0}"),
    "value": Text("{0}的数值", "the figure of {0}"),
    "flagged": Text("有“{0}”的标注", "flagged {0}"),
    "completion": Text("{0}对{1}的完成率", "completion of {1} by {0}"),
    "growth": Text("{0}比{1}的增速", "growth of {0} over {1}"),
    "percent": Text("{0}占{1}的百分比", "{0} as a share of {1}"),
}
FIGURES = {
    "value": Text("实际值", "the figure"),
    "target": Text("目标值", "the target"),
    "base": Text("基数", "the base"),
    "score_rate": Text("得分率", "share of points"),
}
# Turns of phrase that read better whole than word by word.
PHRASES = (
    (re.compile(r"\brank\s*==\s*1\b"), Text("第一名", "first")),
    (re.compile(r"\brank\s*<=\s*(\d+)"), Text("前 {0} 名", "among the first {0}")),
    (re.compile(r"\brank_last\s*==\s*1\b"), Text("末位", "last")),
    (re.compile(r"\brank_last\s*<=\s*(\d+)"), Text("末 {0} 位", "among the last {0}")),
    (re.compile(r"\bnot\s+met\(\s*(\w+)\s*\)"), Text("{0}未达到目标", "{0} missed its target")),
    (re.compile(r"\bnot\s+vetoed\(\s*\)"), Text("未被一票否决", "not vetoed")),
)
TOKEN = re.compile(r"〔[^〕]*〕|[a-z_]+\([^()]*\)|[A-Za-z_][A-Za-z0-9_.]*|<=|>=|==|!=|<|>|[0-9.]+|[()+*/,-]|'[^']*'")


def names_of(rulebook: Rulebook) -> Names:
    """What every id of the edition is called."""
    names = Names()
    names.read(canonical(rulebook))
    others: list[Series | Adjustment] = [*rulebook.series, *rulebook.adjustments]
    names.known |= {("nodes", one.id): Text(one.name.zh, one.name.en) for one in others}
    return names


def name_of(names: Names, id_: str, lang: Lang) -> str:
    """What an id stands for, whichever kind of thing it is."""
    for kind in ("nodes", "units", "groups", "grades", "roles"):
        if (kind, id_) in names.known:
            return names.known[kind, id_].say(lang)
    return id_


def condition_words(text: str, names: Names, lang: Lang = "zh") -> str:
    """A condition of the edition as an official would say it: `rank <= 3 and met(x)` → 名次不高于 3 且 x 达到目标."""
    words = []
    for phrase, said_as in PHRASES:
        text = phrase.sub(partial(_phrase, said_as, names, lang), text)
    for token in TOKEN.findall(text):
        function, bracket, inside = token.partition("(")
        if token.startswith("〔"):
            words.append(token.strip("〔〕"))
        elif token in OPERATORS:
            words.append(OPERATORS[token].say(lang))
        elif bracket and function in QUESTIONS:
            arguments = [_figure(names, one.strip(" '"), lang) for one in inside.rstrip(")").split(",")]
            words.append(QUESTIONS[function].say(lang).format(*arguments))
        elif term := find_term(f"when.{token}"):
            words.append(term.say(lang))
        else:
            words.append(_figure(names, token.strip("'"), lang))
    said = " ".join(words)
    if lang == "zh":
        said = re.sub(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])", "", said)
    return said


def _phrase(words: Text, names: Names, lang: Lang, found: re.Match[str]) -> str:
    said = words.say(lang).format(*(name_of(names, one, lang) for one in found.groups()))
    return f"〔{said}〕"


def _figure(names: Names, word: str, lang: Lang) -> str:
    if word in FIGURES:
        return FIGURES[word].say(lang)
    name, dot, role = word.partition(".")
    if dot and role in FIGURES:
        called, figure = name_of(names, name, lang), FIGURES[role].say(lang)
        return f"{called}的{figure}" if lang == "zh" else f"{figure} of {called}"
    return name_of(names, word, lang)


def policy_sentences(policies: Policies | LeafPolicies, names: Names, lang: Lang = "zh") -> list[tuple[str, str, str]]:
    """(key, what it is called, what the edition says of it) for each policy that is stated."""
    plain = plain_value(policies)
    owner = type(policies).__name__
    found = []
    for key in type(policies).model_fields:
        if key not in plain:
            continue
        term = field_term(owner, key)
        words = fields_said({key: plain[key]}, type(policies), names, lang, owner)[0]
        label = term.say(lang) if term is not None else key
        value = words.removeprefix(label).strip()
        if re.fullmatch(r"-?[0-9.]+", value):
            value = f"{value} 分" if lang == "zh" else f"{value} points"
        meaning = value_term(owner, key, str(plain[key])) if isinstance(plain[key], str) else None
        found.append((key, label, f"{value}{_because(meaning.meaning.say(lang), lang) if meaning else _stop(lang)}"))
    return found


def _because(meaning: str, lang: Lang) -> str:
    return f":{meaning}" if lang == "zh" else f": {meaning}"


def _stop(lang: Lang) -> str:
    return "。" if lang == "zh" else "."


def adjustment_sentence(one: Adjustment, names: Names, lang: Lang = "zh") -> str:
    """What an adjustment gives, takes or does."""
    zh = lang == "zh"
    parts = []
    if one.kind == "veto":
        effect = value_term("Adjustment", "effect", one.effect or "")
        parts.append(effect.say(lang) if effect is not None else one.effect or "")
        if one.effect == "cap_grade" and one.grade:
            grade = name_of(names, one.grade, lang)
            parts.append(f"等级最高为{grade}" if zh else f"at best {grade}")
    elif one.points is not None:
        sign = ("加" if one.kind == "bonus" else "扣") if zh else ("+" if one.kind == "bonus" else "−")
        points = number_text(one.points)
        parts.append(f"每{one.unit}{sign} {points} 分" if zh else f"{sign}{points} each {one.unit}")
    if one.cap is not None:
        parts.append(f"最多 {number_text(one.cap)} 分" if zh else f"at most {number_text(one.cap)}")
    if one.gate:
        gate = condition_words(one.gate, names, lang)
        parts.append(f"须{gate}" if zh else f"only if {gate}")
    if one.groups:
        groups = ("、" if zh else ", ").join(names.of("groups", group, lang) for group in one.groups)
        parts.append(f"适用于{groups}" if zh else f"for {groups}")
    return (",".join(parts) + "。") if zh else ("; ".join(parts) + ".")


def grade_words(grade: Grade, policies: Policies | None, lang: Lang = "zh") -> str:
    borders = policies.grade_borders if policies is not None else "left_closed"
    return interval_words(str(Interval.read(grade.interval, borders)), "分" if lang == "zh" else "", lang)


def silence_sentence(one: Silence, lang: Lang = "zh") -> str:
    """How long a contestant has to speak, and what its silence means then."""
    return Text(
        f"数据审核后，参赛单位至少有 {one.after} 个工作日确认或提出疑问；期满未表示意见的视为无异议（{one.clause}），"
        "并照实标明，不作为确认。",
        f"A contestant has at least {one.after} working days after verifying to confirm or to question its figures;"
        f" silence after them is taken for consent ({one.clause}) and shown as silence, not as a confirmation.",
    ).say(lang)


def award_sentence(one: Award, names: Names, lang: Lang = "zh") -> str:
    zh = lang == "zh"
    parts = [condition_words(one.when, names, lang)]
    if one.rounds > 1:
        parts.append(f"连续 {one.rounds} 轮" if zh else f"in {one.rounds} rounds running")
    if one.at_most:
        parts.append(f"每组至多 {one.at_most} 家" if zh else f"at most {one.at_most} a group")
    if one.groups:
        parts.append(("、" if zh else ", ").join(names.of("groups", group, lang) for group in one.groups))
    return (",".join(parts) + "。") if zh else ("; ".join(parts) + ".")


def lights_sentences(one: Lights, names: Names, lang: Lang = "zh") -> Iterator[str]:
    """Each light of a table: its sign and name, and where it burns."""
    for band in one.bands:
        span = interval_words(band.interval, "", lang)
        yield (
            f"{band.symbol} {band.name.say(lang)}:{span}"
            if lang == "zh"
            else f"{band.symbol} {band.name.say(lang)}: {span}"
        )


def points_of(value: Decimal | Mapping[str, Decimal] | None, group: str) -> str:
    """Full points of a node in a group; a dash where the group does not have it."""
    if isinstance(value, Mapping):
        value = value.get(group)
    return "—" if value is None or not value else number_text(value)


def leaves_of(nodes: Any) -> Iterator[Indicator]:
    """Every indicator below, in the order of the edition."""
    for node in nodes:
        if isinstance(node, Branch):
            yield from leaves_of(node.nodes)
        else:
            yield node


def sum_of(node: Branch | Indicator, group: str, weights: bool = False) -> str:
    """What a branch comes to in a group: stated, or the sum of what is below."""
    stated = node.weight if weights else node.points
    if stated is not None or isinstance(node, Indicator):
        return points_of(stated, group)
    total = Decimal(0)
    for leaf in leaves_of(node.nodes):
        text = points_of(leaf.weight if weights else leaf.points, group)
        total += Decimal(0) if text == "—" else Decimal(text)
    return number_text(total) if total else "—"


def unit_note(indicator: Indicator, lang: Lang = "zh") -> str:
    """计量单位、期别、口径 in one line."""
    period = value_term("Indicator", "period", indicator.period)
    prices = value_term("Indicator", "prices", indicator.prices)
    said = [with_unit("", indicator.unit).strip() or indicator.unit, period.say(lang) if period else indicator.period]
    if indicator.prices != "none" and prices is not None:
        said.append(prices.say(lang))
    if indicator.offset:
        said.append(indicator.offset)
    return ("、" if lang == "zh" else ", ").join(said)
