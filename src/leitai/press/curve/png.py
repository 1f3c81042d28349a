"""A curve as png, for documents that take no svg: only numbers in it, set in the compiler's own type.

No font of the machine is looked at, so that a document has the same bytes wherever it is made; what the axes are called
stands in the caption, in the fonts of the document.
"""

from __future__ import annotations

from functools import cache

import typst

from leitai.engine.manual.curve import Curve
from leitai.press.curve.svg import svg

FAMILY = "Libertinus Serif"
DOTS_PER_INCH = 300
WIDE_MM = 96
PAGE = f"""#set page(width: {WIDE_MM}mm, height: auto, margin: 0pt)
#image(bytes(sys.inputs.drawing), format: "svg", width: 100%)
"""


@cache
def own_fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def png(curve: Curve) -> bytes:
    """The picture, `WIDE_MM` wide when it is printed."""
    drawing = str(svg(curve, "", words=False, family=FAMILY))
    made = typst.compile(
        PAGE.encode(), format="png", ppi=DOTS_PER_INCH, sys_inputs={"drawing": drawing}, font_paths=own_fonts()
    )
    assert isinstance(made, bytes)
    return made
