"""Starting a draft, saving its text, changing one thing through a form, dropping it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from leitai.engine.errors import Text
from leitai.engine.rulebook.digest import canonical_bytes, digest_bytes
from leitai.engine.rulebook.places import at as value_at
from leitai.engine.rulebook.yaml_tree import read_yaml
from leitai.tables.rulebook_xlsx import read_workbook
from leitai.web.people.api import Actor
from leitai.web.rulebook.access import access_draft, access_edition, access_new_draft
from leitai.web.rulebook.editing.address import path_of
from leitai.web.rulebook.editing.sheet import Uneditable, read_text
from leitai.web.rulebook.editing.spell import spelled
from leitai.web.rulebook.editing.splice import put
from leitai.web.rulebook.errors import Cannot, Faulty
from leitai.web.rulebook.models import Draft, Edition
from leitai.web.rulebook.reading import SOURCE, Checked, check_document, check_text
from leitai.web.rulebook.services.moving import conflict, moved, record, store

MOST_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True)
class Edit:
    """One change through a form: the place it is about, how it changes the text, and what it is called in the log."""

    place: str
    apply: Callable[[str], str]
    said: str


def part_digest(text: str, place: str) -> str:
    """A digest of what a form shows, by which a later save knows whether somebody changed just that."""
    # What was checked is read already; a text that cannot be read is refused by reading it.
    tree = check_text(text).tree or read_text(text)
    path = path_of(place, tree)
    part: Any = {key: value for key, value in tree.items() if not isinstance(value, list)}
    if path:
        part = value_at(tree, path)
    elif path is None:
        part = None
    if isinstance(part, dict) and place.startswith("tree"):
        part = {key: value for key, value in part.items() if key != "nodes"}
    elif isinstance(part, dict) and not path:
        part.pop("tree", None)
    return digest_bytes(canonical_bytes(part), "sha256")[:16]


# -- starting --------------------------------------------------------------------------------------------------------


@transaction.atomic
def start_from_text(*, actor: Actor, at: datetime.datetime, text: str, origin: str) -> Draft:
    """Start a draft from a text: the skeleton, a blank rulebook, an upload. It may be at fault, but must be YAML."""
    access_new_draft(actor)
    text = tidy(text)
    names = _names(check_text(text))
    if Edition.objects.filter(book=names["book"], edition=names["edition"]).exists():
        raise Cannot(_taken(names, published=True))
    if Draft.objects.filter(book=names["book"], edition=names["edition"]).exclude(state="dropped").exists():
        raise Cannot(_taken(names, published=False))
    draft = Draft.objects.create(**names, text=text, changed_by=actor.key, changed_at=at)
    record(actor=actor, at=at, act="start_draft", may="edit_rulebook", draft=draft, data={"origin": origin[:200]})
    return draft


@transaction.atomic
def start_from_edition(
    *, actor: Actor, at: datetime.datetime, edition: int, new_edition: str, title: str = ""
) -> Draft:
    """Start next year's edition from a published one: its text with its comments, under a new edition name."""
    access_new_draft(actor)
    found = access_edition(actor, edition)
    if not new_edition.strip():
        raise Cannot(Text("请填写新版本的名称，如 2026。", "Name the new edition, such as 2026."))
    text = put(found.text, ("edition",), new_edition.strip())
    if title.strip():
        text = put(text, ("title",), title.strip())
    return start_from_text(actor=actor, at=at, text=text, origin=f"edition {found.edition} {found.digest[:12]}")


@transaction.atomic
def start_from_file(*, actor: Actor, at: datetime.datetime, name: str, data: bytes) -> Draft:
    """Start a draft from an uploaded YAML file or workbook."""
    access_new_draft(actor)
    return start_from_text(actor=actor, at=at, text=text_of_file(name, data), origin=f"file {name}")


def text_of_file(name: str, data: bytes) -> str:
    """The YAML of an uploaded file: as it is, or spelled from a workbook. Raises Faulty where it cannot be read."""
    if len(data) > MOST_BYTES:
        raise Cannot(Text("文件超过 16 MB。", "The file is larger than 16 MB."))
    if name.lower().endswith(".xlsx"):
        document = read_workbook(data, name)
        checked = check_document(document)
        if document.value is None or document.faults:
            raise Faulty([found.fault for found in (*checked.errors, *checked.warnings)])
        return spelled(document.value)
    if not name.lower().endswith((".yaml", ".yml")):
        raise Cannot(
            Text(
                f"只收 .yaml、.yml 和 .xlsx，上传的是“{name}”。",
                f'Only .yaml, .yml and .xlsx are taken; this is "{name}".',
            )
        )
    read = read_yaml(data, name)
    if read.value is None:
        raise Faulty(read.faults)
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Cannot(Text("文件不是文字。", "The file is not text."))


