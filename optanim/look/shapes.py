"""The racers' head shapes: told apart without colour, each with its centroid at the origin."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np


def _regular(corners: int, turn: float = 0.0) -> np.ndarray:
    angle = np.pi / 2 + turn + 2 * np.pi * np.arange(corners) / corners
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


def _star(points: int, inner: float) -> np.ndarray:
    radius = np.where(np.arange(2 * points) % 2, inner, 1.0)
    return radius[:, None] * _regular(2 * points)


def _cross(half_width: float) -> np.ndarray:
    w = half_width
    quarter = np.array([[w, 1.0], [w, w], [1.0, w]])
    turns = (np.linalg.matrix_power(np.array([[0, 1], [-1, 0]]), k) for k in range(4))
    return np.concatenate([quarter @ turn.T for turn in turns])


_CIRCLE = _regular(40)

_OUTLINES = {
    "GD": _CIRCLE,
    "Momentum": _regular(4, np.pi / 4),
    "RMSprop": _regular(3),
    "Adam": _regular(4),
    "Nesterov": _regular(5),
    "Adagrad": _regular(3, np.pi),
    "Adadelta": _regular(6),
    "AdamW": _star(5, 0.5),
    "NAdam": _cross(0.42),
    "RAdam": _star(4, 0.5),
}


def _unit_area(outline: np.ndarray) -> np.ndarray:
    x, y = outline.T
    area = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
    return outline * np.sqrt(np.pi / area)


SHAPES: Mapping[str, np.ndarray] = MappingProxyType(
    {name: _unit_area(outline) for name, outline in _OUTLINES.items()}
)
"""Outline (n, 2) by racer's name, all of the area of the unit circle."""


def cross(reach: float, half_width: float) -> np.ndarray:
    """The outline (12, 2) of an upright X, its arms ``reach`` long and two half widths wide."""
    half = np.sqrt(0.5)
    turn = np.array([[half, half], [-half, half]])
    return reach * _cross(half_width / reach) @ turn


def outline(name: str) -> np.ndarray:
    """The outline (n, 2) of the racer called ``name``; names without one get the circle."""
    return SHAPES.get(name, SHAPES["GD"])
