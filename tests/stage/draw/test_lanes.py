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
    along /= np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    return way + 0.01 * lane[:, None] * np.stack([-along[:, 1], along[:, 0]], axis=-1)


@given(TURNS, st.floats(0.1, 0.9 * np.pi), st.lists(st.booleans(), min_size=2, max_size=4))
def test_on_a_bend_each_keeps_its_lane(start: float, bend: float, back: list[bool]) -> None:
    """Whichever way each runs, on lanes one width apart, round the middle of the road.

    But for its start, where it is on its own way still.
    """
    ways = [arc(start, bend)[:: -1 if turned else 1] for turned in back]
    aside = lanes(ways, 0.01, ramp=0.2 * bend)
    assert np.allclose([lane[0] for lane in aside], 0.0)
    beside = [moved(way, lane) for way, lane in zip(ways, aside, strict=True)]
    radii = np.array([np.hypot(*way.T)[24:-24] for way in beside])
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
    near = lanes([first, second, 3.0 * first], 0.02, ramp=0.1)
    assert (near[2] == 0.0).all()
    assert np.isclose(abs(near[0] - near[1]).max(), 1.0)
    assert np.allclose([lane[[0, -1]] for lane in near], 0.0)
    slowest = 1.0 / (0.05 / (1.0 / 59))  # a width on half a ramp, in a point's way
    assert max(np.abs(np.diff(lane)).max() for lane in near) < slowest
    lanes_of_points = lanes([first[:1], first[:1]], 0.02, ramp=0.1)
    assert [lane.tolist() for lane in lanes_of_points] == [[0.0], [0.0]]


@given(TURNS, st.floats(0.1, 3.0))
def test_where_both_turn_back_they_meet(turn: float, length: float) -> None:
    """At the true place; on the way there and back they are side by side."""
    there = np.linspace(0.0, length, 80)[:, None] * [np.cos(turn), np.sin(turn)]
    way = np.concatenate([there, there[-2::-1]])
    first, second = lanes([way, way], 0.01, ramp=0.2 * length)
    assert abs(first[79]) < 0.1 and abs(second[79]) < 0.1
    assert np.allclose(np.abs(first - second)[[40, -40]], 1.0)
    beside = [moved(way, lane) for lane in (first, second)]
    assert np.allclose(beside[0][40], beside[0][-41], atol=1e-6)


def test_round_a_valley_lanes_are_kept_however_often_one_has_turned_back_before() -> None:
    """Zigzags have no lanes; a road that goes on, once down and once up, keeps its own."""
    valley = arc(1.15 * np.pi, 0.7 * np.pi, 400)
    swings = np.array([[(-1.0) ** k * 0.3 - 1.0, 1.0 - 0.05 * k] for k in range(20)])
    fine = np.linspace(0.0, 19.0, 400)
    zigzag = np.stack([np.interp(fine, np.arange(20), column) for column in swings.T], axis=-1)
    way = np.concatenate([zigzag, valley])
    first, second = lanes([way, way], 0.01, ramp=0.1)
    inner = slice(480, 760)
    assert np.allclose(np.abs(first - second)[inner], 1.0, atol=1e-3)
