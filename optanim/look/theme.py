"""Colours and type of a film, as one object that is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from scipy.interpolate import PchipInterpolator

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.base.lettering import FONT
from optanim.look.shapes import CIRCLE, outline
from optanim.optimizers.table import TABLE


@dataclass(frozen=True, eq=False)
class Theme(Immutable):
    """The colours of a film, as ``#RRGGBB``, each with one meaning.

    ``minimum`` is the best that there is, ``gradient`` what is or is made of slopes, ``limit`` what
    is not to be crossed, or to be, and ``focus`` what the film itself moves or points out, where
    nobody races; ``muted`` is what stands back, a control among it.

    ``map_low`` to ``map_high`` are the anchors of the map's colour scale, evenly spaced from the
    lowest loss to the highest. They stay dark (or light) enough for ``text`` to be read on them,
    contrast 4.5:1 or more. ``racers`` and ``shapes`` are colours and heads' outlines (n, 2) by
    racer's name, at first those in the optimizers' own files; a race's cast adds its own. In
    space the sky is ``horizon`` below and ``zenith`` above, and has a third of the horizon's colour
    left at the elevation whose sine is ``band``; ``shadow`` is what heads throw on the ground, and
    ``rim`` the edge of heads and trails. Level ground has ``exposure`` times its own
    brightness, of which ``ambience`` parts come from the sky where one does from a sun at the
    zenith; ``edge`` lights what is seen from the side. ``glow`` scales the shine around heads,
    ``rims`` the width of rims in space, and ``stale`` is the brightness that old parts of a trail
    keep. On maps ``casing`` is the opacity of the rim around trails.
    """

    name: str
    background: str
    backdrop: str
    panel: str
    frame: str
    text: str
    muted: str
    minimum: str
    gradient: str
    limit: str
    focus: str
    rim: str
    level: str
    map_anchors: tuple[str, ...]
    racers: Mapping[str, str]
    horizon: str
    zenith: str
    band: float
    shadow: str
    exposure: float
    ambience: float
    edge: float
    glow: float
    stale: float
    rims: float
    casing: float
    shapes: Mapping[str, np.ndarray]
    font: str = FONT

    def racer(self, name: str) -> str:
        """The colour of the optimizer called ``name``; names without one share the focus."""
        return self.racers.get(name, self.focus)

    def outline(self, name: str) -> np.ndarray:
        """The head's outline (n, 2) of the racer called ``name``; without one it is the circle."""
        return self.shapes.get(name, CIRCLE)

    def map_colors(self, heights: np.ndarray) -> np.ndarray:
        """Colours (..., 3) as uint8 of ``heights`` (...) between 0 (lowest) and 1 (highest)."""
        index = np.rint(np.clip(heights, 0.0, 1.0) * 1023).astype(int)
        return _table(self.map_anchors)[index]


def rgb(color: str) -> tuple[float, float, float]:
    """Red, green and blue of ``#RRGGBB``, each 0 to 1."""
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


@cache
def _table(anchors: tuple[str, ...]) -> np.ndarray:
    """The colours (1024, 3) as uint8 of a scale with evenly spaced ``anchors``."""
    known = np.array([rgb(color) for color in anchors])
    scale = PchipInterpolator(np.linspace(0.0, 1.0, len(known)), known)
    table = np.clip(scale(np.linspace(0.0, 1.0, 1024)), 0.0, 1.0)
    return np.rint(table * 255).astype(np.uint8)


def _racers(theme: str) -> Mapping[str, str]:
    """The colours in which optimizers' own files show them in ``theme``."""
    known = {entry.name: entry.colors.get(theme) for entry in TABLE.values()}
    return MappingProxyType({name: color for name, color in known.items() if color})


_SHAPES = MappingProxyType({entry.name: outline(entry.shape) for entry in TABLE.values()})

DARK = Theme(
    name="dark",
    background="#0B0E16",
    backdrop="#182032",
    panel="#121829",
    frame="#46527A",
    text="#F4F6FC",
    muted="#B4BED6",
    minimum="#7CF0C5",
    gradient="#FF9F6B",
    limit="#D5FF2A",
    focus="#C7A8FF",
    rim="#05070D",
    level="#C9D6F5",
    map_anchors=("#0A1440", "#15306F", "#1F4A8C", "#3E5187", "#614C77", "#7A3B5C", "#7E2440"),
    racers=_racers("dark"),
    shapes=_SHAPES,
    horizon="#6A7EB0",
    zenith="#0C1224",
    band=0.3,
    shadow="#02040A",
    exposure=1.6,
    ambience=0.28,
    edge=0.3,
    glow=1.0,
    stale=0.9,
    rims=1.0,
    casing=0.0,
)

LIGHT = Theme(
    name="light",
    background="#FBFBF8",
    backdrop="#FFFFFF",
    panel="#FFFFFF",
    frame="#8A94AD",
    text="#10131C",
    muted="#444C61",
    minimum="#00684A",
    gradient="#5B2A00",
    limit="#2A00AA",
    focus="#5A189A",
    rim="#FFFFFF",
    level="#FFFFFF",
    map_anchors=("#3682EC", "#5796F4", "#7FA6F2", "#AEA9E2", "#D99DB9", "#F2877F", "#F36C62"),
    racers=_racers("light"),
    shapes=_SHAPES,
    horizon="#FFE9CE",
    zenith="#F9D199",
    band=0.2,
    shadow="#161E33",
    exposure=1.15,
    ambience=0.9,
    edge=0.12,
    glow=0.0,
    stale=1.0,
    rims=1.4,
    casing=0.75,
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (DARK, LIGHT)})


def named(name: str) -> Theme:
    """The theme called ``name``; an OptanimError lists the names there are."""
    if name not in THEMES:
        raise OptanimError(f"unknown theme {name!r}: choose from {', '.join(THEMES)}")
    return THEMES[name]
