"""Rectangles of the parameter plane."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base.window import Window

POINTS = st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 2), min_size=1, max_size=20).map(np.array)


@given(points=POINTS, margin=st.floats(0.0, 2.0))
def test_a_window_around_points_holds_them_with_its_margin(points, margin: float) -> None:
    window = Window.around(points, margin)
    low, high = window.corners
    rounding = 1e-9 * (1.0 + np.abs(points).max())
    assert (points >= low - rounding).all() and (points <= high + rounding).all()
    size = np.ptp(points, axis=0)
    expected = np.where(size > 0, size, size.max() or 1.0) * (1 + 2 * margin)
    assert np.allclose(high - low, expected, rtol=1e-9, atol=rounding)


def test_holding_counts_the_edges() -> None:
    window = Window((-1.0, 2.0), (0.0, 1.0))
    points = np.array([[-1.0, 0.0], [2.0, 1.0], [2.1, 0.5], [0.0, -0.1], [np.nan, 0.5]])
    assert window.holds(points).tolist() == [True, True, False, False, False]
    assert window.holds(np.array([0.0, 0.5]))


@given(aspect=st.floats(0.1, 10.0), width=st.floats(0.1, 100.0), height=st.floats(0.1, 100.0))
def test_shaping_only_ever_grows_one_side(aspect: float, width: float, height: float) -> None:
    window = Window((3.0, 3.0 + width), (-1.0, -1.0 + height))
    shaped = window.shaped(aspect)
    assert shaped.aspect == pytest.approx(aspect)
    assert np.allclose(shaped.corners.mean(axis=0), window.corners.mean(axis=0))
    sizes = np.diff(shaped.corners, axis=0)[0] / (width, height)
    assert sizes.min() == pytest.approx(1.0) and sizes.max() >= 1.0 - 1e-12
    assert window.spans(("x", "y")) == {"x": [3.0, 3.0 + width], "y": [-1.0, -1.0 + height]}
