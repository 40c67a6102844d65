"""How far apart colours look, also to colour-blind viewers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from coloraide import Color

BLIND = ("protan", "deutan", "tritan")
"""Eyes without red, green or blue cones, as Machado et al. (2009) have them."""
LEGIBLE = 4.5  # the contrast that text needs on its ground, by WCAG 2
GRAY = 0.08  # the least chroma, in OKLab, of a colour that is made up for a racer


def contrast(one: str, other: str) -> float:
    """The contrast of two colours ``#RRGGBB`` as WCAG 2 defines it, 1 to 21."""
    return Color(one).contrast(Color(other))


def legible(color: str, text: str, grounds: tuple[str, ...]) -> str:
    """``color``, or as little of ``text`` in it as gives it contrast 4.5 on all ``grounds``."""
    for share in np.linspace(0.0, 1.0, 41):
        mixed = Color(color).mix(text, float(share), space="srgb").to_string(hex=True).upper()
        if _can_be_read(mixed, grounds):
            return mixed
    return text


def farthest(taken: Sequence[str], grounds: tuple[str, ...]) -> str:
    """The colour, legible on ``grounds``, that looks least like any of ``taken`` to anyone.

    The distance of two colours is that in OKLab, the least over four kinds of eyes.
    """
    return max(_palette(grounds), key=lambda color: min(distance(color, it) for it in taken))


def distance(one: str, other: str) -> float:
    """How far apart two colours look, in OKLab, to the eyes for which they look most alike."""
    return float(np.linalg.norm(_seen(one) - _seen(other), axis=-1).min())


@cache
def _palette(grounds: tuple[str, ...]) -> tuple[str, ...]:
    """Colours of an even grid over RGB that are no grays and can be read on ``grounds``."""
    steps = ("00", "2A", "55", "80", "AA", "D5", "FF")
    names = (f"#{r}{g}{b}" for r in steps for g in steps for b in steps)
    vivid = (name for name in names if Color(name).convert("oklch")["chroma"] >= GRAY)
    return tuple(name for name in vivid if _can_be_read(name, grounds))


@cache
def _seen(color: str) -> np.ndarray:
    """OKLab (4, 3) of ``color`` as each kind of eyes sees it."""
    blind = (Color(color).filter(kind, method="machado").clip("srgb") for kind in BLIND)
    return np.array([eye.convert("oklab").coords() for eye in (Color(color), *blind)])


def _can_be_read(color: str, grounds: tuple[str, ...]) -> bool:
    return min(contrast(color, ground) for ground in grounds) >= LEGIBLE
