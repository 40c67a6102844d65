"""Runs of any length and reach, losses of any sign: how they are paced, framed and drawn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Camera

from optanim.base.window import Window
from optanim.landscape.loss_axis import LossAxis
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.clip import FAR, path_inside
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.fitting import fitted, shortened
from optanim.stage.draw.thin import columns, corners
from optanim.stage.surface.relief import Relief
from optanim.stage.surface.shots import Shots
from optanim.stage.surface.viewpoint import Viewpoint
from optanim.studies.racing import Race
from tests.stage.places import rectangle


@pytest.fixture
def canvas() -> Canvas:
    return Canvas.of(Camera(), DARK, Words.load("en"))


@given(steps=st.integers(10, 10_000), seconds=st.floats(6.0, 60.0))
def test_any_number_of_steps_takes_the_time_there_is(steps: int, seconds: float) -> None:
    pace = Pace.within(steps, seconds)
    assert pace.seconds == pytest.approx(min(seconds, max(0.9, 8.0 / steps) * steps), rel=1e-6)
    lengths = pace.rests + pace.moves
    assert len(lengths) == steps and np.all(np.diff(lengths) <= 1e-9) and lengths[0] <= 0.9 + 1e-9


@pytest.mark.parametrize("steps", [1, 2, 5])
def test_very_few_steps_take_eight_seconds(steps: int) -> None:
    assert Pace.within(steps, 30.0).seconds == pytest.approx(8.0)


def test_a_thinned_path_is_nowhere_half_a_pixel_off() -> None:
    walk = np.cumsum(np.random.default_rng(0).normal(0, 0.1, (9000, 2)), axis=0)
    kept = corners(walk, 1.0)
    assert kept[0] == 0 and kept[-1] == 8999 and len(kept) < 6000
    before = kept[np.searchsorted(kept, np.arange(9000), side="right") - 1]
    assert np.hypot(*(walk - walk[before]).T).max() <= 0.5


def test_a_thinned_curve_keeps_first_last_and_extremes_of_every_column() -> None:
    curve = np.column_stack([np.linspace(0, 50, 5000), np.random.default_rng(1).random(5000)])
    kept = set(columns(curve, 1.0))
    for column in range(50):
        rows = np.flatnonzero(np.floor(curve[:, 0]) == column)
        heights = curve[rows, 1]
        ends = {rows[0], rows[-1], rows[heights.argmin()], rows[heights.argmax()]}
        assert ends <= kept
    assert len(kept) <= 4 * 51


def test_what_flies_off_beyond_all_rounding_is_left_out() -> None:
    region = rectangle(-1.0, -1.0, 1.0, 1.0)
    path = np.array([[0.0, 0.0], [2e30, 1e30], [-3e33, -2e33], [5e36, 1e36], [0.5, 0.0]])
    pieces = path_inside(path, region)
    assert len(pieces) == 2
    for piece in pieces:
        assert np.abs(piece).max() <= 1.0 + 1e-9
    assert np.allclose(pieces[0], [[0.0, 0.0], [1.0, 0.5]])
    near = path_inside(np.array([[-0.9 * FAR, 0.0], [0.9 * FAR, 0.0]]), region)
    assert np.allclose(near, [[[-1.0, 0.0], [1.0, 0.0]]])


def test_losses_without_a_minimum_have_an_even_axis() -> None:
    """Its numbers do not deceive: equal ways are equal differences."""
    losses = np.array([2.25, 0.5, -0.3, -8.0, -1e9])
    axis = LossAxis.of(surface("saddle").loss, [losses], brink=-1e-3)
    shares = axis.share(losses)
    assert np.all(np.diff(shares) < 0) and np.all((shares[:4] > 0) & (shares[:4] < 1))
    assert shares[4] < 0, "what falls without bound leaves the axis"
    places, labels = axis.ticks(300)
    numbers = [float(label.replace("−", "-")) for label in labels]
    assert (
        "0" in labels
        and min(numbers) < 0
        and axis.share(np.array(numbers)) == pytest.approx(places)
    )
    assert np.allclose(np.diff(places) / np.diff(numbers), (shares[0] - shares[1]) / 1.75)


@pytest.mark.parametrize("losses", [[2.25, 1e30, 1e300], [2.25, 2.0, 1.9], [0.0, 0.0, 0.0]])
def test_an_even_axis_holds_start_and_brink_whatever_comes_of_the_runs(losses: list) -> None:
    axis = LossAxis.of(surface("saddle").loss, [np.array(losses)], brink=-1e-3)
    start, brink = axis.share(np.array([losses[0], -1e-3]))
    assert 0.03 < brink < start < 0.97 or (losses[0] == 0.0 and 0.03 < brink < 0.97)
    assert axis.share(np.array([2.25 + 2.25 * 3]))[0] > 1.0


def test_a_loss_that_stays_at_a_minimum_above_0_does_not_run_along_the_axis_end() -> None:
    """The article's noise leaves about a millionth: that is a level, and no end."""
    problem = article()
    low = problem.loss.minimum
    curves = [np.array([700.0, 1.0, 2.0 * low, 1.001 * low, low])]
    for least in (1e-16, 1e-6):
        axis = LossAxis.of(problem.loss, curves, least)
        assert axis.share(np.array([low]))[0] > 0.03
    far = LossAxis.of(problem.loss, [np.array([700.0, 1.0])], 1e-6)
    assert far.low == 0.0, "nobody comes near"


