"""Colours and type of a film, as one object that is passed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

import numpy as np
from scipy.interpolate import PchipInterpolator

from optanim.base.errors import OptanimError
from optanim.base.immutable import Immutable
from optanim.look.shapes import SHAPES


@dataclass(frozen=True, eq=False)
class Theme(Immutable):
    """The colours of a film, as ``#RRGGBB``.

    ``map_low`` to ``map_high`` are the anchors of the map's colour scale, evenly spaced from the
    lowest loss to the highest. They stay dark (or light) enough for ``text`` to be read on them,
    contrast 4.5:1 or more. The racers' colours keep apart for viewers with protanopia,
    deuteranopia and tritanopia (Machado 2009), and every racer has a shape of its own besides.
    In space, ``exposure``, ``modelling`` and ``gloss`` scale what light does to a surface, ``glow``
    the shine around heads, and ``stale`` is the brightness that old parts of a trail keep.
    """

    name: str
    background: str
    backdrop: str
    panel: str
    frame: str
    text: str
    muted: str
    accent: str
    rim: str
    level: str
    map_anchors: tuple[str, ...]
    racers: Mapping[str, str]
    exposure: float
    modelling: float
    gloss: float
    glow: float
    stale: float
    font: str = "Inter"
    shapes: Mapping[str, np.ndarray] = field(default_factory=lambda: SHAPES)

    def racer(self, name: str) -> str:
        """The colour of the optimizer called ``name``; names without one share the accent."""
        return self.racers.get(name, self.accent)

    def outline(self, name: str) -> np.ndarray:
        """The head's outline (n, 2) of the racer called ``name``; without one it is the circle."""
        return self.shapes.get(name, self.shapes["GD"])

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


DARK = Theme(
    name="dark",
    background="#0B0E16",
    backdrop="#182032",
    panel="#121829",
    frame="#46527A",
    text="#F4F6FC",
    muted="#B4BED6",
    accent="#7CF0C5",
    rim="#05070D",
    level="#C9D6F5",
    map_anchors=("#0A1440", "#15306F", "#1F4A8C", "#3E5187", "#614C77", "#7A3B5C", "#7E2440"),
    racers=MappingProxyType(
        {
            "GD": "#FFC400",
            "Momentum": "#2EC4FF",
            "RMSprop": "#FF5DA2",
            "Adam": "#FFFFFF",
            "Nesterov": "#A679FF",
            "Adagrad": "#2FBF1D",
            "Adadelta": "#B9BB7E",
            "AdamW": "#C1DEBB",
            "NAdam": "#55EDFD",
            "RAdam": "#FCE87D",
        }
    ),
    exposure=1.25,
    modelling=0.9,
    gloss=1.0,
    glow=1.0,
    stale=0.8,
)

LIGHT = Theme(
    name="light",
    background="#FBFBF8",
    backdrop="#FFFFFF",
    panel="#FFFFFF",
    frame="#8A94AD",
    text="#10131C",
    muted="#444C61",
    accent="#00684A",
    rim="#FFFFFF",
    level="#22345F",
    map_anchors=("#C4D8FA", "#D6E3FA", "#E6EBF6", "#F2ECEA", "#F8E0D8", "#F8CDC2", "#F3B6AC"),
    racers=MappingProxyType(
        {
            "GD": "#9A5B00",
            "Momentum": "#0062B8",
            "RMSprop": "#8E0050",
            "Adam": "#14161C",
            "Nesterov": "#B000FF",
            "Adagrad": "#204000",
            "Adadelta": "#705000",
            "AdamW": "#607040",
            "NAdam": "#3000D0",
            "RAdam": "#005030",
        }
    ),
    exposure=1.0,
    modelling=0.5,
    gloss=0.3,
    glow=0.0,
    stale=1.0,
)

THEMES: Mapping[str, Theme] = MappingProxyType({theme.name: theme for theme in (DARK, LIGHT)})


def named(name: str) -> Theme:
    """The theme called ``name``; an OptanimError lists the names there are."""
    if name not in THEMES:
        raise OptanimError(f"unknown theme {name!r}: choose from {', '.join(THEMES)}")
    return THEMES[name]
