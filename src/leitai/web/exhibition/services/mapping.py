"""地图: a new map of the place, and going back to an earlier one."""

from __future__ import annotations

import datetime
from pathlib import PurePath

from django.db import transaction

from leitai.engine.errors import InputError
from leitai.press.pages.shapes import Shapes, read_map
from leitai.web.exhibition.errors import Cannot, Faulty
from leitai.web.exhibition.keeping import keep_file, kept_file
from leitai.web.exhibition.maps import FOLDER, map_at, units_now
from leitai.web.exhibition.models import PlaceMap
from leitai.web.foundation.api import Invisible, append
from leitai.web.people.api import Actor, Held, authorise

CHAIN = "exhibition/map"
ACT = "prepare_publication"
LONGEST_NAME = 120


def read_for_now(name: str, content: bytes) -> Shapes:
    """A map file held against the rules of today. Raises Faulty with every fault."""
    units = units_now()
    if not units:
        raise Cannot(
            "还没有发布的规则，图上的单位无从核对。请先发布规则，再上传地图。",
            "No rules are published, so the units of a map cannot be checked. Publish the rules, then upload the map.",
        )
    try:
        return read_map(content, units, name)
    except InputError as error:
        raise Faulty(error.faults) from None


def stage_map(*, actor: Actor, at: datetime.datetime, name: str, content: bytes) -> str:
    """Keep a sound map file to be looked at; nothing takes effect. Returns its digest."""
    authorise(actor=actor, act=ACT, at=at)
    read_for_now(tidy_name(name), content)
    return keep_file(FOLDER, content)


@transaction.atomic
def set_map(*, actor: Actor, at: datetime.datetime, name: str, content: bytes) -> PlaceMap:
    """Make it the map of the place from now on; the one that is in force already stays as it is."""
    held = authorise(actor=actor, act=ACT, at=at)
    name = tidy_name(name)
    units = len(read_for_now(name, content).units)
    digest = keep_file(FOLDER, content)
    last = map_at()
    if last is not None and last.digest == digest:
        return last
    made = PlaceMap(digest=digest, name=name, size=len(content), units=units, person=actor.key, at=at)
    return _recorded("set_map", made, held)


@transaction.atomic
def restore_map(*, actor: Actor, at: datetime.datetime, row: int) -> PlaceMap:
    """Go back to an earlier map; the one that is in force already stays as it is."""
    held = authorise(actor=actor, act=ACT, at=at)
    found = PlaceMap.objects.filter(pk=row).first()
    if found is None:
        raise Invisible
    if kept_file(FOLDER, found.digest) is None:
        raise Cannot(
            f"地图“{found.name}”的文件不在数据目录中，或已不是原件。请从备份恢复数据目录，或重新上传。",
            f"The file of the map '{found.name}' is not in the data folder, or is another. Restore the data folder from"
            " a backup, or upload it again.",
        )
    last = map_at()
    assert last is not None
    if last.digest == found.digest:
        return last
    made = PlaceMap(
        digest=found.digest,
        name=found.name,
        size=found.size,
        units=found.units,
        restores=found,
        person=actor.key,
        at=at,
    )
    return _recorded("restore_map", made, held)


def tidy_name(name: str) -> str:
    """The name of a file without its folders and what cannot be printed."""
    plain = "".join(sign for sign in PurePath(name.replace("\\", "/")).name if sign.isprintable())
    return plain[-LONGEST_NAME:].strip() or "map.json"


def _recorded(act: str, made: PlaceMap, held: Held | None) -> PlaceMap:
    made.save(force_insert=True)
    append(
        chain=CHAIN,
        at=made.at,
        actor=made.person,
        post=f"{held.role}@{held.organisation}"[:64] if held is not None else "",
        act=act,
        organisation=held.organisation if held is not None else "",
        subject=f"map:{made.pk}",
        data={"name": made.name, "units": made.units, "digest": made.digest},
        rows=[made],
    )
    return made
