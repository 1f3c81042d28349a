"""A part of the edition as inputs: labels and help from the glossary, choices from its types and from the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from leitai.engine.errors import Lang, Text
from leitai.engine.methods.registry import find_method, methods
from leitai.engine.rulebook.anatomy import Shape, keys_of
from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.kinds import FLAGS
from leitai.engine.rulebook.model import Indicator
from leitai.engine.terms import Term, field_term, value_term
from leitai.web.rulebook.form.known import Known, words_of
from leitai.web.rulebook.form.members import lines_of_members

Kind = Literal["text", "long", "number", "day", "choice", "checks", "words", "groups", "part", "rows", "method"]
LONG = frozenset({"definition", "note", "quotation", "members", "categories", "break_by", "roles"})
SPARE_ROWS = 2
OTHER = "+"  # the choice that opens the mapping beside it
NO = Text("否", "no")
YES = Text("是", "yes")
OTHERWISE: Mapping[str, Text] = {
    "TieBreakers": Text("依次比较几个节点", "by nodes, in order"),
    "AbnormalBase": Text("按规则处理", "by a rule"),
    "FixedPoints": Text("给固定分", "fixed points"),
    "LateRule": Text("每项扣分", "points off each"),
}
# What a form says where the glossary speaks of how YAML is written.
HELP: Mapping[str, Text] = {
    "id": Text("定了就不再改；数据文件用它指这一项。", "Chosen once; figures point here by it."),
    "name": Text("", ""),
    "points": Text("各组的满分；没有这一项的组不填。", "Full points by group; blank where a group does not have it."),
    "weight": Text("在同级中的权重；没有这一项的组不填。", "Weight among its siblings; blank where a group has none."),
    "full": Text("各组总分，要等于指标分值之和。", "The total of each group; what the indicators add up to."),
    "unit": Text("数据不写单位时就按它，如 亿元、%、万元/亩。", "What a bare figure is in, such as 亿元， %, 万元/亩."),
    "data_department": Text("由谁给全部单位报这个数。", "Who files this figure for every unit."),
    "verifier": Text("由谁审核。", "Who checks it."),
    "formula": Text(
        "由其他数据算出的写公式，如 税收 / 面积 用代号写；写了就不填报本项。",
        "Where it is computed from other figures, by their ids; then nothing is filed for it.",
    ),
    "rounds": Text("只在这些轮次计分；都不选就是每轮都计。", "Only in these rounds; none ticked: in all."),
    "not_applicable": Text("没有这项任务的单位。", "Those that have no such task."),
    "Lights.indicators": Text("对哪些指标亮灯；都不选就是全部。", "Which indicators it lights; none ticked: all."),
    "Adjustment.groups": Text("适用哪些组；都不选就是全部。", "For which groups; none ticked: all."),
    "Award.groups": Text("适用哪些组；都不选就是全部。", "For which groups; none ticked: all."),
    "edition": Text("每改一个字就是新的版本，如 2026。", "Such as 2026."),
    "notice": Text("印在每份输出上，如“演示数据”。", "Printed on every output."),
    "peers": Text(
        "以哪种分组为“同组”：最好值、平均、名次都在组内算。", "Whose groups are the peers of every comparison."
    ),
    "ranked": Text("否：只评分不排名。", "No: scored, not ranked."),
    "decimals": Text("算出的数先保留几位小数再计分；不填不取舍。", "Places of a computed figure; blank: unrounded."),
    "Rounding.indicator": Text("几位小数；不取舍写 none。", "Places; none: unrounded."),
    "Rounding.track": Text("几位小数；不取舍写 none。", "Places; none: unrounded."),
    "Rounding.total": Text("几位小数；不取舍写 none。", "Places; none: unrounded."),
    "ladder_floor": Text(
        "名次递减最低到多少分；可以为负写 none。", "Fewest points of a ladder; none: may be negative."
    ),
    "unranked_in_statistics": Text(
        "只评分不排名的单位，是否参与最大、最小、平均和名次的计算。",
        "Whether units that are scored and not ranked count in best, worst, mean and places.",
    ),
    "LateRule.cap": Text("一轮最多扣多少分；不封顶写 none。", "Most points off in a round; none: no cap."),
    "offset": Text("读更早一期的数，如 -1y 上年、-1m 上月。", "Reads an earlier figure, such as -1y or -1m."),
}
AS_EDITION = Text("随全局", "as the edition says")
NOT_SET = Text("不填", "not set")


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    help: str = ""
    chosen: bool = False


@dataclass(slots=True)
class Input:
    """One input as it is shown. `faults` are filled in by who shows it."""

    name: str
    kind: Kind
    label: str
    help: str = ""
    value: str = ""
    required: bool = False
    default: str = ""
    fixed: bool = False
    options: tuple[Option, ...] = ()
    children: list[Input] = field(default_factory=list)
    heads: tuple[str, ...] = ()
    rows: list[list[Input]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How tall a box of lines is."""
        return max(self.lines_in_table, 2)

    @property
    def lines_in_table(self) -> int:
        return min(self.value.count("\n") + 1, 12)

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes the inputs of any part, in one language, with the names of one draft."""

    known: Known
    lang: Lang = "zh"
    spare: int = SPARE_ROWS

    def part(
        self,
        part: type[BaseModel],
        plain: Mapping[str, Any],
        prefix: str = "f",
        owner: str = "",
        only: Sequence[str] | None = None,
        fixed: frozenset[str] = frozenset(),
    ) -> list[Input]:
        """The inputs of every key of a part (or of those named)."""
        owner = owner or part.__name__
        found = []
        for key, shape in keys_of(part).items():
            if (only is not None and key not in only) or shape.kind == "node" or key == "nodes":
                continue
            if shape.kind == "list" and shape.item is not None and shape.item.kind == "node":
                continue
            made = self.one(f"{prefix}.{key}", key, shape, plain.get(key), owner, part.model_fields[key])
            made.fixed = key in fixed
            found.append(made)
        return found

    def one(self, name: str, key: str, shape: Shape, value: Any, owner: str, info: FieldInfo | None) -> Input:
        """One key as an input."""
        term = field_term(owner, key)
        own = HELP.get(f"{owner}.{key}") or HELP.get(key)
        made = Input(name, "text", self._label(term, key), own.say(self.lang) if own else self._help(term, info))
        made.required = info is not None and info.is_required()
        made.default = self._default(owner, key, shape, info)
        fill = getattr(self, f"_{shape.kind}", self._text)
        fill(made, key, shape, value, owner)
        return made

    # -- by what the key may hold --------------------------------------------------------------------------------

    def _text(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        names = (
            self.known.of(key)
            if key
            in (
                "data_department",
                "verifier",
                "within",
                "grade",
                "peers",
                "contestant",
                "source",
                "scale_role",
                "average",
            )
            else {}
        )
        if names or key == "average":
            extra = {"computed": Text("按同组计算", "computed from the group")} if key == "average" else {}
            self._choices(made, {**extra, **names}, value)
            return
        made.kind = "long" if key in LONG else "text"
        made.value = _plain(value)

    def _number(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        made.kind, made.value = "number", _plain(value)
        if shape.choices and "none" not in made.help:
            made.help += Text(" 可写 none。", " May be none.").say(self.lang)

    _whole = _number

    def _day(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        made.kind, made.value = "day", _plain(value)

    def _flag(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        said = FLAGS.get(str(value).lower()) if value is not None else None
        chosen = "" if said is None else "true" if said else "false"
        made.kind, made.value = "choice", chosen
        made.options = self._options([("true", YES, ""), ("false", NO, "")], chosen, made)

    def _choice(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        chosen = OTHER if isinstance(value, Mapping) else _plain(value)
        found = []
        for choice in shape.choices:
            term = value_term(owner, key, choice) or value_term("Policies", key, choice)
            found.append((choice, term.text if term else Text(choice), self._meaning(term)))
        if shape.part is not None:
            found.append((OTHER, OTHERWISE.get(shape.part.__name__, Text("…")), ""))
            plain = value if isinstance(value, Mapping) else {}
            made.children = self.part(shape.part, plain, made.name)
        made.kind, made.value = "choice", chosen
        made.options = self._options(found, chosen, made)
        if any(meaning for _, _, meaning in found):
            # The glossary explains the words of the YAML; a form explains the words it offers.
            mark, stop = ("：", "") if self.lang == "zh" else (": ", " ")
            made.help = stop.join(f"{label.say(self.lang)}{mark}{meaning}" for _, label, meaning in found if meaning)

    def _per_group(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        made.kind = "groups"
        groups = dict(self.known.groups)
        if isinstance(value, Mapping):
            groups |= {str(one): Text(str(one)) for one in value if one not in groups}
        same = "" if isinstance(value, Mapping) else _plain(value)
        if len(groups) != 1 or same:
            made.children.append(Input(made.name, "number", Text("各组相同", "all groups").say(self.lang), value=same))
        for group, name in groups.items():
            held = value.get(group) if isinstance(value, Mapping) else None
            made.children.append(Input(f"{made.name}.{group}", "number", name.say(self.lang), value=_plain(held)))

    def _numbers(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        made.kind = "long"
        made.value = (
            "\n".join(f"{one} {number}" for one, number in (value or {}).items()) if isinstance(value, Mapping) else ""
        )
        made.help += Text(" 每行一类：类别 分值。", " One a line: category, points.").say(self.lang)

    def _words(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        words = words_of(value)
        made.kind = "words"
        made.value = words.zh
        made.children = [Input(f"{made.name}.en", "text", Text("英文", "in English").say(self.lang), value=words.en)]

    def _part(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        assert shape.part is not None
        made.kind = "part"
        made.children = self.part(shape.part, value if isinstance(value, Mapping) else {}, made.name)

    def _list(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        item = shape.item
        held = value if isinstance(value, list) else []
        if item is not None and item.kind == "member":
            made.kind, made.value = "long", lines_of_members(held, self.known)
            made.help = Text(
                "每行一个单位；中途进出的写成：单位 2025-07-01..2026-01-01",
                "One contestant a line; a dated one: NAME 2025-07-01..2026-01-01",
            ).say(self.lang)
        elif item is not None and item.part is not None:
            self._rows(made, item.part, held, owner)
        elif key in ("not_applicable", "groups", "indicators", "rounds") and self.known.of(key):
            made.kind = "checks"
            chosen = {str(one) for one in held}
            names = {**self.known.of(key), **{one: Text(one) for one in chosen if one not in self.known.of(key)}}
            made.options = tuple(
                Option(id_, name.say(self.lang) or id_, "", id_ in chosen) for id_, name in names.items()
            )
        else:
            made.kind = "long" if key in LONG else "text"
            joint = "\n" if made.kind == "long" else " "
            called = self.known.of(key)
            made.value = joint.join(called[str(one)].zh if str(one) in called else str(one) for one in held)
            made.help += Text(
                " 按先后写，一行一个。" if made.kind == "long" else " 用空格隔开。",
                " One a line, in order." if made.kind == "long" else " With blanks between.",
            ).say(self.lang)

    def _rows(self, made: Input, part: type[BaseModel], held: list[Any], owner: str) -> None:
        made.kind = "rows"
        rows = [one if isinstance(one, Mapping) else {} for one in held] + [{}] * self.spare
        # Rows of a method's table are explained under the method's own name.
        name = owner if part.__name__ in ("Step", "ScaledStep", "RankBand", "Segment") else part.__name__
        made.rows = [self.part(part, row, f"{made.name}.{i}", name) for i, row in enumerate(rows)]
        made.heads = tuple(one.label for one in made.rows[0]) if made.rows else ()

    def _method(self, made: Input, key: str, shape: Shape, value: Any, owner: str) -> None:
        use = {"name": value} if isinstance(value, str) else value if isinstance(value, Mapping) else {}
        chosen = str(use.get("name", ""))
        made.kind, made.value = "method", chosen
        made.options = tuple(
            Option(name, f"{method.title.say(self.lang)}", method.summary.say(self.lang), name == chosen)
            for (name, version), method in methods().items()
            if version == 1
        )
        version = str(use.get("version", "1"))
        method = find_method(chosen, int(version) if version.isdecimal() else 0)
        if method is not None:
            made.help = method.summary.say(self.lang)
            made.children = self.part(method.parameters, use, made.name, method.name)

    # -- words ---------------------------------------------------------------------------------------------------

    def _choices(self, made: Input, names: Mapping[str, Text], value: Any) -> None:
        chosen = _plain(value)
        known = dict(names)
        if chosen and chosen not in known:
            known[chosen] = Text(chosen)
        made.kind, made.value = "choice", chosen
        made.options = self._options([(id_, name, "") for id_, name in known.items()], chosen, made)

    def _options(self, found: list[tuple[str, Text, str]], chosen: str, made: Input) -> tuple[Option, ...]:
        options = [
            Option(value, label.say(self.lang) or value, help_, value == chosen) for value, label, help_ in found
        ]
        if chosen and all(not option.chosen for option in options):
            options.append(Option(chosen, chosen, "", True))
        if not made.required or not chosen:
            blank = made.default or (Text("请选择", "choose") if made.required else NOT_SET).say(self.lang)
            options.insert(0, Option("", blank, "", not chosen))
        return tuple(options)

    def _label(self, term: Term | None, key: str) -> str:
        said = term.say(self.lang) if term is not None else key
        return said if self.lang == "zh" else said[:1].upper() + said[1:]

    def _help(self, term: Term | None, info: FieldInfo | None) -> str:
        if term is not None:
            return term.meaning.say(self.lang)
        return " ".join((info.description or "").split()) if info is not None else ""

    def _meaning(self, term: Term | None) -> str:
        return term.meaning.say(self.lang) if term is not None else ""

    def _default(self, owner: str, key: str, shape: Shape, info: FieldInfo | None) -> str:
        """What holds where nothing is written."""
        if info is None or info.is_required():
            return ""
        if owner == "LeafPolicies":
            return AS_EDITION.say(self.lang)
        value = info.default
        if isinstance(value, bool):
            said = (YES if value else NO).say(self.lang)
        elif isinstance(value, Decimal):
            said = number_text(value)
        elif isinstance(value, str) and value:
            term = value_term(owner, key, value)
            said = term.say(self.lang) if term is not None else value
        elif isinstance(value, int):
            said = str(value)
        else:
            return ""
        return Text(f"默认：{said}", f"default: {said}").say(self.lang)


def _plain(value: Any) -> str:
    return "" if value is None or isinstance(value, Mapping | list) else str(value)


def every_input(inputs: Sequence[Input]) -> list[Input]:
    """The inputs with all that stand inside them."""
    found: list[Input] = []
    for one in inputs:
        found += [one, *every_input(one.children), *(each for row in one.rows for each in every_input(row))]
    return found


def label_faults(inputs: Sequence[Input], faults: Sequence[tuple[str, str]], prefix: str = "f") -> list[str]:
    """Put each fault (its field's path, its words) at its input, or the nearest above; give back what found none."""
    by_name = {one.name: one for one in every_input(inputs)}
    left = []
    for path, words in faults:
        name = f"{prefix}.{path}" if path else prefix
        while name not in by_name and "." in name:
            name = name.rpartition(".")[0]
        if name in by_name:
            by_name[name].faults.append(words)
        else:
            left.append(words)
    return left


INDICATOR_KEYS = tuple(keys_of(Indicator))
