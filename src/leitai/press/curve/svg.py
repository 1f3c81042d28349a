"""A curve as SVG: hairlines, numbers on the axes, no colour that carries meaning; the same curve, the same bytes.

Colours and sizes are presentation attributes, so the drawing stands alone and is legible in print; the classes let a
page set its own over them (a style sheet goes before them). No script, no inline style, nothing fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from leitai.engine.decimals import decimal_text
from leitai.engine.errors import Lang, Text
from leitai.engine.exact import Exact
from leitai.engine.manual.chapter import Chapter
from leitai.engine.manual.curve import Curve
from leitai.engine.manual.scale import round_numbers, tick_text
from leitai.press.pages.svg import WIDE, element, fitted
from leitai.press.palette import ACCENT, INK, MUTED, PAPER, RULE

Scale = Callable[[Fraction], Fraction]
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 360, 204, 44, 14, 22, 34
HEAD, FOOT, MARGIN, TITLE, NOTE = 8, 18, 12, 12, 9
FAMILY = "'PingFang SC','HarmonyOS Sans SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif"
ABOVE, BELOW = 12, 12  # what the names of the axes take
PRINTED = 2  # a file is shown at twice its own measure: 720 wide
POINTS, PLACE, FIGURE = Text("得分", "points"), Text("名次", "place"), Text("数值", "figure")


def drawing(one: Chapter, lang: Lang = "zh") -> Markup:
    """The picture of a method as a file of its own. Raises ValueError where it has none."""
    if one.picture is None:
        raise ValueError(f"{one.method.key} has no picture")
    stop, colon = ("、", "：") if lang == "zh" else (", ", ": ")
    frame = Frame(
        one.picture.title.say(lang),
        tuple(note.say(lang) for note in one.picture.notes),
        f"{Text('所据规则', 'Rules').say(lang)}{colon}{stop.join(row.id for row in one.rows)} "
        f"[{stop.join(document.id for document in one.documents)}] · {one.method.name} v{one.method.version}",
    )
    return svg(one.picture.curve, one.picture.setting.unit, lang, frame=frame)


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the curve in a file of its own: title, what it is drawn for, where the rule comes from."""

    title: str
    notes: tuple[str, ...]
    foot: str


def axis_of(curve: Curve, unit: str) -> Text:
    """What the figures across are."""
    if curve.kind == "places":
        return PLACE
    return Text(f"{FIGURE.zh}（{unit}）", f"{FIGURE.en} ({unit})") if unit else FIGURE


def svg(
    curve: Curve, unit: str, lang: Lang = "zh", *, frame: Frame | None = None, words: bool = True, family: str = FAMILY
) -> Markup:
    """The drawing, with its finding for who cannot see it; `words` False leaves out the names of the axes."""
    heads = _heads(frame) if frame else []
    down_by = 2 * HEAD + sum(size + 4 for _, size in heads) if frame else 0
    height = HEIGHT + down_by + (FOOT if frame else 0)
    across, down = _scales(curve, down_by)
    parts = [_grid(curve, down)]
    parts.append(_bars(curve, down) if curve.kind == "places" else _line(curve, across, down))
    parts.append(_feet(curve, across, down_by + HEIGHT - BOTTOM + 16))
    if words:
        said = axis_of(curve, unit).say(lang)
        parts.append(_said(said, WIDTH - RIGHT, down_by + HEIGHT - 4, "axis", anchor="end"))
        parts.append(_said(POINTS.say(lang), 4, down_by + 11, "axis"))
    around = _framed(frame, heads, height) if frame else Markup("")
    return element(
        "svg",
        around,
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_="curve",
        viewBox=f"0 0 {WIDTH} {height}" if words else f"0 {ABOVE} {WIDTH} {height - ABOVE - BELOW}",
        width=WIDTH * PRINTED if frame else None,
        height=height * PRINTED if frame else None,
        role="img",
        aria_label=(frame.title if frame else f"{curve.finding.say(lang)} {curve.note.say(lang)}").strip(),
        lang="zh-CN" if lang == "zh" else "en",
        font_family=family,
        font_size=11,
    )


def _scales(curve: Curve, down_by: int) -> tuple[Scale, Scale]:
    left, bottom, top = curve.left, curve.bottom, curve.top
    wide = (curve.right - left) or Fraction(1)
    room = WIDTH - LEFT - RIGHT

    def across(x: Fraction) -> Fraction:
        if curve.kind == "places":
            return LEFT + (x - left + Fraction(1, 2)) * room / (wide + 1)
        return LEFT + (x - left) / wide * room

    def down(y: Fraction) -> Fraction:
        return down_by + TOP + (top - y) / (top - bottom) * (HEIGHT - TOP - BOTTOM)

    return across, down


def at(value: Fraction) -> str:
    """A place in the drawing to a tenth of its unit."""
    return decimal_text(Fraction(int(Exact.of(value).to_ticks(1, "half_up")), 10), 1)


