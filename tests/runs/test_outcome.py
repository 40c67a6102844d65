"""How runs end: each way that there is, and nothing that only looks like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from optanim.losses import make_loss
from optanim.losses.loss import frozen
from optanim.losses.surface import Surface
from optanim.optimizers.optimizer import TABLE, make, parse
from optanim.proof.verification import verify
from optanim.runs.judging import arrival, ending
from optanim.runs.outcome import Outcome
from optanim.runs.problem import Problem, article, from_data, own, surface
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory


def run(name: str, optimizer: str, start: tuple[float, float], steps: int = 300) -> Trajectory:
    return verify(trace(Run(surface(name), parse(optimizer), start=start, steps=steps))).trajectory


@pytest.mark.parametrize(
    ("name", "optimizer", "start", "outcome"),
    [
        ("himmelblau", "GD:lr=0.01", (-0.5, -0.5), Outcome.ARRIVED),
        ("styblinski-tang", "Momentum:lr=0.01,momentum=0.5", (0.5, -0.5), Outcome.OTHER_MINIMUM),
        ("rastrigin", "GD:lr=0.001", (-3.3, 2.2), Outcome.OTHER_MINIMUM),
        ("saddle", "GD:lr=0.1", (1.0, 0.0), Outcome.SADDLE),
        ("saddle", "GD:lr=0.1", (0.0, 0.0), Outcome.SADDLE),
        ("saddle", "GD:lr=0.1", (1.0, 0.01), Outcome.ESCAPED),
        ("himmelblau", "GD:lr=0.001", (0.08667750455539634, 2.884254701174776), Outcome.SADDLE),
        ("rosenbrock", "GD:lr=0.001", (-1.5, 2.0), Outcome.ON_ITS_WAY),
        ("rosenbrock", "GD:lr=0.1", (-1.5, 2.0), Outcome.DIVERGED),
        ("himmelblau", "RMSprop:lr=0.1", (-0.5, -0.5), Outcome.CYCLING),
        ("rosenbrock", "GD:lr=0.001", (1.0, 1.0), Outcome.ARRIVED),
        ("ackley", "Adam:lr=0.1", (0.0, 0.0), Outcome.ARRIVED),
        ("rosenbrock", "GD:lr=0.001", (0.0, 0.0), Outcome.ON_ITS_WAY),
    ],
)
def test_ways_to_end(name: str, optimizer: str, start, outcome: Outcome) -> None:
    found = run(name, optimizer, start)
    assert found.outcome is outcome, found.ending().sentence


@pytest.mark.parametrize(("aside", "outcome"), [(0.0, Outcome.SADDLE), (0.002, Outcome.ON_ITS_WAY)])
def test_who_moves_away_from_a_saddle_does_not_stay_there(aside: float, outcome: Outcome) -> None:
    """However near it still is: on x^2 - y^2 the second coordinate only grows."""
    found = run("saddle", "GD:lr=0.02", (1.5, aside), 100)
    assert np.abs(found.params[-1]).max() < 0.15
    assert found.ending(1.0).outcome is outcome


def well(x, y):
    return 1.0 - (-x * x - y * y).exp()


def test_far_from_a_well_where_float64_sees_no_slope_is_no_minimum() -> None:
    found = trace(Run(own(f"{__name__}:well", (5.0, 5.0)), make("GD"), steps=20))
    assert found.ending().outcome is Outcome.PLATEAU


def easom(x, y):
    bump = (-((x - np.pi) ** 2) - (y - np.pi) ** 2).exp()
    return -x.cos() * y.cos() * bump


def two_pits(x, y):
    return -2 * (-((x - 2) ** 2) - y**2).exp() - (-((x + 2) ** 2) - y**2).exp()


def cubic(x, y):
    return x**3 - 3 * x + y**2


class Signs(torch.optim.Optimizer):
    """Steps of one length in every coordinate."""

    def __init__(self, params, lr: float = 0.02) -> None:
        super().__init__(params, {"lr": lr})

    def step(self, closure=None) -> None:
        for group in self.param_groups:
            for p in group["params"]:
                p.data -= group["lr"] * p.grad.sign()


def pair_of_pits(x, y):
    return (x**2 - 1) ** 2 + 0.3 * x + y**2


@pytest.mark.parametrize("steps", range(60, 66))
def test_who_comes_and_goes_has_not_arrived_at_another_minimum_either(steps: int) -> None:
    """Steps of 0.03 lead from one side of the lesser pit, near x = 0.96, to the other."""
    request = Run(own(f"{__name__}:pair_of_pits", (1.92, 0.31)), make(f"{__name__}:Signs", lr=0.03))
    found = trace(replace(request, steps=steps))
    assert found.ending().outcome is Outcome.CYCLING, found.ending().sentence


def test_a_loss_that_stays_bounded_far_out_has_not_diverged() -> None:
    """On absolute errors the gradient is bounded, and so is where gradient descent jumps about."""
    x = np.arange(0.0, 358.0, 7.0)
    y = 80.0 - 0.02 * x + np.sin(x)
    problem = from_data((x, y), loss="mae")
    found = trace(Run(problem, make("GD", lr=0.01), steps=400))
    assert found.losses[200:].max() < 1.2 * found.losses[1] and found.excess[-1] > 10.0
    assert found.outcome is Outcome.CYCLING


@pytest.mark.parametrize(("rate", "steps"), [(1e-7, 100), (1e-7, 12), (1e-8, 200), (1e-8, 300)])
def test_who_goes_on_has_not_settled_however_short_its_steps(rate: float, steps: int) -> None:
    """With years not standardised the first steps dwarf the others, which stay the same."""
    x = np.arange(1990.0, 2021.0)
    problem = from_data((x, 354.0 + 1.9 * (x - 1990.0) + np.sin(x)))
    found = trace(Run(problem, make("GD", lr=rate), start=(0.0, 0.0), steps=steps))
    assert found.losses[-2] > found.losses[-1] and found.outcome is Outcome.ON_ITS_WAY


def test_who_shrinks_its_steps_to_nothing_has_settled() -> None:
    """By a schedule, here: rounding is all that is left after 300 steps of half as much each."""
    schedule = Schedule.parse("ExponentialLR:gamma=0.5")
    for steps in (25, 60, 300):
        asked = Run(article(), make("GD", lr=0.01), schedule, steps=steps)
        assert trace(asked).outcome is Outcome.SETTLED_ELSEWHERE


def test_an_area_of_best_lines_is_arrived_at_as_one() -> None:
    problem = from_data(
        (np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 2.0, 1.0, 3.0])), loss="mae"
    )
    found = verify(trace(Run(problem, make("GD", lr=0.5), start=(4.0, 4.0), steps=60)))
    said = found.trajectory.ending().sentence
    assert said.startswith("arrived at the minimum, an area, from step")


@pytest.mark.parametrize(
    ("name", "start", "optimizer"),
    [
        ("himmelblau", (-4.0, 4.0), "RAdam"),
        ("rosenbrock", (-1.5, 2.0), "RAdam:lr=0.02"),
        ("himmelblau", (0.5, -0.5), "RAdam:lr=0.3,decoupled_weight_decay=true,weight_decay=0.1"),
    ],
)
def test_who_is_flung_beyond_all_reason_has_diverged(name, start, optimizer) -> None:
    """RAdam's first steps are not rectified: five of them lead to 1e45, where a step is lost."""
    found = run(name, optimizer, start, 100)
    assert found.outcome is Outcome.DIVERGED and found.losses[-1] > 1e100


