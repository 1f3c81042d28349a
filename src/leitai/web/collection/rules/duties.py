"""Who may do what to a figure: decided from organisations and posts alone.

The filer's organisation reports, nobody else: the office can never edit a figure that is another's, statistics least
of all. The verifier's organisation is another than the filer's and than the contestant. A person verifies nothing she
filed herself, whatever posts she holds. Where one person's posts touch both sides, it is allowed and shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from leitai.engine.errors import Text
from leitai.web.people.api import Actor, Held


@dataclass(frozen=True, slots=True)
class Sides:
    """The organisations a figure touches, as they stand on the day (a merged one by its successor)."""

    filer: str
    verifier: str
    contestant: str
    office: str


@dataclass(frozen=True, slots=True)
class Allowed:
    """The post under which an act is done, and the organisations of the other side in which the same person has one."""

    post: Held
    conflict: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Not this person's: who could do it instead, and of which organisation (empty: of any other)."""

    who: Text
    organisation: str


def choose_verifier(filer: str, contestant: str, named: str, office: str, counter: str) -> str:
    """The first of the named verifier, the office and the counter-checking body that is neither filer nor contestant.

    Empty where none is left: the round cannot be opened before the edition names another.
    """
    for candidate in (named, office, counter):
        if candidate and candidate not in (filer, contestant):
            return candidate
    return ""


def may_report(actor: Actor, sides: Sides) -> Allowed | Forbidden:
    post = _own_post(actor, "report", sides.filer)
    if post is None:
        return Forbidden(Text("的填报员", "a filer"), sides.filer)
    if sides.filer != sides.office and any(held.role == "office" for held in actor.posts):
        return Forbidden(
            Text("的填报员（考评办人员不得代其他单位填报）", "a filer (the office files for nobody else)"), sides.filer
        )
    return Allowed(post, conflicts(actor, {sides.filer}, (sides.verifier, sides.contestant)))


def may_verify(actor: Actor, sides: Sides, filed_by: Collection[str]) -> Allowed | Forbidden:
    """`filed_by`: everybody who filed any version of the cell."""
    post = _own_post(actor, "verify", sides.verifier)
    if post is None or sides.verifier == sides.filer:
        return Forbidden(Text("的审核员", "a verifier"), sides.verifier)
    if actor.key in filed_by:
        return Forbidden(
            Text(
                "的另一位审核员（本人填报的数据不得由本人审核）",
                "another verifier (nobody verifies what she filed herself)",
            ),
            sides.verifier,
        )
    return Allowed(post, conflicts(actor, {sides.verifier}, (sides.filer, sides.contestant)))


def may_confirm(actor: Actor, sides: Sides, act: str = "confirm") -> Allowed | Forbidden:
    """The contestant's own people confirm or question its row."""
    post = _own_post(actor, act, sides.contestant)
    if post is None:
        return Forbidden(Text("的联络员或负责人", "the liaison or head"), sides.contestant)
    others = (side for side in (sides.filer, sides.verifier) if side != sides.contestant)
    return Allowed(post, conflicts(actor, {sides.contestant}, others))


def may_answer(actor: Actor, sides: Sides) -> Allowed | Forbidden:
    """A question is answered by who filed the figure or by who verified it."""
    for act, side in (("verify", sides.verifier), ("report", sides.filer)):
        post = _own_post(actor, act, side)
        if post is not None:
            return Allowed(post, conflicts(actor, {side}, (sides.contestant,)))
    return Forbidden(Text("的填报员，或审核单位的审核员", "a filer, or a verifier"), sides.filer)


def conflicts(actor: Actor, own: Collection[str], others: Iterable[str]) -> tuple[str, ...]:
    """利益关联: organisations on the other side of this act in which the same person holds a post."""
    return tuple(sorted({other for other in others if other not in own and other in actor.organisations}))


def _own_post(actor: Actor, act: str, organisation: str) -> Held | None:
    post = actor.post_for(act, organisation) if organisation else None
    return post if post is not None and post.organisation == organisation else None
