"""A racer's trail on the map, whatever the colour of the ground."""

from __future__ import annotations

import numpy as np
from manim import Camera

from optanim.base.window import Window
from optanim.look.theme import DARK, LIGHT, rgb
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import contains
from optanim.stage.draw.clock import Moment
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.crowd import ALONE, Crowd
from optanim.stage.map.walker import Head, Trail
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


def test_a_control_s_dashes_are_seen_beside_those_that_go_the_same_way() -> None:
    """As much of them as where nobody goes, and next to nothing where none makes room."""
    runs = [trace(Run(article(), make(name), steps=1)) for name in ("GD", "Momentum")]
    control = trace(Run(article(), make("Momentum", momentum=0.5), steps=1))
    seen = {}
    for kind in ("none", "beside", "over"):
        camera = Camera(pixel_width=1920, pixel_height=1080, background_color=DARK.background)
        canvas = Canvas.of(camera, DARK, Words.load("en"))
        chart = ContourMap(canvas, control.problem, WINDOW, SQUARE)
        crowd = Crowd.of(canvas, chart, runs, control) if kind == "beside" else ALONE
        trails = [Trail(canvas, chart, control, DARK.muted, ghost=True, crowd=crowd)]
        shown = runs if kind != "none" else []
        trails += [Trail(canvas, chart, r, DARK.racer(r.label), crowd=crowd) for r in shown]
        for trail in trails:
            trail.show_at(Moment(1.0))
        camera.capture_mobjects(trails)
        dim = 0.75 * np.array(rgb(DARK.muted)) + 0.25 * np.array(rgb(DARK.background))
        away = np.abs(camera.pixel_array[..., :3] / 255.0 - dim).max(axis=-1)
        seen[kind] = int((away < 0.15).sum())
    assert seen["beside"] > 0.6 * seen["none"] > 100 and seen["over"] < 0.2 * seen["none"]


class Walking:
    """What walks through ``rows``, straight from one to the next."""

    def __init__(self, *rows: tuple[float, float]) -> None:
        self.params, self.steps = np.array(rows), len(rows) - 1

    def at(self, step: float) -> np.ndarray:
        """Where it is."""
        return np.array([np.interp(step, range(len(self.params)), p) for p in self.params.T])


def test_beyond_its_lane_a_trail_goes_on_along_its_rows() -> None:
    """Of two that go far away from the map together, and come back."""
    rows = (-4.0, 10.0), (4.0, 8.0), (400.0, 0.0), (-4.0, -4.0), (4.0, -4.0), (0.0, 0.0)
    runs = [Walking(*rows), Walking(*rows)]
    canvas = Canvas.of(Camera(pixel_width=960, pixel_height=540), DARK, Words.load("en"))
    chart = ContourMap(canvas, article(), WINDOW, SQUARE)
    crowd = Crowd.of(canvas, chart, runs)
    lane = crowd.lane(runs[0])
    assert lane is not None and lane.steps[-1] == 1.0
    for step in (0.5, 0.9, 1.0, 1.01, 3.5, 4.6, 5.0):
        points = []
        for each in (crowd, ALONE):
            trail = Trail(canvas, chart, runs[0], DARK.racer("GD"), crowd=each)
            trail.dotted[:] = False
            trail.show_at(Moment(step))
            points.append(trail.points[:, :2])
        start, way = points[1][::4], points[1][3::4] - points[1][::4]
        length = np.maximum((way**2).sum(axis=-1), 1e-12)
        share = ((points[0][:, None] - start) * way).sum(axis=-1) / length
        feet = start + np.clip(share, 0.0, 1.0)[..., None] * way
        off = np.linalg.norm(points[0][:, None] - feet, axis=-1).min(axis=1)
        assert off.max() < 4.0 * canvas.px and len(points[0]) >= len(points[1])
        assert contains(chart.region, points[0]).all()


def test_a_head_does_not_flash_on_a_map_that_it_only_crosses() -> None:
    """It is there as it leaves and as it comes, not between two places that are off the map."""
    run = Walking((0.0, 0.0), (0.0, 90.0), (0.0, -90.0), (0.0, 0.0))
    canvas = Canvas.of(Camera(pixel_width=960, pixel_height=540), DARK, Words.load("en"))
    head = Head(canvas, ContourMap(canvas, article(), WINDOW, SQUARE), run, "GD")
    shown = []
    for step in (0.0, 0.02, 0.9, 1.0, 1.5, 1.52, 2.0, 2.98, 3.0):
        head.show_at(Moment(step))
        shown.append(len(head[0].points) > 0)
    assert shown == [True, True, False, False, False, False, False, True, True]
