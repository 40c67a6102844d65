"""What is in view: all that happens near by, and nothing that would blow the window up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.window import Window
from optanim.losses.loss import frozen
from optanim.optimizers.optimizer import make
from optanim.runs.problem import Problem, surface
from optanim.runs.run import Run
from optanim.runs.trajectory import Trajectory
from optanim.studies.outlook import FARTHEST, HIGHEST, MARGIN, window_of

BOWL = replace(surface("quadratic"), start=frozen([-2.0, 1.0]), window=None)


def went(problem: Problem, *places: tuple[float, float]) -> Trajectory:
    """A made-up trajectory from the problem's start over ``places``, without gradients."""
    params = np.array([problem.start, *places])
    return Trajectory(
        run=Run(problem, make("GD"), steps=len(places)),
        params=params,
        losses=problem.loss.on_grid(params),
        gradients=np.zeros_like(params),
        lrs=np.full(len(places), 0.1),
        state={},
        torch_version="none",
    )


def test_the_window_holds_start_minimizer_and_rows_and_a_margin() -> None:
    window = window_of(BOWL, [went(BOWL, (-1.0, 2.0), (0.5, 0.5))])
    points = np.array([BOWL.start, BOWL.minimizer, (-1.0, 2.0), (0.5, 0.5)])
    low, high = points.min(axis=0), points.max(axis=0)
    size = high - low
    assert np.allclose(window.corners, [low - MARGIN * size, high + MARGIN * size])


def test_gradient_steps_are_in_view() -> None:
    still = went(BOWL, (-1.5, 1.0))
    moved = replace(still, gradients=np.array([[0.0, -5.0], [0.0, 0.0]]))
    high, higher = (window_of(BOWL, [each]).slope[1] for each in (still, moved))
    assert high < 1.5 < higher  # the step goes from 1 to 1.5


def test_what_is_too_high_or_too_far_is_left_out() -> None:
    start = float(BOWL.loss.value(BOWL.start)) - BOWL.loss.minimum
    away = np.array([0.0, 1.0])
    height = float(BOWL.loss.value(BOWL.minimizer + away)) - BOWL.loss.minimum
    for share, inside in ((0.95, True), (1.05, False)):
        place = BOWL.minimizer + away * np.sqrt(share * HIGHEST * start / height)
        assert window_of(BOWL, [went(BOWL, tuple(place))]).holds(place) == inside


def test_one_that_flies_off_over_a_plateau_leaves_the_window() -> None:
    flat = replace(surface("ackley"), start=frozen([1.0, 0.5]), window=None)
    others = [went(flat, (1.2, 0.5)), went(flat, (0.7, 0.2))]
    far = FARTHEST * np.hypot(1.0, 0.5)
    for distance, inside in ((0.9 * far, True), (2.0 * far, False)):
        place = (1.0 + distance, 0.5)
        window = window_of(flat, [*others, went(flat, place)])
        assert window.holds(np.array(place)) == inside


def test_a_surface_is_shown_where_it_is_usually_looked_at_if_all_is_in_there() -> None:
    problem = surface("quadratic")
    usual = problem.window
    assert window_of(problem, [went(problem, tuple(problem.start * 0.9))]) == usual
    beyond = (usual.intercept[1] + 0.5, 0.0)
    assert window_of(problem, [went(problem, beyond)]) != usual


@given(st.lists(st.tuples(*[st.floats(-1e3, 1e3)] * 2), min_size=1, max_size=12))
def test_start_and_minimizer_are_always_in_view(places: list) -> None:
    window = window_of(BOWL, [went(BOWL, *places)])
    assert isinstance(window, Window)
    assert window.holds(np.array([BOWL.start, BOWL.minimizer])).all()
