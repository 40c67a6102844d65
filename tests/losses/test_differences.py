"""Slopes by differences are those of the formula, also close beside a kink."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.losses.differences import slopes


def larger(params: np.ndarray) -> np.ndarray:
    """The larger of x² and y²: kinks on both diagonals."""
    return np.max(params**2, axis=-1)


@pytest.mark.parametrize("y", [1.0, 1e-1, 1e-3, 1e-5])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_the_other_branch_is_not_taken_for_this_one(y: float, share: float) -> None:
    slope, error = slopes(larger, np.array([[share * y, y]]))
    assert np.all(np.abs(slope - [0.0, 2.0 * y]) <= 16.0 * error)
    assert np.all(error < 1e-3 * y)


@pytest.mark.parametrize("x", [3e-4, 2e-8, 3e-10, 2e-11, 1e-14])
@pytest.mark.parametrize("share", [0.6, 1.0])
def test_close_to_where_two_parabolas_meet_the_one_that_is_higher_slopes(x, share) -> None:
    """Both slopes are next to nothing there, and the kink lies within the step."""
    slope, error = slopes(larger, np.array([[x, share * x]]))
    assert np.all(np.abs(slope - [2.0 * x, 0.0]) <= 16.0 * error)
    assert np.all(16.0 * error < max(4.1 * x, 3e-9))
