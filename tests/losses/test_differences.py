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
