"""票箱: what a rulebook asks people to judge, and opening a box for it."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.assess.plan import Plan, counts, members
from leitai.engine.assess.reads import read_at
from leitai.engine.errors import Text
from leitai.engine.methods.ballot import listed_roles
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.web.collection.ballots import rules
from leitai.web.collection.editions import plan_of, role_name
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import BallotBox, Cell, Elector, Obligation, PaperBallot, Round, Urn
from leitai.web.collection.services.acting import chain_of, open_round_of, standing
from leitai.web.foundation.api import FrozenModel, Invisible, NotAllowed, append
from leitai.web.people.api import Actor, Held, names_on, person_names, successors_on

MOST_PAPERS = 2000
LONGEST_TITLE, LONGEST_ELECTORATE = 120, 300
# Without the letters and digits that are mistaken for each other when typed from paper.
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Judgeable:
    """An indicator of the rulebook that rests on ballots: in which group, and for a ranking by which rater."""

    indicator: str
    role: str
    group: str
    kind: rules.Kind
    choices: tuple[tuple[str, str], ...]

    @property
    def key(self) -> str:
        return f"{self.indicator}:{self.role}:{self.group}"


@dataclass(frozen=True, slots=True)
class Setup:
    """How a box is run. `printed` for paper; `electors` on-line."""

    key: str
    way: str
    electorate: str
    closes: datetime.date
    printed: int = 0
    electors: Sequence[str] = ()
    grades: Sequence[tuple[str, str]] = rules.GRADES


def judgeables(plan: Plan, period: str) -> Iterator[Judgeable]:
    """What the round asks people to judge, in the edition's order: votes for places, rankings, grades."""
    for column in plan.columns:
        item, method = column.indicator, column.method.name
        for group in plan.peer_groups:
            units = members(group, period)
            if not units or item.formula or not counts(plan, column, group.id, period):
                continue
            listed: tuple[str, ...] = listed_roles(column.parameters)
            if method == "vote_ladder":
                words = tuple((role_name(plan, role), role) for role in listed)
                yield Judgeable(item.id, "", group.id, "votes", words)
            elif method == "rater_ladder":
                numbers = tuple((str(place), "") for place in range(1, len(units) + 1))
                yield from (Judgeable(item.id, role, group.id, "ranks", numbers) for role in listed)
            elif method == "given":
                yield Judgeable(item.id, "", group.id, "grades", rules.GRADES)


def units_of(plan: Plan, box: BallotBox) -> list[str]:
    """The contestants voted upon: the group, without those who do not have the indicator."""
    without = set(getattr(plan.items[box.indicator], "not_applicable", ()))
    group = next(one for one in plan.peer_groups if one.id == box.group)
    return [unit for unit in members(group, box.round.period) if unit not in without]


def cells_of(plan: Plan, boxes: Collection[BallotBox]) -> dict[tuple[int, str, str], Cell]:
    """(box, unit, role) → the cell the count is entered in. One query for any number of boxes of one round."""
    duties = Obligation.objects.filter(
        round__in={box.round_id for box in boxes}, cell__indicator__in={box.indicator for box in boxes}
    )
    by: dict[str, list[Cell]] = {}
    for duty in duties.select_related("cell").order_by("pk"):
        by.setdefault(duty.cell.indicator, []).append(duty.cell)
    found: dict[tuple[int, str, str], Cell] = {}
    for box in boxes:
        period = read_at(plan.inputs[box.indicator], "actual", box.round.period).cell[2]
        units = set(units_of(plan, box))
        own = (cell for cell in by.get(box.indicator, ()) if cell.period == period and cell.contestant in units)
        found |= {(box.pk, cell.contestant, cell.role): cell for cell in own}
    return found


def keeper(actor: Actor, box: BallotBox, day: datetime.date) -> Held | None:
    """The post under which somebody keeps a box: of the organisation that files the figure, or of the office."""
    merged = successors_on(day)
    organisation = merged.get(box.organisation, box.organisation)
    own = next((held for held in actor.posts_for("report") if held.organisation == organisation), None)
    return own or actor.post_for("open_round", box.round.office)


