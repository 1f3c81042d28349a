"""The cover: what this is, whether it may be taken for real, how to check it, and what stands where."""

from __future__ import annotations

from collections.abc import Mapping

from xlsxwriter.worksheet import Worksheet

from leitai.engine.book import Book
from leitai.engine.errors import Lang, Text
from leitai.press.words import CONTENTS, FRONT, round_title, status_word
from leitai.press.workbook.layout import Layout
from leitai.press.workbook.look import ACCENT, LINE, ROW, RULE, Look, fitting, lines_of, put_text
from leitai.press.workbook.names import sheet_reference

LABELS, WORDS = 18.0, 112.0


def notice(book: Book, lang: Lang) -> str:
    """What must stand with every output: the notice, or the status of rules that are not official."""
    rulebook = book.rulebook
    said = rulebook.notice.say(lang) if rulebook.notice else ""
    if not said and rulebook.status != "official":
        said = status_word(rulebook.status, lang)
    trial = FRONT["trial"].say(lang) if book.trial else ""
    return " · ".join(part for part in (said, trial) if part)


def write_front(sheet: Worksheet, look: Look, layout: Layout, contents: Mapping[str, Text]) -> None:
    """Facts in two columns, then the sheets with links."""
    book, lang = layout.book, layout.lang
    names = fitting(contents, least=20)
    for column, width in enumerate((LABELS, names, WORDS - names)):
        sheet.set_column(column, column, width)
    put_text(sheet, 0, 0, book.rulebook.title.say(lang), look.of(font_size=20, bold=True))
    sheet.set_row(0, 34)
    warning = notice(book, lang)
    put_text(sheet, 1, 0, warning, look.of(font_size=13, bold=True, font_color=ACCENT))
    sheet.set_row(1, 26 if warning else 6)
    line = 3
    for label, said in (*(layout.published.facts if layout.published else ()), *_facts(layout)):
        line = _fact(sheet, look, line, label, said)
    line += 1
    put_text(sheet, line, 0, FRONT["contents"].say(lang), look.muted(align="left"))
    for name, words in contents.items():
        link = look.of(font_color=ACCENT, align="left", bottom=1, bottom_color=RULE)
        sheet.write_url(line, 1, f"internal:{sheet_reference(name)}!A1", link, name)
        put_text(sheet, line, 2, words.say(lang), look.text(muted=True))
        sheet.set_row(line, ROW)
        line += 1


def _facts(layout: Layout) -> list[tuple[str, str]]:
    book, lang = layout.book, layout.lang
    rulebook = book.rulebook
    stop = "、" if lang == "zh" else ", "
    groups = [(group.group.name.say(lang), len(group.rows)) for group in layout.groups]
    pairs = [
        ("period", round_title(book.rulebook, book.period, lang)),
        ("edition", f"{rulebook.id} {rulebook.edition}"),
        ("status", status_word(rulebook.status, lang)),
        ("groups", stop.join(f"{name} {count}" for name, count in groups)),
        ("sources", stop.join(" ".join((s.title.say(lang), s.number)).strip() for s in rulebook.sources)),
        ("code", book.code),
        ("digest", f"{rulebook.seal}:{book.digest}"),
        ("verify", FRONT["verify_how"].say(lang).format(code=book.code)),
        ("read", FRONT["read_how"].say(lang)),
    ]
    return [(FRONT[key].say(lang), said) for key, said in pairs]


def _fact(sheet: Worksheet, look: Look, line: int, label: str, said: str) -> int:
    if not said:
        return line
    put_text(sheet, line, 0, label, look.muted(align="left", valign="top"))
    shape = look.of(text_wrap=True, align="left", valign="top")
    sheet.merge_range(line, 1, line, 2, "", shape)
    put_text(sheet, line, 1, said, shape)
    sheet.set_row(line, ROW + LINE * (lines_of(said, WORDS) - 1))
    return line + 1


def contents_of(layout: Layout, sentences: bool) -> dict[str, Text]:
    """Each sheet with what it holds, in the order of the workbook."""
    found: dict[str, Text] = {group.ranking: CONTENTS["ranking"] for group in layout.groups}
    for grouping, name in layout.others:
        words = CONTENTS["again"]
        found[name] = Text(words.zh.format(name=grouping.name.zh), words.en.format(name=grouping.name.say("en")))
    for group in layout.groups:
        found |= {sheet.name: CONTENTS["track"] for sheet in group.tracks}
    if layout.adjusted:
        found |= {layout.sums: CONTENTS["sums"], layout.items: CONTENTS["items"]}
    found |= {layout.figures: CONTENTS["figures"], layout.policies: CONTENTS["policies"]}
    if sentences:
        found |= {group.sentences: CONTENTS["sentences"] for group in layout.groups}
    return found
