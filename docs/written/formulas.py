"""Formulas in Typst's notation, as on screen in the films, set as MathML that browsers draw.

No script is loaded and no font is fetched; screen readers read a formula as one.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree as ET

import typst

TALL = {"mfrac", "mtable", "munder", "mover", "munderover"}


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
    return ET.tostring(_flat(ET.fromstring(found)), "unicode")


def _flat(formula: ET.Element) -> ET.Element:
    """The formula with parentheses as high as text around all that is not tall itself.

    Without a font for mathematics, browsers make them too tall for a mere index.
    """
    for row in formula.iter("mrow"):
        if not TALL & {part.tag for part in row.iter()}:
            for sign in row.findall("mo"):
                sign.set("stretchy", "false")
    return formula
