"""Standardising x: the same lines in other numbers, and what their loss becomes of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import Problem, article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings import standardizing as findings
from optanim.studies import standardizing, worst_case

PHASES = (0.0, 0.35, 1.0, 1.6, 2.0)


@pytest.fixture(scope="module")
def way() -> standardizing.Standardizing:
    return standardizing.Standardizing(standardizing.measured(article(), -5.0))


def walked(problem: Problem, rate: float, steps: int) -> Trajectory:
    return trace(Run(problem, make("GD", lr=rate), steps=steps))


def eigenvalues(x: np.ndarray) -> np.ndarray:
    design = np.column_stack([np.ones(len(x)), x])
    return np.linalg.eigvalsh(2 / len(x) * design.T @ design)


def test_a_line_stays_the_same_line_whatever_x_is_counted_from() -> None:
    problem = article()
    other = standardizing.measured(problem, zero=3.0, unit=0.25)
    assert other.x == pytest.approx((problem.x - 3.0) / 0.25)
    (a, b), (a2, b2) = problem.start, other.start
    assert a2 + b2 * other.x == pytest.approx(a + b * problem.x, rel=1e-12)
    loss, same = (float(p.loss.value(p.start)) for p in (problem, other))
    assert same == pytest.approx(loss, rel=1e-12)


def test_the_phases_are_raw_centred_and_scaled(way: standardizing.Standardizing) -> None:
    raw, centred, scaled = way.phases
    assert np.array_equal(raw.x, way.raw.x) and np.array_equal(raw.start, way.raw.start)
    assert np.mean(centred.x) == pytest.approx(0, abs=1e-12)
    assert np.std(centred.x) == pytest.approx(np.std(raw.x))
    assert np.mean(scaled.x) == pytest.approx(0, abs=1e-12)
    assert np.std(scaled.x) == pytest.approx(1)
    with pytest.raises(ValueError, match=r"phase=2\.1"):
        way.at(2.1)


@pytest.mark.parametrize("phase", PHASES)
def test_in_between_x_is_centred_or_scaled_in_part(
    way: standardizing.Standardizing, phase: float
) -> None:
    x = way.raw.x - min(phase, 1) * way.raw.x.mean()
    x = x / way.raw.x.std() ** max(phase - 1, 0)
    problem = way.at(phase)
    assert problem.x == pytest.approx(x, rel=1e-12)
    low, high = eigenvalues(x)
    assert problem.condition_number == pytest.approx(high / low, rel=1e-9)
    start = float(problem.loss.value(problem.start))
    assert start == pytest.approx(float(way.raw.loss.value(way.raw.start)), rel=1e-9)


def test_the_words_on_a_problem_are_measured(way: standardizing.Standardizing) -> None:
    values = findings.elongated(way.raw).values
    low, high = eigenvalues(way.raw.x)
    assert values["m"] == 1000 and (values["low"], values["high"]) == (0, 10)
    assert values["ratio"] == pytest.approx(np.sqrt(high / low))
    assert values["deviation"] == pytest.approx(way.raw.x.std())


def test_a_rate_is_for_every_start_in_a_round_bowl_alone(way: standardizing.Standardizing) -> None:
    """Elsewhere the rate that takes one direction home in a step is another one for the other."""
    for problem in way.phases[:2]:
        found, (low, high) = findings.worst_start(problem), eigenvalues(problem.x)
        assert found.values == pytest.approx(
            {"rate": 2 / (low + high), "along": 1 / low, "across": 1 / high}
        )
        assert findings.every_start(problem) is None
    scaled = way.phases[2]
    assert findings.worst_start(scaled) is None
    rate = findings.every_start(scaled).values["rate"]
    for start in ((50.0, 0.0), (0.0, 50.0), (-30.0, 20.0)):
        moved = replace(scaled, start=start)
        assert walked(moved, rate, 2).arrival() == 1


def test_rounder_is_what_has_a_smaller_condition_number(way: standardizing.Standardizing) -> None:
    raw, centred, scaled = way.phases
    finding = findings.rounder(raw, centred)
    for key, problem in (("before", raw), ("after", centred)):
        low, high = eigenvalues(problem.x)
        assert finding.values[key] == pytest.approx(high / low)
    assert finding.values["now"] == pytest.approx(2 / sum(eigenvalues(centred.x)))
    bends = [eigenvalues(problem.x)[1] for problem in (raw, centred)]
    assert [finding.values[key] for key in ("steep", "less")] == pytest.approx(bends)
    assert findings.rounder(scaled, centred) is None


def test_a_line_of_any_phase_is_told_in_the_raw_x(way: standardizing.Standardizing) -> None:
    for phase in PHASES:
        assert way.raw_line(phase, way.at(phase).start) == pytest.approx(way.raw.start)


def test_what_creeps_looks_there_long_before_it_is(way: standardizing.Standardizing) -> None:
    """Its share is what each step leaves of the way along the valley, and across it."""
    run = walked(way.raw, worst_case.rate(way.raw), 520)
    found, home = findings.creeps(run), way.raw.known_minimizer
    away = [np.hypot(*(row - home)) for row in run.params]
    near = max(k for k, each in enumerate(away) if each > away[0] / 30) + 1
    assert found.step == near < run.arrival()
    assert away[300] / away[200] == pytest.approx(found.values["left"] ** 100, rel=1e-3)
    assert findings.creeps(walked(way.raw, 0.9 * worst_case.rate(way.raw), 900)) is None
    assert findings.creeps(walked(way.phases[2], worst_case.rate(way.phases[2]), 4)) is None


def test_nothing_is_gained_by_scaling_alone_but_by_centring_alone_much_is(
    way: standardizing.Standardizing,
) -> None:
    """Scaling leaves the flat direction, the intercept's, as it was; centring changes it."""
    raw, centred, scaled = way.phases
    middle, long = worst_case.rate(centred), worst_case.rate(raw)
    before, after = walked(centred, middle, 40), walked(scaled, middle, 40)
    finding = findings.nothing_gained(before, after)
    assert finding.values["before"] == finding.values["after"] == finding.step == before.arrival()
    assert after.excess == pytest.approx(before.excess, rel=1e-6, abs=1e-9)
    assert findings.nothing_gained(walked(raw, long, 520), walked(centred, long, 520)) is None
    assert findings.nothing_gained(before, walked(scaled, 2 * middle, 40)) is None


