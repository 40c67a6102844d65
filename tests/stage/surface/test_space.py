"""The stage in space: Manim's projection, and how a relief composes with ordinary Manim."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import DEGREES, Dot, FadeIn, Square, ThreeDScene, tempconfig

from optanim.frames.camera import SpaceCamera
from optanim.frames.renderer import FastRenderer
from optanim.look.theme import DARK, LIGHT
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.surface.pose import Pose, eyes, fit, sights, upright
from optanim.stage.surface.relief import Relief, view_of
from optanim.studies.racing import Race
from tests.stage.places import rectangle

GROUND = rectangle(-3.0, -3.0, 3.0, 3.0)
ANGLE = st.floats(-3.1, 3.1)


def camera(width: int = 640, height: int = 360) -> SpaceCamera:
    return SpaceCamera(pixel_width=width, pixel_height=height, background_color="#0B0E16")


def relief(theme=DARK, runs: dict | None = None) -> Relief:
    canvas = Canvas.of(camera(), theme, Words.load("en"))
    problem = article()
    race = Race.of(problem, [make("GD")], 10) if runs is None else None
    return Relief(canvas, problem, race.window, GROUND, race.trajectories)


@pytest.fixture
def land(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Relief:
    monkeypatch.chdir(tmp_path)
    return relief()


@given(
    st.floats(0, 3.1), ANGLE, ANGLE, st.floats(0.2, 4), st.floats(8, 60),
    st.tuples(*[st.floats(-2, 2)] * 3), st.tuples(*[st.floats(-3, 3)] * 3),
)  # fmt: skip
def test_the_projection_is_manims(phi, theta, gamma, zoom, focal, center, point) -> None:
    cam = camera(1920, 1080)
    cam.set_phi(phi)
    cam.set_theta(theta)
    cam.set_gamma(gamma)
    cam.set_zoom(zoom)
    cam.set_focal_distance(focal)
    cam.frame_center = np.array(center)
    cam.reset_rotation_matrix()
    x, y, _ = cam.project_point(np.array(point))
    manims = np.array([960 + x * 1920 / cam.frame_width, 540 - y * 1080 / cam.frame_height])
    ours = view_of(cam).project(np.array(point))[:2]
    assert np.abs(ours - manims).max() < 0.1


def test_a_dot_is_drawn_where_the_view_projects_it_also_off_centre() -> None:
    """Manim shifts what is drawn after a first frame whose centre is off the origin."""
    cam = camera()
    cam.set_phi(0.9)
    cam.frame_center = np.array([1.5, -0.8, 0.4])
    dot = Dot([0.7, 0.9, 0.5], radius=0.1, color="#FFFFFF")
    cam.capture_mobjects([dot])
    y, x = np.nonzero(cam.pixel_array[..., 0] > 128)
    expected = view_of(cam).project(dot.get_center())[:2]
    assert np.abs([x.mean() + 0.5 - expected[0], y.mean() + 0.5 - expected[1]]).max() < 0.5


@given(st.floats(0, 1.5), ANGLE)
def test_a_pose_is_what_manims_camera_does(phi: float, theta: float) -> None:
    cam = camera()
    pose = Pose(phi, theta, 9.0, 0.8, np.array([0.5, 0.2, 0.1]), np.array([1.0, -0.5]))
    pose.apply(cam)
    frame = rectangle(-cam.frame_width / 2, -4.0, cam.frame_width / 2, 4.0)
    points = np.random.default_rng(0).uniform(-2, 2, (5, 3))
    ours = pose.view(frame, (640, 360)).project(points)
    assert np.allclose(ours, view_of(cam).project(points), atol=1e-6)
    target = pose.view(frame, (640, 360)).project(pose.target)[:2]
    place = (target / [640, 360] - 0.5) * frame.size * [1, -1]
    assert np.allclose(place, pose.offset, atol=1e-9)


@given(st.floats(0, 1.5), st.lists(ANGLE, min_size=1, max_size=3), st.floats(0.1, 3.0))
def test_what_is_fitted_lies_within_and_no_farther_than_it_must(phi, thetas, nearest) -> None:
    canvas = Canvas.of(camera(), DARK, Words.load("en"))
    points = np.random.default_rng(3).uniform(-2, 2, (12, 3))
    region = rectangle(-2.0, -3.0, 6.0, 3.0)
    tight = False
    for pose in fit(canvas, points, region, phi, thetas, nearest=nearest):
        pixels = pose.view(canvas.frame, (1000, 1000)).project(points)
        places = (pixels[:, :2] / 1000 - 0.5) * [1, -1] * canvas.frame.size
        low, high = places.min(axis=0) - region.low, region.high - places.max(axis=0)
        assert min(*low, *high) > -1e-6
        depths = 1.0 / pixels[:, 2]
        assert depths.min() > nearest - 1e-6
        filled = np.maximum(low, high).min() < 1e-6
        tight = tight or filled or depths.min() < nearest + 1e-6
    assert tight


@given(st.floats(0, 1.5), ANGLE, st.floats(1.0, 20.0), st.floats(0.3, 1.2))
def test_eyes_and_sights_of_many_poses_are_those_of_each(phi, theta, distance, fov) -> None:
    pose = Pose(phi, theta, distance, fov, np.array([0.5, 0.2, 0.1]), np.array([1.0, -0.5]))
    numbers = np.array([pose.numbers, pose.numbers])
    assert np.allclose(eyes(numbers, 8.0), pose.eye(8.0))
    assert np.allclose(sights(numbers), pose.rotation[2])


def painted(mobject: Relief, cam: SpaceCamera) -> np.ndarray:
    cam.reset()
    cam.capture_mobjects([mobject])
    return cam.pixel_array.copy()


def test_it_fades_as_a_whole(land: Relief) -> None:
    cam = camera()
    cam.set_phi(0.8)
    full, none = painted(land, cam).astype(int), camera().pixel_array.astype(int)
    half = painted(land.copy().set_opacity(0.5), cam).astype(int)
    assert np.abs(half - (full + none) / 2).max() <= 2
    assert np.array_equal(painted(land.copy().set_opacity(0.0), cam), none)


def test_flat_and_from_above_it_shows_the_maps_colours(land: Relief) -> None:
    cam = camera()
    upright(land.canvas.frame, GROUND).apply(cam)
    land.rise(0.0).set(lit=0.0, marked=0.0, traced=0.0)
    image = painted(land, cam)
    columns, rows = np.meshgrid(np.linspace(-2.9, 2.9, 21), np.linspace(-2.9, 2.9, 21))
    low, high = np.array([land.window.intercept, land.window.slope]).T
    params = low + (np.stack([columns, rows], -1) + 3.0) / 6.0 * (high - low)
    roots = np.sqrt(article().loss.on_grid(params))
    expected = DARK.map_colors(roots / land.landscape.top).astype(int)
    x = (320 + columns * 640 / cam.frame_width).astype(int)
    y = (180 - rows * 360 / cam.frame_height).astype(int)
    assert np.abs(image[y, x, :3].astype(int) - expected).max() <= 6


def test_transparent_output_keeps_its_holes(land: Relief) -> None:
    cam = SpaceCamera(pixel_width=640, pixel_height=360, background_opacity=0.0)
    cam.set_phi(1.6)
    alpha = painted(land, cam)[..., 3]
    assert (alpha == 0).any() and (alpha == 255).any()


def test_overlays_lie_over_it(land: Relief) -> None:
    cam, plate = camera(), Square(1.0, fill_color="#00FF00", fill_opacity=1.0)
    plate.in_frame = True
    cam.set_phi(0.8)
    for order, green in (((land, plate), True), ((plate, land), False)):
        cam.reset()
        cam.capture_mobjects(order)
        assert (cam.pixel_array[180, 320, 1] == 255) == green


class Film(ThreeDScene):
    """A relief in Manim's own three-dimensional scene."""

    change: dict = {}  # noqa: RUF012
    theme = DARK

    def __init__(self) -> None:
        super().__init__(renderer=FastRenderer(camera_class=SpaceCamera))

    def construct(self) -> None:
        surface = relief(self.theme).set(lit=self.change.get("lit", 5.0))
        self.set_camera_orientation(phi=self.change.get("phi", 50) * DEGREES)
        self.play(FadeIn(surface), run_time=0.2)
        self.move_camera(theta=-60 * DEGREES, run_time=0.2)
        self.begin_ambient_camera_rotation(rate=1.0)
        self.wait(0.2)


def keys(folder: Path, **change) -> list[str]:
    """Manim's cache keys of a film's plays."""
    size = {"pixel_width": change.pop("width", 320), "pixel_height": 180, "frame_rate": 10}
    theme = change.pop("theme", DARK)
    with tempconfig({**size, "media_dir": folder, "progress_bar": "none", "verbosity": "ERROR"}):
        made = type("Film", (Film,), {"change": change, "theme": theme})()
        made.render()
    return made.renderer.animations_hashes


def test_it_lives_in_manims_own_scene_and_its_cache_key_notices_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = keys(tmp_path)
    assert len(first) == 3
    assert keys(tmp_path)[:2] == first[:2]  # Manim's own key of an ambient rotation never repeats
    for change in ({"lit": 4.0}, {"phi": 51}, {"theme": LIGHT}, {"width": 322}):
        assert all(a != b for a, b in zip(first, keys(tmp_path, **change), strict=True)), change
