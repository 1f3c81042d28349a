"""What the comparisons say, in Chinese and in English: short, a fact before a verdict, no blame."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from leitai.engine.book import Book
from leitai.engine.compare.highlights import Highlight
from leitai.engine.compare.losses import Loss, Losses
from leitai.engine.compare.moved import Moved, Places
from leitai.engine.compare.steps import Step
from leitai.engine.compare.tracks import Track
from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Lang, Text
from leitai.engine.show import show_points, show_rate, show_value
from leitai.engine.words import flag_words

COUNTLESS = ("", "1")
USUAL_PLACES = 2
UNREPORTED = "unreported"


def points_text(book: Book, value: Fraction | None, *, signed: bool = False) -> str:
    """Points that were added up, to the most places the edition rounds to; ≈ where digits were cut off."""
    rounding = book.plan.policies.rounding
    places = [one for one in (rounding.indicator, rounding.track, rounding.total) if one is not None]
    return show_points(value, max(places, default=USUAL_PLACES), rounding.mode, signed=signed)


def names_text(book: Book, ids: Sequence[str], lang: Lang = "zh", most: int = 3) -> str:
    """The names of contestants; more than `most` of them are counted."""
    names = [book.contestant(id_).name.say(lang) for id_ in ids]
    if len(names) <= most:
        return ("、" if lang == "zh" else ", ").join(names)
    shown = ("、" if lang == "zh" else ", ").join(names[:most])
    return f"{shown}等 {len(names)} 家" if lang == "zh" else f"{shown} and {len(names) - most} more"


def value_text(value: str, unit: str) -> str:
    """A value with its unit: `5.5%`, `12 亿元`."""
    if not value or unit in COUNTLESS:
        return value
    return f"{value}{unit}" if unit in ("%", "‰") else f"{value} {unit}"


def gap_text(gap: Fraction | None, unit: str) -> Text:
    """How far two values are apart, in their unit; of percentages, in percentage points."""
    if gap is None:
        return Text("")
    size = show_value(abs(gap))
    if unit == "%":
        return Text(f"{size} 个百分点", f"{size} percentage points")
    return Text(value_text(size, unit))


def standing_sentence(book: Book, found: Losses, step: Moved | None = None, lang: Lang = "zh") -> str:
    """The sentence a contestant's page opens with: rank, change, distance to the next place, where points went."""
    return _standing(book, found, step, lang).say(lang)


def _standing(book: Book, found: Losses, step: Moved | None, lang: Lang) -> Text:
    if found.score is None:
        return Text("本期没有总分，不排名。", "No total this round, and no rank.")
    total = found.total
    if not total.cell.rank:
        return Text(f"总分 {total.cell.score} 分，不排名。", f"Total {total.cell.score}; not ranked.")
    zh = [f"第 {total.cell.rank} 名（共 {total.of} 家），总分 {total.cell.score} 分"]
    en = [f"Rank {total.cell.rank} of {total.of}, total {total.cell.score}"]
    if step is not None and step.places is not None:
        change = _gained(step.places.gained)
        zh[0] += f"，{change.zh}"
        en[0] += f", {change.en}"
    if total.next is not None:
        gap, names = points_text(book, total.next.score_gap), names_text(book, total.next.whose, lang)
        zh.append(f"离第 {total.next.rank} 名（{names}）差 {gap} 分")
        en.append(f"{gap} points from rank {total.next.rank} ({names})")
    worst = found.worst(3)
    if worst:
        zh.append(f"失分较多的是{'、'.join(f'{one.name.zh}（{points_text(book, one.lost)} 分）' for one in worst)}")
        lost = ", ".join(f"{one.name.say('en')} ({points_text(book, one.lost)})" for one in worst)
        en.append(f"most points lost on {lost}")
    return Text("；".join(zh) + "。", "; ".join(en) + ".")


def _gained(places: int) -> Text:
    if not places:
        return Text("名次与上期相同", "the same rank as before")
    way = ("升", "up") if places > 0 else ("降", "down")
    return Text(f"较上期{way[0]} {abs(places)} 位", f"{way[1]} {abs(places)} since the round before")


def loss_sentence(book: Book, line: Loss, lang: Lang = "zh") -> str:
    """An indicator's line: what was lost, and how far the next place, the median and the first are in its own unit."""
    lost = points_text(book, line.lost)
    zh = [f"{line.name.zh}：得 {line.cell.score} 分，失 {lost} 分"]
    en = [f"{line.name.say('en')}: {line.cell.score} points, {lost} lost"]
    if line.cell.rank:
        zh[0] += f"，居本组第 {line.cell.rank} 位"
        en[0] += f", rank {line.cell.rank} of {line.of}"
    for there, one, other in ((line.next, "上一位", "the next place"), (line.median, "中位", "the median")):
        if there is not None and there.score_gap is not None and there.score_gap > 0:
            gap = points_text(book, there.score_gap)
            shown = gap_text(there.value_gap, line.unit)
            zh.append(f"与{one}差 {gap} 分" + (f"（数值差 {shown.zh}）" if shown.zh else ""))
            en.append(f"{gap} below {other}" + (f" ({shown.en} in value)" if shown.en else ""))
    return Text("；".join(zh) + "。", "; ".join(en) + ".").say(lang)