def test_losses_below_zero_are_measured_from_their_minimum() -> None:
    loss = surface("styblinski-tang").loss
    axis = LossAxis.of(loss, [np.array([0.0, loss.minimum + 1.0])])
    assert axis.title == "chart.excess"
    assert axis.share(np.array([loss.minimum + 1.0]))[0] == pytest.approx(
        -axis.low / (axis.high - axis.low)
    )


def test_curves_closer_to_the_minimum_than_is_shown_leave_the_axis() -> None:
    """A loss of 0 is not shown as the least that is."""
    axis = LossAxis.of(surface("rosenbrock").loss, [np.array([1.0, 1e-3, 1e-9, 0.0])], 1e-6)
    assert axis.share(np.array([1.0, 1e-3, 1e-6])).tolist() == [1.0, 0.5, 0.0]
    assert np.all(axis.share(np.array([1e-9, 0.0])) < -0.4)


def test_losses_that_are_large_beside_their_fall_are_measured_from_the_minimum() -> None:
    problem = article(points=20)
    low = problem.loss.minimum
    for start, title in ((low * 1.5, "chart.excess"), (low * 3.0, "chart.loss")):
        assert LossAxis.of(problem.loss, [np.array([start, low * 1.1])]).title == title


def test_a_racer_that_flies_off_over_a_plateau_does_not_squash_the_map(tmp_path, monkeypatch):
    """Ackley's loss never exceeds 22.4: height alone would not tell the outlier."""
    monkeypatch.chdir(tmp_path)
    racers = [make("Adam", lr=0.05), make("GD", lr=0.01), make("GD", "far", lr=1e4)]
    race = Race.of(surface("ackley"), racers, 30)
    assert np.abs(race.trajectories["far"].params).max() > 1e3
    assert race.window.intercept[1] - race.window.intercept[0] < 40.0
    alone = Race.of(surface("ackley"), racers[2:], 30)
    assert alone.window.intercept[1] - alone.window.intercept[0] > 1e3


def test_who_leaves_the_window_goes_on_over_the_land_and_ends_where_that_does(
    canvas, tmp_path, monkeypatch
) -> None:
    """Beyond the window the way lies as high as the loss says, also where that is below 0."""
    monkeypatch.chdir(tmp_path)
    race = Race.of(surface("saddle"), [make("RMSprop", lr=0.05), make("GD", lr=0.2)], 30)
    window = Window((-1.0, 1.0), (-1.0, 1.0))
    relief = Relief(canvas, race.problem, window, rectangle(-2, -2, 2, 2), race.trajectories)
    leaves, gone = relief.tracks["RMSprop"].way, relief.tracks["GD"].until(30.0)[0]
    beyond = np.abs(leaves[:, :2] - 0.5).max(axis=1) > 0.5
    assert beyond.any() and np.isfinite(leaves[:, 2]).all()
    losses = race.problem.loss.on_grid(2.0 * leaves[beyond, :2] - 1.0)
    assert np.allclose(leaves[beyond, 2], relief.elevation.of(losses), atol=0.06)
    assert np.isnan(gone[-1, 2])
    last = gone[np.isfinite(gone[:, 2])][-1]
    cells = np.diff(relief.field.v)[np.searchsorted(relief.field.v, last[1]) - 1]
    further = relief.field.height(last[:1], last[1:2] + np.array([1.0, 2.0]) * cells)
    assert np.isnan(further).any() and last[1] > 2.0, "the way is drawn as far as the land"


def test_the_side_is_one_from_which_the_ways_are_seen(canvas, tmp_path, monkeypatch) -> None:
    """In Rosenbrock's valley most sides hide much at that height; the side found does not."""
    monkeypatch.chdir(tmp_path)
    race = Race.of(surface("rosenbrock"), [make("Adam", lr=0.1)], 200)
    ground = rectangle(-2, -2, 2, 2)
    relief = Relief(canvas, race.problem, race.window, ground, race.trajectories, kind="log1p")
    shots = Shots(canvas, relief, canvas.frame)
    pose = shots.side_on
    turned = [pose, *(replace(pose, theta=theta) for theta in np.arange(0.0, 6.2, 0.4))]
    places = np.array([one.eye(float(canvas.frame.size[1])) for one in turned])
    heads = shots.ways() + np.array([0.0, 0.0, 0.02 * shots.side])
    found, *around = Viewpoint.of(relief).seen(heads, places).mean(axis=1)
    assert found > 0.8 and found > np.median(around)


def test_labels_are_shortened_in_the_middle_and_drawn_as_they_are(canvas) -> None:
    long = "Adam with a learning rate of 0.1 and then one of 0.2"
    line = fitted(canvas, long, 270.0)
    assert line.width <= 2.0 and line.words.startswith("Adam") and line.words.endswith("0.2")
    assert shortened("abcdefgh", 4) == "ab…gh"
    words = "<b>x</b> & {y} %d \\n"
    markup = fitted(canvas, words, 1200.0)
    seen = words.replace(" ", "")
    assert markup.words == seen and len(markup.glyphs) == len(seen)
    assert len(fitted(canvas, "动量", 1200.0).glyphs) == 2


def test_a_line_is_never_broken_by_the_films_width(canvas) -> None:
    words = "word " * 60
    assert canvas.text(words).height < 1.6 * canvas.text("word").height
