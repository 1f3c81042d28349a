"""复核: who may speak on an objection, and how many must have spoken before it is ruled on.

The rule is that of claims: where the round has a panel its members speak, and who holds a post in the unit, or raised
the matter herself, stands aside. Who rules stands aside by the same rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leitai.engine.errors import Text
from leitai.web.assessment.models import Objection, ObjectionOpinion
from leitai.web.collection.api import Round, members_of, panel_of
from leitai.web.foundation.api import NotAllowed
from leitai.web.people.api import Actor

# Where the round has no panel of its own.
FEWEST = 1


@dataclass(frozen=True, slots=True)
class Heard:
    """How many of those who count have spoken, and how many must have. `members`: of the panel, empty without one."""

    count: int
    needed: int
    members: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        return self.count >= self.needed


def heard_of(objection: Objection, round_: Round, opinions: Sequence[ObjectionOpinion] | None = None) -> Heard:
    """What has been heard on an objection. `opinions`: where they have been read already."""
    panel = panel_of(round_)
    spoken = [one.person for one in (objection.opinions.all() if opinions is None else opinions)]
    if panel is None:
        return Heard(len(spoken), FEWEST, ())
    members = tuple(members_of(panel))
    return Heard(sum(one in members for one in spoken), panel.quorum, members)


def stands_aside(actor: Actor, objection: Objection, merged: Mapping[str, str]) -> Text | None:
    """回避: why somebody neither gives an opinion nor rules. `merged`: the unit's own successor counts as the unit."""
    if merged.get(objection.contestant, objection.contestant) in actor.organisations:
        return Text("本人在该单位任职，应当回避", "you hold a post in that unit and stand aside")
    if actor.key == objection.person:
        return Text("本人提出的异议由他人复核、裁定", "you raised it; others judge it")
    return None


def silent(actor: Actor, objection: Objection, heard: Heard, merged: Mapping[str, str]) -> Text | None:
    """Why somebody who may judge objections does not speak on this one."""
    if heard.members and actor.key not in heard.members:
        return Text("本轮已指定评审组，由组内成员复核", "the round has a panel; its members judge")
    return stands_aside(actor, objection, merged)


def refused(act: Text, why: Text) -> NotAllowed:
    """The refusal of an act, with who could do it and why not she."""
    return NotAllowed(act=act, needed=Text(f"其他符合条件的人员（{why.zh}）", f"somebody else ({why.en})"))