def moved_sentence(book: Book, step: Moved, lang: Lang = "zh") -> str:
    """What moved the total and the rank: the change, the indicators that moved it most, own doing and others'."""
    change = points_text(book, abs(step.change))
    way = Text("与上期持平", "unchanged")
    if step.change:
        up = step.change > 0
        way = Text(f"较上期{'增加' if up else '减少'} {change} 分", f"{'up' if up else 'down'} {change} points")
    said = [Text(f"总分{way.zh}", f"The total is {way.en}")]
    for sign, words in ((1, Text("增加较多的是", "rose most: ")), (-1, Text("减少较多的是", "fell most: "))):
        if largest := step.steps.largest(2, sign):
            said.append(_changes(book, words, largest))
    if new := step.steps.indicators("here"):
        said.append(_changes(book, Text("本期新计", "new: "), new))
    if gone := step.steps.indicators("there"):
        said.append(_changes(book, Text("本期不计", "no longer counted: "), gone))
    if step.places is not None:
        said.append(_places(step.places))
    return Text("；".join(one.zh for one in said) + "。", "; ".join(one.en for one in said) + ".").say(lang)


def _changes(book: Book, words: Text, steps: Sequence[Step]) -> Text:
    points = [points_text(book, one.change, signed=True) for one in steps]
    zh = "、".join(f"{one.name.zh}（{said} 分）" for one, said in zip(steps, points, strict=True))
    en = ", ".join(f"{one.name.say('en')} ({said})" for one, said in zip(steps, points, strict=True))
    return Text(f"{words.zh}{zh}", f"{words.en}{en}")


def _places(places: Places) -> Text:
    if not places.gained:
        zh, en = f"名次仍为第 {places.now} 位", f"rank {places.now} as before"
    else:
        zh, en = f"名次由第 {places.before} 位到第 {places.now} 位", f"rank {places.before} to {places.now}"
    if places.own and places.others:
        zh += f"，其中自身得分变化使名次{_way(places.own)}，其他单位得分变化使名次{_way(places.others)}"
        en += f" ({places.own:+d} by its own score, {places.others:+d} by others')"
    elif places.gained:
        zh += f"，由{'自身' if places.own else '其他单位'}得分变化所致"
        en += f" (by {'its own score' if places.own else 'the scores of others'})"
    return Text(zh, en)


def _way(places: int) -> str:
    return f"{'升' if places > 0 else '降'} {abs(places)} 位"


def track_sentence(book: Book, track: Track, lang: Lang = "zh") -> str:
    """Who is first and who is last on a track."""
    if not track.best:
        return Text(f"{track.name.zh}：各单位得分相同。", f"{track.name.say('en')}: all alike.").say(lang)
    best, worst = names_text(book, track.best, lang), names_text(book, track.worst, lang)
    middle = show_rate(track.median_rate)
    return Text(
        f"{track.name.zh}：{best}居首位，{worst}居末位，得分率中位数 {middle}%。",
        f"{track.name.say('en')}: {best} first, {worst} last; median rate {middle}%.",
    ).say(lang)


def highlight_sentence(book: Book, one: Highlight, lang: Lang = "zh") -> str:
    """One of the 亮点 or 不足; the contestant is not named (`book.contestant(one.contestant)`)."""
    if one.kind in ("high", "low"):
        middle = show_rate(one.median_rate)
        return Text(f"{one.name.zh}：得分率中位数 {middle}%。", f"{one.name.say('en')}: median rate {middle}%.").say(
            lang
        )
    return _own(book, one).say(lang)


def _own(book: Book, one: Highlight) -> Text:
    full = decimal_text(one.full)
    missing = UNREPORTED if UNREPORTED in one.flags else ""
    value = value_text(one.value, one.unit)
    zh = [flag_words(missing) if missing else value, f"{'计' if missing else '得'} {one.score} 分（满分 {full} 分）"]
    en = [flag_words(missing, "en") if missing else value, f"{one.score} of {full} points"]
    if one.kind in ("rose", "fell"):
        gap = points_text(book, abs(one.gained or Fraction(0)))
        zh.append(f"较上期{'多' if one.kind == 'rose' else '少'}得 {gap} 分")
        en.append(f"{gap} {'more' if one.kind == 'rose' else 'less'} than the round before")
    else:
        tied = (f"{one.tied} 家并列", f", {one.tied} tied") if one.tied > 1 else ("", "")
        zh.append(f"{tied[0]}居本组第 {one.rank} 位（共 {one.of} 家）")
        en.append(f"rank {one.rank} of {one.of}{tied[1]}")
        gap = show_rate(abs(one.lead))
        zh.append(f"得分率{'高' if one.lead > 0 else '低'}于组内中位数 {gap} 个百分点")
        en.append(f"its rate {gap} points {'above' if one.lead > 0 else 'below'} the median")
    return Text(
        f"{one.name.zh}：{'，'.join(part for part in zh if part)}。",
        f"{one.name.say('en')}: {', '.join(part for part in en if part)}.",
    )
