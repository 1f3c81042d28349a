"""An edition as a document to read: the tree with points, each method in words with its curve, policies in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from leitai.engine.errors import Lang
from leitai.engine.manual.chapter import Chapter, chapter
from leitai.engine.manual.curve import curve_of
from leitai.engine.manual.setting import Setting, indicator_setting
from leitai.engine.methods.registry import methods
from leitai.engine.rulebook.diff.words import Names
from leitai.engine.rulebook.model import Adjustment, Branch, Group, Indicator, Rulebook
from leitai.engine.terms import value_term
from leitai.press.curve.svg import svg
from leitai.press.rules_docx import indicator_sentence, names_of
from leitai.press.rules_docx.sentences import (
    adjustment_sentence,
    award_sentence,
    condition_words,
    grade_words,
    lights_sentences,
    points_of,
    policy_sentences,
    sum_of,
    unit_note,
)
from leitai.press.word.marks import chinese_marks
from leitai.web.rulebook.trying.sums import Worked, entries_of, worked


@dataclass(frozen=True, slots=True)
class Line:
    """A named sentence: an adjustment, a grade, an award, a light, a policy."""

    id: str
    name: str
    kind: str
    said: str
    clause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class NodeLine:
    """A node of the tree as a row: a track, a part of one, or an indicator with all that is said of it."""

    id: str
    address: str
    name: str
    depth: int
    is_branch: bool
    points: tuple[str, ...]
    clause: str
    rule: str = ""
    unit: str = ""
    method: str = ""
    formula: str = ""
    definition: str = ""
    filed: str = ""
    verified: str = ""
    counter: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """What the page shows of an edition."""

    rulebook: Rulebook
    title: str
    notice: str
    sources: tuple[str, ...]
    season: str
    groups: tuple[str, ...]
    group_members: tuple[tuple[str, str], ...]
    full: tuple[str, ...]
    nodes: tuple[NodeLine, ...]
    series: tuple[Line, ...]
    adjustments: tuple[Line, ...]
    grades: tuple[Line, ...]
    awards: tuple[Line, ...]
    lights: tuple[tuple[str, str, tuple[str, ...]], ...]
    policies: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """A method's curve with a sample sum under it, and all that is said of the method."""

    finding: str
    note: str
    chart: Markup | None
    table: tuple[tuple[str, str], ...]
    sum: Worked | None
    about: Chapter


def document_of(rulebook: Rulebook, lang: Lang) -> Document:
    """The whole edition in words."""
    names = names_of(rulebook)
    say = chinese_marks if lang == "zh" else str
    groups = peer_groups(rulebook)
    policies, joint = rulebook.policies, "、" if lang == "zh" else ", "
    called = {one.id: one.name.say(lang) for one in rulebook.contestants}
    return Document(
        rulebook=rulebook,
        title=rulebook.title.say(lang),
        notice=rulebook.notice.say(lang) if rulebook.notice else "",
        sources=tuple(f"{one.title.say(lang)} {one.number}".strip() for one in rulebook.sources),
        season=f"{rulebook.season.name.say(lang)} {rulebook.season.start} — {rulebook.season.end}",
        groups=tuple(group.name.say(lang) for group in groups),
        group_members=tuple(
            (group.name.say(lang), joint.join(called.get(one.id, one.id) for one in group.members)) for group in groups
        ),
        full=tuple(points_of(rulebook.tree.full, group.id) for group in groups) if rulebook.tree else (),
        nodes=tuple(_nodes(rulebook, lang)),
        series=tuple(
            Line(one.id, one.name.say(lang), one.unit, say(_derived(one.formula, names, lang) or one.definition), "")
            for one in rulebook.series
        ),
        adjustments=tuple(
            Line(one.id, one.name.say(lang), kind_of(one, lang), say(adjustment_sentence(one, names, lang)), one.clause)
            for one in rulebook.adjustments
        ),
        grades=tuple(
            Line(one.id, one.name.say(lang), "", say(grade_words(one, policies, lang)), "") for one in rulebook.grades
        ),
        awards=tuple(
            Line(one.id, one.name.say(lang), "", say(award_sentence(one, names, lang)), one.clause, one.note)
            for one in rulebook.awards
        ),
        lights=tuple(
            (
                one.name.say(lang),
                say(condition_words(one.measure, names, lang)),
                tuple(say(line) for line in lights_sentences(one, names, lang)),
            )
            for one in rulebook.lights
        ),
        policies=tuple(
            Line(key, label, "", say(said), "") for key, label, said in policy_sentences(policies, names, lang)
        )
        if policies is not None
        else (),
    )


