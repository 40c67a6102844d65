"""Named places on the frame, in scene units, found by cutting rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import Camera, Mobject

from optanim.stage.draw.type import Type


@dataclass(frozen=True)
class Region:
    """A rectangle of the frame: left, bottom, right and top edge in scene units."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in scene units."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in scene units."""
        return self.top - self.bottom

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def center(self) -> np.ndarray:
        """Its middle as a scene point, shape (3,)."""
        return self.at(0.5, 0.5)

    def at(self, x: float, y: float) -> np.ndarray:
        """The scene point (3,) at share ``x`` of the width and ``y`` of the height."""
        return np.array([self.left + x * self.width, self.bottom + y * self.height, 0.0])

    def inset(self, x: float, y: float | None = None) -> Region:
        """This region with ``x`` cut off left and right, ``y`` (or ``x``) above and below."""
        y = x if y is None else y
        return Region(self.left + x, self.bottom + y, self.right - x, self.top - y)

    def cut(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Region:
        """This region with the given lengths cut off its sides."""
        return Region(self.left + left, self.bottom + bottom, self.right - right, self.top - top)

    def rows(self, *heights: float | None, gap: float = 0.0) -> list[Region]:
        """Rows from the top down; a height of None takes an equal part of what is left."""
        lengths = _lengths(self.height, heights, gap)
        tops = [self.top - sum(lengths[:i]) - i * gap for i in range(len(lengths))]
        return [
            Region(self.left, top - length, self.right, top)
            for top, length in zip(tops, lengths, strict=True)
        ]

    def columns(self, *widths: float | None, gap: float = 0.0) -> list[Region]:
        """Columns from left to right; a width of None takes an equal part of what is left."""
        lengths = _lengths(self.width, widths, gap)
        lefts = [self.left + sum(lengths[:i]) + i * gap for i in range(len(lengths))]
        return [
            Region(left, self.bottom, left + length, self.top)
            for left, length in zip(lefts, lengths, strict=True)
        ]

    def grid(self, count: int, columns: int, gap: float = 0.0) -> list[Region]:
        """``count`` equal cells, row by row, ``columns`` to a row."""
        rows = -(-count // columns)
        cells = [
            cell
            for row in self.rows(*[None] * rows, gap=gap)
            for cell in row.columns(*[None] * columns, gap=gap)
        ]
        return cells[:count]

    def place_line(self, text: Type, x: float = 0.5, glyph: int = 0) -> Type:
        """Move a line of text within, so that one of its glyphs stands at half height.

        Where that is a capital or a digit, lines of one row share a baseline, whatever
        descenders they have. ``x`` as in `place`.
        """
        self.place(text, x)
        return text.shift((0.0, self.center[1] - text.middle(glyph), 0.0))

    def place(self, mobject: Mobject, x: float = 0.5, y: float = 0.5) -> Mobject:
        """Move ``mobject`` so that it lies within, at share ``x`` and ``y`` of the free room."""
        free_x, free_y = self.width - mobject.width, self.height - mobject.height
        middle = (
            self.left + mobject.width / 2 + x * free_x,
            self.bottom + mobject.height / 2 + y * free_y,
            0.0,
        )
        return mobject.move_to(middle)


def frame_region(camera: Camera) -> Region:
    """The whole visible frame of ``camera``, centred on the origin.

    Read from the camera, not from Manim's config: for a portrait film the two differ in height.
    """
    x, y = camera.frame_width / 2, camera.frame_height / 2
    return Region(-x, -y, x, y)


def _lengths(whole: float, parts: Sequence[float | None], gap: float) -> list[float]:
    free = whole - gap * (len(parts) - 1) - sum(part for part in parts if part is not None)
    shares = sum(part is None for part in parts)
    if free < 0:
        raise ValueError(f"{len(parts)} parts need {whole - free:.3g} units, there are {whole:.3g}")
    return [free / shares if part is None else part for part in parts]
