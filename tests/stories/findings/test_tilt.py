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


def test_gradient_descent_brings_the_tilt_close_before_the_height() -> None:
    finding = tilt.tilt_close(walked("GD"))
    left = np.abs(by_hand("GD") - [-2.0, 2.0]) / [4.0, 7.0]
    step = next(k for k in range(181) if (left[k:, 1] <= 0.1).all())
    assert (finding.step, finding.racer) == (step, "GD") and left[step, 0] > 0.1
    assert finding.values["left"] == pytest.approx(left[step, 0], abs=1e-3)
    assert tilt.tilt_close(walked("Adam")) is None


def test_adams_height_is_right_first_and_goes_past() -> None:
    """Up to then it has moved both about as far, so that the shorter way is done first."""
    finding, rows = tilt.height_past(walked("Adam")), by_hand("Adam")
    step = next(k for k in range(181) if rows[k, 0] < -2.0005)
    assert (finding.name, finding.step, finding.racer) == ("height_past", step, "Adam")
    moved = np.abs(np.diff(rows[: step + 1], axis=0)).sum(axis=0)
    assert 0.8 < moved[0] / moved[1] < 1.0
    assert finding.values["left"] == pytest.approx((rows[step, 1] - 2.0) / 7.0, abs=1e-3)
    assert tilt.height_past(walked("GD")) is None  # its tilt is past its best at the first step
    assert tilt.height_past(walked("RMSprop", lr=0.01)) is None  # never past


def test_the_first_step_of_gradient_descent_is_mostly_tilt() -> None:
    (a, b), share = np.diff(by_hand("GD")[:2], axis=0)[0], tilt.mostly_tilt(walked("GD"))
    assert share.values["share"] == pytest.approx(abs(b) / np.hypot(a, b))
    assert tilt.mostly_tilt(walked("Adam")) is None


def test_nothing_comes_close_in_a_walk_that_is_too_short() -> None:
    short = walked("Adam", steps=5)
    assert tilt.tilt_close(short) is tilt.height_past(short) is tilt.fits(short) is None


def test_the_line_fits_from_where_the_loss_stays_low() -> None:
    finding = tilt.fits(walked("GD"))
    away = by_hand("GD") - [-2.0, 2.0]
    misses = np.mean((away @ design().T) ** 2, axis=1)
    assert finding.name == "fits"
    assert finding.step == next(k for k in range(181) if (misses[k:] < 1e-3).all())
