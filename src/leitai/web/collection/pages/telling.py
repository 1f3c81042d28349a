"""What a page says of an act that was refused or overtaken: where the person stands, with the figure by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from leitai.engine.assess.plan import Plan
from leitai.web.collection import api
from leitai.web.collection.editions import figure_name
from leitai.web.collection.models import Cell
from leitai.web.collection.showing import MARKS, said_value
from leitai.web.foundation.api import REFUSALS, lang, say
from leitai.web.people.api import ActorRequest

View = Callable[..., HttpResponse]
TOLD = (*REFUSALS, api.NoHolidayTable)
# So many figures are named above a page; more are counted.
MOST_NAMED = 10


def told_in_place(name: str = "", *arguments: str) -> Callable[[View], View]:
    """Every page that takes an act goes through this: what its handler has not put beside a field, wherever it was
    raised, is said above the page `name` with these of the address's own arguments; without a name, the page itself.
    """

    def guard(view: View) -> View:
        @wraps(view)
        def answer(request: ActorRequest, **given: Any) -> HttpResponse:
            try:
                return view(request, **given)
            except TOLD as refusal:
                if request.method != "POST":
                    raise
                messages.error(request, refusal.say(lang()))
                return redirect(name, *(given[one] for one in arguments)) if name else redirect(request.get_full_path())

        setattr(answer, "tells", True)  # noqa: B010 (a test looks for it at every address)
        return answer

    return guard


def tell_missed(request: ActorRequest, plan: Plan, report: api.Report) -> None:
    """What was not done of a batch, figure by figure: who was first, when, and what it is now; or who else does it."""
    missed = [one for one in report.outcomes if one.done in ("conflict", "refused")]
    cells = Cell.objects.in_bulk([one.cell for one in missed[:MOST_NAMED]])
    for one in missed[:MOST_NAMED]:
        messages.warning(request, _missed(plan, cells[one.cell], one))
    if (left := len(missed) - MOST_NAMED) > 0:
        messages.warning(
            request, say(f"另有 {left} 项也没有办成，请看最新状态。", f"{left} more were not done; look again.")
        )


def _missed(plan: Plan, cell: Cell, one: api.Outcome) -> str:
    where = f"{figure_name(plan, cell, lang())} {cell.period}"
    if one.theirs is not None:
        theirs, when = one.theirs, f"{timezone.localtime(one.theirs.at):%m-%d %H:%M}"
        state, value = MARKS[theirs.state].word, said_value(theirs.value)
        return say(
            f"{where}：已由{theirs.person}于 {when} 办理，现为“{state.zh}”{value.zh}，您的操作没有保存。",
            f"{where}: {theirs.person} acted on it at {when}; it is '{state.en}' {value.en} now, and yours was not "
            "saved.",
        )
    if not one.findings:
        return say(f"{where}：刚被撤回，您的操作没有保存。", f"{where}: it was just taken back; yours was not saved.")
    fault = one.findings[0].fault
    return say(f"{where}：{fault.found.zh}，{fault.allowed.zh}。", f"{where}: {fault.found.en}; {fault.allowed.en}.")
