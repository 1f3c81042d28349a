"""The audit log: one hash chain per unit and round, checkpoints over their heads, and the check that finds tampering.

append    d_n = SHA-256(canonical JSON of chain, number, at, actor, post, act, organisation, subject, data, rows, dₙ₋₁)
root      Merkle root over the sorted (chain, number, digest) of all heads
verify    an edited event breaks its digest; a removed or inserted one breaks the numbers; one cut off at the end, the
          head; an edited, removed or foreign frozen row, its seal; a wholly rewritten history, a printed code
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from leitai.engine.rulebook.digest import canonical_bytes, digest, normalise_code, short_code
from leitai.web.foundation.frozen import FrozenModel
from leitai.web.foundation.models import AuditEvent, ChainHead, Checkpoint
from leitai.web.foundation.reading import one_moment

NOTHING = "0" * 64
CHECKPOINTS = "checkpoints"
COVERED = (
    "chain", "number", "at", "actor", "post", "act", "organisation", "subject", "data", "rows", "previous",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tampering:
    """What does not fit, and where."""

    chain: str
    number: int
    what: str
    detail: str


def append(
    *,
    chain: str,
    at: datetime.datetime,
    actor: str,
    act: str,
    post: str = "",
    organisation: str = "",
    subject: str = "",
    data: Mapping[str, Any] | None = None,
    rows: Sequence[FrozenModel] = (),
) -> AuditEvent:
    """Append one event to a chain, in the caller's transaction. `rows` are the frozen rows the act has just made.

    The head row is locked (PostgreSQL: a row lock; SQLite: the write lock), so numbers neither repeat nor skip.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an audit event belongs to the transaction of its act")
    ChainHead.objects.get_or_create(chain=chain, defaults={"number": 0, "digest": NOTHING})
    head = ChainHead.objects.select_for_update().get(chain=chain)
    event = AuditEvent(
        chain=chain,
        number=head.number + 1,
        at=at,
        actor=actor,
        post=post,
        act=act,
        organisation=organisation,
        subject=subject,
        data=canonical_bytes(dict(data or {})).decode(),
        rows=canonical_bytes([[row._meta.label, row.pk, row.seal_of()] for row in rows]).decode(),
        previous=head.digest,
    )
    event.digest = event_digest(event)
    event.save(force_insert=True)
    ChainHead.objects.filter(chain=chain).update(number=event.number, digest=event.digest)
    return event


def event_digest(event: AuditEvent) -> str:
    values = {name: getattr(event, name) for name in COVERED}
    values["at"] = event.at.astimezone(datetime.UTC).isoformat()
    return digest(values, "sha256")


def checkpoint(*, actor: str, at: datetime.datetime) -> Checkpoint:
    """Record the root over all heads; its code is for print. The same heads give the same checkpoint.

    The checkpoints have a chain of their own, which no checkpoint covers: it keeps one from being changed or removed.
    """
    with transaction.atomic():
        # Two at once read the same heads: the second waits, and finds the first one's checkpoint.
        ChainHead.objects.get_or_create(chain=CHECKPOINTS, defaults={"number": 0, "digest": NOTHING})
        ChainHead.objects.select_for_update().get(chain=CHECKPOINTS)
        heads = [
            [head.chain, head.number, head.digest]
            for head in ChainHead.objects.exclude(chain=CHECKPOINTS).order_by("chain")
        ]
        root = merkle_root(heads)
        found = Checkpoint.objects.filter(root=root).first()
        if found is not None:
            return found
        made = Checkpoint(at=at, heads=canonical_bytes(heads).decode(), root=root, code=short_code(root))
        made.save(force_insert=True)
        append(chain=CHECKPOINTS, at=at, actor=actor, act="checkpoint", subject=f"checkpoint:{made.code}", rows=[made])
        return made


