"""Heads that would hide one another are set out, by bounded and smooth ways, and nobody else is."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import HEAD, RIM
from optanim.stage.map.spread import APART, CLEAR, EARLY, REACH, SMALLER, Spread, spread

REGION = Region(0.0, 0.0, 900.0, 800.0, 1.0)  # in design pixels
WHOLE = HEAD + RIM
SMALL = SMALLER * WHOLE  # of a head that is set out
COUNTS, SEEDS = st.integers(2, 8), st.integers(0, 10_000)


def wandering(seed: int, count: int, steps: int = 40) -> list[np.ndarray]:
    """Ways (steps + 1, 2) from one place, of steps long and short; the last third at one place."""
    random = np.random.default_rng(seed)
    ways = []
    for _ in range(count):
        stride = 10.0 ** random.uniform(0.0, 2.0)
        way = np.cumsum(random.normal(0.0, stride, (steps + 1, 2)), axis=0)
        way += [450.0, 400.0] - way[0]
        way[-steps // 3 :] = np.array([300.0, 500.0]) + random.uniform(-1.0, 1.0, 2)
        ways.append(np.clip(way, 150.0, 650.0))
    return ways


def reach_of(count: int) -> float:
    """The farthest that ``count`` heads have to go so as to stand in a circle."""
    return max(REACH, APART / (2.0 * np.sin(np.pi / count)))


def at(way: np.ndarray, step: float) -> np.ndarray:
    return np.array([np.interp(step, np.arange(len(way)), column) for column in way.T] + [0.0])


def heads(spreads: list[Spread], ways: list[np.ndarray], step: float) -> np.ndarray:
    """Where (n, 3) all heads are."""
    return np.array([
        each.place(step, at(way, step)) for each, way in zip(spreads, ways, strict=True)
    ])  # fmt: skip


def least_gap(places: np.ndarray) -> float:
    return min(float(np.hypot(*(a - b)[:2])) for a, b in combinations(places, 2))


@given(SEEDS, COUNTS)
def test_no_head_covers_another_where_all_are_at_one_place(seed: int, count: int) -> None:
    """At the start and at the end; and each of them leaves that place free."""
    ways = wandering(seed, count)
    spreads = spread(REGION, ways)
    for step in (0.0, 36.0, 40.0):
        places = heads(spreads, ways, step)
        assert least_gap(places) > 2.0 * SMALL
        away = places - np.array([at(way, step) for way in ways])
        assert np.hypot(*away[:, :2].T).min() >= REACH - 1e-9


@given(SEEDS, COUNTS)
def test_heads_are_set_out_by_so_much_at_most_and_smoothly(seed: int, count: int) -> None:
    """Within a hundredth of the time that a walk takes for its first steps, by a pixel or two."""
    ways = wandering(seed, count)
    spreads = spread(REGION, ways)
    steps = EARLY * np.expm1(np.arange(0.0, np.log1p(40.0 / EARLY), 0.001))
    away = np.array([
        heads(spreads, ways, step) - np.array([at(way, step) for way in ways]) for step in steps
    ])[..., :2]  # fmt: skip
    far, moved = np.linalg.norm(away, axis=-1), np.linalg.norm(np.diff(away, axis=0), axis=-1)
    assert far.max() <= reach_of(count) + 1e-9
    assert moved.max() <= 0.04 * reach_of(count)


@given(SEEDS, COUNTS)
def test_who_is_alone_stays_at_its_place(seed: int, count: int) -> None:
    random = np.random.default_rng(seed)
    ways = [
        np.stack([random.uniform(50.0, 850.0, 20), np.full(20, 90.0 * k + 60.0)], axis=-1)
        for k in range(count)
    ]
    for step in np.arange(0.0, 19.1, 0.25):
        for each, way in zip(spread(REGION, ways), ways, strict=True):
            here = at(way, float(step))
            assert each.place(float(step), here) is here


def test_who_set_off_together_may_stand_together_until_they_have_been_apart() -> None:
    first = np.repeat([[400.0, 400.0], [400.0, 400.0], [500.0, 300.0]], 40, axis=0)
    second = np.repeat([[400.0, 400.0], [700.0, 400.0], [500.0, 300.0]], 40, axis=0)
    fanned, stacked = (spread(REGION, [first, second], from_start=yes) for yes in (True, False))
    for step, apart in ((2.0, (True, False)), (60.0, (False, False)), (115.0, (True, True))):
        for spreads, out in zip((fanned, stacked), apart, strict=True):
            off = heads(spreads, [first, second], step)[:, :2] - [
                first[int(step)],
                second[int(step)],
            ]
            assert (np.hypot(*off.T) > HEAD).all() if out else (off == 0.0).all(), step


def test_one_on_its_own_stays_at_its_place() -> None:
    (alone,) = spread(REGION, [np.full((5, 2), 400.0)])
    here = np.array([400.0, 400.0, 0.0])
    assert alone.place(2.0, here) is here


def test_two_that_pass_each_other_are_left_where_they_are() -> None:
    first = np.stack([np.arange(30) * 30.0, np.full(30, 400.0)], axis=-1)
    second = np.stack([870.0 - np.arange(30) * 30.0, np.full(30, 400.0)], axis=-1)
    assert np.abs(first - second)[14:16].min() < CLEAR
    for each in spread(REGION, [first, second]):
        assert not each.reach.any()


@given(st.floats(0.0, 900.0), st.floats(0.0, 800.0), COUNTS)
def test_all_heads_stand_on_the_map_also_at_its_edge(x: float, y: float, count: int) -> None:
    ways = [np.full((5, 2), [x, y]) for _ in range(count)]
    places = heads(spread(REGION, ways), ways, 2.0)[:, :2]
    inner = REGION.inset(WHOLE - 1e-6)
    assert (places >= inner.low).all() and (places <= inner.high).all()
    assert least_gap(places) > 2.0 * SMALL


@pytest.mark.parametrize("count", [1, 4])
def test_a_control_keeps_its_place_and_others_stand_around_it(count: int) -> None:
    ways = [np.full((5, 2), 400.0) for _ in range(count + 1)]
    spreads = spread(REGION, ways[:count], ways[count:])
    assert len(spreads) == count
    places = heads(spreads, ways[:count], 1.0)[:, :2]
    assert np.hypot(*(places - 400.0).T).min() > WHOLE + SMALL


def test_heads_are_smaller_only_where_they_are_set_out() -> None:
    here, apart = np.full((40, 2), 400.0), np.full((40, 2), 100.0)
    both = spread(REGION, [here, here])
    assert [each.size(3.0) for each in both] == [SMALLER, SMALLER]
    assert [each.size(3.0) for each in spread(REGION, [here, apart])] == [1.0, 1.0]


def test_who_leaves_the_map_drives_nobody_from_its_place() -> None:
    """Also where two have gone beyond all bounds, and where one's steps have ended."""
    gone = np.stack([np.full(9, 450.0), 790.0 + 10.0 ** np.arange(9) ** 1.7], axis=-1)
    here = np.array([[450.0, 700.0], [450.0, 820.0]])
    for each in spread(REGION, [gone, gone.copy(), here]):
        assert np.isfinite(each.reach).all() and each.reach[-1] == 0.0


def test_those_long_together_stand_as_they_lie_next_to_each_other() -> None:
    """So that the lines to them do not cross."""
    right, left = np.full((9, 2), 400.0), np.full((9, 2), [390.0, 400.0])
    for ways in ([right, left], [left, right]):
        places = heads(spread(REGION, ways), ways, 4.0)
        order = np.argsort([way[0, 0] for way in ways])
        assert np.diff(places[order, 0])[0] > 2.0 * REACH
