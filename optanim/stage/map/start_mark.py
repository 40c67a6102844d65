"""Where all racers start, marked on the map."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from optanim.look.shapes import CIRCLE
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.marks import HEAD
from optanim.stage.draw.paths import polygon
from optanim.stage.draw.plates import plate
from optanim.stage.map.contour_map import ContourMap
from optanim.studies.racing import Race

AWAY = 30.0  # design pixels from the mark's middle to the word


def start_mark(canvas: Canvas, chart: ContourMap, race: Race) -> VGroup:
    """A ring at the start, and the word beside it, towards the middle of the map."""
    theme, px = canvas.theme, canvas.px
    here = chart.locate(next(iter(race.trajectories.values())).params[0])
    ring = canvas.shape(theme.rim, theme.text, 4, opacity=0.6)
    ring.points = polygon(CIRCLE * HEAD * px) + here
    text = canvas.text(canvas.words("race.start"), SMALL)
    side = 1.0 if here[0] < chart.region.center[0] else -1.0
    text.move_to(here + np.array([side * (text.width / 2 + AWAY * px), 0.0, 0.0]))
    return VGroup(ring, plate(canvas, text), text)
