"""Projection and boxes, by similar triangles and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.raster import Box, View
from tests.raster.scene import above, rotation

NUMBER = st.floats(-3.0, 3.0)


@given(x=NUMBER, y=NUMBER, z=NUMBER, zoom=st.floats(0.2, 4.0))
def test_seen_from_above_points_spread_with_their_nearness(x, y, z, zoom) -> None:
    view = View(rotation(0.0, -np.pi / 2), np.zeros(3), 12.0, zoom, (8.0, 4.0), (800, 400))
    column, row, nearness = view.project(np.array([x, y, z]))
    larger = zoom * 12.0 / (12.0 - z) * 100.0
    assert (column, row) == (pytest.approx(400 + x * larger), pytest.approx(200 - y * larger))
    assert nearness == pytest.approx(1.0 / (12.0 - z))


def test_the_eye_is_where_the_line_of_sight_leads() -> None:
    view = View(rotation(0.9, 0.4), np.array([1.0, 2.0, 3.0]), 5.0, 1.0, (8.0, 6.0), (80, 60))
    assert np.hypot(*(view.eye - view.center)[:2]) == pytest.approx(5.0 * np.sin(0.9))
    assert view.eye[2] == pytest.approx(3.0 + 5.0 * np.cos(0.9))
    between = view.center + np.linspace(0, 0.9, 5)[:, None] * (view.eye - view.center)
    assert np.allclose(view.project(between)[:, :2], [40.0, 30.0])


def test_beside_and_behind_the_eye_nothing_is_near() -> None:
    nearness = above(focal=2.0).project(np.array([[1, 1, 1.0], [1, 1, 2.0], [1, 1, 3.0]]))[:, 2]
    assert nearness[0] == 1.0 and np.isinf(nearness[1]) and nearness[2] < 0.0


@given(u=st.floats(-1.0, 2.0), v=st.floats(-1.0, 2.0))
def test_the_foot_of_a_point_on_the_base_is_found_again(u: float, v: float) -> None:
    box = Box(np.array([1.0, 2.0, 3.0]), np.array([[2.0, 1.0, 0], [-1.0, 3.0, 0], [0, 0, 0.5]]))
    point = box.place(np.array([u, v, 0.7]))
    assert np.allclose(box.above(point), [u, v], atol=1e-9)


def test_corners_run_with_u_slowest() -> None:
    corners = Box(np.zeros(3), np.diag([1.0, 2.0, 3.0])).corners
    assert corners[[0, 1, 2, 4, 7]].tolist() == [
        [0, 0, 0], [0, 0, 3], [0, 2, 0], [1, 0, 0], [1, 2, 3],
    ]  # fmt: skip