# -- changing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_text(*, actor: Actor, at: datetime.datetime, draft: int, version: int, text: str) -> Draft:
    """Save the whole text. `version` is the one the person started from; where it moved on, Conflict shows both."""
    found = access_draft(actor, draft, "edit", lock=True)
    state = moved(found, "edit", actor)
    text = tidy(text)
    if found.version != version:
        raise conflict(found.pk, text)
    return _save(actor, at, found, text, state, "source")


@transaction.atomic
def change_draft(*, actor: Actor, at: datetime.datetime, draft: int, version: int, was: str, edit: Edit) -> Draft:
    """Change one place through a form.

    Somebody else's change elsewhere in the text does not matter: the edit is made on top of it. Only where that very
    place was changed (`was` no longer fits) is it a conflict.
    """
    found = access_draft(actor, draft, "edit", lock=True)
    state = moved(found, "edit", actor)
    try:
        text = edit.apply(found.text)
        if found.version != version and part_digest(found.text, edit.place) != was:
            raise conflict(found.pk, text)
    except Uneditable as error:
        raise Cannot(error.words) from None
    if text == found.text:
        return found
    return _save(actor, at, found, text, state, edit.place, edit.said)


def _save(
    actor: Actor, at: datetime.datetime, draft: Draft, text: str, state: str, place: str, said: str = ""
) -> Draft:
    names = _names(check_text(text))
    if names["book"] != draft.book:
        raise Cannot(
            Text(
                f"竞赛代号不能改：草稿属于 {draft.book}，文本写的是 {names['book']}。要另办一项竞赛，请新建草稿。",
                f"The contest's id cannot change: the draft is of {draft.book}, the text says {names['book']}.",
            )
        )
    others = Draft.objects.filter(book=names["book"], edition=names["edition"]).exclude(state="dropped")
    if names["edition"] != draft.edition and others.exclude(pk=draft.pk).exists():
        raise Cannot(_taken(names, published=False))
    saved = store(
        draft, text, text=text, state=state, version=draft.version + 1, changed_by=actor.key, changed_at=at, **names
    )
    data = {"place": place, "said": said[:200], "digest": digest_bytes(text.encode("utf-8"), "sha256")}
    record(actor=actor, at=at, act="edit_draft", may="edit_rulebook", draft=saved, data=data)
    return saved


@transaction.atomic
def drop_draft(*, actor: Actor, at: datetime.datetime, draft: int, reason: str) -> Draft:
    """作废: nothing more is done with it; what was said of it stays."""
    found = access_draft(actor, draft, "edit", lock=True)
    state = moved(found, "drop", actor)
    if not reason.strip():
        raise Cannot(Text("请写明作废的理由。", "Say why it is dropped."))
    dropped = store(found, "", state=state)
    record(actor=actor, at=at, act="drop_draft", may="edit_rulebook", draft=dropped, data={"reason": reason.strip()})
    return dropped


# -- what the text says of itself ------------------------------------------------------------------------------------


def tidy(text: str) -> str:
    """A text as it is kept: without a mark at its front, lines ended by a newline alone."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") else text + "\n"


def _names(checked: Checked) -> dict[str, str]:
    """Contest, edition and title, as the text states them. Raises Faulty where the YAML cannot be read."""
    if checked.tree is None:
        raise Faulty([found.fault for found in checked.errors])
    tree = checked.tree
    book, edition = tree.get("id"), tree.get("edition")
    if not isinstance(book, str) or not isinstance(edition, str) or len(book) > 64 or len(edition) > 64:
        raise Cannot(
            Text(
                f"{SOURCE}须写明竞赛代号 id 和版本 edition（各不超过 64 个字）。",
                "The text must state the contest's id and the edition, each at most 64 characters.",
            )
        )
    title = tree.get("title")
    said = title.get("zh", "") if isinstance(title, dict) else title if isinstance(title, str) else ""
    return {"book": book, "edition": edition, "title": str(said)[:200]}


def _taken(names: dict[str, str], *, published: bool) -> Text:
    if published:
        return Text(
            f"{names['book']} 的 {names['edition']} 版已经发布，不能再改；请换一个版本名。",
            f"Edition {names['edition']} of {names['book']} is published and never changes; choose another name.",
        )
    return Text(
        f"{names['book']} 的 {names['edition']} 版已有草稿，请接着改那一份，或换一个版本名。",
        f"There is a draft of edition {names['edition']} of {names['book']} already; go on with it or choose another.",
    )
