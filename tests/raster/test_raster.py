"""The rasteriser against a slow ray caster, against analytic surfaces, and against itself."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from optanim.raster import Box, HeightField, IsoLines, Light, Marker, Painter, Pen, View
from tests.raster.scene import CLEAR, even, rotation

SIZE = (320, 240)
LIGHT = Light()
BOX = Box(np.array([-2.0, -2.0, -0.5]), np.diag([4.0, 4.0, 1.5]))
NO_LINES = IsoLines.none()
FIELDS: dict[str, Callable] = {
    "plane": lambda u, v: 0.2 + 0.5 * u + 0.2 * v,
    "paraboloid": lambda u, v: 2.0 * ((u - 0.5) ** 2 + (v - 0.4) ** 2),
    "sine": lambda u, v: 0.5 + 0.4 * np.sin(7.0 * u) * np.cos(6.0 * v),
}


def view(phi: float, theta: float, zoom: float = 1.0, size: tuple[int, int] = SIZE) -> View:
    return View(rotation(phi, theta), np.zeros(3), 12.0, zoom, (8.0, 6.0), size)


def field(function: Callable, n: int = 121) -> HeightField:
    u, v = np.meshgrid(np.linspace(0, 1, n), np.linspace(0, 1, n))
    return even(function(u, v), np.full((n, n, 3), 0.5))


def drawn(painter: Painter, surface: HeightField, seen: View, opacity: float = 1.0) -> np.ndarray:
    image = np.zeros((seen.size[1], seen.size[0], 4), np.uint8)
    painter.surface(image, seen, surface, BOX, LIGHT, NO_LINES, CLEAR, opacity)
    return image


def cast(function: Callable, seen: View) -> np.ndarray:
    """Nearness of the surface at every pixel's middle, 0 where a ray misses it.

    Each ray is followed in small steps through the box until it crosses the surface; the
    crossing is then halved down.
    """
    width, height = seen.size
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    flat = (np.stack([x, y], -1) - np.array(seen.size) / 2) / seen.scale
    on_plane = flat @ seen.rotation[:2] + seen.center
    way = on_plane - seen.eye

    def above(t: np.ndarray, way: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        places = (seen.eye + t[..., None] * way - BOX.origin) / np.diag(BOX.axes)
        u, v, h = np.moveaxis(places, -1, 0)
        return h - function(u, v), (u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)

    hit = np.full(x.shape, np.nan)
    steps = np.linspace(0.7, 1.3, 300)
    last, last_in = above(np.full(x.shape, steps[0]), way)
    for start, stop in pairwise(steps):
        now, inside = above(np.full(x.shape, stop), way)
        crossed = np.isnan(hit) & (last * now <= 0) & inside & last_in
        low, high = np.full(crossed.sum(), start), np.full(crossed.sum(), stop)
        for _ in range(16):
            middle = (low + high) / 2
            same = np.sign(above(middle, way[crossed])[0]) == np.sign(last[crossed])
            low, high = np.where(same, middle, low), np.where(same, high, middle)
        hit[crossed] = low
        last, last_in = now, inside
    return np.nan_to_num(1.0 / (hit * seen.focal))


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("angles", [(0.4, 0.3), (1.1, 2.5), (1.3, -0.8)])
def test_coverage_and_depth_are_those_of_a_ray_caster(name: str, angles: tuple) -> None:
    """At most one pixel in 200 differs in coverage or, at a fold, in which layer is nearest."""
    seen, painter = view(*angles, zoom=1.2, size=(240, 180)), Painter((240, 180))
    image = drawn(painter, field(FIELDS[name]), seen)
    expected = cast(FIELDS[name], seen)
    covered = painter.depth > 0
    assert np.array_equal(covered, image[..., 3] > 0)
    assert covered.sum() > 1500
    assert np.mean(covered != (expected > 0)) < 1 / 200
    both = covered & (expected > 0)
    error = np.abs(painter.depth[both] / expected[both] - 1.0)
    assert np.mean(error > 2e-3) < 1 / 200
    assert np.median(error) < 1e-4


def test_projection_puts_points_where_the_pixels_are() -> None:
    """A tiny field fills the pixels around the projection of its middle."""
    seen = view(0.7, 0.5)
    for place in ([1.0, 0.5, 0.3], [-1.5, 1.2, -0.4]):
        box = Box(np.array(place) - [0.1, 0.1, 0.0], np.diag([0.2, 0.2, 0.1]))
        painter, image = Painter(SIZE), np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        flat = even(np.zeros((2, 2)))
        painter.surface(image, seen, flat, box, LIGHT, NO_LINES, CLEAR)
        y, x = np.nonzero(image[..., 3])
        middle = np.array([x.mean() + 0.5, y.mean() + 0.5])
        assert np.hypot(*(middle - seen.project(np.array(place))[:2])) < 0.5


def test_there_are_no_cracks_in_any_view() -> None:
    """Inside its outline an opaque surface hides the backdrop.

    A translucent one hides it everywhere to the same share for each of its layers.
    """
    random, painter = np.random.default_rng(1), Painter(SIZE)
    for _ in range(60):
        seen = view(random.uniform(0, 1.5), random.uniform(-4, 4), random.uniform(0.4, 3))
        image = drawn(painter, field(FIELDS["plane"], 90), seen)
        covered = image[..., 3] > 0
        for row in covered:
            columns = np.flatnonzero(row)
            assert len(columns) == 0 or len(columns) == columns[-1] - columns[0] + 1
        half = drawn(painter, field(FIELDS["plane"], 90), seen, opacity=0.5)[..., 3]
        assert set(np.unique(half[covered])) <= {127, 128}


def test_holes_are_left_clean() -> None:
    heights = np.full((41, 41), 0.3)
    heights[15:26, 15:26] = np.nan
    heights[5, 5] = np.inf
    surface = even(heights)
    painter = Painter(SIZE)
    image = drawn(painter, surface, view(0.0, -np.pi / 2))
    corners = view(0.0, -np.pi / 2).project(
        BOX.place(np.array([[0.35, 0.65, 0.3], [0.65, 0.35, 0.3]]))
    )
    (left, top), (right, bottom) = np.ceil(corners[:, :2]).astype(int)
    assert (
        not image[top:bottom, left:right].any() and not painter.depth[top:bottom, left:right].any()
    )
    assert np.isnan(surface.height(np.array([0.5]), np.array([0.5]))).all()


def test_the_height_is_that_of_the_triangles() -> None:
    surface = field(FIELDS["sine"], 9)
    u, v = np.random.default_rng(0).uniform(0, 1, (2, 500))
    nodes = np.linspace(0, 1, 9)
    exact = FIELDS["sine"](*np.meshgrid(nodes, nodes))
    assert np.allclose(surface.height(*np.meshgrid(nodes, nodes)), exact, atol=1e-6)
    i, j = np.minimum((u * 8).astype(int), 7), np.minimum((v * 8).astype(int), 7)
    x, y = u * 8 - i, v * 8 - j
    third = np.where(x >= y, exact[j, i + 1], exact[j + 1, i])
    weights = np.minimum(x, y), np.abs(x - y), 1 - np.maximum(x, y)
    expected = weights[0] * exact[j + 1, i + 1] + weights[1] * third + weights[2] * exact[j, i]
    assert np.allclose(surface.height(u, v), expected, atol=1e-6)


def ridge(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """A hill along v at u = 0.5."""
    return 0.9 * np.exp(-(((u - 0.5) / 0.12) ** 2)) + 0.0 * v


def test_a_path_behind_a_hill_is_hidden_where_the_surface_says() -> None:
    """Every point of a path is shown or not as the sight line from the eye to it decides."""
    size = (640, 480)
    seen, painter = view(1.25, 0.6, 1.4, size), Painter(size)
    surface = field(ridge, 201)
    image = drawn(painter, surface, seen)
    image[...] = 0
    u = np.linspace(0.02, 0.98, 700)
    coordinates = np.stack([u, np.full_like(u, 0.5), ridge(u, u)], axis=-1)
    points = seen.project(BOX.place(coordinates))
    painter.lines(image, [points], Pen((255, 255, 255), 1.5))
    shown = image[points[:, 1].astype(int), points[:, 0].astype(int), 0] > 128
    places = BOX.place(coordinates)
    sight = np.linspace(0.0, 1.0, 3000)[None, :, None]
    rays = places[:, None] + sight * (seen.eye - places)[:, None]
    cu, cv, ch = np.moveaxis((rays - BOX.origin) / np.diag(BOX.axes), -1, 0)
    within = (cu >= 0) & (cu <= 1) & (cv >= 0) & (cv <= 1)
    hidden = (within & (ridge(cu, cv) > ch + 2e-3)).any(axis=1)
    assert 50 < hidden.sum() < 650
    # Where another part of the path is drawn on the same pixel, the image cannot tell.
    pixels = points[:, :2]
    gaps = np.linalg.norm(pixels[:, None] - pixels[None, ~hidden], axis=-1).min(axis=1)
    told = ~hidden | (gaps > 4.0)
    change = np.flatnonzero(np.diff(hidden)) + 1
    edge = np.abs(np.arange(len(u))[:, None] - change).min(axis=1) <= 6
    assert (told & hidden).sum() > 20
    assert np.array_equal(shown[told & ~edge], ~hidden[told & ~edge])


def test_hidden_parts_are_ghosted() -> None:
    painter = Painter(SIZE)
    image = drawn(painter, field(FIELDS["plane"]), view(0.3, 0.2))
    point = np.array([[160.0, 120.0, 1e-3], [200.0, 120.0, 1e-3]])
    blank = np.zeros_like(image)
    painter.lines(blank, [point], Pen((200, 200, 200), 3.0, hidden=0.25))
    assert 40 <= blank[119:121, 165:195, 0].max() <= 60
    sign = Marker(np.array([[5, 5], [-5, 5], [-5, -5], [5, -5.0]]), (200, 0, 0), (0, 0, 0), 2.0)
    blank[...] = 0
    painter.marker(blank, point[0], sign)
    assert 50 <= blank[120, 160, 0] <= 70


def test_iso_lines_run_where_their_level_is() -> None:
    """Seen from above, the lines' pixels lie within one pixel of their circle."""
    n, size = 101, (600, 600)
    u, v = np.meshgrid(np.linspace(-1, 1, n), np.linspace(-1, 1, n))
    levels = 4.0 * np.hypot(u, v)
    surface = even(np.zeros((n, n)), np.zeros((n, n, 3)), levels)
    seen = View(rotation(0.0, -np.pi / 2), np.zeros(3), 12.0, 1.0, (4.0, 4.0), size)
    box, image = Box(np.array([-2.0, -2.0, 0.0]), np.diag([4.0, 4.0, 0.1])), None
    image = np.zeros((600, 600, 4), np.uint8)
    strengths = np.array([0.0, 1.0, 0.0, 1.0])
    lines = IsoLines((255, 255, 255), np.arange(4.0), np.full(4, 1.0), strengths, np.ones(4))
    Painter(size).surface(image, seen, surface, box, LIGHT, lines, CLEAR)
    y, x = np.nonzero(image[..., 0] > 128)
    radius = np.hypot(x + 0.5 - 300, y + 0.5 - 300) / 300 * 4.0
    assert np.abs(radius[:, None] - [1.0, 3.0]).min(axis=1).max() < 1.5 * 4 / 300
    assert (np.abs(radius - 1.0) < 0.1).any() and (np.abs(radius - 3.0) < 0.1).any()


