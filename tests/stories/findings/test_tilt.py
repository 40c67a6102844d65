"""Detectors of the line's tilt and height, against loops of their own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.optimizers.optimizer import make
from optanim.runs.problem import article
from optanim.runs.run import Run
from optanim.runs.tracing import trace
from optanim.runs.trajectory import Trajectory
from optanim.stories.findings import tilt
from tests.references import adam_averages, article_loop, design


def walked(name: str, steps: int = 180, **keywords: float) -> Trajectory:
    return trace(Run(article(), make(name, **keywords), steps=steps))


def by_hand(name: str, steps: int = 180) -> np.ndarray:
    """Parameters (steps + 1, 2) of GD or Adam at lr 0.1, by loops outside the project."""
    return article_loop("GD", steps).params if name == "GD" else adam_averages(steps)[1]


def test_gradient_descent_tilts_past_the_points_at_its_first_step() -> None:
    finding = tilt.tilts_past(walked("GD"))
    slope = by_hand("GD")[1, 1]
    assert finding.step == 1 and slope < 0
    assert finding.values["slope"] == pytest.approx(slope)
    assert finding.values["beyond"] == pytest.approx(2.0 - slope, abs=1e-3)


def test_runs_that_come_from_one_side_do_not_tilt_past() -> None:
    assert tilt.tilts_past(walked("GD", lr=0.01)) is None
    assert tilt.tilts_past(walked("Adam")) is None


@pytest.mark.parametrize(
    ("name", "rule", "first"), [("GD", "tilt_close", 1), ("Adam", "height_close", 0)]
)
def test_one_brings_the_tilt_close_first_the_other_the_height(
    name: str, rule: str, first: int
) -> None:
    finding = tilt.close_first(walked(name))
    left = np.abs(by_hand(name) - [-2.0, 2.0]) / [4.0, 7.0]
    step = next(k for k in range(181) if (left[k:, first] <= 0.1).all())
    assert (finding.name, finding.step, finding.racer) == (rule, step, name)
    assert left[step, 1 - first] > 0.1
    assert finding.values["reach"] == pytest.approx([0.4, 0.7][first], abs=1e-3)
    assert finding.values["left"] == pytest.approx(left[step, 1 - first], abs=1e-3)


def test_nothing_comes_close_in_a_walk_that_is_too_short() -> None:
    assert tilt.close_first(walked("Adam", steps=5)) is None
    assert tilt.fits(walked("Adam", steps=5)) is None


def test_the_line_fits_from_where_the_loss_stays_low() -> None:
    finding = tilt.fits(walked("GD"))
    away = by_hand("GD") - [-2.0, 2.0]
    misses = np.mean((away @ design().T) ** 2, axis=1)
    assert finding.name == "fits"
    assert finding.step == next(k for k in range(181) if (misses[k:] < 1e-3).all())
