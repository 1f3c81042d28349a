"""Drawings as inline SVG, written element by element with everything escaped; coordinates are whole numbers."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

WIDE, NARROW = 100, 58  # hundredths of the size: a Chinese character, about a Latin letter


def element(name: str, *children: Markup | str, **attributes: object) -> Markup:
    """`element("text", "杉泽市", x=4, class_="name")`; an attribute that is None is left out."""
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value)
        for key, value in attributes.items()
        if value is not None
    )
    inside = Markup("").join(escape(child) for child in children)
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, inside)


def drawing(width: int, height: int, label: str, *children: Markup, kind: str) -> Markup:
    """A whole drawing: it scales to the room it is given and is read out by its label."""
    return element(
        "svg",
        *children,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_label=label,
        class_=f"drawing {kind}",
    )


def label(text: str, room: int, size: int, **attributes: object) -> Markup:
    """A text that takes at most `room`; where it does not fit it ends in … and is whole in its title."""
    shown = fitted(text, room * WIDE // size)
    whole = (element("title", text),) if shown != text else ()
    return element("text", shown, *whole, font_size=size, **attributes)


def label_lines(text: str, room: int, size: int, x: int, y: int, step: int, **attributes: object) -> Markup:
    """A text on one line at `y`, or on two, a little above and below it, where it does not fit on one."""
    most = room * WIDE // size
    if fitted(text, most) == text:
        return label(text, room, size, x=x, y=y, **attributes)
    first = fitted(text, most + WIDE).rstrip("…")
    if " " in first and not text[len(first) :].startswith(" "):
        first = first[: first.rindex(" ")]
    rest = text[len(first) :].strip()
    shown = fitted(rest, most)
    whole = (element("title", text),) if shown != rest else ()
    above = element("text", first, x=x, y=y - step // 2, font_size=size, **attributes)
    return above + element("text", shown, *whole, x=x, y=y + step // 2, font_size=size, **attributes)


def fitted(text: str, most: int) -> str:
    """A text cut to so many hundredths of a Chinese character."""
    widths = [WIDE if unicodedata.east_asian_width(ch) in "WFA" else NARROW for ch in text]
    if sum(widths) <= most:
        return text
    kept, used = 0, WIDE
    while kept < len(text) and used + widths[kept] <= most:
        used += widths[kept]
        kept += 1
    return text[:kept].rstrip() + "…"
