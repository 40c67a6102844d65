"""The same runs from another start and over fewer steps."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import surface
from optanim.studies.outlook import MARGIN, around_rows
from optanim.studies.racing import Race
from optanim.studies.starting import until


@pytest.fixture
def race() -> Race:
    return Race.of(surface("saddle"), [make("GD", lr=0.05), make("Adam", lr=0.05)], 20)


def test_fewer_steps_of_some_are_the_first_of_the_same(race: Race) -> None:
    short = until(race, 7, "Adam")
    assert [*short.trajectories] == ["Adam"] and short.steps == 7
    whole, part = (each.trajectories["Adam"].params for each in (race, short))
    assert np.array_equal(part, whole[:8])


def test_a_window_around_late_rows_holds_them_and_not_the_start(race: Race) -> None:
    rows = np.concatenate([t.params[15:] for t in race.trajectories.values()])
    window = around_rows(race.trajectories.values(), 15)
    low, high = window.corners
    assert window.holds(rows).all() and not window.holds(race.problem.start[None]).any()
    assert np.allclose(rows.min(axis=0) - low, MARGIN * np.ptp(rows, axis=0))
    assert np.allclose(high - rows.max(axis=0), MARGIN * np.ptp(rows, axis=0))
