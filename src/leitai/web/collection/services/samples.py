"""抽样核查: draw the cells for a field check, by risk, from a seed that anybody can draw again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import IntegrityError, transaction

from leitai.engine.rulebook.digest import canonical_bytes, digest
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import FigureDecision, FigureVersion, Obligation, Pin, Round, Sample
from leitai.web.collection.rules.sampling import Drawable, draw
from leitai.web.collection.services.acting import chain_of, get_round, own_or_refuse, standing
from leitai.web.foundation.api import append
from leitai.web.people.api import Actor


@transaction.atomic
def draw_sample(*, actor: Actor, at: datetime.datetime, round: int, size: int, seed: str) -> Sample:
    """Draw `size` filed figures of the round. Which were drawable, with what weight, is kept with the draw."""
    actor, round_ = standing(actor, at), get_round(round)
    post = own_or_refuse(actor, "open_round", round_.office)
    seed = seed.strip()
    if not seed or len(seed) > 64:
        raise Cannot(
            "请填写抽样种子（不超过 64 个字符），例如公开摇出的号码；同一种子可以重抽复核。",
            "Give a seed of at most 64 characters, such as a number drawn in public; it draws the same again.",
        )
    drawable = drawable_cells(round_)
    if not 0 < size <= len(drawable):
        raise Cannot(
            f"抽样数应在 1 至 {len(drawable)} 之间（本轮已填报 {len(drawable)} 项）。",
            f"Draw between 1 and {len(drawable)}: {len(drawable)} figures are filed.",
        )
    drawn = draw(drawable, size, seed)
    content = {
        "cells": [[cell.key, list(cell.risks)] for cell in drawable],
        "drawn": [cell.key for cell in drawn],
        "method": "weighted without replacement, u^(1/w), sha256",
    }
    made = Sample(
        round=round_,
        seed=seed,
        size=size,
        content=canonical_bytes(content).decode(),
        digest=digest(content, "sha256"),
        person=actor.key,
        at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Cannot(
            f"种子“{seed}”在本轮已经用过；要再抽请换一个种子，原抽样保留。",
            f"The seed {seed} was used in this round; take another. The earlier sample stays.",
        ) from None
    append(
        chain=chain_of(round_, round_.office),
        at=at,
        actor=actor.key,
        post=post,
        act="draw_sample",
        organisation=round_.office,
        subject=f"round:{round_.pk}",
        data={"seed": seed, "size": size, "of": len(drawable)},
        rows=[made],
    )
    return made


def drawable_cells(round_: Round) -> list[Drawable]:
    """Every filed figure of the round with its risks, keyed `contestant|indicator|period|role`. Five queries."""
    duties = Obligation.objects.filter(round=round_, cell__version__gt=0).exclude(cell__state="empty")
    rows = duties.values_list("cell_id", "cell__contestant", "cell__indicator", "cell__period", "cell__role")
    keys = {row[0]: "|".join(row[1:]) for row in rows}
    cells = list(keys)
    versions = FigureVersion.objects.filter(cell_id__in=duties.values("cell_id"))
    decisions = FigureDecision.objects.filter(version__cell_id__in=duties.values("cell_id"))
    risks: dict[str, set[int]] = {
        "explained": _cells(versions.exclude(explanation="").values_list("cell_id", flat=True)),
        "late": _cells(versions.filter(status="late").values_list("cell_id", flat=True)),
        "no_evidence": set(cells)
        - _cells(Pin.objects.filter(cell_id__in=duties.values("cell_id")).values_list("cell_id", flat=True)),
    }
    verified: set[int] = set()
    for cell, kind, conflict in decisions.order_by("pk").values_list("version__cell_id", "kind", "conflict"):
        if kind == "return":
            risks.setdefault("returned", set()).add(cell)
        if kind == "question":
            risks.setdefault("questioned", set()).add(cell)
        if kind == "verify" and cell in verified:
            risks.setdefault("corrected", set()).add(cell)
        if kind == "verify":
            verified.add(cell)
        if conflict:
            risks.setdefault("conflict", set()).add(cell)
    found = [
        Drawable(keys[cell], tuple(sorted(name for name, having in risks.items() if cell in having))) for cell in cells
    ]
    return sorted(found)


def _cells(rows: Iterable[int]) -> set[int]:
    return set(rows)
