"""Labels in space: inside the frame, apart from each other and off the surface, in every pose."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from manim.utils.module_ops import get_module

from optanim.base import shipped
from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.space_axes import SpaceAxes
from optanim.stage.views.surface_race import SurfaceRace
from optanim.stage.views.surface_view import SurfaceView
from optanim.studies.racing import Race

ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "4:3": (1440, 1080)}
LEGIBLE, HAIR = 0.35, 1e-3  # opacity; scene units


@pytest.fixture(params=ASPECTS.values(), ids=ASPECTS)
def stage(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[SpaceCamera, Canvas, Sheet]:
    monkeypatch.chdir(tmp_path)
    width, height = request.param
    tall = 14.222 * height / width if width != 1920 else 8.0
    camera = SpaceCamera(
        pixel_width=width // 3, pixel_height=height // 3, frame_width=14.222, frame_height=tall
    )
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    return camera, canvas, Sheet.of(canvas)


def boxes(axes: SpaceAxes) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Lower left and upper right corner (2,) of every label that can be read."""
    texts = [text for text in axes.submobjects if text is not axes.pole]
    return {
        f"{index} {text}": (text.points[:, :2].min(axis=0), text.points[:, :2].max(axis=0))
        for index, text in enumerate(texts)
        if text.fill_opacity > LEGIBLE
    }


def faults(camera: SpaceCamera, canvas: Canvas, axes: SpaceAxes, pose: Pose) -> list[str]:
    """What is wrong with the labels seen from ``pose``."""
    pose.apply(camera)
    camera.reset_rotation_matrix()
    axes.follow(camera)
    axes.relief.paint(camera)
    depth = axes.relief.painters[camera.pixel_width, camera.pixel_height].depth
    assert 0.05 < np.mean(depth > 0) < 0.8
    frame, found, shown = canvas.frame, [], boxes(axes)
    assert len(shown) >= 3
    scale = camera.pixel_width / frame.size[0]
    for name, (low, high) in shown.items():
        if (low < [frame.left, frame.bottom]).any() or (high > [frame.right, frame.top]).any():
            found.append(f"{name} leaves the frame")
        left, right = ((x - frame.left) * scale for x in (low[0], high[0]))
        top, bottom = ((frame.top - y) * scale for y in (high[1], low[1]))
        if (depth[int(top) : int(bottom) + 1, int(left) : int(right) + 1] > 0).any():
            found.append(f"{name} over the surface")
    for (one, (low, high)), (other, (lower, higher)) in combinations(shown.items(), 2):
        if (np.minimum(high, higher) - np.maximum(low, lower) > HAIR).all():
            found.append(f"{one} over {other}")
    return found


def test_labels_stay_apart_during_the_race(stage: tuple) -> None:
    camera, canvas, sheet = stage
    race = Race.of(article(), [make("GD"), make("Adam")], 20)
    view = SurfaceRace(canvas, sheet, race, Presentation().settled(race))
    orbit = view.orbit(degrees=40, rate=1.1)
    for seconds in np.linspace(0.0, 40.0, 41):
        assert not faults(camera, canvas, view.axes, orbit.at(seconds)), seconds


def test_labels_stay_apart_during_the_flight(stage: tuple) -> None:
    camera, canvas, sheet = stage
    scene = get_module(shipped.scene("surface"))
    view = SurfaceView(canvas, sheet, article(), "GD")
    stations = view.path(scene.LOW, scene.ALONG, scene.ACROSS)
    route = view.route(stations, seconds=8.0)
    for seconds in np.linspace(0.0, 8.0, 41):
        assert not faults(camera, canvas, view.axes, route.at(seconds)), seconds