def merkle_root(heads: Sequence[Sequence[Any]]) -> str:
    """Pairs hashed upwards; a lone last leaf is carried up as it is. Leaves and inner nodes are told apart."""
    level = [digest(["leaf", *head], "sha256") for head in heads] or [NOTHING]
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [digest(["node", *pair], "sha256") if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def verify(code: str | None = None) -> list[Tampering]:
    """Every break in the log and in the rows behind the doors; with `code`, whether history still holds a printed one.

    Read as of one moment, so that nobody has to stop working while it runs.
    """
    with one_moment():
        return _verify(code)


def _verify(code: str | None) -> list[Tampering]:
    found: list[Tampering] = []
    sealed: dict[tuple[str, int], tuple[str, str, int]] = {}
    heads: dict[str, tuple[int, str]] = {}
    for event in AuditEvent.objects.order_by("chain", "number").iterator(chunk_size=2000):
        found += _event(event, heads)
        for label, pk, seal in json.loads(event.rows):
            if (label, pk) in sealed:
                found.append(Tampering(event.chain, event.number, "row_twice", f"{label} {pk}"))
            sealed[label, pk] = (seal, event.chain, event.number)
    found += _heads(heads)
    found += _rows(sealed)
    found += _checkpoints()
    if code is not None and not Checkpoint.objects.filter(code=normalise_code(code)).exists():
        found.append(Tampering("", 0, "code_unknown", code))
    return found


def _event(event: AuditEvent, heads: dict[str, tuple[int, str]]) -> Iterator[Tampering]:
    number, previous = heads.get(event.chain, (0, NOTHING))
    if event.number != number + 1:
        yield Tampering(event.chain, event.number, "number_skipped", f"{number + 1}")
    if event.previous != previous:
        yield Tampering(event.chain, event.number, "chain_broken", event.previous)
    if event.digest != event_digest(event):
        yield Tampering(event.chain, event.number, "event_changed", event.act)
    heads[event.chain] = (event.number, event.digest)


def _heads(heads: Mapping[str, tuple[int, str]]) -> Iterator[Tampering]:
    stated = {head.chain: (head.number, head.digest) for head in ChainHead.objects.all()}
    for chain in sorted(stated.keys() | heads.keys()):
        if stated.get(chain, (0, NOTHING)) != heads.get(chain, (0, NOTHING)):
            yield Tampering(chain, stated.get(chain, (0, ""))[0], "cut_off", f"{heads.get(chain, (0, ''))[0]}")


def _rows(sealed: dict[tuple[str, int], tuple[str, str, int]]) -> Iterator[Tampering]:
    for model in frozen_models():
        label = model._meta.label
        for row in model.objects.order_by("pk").iterator(chunk_size=2000):
            seal, chain, number = sealed.pop((label, row.pk), ("", "", 0))
            if not chain:
                yield Tampering("", 0, "row_inserted", f"{label} {row.pk}")
            elif seal != row.seal_of():
                yield Tampering(chain, number, "row_changed", f"{label} {row.pk}")
    for (label, pk), (_, chain, number) in sorted(sealed.items()):
        yield Tampering(chain, number, "row_removed", f"{label} {pk}")


def _checkpoints() -> Iterator[Tampering]:
    """Every recorded checkpoint must still be the history it was taken of."""
    for point in Checkpoint.objects.order_by("pk"):
        heads = json.loads(point.heads)
        if merkle_root(heads) != point.root or short_code(point.root) != point.code:
            yield Tampering("", 0, "checkpoint_changed", point.code)
            continue
        for chain, number, stated in heads:
            held = AuditEvent.objects.filter(chain=chain, number=number).values_list("digest", flat=True).first()
            if held != stated:
                yield Tampering(chain, number, "history_rewritten", point.code)


def frozen_models() -> Iterable[type[FrozenModel]]:
    """Every model behind a door that the log must account for; the log accounts for itself."""
    models = (model for model in apps.get_models() if issubclass(model, FrozenModel) and model is not AuditEvent)
    return sorted(models, key=lambda model: model._meta.label)
