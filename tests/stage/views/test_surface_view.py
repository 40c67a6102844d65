"""What the flight over a loss shows: cuts in the frame with their names, lines that come again."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from manim.animation.animation import prepare_animation

from optanim.frames.camera import SpaceCamera
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clock import Moment
from optanim.stage.draw.sheet import Sheet
from optanim.stage.surface.pose import Pose
from optanim.stage.views.surface_view import SurfaceView
from tests.references import article_data, article_minimizer, design
from tests.scenes.pixels import BOUND, between
from tests.scenes.space import Sight, found

SIZES = {"16:9": (14.2222, 8.0), "4:3": (10.6667, 8.0), "9:16": (4.5, 8.0)}


@cache
def made(aspect: str = "16:9") -> tuple[SpaceCamera, SurfaceView]:
    width, height = SIZES[aspect]
    camera = SpaceCamera(
        pixel_width=round(45 * width), pixel_height=360, frame_width=width, frame_height=height
    )
    canvas = Canvas.of(camera, DARK, Words.load("en"))
    return camera, SurfaceView(canvas, Sheet.of(canvas), article())


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


def losses(params: np.ndarray) -> np.ndarray:
    return np.mean((article_data()[1] - params @ design().T) ** 2, axis=-1)


@pytest.mark.parametrize("aspect", SIZES)
def test_the_point_walks_to_the_best_line_and_up_a_wall_and_its_line_is_shown(aspect: str) -> None:
    """Straight up the steepest way, about as high as it came from; no line or miss is cut off."""
    camera, view = made(aspect)
    stroll, plot, stops = view.stroll, view.stroll.data, view.stroll.way.stops
    assert np.allclose(stops[:2], [[2.0, 9.0], article_minimizer()], atol=1e-4)
    assert np.array_equal(stops[3], stops[1])
    way, steepest = stops[2] - stops[1], np.linalg.eigh(design().T @ design())[1][:, 1]
    assert abs(way @ steepest) == pytest.approx(np.hypot(*way))
    assert losses(stops)[2] == pytest.approx(losses(stops)[0], rel=0.15)
    low, high = np.transpose(plot.spans)
    for step in (0.0, 0.5, 1.0, 1.7, 2.0, 2.6, 3.0):
        a, b = between(stops, step)
        view.relief.show_at(Moment(step))
        stroll.follow(camera)
        drawn = [part.points[:, :2] for part in (stroll.line, stroll.residuals)]
        line, misses = (
            low + (p - plot.region.low) / plot.region.size * (high - low) for p in drawn
        )
        assert np.allclose(line[:, 1], a + b * line[:, 0])
        assert np.allclose(line[[0, -1], 0], [low[0], high[0]], atol=0.05)
        assert np.allclose(misses[3::4, 1], a + b * plot.x) and np.allclose(misses[::4, 1], plot.y)


def test_the_point_stands_where_its_line_has_its_loss() -> None:
    """On the map, on the rising land, on the floor and up the wall, by formulas of their own."""
    _, view = made()
    width, height = SIZES["16:9"]
    camera = SpaceCamera(
        pixel_width=1920, pixel_height=1080, frame_width=width, frame_height=height
    )
    flight, stops = view.shots.rim(18.0, view.shots.above), view.stroll.way.stops
    for seconds, risen, step in ((0, 0.0, 0.5), (3, 0.4, 1.0), (9, 1.0, 1.2), (14, 1.0, 2.0)):
        view.relief.rise(risen).show_at(Moment(step))
        flight.at(seconds).apply(camera)
        camera.reset_rotation_matrix()
        view.relief.paint(camera)
        pose = [camera.get_phi(), camera.get_theta(), camera.get_focal_distance()]
        sight = Sight(view.relief.describe(1920), [*pose, *camera.frame_center], losses)
        (spot,) = sight.lifted(between(stops, step)[None])
        (place,) = sight.project(spot[None])
        assert found(camera.pixel_array[..., :3], DARK.focus, place) < BOUND


def test_each_line_that_comes_has_its_loss_on_it() -> None:
    """Roots are evenly spaced, as the map's key says; the tag is where the loss is the one named.

    It rides on behind the lowest place, straight up in the frame, and stays on the last line.
    """
    camera, view = made()
    relief, frame, told, heights = view.relief, view.canvas.frame, [], []
    pose = view.shots.drift(9.0, view.past_walk(18.0, view.shots.above).at(np.inf)).at(np.inf)
    pose.apply(camera)
    camera.reset_rotation_matrix()
    view.drain(pose)
    (lowest,) = project(view, pose, relief.locate(article_minimizer())[None])
    for lit in np.arange(0.0, relief.all_lit + 0.1, 0.25):
        relief.set(lit=float(lit))
        view.level.follow(camera)
        told.append(view.level.number.words)
        assert view.level.number.get_fill_opacity() == min(lit, 1.0)
        middle = (view.level.number.place[:2] - frame.low) / frame.size
        assert middle[0] == pytest.approx(lowest[0], abs=0.03)
        heights.append(middle[1])
        if lit % 1.0 == 0.0:
            assert seen_loss(view, pose, middle) == pytest.approx(loss_of(told[-1]), rel=0.02)
    assert np.all(np.diff(heights) >= 0.0) and 0.7 < heights[-1] < 0.8, "below the title"
    told = list(dict.fromkeys(told))
    assert relief.wave / 2 < len(told) < relief.wave
    roots = np.sqrt([loss_of(text) for text in told])
    assert np.allclose(np.diff(roots), 2.0) and roots[0] == pytest.approx(2.0)
    assert view.map_key.content.submobjects[2].words.endswith("lines:L=4,16,36…")


def loss_of(text: str) -> float:
    return float(text.removeprefix("L = "))


def seen_loss(view: SurfaceView, pose: Pose, share: np.ndarray) -> float:
    """The loss of the place that is seen at ``share`` (2,) of the frame, on the way behind it."""
    away = np.linspace(0.0, 4.0, 4001)[:, None]
    eye = pose.eye(float(view.canvas.frame.size[1]))
    lowest = view.relief.locate(article_minimizer())
    low, high = view.relief.window.corners
    way = (lowest - eye)[:2] * (high - low) / view.relief.region.size
    places = article_minimizer() + away * way * 8.0 / np.hypot(*way)
    seen = project(view, pose, view.relief.locate(places))
    return float(losses(places)[np.abs(seen[:, 1] - share[1]).argmin()])


def test_the_land_let_down_is_the_map_with_its_colours_and_lines() -> None:
    """In its axes' place each spot has the colour of its loss; where a line runs it is brighter."""
    _, view = made()
    width, height = SIZES["16:9"]
    camera = SpaceCamera(
        pixel_width=1920, pixel_height=1080, frame_width=width, frame_height=height
    )
    relief = view.relief.rise(0.0)
    relief.set(marked=0.0, traced=0.0, carved=0.0, lined=1.0, lit=relief.all_lit)
    view.shots.above.apply(camera)
    camera.reset_rotation_matrix()
    relief.paint(camera)
    low, high = relief.window.corners
    share = np.linspace(0.03, 0.97, 60)
    places = low + np.stack(np.meshgrid(share, share), axis=-1).reshape(-1, 2) * (high - low)
    corners = np.stack(np.meshgrid(*np.stack([low, high]).T), axis=-1).reshape(-1, 2)
    roots, ends = np.sqrt(losses(places)), np.sqrt(losses(corners)).max()
    spots = relief.region.points(*((places - low) / (high - low)).T)
    columns, rows = ((spots - [-width / 2, height / 2]) * [1, -1] * 1080 / height).astype(int).T
    seen = camera.pixel_array[rows, columns, :3] / 255.0
    expected = DARK.map_colors((roots - np.sqrt(losses(article_minimizer()[None]))) / ends) / 255.0
    away = np.linalg.norm(seen - expected, axis=-1)
    off = np.abs(roots / 2.0 - np.rint(roots / 2.0))
    assert np.quantile(away[off > 0.15], 0.99) < 0.02 and np.sum(off > 0.15) > 2000
    assert np.median(away[(off < 0.004) & (roots > 1.0)]) > 0.1


