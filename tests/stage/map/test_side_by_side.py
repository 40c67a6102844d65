"""Trails on one road lie beside each other, in its middle, and everywhere else where they are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.stage.draw.layout import Region
from optanim.stage.map.side_by_side import BACK, FULL, Lane, side_by_side

REGION, WIDTH = Region(0.0, 0.0, 800.0, 800.0, 1.0), 5.5  # in design pixels
SEEDS = st.integers(0, 10_000)


def striding(seed: int, steps: int = 6) -> np.ndarray:
    """A way (steps + 1, 2) of long steps in any direction."""
    random = np.random.default_rng(seed)
    turns = random.uniform(0.0, 2.0 * np.pi, steps)
    moves = np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    return 400.0 + np.cumsum(np.concatenate([[[0.0, 0.0]], 130.0 * moves]), axis=0)


def across(line: np.ndarray, start: np.ndarray, end: np.ndarray, share: float) -> np.ndarray:
    """How far to the left of the middle of a step a ``line`` (n, 2) crosses it, each time."""
    way = (end - start) / np.hypot(*(end - start))
    left, middle = np.array([-way[1], way[0]]), start + share * (end - start)
    along, beside = (line - middle) @ way, (line - middle) @ left
    cuts = np.flatnonzero(along[:-1] * along[1:] < 0.0)
    shares = along[cuts] / (along[cuts] - along[cuts + 1])
    return beside[cuts] + shares * (beside[cuts + 1] - beside[cuts])


def nearest(found: np.ndarray) -> float:
    return float(found[np.abs(found).argmin()])


@given(SEEDS, st.integers(2, 8))
def test_steps_that_coincide_are_drawn_beside_each_other(seed: int, count: int) -> None:
    """At one distance from each to the next, and round the middle of the road."""
    way = striding(seed, 1)
    lanes = side_by_side(REGION, [way] * count, WIDTH)
    beside = sorted(
        nearest(across(lane.whole, *way, 0.5)) for lane in lanes if isinstance(lane, Lane)
    )
    if count % 2:  # that in the middle has no need of a lane
        beside = sorted([*beside, 0.0])
    width = WIDTH * FULL / max(count - 1, FULL)
    assert np.allclose(beside, width * (np.arange(count) - (count - 1) / 2), atol=0.3)


@given(SEEDS, st.integers(2, 5), st.floats(0.02, 5.98))
def test_a_trail_ends_where_its_racer_is_and_is_nowhere_far_from_its_way(
    seed: int, count: int, step: float
) -> None:
    way = striding(seed)
    here = np.array([np.interp(step, range(len(way)), column) for column in way.T])
    for lane in side_by_side(REGION, [way] * count, WIDTH):
        if lane is None:
            continue
        line = lane.until(step, here)
        assert np.array_equal(line[-1], here) and np.allclose(line[0], way[0])
        true = np.concatenate([way[: int(step) + 1], here[None]])
        start, move = true[:-1], np.diff(true, axis=0)
        share = ((line[:, None] - start) * move).sum(axis=2) / (move**2).sum(axis=1)
        feet = start + np.clip(share, 0.0, 1.0)[..., None] * move
        off = np.linalg.norm(line[:, None] - feet, axis=2).min(axis=1)
        assert off.max() <= (count - 1) / 2 * WIDTH + 0.5


def test_a_trail_grows_without_a_jump() -> None:
    """Before its racer it comes back to the true way, evenly."""
    way = np.array([[100.0, 400.0], [700.0, 400.0]])
    lane, _ = side_by_side(REGION, [way, way], WIDTH)
    assert lane is not None
    before = None
    for share in np.arange(0.01, 0.9, 0.001):
        here = way[0] + share * (way[1] - way[0])
        line = lane.until(float(share), here)
        spot = here[0] - 0.5 * BACK
        height = np.interp(spot, line[:, 0], line[:, 1]) - 400.0
        if share > 0.2:
            assert np.isclose(abs(height), 0.25 * WIDTH, atol=0.1)
        known = np.interp(np.arange(101.0, here[0]), line[:, 0], line[:, 1])
        if before is not None:
            assert np.abs(known[: len(before)] - before).max() < 0.2
        before = known


def test_who_runs_alone_or_only_crosses_another_has_no_lane() -> None:
    first = np.array([[100.0, 100.0], [700.0, 700.0]])
    crossing, alone = np.array([[100.0, 700.0], [700.0, 100.0]]), first + np.array([300.0, 0.0])
    assert side_by_side(REGION, [first, crossing, alone], WIDTH) == [None] * 3
    still = np.full((5, 2), 400.0)
    assert side_by_side(REGION, [still, still], WIDTH) == [None] * 2


def test_who_takes_many_steps_lies_beside_who_takes_one() -> None:
    """Adam's first steps lead along RMSprop's first."""
    leap = np.array([[200.0, 200.0], [600.0, 600.0]])
    steps = np.linspace([200.0, 200.0], [400.0, 400.0], 11)
    one, other = side_by_side(REGION, [leap, steps], WIDTH)
    assert one is not None and other is not None
    beside = [nearest(across(lane.whole, *leap, 0.25)) for lane in (one, other)]
    assert np.allclose(np.sort(beside), [-0.5 * WIDTH, 0.5 * WIDTH], atol=0.3)
    assert abs(nearest(across(one.whole, *leap, 0.8))) < 0.1


@pytest.mark.parametrize("far", [1e4, 1e300])
def test_a_way_that_leaves_the_map_for_good_is_followed_as_far_as_it_is_near(far: float) -> None:
    way = np.array([[100.0, 400.0], [700.0, 400.0], [700.0, 100.0], [far, far], [far, -far]])
    lanes = side_by_side(REGION, [way, way], WIDTH)
    for lane in lanes:
        assert lane is not None and lane.steps[-1] == 2.0
        assert np.allclose(lane.whole[-1], way[2]) and np.isfinite(lane.whole).all()