def kept_by(actor: Actor, box: BallotBox, day: datetime.date) -> Held:
    post = keeper(actor, box, day)
    if post is None:
        name = names_on(day, [box.organisation]).get(box.organisation, box.organisation)
        raise NotAllowed(
            act=Text("办理这个票箱", "handle this box"),
            needed=Text(f"{name}的填报员，或考评办", f"a filer of {name}, or the office"),
        )
    return post


@transaction.atomic
def open_box(*, actor: Actor, at: datetime.datetime, round: int, setup: Setup) -> BallotBox:
    """开箱: with the ballots printed by number and code, or with the electoral roll."""
    actor, round_ = standing(actor, at), open_round_of(round)
    plan, day = plan_of(round_.book, round_.edition), timezone.localdate(at)
    what = next((one for one in judgeables(plan, round_.period) if one.key == setup.key), None)
    if what is None:
        raise Cannot(
            "本轮规则中没有这项评议，请重新选择。", "The rules of this round have no such ballot; choose again."
        )
    filer = _filer(round_, what.indicator)
    choices = what.choices if what.kind != "grades" else tuple(setup.grades)
    box = BallotBox(
        round=round_,
        indicator=what.indicator,
        role=what.role,
        group=what.group,
        kind=what.kind,
        way="paper" if setup.way == "paper" else "online",
        named=setup.way == "named",
        title=title_of(plan, what),
        electorate=setup.electorate.strip(),
        choices=canonical_bytes([list(one) for one in choices]).decode(),
        printed=setup.printed if setup.way == "paper" else 0,
        closes=setup.closes,
        organisation=filer,
        person=actor.key,
        at=at,
    )
    post = kept_by(actor, box, day)
    _sound(setup, what, choices, day, box.title)
    try:
        with transaction.atomic():
            box.save(force_insert=True)
    except IntegrityError:
        raise _twin(box, title_of(plan, what, "en")) from None
    Urn.objects.create(box=box)
    papers = _papers(box)
    Elector.objects.bulk_create(
        Elector(box=box, person=one) for one in sorted(set(setup.electors)) if box.way == "online"
    )
    rows: list[FrozenModel] = [box, *papers]
    record(box, actor, at, post, "open_box", {"title": box.title, "way": setup.way, "printed": box.printed,
           "electors": sorted(set(setup.electors)) if box.way == "online" else []}, rows)  # fmt: skip
    return box


def title_of(plan: Plan, what: Judgeable, lang: str = "zh") -> str:
    group = next(one.name.say(lang) for one in plan.peer_groups if one.id == what.group)
    rater = f" {role_name(plan, what.role, lang)}" if what.role else ""
    return f"{plan.inputs[what.indicator].name.say(lang)}{rater}（{group}）"


def _twin(box: BallotBox, english: str) -> Cannot:
    """The refusal that names the box there is."""
    twin = BallotBox.objects.get(round=box.round, indicator=box.indicator, role=box.role, group=box.group)
    who = person_names([twin.person]).get(twin.person, twin.person)
    when = f"{timezone.localtime(twin.at):%m-%d %H:%M}"
    return Cannot(
        f"“{box.title}”已有第 {twin.pk} 号票箱，由{who}于 {when} 设立；同一评议只设一个。",
        f"Box {twin.pk} stands for '{english}' already, opened by {who} at {when}; a ballot has one box.",
    )


def get_box(pk: int) -> BallotBox:
    found = BallotBox.objects.select_related("round", "urn").filter(pk=pk).first()
    if found is None:
        raise Invisible
    return found


def open_urn(box: BallotBox) -> Urn:
    """The urn of a box that is not counted, locked."""
    urn = Urn.objects.select_for_update(no_key=True).get(box=box)
    if urn.state != "open":
        raise Cannot(
            f"“{box.title}”已经计票，不能再投票或录票。", f"'{box.title}' is counted; nothing is added any more."
        )
    return urn


