"""The racers' head shapes: told apart without colour, each with its centroid at the origin.

A shape is said in a few words, plain data that an optimizer's file can hold: ``("circle",)``,
``("polygon", corners)``, ``("polygon", corners, degrees turned)``, ``("star", points)`` or
``("plus",)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

import numpy as np

from optanim.base.errors import unknown

Shape = tuple[str | float, ...]
INNER, HALF_WIDTH = 0.5, 0.42  # of a star's inner corners and of a plus's arms, in radii


@cache
def outline(shape: Shape) -> np.ndarray:
    """The corners (n, 2) of ``shape``, of the area of the unit circle; read-only.

    Raises OptanimError for a shape that is not in the vocabulary.
    """
    word, numbers = str(shape[0]), shape[1:]
    if word not in _DRAWN:
        raise unknown("shape", word, _DRAWN)
    corners = _DRAWN[word](*numbers)
    x, y = corners.T
    area = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
    corners = corners * np.sqrt(np.pi / area)
    corners.setflags(write=False)
    return corners


def cross(reach: float, half_width: float) -> np.ndarray:
    """The outline (12, 2) of an upright X, its arms ``reach`` long and two half widths wide."""
    half = np.sqrt(0.5)
    turn = np.array([[half, half], [-half, half]])
    return reach * _plus(half_width / reach) @ turn


def _polygon(corners: int, turned: float = 0.0) -> np.ndarray:
    angle = np.pi / 2 + np.deg2rad(turned) + 2 * np.pi * np.arange(corners) / corners
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def _star(points: int) -> np.ndarray:
    radius = np.where(np.arange(2 * points) % 2, INNER, 1.0)
    return radius[:, None] * _polygon(2 * points)


def _plus(half_width: float = HALF_WIDTH) -> np.ndarray:
    w = half_width
    quarter = np.array([[w, 1.0], [w, w], [1.0, w]])
    turns = (np.linalg.matrix_power(np.array([[0, 1], [-1, 0]]), k) for k in range(4))
    return np.concatenate([quarter @ turn.T for turn in turns])


_DRAWN: Mapping[str, Callable[..., np.ndarray]] = MappingProxyType(
    {"circle": lambda: _polygon(40), "polygon": _polygon, "star": _star, "plus": _plus}
)

CIRCLE = outline(("circle",))
SPARE: tuple[Shape, ...] = (
    ("circle",), ("polygon", 4, 45), ("polygon", 3), ("polygon", 4), ("polygon", 5),
    ("polygon", 3, 180), ("polygon", 6), ("star", 5), ("plus",), ("star", 4),
)  # fmt: skip
"""What racers without a shape of their own get, in this order, if nobody else has it."""
