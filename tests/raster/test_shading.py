"""Lit vertices against the equations of the docstring, in plain float64."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optanim.raster import Air, Box, HeightField, IsoLines, Light, Painter, View
from optanim.raster.painter import haze
from optanim.raster.shading import (
    BLUE,
    LEVEL,
    NEAR,
    RED,
    Glow,
    Grid,
    Lens,
    Place,
    X,
    Y,
    shade,
)
from tests.raster.scene import CLEAR, even, rotation

HIGH, LOW = (
    View(rotation(phi, 0.5), np.array([0.1, 0.2, 0.3]), 9.0, 1.1, (8.0, 6.0), (320, 240))
    for phi in (0.8, 1.5)
)
BOX = Box(np.array([-2.0, -1.5, -0.5]), np.diag([4.0, 3.0, 1.2]))
DAMP = Air((90.0, 120.0, 170.0), (10.0, 20.0, 40.0), 0.2, 8.0)
N = 13


def surface() -> HeightField:
    u, v = np.meshgrid(np.linspace(0, 1, N), np.linspace(0, 1, N))
    colors = np.stack([0.2 + 0.5 * u, 0.4 * v + 0.3, 0.5 + 0 * u], axis=-1)
    heights = 0.4 + 0.3 * np.sin(5 * u) * np.cos(4 * v)
    return even(heights, colors, 3.0 * u + v, 0.4 + 1.4 * u * v)


def shaded(field: HeightField, view: View, light: Light, air: Air = CLEAR) -> np.ndarray:
    """The vertices (n, n, 7), from the kernel with records made here."""

    def floats(array: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(array, np.float32)

    x, y, z = BOX.axes
    crosses = np.array([np.cross(y, z), np.cross(z, x), np.cross(x, y)])
    out = np.zeros((field.heights.size, 7), np.float32)
    shade(
        Grid(field.u, field.v, field.heights, field.slopes, field.colors, field.levels,
             field.bright),
        Place(floats(BOX.origin), floats(BOX.axes), floats(crosses)),
        Lens(
            floats(view.rotation @ BOX.axes.T), floats(view.rotation @ (BOX.origin - view.center)),
            np.float32(view.focal), floats(view.scale), floats(np.array(view.size) / 2),
            floats(view.eye),
        ),
        Glow(np.float32(light.modelling), np.float32(light.edge)), haze(air), out,
    )  # fmt: skip
    return out.reshape(*field.heights.shape, 7)


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def expected(field: HeightField, view: View, light: Light, air: Air) -> np.ndarray:
    """Colours (n, n, 3) 0 to 255, vertex by vertex, from the equations."""
    colors = np.zeros((N, N, 3))
    for j, i in product(range(N), range(N)):
        place = BOX.place(np.array([i / (N - 1), j / (N - 1), field.heights[j, i]]))
        along_u = BOX.axes[0] + field.slopes[j, i, 0] * BOX.axes[2]
        along_v = BOX.axes[1] + field.slopes[j, i, 1] * BOX.axes[2]
        normal, sight = unit(np.cross(along_u, along_v)), place - view.eye
        bright = 1 + light.modelling * (field.bright[j, i] - 1)
        bright += light.edge * (1 - abs(normal @ unit(sight))) ** 3
        strongest = bright * field.colors[j, i].max()
        knee = max(field.colors[j, i].max(), 0.6)
        above = max(strongest - knee, 0.0)
        tamed = min(strongest, knee) + above / (1 + above / (1 - knee))
        ground = field.colors[j, i] * bright * tamed / strongest
        share = 1 - np.exp(-(sight @ sight) / air.reach**2)
        high = np.exp(-max(unit(sight)[2], 0.0) / air.band)
        zenith, horizon = np.array(air.zenith) / 255, np.array(air.horizon) / 255
        sky = zenith + (horizon - zenith) * high
        colors[j, i] = (ground + share * (sky - ground)) * 254 + 0.5
    return colors


@pytest.mark.parametrize("view", [HIGH, LOW], ids=["high", "low"])
@pytest.mark.parametrize("light", [Light(), Light(0.6, 0.3)], ids=["plain", "edge"])
@pytest.mark.parametrize("air", [CLEAR, DAMP], ids=["clear", "damp"])
def test_vertices_are_lit_by_the_equations(view: View, light: Light, air: Air) -> None:
    field = surface()
    vertices = shaded(field, view, light, air)
    assert np.allclose(vertices[..., RED : BLUE + 1], expected(field, view, light, air), atol=0.03)
    assert np.allclose(vertices[..., LEVEL], field.levels)


def test_light_keeps_the_hue() -> None:
    """However bright or dark it is, the channels keep their ratios."""
    field = surface()
    lit = shaded(field, HIGH, Light(1.0, 0.4))[..., RED : BLUE + 1] - 0.5
    own = field.colors.astype(float)
    assert np.allclose(
        lit / lit.max(-1, keepdims=True), own / own.max(-1, keepdims=True), atol=4e-3
    )


def test_vertices_stand_where_the_view_projects_them() -> None:
    field = surface()
    vertices = shaded(field, HIGH, Light())
    u, v = np.meshgrid(np.linspace(0, 1, N), np.linspace(0, 1, N))
    places = HIGH.project(BOX.place(np.stack([u, v, field.heights], axis=-1)))
    assert np.allclose(vertices[..., [X, Y]], places[..., :2], atol=1e-3)
    assert np.allclose(vertices[..., NEAR], places[..., 2], rtol=1e-5)


def test_without_modelling_and_edge_a_surface_has_its_own_colours() -> None:
    field = surface()
    vertices = shaded(field, HIGH, Light(0.0, 0.0))
    assert np.allclose(vertices[..., RED : BLUE + 1], field.colors * 254 + 0.5, atol=1e-2)


def test_the_painter_hands_the_kernel_the_same_records() -> None:
    """The uppermost pixel colours of a drawn surface are those of its vertices."""
    field, light = surface(), Light(0.8, 0.2)
    image, painter = np.zeros((240, 320, 4), np.uint8), Painter((320, 240))
    painter.surface(image, HIGH, field, BOX, light, IsoLines.none(), DAMP)
    vertices = shaded(field, HIGH, light, DAMP)
    checked = 0
    for vertex in vertices[2:-2, 2:-2].reshape(-1, 7):
        row, column = int(vertex[Y]), int(vertex[X])
        if abs(painter.depth[row, column] / vertex[NEAR] - 1) < 2e-3:
            assert np.abs(image[row, column, :3] - vertex[RED : BLUE + 1]).max() < 8
            checked += 1
    assert checked > 50