@pytest.mark.parametrize(
    ("cells", "across", "along", "step"),
    [(6, 6.3, 4.1, 0.98), (7, 7.6, 4.9, 0.93), (7, 3.4, 1.0, 0.53), (10, 6.6, 2.1, 0.41)],
)
def test_lines_have_no_gaps_where_they_bend_within_large_cells(cells, across, along, step) -> None:
    """Ellipses around the middle of few cells, of a bowl: all around each there is a line."""
    u, v = np.meshgrid(*2 * [np.linspace(-1, 1, cells + 1)])
    bowl = even(0.0 * u, np.zeros((*u.shape, 3)), across * u**2 + along * v**2)
    seen = View(rotation(0.0, -np.pi / 2), np.zeros(3), 12.0, 1.0, (4.0, 4.0), (600, 600))
    box = Box(np.array([-2.0, -2.0, 0.0]), np.diag([4.0, 4.0, 0.1]))
    turn = np.linspace(0.0, 2 * np.pi, 2000)
    around = 300.0 * np.stack([np.cos(turn), np.sin(turn)])
    for first in np.linspace(-3.0, -2.0, 11):
        values, image = np.arange(first, 3.0, step), np.zeros((600, 600, 4), np.uint8)
        lines = IsoLines((255, 255, 255), values, *np.ones((3, len(values))))
        Painter((600, 600)).surface(image, seen, bowl, box, LIGHT, lines, CLEAR)
        for value in values[(values > 0.05) & (values < along * (1 - 2 / cells) ** 2)]:
            shares = np.sqrt(value / np.array([across, along]))
            x, y = (300.0 + shares[:, None] * around).astype(int)
            assert image[y, x, 0].min() > 60, value


