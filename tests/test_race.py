"""What a race puts on one map."""

from __future__ import annotations

import numpy as np

from optanim.optimizer import make
from optanim.problem import article
from optanim.race import Race


def inside(window, points: np.ndarray) -> np.ndarray:
    low, high = np.array([window.intercept, window.slope]).T
    return ((points >= low) & (points <= high)).all(axis=1)


def test_the_window_holds_every_run_that_converges(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    race = Race.of(article(), [make(name) for name in ("GD", "Momentum", "Adam")], steps=40)
    for run in race.runs.values():
        assert inside(race.window, run.params).all()
        assert inside(race.window, run.params[:-1] - 0.1 * run.gradients[:-1]).all()


def test_a_run_that_diverges_leaves_the_window(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    race = Race.of(article(), [make("GD", lr=0.13), make("Adam", lr=0.13)], steps=100)
    gone = ~inside(race.window, race.runs["GD"].params)
    assert gone[-1] and not gone[:3].any()
    assert race.window.slope[1] - race.window.slope[0] < 50.0
    assert inside(race.window, race.problem.start[None]).all()
    assert inside(race.window, race.problem.minimizer[None]).all()
