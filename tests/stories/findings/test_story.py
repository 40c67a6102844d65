"""What films of any race claim, against closed forms and loops written here."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.stories.findings.story import (
    ahead,
    closest,
    fruitless,
    headlines,
    in_a_valley,
    lucky,
    robust,
    story,
    valley,
)
from optanim.studies.racing import Race
from optanim.studies.tuning import RATES, tuned
from tests.references import article_excess, article_loop, article_minimizer


@pytest.fixture
def folder(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_gradient_descent_leaves_the_saddle_when_the_closed_form_says(folder) -> None:
    """x shrinks by 1 - 2 lr a step and y grows by 1 + 2 lr."""
    race = Race.of(surface("saddle"), [make("GD", lr=0.05)], 100)
    k = np.arange(101)
    losses = (-1.5 * 0.9**k) ** 2 - (0.01 * 1.1**k) ** 2
    (finding,) = story(race)
    assert finding.name == "escaped"
    assert finding.step == int(np.argmax(losses < -1e-3))
    assert finding.values["depth"] == 1e-3


def test_the_first_of_each_kind_is_told_and_nothing_else(folder) -> None:
    racers = [
        make("GD", lr=0.01), make("GD", "wild", lr=0.1), make("Adam", lr=0.3),
        make("Adam", "slow", lr=0.001),
    ]  # fmt: skip
    race = Race.of(surface("himmelblau"), racers, 150)
    told = headlines(race)
    assert [finding.name for finding in told] == ["diverged", "arrived"]
    assert told[0].racer == "wild"
    arrivals = {
        n: run.arrival() for n, run in race.trajectories.items() if run.arrival() is not None
    }
    assert told[1].racer == min(arrivals, key=arrivals.get)
    assert "slow" not in {finding.racer for finding in story(race)}


def test_another_minimum_is_told_with_its_loss(folder) -> None:
    race = Race.of(surface("styblinski-tang"), [make("GD", lr=0.01)], 80)
    (finding,) = headlines(race)
    roots = np.roots([2, 0, -16, 2.5])
    right, left = roots.real.max(), roots.real.min()
    each = {t: 0.5 * (t**4 - 16 * t**2 + 5 * t) for t in (left, right)}
    assert finding.name == "other_minimum"
    assert np.isclose(finding.values["loss"], each[left] + each[right], atol=1e-3)


def test_the_valley_bends_as_its_hessian_says() -> None:
    low, high = np.linalg.eigvalsh([[802.0, -400.0], [-400.0, 200.0]])
    assert np.isclose(valley(surface("rosenbrock")).values["ratio"], high / low)


def test_how_many_rates_arrive_is_counted_from_torch_runs(folder) -> None:
    problem = surface("quadratic", condition=10.0)
    race = Race.of(problem, [make("GD", lr=0.1), make("Adam", lr=0.1)], 60)
    sweeps = {name: tuned(run.run, 1e-3)[1] for name, run in race.trajectories.items()}
    counts = {"GD": 0, "Adam": 0}
    for name in counts:
        again = Race.of(problem, [make(name, f"{lr}", lr=lr) for lr in RATES], 60)
        counts[name] = sum(run.arrival() is not None for run in again.trajectories.values())
    found = robust(sweeps)
    first = max(counts, key=counts.get)
    assert found.values["racer"] == first and found.values["rates"] == counts[first]
    assert found.values["others"] == min(counts.values())
    assert fruitless(sweeps) is None
    nowhere = {name: dataclasses.replace(sweep, arrivals=np.full(len(RATES), np.inf))
               for name, sweep in sweeps.items()}  # fmt: skip
    assert fruitless(nowhere).values["racers"] == ("GD", "Adam")


def test_four_racers_in_a_valley_have_one_story_with_a_late_turn_only_against_a_control(
    folder,
) -> None:
    racers = [make(name) for name in ("GD", "Momentum", "RMSprop", "Adam")]
    control = make("Adam", "control", betas=(0.0, 0.999))
    race = Race.of(article(), racers, 100, control)
    found = in_a_valley(race, "GD", "Momentum", ("RMSprop", "Adam"))
    steps = [finding.step for finding in found]
    assert steps == sorted(steps)
    told = [finding.name for finding in found if finding.name != "arrived"]
    assert set(told) == {"swings", "calmer_swings", "other_route", "late_turn"}
    there = {finding.racer for finding in found if finding.name == "arrived"}
    assert there == {"GD", "Momentum", "RMSprop"}
    alone = dataclasses.replace(race, control=None)
    names = {f.name for f in in_a_valley(alone, "GD", "Momentum", ("RMSprop", "Adam"))}
    assert names == {*told, "arrived"} - {"late_turn"}


def test_who_is_lowest_and_who_is_nearest_at_a_step_are_those_of_torch_loops(folder) -> None:
    race = Race.of(article(), [make("GD", lr=0.1), make("RMSprop", lr=0.1)], 20)
    for step in (1, 7, 20):
        ends = {name: article_loop(name, step).params[-1] for name in ("GD", "RMSprop")}
        excess = {name: article_excess(end[None])[0] for name, end in ends.items()}
        ways = {name: np.hypot(*(end - article_minimizer())) for name, end in ends.items()}
        low, near = ahead(race, step), closest(race, step)
        assert low.racer == min(excess, key=excess.get) and low.step == near.step == step
        assert near.racer == min(ways, key=ways.get)
        assert near.values["distance"] == pytest.approx(min(ways.values()), rel=1e-6)
    assert ahead(race, 0) is None, "all start at one place"
    assert closest(race, 0) is None


def test_who_was_lowest_before_is_still_or_again(folder) -> None:
    """Between each two steps the lead is looked up in torch's losses."""
    race = Race.of(article(), [make("RMSprop", lr=0.1), make("Adam", lr=0.3)], 60)
    losses = np.array([run.losses for run in race.trajectories.values()])
    lowest = losses.argmin(axis=0)
    found = set()
    for first in range(1, 60, 4):
        for later in range(first + 1, 61, 3):
            told = ahead(race, later, ahead(race, first)).name
            if lowest[first] != lowest[later]:
                assert told == "ahead"
            else:
                kept = (lowest[first:later] == lowest[first]).all()
                assert told == ("still ahead" if kept else "ahead again")
            found.add(told)
    assert found == {"ahead", "still ahead", "ahead again"}