def record(
    box: BallotBox, actor: Actor, at: datetime.datetime, post: Held | None, act: str, data: dict[str, object],
    rows: Sequence[FrozenModel] = (),
) -> None:  # fmt: skip
    """One audit line, on the chain of who keeps the box."""
    append(
        chain=chain_of(box.round, box.organisation),
        at=at,
        actor=actor.key,
        post=post.role if post is not None else "",
        act=act,
        organisation=box.organisation,
        subject=f"box:{box.pk}",
        data={"box": box.pk} | data,
        rows=rows,
    )


def _filer(round_: Round, indicator: str) -> str:
    found = Obligation.objects.filter(round=round_, cell__indicator=indicator).exclude(cell__role="ruling")
    filers = set(found.values_list("filer", flat=True))
    if len(filers) != 1:
        raise Cannot(
            "这项评议没有统一的数据责任部门，请在规则中写明由谁填报。",
            "No single body files this figure; name the data department in the rules.",
        )
    return filers.pop()


def _sound(setup: Setup, what: Judgeable, choices: Sequence[tuple[str, str]], day: datetime.date, title: str) -> None:
    faults: list[Text] = []
    if len(title) > LONGEST_TITLE:
        faults.append(
            Text(
                f"票箱名称“{title[:20]}…”有 {len(title)} 个字，最多 {LONGEST_TITLE} 个字，"
                "请在规则中改短指标、评议人或分组的名称",
                f"the title '{title[:20]}…' has {len(title)} characters, {LONGEST_TITLE} at most: shorten the names of "
                "indicator, rater or group in the rules",
            )
        )
    electorate = len(setup.electorate.strip())
    if not electorate:
        faults.append(Text("没有写明由谁评议", "who votes is not named"))
    if electorate > LONGEST_ELECTORATE:
        faults.append(
            Text(
                f"评议人一栏有 {electorate} 个字，最多 {LONGEST_ELECTORATE} 个字",
                f"who votes takes {electorate} characters, {LONGEST_ELECTORATE} at most",
            )
        )
    if setup.closes < day:
        faults.append(Text(f"截止日 {setup.closes} 已过", f"the day {setup.closes} is past"))
    if setup.way == "paper" and not 1 <= setup.printed <= MOST_PAPERS:
        faults.append(
            Text(
                f"印票数应为 1 至 {MOST_PAPERS}，给出的是 {setup.printed}",
                f"print 1 to {MOST_PAPERS} ballots, not {setup.printed}",
            )
        )
    electors = len(set(setup.electors))
    if setup.way == "online" and electors < rules.FEWEST:
        faults.append(
            Text(
                f"无记名至少 {rules.FEWEST} 人参加，现有 {electors} 人，人再少就等于记名",
                f"a secret ballot takes {rules.FEWEST} voters at least, and {electors} are named",
            )
        )
    if setup.way == "named" and not setup.electors:
        faults.append(Text("没有选定评议人", "no rater is chosen"))
    if what.kind == "grades":
        faults += _grades(choices)
    if faults:
        raise Cannot.of(faults)


def _grades(choices: Sequence[tuple[str, str]]) -> Iterator[Text]:
    if len(choices) < 2:
        yield Text("等级至少两个，每行写“等级 分值”", "two grades at least, one a line with what it is worth")
    wrong = [f"{words} {value}".strip() for words, value in choices if not _worth(value)]
    if wrong:
        zh, en = "、".join(wrong), ", ".join(wrong)
        yield Text(f"“{zh}”的分值应为 0 至 100 的数", f"'{en}': a grade is worth 0 to 100")


def _worth(value: str) -> bool:
    try:
        return 0 <= Decimal(value) <= 100
    except InvalidOperation:
        return False


def _papers(box: BallotBox) -> list[PaperBallot]:
    """Numbers in order, codes by lot: a code says nothing of who took the paper, nor of when."""
    codes: set[str] = set()
    while len(codes) < box.printed:
        codes.add("".join(secrets.choice(SIGNS) for _ in range(6)))
    drawn = sorted(codes)
    secrets.SystemRandom().shuffle(drawn)
    return PaperBallot.objects.bulk_create(
        PaperBallot(box=box, number=number, code=code) for number, code in enumerate(drawn, 1)
    )
