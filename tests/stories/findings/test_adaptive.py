"""What captions say about RMSprop and Adam is found where the steps show it, and only there.

The expected numbers come from loops written here.
"""

from __future__ import annotations

import numpy as np
import pytest

from optanim.base.errors import OptanimError
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run, Schedule
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories import findings
from optanim.stories.findings import adaptive, long_run
from tests.references import (
    adam_averages,
    article_excess,
    article_hessian,
    article_loop,
    article_minimizer,
    article_stays,
    rmsprop_multipliers,
)

LONG = 3200


@pytest.fixture(scope="module")
def runs() -> dict[str, Trajectory]:
    optimizers = {name: make(name) for name in ("GD", "RMSprop", "Adam")}
    optimizers["control"] = make("Adam", betas=(0.0, 0.999))
    return {name: trace(Run(article(), o, steps=200)) for name, o in optimizers.items()}


@pytest.fixture(scope="module")
def long() -> Trajectory:
    return trace(Run(article(), make("RMSprop"), steps=LONG))


def test_rmsprops_first_step_is_even_and_gradient_descents_is_not(runs: dict) -> None:
    hessian, minimizer = article_hessian(), article_minimizer()
    gradient = hessian @ (np.array([2.0, 9.0]) - minimizer)
    finding = adaptive.first_scaling(runs["RMSprop"], runs["GD"])
    assert finding.values["reference"] == pytest.approx(gradient[1] / gradient[0], rel=1e-9)
    assert finding.values["own"] == pytest.approx(1.0, abs=1e-6)
    multiplier = 0.1 / (np.sqrt(0.01) * gradient)
    assert finding.values["intercept_multiplier"] == pytest.approx(multiplier[0], rel=1e-6)
    assert finding.values["slope_multiplier"] == pytest.approx(multiplier[1], rel=1e-6)
    assert finding.values["multiplier_ratio"] == pytest.approx(gradient[1] / gradient[0], rel=1e-6)
    assert adaptive.first_scaling(runs["RMSprop"], runs["RMSprop"]) is None


@pytest.mark.parametrize(("alpha", "times"), [(0.99, 10.0), (0.9, 10**0.5)])
def test_rmsprops_first_step_is_long_because_v_begins_at_zero(alpha: float, times: float) -> None:
    """torch's own first step; Adam, whose v is corrected, steps by lr."""
    run = trace(Run(article(), make("RMSprop", alpha=alpha), steps=2))
    rows = article_loop("RMSprop", 1, alpha=alpha).params
    assert np.abs(rows[1] - rows[0]) == pytest.approx([0.1 * times] * 2, rel=1e-6)
    finding = adaptive.leap(run)
    assert finding.step == 1 and finding.values["times"] == pytest.approx(times, rel=1e-6)
    assert finding.values["share"] == pytest.approx(1 - alpha)


def test_where_a_gradient_is_zero_there_is_no_leap_in_each_coordinate() -> None:
    flat = np.array([2.0, article_minimizer()[1]])
    hessian = article_hessian()
    flat[1] -= hessian[1, 0] / hessian[1, 1] * (2.0 - article_minimizer()[0])
    assert adaptive.leap(trace(Run(article(), make("RMSprop"), start=tuple(flat), steps=1))) is None


def test_after_its_arrival_adam_runs_past_the_best_slope(runs: dict) -> None:
    longer = {name: trace(Run(article(), runs[name].optimizer, steps=220))
              for name in ("Adam", "control", "GD")}  # fmt: skip
    averages, path = adam_averages(220)
    excess = article_excess(path)
    found = adaptive.runs_on(longer["Adam"], longer["control"])
    low = 157 + int(np.argmin(excess[157:180]))
    high = low + int(np.argmax(excess[low:]))
    assert (found.values["start"], found.step) == (low, high)
    assert found.values["excess"] == pytest.approx(excess[high], rel=1e-6)
    assert 1e-5 < excess[high] < 1e-3
    way = slice(low + 1, high)
    assert (averages["gradient"][way, 1] < 0).all() and (averages["m_hat"][way, 1] > 0).all()
    assert adaptive.runs_on(longer["Adam"], longer["Adam"]) is None
    assert adaptive.runs_on(longer["control"], longer["control"]) is None
    assert adaptive.runs_on(runs["Adam"], runs["control"], tolerance=1e-12) is None
    short = trace(Run(article(), make("Adam"), steps=180))
    assert adaptive.runs_on(short, longer["control"]) is None


