"""Evidence, pins and remarks: what stands beside a figure."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import canonical_bytes
from leitai.tables.whole import write_whole
from leitai.web.collection.errors import Cannot
from leitai.web.collection.models import Evidence, HolidayTable, Obligation, Pin, Remark, Round
from leitai.web.collection.services.acting import chain_of, get_round, overtaken, sides_of, standing
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, Held, refusal, successors_on

MB = 1024 * 1024
LARGEST = 20 * MB
LONGEST_DOCUMENT = 200
# By what the file says of itself in its first bytes: a name can say anything.
KINDS = {
    "pdf": b"%PDF",
    "png": b"\x89PNG",
    "jpg": b"\xff\xd8\xff",
    "zip": b"PK\x03\x04",
    "doc": b"\xd0\xcf\x11\xe0",
}
NAMED = {
    "pdf": "pdf",
    "png": "png",
    "jpg": "jpg",
    "jpeg": "jpg",
    "xlsx": "zip",
    "docx": "zip",
    "ofd": "zip",
    "xls": "doc",
    "doc": "doc",
}
SAID = "PDF、OFD、JPG、PNG、Excel、Word"


@dataclass(frozen=True, slots=True)
class Proof:
    """A file as it was uploaded."""

    name: str
    content: bytes


def evidence_path(digest: str) -> Path:
    """Where a file lies: by its digest, so the same file lies there once."""
    return Path(settings.CONFIG.data) / "evidence" / digest[:2] / digest


@transaction.atomic
def attach_evidence(
    *, actor: Actor, at: datetime.datetime, round: int, cell: int, name: str, content: bytes
) -> tuple[Evidence, Pin]:
    """佐证 for a figure: the file is kept once by its digest, and pinned to the cell."""
    actor, round_, where = _beside(actor, at, round, cell)
    checked_file(name, content)
    found, made = keep_file(actor, at, where.organisation, name, content)
    pin_, new = pin_once(actor, at, found, cell)
    rows = [*([found] if made else []), *([pin_] if new else [])]
    if rows:
        append(
            chain=chain_of(round_, where.organisation),
            at=at,
            actor=actor.key,
            post=where.role,
            act="attach_evidence",
            organisation=where.organisation,
            subject=f"cell:{cell}",
            data={"digest": found.digest, "name": name},
            rows=rows,
        )
    return found, pin_


@transaction.atomic
def pin(*, actor: Actor, at: datetime.datetime, round: int, cells: Sequence[int], evidence: int) -> list[Pin]:
    """The same piece of evidence for further figures; those that have it already are passed over."""
    if not cells:
        raise Cannot("没有选中任何数据。", "No figure was chosen.")
    actor, round_, where = _beside_all(actor, at, round, cells)
    found = Evidence.objects.filter(pk=evidence).first()
    if found is None or (found.organisation != where.organisation and actor.reach("view_all") is not None):
        raise Invisible
    pins = [made for made, new in (pin_once(actor, at, found, cell) for cell in sorted(set(cells))) if new]
    if not pins:
        raise Cannot("这份佐证已经附在所选的数据上。", "This evidence is pinned to these figures already.")
    append(
        chain=chain_of(round_, where.organisation),
        at=at,
        actor=actor.key,
        post=where.role,
        act="pin",
        organisation=where.organisation,
        subject=f"round:{round_.pk}",
        data={"digest": found.digest, "name": found.name, "figures": len(pins)},
        rows=pins,
    )
    return pins


@transaction.atomic
def remark(*, actor: Actor, at: datetime.datetime, round: int, cell: int, words: str) -> Remark:
    """批注 beside a figure, by anybody whose organisation has to do with it."""
    if not words.strip():
        raise Cannot("批注是空的。", "The remark is empty.")
    actor, round_, where = _beside(actor, at, round, cell)
    made = Remark(cell_id=cell, words=words.strip(), organisation=where.organisation, person=actor.key, at=at)
    made.save(force_insert=True)
    append(
        chain=chain_of(round_, where.organisation),
        at=at,
        actor=actor.key,
        post=where.role,
        act="remark",
        organisation=where.organisation,
        subject=f"cell:{cell}",
        rows=[made],
    )
    return made


@transaction.atomic
def add_holiday_table(
    *,
    actor: Actor,
    at: datetime.datetime,
    year: int,
    off: frozenset[datetime.date],
    work: frozenset[datetime.date],
    document: str,
    seen: int = 0,
) -> HolidayTable:
    """The year's table from the State Council's notice. A later one for the same year replaces it, and both stay.

    `seen`: the key of the last table the actor had before her; one of the year that came in after it is not replaced
    unseen.
    """
    actor = standing(actor, at)
    post = next((held for held in actor.posts if held.role == "office"), None)
    if post is None:
        raise refusal("open_round")
    faults = [
        Text(f"{day} 不在 {year} 年", f"{day} is not in {year}") for day in sorted(off | work) if day.year != year
    ]
    faults += [Text(f"{day} 既放假又上班", f"{day} is both off and worked") for day in sorted(off & work)]
    faults += [
        Text(f"{day} 不是周末，不必列为调休上班", f"{day} is no weekend; it is worked anyway")
        for day in sorted(work)
        if day.weekday() < 5
    ]
    if not off:
        faults.append(Text("没有列出放假的日子", "no day off is listed"))
    if not 0 < len(document.strip()) <= LONGEST_DOCUMENT:
        faults.append(
            Text(f"通知文号应为 1 至 {LONGEST_DOCUMENT} 个字", f"the notice takes 1 to {LONGEST_DOCUMENT} characters")
        )
    if faults:
        raise Cannot.of(faults[:10])
    held = HolidayTable.objects.filter(year=year).order_by("-number").first()
    made = HolidayTable(
        year=year,
        number=held.number + 1 if held is not None else 1,
        off=_days(off),
        work=_days(work),
        document=document.strip(),
        person=actor.key,
        at=at,
    )
    try:
        if held is not None and held.pk > seen:
            raise IntegrityError
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        held = HolidayTable.objects.filter(year=year).latest("number")
        what = Text(f"{year} 年放假表", f"The table of {year}")
        raise overtaken(what, held.person, held.at, theirs=held.document, ours=made.document) from None
    append(
        chain=f"calendar/{year}",
        at=at,
        actor=actor.key,
        post=post.role,
        act="add_holiday_table",
        organisation=post.organisation,
        data={"year": year, "document": made.document},
        rows=[made],
    )
    return made


def checked_file(name: str, content: bytes) -> None:
    """Refuse what is too large, empty, or not what its name says."""
    kind = NAMED.get(name.rsplit(".", 1)[-1].lower() if "." in name else "")
    if not content:
        raise Cannot(f"文件“{name}”是空的。", f"The file {name} is empty.")
    if len(content) > LARGEST:
        raise Cannot(
            f"文件“{name}”有 {len(content) // MB} MB，上限 {LARGEST // MB} MB。请压缩后再传。",
            f"The file {name} has {len(content) // MB} MB; at most {LARGEST // MB} MB are taken.",
        )
    if kind is None or not content.startswith(KINDS[kind]):
        raise Cannot(
            f"文件“{name}”的内容与扩展名不符，或不是可以接收的类型。可接收：{SAID}。",
            f"The file {name} is not what its name says, or not of a kind that is taken: {SAID}.",
        )


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def keep_file(
    actor: Actor, at: datetime.datetime, organisation: str, name: str, content: bytes
) -> tuple[Evidence, bool]:
    """The row of a file, made where there is none; the bytes are on the disk before the row says so."""
    digest = digest_of(content)
    found = Evidence.objects.filter(digest=digest).first()
    if found is not None:
        return found, False
    write_whole(evidence_path(digest), content)
    made = Evidence(
        digest=digest, name=Path(name).name[:200], size=len(content), organisation=organisation, person=actor.key, at=at
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else brought the same file just now
        return Evidence.objects.get(digest=digest), False
    return made, True


def keep_files(
    actor: Actor, at: datetime.datetime, organisation: str, proofs: Sequence[Proof]
) -> tuple[list[Evidence], list[Evidence]]:
    """Several files, checked: their rows in the order given, and those among them that are new.

    They are made in one order by everybody, so that two who bring the same files never wait for each other in a ring.
    """
    for proof in proofs:
        checked_file(proof.name, proof.content)
    digests = [digest_of(proof.content) for proof in proofs]
    first = dict(reversed(list(zip(digests, proofs, strict=True))))
    kept = {
        digest: keep_file(actor, at, organisation, proof.name, proof.content)
        for digest, proof in sorted(first.items(), key=lambda one: one[0])
    }
    return [kept[digest][0] for digest in digests], [row for row, new in kept.values() if new]


def lock_files(files: Iterable[int]) -> None:
    """Hold the rows of files to the end of the transaction: one alone looks at what rests on them."""
    list(Evidence.objects.select_for_update(no_key=True).filter(pk__in=list(files)).order_by("pk").values_list("pk"))


def pin_once(actor: Actor, at: datetime.datetime, evidence: Evidence, cell: int) -> tuple[Pin, bool]:
    """The pin of a file to a cell, and whether it was made now: two at once make one."""
    found = Pin.objects.filter(evidence=evidence, cell_id=cell).first()
    if found is not None:
        return found, False
    made = Pin(evidence=evidence, cell_id=cell, person=actor.key, at=at)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        return Pin.objects.get(evidence=evidence, cell_id=cell), False
    return made, True


def _beside(actor: Actor, at: datetime.datetime, round: int, cell: int) -> tuple[Actor, Round, Held]:
    """The actor, the round and the post by which the actor has to do with a cell; Invisible for anybody else."""
    return _beside_all(actor, at, round, [cell])


def _beside_all(actor: Actor, at: datetime.datetime, round: int, cells: Sequence[int]) -> tuple[Actor, Round, Held]:
    """The same for several cells, each of which the one post has to do with."""
    day = timezone.localdate(at)
    actor, round_ = standing(actor, at), get_round(round)
    obligations = list(Obligation.objects.select_related("cell").filter(round=round_, cell_id__in=list(cells)))
    if len(obligations) < len(set(cells)):
        raise Invisible
    merged = successors_on(day)
    sides = [sides_of(round_, one, one.cell, merged) for one in obligations]
    touched = [{one.filer, one.verifier, one.contestant} for one in sides]
    for held in actor.posts:
        if all(held.organisation in one for one in touched):
            return actor, round_, held
    wide = next((held for held in actor.posts if held.role == "office"), None)
    if wide is not None:
        return actor, round_, wide
    if actor.reach("view_all") is None:
        raise refusal("report")
    raise Invisible


def _days(days: frozenset[datetime.date]) -> str:
    return canonical_bytes(sorted(day.isoformat() for day in days)).decode()
