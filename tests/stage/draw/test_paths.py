"""Point arrays: where their corners are, and what they enclose."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.look.shapes import SPARE, outline
from optanim.stage.draw.paths import arrow, dashes, polygon, polyline

COORDINATE = st.floats(-5, 5)


def test_polyline_passes_through_its_corners_on_straight_segments() -> None:
    corners = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 6.0]])
    points = polyline(corners)
    assert points.shape == (8, 3)
    assert np.allclose(points[[0, 3, 7], :2], corners)
    assert np.allclose(points[5, :2], [3.0, 2.0])
    assert polyline(corners[:1]).shape == (0, 3)


def test_polygon_closes() -> None:
    points = polygon(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]))
    assert np.allclose(points[0], points[-1]) and len(points) == 12


@given(x=COORDINATE, y=COORDINATE, dx=COORDINATE, dy=COORDINATE)
def test_an_arrow_starts_at_its_tail_and_ends_at_its_tip(x, y, dx, dy) -> None:
    tail, vector = np.array([x, y]), np.array([dx, dy])
    points = arrow(tail, vector, width=0.05)
    assert points.shape == (28, 3)
    length = np.hypot(dx, dy)
    along = (points[:, :2] - tail) @ (vector / length) if length > 0 else np.zeros(28)
    assert along.max() == pytest.approx(length, abs=1e-9)
    assert along.min() == pytest.approx(0.0, abs=1e-9)
    if length > 0:
        tip = points[np.argmax(along), :2]
        assert np.allclose(tip, tail + vector, atol=1e-9)


def test_dashes_are_even_and_end_on_a_whole_one() -> None:
    points = dashes(np.array([[0.0, 0.0], [4.0, 0.0], [4.0, 3.0]]), dash=0.5, gap=0.25)
    pieces = points.reshape(-1, 4, 3)
    lengths = np.hypot(*(pieces[:, 3, :2] - pieces[:, 0, :2]).T)
    assert lengths.sum() == pytest.approx(0.5 * 10, rel=0.1)
    assert np.allclose(points[-1, :2], [4.0, 3.0])
    assert dashes(np.zeros((2, 2)), 0.5, 0.25).shape == (0, 3)


@pytest.mark.parametrize("shape", SPARE)
def test_heads_balance_on_their_point_and_hold_a_disc(shape: tuple) -> None:
    """Equal areas, the centroid at the origin, and a flat core of 7 px radius in the head."""
    from optanim.stage.draw.marks import HEAD

    x, y = outline(shape).T
    cross = x * np.roll(y, -1) - y * np.roll(x, -1)
    area = cross.sum() / 2
    centroid = [((v + np.roll(v, -1)) * cross).sum() / (6 * area) for v in (x, y)]
    assert abs(area) == pytest.approx(np.pi) and np.allclose(centroid, 0.0, atol=1e-12)
    if shape in SPARE[:4]:
        ends = np.stack([np.roll(x, -1), np.roll(y, -1)])
        sides = np.hypot(*(ends - np.stack([x, y])))
        assert HEAD * np.min(np.abs(cross) / sides) >= 7.0
