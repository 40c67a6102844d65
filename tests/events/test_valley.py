"""Events are found where the trajectories show them, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim import events
from optanim.optimizer import make
from optanim.problem import article
from optanim.run import Run
from optanim.trace import trace
from optanim.trajectory import Trajectory


@pytest.fixture(scope="module")
def runs() -> dict[str, Trajectory]:
    problem = article()
    optimizers = {name: make(name) for name in ("GD", "Momentum", "RMSprop", "Adam")}
    optimizers["control"] = make("Adam", betas=(0.0, 0.999))
    return {name: trace(Run(problem, optimizer)) for name, optimizer in optimizers.items()}


def test_gradient_descent_swings_by_the_factor_of_its_steep_direction(runs: dict) -> None:
    event = events.swings(runs["GD"])
    steep = np.linalg.eigvalsh(article().loss.hessian)[-1]
    assert event.values["factor"] == pytest.approx(abs(1 - 0.1 * steep), rel=1e-9)
    assert event.step == 3 and event.racer == "GD"


def test_runs_that_do_not_swing_give_no_event(runs: dict) -> None:
    slow = trace(Run(article(), make("GD", lr=0.01)))
    assert events.swings(slow) is None
    assert events.swings(runs["RMSprop"]) is None
    assert events.calmer_swings(runs["Momentum"], slow) is None
    assert events.calmer_swings(slow, runs["GD"]) is None


def test_next_to_a_run_that_diverges_nothing_is_called_calm(runs: dict) -> None:
    diverging = trace(Run(article(), make("GD", lr=0.13)))
    assert events.swings(diverging).values["factor"] > 1.0
    assert events.calmer_swings(runs["Momentum"], diverging) is None


def test_momentum_swings_less(runs: dict) -> None:
    event = events.calmer_swings(runs["Momentum"], runs["GD"])
    vector = np.linalg.eigh(article().loss.hessian)[1][:, -1]
    for name, key in (("Momentum", "swing"), ("GD", "reference")):
        away = (runs[name].params - article().minimizer) @ vector
        assert event.values[key] == pytest.approx(np.abs(away[event.step :]).max(), rel=1e-12)
    assert event.values["swing"] <= 0.2 * event.values["reference"]
    assert events.calmer_swings(runs["GD"], runs["Momentum"]) is None


def test_the_other_route_settles_the_intercept_first(runs: dict) -> None:
    event = events.other_route([runs["RMSprop"], runs["Adam"]], runs["GD"])
    for name in ("RMSprop", "Adam"):
        left = np.abs(runs[name].params - article().minimizer) / np.abs([4.0, 7.0])
        assert left[event.step, 0] < 0.51
    assert event.values["slope_left"] > 0.5
    assert events.other_route([runs["GD"]], runs["RMSprop"]) is None


def test_adam_turns_late_and_its_control_does_not(runs: dict) -> None:
    adam, control = runs["Adam"], runs["control"]
    event = events.late_turn(adam, control)
    called, lag = int(event.values["gradient_step"]), int(event.values["lag"])
    assert adam.gradients[called - 1, 0] * adam.gradients[called, 0] < 0
    assert lag == event.step - called > 0
    moves = np.diff(adam.params[:, 0])
    assert np.all(moves[: event.step] < 0) and moves[event.step] > 0
    assert np.all(np.diff(control.params[:, 0]) * control.gradients[:-1, 0] <= 0)
    assert event.values["overshoot"] == pytest.approx(-2.0 - adam.params[:, 0].min(), abs=1e-4)
    assert events.late_turn(control, adam) is None
    assert events.late_turn(adam, adam) is None


def test_first_steps_have_the_lengths_of_theory(runs: dict) -> None:
    four = {name: run for name, run in runs.items() if name != "control"}
    lengths = events.first_step(four).values
    gradient = article().loss.gradient(np.array([2.0, 9.0]))
    assert lengths["GD"] == pytest.approx(0.1 * np.hypot(*gradient))
    assert lengths["RMSprop"] == pytest.approx(0.1 * np.sqrt(2) / np.sqrt(0.01), rel=1e-6)
    assert lengths["Adam"] == pytest.approx(0.1 * np.sqrt(2), rel=1e-6)


def test_arrival_and_order(runs: dict) -> None:
    assert events.arrival(runs["GD"]).step == 22
    assert events.arrival(runs["Adam"]) is None
    late = replace(runs["GD"], losses=np.full(101, 1.0))
    assert events.arrival(late) is None
    found = events.in_order(*(events.arrival(run) for run in runs.values()))
    assert [event.racer for event in found] == ["Momentum", "GD", "RMSprop"]