def test_the_same_scene_twice_gives_the_same_pixels() -> None:
    seen, painter = view(0.9, 0.7), Painter(SIZE)
    first = drawn(painter, field(FIELDS["sine"]), seen)
    drawn(painter, field(FIELDS["plane"]), view(0.2, 0.1))
    assert np.array_equal(drawn(painter, field(FIELDS["sine"]), seen), first)
    assert np.array_equal(drawn(Painter(SIZE), field(FIELDS["sine"]), seen), first)


def test_ground_that_reaches_behind_the_eye_is_cut_not_left_out() -> None:
    """From low above a plain of few large cells, all below the horizon is ground, at its depth."""
    plain = HeightField(
        np.array([-40.0, 0.1, 0.9, 41.0]), np.array([-40.0, 0.2, 41.0]), np.zeros((3, 4)),
        np.full((3, 4, 3), 0.5), np.zeros((3, 4)), np.ones((3, 4)),
    )  # fmt: skip
    painter = Painter(SIZE)
    for theta in (0.0, 0.7, 2.0, 3.5):
        back = rotation(np.pi / 2, theta)
        seen = View(back, np.array([0.1, 0.2, -0.2]) - 7.0 * back[2], 7.0, 1.0, (8.0, 6.0), SIZE)
        image = drawn(painter, plain, seen)
        assert image[121:, :, 3].all()  # the horizon runs through the middle
        rows = np.arange(124, 240) + 0.5
        away = 7.0 * 40.0 * 0.3 / (rows - 120.0)  # similar triangles: 0.3 above the ground
        sides = painter.depth[124:, [3, 160, 317]] * away[:, None]
        assert np.abs(sides - 1.0).max() < 1e-3