def test_rmsprop_has_a_head_start_and_adam_slows_down_before_it_could_be_there(runs: dict) -> None:
    """Steps and gradients from loops; what has no long first step, or no limit, is not told of."""
    adam, rmsprop = (article_loop(name, 80).params for name in ("Adam", "RMSprop"))
    finding = adaptive.head_start(runs["RMSprop"], runs["Adam"])
    assert finding.step == 10 and finding.values["other"] == "Adam"
    assert finding.values["times"] == pytest.approx(10.0, rel=1e-6)
    assert finding.values["own"] == pytest.approx(9.0 - rmsprop[10, 1])
    assert finding.values["reference"] == pytest.approx(9.0 - adam[10, 1])
    assert adaptive.head_start(runs["RMSprop"], runs["RMSprop"]) is None
    slow = adaptive.slows(runs["Adam"])
    assert slow.step == 70 and slow.values["share"] == pytest.approx(10 * (adam[70] - adam[71])[1])
    assert adaptive.slows(runs["RMSprop"]) is None
    assert adaptive.slows(trace(Run(article(), make("Adam"), steps=60))) is None


def test_the_control_turns_at_once(runs: dict) -> None:
    rows = article_loop("Adam", 200, betas=(0.0, 0.999)).params
    turned = adaptive.control_turns(runs["control"])
    assert turned.step == int(np.argmax(np.diff(rows[:, 0]) > 0))
    assert adaptive.control_turns(runs["Adam"]) is None, "it turns late"
    assert adaptive.control_turns(trace(Run(article(), make("Adam"), steps=50))) is None


def test_without_correction_adam_would_leap(runs: dict) -> None:
    finding = adaptive.uncorrected(runs["Adam"])
    assert finding.values["first"] == pytest.approx(0.1 / np.sqrt(0.001), rel=1e-6)
    assert finding.values["first_taken"] == pytest.approx(1.0, rel=1e-8)
    counts = np.arange(1, 201)
    factor = (1 - 0.9**counts) / np.sqrt(1 - 0.999**counts)
    assert finding.step == int(np.argmax(factor))
    assert finding.values["most"] == pytest.approx(factor.max(), rel=1e-6)
    count = finding.step + 1
    assert finding.values["m_lack"] == pytest.approx(100 * 0.9**count, rel=1e-9)
    lacking = 100 * (1 - np.sqrt(1 - 0.999**count))
    assert finding.values["v_lack"] == pytest.approx(lacking, rel=1e-9)


def test_adams_learning_rate_is_a_speed_limit_rmsprops_is_not(runs: dict) -> None:
    finding = adaptive.speed_limit(runs["Adam"])
    steps = np.abs(np.diff(article_loop("Adam", 200).params, axis=0))
    assert steps.max() == pytest.approx(0.1, rel=1e-6)
    assert finding.values["lr"] == 0.1 and finding.values["least"] == 70
    assert finding.values["way"] == pytest.approx(9.0 - article_minimizer()[1], rel=1e-6)
    assert adaptive.speed_limit(runs["RMSprop"]) is None
    assert adaptive.speed_limit(runs["GD"]) is None
    decaying = Run(article(), make("Adam"), Schedule("ExponentialLR", {"gamma": 0.9}), steps=20)
    assert adaptive.speed_limit(trace(decaying)) is None


def test_memory_turns_late_and_carries(runs: dict) -> None:
    """Arrivals by a loop: from where on the loss stays within 0.001."""
    longer = [trace(Run(article(), run.optimizer, steps=300)) for run in
              (runs["Adam"], runs["control"])]  # fmt: skip
    loops = (article_loop("Adam", 300), article_loop("Adam", 300, betas=(0.0, 0.999)))
    own, other = (article_stays(loop.params) for loop in loops)
    finding = adaptive.memory_carries(*longer)
    assert own < other
    assert finding.step == own and finding.values == {"own": own, "other": other}
    assert adaptive.memory_carries(*longer[::-1]) is None
    assert adaptive.memory_carries(runs["Adam"], runs["control"]) is None  # not there in 200 steps
    late = adaptive.turns_late(runs["Adam"], runs["control"])
    assert late.name == "turns_late" and late.values == findings.late_turn(*longer).values
    assert adaptive.turns_late(runs["control"], runs["Adam"]) is None


def test_where_the_gradient_turns_m_hat_still_remembers(runs: dict) -> None:
    hessian, minimizer = article_hessian(), article_minimizer()
    finding = adaptive.remembering(runs["Adam"], runs["control"])
    g, m = hessian @ (np.array([2.0, 9.0]) - minimizer), np.zeros(2)
    params, v, k = np.array([2.0, 9.0]), np.zeros(2), 0
    while g[0] > 0:
        m, v, k = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g, k + 1
        params = params - 0.1 * m / (1 - 0.9**k) / (np.sqrt(v / (1 - 0.999**k)) + 1e-8)
        g = hessian @ (params - minimizer)
    assert finding.step == k
    assert finding.values["gradient"] == pytest.approx(g[0], rel=1e-6)
    assert finding.values["m_hat"] == pytest.approx((0.9 * m + 0.1 * g)[0] / (1 - 0.9 ** (k + 1)))
    assert finding.values["gradient"] < 0 < finding.values["m_hat"]
    assert adaptive.remembering(runs["Adam"], runs["Adam"]) is None
    assert adaptive.remembering(runs["control"], runs["control"]) is None


