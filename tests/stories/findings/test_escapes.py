"""What is said of runs beside a saddle, against the closed forms of steps on x^2 - y^2."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.optimizers.optimizer import Optimizer, make
from optanim.runs.problem import surface
from optanim.stories.findings import escapes
from optanim.studies.racing import Race
from optanim.studies.starting import at_multiples, started

START, NEARER, STEPS = (-1.5, 0.01), (-1.5, 0.0001), 110


def racing(*racers: Optimizer) -> tuple[Race, Race]:
    """A race from beside the ridge, and the same from a hundred times nearer."""
    race = Race.of(surface("saddle"), racers, STEPS)
    return race, started(race, np.array(NEARER))


def escape(lr: float, y: float, depth: float = 1e-3) -> int:
    """The step from which on gradient descent is ``depth`` below the saddle: y grows by 1 + 2 lr.

    ``y`` is how far off the ridge it starts.
    """
    k = np.arange(STEPS + 1)
    losses = (1.5 * (1.0 - 2.0 * lr) ** k) ** 2 - (y * (1.0 + 2.0 * lr) ** k) ** 2
    return int(np.flatnonzero(losses >= -depth)[-1]) + 1


def test_the_way_down_is_flat_where_it_leads_away_and_steep_towards_the_saddle() -> None:
    race, nearer = racing(make("GD", lr=0.05))
    assert escapes.beside(race).values == pytest.approx(
        {"start": 0.01, "towards": 3.0, "away": 0.02, "depth": 1e-3}
    )
    assert escapes.beside(nearer).values["away"] == pytest.approx(2e-4)


def test_plain_steps_multiply_the_way_off_the_ridge_and_no_others_do() -> None:
    race, _ = racing(make("GD", lr=0.05), make("Momentum", lr=0.05, momentum=0.9), make("Adam"))
    found = escapes.growth(race.trajectories["GD"])
    assert found.values == pytest.approx({"factor": 1.1, "bend": 2.0}) and found.racer == "GD"
    assert escapes.growth(race.trajectories["Momentum"]) is None
    assert escapes.growth(race.trajectories["Adam"]) is None


def test_the_first_step_of_rmsprop_does_not_depend_on_the_slope() -> None:
    race, _ = racing(make("RMSprop", lr=0.05, alpha=0.96), make("GD", lr=0.05))
    found = escapes.even_leap(race.trajectories["RMSprop"])
    wanted = {"length": 0.25, "times": 5.0, "steep": 3.0, "flat": 0.02}
    assert found.values == pytest.approx(wanted)
    assert escapes.even_leap(race.trajectories["GD"]) is None
    on_the_ridge = started(race, np.array((-1.5, 0.0)))
    assert escapes.even_leap(on_the_ridge.trajectories["RMSprop"]) is None


def test_nearer_to_the_ridge_one_leaves_as_soon_and_the_other_late() -> None:
    momentum = make("Momentum", lr=0.05, momentum=0.9)
    both = make("RMSprop", lr=0.05), make("Adam", lr=0.05)
    race, nearer = racing(make("GD", lr=0.05), momentum, *both)
    values = escapes.alike(race, nearer, 1.0).values
    assert [values[key] for key in ("fast", "next", "behind", "slow")] == [
        "RMSprop", "Adam", "Momentum", "GD"
    ]  # fmt: skip
    assert values["times"] == pytest.approx(100.0)
    assert (values["step"], values["next_step"]) == (3, 22)
    wanted = escape(0.05, 0.01, 1.0), escape(0.05, 1e-4, 1.0)
    assert (values["before"], values["slow_step"]) == wanted
    assert escapes.alike(*racing(make("GD", lr=0.05), *both), 1.0) is None, "Adam passes nobody"


def test_velocity_carries_over_the_saddle_and_plain_steps_stop_there() -> None:
    race, _ = racing(make("GD", lr=0.05), make("Momentum", lr=0.05, momentum=0.9))
    x, u = -1.5, 0.0
    rows = [x]
    for _ in range(30):
        u = 0.9 * u + 2.0 * x
        x -= 0.05 * u
        rows.append(x)
    found = escapes.carried(race.trajectories["Momentum"])
    assert found.step == int(np.argmax(rows)) == 9
    assert found.values == pytest.approx({"beyond": max(rows)})
    assert escapes.carried(race.trajectories["GD"]) is None
    short = Race.of(surface("saddle"), [make("Momentum", lr=0.05, momentum=0.9)], 12)
    assert escapes.carried(short.trajectories["Momentum"]) is None, "it has not come back yet"


@pytest.mark.parametrize(
    ("racers", "start"),
    [
        ((make("GD", lr=0.1), make("Momentum", lr=0.1, momentum=0.9)), NEARER),
        ((make("RMSprop", lr=0.05), make("Adam", lr=0.05)), NEARER),
        ((make("GD", lr=0.05), make("GD", "slower", lr=0.04)), (-1.5, 0.0098)),
    ],
)
def test_nothing_is_told_where_all_follow_the_slope_or_none_does(racers, start) -> None:
    """Nor of a start that is so near to the first that all escape when they did."""
    race = Race.of(surface("saddle"), racers, STEPS)
    assert escapes.alike(race, started(race, np.array(start))) is None


def test_the_best_of_the_rates_is_found_and_told_only_if_it_is_too_slow() -> None:
    race, nearer = racing(make("GD", lr=0.05))
    trials, again = (at_multiples(each.trajectories["GD"].run, 20) for each in (race, nearer))
    rates = [0.05 * times for times in range(1, 21)]
    best = min(rates, key=lambda rate: (escape(rate, 0.01, 1.0), rate))
    found = escapes.best_rate(trials, again, 3, 1.0)
    assert found.step == escape(best, 0.01, 1.0) == 5
    assert found.values == pytest.approx(
        {"rate": best, "nearer": escape(best, 1e-4, 1.0), "first": 3, "count": 20}
    )
    assert [*trials.only(found.racer).verified] == ["GD 0.8"]
    assert escapes.best_rate(trials, again, 5, 1.0) is None


def test_escapes_come_in_order_and_the_first_by_name() -> None:
    race, _ = racing(make("GD", lr=0.05), make("RMSprop", lr=0.05), make("GD", "slow", lr=1e-4))
    found = escapes.escapes(race)
    assert [(each.name, each.racer) for each in found] == [
        ("escapes first", "RMSprop"), ("escapes", "GD")
    ]  # fmt: skip
    assert [each.step for each in found] == [2, escape(0.05, 0.01)]


def test_who_is_lowest_in_the_end_has_overtaken_whoever_was_before() -> None:
    race, _ = racing(make("Momentum", lr=0.05, momentum=0.9), make("RMSprop", lr=0.05))
    found = escapes.overtakes(race)
    lower = race.trajectories["Momentum"].losses < race.trajectories["RMSprop"].losses
    assert lower[found.step :].all() and not lower[found.step - 1]
    assert (found.racer, found.values) == ("Momentum", {"passed": "RMSprop"})
    alone, _ = racing(make("GD", lr=0.05), make("GD", "slow", lr=0.01))
    assert escapes.overtakes(alone) is None, "it was the lowest from its first step on"
    twins, _ = racing(make("GD", lr=0.05), make("GD", "twin", lr=0.05))
    assert escapes.overtakes(twins) is None
