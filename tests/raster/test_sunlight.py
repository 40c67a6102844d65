"""Shadows and open sky against rays that are followed in small steps, at 200 points."""

from __future__ import annotations

import numpy as np

from optanim.raster.sunlight import PENUMBRA, horizon, openness, sunlit

SUN = np.array([-0.6, 0.5, 0.3]) / np.linalg.norm([-0.6, 0.5, 0.3])


def knots(count: int) -> np.ndarray:
    """Uneven places from -4 to 4, the finest in the middle."""
    even = np.linspace(-1.0, 1.0, count)
    return 2.0 * even + 2.0 * even**3


X, Y = knots(121), knots(113)


def hills(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return 0.9 * np.exp(-((x - 0.4) ** 2 + 2 * y**2)) + 0.25 * np.sin(2.1 * x) * np.cos(1.7 * y)


HEIGHTS = hills(*np.meshgrid(X, Y))


def points() -> list[tuple[int, int]]:
    random = np.random.default_rng(4)
    return list(zip(random.integers(5, 108, 200), random.integers(5, 116, 200), strict=True))


def above(j: int, i: int, direction: np.ndarray, far: float) -> tuple[np.ndarray, np.ndarray]:
    """Distances, and how high the ground lies there over the vertex, along a level direction."""
    away = np.linspace(0.02, far, 4000)
    x, y = X[i] + away * direction[0], Y[j] + away * direction[1]
    inside = (np.abs(x) <= 4.0) & (np.abs(y) <= 4.0)
    return away[inside], hills(x[inside], y[inside]) - HEIGHTS[j, i]


def test_shadows_lie_where_the_ground_hides_the_sun() -> None:
    """By the share of a sun whose edge is soft; where it is clear, exactly."""
    flat = np.hypot(*SUN[:2])
    seen = sunlit(horizon(X, Y, HEIGHTS, *(SUN[:2] / flat)), SUN[2] / flat)
    expected = []
    for j, i in points():
        away, rise = above(j, i, SUN[:2] / flat, 8.0)
        over = (rise - away * SUN[2] / flat) / away
        share = np.clip(0.5 - over.max(initial=-1.0) / PENUMBRA, 0.0, 1.0)
        expected.append(3 * share**2 - 2 * share**3)
    found, wanted = np.array([seen[p] for p in points()]), np.array(expected)
    assert 20 < (wanted == 0).sum() < 180 and (wanted == 1).sum() > 20
    assert np.abs(found - wanted).mean() < 0.02
    assert np.mean(np.abs(found - wanted) > 0.2) < 0.04


def test_the_edge_of_a_shadow_does_not_ripple() -> None:
    """Behind a long ridge it is as straight as the ridge, though the light comes aslant."""
    x, y = np.linspace(-4.0, 4.0, 121), np.linspace(-4.0, 4.0, 113)
    ridge = np.exp(-4.0 * (x + 1.0) ** 2) * np.ones((113, 1))
    seen = sunlit(horizon(x, y, ridge, -0.8, 0.6), 0.3)[:80]
    edge = np.abs(seen - 0.5) < 0.4
    assert edge.any() and np.ptp(seen, axis=0).max() < 0.03


def test_the_open_sky_is_what_the_horizon_leaves() -> None:
    reach = 3.0
    seen, errors = openness(X, Y, HEIGHTS, reach), []
    for j, i in points():
        shares = []
        for angle in np.linspace(0, 2 * np.pi, 64, endpoint=False):
            away, rise = above(j, i, np.array([np.cos(angle), np.sin(angle)]), reach)
            steepest = max((rise / away).max(initial=0.0), 0.0)
            shares.append(np.cos(np.arctan(steepest)) ** 2)
        errors.append(seen[j, i] - np.mean(shares))
    assert np.abs(errors).max() < 0.08 and np.abs(errors).mean() < 0.015


def test_a_plain_lies_open_in_the_sun_and_holes_cast_no_shadow() -> None:
    flat = np.zeros_like(HEIGHTS)
    flat[40:50, 40:50] = np.nan
    assert (sunlit(horizon(X, Y, flat, 0.6, 0.8), 0.1) == 1.0).all()
    assert (openness(X, Y, flat, 3.0) == 1.0).all()
