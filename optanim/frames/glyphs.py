"""Cairo paths of flat shapes, kept from frame to frame."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

import cairo
import numpy as np
from manim import VMobject

NUDGE = 1e-7
"""Scene units by which paths are built beside the origin: no pixel sees it, and no tie is left."""


class PathCache:
    """The path of a mobject is built once; afterwards it is only moved.

    Building it, curve by curve, is what drawing text costs. A path is kept as long as the mobject's
    points are those that it was built of, or all shifted alike. (Without a ``__dict__`` Manim's
    cache key sees only this class's name: a cache changes no pixel.)

    Cairo rounds what is built to 1/256 of a pixel. So that a frame never depends on where a shape
    stood in the frames before, every path is built as if its first point were the origin, or nearly
    so: fonts place many points half-way between two such steps, where the last bit would decide.
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[VMobject, tuple[np.ndarray, cairo.Path]]
        self._kept = WeakKeyDictionary()

    def set_path(
        self, context: cairo.Context, mobject: VMobject, build: Callable[[VMobject], object]
    ) -> None:
        """Put the path of ``mobject`` into ``context``; ``build`` does so from its points."""
        points = mobject.points
        if len(points) == 0:
            build(mobject)
            return
        kept = self._kept.get(mobject)
        if kept is None or not _alike(kept[0], points):
            kept = points.copy(), _built(context, mobject, build)
            self._kept[mobject] = kept
        shift = points[0] - kept[0][0]
        context.new_path()
        context.save()
        context.translate(shift[0], shift[1])
        context.append_path(kept[1])
        context.restore()


def _alike(before: np.ndarray, points: np.ndarray) -> bool:
    """Whether ``points`` (n, 3) are those ``before``, all shifted alike."""
    if before.shape != points.shape:
        return False
    return bool(np.abs((points - points[0]) - (before - before[0])).max() < 1e-9)


def _built(
    context: cairo.Context, mobject: VMobject, build: Callable[[VMobject], object]
) -> cairo.Path:
    """The path of ``mobject``, rounded as if its first point were near the origin."""
    x, y, _ = mobject.points[0]
    context.save()
    context.translate(NUDGE - x, NUDGE - y)
    build(mobject)
    path = context.copy_path()
    context.restore()
    return path