def test_one_alone_is_not_ahead_and_where_there_is_no_minimum_nobody_is_near(folder) -> None:
    race = Race.of(surface("saddle"), [make("GD", lr=0.05)], 10)
    assert ahead(race, 4).name == "now" and closest(race, 4) is None


def swept(*arrivals: float) -> SimpleNamespace:
    found = np.array(arrivals)
    values = tuple(range(1, len(found) + 1))
    return SimpleNamespace(arrivals=found, values=values, best=int(np.argmin(found)))


def test_who_arrives_first_with_few_of_many_rates_is_lucky() -> None:
    """Before anybody with a rate that was tried, and with none of these itself."""
    tried = {"a": swept(np.inf, np.inf), "b": swept(np.inf, 30.0)}
    many = [np.inf] * 300
    finer = {"a": swept(*many, 90.0, 20.0), "b": swept(*[40.0] * 302)}
    found = lucky(tried, finer)
    assert found.racer == "a" and found.values == {
        "rates": 2, "count": 302, "low": 301, "high": 302, "luckiest": 302, "soonest": 20,
    }  # fmt: skip
    assert lucky(tried, finer | {"a": swept(*many, 90.0, 31.0)}) is None, "later than b"
    assert lucky(tried, finer | {"a": swept(*many[:150], 90.0, 20.0)}) is None, "not few"
    assert lucky({**tried, "a": swept(np.inf, 70.0)}, finer) is None, "arrives without luck"
    assert lucky(dict.fromkeys("ab", tried["a"]), dict.fromkeys("ab", finer["a"])) is None, "two"
