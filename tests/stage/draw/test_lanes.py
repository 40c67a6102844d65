"""Ways that share a road keep to lanes of their own, and cross it nowhere."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optanim.stage.draw.lanes import lanes

TURNS = st.floats(0.0, 2.0 * np.pi)


def arc(start: float, bend: float, count: int = 60) -> np.ndarray:
    """A way (n, 2) on the unit circle."""
    angles = start + np.linspace(0.0, bend, count)
    return np.stack([np.cos(angles), np.sin(angles)], axis=-1)


def moved(way: np.ndarray, lane: np.ndarray) -> np.ndarray:
    """``way`` (n, 2) beside itself, by ``lane`` (n,) hundredths to its left."""
    along = np.gradient(way, axis=0)
    along /= np.hypot(*along.T)[:, None]
    return way + 0.01 * lane[:, None] * np.stack([-along[:, 1], along[:, 0]], axis=-1)


@given(TURNS, st.floats(0.1, 0.9 * np.pi), st.lists(st.booleans(), min_size=2, max_size=4))
def test_on_a_bend_each_keeps_its_lane(start: float, bend: float, back: list[bool]) -> None:
    """Whichever way each runs, on lanes one width apart, round the middle of the road."""
    ways = [arc(start, bend)[:: -1 if turned else 1] for turned in back]
    beside = [moved(way, lane) for way, lane in zip(ways, lanes(ways, 0.01), strict=True)]
    radii = np.array([np.hypot(*way.T) for way in beside])
    assert np.allclose(radii, radii[:, :1], atol=2e-4)
    expected = 0.01 * (np.arange(len(ways)) - (len(ways) - 1) / 2)
    assert np.allclose(np.sort(radii[:, 0] - 1.0), expected, atol=2e-4)
    order = np.argsort(radii[:, 0])
    assert order.tolist() in (sorted(order), sorted(order, reverse=True))


@given(TURNS)
def test_who_runs_alone_keeps_to_its_own_way(start: float) -> None:
    """And who leaves a shared road comes back to it, little by little."""
    first = arc(start, 1.0)
    second = first * np.linspace(1.0, 1.05, len(first))[:, None]
    near = lanes([first, second, 3.0 * first], 0.02)
    assert (near[2] == 0.0).all()
    assert np.isclose(abs(near[0][0] - near[1][0]), 1.0)
    assert near[0][-1] == near[1][-1] == 0.0
    assert max(np.abs(np.diff(lane)).max() for lane in near) < 0.2
    assert [lane.tolist() for lane in lanes([first[:1], first[:1]], 0.02)] == [[0.0], [0.0]]
