"""通报: the results as an official paper (GB/T 9704-2012), composed from the book; rankings attached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leitai.engine.book import Book, Row
from leitai.engine.errors import Lang
from leitai.press.papers.bright import bright
from leitai.press.papers.draft import Block, Draft, Paper, foot, how_to_check
from leitai.press.papers.lists import outcomes
from leitai.press.papers.standings import movers, overall, rankings
from leitai.press.papers.tables import ranking_table
from leitai.press.papers.words import (
    ADDRESSED,
    ATTACHMENT,
    ATTACHMENTS,
    CHECK,
    COPIED,
    COPIES,
    EVERYBODY,
    HEADINGS,
    ISSUED,
    LETTERHEAD,
    NOTICE,
    RANKING,
    SIGNER,
    day_words,
)
from leitai.press.release import Release
from leitai.press.word.letter import addressees, attachment, attachments, colophon, heading, masthead, signature
from leitai.press.word.page import Page
from leitai.press.word.pieces import Piece, compose, joined


def notice_docx(release: Release, lang: Lang = "zh", superseded: Book | None = None) -> Paper:
    """The paper and its figures. `superseded`: the result it corrects, for what became of every total and rank."""
    draft = Draft(release, lang)
    own = release.particulars
    title = NOTICE["title"].say(lang).format(period=draft.round)
    issuer = own.issuer if lang == "zh" else ""
    page = Page(f"{issuer}{title}", foot(draft), lang=lang)
    masthead(page, LETTERHEAD.say(lang).format(issuer=own.issuer), own.document_number, SIGNER.say(lang), own.signer)
    heading(page, issuer, title)
    to = ADDRESSED.say(lang).format(names=signed(own.to, ":：")) if own.to else EVERYBODY.say(lang)
    addressees(page, to)
    write(page, body(draft, superseded))
    names = [RANKING.say(lang).format(group=group.name.say(lang), period=draft.round) for group in draft.groups]
    attachments(page, ATTACHMENTS.say(lang), names)
    signature(page, own.issuer, day_words(own.date, lang))
    for k, (group, name) in enumerate(zip(draft.groups, names, strict=True)):
        number = str(k + 1) if len(names) > 1 else ""
        attachment(page, ATTACHMENT.say(lang).format(number=number), name)
        ranking_table(page, draft, group)
    issued = (own.issuer, ISSUED.say(lang).format(day=day_words(own.date, lang)))
    copies = COPIED.say(lang).format(names=signed(own.copies, ".。")) if own.copies else ""
    colophon(page, COPIES.say(lang), copies, issued)
    return Paper(page.bytes(), tuple(page.printed))


def signed(names: str, end: str) -> str:
    """主送 or 抄送 as the chain signed it, commas and all; only what ends it is left to the layout."""
    return names.strip().rstrip(end).rstrip()


def write(page: Page, blocks: Iterable[Block]) -> None:
    """Paragraphs onto the page, numbered by it."""
    for block in blocks:
        {"heading": page.heading, "subheading": page.subheading, "point": page.point, "text": page.text}[block.kind](
            block.pieces
        )


def body(draft: Draft, superseded: Book | None) -> Iterator[Block]:
    """正文, from the opening to how to check it."""
    lang, book = draft.lang, draft.book
    yield Block(
        "text",
        compose(
            NOTICE["opening"],
            lang,
            title=book.rulebook.title.say(lang),
            edition=book.rulebook.edition,
            count=draft.count(len(book.result["values"][book.period]), "contestants"),
            period=draft.round,
        ),
    )
    yield from _corrected(draft, superseded)
    for key, blocks in (
        ("overall", overall(draft)),
        ("ranking", rankings(draft)),
        ("good", bright(draft, True)),
        ("bad", bright(draft, False)),
        ("moved", movers(draft)),
        ("lists", outcomes(draft)),
    ):
        yield Block("heading", [HEADINGS[key].say(lang)])
        yield from blocks
    yield Block("heading", [HEADINGS["check"].say(lang)])
    trials = draft.count(draft.particulars.trials, "trials")
    yield Block("text", compose(CHECK, lang, how=how_to_check(draft), trials=trials))


def _corrected(draft: Draft, superseded: Book | None) -> Iterator[Block]:
    """Which publication this one corrects and why; with the result at hand, every total and rank that changed."""
    own, lang = draft.particulars, draft.lang
    if not own.supersedes:
        return
    reason = NOTICE["reason"].say(lang).format(reason=own.reason.rstrip("。.")) if own.reason else ""
    yield Block("text", compose(NOTICE["supersedes"], lang, number=own.supersedes, reason=reason))
    if superseded is None:
        return
    parts = []
    for group in draft.groups:
        old = {row.contestant: row for row in superseded.rows(group.id, lang=lang)}
        parts += [
            _change(draft, old[row.contestant], row)
            for row in draft.rows(group.id)
            if row.contestant in old and (old[row.contestant].score, old[row.contestant].rank) != (row.score, row.rank)
        ]
    between = "；" if lang == "zh" else "; "
    if parts:
        yield Block("text", compose(NOTICE["changed"], lang, list=joined(parts, between)))
    else:
        yield Block("text", compose(NOTICE["unchanged"], lang))


def _change(draft: Draft, old: Row, new: Row) -> list[Piece]:
    """What changed of one contestant; what did not is said to stay, not given twice."""
    said: dict[str, Piece | str] = {"name": new.name}
    if old.score != new.score:
        said["score_before"] = draft.figure(old.score, "superseded_total", old.contestant)
        said["score"] = draft.of_row(new, "total")
    if old.rank != new.rank:
        said["rank_before"] = draft.figure(old.rank or "—", "superseded_rank", old.contestant)
        said["rank"] = draft.figure(new.rank or "—", "rank", new.contestant)
    key = "change" if "score" in said and "rank" in said else "change_total" if "score" in said else "change_rank"
    return compose(NOTICE[key], draft.lang, **said)