@pytest.mark.parametrize(
    ("name", "start", "optimizer", "steps", "outcome"),
    [
        ("easom", (0.0, 0.0), "GD:lr=0.05", 300, Outcome.PLATEAU),
        ("easom", (0.0, 0.0), "Adam:lr=0.05", 300, Outcome.OTHER_MINIMUM),
        ("two_pits", (6.0, 3.0), "GD:lr=0.05", 60, Outcome.PLATEAU),
        ("two_pits", (6.0, 3.0), "Adam:lr=0.1", 60, Outcome.ON_ITS_WAY),
        ("two_pits", (6.0, 3.0), "RMSprop:lr=0.05", 80, Outcome.ON_ITS_WAY),
    ],
)
def test_on_the_flat_who_stands_is_told_from_who_walks(
    name, start, optimizer, steps, outcome
) -> None:
    """Easom's lesser pits are so flat that heights alone would call anywhere one of them."""
    found = trace(Run(own(f"{__name__}:{name}", start), parse(optimizer), steps=steps))
    end = found.ending()
    assert end.outcome is outcome
    if outcome is Outcome.OTHER_MINIMUM:
        assert 0 < end.step < steps and np.allclose(end.place, found.params[-1], atol=0.05)


def test_who_falls_past_the_height_of_a_minimum_has_not_touched_it() -> None:
    found = trace(Run(own(f"{__name__}:cubic", (-1.2, 1.0)), make("GD", lr=0.01), steps=60))
    assert found.losses[23] > -2.0 > found.losses[24] and found.first_touch() is None


def test_the_place_is_the_minimum_that_the_run_is_in() -> None:
    places = [(0.3, -5.0), (-0.5, -0.5), (5.0, 5.0)]
    ends = [run("himmelblau", "GD:lr=0.01", place, 200) for place in places]
    for end in ends:
        assert np.allclose(end.ending().place, end.params[-1], atol=1e-3)
        assert end.ending().among == 4 and "one of 4 minima" in end.ending().sentence
    assert len({tuple(end.ending().place) for end in ends}) == 3


