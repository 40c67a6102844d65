"""How a race is shown: what is given stays, what is left open is found for the race."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.optimizers.optimizer import make
from optanim.race_file.model import RaceModel
from optanim.race_file.presentation import FEW, MANY, Presentation
from optanim.runs.problem import article, surface
from optanim.studies.racing import Race


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)


def race(problem, lr: float = 0.01) -> Race:
    return Race.of(problem, [make("GD", lr=lr), make("Adam", lr=lr)], 5)


def test_what_is_given_is_never_overwritten() -> None:
    window = Window((-3.0, 3.0), (-1.0, 4.0))
    given = Presentation(view="map", window=window, height_scale="none", levels=(1.0, 2.0), lines=3)
    assert given.settled(race(surface("rosenbrock"))) is not given
    settled = given.settled(race(surface("rosenbrock")))
    for field in dataclasses.fields(Presentation):
        assert getattr(settled, field.name) == getattr(given, field.name)
    assert settled.heights == {"kind": "none", "levels": (1.0, 2.0), "lines": 3}


def test_the_window_of_what_is_left_open_holds_every_step() -> None:
    run = race(article(), 0.1)
    settled = Presentation().settled(run)
    for trajectory in run.trajectories.values():
        assert settled.window.holds(trajectory.params).all()
    assert settled.window.holds(np.array(article().minimizer)).all()


@pytest.mark.parametrize(
    ("problem", "scale"),
    [(article(), "sqrt"), (surface("saddle"), "none"), (surface("rosenbrock"), "log1p")],
    ids=lambda value: getattr(value, "name", value),
)
def test_data_are_drawn_by_the_root_and_surfaces_by_what_suits_them(problem, scale) -> None:
    """The saddle's losses span from -4 to 4, Rosenbrock's four orders of magnitude."""
    assert Presentation().settled(race(problem)).height_scale == scale


def test_a_wavy_loss_has_few_level_lines() -> None:
    assert Presentation().settled(race(surface("rastrigin"))).lines == FEW
    assert Presentation().settled(race(surface("quadratic"))).lines == MANY


def test_a_race_file_has_the_defaults_of_the_record() -> None:
    model = RaceModel(racers=({"optimizer": "GD"},))
    for name in ("view", "fair", "tolerance", "seconds", "levels", "window"):
        assert getattr(model, name) == getattr(Presentation(), name)