def test_of_levels_seen_from_low_the_lines_run_where_perspective_puts_them() -> None:
    """On few large cells that lead away from the eye, by similar triangles."""
    levels = np.broadcast_to(4.0 * np.linspace(0, 1, 15), (15, 15)) ** 2
    ground = even(np.zeros((15, 15)), np.zeros((15, 15, 3)), levels)
    back = rotation(np.pi / 2 - 0.35, np.pi)
    eye = np.array([-2.5, 0.0, 0.4])
    seen = View(back, eye - 7.0 * back[2], 7.0, 1.0, (8.0, 6.0), (640, 480))
    image, count = np.zeros((480, 640, 4), np.uint8), 18
    lines = IsoLines((255, 255, 255), np.arange(count), *np.full((3, count), [[0.7], [1.0], [1.0]]))
    Painter((640, 480)).surface(image, seen, ground, BOX, LIGHT, lines, CLEAR)
    found = 0
    for level in range(1, 7):
        place = BOX.place(np.array([np.sqrt(level) / 4.0, 0.5, 0.0]))
        x, y, _ = seen.project(place)
        if 20 < y < 460:
            column = image[int(y) - 5 : int(y) + 6, int(x), 0].astype(float)
            middle = (column @ np.arange(11)) / column.sum() + int(y) - 5 + 0.5
            assert abs(middle - y) < 0.5
            found += 1
    assert found >= 3


def test_arrays_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="2 x 2"):
        even(np.zeros((1, 5)))
    with pytest.raises(ValueError, match=r"colors \(3, 4, 3\)"):
        even(np.zeros((3, 5)), np.zeros((3, 4, 3)))
