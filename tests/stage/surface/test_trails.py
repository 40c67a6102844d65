"""Trails that share a road: side by side on the image, each along its own way."""

from dataclasses import replace

import numpy as np
import pytest

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.surface.pose import Pose
from optanim.stage.surface.relief import Relief, view_of
from optanim.stage.surface.trails import trails
from optanim.studies.racing import Race
from tests.stage.places import rectangle
from tests.stage.surface.test_brush import LOW

WIDTH, ROOM = 10.0, 40.0


@pytest.mark.parametrize("phi", np.radians([80.0, 60.0, 20.0]))
@pytest.mark.parametrize("theta", np.radians(np.arange(0.0, 360.0, 40.0)))
def test_who_jumps_alike_is_seen_side_by_side_from_every_side(phi: float, theta: float) -> None:
    """The first step of both is the same: in its middle third their cords are a width apart."""
    camera = SpaceCamera(pixel_width=1920, pixel_height=1080)
    race = Race.of(article(), [make("GD", lr=0.1), make("Momentum", lr=0.1)], 3)
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    ground = rectangle(-3.0, -3.0, 3.0, 3.0)
    land = Relief(canvas, race.problem, race.window, ground, race.trajectories)
    pose: Pose = replace(LOW, phi=phi, theta=theta, distance=12.0)
    pose.apply(camera)
    camera.reset()
    camera.reset_rotation_matrix()
    seen = trails(view_of(camera), land.box, land.tracks, land.asides, 1.0, WIDTH, ROOM)
    one, other = (trail.line[:, :2] for trail in seen.values())
    assert np.array_equal(seen["GD"].way, seen["Momentum"].way)
    middle = slice(len(one) * 2 // 5, len(one) * 3 // 5)
    along = np.gradient(seen["GD"].way[:, :2], axis=0)[middle]
    away = (other - one)[middle]
    apart = np.abs(along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) / np.hypot(*along.T)
    assert np.median(apart) == pytest.approx(WIDTH, rel=0.35)
    assert np.allclose(one[0], seen["GD"].way[0, :2]) and np.allclose(one[-1], other[-1])
