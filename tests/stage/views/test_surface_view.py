"""What the flight over a loss shows: cuts in the frame with their names, lines that come again."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface.pose import Pose
from optanim.stage.views.surface_view import SurfaceView
from tests.references import article_data, article_minimizer, design

SIZES = {"16:9": (14.2222, 8.0), "4:3": (10.6667, 8.0), "9:16": (4.5, 8.0)}


@cache
def made(aspect: str = "16:9") -> tuple[SpaceCamera, SurfaceView]:
    width, height = SIZES[aspect]
    camera = SpaceCamera(
        pixel_width=round(45 * width), pixel_height=360, frame_width=width, frame_height=height
    )
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    return camera, SurfaceView(canvas, Sheet.of(canvas), article(), "GD")


def project(view: SurfaceView, pose: Pose, points: np.ndarray) -> np.ndarray:
    """Shares (n, 2) of the frame's sides, from below, where ``points`` (n, 3) are seen."""
    x, y, near = pose.view(view.canvas.frame, (1, 1)).project(points).T
    assert (near > 0.0).all()
    return np.stack([x, 1.0 - y], axis=-1)


@pytest.mark.parametrize("aspect", SIZES)
def test_cuts_and_their_names_are_in_the_frame_while_they_are_passed(aspect: str) -> None:
    camera, view = made(aspect)
    flight, frame = view.shots.rim(18.0, view.shots.above), view.canvas.frame
    cuts = view.relief.box.place(np.concatenate(view.relief.cuts))
    for share in (0.76, 0.85, 1.0):
        pose = flight.at(share * flight.end)
        seen = project(view, pose, cuts)
        assert (seen > 0.08).all() and (seen < 0.92).all()
        pose.apply(camera)
        camera.reset_rotation_matrix()
        for pin in view.pins:
            pin.follow(camera)
            place = np.append(project(view, pose, view.relief.locate(pin.params)[None])[0], 0.0)
            above = pin.get_center() - frame.at(*place[:2])
            assert (frame.low < pin.get_corner([-1, -1, 0])[:2]).all()
            assert (frame.high > pin.get_corner([1, 1, 0])[:2]).all()
            assert np.hypot(*above[:2]) < pin.width
        for pin, cut in zip(view.pins, view.relief.cuts, strict=True):
            places = frame.low + frame.size * project(view, pose, view.relief.box.place(cut))
            low, high = pin.get_corner([-1, -1, 0])[:2], pin.get_corner([1, 1, 0])[:2]
            assert not ((places > low) & (places < high)).all(axis=1).any(), "a name on its cut"


@pytest.mark.parametrize("aspect", SIZES)
def test_no_shot_of_it_ends_in_the_ground(aspect: str) -> None:
    _, view = made(aspect)
    shots = view.shots
    rim = shots.rim(18.0, shots.above).at(np.inf)
    drift = shots.drift(9.0, rim).at(np.inf)
    for pose in (rim, drift, shots.valley(7.0).at(0.0), shots.valley(7.0).at(np.inf)):
        eye = pose.eye(float(view.canvas.frame.size[1]))
        assert eye[2] > view.relief.ground(eye)[2] + 0.04 * shots.side


def test_a_name_goes_where_its_place_is_not_seen() -> None:
    camera, view = made()
    (pin, _), frame = view.pins, view.canvas.frame
    view.shots.looking(np.array([0.0, 0.0, 2.0]), np.array([0.0, 9.0, 2.0])).apply(camera)
    camera.reset_rotation_matrix()
    pin.follow(camera)
    assert pin.get_bottom()[1] > frame.top


def test_lines_that_come_one_by_one_are_those_in_the_frame() -> None:
    """Flat and from straight above, the loss is highest in a corner; lines are even in its root.

    Far from the window, where the lines are counted at vertices, these stand far apart.
    """
    _, view = made()
    relief = view.relief.rise(0.0)
    view.drain(view.shots.above)
    relief.rise(1.0)
    corners = (view.canvas.frame.corners - relief.region.low) / relief.region.size
    low, high = relief.window.corners
    params = low + corners * (high - low)
    losses = np.mean((article_data()[1] - params @ design().T) ** 2, axis=-1)
    step = relief.landscape.levels[0]
    assert relief.wave == pytest.approx(np.sqrt(losses.max()) / step, abs=2.0)
    assert (relief.lit, relief.lined) == (0.0, 1.0) and relief.all_lit == relief.wave + 1.0


def test_the_point_walks_from_the_start_to_the_line_that_fits_best() -> None:
    _, view = made()
    stroll, problem = view.stroll, article()
    for share, params in ((0.0, problem.start), (1.0, article_minimizer())):
        stroll.go(share)
        flat = view.map.locate(params)
        assert np.allclose(stroll.point.get_center(), flat, atol=0.02)
        missed = np.abs(np.diff(stroll.residuals.points[::3, 1])[::2]).max()
        assert (missed > 0.5) == (share == 0.0)
