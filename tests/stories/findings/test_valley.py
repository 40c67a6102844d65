"""Events are found where the trajectories show them, and only there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories import findings
from tests.references import LR, START, article_excess, article_gradient


@pytest.fixture(scope="module")
def runs() -> dict[str, Trajectory]:
    problem = article()
    optimizers = {name: make(name) for name in ("GD", "Momentum", "RMSprop", "Adam")}
    optimizers["control"] = make("Adam", betas=(0.0, 0.999))
    return {name: trace(Run(problem, optimizer)) for name, optimizer in optimizers.items()}


def test_gradient_descent_swings_by_the_factor_of_its_steep_direction(runs: dict) -> None:
    finding = findings.swings(runs["GD"])
    steep = np.linalg.eigvalsh(article().loss.hessian)[-1]
    assert finding.values["factor"] == pytest.approx(abs(1 - 0.1 * steep), rel=1e-9)
    assert finding.step == 3 and finding.racer == "GD"


def test_the_first_step_of_gradient_descent_leaps_over_the_floor(runs: dict) -> None:
    finding = findings.jumps_over(runs["GD"])
    landed = np.array(START) - LR * article_gradient(np.array(START))
    before, after = article_excess(np.array([START, landed]))
    assert finding.step == 1 and finding.racer == "GD"
    assert finding.values["before"] == pytest.approx(before, rel=1e-5)
    assert finding.values["after"] == pytest.approx(after, rel=1e-5)


def test_who_stays_on_its_wall_or_lands_higher_does_not_leap(runs: dict) -> None:
    assert findings.jumps_over(trace(Run(article(), make("GD", lr=0.01)))) is None
    assert findings.jumps_over(trace(Run(article(), make("GD", lr=0.13)))) is None
    assert findings.jumps_over(runs["Adam"]) is None


def test_runs_that_do_not_swing_give_no_event(runs: dict) -> None:
    slow = trace(Run(article(), make("GD", lr=0.01)))
    assert findings.swings(slow) is None
    assert findings.swings(runs["RMSprop"]) is None
    assert findings.calmer_swings(runs["Momentum"], slow) is None
    assert findings.calmer_swings(slow, runs["GD"]) is None


def test_next_to_a_run_that_diverges_nothing_is_called_calm(runs: dict) -> None:
    diverging = trace(Run(article(), make("GD", lr=0.13)))
    assert findings.swings(diverging).values["factor"] > 1.0
    assert findings.calmer_swings(runs["Momentum"], diverging) is None


def test_momentum_swings_less(runs: dict) -> None:
    finding = findings.calmer_swings(runs["Momentum"], runs["GD"])
    vector = np.linalg.eigh(article().loss.hessian)[1][:, -1]
    for name, key in (("Momentum", "swing"), ("GD", "reference")):
        away = (runs[name].params - article().minimizer) @ vector
        assert finding.values[key] == pytest.approx(np.abs(away[finding.step :]).max(), rel=1e-12)
    assert finding.values["swing"] <= 0.2 * finding.values["reference"]
    assert findings.calmer_swings(runs["GD"], runs["Momentum"]) is None


def test_on_one_wall_stays_who_never_crosses_the_floor(runs: dict) -> None:
    """Seen along the steep eigenvector: RMSprop and Adam keep the sign of their start's part."""
    steep = np.linalg.eigh(article().loss.hessian)[1][:, -1]
    low = article().loss.minimizers[0]
    sides = {name: np.sign((run.params - low) @ steep) for name, run in runs.items()}
    stay = {name for name, side in sides.items() if (side == side[0]).all()}
    assert {"RMSprop", "Adam"} <= stay and not stay & {"GD", "Momentum"}
    finding = findings.one_wall([runs["RMSprop"], runs["Adam"]], runs["GD"])
    assert finding.values["steps"] == 100
    assert finding.step == findings.swings(runs["GD"]).values["crossings"]
    assert findings.one_wall([runs["RMSprop"], runs["Momentum"]], runs["GD"]) is None
    assert findings.one_wall([runs["Adam"]], runs["RMSprop"]) is None


def test_the_other_route_is_half_way_in_the_intercept_first(runs: dict) -> None:
    finding = findings.other_route([runs["RMSprop"], runs["Adam"]], runs["GD"])
    for name in ("RMSprop", "Adam"):
        left = np.abs(runs[name].params - article().minimizer) / np.abs([4.0, 7.0])
        assert left[finding.step, 0] < 0.51
    assert finding.values["slope_left"] > 0.5
    assert findings.other_route([runs["GD"]], runs["RMSprop"]) is None


def test_adam_turns_late_and_its_control_does_not(runs: dict) -> None:
    adam, control = runs["Adam"], runs["control"]
    finding = findings.late_turn(adam, control)
    called, lag = int(finding.values["gradient_step"]), int(finding.values["lag"])
    assert adam.gradients[called - 1, 0] * adam.gradients[called, 0] < 0
    assert lag == finding.step - called > 0
    moves = np.diff(adam.params[:, 0])
    assert np.all(moves[: finding.step] < 0) and moves[finding.step] > 0
    assert np.all(np.diff(control.params[:, 0]) * control.gradients[:-1, 0] <= 0)
    assert finding.values["overshoot"] == pytest.approx(-2.0 - adam.params[:, 0].min(), abs=1e-4)
    assert findings.late_turn(control, adam) is None
    assert findings.late_turn(adam, adam) is None


def test_first_steps_have_the_lengths_of_theory(runs: dict) -> None:
    four = {name: run for name, run in runs.items() if name != "control"}
    lengths = findings.first_step(four).values
    gradient = article().loss.gradient(np.array([2.0, 9.0]))
    assert lengths["GD"] == pytest.approx(0.1 * np.hypot(*gradient))
    assert lengths["RMSprop"] == pytest.approx(0.1 * np.sqrt(2) / np.sqrt(0.01), rel=1e-6)
    assert lengths["Adam"] == pytest.approx(0.1 * np.sqrt(2), rel=1e-6)


def test_arrival_and_order(runs: dict) -> None:
    assert findings.arrival(runs["GD"]).step == 22
    assert findings.arrival(runs["Adam"]) is None
    late = replace(runs["GD"], losses=np.full(101, 1.0))
    assert findings.arrival(late) is None
    found = findings.in_order(*(findings.arrival(run) for run in runs.values()))
    assert [finding.racer for finding in found] == ["Momentum", "GD", "RMSprop"]
