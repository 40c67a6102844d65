"""Named places on the frame, found by cutting rectangles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from manim import Camera, Mobject

from optanim.stage.draw.type import Type

SHORT_SIDE, NARROW = 1080.0, 1640.0
"""Design pixels of a frame's short side; of its width at least, where that is the longer side."""

UPRIGHT, WIDE = 1.2, 1.6
"""Width over height up to which a frame is upright, and beyond which it is wide, as 16:9 is."""

Shown = TypeVar("Shown", bound=Mobject)


@dataclass(frozen=True)
class Region:
    """A rectangle of the frame, which knows the size of a design pixel.

    Places are in scene units, Manim's own: the edges ``left``, ``bottom``, ``right`` and ``top``
    and every point that it returns. Lengths are in design pixels, each ``px`` scene units long:
    its width and height, and whatever is cut off, left between or moved by. A design pixel is a
    pixel of a frame whose short side has 1080, so that a layout looks the same at any resolution.
    """

    left: float
    bottom: float
    right: float
    top: float
    px: float

    @property
    def width(self) -> float:
        """Width in design pixels."""
        return (self.right - self.left) / self.px

    @property
    def height(self) -> float:
        """Height in design pixels."""
        return (self.top - self.bottom) / self.px

    @property
    def aspect(self) -> float:
        """Width over height."""
        return self.width / self.height

    @property
    def size(self) -> np.ndarray:
        """From its lower left to its upper right corner (2,), in scene units."""
        return self.high - self.low

    @property
    def low(self) -> np.ndarray:
        """Its lower left corner as a scene point (2,)."""
        return np.array([self.left, self.bottom])

    @property
    def high(self) -> np.ndarray:
        """Its upper right corner as a scene point (2,)."""
        return np.array([self.right, self.top])

    @property
    def corners(self) -> np.ndarray:
        """Its corners (4, 2) as scene points, counter-clockwise from the lower left one."""
        (left, bottom), (right, top) = self.low, self.high
        return np.array([[left, bottom], [right, bottom], [right, top], [left, top]])

    @property
    def center(self) -> np.ndarray:
        """Its middle as a scene point (3,)."""
        return self.at(0.5, 0.5)

    def at(self, x: float, y: float, right: float = 0.0, up: float = 0.0) -> np.ndarray:
        """The scene point (3,) at share ``x`` of the width and ``y`` of the height.

        Moved by ``right`` and ``up`` design pixels, which may be negative.
        """
        return np.append(self.low + self.size * [x, y] + self.px * np.array([right, up]), 0.0)

    def points(self, x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray:
        """The scene points (..., 2) at shares ``x`` and ``y`` of width and height."""
        return self.low + self.size * np.stack(np.broadcast_arrays(x, y), axis=-1)

    def nearest(self, point: np.ndarray) -> np.ndarray:
        """The point (2,) of this region that is nearest to the scene point ``point`` (2,)."""
        return np.clip(point, self.low, self.high)

    def inset(self, x: float, y: float | None = None) -> Region:
        """This region with ``x`` cut off left and right, ``y`` (or ``x``) above and below."""
        y = x if y is None else y
        return self.cut(x, y, x, y)

    def cut(self, left: float = 0, bottom: float = 0, right: float = 0, top: float = 0) -> Region:
        """This region with the given lengths cut off its sides."""
        px = self.px
        return Region(
            self.left + left * px, self.bottom + bottom * px,
            self.right - right * px, self.top - top * px, px,
        )  # fmt: skip

    def middle(self, width: float | None = None, height: float | None = None) -> Region:
        """The part around its middle that is so wide and high, or as wide or high as it is."""
        x = 0.0 if width is None else (self.width - width) / 2
        y = 0.0 if height is None else (self.height - height) / 2
        return self.inset(x, y)

    def upper(self, height: float) -> Region:
        """Its upper part, ``height`` high, or as high as there is room."""
        return self.cut(bottom=max(self.height - height, 0.0))

    def rows(self, *heights: float | None, gap: float = 0.0) -> list[Region]:
        """Rows from the top down; a height of None takes an equal part of what is left."""
        return [
            self.cut(top=start, bottom=self.height - end)
            for start, end in _parts(self.height, heights, gap)
        ]

    def columns(self, *widths: float | None, gap: float = 0.0) -> list[Region]:
        """Columns from left to right; a width of None takes an equal part of what is left."""
        return [
            self.cut(left=start, right=self.width - end)
            for start, end in _parts(self.width, widths, gap)
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

    def place(self, mobject: Shown, x: float = 0.5, y: float = 0.5) -> Shown:
        """Move ``mobject`` so that it lies within, at share ``x`` and ``y`` of the free room."""
        half = np.array([mobject.width, mobject.height]) / 2
        low, high = self.low + half, self.high - half
        return mobject.move_to(np.append(low + (high - low) * [x, y], 0.0))

    def place_type(self, text: Type, x: float = 0.5, glyph: int = 0) -> Type:
        """Move ``text`` within, so that one of its glyphs stands at half height.

        Where that is a capital or a digit, all type of one row shares a baseline, whatever
        descenders it has. ``x`` as in `place`.
        """
        self.place(text, x)
        return text.shift((0.0, self.center[1] - text.middle(glyph), 0.0))

    def fit(self, mobject: Shown) -> Shown:
        """Make ``mobject`` as small as it must be to be no wider than this region."""
        widest = self.right - self.left
        return mobject.scale(widest / mobject.width) if mobject.width > widest else mobject


def frame_region(camera: Camera) -> Region:
    """The whole visible frame of ``camera``, centred on the origin.

    Read from the camera, not from Manim's config: for an upright film the two differ in height.
    A frame that is neither upright nor wide enough (4:3) is drawn an eighth smaller, to keep its
    columns.
    """
    x, y = camera.frame_width / 2, camera.frame_height / 2
    px = 2 * min(x, y) / SHORT_SIDE
    if x / y > UPRIGHT:
        px = min(px, 2 * x / NARROW)
    return Region(-x, -y, x, y, px)


def _parts(whole: float, lengths: Sequence[float | None], gap: float) -> list[tuple[float, float]]:
    """Start and end of each part of a ``whole``, with a ``gap`` between one and the next."""
    free = whole - gap * (len(lengths) - 1) - sum(length or 0.0 for length in lengths)
    if free < -1e-6:
        raise ValueError(
            f"{len(lengths)} parts need {whole - free:.4g} pixels, there are {whole:.4g}"
        )
    share = free / max(sum(length is None for length in lengths), 1)
    parts, start = [], 0.0
    for length in lengths:
        end = start + (share if length is None else length)
        parts.append((start, end))
        start = end + gap
    return parts
