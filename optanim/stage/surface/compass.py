"""Which way the parameters grow, as the camera sees it."""

from __future__ import annotations

import numpy as np
from manim import ORIGIN, ThreeDCamera, VGroup

from optanim.look.axis_words import parameter_names
from optanim.runs.problem import Problem
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.paths import arrow
from optanim.stage.draw.plates import panel

REACH = 0.38  # of the plate's height: how long an arrow is that lies across the line of sight
SHAFT, EDGE = 8.0, 2.0  # design pixels: widths of an arrow and of its rim
BEYOND = 26.0  # design pixels from an arrow's tip to the middle of its name
LEVEL = 0.5  # sine of the camera's height that the arrows show at least: flat, they say nothing


class Compass(VGroup):
    """Two arrows on a plate, the first parameter's and the second's, that turn with the camera.

    They take the place of axes, which a camera low over the land would not see.
    """

    def __init__(self, canvas: Canvas, place: Region, problem: Problem) -> None:
        self.canvas, self.place = canvas, place
        theme = canvas.theme
        self.arrows = [canvas.shape(theme.text, theme.rim, EDGE) for _ in range(2)]
        self.letters = [canvas.text(name, SMALL) for name in _letters(canvas, problem)]
        self.centred = [letter.copy().move_to(ORIGIN) for letter in self.letters]
        super().__init__(panel(canvas, place), *self.arrows, *self.letters)

    def follow(self, camera: ThreeDCamera) -> None:
        """Turn as ``camera`` looks now."""
        low, theta = max(float(np.cos(camera.get_phi())), LEVEL), float(camera.get_theta())
        flat = np.array([[-np.sin(theta), -np.cos(theta)], [np.cos(theta), -np.sin(theta)]])
        reach = REACH * self.place.height * self.canvas.px
        middle = self.place.center[:2] - reach * 0.5 * (flat * [1.0, low]).sum(axis=0)
        letters = zip(self.letters, self.centred, strict=True)
        for shape, pair, way in zip(self.arrows, letters, flat * [1.0, low], strict=True):
            tip = middle + reach * way
            shape.points = arrow(middle, reach * way, SHAFT * self.canvas.px)
            beyond = BEYOND * self.canvas.px * way / max(float(np.hypot(*way)), 1e-9)
            for part, centred in zip(*(letter.get_family() for letter in pair), strict=True):
                part.points = centred.points + np.append(tip + beyond, 0.0)


def _letters(canvas: Canvas, problem: Problem) -> tuple[str, str]:
    """The last word of each parameter's name: its letter."""
    first, second = (name.split()[-1] for name in parameter_names(canvas.words, problem))
    return first, second
