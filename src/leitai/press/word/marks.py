"""Chinese punctuation as official documents print it: full-width after and before Chinese, plain among numbers."""

from __future__ import annotations

import re

CJK = r"\u3400-\u9fff"
FULL = str.maketrans(",:;?!", "\uff0c\uff1a\uff1b\uff1f\uff01")
AFTER = re.compile(rf"(?<=[{CJK}”’）〕》】」』…])[,:;?!]")
BEFORE = re.compile(rf"(?<=[0-9A-Za-z%‰\]）)])[,:;?!](?=[{CJK}“〔（《【])")
BRACKETS = re.compile(r"(.?)\(([^()\[\]]*)\)")
HAS_CJK = re.compile(rf"[{CJK}〇]")


BETWEEN = re.compile(rf"(?<=[{CJK}]) (?=[0-9A-Za-z])|(?<=[0-9A-Za-z%]) (?=[{CJK}])")


def closed_up(text: str) -> str:
    """Without the blanks a screen puts between Chinese and figures: official documents print none.

    >>> closed_up("前 3 名得 5% 的分 [80, 90)")
    '前3名得5%的分 [80, 90)'
    """
    return BETWEEN.sub("", text)


def chinese_marks(text: str) -> str:
    """The text with full-width marks wherever they belong to Chinese.

    >>> chinese_marks("达到(含)8%,其余按比例;区间 [80, 90) 得 5 分")
    '达到（含）8%，其余按比例；区间 [80, 90) 得 5 分'
    """
    if not HAS_CJK.search(text):
        return text
    text = BRACKETS.sub(_bracket, text)
    text = AFTER.sub(lambda found: found[0].translate(FULL), text)
    return BEFORE.sub(lambda found: found[0].translate(FULL), text)


def _bracket(found: re.Match[str]) -> str:
    before, inside = found[1], found[2]
    if HAS_CJK.search(inside) or HAS_CJK.search(before) or (not before and not inside):
        return f"{before}（{inside}）"
    return found[0]
