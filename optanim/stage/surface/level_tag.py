"""The loss of the level lines, one after another, each on its line."""

from __future__ import annotations

import numpy as np
from manim import Group, ThreeDCamera

from optanim.base.numbers import number
from optanim.stage.draw.canvas import BODY, Canvas
from optanim.stage.draw.plates import panel, rectangle
from optanim.stage.draw.ticker import Glyphs, Ticker
from optanim.stage.surface.pin import PAD, kept_within, seen_on
from optanim.stage.surface.relief import Relief, view_of

REACH, PLACES = 5.0, 1000  # sides of the window behind the lowest place; places looked at there


class LevelTag(Group):
    """The loss on that of a ``relief``'s level lines which comes now, on a plate that rides on it.

    It is where the line passes behind the lowest place, seen from the camera: between the last line
    and the one that comes, and on the last one when all have come.
    """

    def __init__(self, canvas: Canvas, relief: Relief) -> None:
        self.canvas, self.relief = canvas, relief
        losses = [number(loss) for loss in relief.levels.values + relief.elevation.low]
        self.names = [canvas.words("label.level", loss=loss) for loss in losses]
        letters = "".join({*"0123456789", *"".join(self.names)})
        self.glyphs = Glyphs(canvas, BODY, "MEDIUM", letters=letters)
        self.number = Ticker(self.glyphs, canvas.theme.text, np.zeros(3), "", 0.5)
        self.plate = panel(canvas, canvas.frame)
        super().__init__(self.plate, self.number)

    def follow(self, camera: ThreeDCamera) -> None:
        """Be where ``camera`` sees the line that comes now, and name its loss."""
        relief, frame, view = self.relief, self.canvas.frame, view_of(camera)
        come = min(relief.lit, relief.wave)
        place = seen_on(frame, view, self._behind(view.eye[:2], come)) if come > 0.0 else None
        if place is None:
            self.number.write("")
            self.plate.points = np.zeros((0, 3))
            return
        name = self.names[int(np.ceil(come)) - 1]
        half = np.array([self.glyphs.width(name), self.glyphs.height]) / 2 + PAD * self.canvas.px
        middle = kept_within(frame, place, half)
        self.number.place = np.append(middle, 0.0)
        self.number.write(name)
        self.plate.points = rectangle(middle, half)

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
