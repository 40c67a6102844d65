"""A racer's trail on the map, whatever the colour of the ground."""

from __future__ import annotations

import numpy as np
from manim import Camera

from optanim.base.window import Window
from optanim.look.theme import LIGHT, rgb
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.walker import Trail
from tests.stage.places import rectangle

WINDOW, SQUARE = Window((-5.0, 5.0), (-5.0, 11.0)), rectangle(-3, -3, 3, 3)


def test_by_day_a_trail_is_seen_on_ground_of_its_own_colour() -> None:
    """By its rim, on either side of it; that of a ghost is not."""
    theme, run = LIGHT, trace(Run(article(), make("Momentum"), steps=3))
    own = theme.racer("Momentum")
    shown = {}
    for ghost in (False, True):
        camera = Camera(pixel_width=960, pixel_height=540, background_color=own)
        canvas = Canvas.of(camera, theme, Words.load("en"))
        trail = Trail(canvas, ContourMap(canvas, run.problem, WINDOW, SQUARE), run, own, ghost)
        trail.show_at(Moment(3.0))
        camera.capture_mobjects([trail])
        away = camera.pixel_array[..., :3] - 255 * np.array(rgb(own))
        shown[ghost] = int((np.abs(away).max(axis=-1) > 60).sum())
    assert shown[False] > 300 and shown[True] == 0
