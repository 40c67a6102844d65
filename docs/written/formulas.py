"""Formulas in Typst's notation, as on screen in the films, set as MathML that browsers draw.

No script is loaded and no font is fetched; screen readers read a formula as one.
"""

from __future__ import annotations

import re
from functools import cache

import typst

TALL = re.compile("<(mfrac|mtable|munder|mover|munderover)[ >]")
PARENTHESIS = re.compile(r"<mo>(?=[()\[\]|]<)")


@cache
def mathml(formula: str, display: bool = False) -> str:
    """The element ``<math>`` of ``formula``; a ``display`` formula stands on a line of its own.

    Raises ValueError, which quotes the formula, where it is no Typst.
    """
    space = " " if display else ""
    source = f"#set document(title: [formula])\n${space}{formula.strip()}{space}$"
    try:
        page = typst.compile(source.encode(), format="html").decode()
    except typst.TypstError as error:
        raise ValueError(f"formula {formula!r}: {error}") from None
    (found,) = re.findall(r"<math.*</math>", page, re.DOTALL)
    # Without a font for mathematics, browsers make parentheses too tall for an index.
    return found if TALL.search(found) else PARENTHESIS.sub('<mo stretchy="false">', found)
