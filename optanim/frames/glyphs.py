"""Cairo paths of flat shapes, kept from frame to frame."""

from __future__ import annotations

from collections.abc import Callable
from weakref import WeakKeyDictionary

import cairo
import numpy as np
from manim import VMobject


class PathCache:
    """The path of a mobject is built once; afterwards it is only moved.

    Building it, curve by curve, is what drawing text costs. A path is kept from the second time
    on that the mobject's points are those of last time, or all shifted alike. (Without a
    ``__dict__`` Manim's cache key sees only this class's name: a cache changes no pixel.)
    """

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[VMobject, tuple[np.ndarray, cairo.Path | None]]
        self._kept = WeakKeyDictionary()

    def set_path(
        self, context: cairo.Context, mobject: VMobject, build: Callable[[VMobject], object]
    ) -> None:
        """Put the path of ``mobject`` into ``context``; ``build`` does so from its points."""
        points = mobject.points
        last, path = self._kept.get(mobject, (points[:0], None))
        same = last.shape == points.shape and len(points) > 0
        shift = points[0] - last[0] if same else np.zeros(3)
        same = same and bool(np.abs(points - shift - last).max() < 1e-9)
        if same and path is not None:
            context.new_path()
            context.save()
            context.translate(shift[0], shift[1])
            context.append_path(path)
            context.restore()
            return
        build(mobject)
        self._kept[mobject] = (points.copy(), context.copy_path() if same else None)
