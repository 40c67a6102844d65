"""How a page looks: the films' themes, both of them, and the racers' colours and shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from optanim.look.cast import cast
from optanim.look.theme import THEMES, Theme
from optanim.optimizers.optimizer import Optimizer

SHADES = 33
"""Colours of the map's scale that a page is told; between them it is straight."""


def looks(racers: Mapping[str, Optimizer], colors: Mapping[str, str]) -> dict[str, Any]:
    """Colours by theme and meaning, and the ``shapes`` of heads (n, 2) in the racers' order.

    ``colors`` are those that the user has chosen, by racer's name.
    """
    themes = {name: cast(theme, racers, colors) for name, theme in THEMES.items()}
    shapes = next(iter(themes.values()))
    return {
        "themes": {name: _colors(theme, list(racers)) for name, theme in themes.items()},
        "shapes": [np.round(shapes.outline(name), 4).tolist() for name in racers],
    }


def _colors(theme: Theme, racers: list[str]) -> dict[str, Any]:
    plain = {
        field.name: value
        for field in fields(theme)
        if isinstance(value := getattr(theme, field.name), str) and value.startswith("#")
    }
    shares = np.linspace(0.0, 1.0, SHADES)
    scale = [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in theme.map_colors(shares).tolist()]
    return {
        **plain,
        "map": [[share, color] for share, color in zip(shares.tolist(), scale, strict=True)],
        "racers": [theme.racer(name) for name in racers],
        "casing": theme.casing,
    }