def test_the_step_of_another_minimum_is_from_where_it_is_kept_to() -> None:
    found = run("styblinski-tang", "Momentum:lr=0.01,momentum=0.5", (0.5, -0.5))
    end = found.ending()
    lowest = found.problem.loss.value(end.place)
    assert np.all(np.abs(found.losses[end.step :] - lowest) < 1e-3)
    assert abs(found.losses[end.step - 1] - lowest) >= 1e-3
    assert found.arrival() is None


def test_an_escape_counts_from_where_the_loss_stays_below_the_saddle() -> None:
    found = run("saddle", "GD:lr=0.05", (-1.5, 0.01), 100)
    k = np.arange(101)
    losses = (-1.5 * 0.9**k) ** 2 - (0.01 * 1.1**k) ** 2
    assert found.ending().step == np.flatnonzero(losses >= -1e-3)[-1] + 1
    assert found.ending(0.1).step == np.flatnonzero(losses >= -0.1)[-1] + 1
    assert "more than 0.1 below the saddle (0, 0), from step" in found.ending(0.1).sentence
    assert found.brink(0.1).level == -0.1 and run("beale", "GD:lr=0.01", (1, 1), 2).brink() is None


class Ramp(Surface):
    """x, without a saddle: nothing is known but that it falls without bound."""

    key = name = "ramp"
    minimum, start = -np.inf, (1.0, 0.0)

    def value(self, params: Any) -> Any:
        return params[..., 0]

    def gradient(self, params: np.ndarray) -> np.ndarray:
        return np.stack([np.ones(params.shape[:-1]), np.zeros(params.shape[:-1])], axis=-1)

    def curvature(self, params: np.ndarray) -> np.ndarray:
        return np.zeros((2, 2))

    def rounding(self, params: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.abs(params[..., 0]), np.ones(params.shape)


def test_without_a_known_saddle_an_escape_counts_from_the_start() -> None:
    """Ten of the loss's scales, which is 1 here: steps of 0.25 lead so far in more than 40."""
    loss = Ramp()
    problem = Problem("ramp", loss, frozen(loss.start), axes=loss.axes)
    found = trace(Run(problem, make("GD", lr=0.25), steps=60))
    assert found.ending().outcome is Outcome.ESCAPED and found.ending().step == 41
    assert found.ending().sentence == "stays more than 10 below its start, from step 41"


def test_a_start_on_the_minimum_has_arrived_at_once() -> None:
    """Where the gradient is 0. Where rounding leaves 1e-16 of it, Adam makes steps of that too."""
    on_data, on_surface = article(), surface("rosenbrock")
    runs = [Run(on_data, make(name), start=on_data.minimizer) for name in ("GD", "Momentum")]
    runs += [Run(on_surface, make(name), start=(1.0, 1.0)) for name in ("Adam", "LBFGS", "RMSprop")]
    for request in runs:
        end = verify(trace(request)).trajectory.ending()
        assert (end.outcome, end.step) == (Outcome.ARRIVED, 0), request.optimizer


@pytest.mark.parametrize("steps", [1, 10_000])
def test_one_step_and_ten_thousand(steps: int) -> None:
    found = run("rosenbrock", "Adam:lr=0.01", (-1.5, 2.0), steps)
    assert found.steps == steps
    assert found.outcome is (Outcome.ARRIVED if steps > 1 else Outcome.ON_ITS_WAY)


def test_a_convex_loss_has_no_plateau() -> None:
    problem = replace(article(loss="logistic"), start=frozen([500.0, -500.0]))
    found = verify(trace(Run(problem, make("GD", lr=1e-9), steps=50))).trajectory
    assert found.outcome in (Outcome.ON_ITS_WAY, Outcome.SETTLED_ELSEWHERE)


def test_separated_classes_are_never_arrived_at() -> None:
    problem = article(loss="logistic", points=50)
    x, y = np.array([-2.0, -1.0, 1.0, 2.0]), np.array([0.0, 0.0, 1.0, 1.0])
    problem = replace(problem, loss=type(problem.loss)(x, y), start=frozen([0.0, 20.0]))
    found = verify(trace(Run(problem, make("GD", lr=10.0), steps=200))).trajectory
    assert found.losses[-1] < 1e-3 and found.arrival() is None
    assert found.outcome is not Outcome.ARRIVED


def test_a_run_cut_short_never_arrives() -> None:
    found = run("himmelblau", "GD:lr=0.01", (-0.5, -0.5))
    end = ending(found.problem.loss, found.params, found.losses, asked=301)
    assert (end.outcome, end.step, end.cut) == (Outcome.OVERFLOWED, 301, True)


@pytest.mark.parametrize("loss", ["mse", "mae", "huber"])
def test_on_data_smaller_than_the_tolerance_nobody_diverges_within_it(loss: str) -> None:
    """Started within the tolerance, a run that stays there has arrived, however much it rises."""
    x = np.linspace(-1.0, 1.0, 20)
    problem = article(loss=loss, points=20)
    small = make_loss(loss, (frozen(x), frozen(1e-12 * x)))
    problem = replace(problem, loss=small, start=frozen([2e-12, 0.0]))
    stays = verify(trace(Run(problem, make("GD", lr=1e-5), steps=60))).trajectory.ending()
    assert (stays.outcome, stays.step) == (Outcome.ARRIVED, 0)
    assert stays.sentence == "stays at the minimum, from the start"
    leaves = verify(trace(Run(problem, make("Adam", lr=3.0), steps=3))).trajectory.ending()
    assert (leaves.outcome, leaves.step) == (Outcome.DIVERGED, 1)


def test_a_run_that_rises_from_its_first_step_has_diverged_at_step_one() -> None:
    found = run("rosenbrock", "GD:lr=0.1", (-1.5, 2.0))
    assert found.ending().cut and found.ending().step == found.steps + 1
    above = replace(article(), start=frozen([2.0, 9.0]))
    end = verify(trace(Run(above, make("GD", lr=0.14), steps=60))).trajectory.ending()
    assert (end.outcome, end.step, end.cut) == (Outcome.DIVERGED, 1, False)
    assert end.sentence == "diverged, from step 1"


@pytest.mark.parametrize("steps", [20, 25, 45, 60, 103])
@pytest.mark.parametrize("period", [2, 3, 4])
def test_a_cycle_is_one_at_any_phase_and_one_that_leads_on_is_none(steps: int, period: int) -> None:
    loss, turns = article(points=20).loss, 2.0 * np.pi * np.arange(steps + 1) / period
    circling = np.column_stack([np.cos(turns), 0.5 * np.sin(turns + 1.0)])
    leading_on = np.linspace([60.0, 0.0], [3.0, 0.0], steps + 1)
    shrinking = 0.3 ** (np.arange(steps + 1.0) / (steps // 5))[:, None]
    for rows, outcome in (
        (circling, Outcome.CYCLING),
        (circling + leading_on, Outcome.ON_ITS_WAY),
        (circling * (1.0 + shrinking), Outcome.CYCLING),
        (circling * 1000.0 * shrinking, Outcome.ON_ITS_WAY),
    ):
        params = loss.minimizer + rows
        assert ending(loss, params, loss.on_grid(params), steps).outcome is outcome


@pytest.mark.parametrize(
    ("late", "arrived"),
    [("ii", True), ("oi", True), ("io", False), ("ioi", False), ("iiooii", False),
     ("oooioioii", True), ("iiiooiiiooii", False), ("iooiiii", True)],
)  # fmt: skip
def test_who_comes_and_goes_has_not_arrived(late: str, arrived: bool) -> None:
    """By small steps in, ``i``, and out, ``o``, of what is within the tolerance."""
    loss = article(points=20).loss
    away = np.array([0.01 if letter == "i" else 0.04 for letter in "o" * 60 + late])
    params = loss.minimizer + away[:, None] * [1.0, 0.0]
    within = loss.on_grid(params) - loss.minimum < 1e-3
    assert list(within[60:]) == [letter == "i" for letter in late]
    step = arrival(loss, params, loss.on_grid(params), len(params) - 1)
    assert (step is not None) is arrived
    if arrived:
        assert within[step:].all() and not within[step - 1]


@pytest.mark.parametrize(("rate", "arrived"), [(0.6, False), (0.5, True), (0.45, True)])
def test_with_the_last_step_one_arrives_unless_one_leaps(rate: float, arrived: bool) -> None:
    """From the same height down across a parabola, to its middle, or short of that."""
    loss = article(points=20).loss
    params = loss.minimizer + np.array([[0.05, 0.0], [0.05 * (1.0 - 2.0 * rate), 0.0]])
    assert (arrival(loss, params, loss.on_grid(params), 1) == 1) is arrived


@pytest.mark.parametrize("name", sorted(TABLE))
@pytest.mark.parametrize("lr", [1e-300, 1e150, 1e300])
def test_rates_beyond_all_reason_end_in_a_sentence(name: str, lr: float) -> None:
    """Also where the very first step ends the run, and on data as large as squares allow."""
    for problem in (surface("rosenbrock"), _of_huge_data()):
        found = trace(Run(problem, make(name, lr=lr), steps=5))
        assert verify(found).trajectory.ending().sentence


def _of_huge_data() -> Problem:
    x = np.linspace(-1.0, 1.0, 20)
    return replace(article(), loss=make_loss("mse", (frozen(x), frozen(1e150 * x))))
