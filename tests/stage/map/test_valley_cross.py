"""Across and along a valley at its lowest point."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import surface
from optanim.stage.draw.canvas import Canvas
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.valley_cross import ValleyCross


def test_its_lines_lie_along_the_hessians_directions_and_cross_at_the_minimum() -> None:
    """Rosenbrock's Hessian at (1, 1) is written here; the steep direction is the one across."""
    canvas = Canvas.of(Camera(), DARK, Words.load("en"))
    problem = surface("rosenbrock")
    window = Window((-2.0, 2.0), (-1.0, 3.0))
    chart = ContourMap(canvas, problem, window, canvas.frame.inset(150))
    cross = ValleyCross(canvas, chart, problem)
    _, (flat, steep) = (None, np.linalg.eigh([[802.0, -400.0], [-400.0, 200.0]])[1].T)
    middle = chart.locate(np.array([1.0, 1.0]))[:2]
    for line, way in ((cross.along, flat), (cross.across, steep)):
        seen = chart.spans(way[None])[0]
        aside = np.array([-seen[1], seen[0]]) / np.hypot(*seen)
        ends = line[1].points[[0, 3], :2]  # the long stroke comes first
        assert (ends - middle) @ aside == pytest.approx([0.0, 0.0], abs=0.1 * canvas.px)
        assert ends.mean(axis=0) == pytest.approx(middle, abs=0.1 * canvas.px)
    lengths = [np.hypot(*(each[1].points[3] - each[1].points[0])[:2]) for each in cross]
    assert lengths[0] > 2 * lengths[1]