def test_at_the_minimum_the_multipliers_grow_past_their_limit(long: Trajectory) -> None:
    hessian = article_hessian()
    arrived, over = long_run.forgetting(long), long_run.past_limit(long)
    assert arrived.step == long.first_touch() == 83
    assert arrived.values["growth"] == pytest.approx(100 * (1 / np.sqrt(0.99) - 1), rel=0.01)
    multiplier = 0.1 / (np.sqrt(long.state["square_avg"][1:]) + 1e-8)
    past = (multiplier * np.diag(hessian) > 2.0).any(axis=1)
    assert over.step == 83 + int(np.argmax(past[83:]))
    axis = int(over.values["axis"])
    assert over.values["limit"] == pytest.approx(2 / hessian[axis, axis], rel=1e-9)
    assert over.values["multiplier"] == pytest.approx(multiplier[over.step, axis], rel=1e-12)


def test_then_it_is_thrown_out(long: Trajectory) -> None:
    finding = long_run.thrown_out(long, 1e-3)
    within = long.excess < 1e-3
    assert within[83 : finding.step].all() and not within[finding.step]
    assert finding.values["stayed"] == finding.step - 83
    minimizer = article_minimizer()
    away = np.abs(long.params - minimizer).max(axis=1)
    assert finding.values["farthest"] == pytest.approx(away[finding.step :].max(), rel=1e-6)


def test_swings_swell_until_it_is_out_and_large_gradients_catch_it(long: Trajectory) -> None:
    """The factor of a step along the axis whose multiplier is too large is 1 - multiplier * h."""
    out, back = long_run.thrown_out(long), long_run.caught(long)
    multiplier = 0.1 / (np.sqrt(long.state["square_avg"][1:]) + 1e-8)
    h = article_hessian()[0, 0]
    factors = np.abs(1.0 - multiplier[out.step - 10 : out.step, 0] * h)
    assert out.values["swelling"] == pytest.approx(np.prod(factors) ** 0.1, rel=0.02)
    assert out.values["swelling"] > 1.5 and out.values["about"] == round(out.values["stayed"], -2)
    past = (multiplier * np.diag(article_hessian()) > 2.0).any(axis=1)
    away = np.abs(long.params - article_minimizer()).max(axis=1)
    assert past[out.step : back.step].all() and not past[back.step]
    assert away[back.step + 1] < away[back.step]
    v = long.state["square_avg"][1:, 0]
    assert back.values["grown"] == pytest.approx(v[back.step] / v[: out.step + 3].min(), rel=1e-3)


def test_it_is_thrown_out_again_and_again(long: Trajectory) -> None:
    out, finding = long_run.thrown_out(long), long_run.relapses(long)
    inside = [bool(each < 1e-3) for each in long.excess]
    left = [k for k in range(out.step + 1, len(inside)) if inside[k - 1] and not inside[k]]
    assert finding.values["rows"] == left and len(left) >= 2 and finding.step == left[0]
    factors = rmsprop_multipliers(long.params)
    assert (factors[np.array(left) - 1, 1] > 2 / article_hessian()[1, 1]).all()


def test_and_cycles_at_half_its_rate(long: Trajectory) -> None:
    finding = long_run.cycle(long)
    minimizer = article_minimizer()
    away = long.params[finding.step :] - minimizer
    assert np.all(away[1:] * away[:-1] < 0)
    assert np.all(np.abs(np.abs(away) - 0.05) <= 0.1 * 0.05 + 1e-9)
    assert finding.values["half"] == 0.05
    assert finding.values["amplitude"] == pytest.approx(np.abs(away).mean(), rel=1e-6)
    assert finding.values["amplitude"] == pytest.approx(0.05, rel=0.01)


def test_a_run_that_arrives_has_no_such_end(runs: dict) -> None:
    for run in (runs["RMSprop"], runs["GD"]):
        assert long_run.cycle(run) is None
    assert long_run.past_limit(runs["RMSprop"]) is None
    assert long_run.forgetting(runs["RMSprop"]) is None
    for rule in (long_run.thrown_out, long_run.caught, long_run.relapses):
        assert rule(runs["RMSprop"]) is None


def test_steps_are_doubled_until_the_cycle_shows(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = Run(article(), make("RMSprop"), steps=100)
    steps = long_run.steps_until_cycle(run)
    assert steps in (100 * 2 ** np.arange(8))
    found = {n: long_run.cycle(trace(Run(article(), make("RMSprop"), steps=n)))
             for n in (steps, steps // 2)}  # fmt: skip
    assert found[steps] is not None and found[steps // 2] is None
    with pytest.raises(OptanimError, match="does not cycle within 200 steps"):
        long_run.steps_until_cycle(Run(article(), make("GD"), steps=100), most=200)