def peer_groups(rulebook: Rulebook) -> tuple[Group, ...]:
    return next((one.groups for one in rulebook.groupings if one.id == rulebook.peers), ())


def kind_of(one: Adjustment, lang: Lang) -> str:
    term = value_term("Adjustment", "kind", one.kind)
    return term.say(lang) if term is not None else one.kind


def _derived(formula: str, names: Names, lang: Lang) -> str:
    said = condition_words(formula, names, lang) if formula else ""
    return (f"由 {said} 算出" if lang == "zh" else f"computed as {said}") if said else ""


def _nodes(rulebook: Rulebook, lang: Lang) -> Iterator[NodeLine]:
    if rulebook.tree is None:
        return
    names, groups = names_of(rulebook), peer_groups(rulebook)
    weights = rulebook.tree.measure == "weights"
    say = chinese_marks if lang == "zh" else str

    def walk(nodes: tuple[Branch | Indicator, ...], depth: int) -> Iterator[NodeLine]:
        for node in nodes:
            points = tuple(sum_of(node, group.id, weights) for group in groups)
            name, address = node.name.say(lang), f"tree.{node.id}"
            if isinstance(node, Branch):
                yield NodeLine(node.id, address, name, depth, True, points, node.clause)
                yield from walk(node.nodes, depth + 1)
                continue
            others = [
                f"{label}{':' if lang == 'zh' else ': '}{said}"
                for _, label, said in policy_sentences(node.policies, names, lang)
            ]
            if node.not_applicable:
                missing = "、".join(names.of("not_applicable", one, lang) for one in node.not_applicable)
                others.append(f"没有此项任务：{missing}" if lang == "zh" else f"No such task: {missing}")
            if node.rounds:
                others.append(
                    f"只在 {'、'.join(node.rounds)} 计分" if lang == "zh" else f"only in {', '.join(node.rounds)}"
                )
            yield NodeLine(
                node.id,
                address,
                name,
                depth,
                False,
                points,
                node.clause,
                node.rule,
                unit_note(node, lang),
                say(indicator_sentence(node, names, lang)),
                say(_derived(node.formula, names, lang)),
                say(node.definition),
                names.of("data_department", node.data_department, lang) if node.data_department else "",
                names.of("verifier", node.verifier, lang) if node.verifier else "",
                node.counter_source,
                tuple(say(one) for one in others),
            )

    yield from walk(rulebook.tree.nodes, 0)


def indicator_of(rulebook: Rulebook, id_: str) -> Indicator | None:
    """An indicator of the tree by its id."""
    todo: list[Branch | Indicator] = list(rulebook.tree.nodes) if rulebook.tree else []
    while todo:
        node = todo.pop()
        if isinstance(node, Branch):
            todo += node.nodes
        elif node.id == id_:
            return node
    return None


def tried_of(rulebook: Rulebook, indicator: Indicator, typed: dict[str, str], lang: Lang) -> Tried | None:
    """The curve and the sample sum of an indicator, out of full points in the first group that has it."""
    setting = indicator_setting(rulebook, indicator)
    return None if setting is None else tried(setting, typed, lang)


@cache
def chapter_of(name: str, version: int) -> Chapter:
    """The text of a method, the same for every form that uses it."""
    return chapter(methods()[name, version])


def tried(setting: Setting, typed: Mapping[str, str], lang: Lang) -> Tried:
    """What the form shows beside a method: its curve and a sum with the figures that were typed."""
    curve = curve_of(setting)
    entries = entries_of(setting, typed, setting.called)
    return Tried(
        finding=curve.finding.say(lang) if curve else "",
        note=curve.note.say(lang) if curve else "",
        chart=svg(curve, setting.unit, lang) if curve else None,
        table=tuple((str(dot.x), dot.points) for dot in curve.table) if curve else (),
        sum=worked(setting, entries, lang),
        about=chapter_of(setting.method.name, setting.method.version),
    )
