"""What a race puts on one map."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.losses.loss import frozen
from optanim.optimizers.optimizer import make
from optanim.runs.problem import article, surface
from optanim.studies.racing import Race


def inside(window, points: np.ndarray) -> np.ndarray:
    low, high = np.array([window.intercept, window.slope]).T
    return ((points >= low) & (points <= high)).all(axis=1)


def test_the_window_holds_every_run_that_converges(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    race = Race.of(article(), [make(name) for name in ("GD", "Momentum", "Adam")], steps=40)
    for run in race.trajectories.values():
        assert inside(race.window, run.params).all()
        assert inside(race.window, run.params[:-1] - 0.1 * run.gradients[:-1]).all()


def test_a_run_that_diverges_leaves_the_window(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    race = Race.of(article(), [make("GD", lr=0.13), make("Adam", lr=0.13)], steps=100)
    gone = ~inside(race.window, race.trajectories["GD"].params)
    assert gone[-1] and not gone[:3].any()
    assert race.window.slope[1] - race.window.slope[0] < 50.0
    assert inside(race.window, race.problem.start[None]).all()
    assert inside(race.window, race.problem.minimizer[None]).all()


def test_a_surface_is_shown_where_it_is_usually_looked_at(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("rosenbrock", "himmelblau", "saddle"):
        race = Race.of(surface(name), [make("GD", lr=0.001), make("Adam")], steps=50)
        assert race.window == Window(*race.problem.loss.window), name


@pytest.mark.parametrize("start", [(-4.0, 7.0), (10.0, -3.0)])
def test_a_start_beyond_the_usual_window_is_in_view_all_the_same(start, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    problem = replace(surface("himmelblau"), start=frozen(start))
    race = Race.of(problem, [make("GD", lr=0.001), make("Adam", lr=0.5)], steps=60)
    assert inside(race.window, np.array([start])).all()
    assert inside(race.window, race.trajectories["Adam"].params).all()
    assert race.window.intercept[1] - race.window.intercept[0] < 60.0


def test_a_run_into_the_distance_does_not_squash_the_others(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    problem = replace(surface("quadratic"), start=frozen((-9.0, 2.0)))
    race = Race.of(problem, [make("GD", lr=0.25), make("Adam")], steps=60)
    assert np.abs(race.trajectories["GD"].params).max() > 1e6
    assert race.window.intercept[1] - race.window.intercept[0] < 30.0


def test_one_step_from_the_minimum_has_a_window_too(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    problem = replace(surface("rosenbrock"), start=frozen((1.0, 1.0)), window=None)
    race = Race.of(problem, [make("Adam")], steps=1)
    assert inside(race.window, np.array([[1.0, 1.0]])).all() and race.window.aspect > 0


def test_the_package_races_when_it_is_called(tmp_path, monkeypatch) -> None:
    import optanim

    monkeypatch.chdir(tmp_path)
    assert optanim.Race is Race and callable(optanim.race)
    made = optanim.race(problem="beale", optimizers=["Adam"], steps=3)
    assert isinstance(made.race, Race)