def test_only_a_round_bowls_gradient_points_at_its_minimum(
    way: standardizing.Standardizing,
) -> None:
    _, centred, scaled = way.phases
    finding = findings.points_home(walked(scaled, 0.2, 1))
    x, y = scaled.x, scaled.y
    miss = y - scaled.start[0] - scaled.start[1] * x
    step, home = np.array([miss.mean(), (miss * x).mean()]), [y.mean(), (x * y).mean()]
    cosine = step @ (home - scaled.start) / np.hypot(*step) / np.hypot(*(home - scaled.start))
    assert cosine == pytest.approx(1, abs=1e-9) and finding.values["angle"] < 1e-3
    assert finding.values["rate"] == 0.2
    assert findings.points_home(walked(centred, 0.1, 1)) is None


def test_a_bowl_is_round_only_where_a_valley_was(way: standardizing.Standardizing) -> None:
    raw, centred, scaled = way.phases
    values = findings.round_bowl(raw, scaled).values
    assert values["before"] > 100 and values["after"] < 1.01
    assert findings.round_bowl(raw, centred) is None and findings.round_bowl(scaled, scaled) is None


def test_a_single_step_is_told_of_the_last_run_alone(way: standardizing.Standardizing) -> None:
    _, centred, scaled = way.phases
    rates = worst_case.rate(centred), worst_case.rate(scaled)
    long, short = walked(centred, rates[0], 40), walked(scaled, rates[1], 4)
    found = findings.one_step({"centred": long, "scaled": short})
    assert found.values == {"centred": long.arrival(), "scaled": 1}
    assert findings.one_step({"scaled": short, "centred": long}) is None
    assert findings.one_step({"one": short, "other": short}) is None
    assert findings.one_step({"one": long, "other": long}) is None