@pytest.mark.parametrize("aspect", SIZES)
def test_in_the_last_picture_the_lowest_point_is_seen_lowest_of_its_way(aspect: str) -> None:
    """The way is whole, beside the plate where that stands beside the land, and sags nowhere."""
    _, view = made(aspect)
    view.relief.rise(1.0)
    stops, frame = view.stroll.way.stops, view.canvas.frame
    share = np.linspace(0.0, 1.0, 200)[:, None]
    legs = np.concatenate([stops[k] + share * (stops[k + 1] - stops[k]) for k in (0, 1)])
    seen = project(view, view.all_in_view, view.relief.locate(legs))
    (lowest,) = project(view, view.all_in_view, view.relief.locate(article_minimizer())[None])
    assert lowest[1] - seen[:, 1].min() < 0.01 and seen[:, 1].max() > lowest[1] + 0.08
    assert (seen > 0.02).all() and (seen < 0.98).all()
    plate = (view.stroll.get_corner([1, -1, 0])[:2] - frame.low) / frame.size
    assert not ((seen[:, 0] < plate[0]) & (seen[:, 1] > plate[1])).any()


@pytest.mark.parametrize("aspect", SIZES)
def test_formulas_are_as_large_as_they_are_to_be_beside_the_data(aspect: str) -> None:
    """The wider of them fills four tenths of a wide frame's body, and hides nothing of the data."""
    _, view = made(aspect)
    wide = max(view.model.width, view.loss.width)
    assert wide > 0.38 * 0.9 * view.canvas.frame.size[0]
    for formula in (view.model, view.loss):
        apart = np.abs(formula.get_center() - view.data.get_center())[:2]
        room = np.array([formula.width + view.data.width, formula.height + view.data.height]) / 2
        assert (apart > room).any()


def test_the_data_shrink_into_the_strolls_plate() -> None:
    _, view = made()
    animations = view.shrink()
    for animation in map(prepare_animation, animations):
        animation.begin()
        animation.interpolate(1.0)
    goal = view.stroll.data.region
    x = view.line.points[:, 0]
    assert (x.min(), x.max()) == pytest.approx((goal.left, goal.right), abs=1e-6)
    made.cache_clear()