def _grid(curve: Curve, down: Scale) -> Markup:
    return Markup("").join(
        element("line", class_="grid", x1=LEFT, x2=WIDTH - RIGHT, y1=at(down(y)), y2=at(down(y)), stroke=f"#{RULE}")
        + _said(tick_text(y), LEFT - 6, at(down(y) + 4), "tick", anchor="end")
        for y in round_numbers(curve.bottom, curve.top)
    )


def _feet(curve: Curve, across: Scale, down: int) -> Markup:
    if curve.kind == "places":
        numbers = [Fraction(dot.x) for dot in curve.dots]
    else:
        numbers = round_numbers(curve.left, curve.right)
    return Markup("").join(_said(tick_text(x), at(across(x)), down, "tick", anchor="middle") for x in numbers)


def _line(curve: Curve, across: Scale, down: Scale) -> Markup:
    """A line for each stretch; a dashed hairline where the points jump; a dot where the rule itself turns."""
    parts = []
    for x in curve.peers:
        # The sample group along the foot: whose figures the others are measured by.
        if curve.left <= x <= curve.right:
            foot, mark = down(curve.bottom), at(across(Fraction(x)))
            parts.append(
                element("line", class_="peer", x1=mark, x2=mark, y1=at(foot), y2=at(foot - 6), stroke=f"#{MUTED}")
            )
    for stretch in curve.stretches():
        points = " ".join(f"{at(across(Fraction(dot.x)))},{at(down(dot.y or Fraction(0)))}" for dot in stretch)
        parts.append(
            element(
                "polyline",
                class_="series",
                points=points,
                fill="none",
                stroke=f"#{ACCENT}",
                stroke_width="1.75",
                stroke_linejoin="round",
            )
        )
    for before, dot in curve.jumps():
        ends = {"y1": at(down(before.y or Fraction(0))), "y2": at(down(dot.y or Fraction(0)))}
        mark = at(across(Fraction(dot.x)))
        parts.append(
            element("line", class_="jump", x1=mark, x2=mark, **ends, stroke=f"#{MUTED}", stroke_dasharray="2 2")
        )
    for dot in curve.dots:
        if dot.turn and dot.y is not None:
            place = {"cx": at(across(Fraction(dot.x))), "cy": at(down(dot.y))}
            parts.append(element("circle", class_="turn", **place, r="2.5", fill=f"#{ACCENT}"))
    return Markup("").join(parts)


def _bars(curve: Curve, down: Scale) -> Markup:
    room = Fraction(WIDTH - LEFT - RIGHT, len(curve.dots))
    zero = down(Fraction(0))
    return Markup("").join(
        element(
            "rect",
            class_="bar",
            x=at(LEFT + index * room + room / 5),
            y=at(min(down(dot.y), zero)),
            width=at(room * 3 / 5),
            height=at(max(abs(zero - down(dot.y)), Fraction(1))),
            fill=f"#{ACCENT}",
        )
        for index, dot in enumerate(curve.dots)
        if dot.y is not None
    )


def _said(text: str, x: object, y: object, kind: str, anchor: str | None = None) -> Markup:
    return element("text", text, class_=kind, x=x, y=y, text_anchor=anchor, fill=f"#{MUTED}")


def _heads(frame: Frame) -> list[tuple[str, int]]:
    """The lines above the curve with their sizes: the title, then the notes, none of them cut."""
    room = (WIDTH - 2 * MARGIN) * WIDE
    found = [(line, TITLE) for line in broken(frame.title, room // TITLE)]
    return found + [(line, NOTE) for note in frame.notes for line in broken(note, room // NOTE)]


def broken(text: str, most: int) -> list[str]:
    """A text in lines of at most so many hundredths of a Chinese character, whole words where it has words."""
    lines = []
    while (head := fitted(text, most).removesuffix("…")) and len(head) < len(text.rstrip()):
        if head[-1].isascii() and not text[len(head)].isspace() and " " in head:
            head = head[: head.rindex(" ")]
        lines.append(head.rstrip())
        text = text[len(head) :].lstrip()
    return [*lines, text.rstrip()]


def _framed(frame: Frame, heads: list[tuple[str, int]], height: int) -> Markup:
    """Paper behind, the title and its notes above, the sources below."""
    parts = [
        element("title", frame.title),
        element("rect", class_="paper", width=WIDTH, height=height, fill=f"#{PAPER}"),
    ]
    down = HEAD
    for line, size in heads:
        down += size + 4
        first = size == TITLE
        shade, weight = (INK, "bold") if first else (MUTED, None)
        parts.append(element("text", line, x=MARGIN, y=down, font_size=size, font_weight=weight, fill=f"#{shade}"))
    foot = fitted(frame.foot, (WIDTH - 2 * MARGIN) * WIDE // NOTE)
    return Markup("").join([*parts, element("text", foot, x=MARGIN, y=height - 7, font_size=NOTE, fill=f"#{MUTED}")])
