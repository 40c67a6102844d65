"""The loss of the level lines, one after another, each on its line."""

from __future__ import annotations

import numpy as np
from manim import Group, ThreeDCamera

from optanim.base.numbers import number
from optanim.raster import View
from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.plates import OPACITY, panel, rectangle
from optanim.stage.draw.ticker import Glyphs, Ticker
from optanim.stage.surface.pin import PAD, kept_within, seen_on
from optanim.stage.surface.relief import Relief, view_of

REACH, PLACES = 5.0, 1000  # sides of the window behind the lowest place; places looked at there


class LevelTag(Group):
    """The loss on that of a ``relief``'s level lines which came last, on a plate that rides on it.

    It comes with the first line, where that passes behind the lowest place as the camera sees it,
    goes on from line to line, and stays on the last for which there is room in the ``free`` part of
    the frame.
    """

    def __init__(self, canvas: Canvas, relief: Relief, free: Region) -> None:
        self.canvas, self.relief, self.free, self.share = canvas, relief, free, 1.0
        losses = [number(loss) for loss in relief.levels.values + relief.elevation.low]
        self.names = [canvas.words("label.level", loss=loss) for loss in losses]
        letters = "".join({*"0123456789", *"".join(self.names)})
        self.glyphs = Glyphs(canvas, BODY, "MEDIUM", letters=letters)
        self.room = self._half(max(self.names, key=len))
        self.number = Ticker(self.glyphs, canvas.theme.text, np.zeros(3), "", 0.5)
        self.plate = panel(canvas, canvas.frame)
        super().__init__(self.plate, self.number)

    def follow(self, camera: ThreeDCamera) -> None:
        """Be where ``camera`` sees the line that came last, or on the way to the next."""
        view = view_of(camera)
        come = self._riding(view)
        place = self._place(view, come) if come else None
        if place is None:
            self.number.write("")
            self.plate.points = np.zeros((0, 3))
        else:
            name = self.names[round(come) - 1]
            self.number.place = np.append(place, 0.0)
            self.number.write(name)
            self.plate.points = rectangle(place, self._half(name))
        self._fade(float(np.clip(self.relief.lit, 0.0, 1.0)))

    def _riding(self, view: View) -> float:
        """How many lines have come to where the plate is; 0 if there is room for it on none."""
        come = float(np.clip(self.relief.lit, 1.0, self.relief.wave))
        if self._place(view, np.ceil(come)) is not None:
            return come
        before = range(int(come), 0, -1)
        return next((float(k) for k in before if self._place(view, k) is not None), 0.0)

    def _place(self, view: View, come: float) -> np.ndarray | None:
        """Where on the frame (2,) the plate is when lines have ``come``, None without room."""
        place = seen_on(self.canvas.frame, view, self._behind(view.eye[:2], come))
        if place is None or (kept_within(self.free, place, self.room) != place).any():
            return None
        return place

    def _half(self, name: str) -> np.ndarray:
        """Half the size (2,) of the plate of a ``name``."""
        size = np.array([self.glyphs.width(name), self.glyphs.height])
        return size / 2 + PAD * self.canvas.px

    def _fade(self, share: float) -> None:
        """Show ``share`` of it; what has come is left to whoever fades it out."""
        if share != self.share:
            self.share = share
            self.plate.set_fill(opacity=share * OPACITY)
            self.number.set_fill(opacity=share)

    def _behind(self, eye: np.ndarray, come: float) -> np.ndarray:
        """The point of the land (3,) behind the lowest place, seen from ``eye`` (2,).

        There the loss is that of the last of the ``come`` lines that have come so far; between two
        lines, in the same share between theirs.
        """
        relief, problem = self.relief, self.relief.landscape.problem
        (low, high), lowest = relief.window.corners, problem.known_minimizer
        sight = (relief.locate(lowest)[:2] - eye) * (high - low) / relief.region.size
        away = REACH * float(min(high - low)) * np.linspace(0.0, 1.0, PLACES)[:, None]
        places = lowest + away * sight / np.hypot(*sight)
        roots = np.sqrt(np.maximum(problem.loss.on_grid(places) - relief.elevation.low, 0.0))
        levels = np.sqrt(np.append(0.0, relief.levels.values))
        root = np.interp(come, np.arange(len(levels)), levels)
        return relief.locate(np.array([np.interp(root, roots, side) for side in places.T]))
