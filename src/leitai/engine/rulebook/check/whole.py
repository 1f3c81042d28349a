"""What concerns the edition as a whole: policies, adjustments, sources, size."""

from __future__ import annotations

from decimal import Decimal

from leitai.engine.rulebook.canonical import number_text
from leitai.engine.rulebook.check.look import Look
from leitai.engine.rulebook.model import AbnormalBase, Adjustment, FixedPoints, LateRule, NoTask, Policies
from leitai.engine.rulebook.places import Path

MOST_CELLS = 200_000_000


def check_whole(look: Look) -> None:
    book = look.rulebook
    if book.status == "official" and not book.sources:
        look.add("RB-111", ("status",))
    if book.tree is not None and book.policies is None:
        look.add("RB-112", ("tree",), known="、".join(Policies.model_fields))
    if book.tree is None and not book.statements:
        look.add("RB-113", ())
    cells = len(book.contestants) * max(1, len(look.filed)) * len(book.rounds)
    if cells > MOST_CELLS:
        look.add("RB-114", ("contestants",), cells=f"{cells:,}", most=f"{MOST_CELLS:,}")
    for path, adjustment in look.adjustments:
        _adjustment(look, path, adjustment)
    _caps(look)
    if book.policies is not None:
        _policies(look, book.policies)


def _adjustment(look: Look, path: Path, one: Adjustment) -> None:
    if one.kind == "veto":
        if one.effect is None:
            look.add("RB-101", path)
        for key in ("points", "cap", "category"):
            if getattr(one, key) is not None:
                look.add("RB-103", (*path, key), found=key, kind=one.kind)
    else:
        if one.points is None:
            look.add("RB-100", path, kind=one.kind)
        elif one.points <= 0:
            look.add("RB-062", (*path, "points"), value=number_text(one.points), limit="> 0")
        if one.effect is not None:
            look.add("RB-103", (*path, "effect"), found="effect", kind=one.kind)
    if one.effect == "cap_grade" and one.grade is None:
        look.add("RB-102", (*path, "effect"))
    if one.grade is not None and one.effect != "cap_grade":
        look.add("RB-103", (*path, "grade"), found="grade", kind=one.effect or one.kind)
    if one.gate and one.kind != "bonus":
        look.add("RB-103", (*path, "gate"), found="gate", kind=one.kind)
    _not_negative(look, (*path, "cap"), one.cap)


def _caps(look: Look) -> None:
    caps = look.rulebook.caps
    _not_negative(look, ("caps", "bonus"), caps.bonus)
    _not_negative(look, ("caps", "deduction"), caps.deduction)
    for category, value in caps.categories.items():
        _not_negative(look, ("caps", "categories", category), value)
    if caps.floor is not None and caps.total is not None and caps.floor > caps.total:
        look.add("RB-104", ("caps", "floor"), floor=number_text(caps.floor), cap=number_text(caps.total))


def _policies(look: Look, policies: Policies) -> None:
    if isinstance(policies.late, LateRule):
        _not_negative(look, ("policies", "late", "deduct"), policies.late.deduct)
        _not_negative(look, ("policies", "late", "cap"), policies.late.cap)
    _leaf(look, ("policies",), policies.abnormal_base, policies.no_task)
    for path, indicator in look.indicators:
        _leaf(look, (*path, "policies"), indicator.policies.abnormal_base, indicator.policies.no_task)


def _leaf(look: Look, path: Path, abnormal: object, no_task: NoTask | None) -> None:
    if isinstance(abnormal, AbnormalBase) and abnormal.limit <= 0:
        look.add("RB-062", (*path, "abnormal_base", "limit"), value=number_text(abnormal.limit), limit="> 0")
    if isinstance(no_task, FixedPoints):
        _not_negative(look, (*path, "no_task", "fixed"), no_task.fixed)


def _not_negative(look: Look, path: Path, value: Decimal | None) -> None:
    if value is not None and value < 0:
        look.add("RB-062", path, value=number_text(value), limit="≥ 0")
