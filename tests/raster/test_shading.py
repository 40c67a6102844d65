"""Lit vertices against the equations of the docstring, in plain float64."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.raster import Box, HeightField, IsoLines, Light, Painter, View
from optanim.raster.shading import (
    BLUE,
    LEVEL,
    NEAR,
    RED,
    SIDE,
    Grid,
    Lamp,
    Lens,
    Place,
    X,
    Y,
    shade,
)
from tests.raster.scene import rotation

HIGH, LOW = (
    View(rotation(phi, 0.5), np.array([0.1, 0.2, 0.3]), 9.0, 1.1, (8.0, 6.0), (320, 240))
    for phi in (0.8, 1.9)
)
BOX = Box(np.array([-2.0, -1.5, -0.5]), np.diag([4.0, 3.0, 1.2]))
N = 13


def surface() -> HeightField:
    u, v = np.meshgrid(np.linspace(0, 1, N), np.linspace(0, 1, N))
    colors = np.stack([0.2 + 0.5 * u, 0.4 * v + 0.3, 0.5 + 0 * u], axis=-1)
    return HeightField(0.4 + 0.3 * np.sin(5 * u) * np.cos(4 * v), colors, 3.0 * u + v)


def shaded(field: HeightField, view: View, light: Light) -> tuple[np.ndarray, tuple]:
    """The vertices (n, n, 8) and their extent, from the kernel with records made here."""

    def floats(array: np.ndarray) -> np.ndarray:
        return np.ascontiguousarray(array, np.float32)

    x, y, z = BOX.axes
    crosses = np.array([np.cross(y, z), np.cross(z, x), np.cross(x, y)])
    out = np.zeros((field.heights.size, 8), np.float32)
    extent = shade(
        Grid(field.heights, field.slopes, field.colors, field.levels),
        Place(floats(BOX.origin), floats(BOX.axes), floats(crosses)),
        Lens(
            floats(view.rotation @ BOX.axes.T), floats(view.rotation @ (BOX.origin - view.center)),
            np.float32(view.focal), floats(view.scale), floats(np.array(view.size) / 2),
            floats(view.eye),
        ),
        Lamp(
            floats(light.direction / np.linalg.norm(light.direction)),
            *map(np.float32, (light.exposure, light.gain, light.gloss)),
        ),
        out,
    )  # fmt: skip
    return out.reshape(*field.heights.shape, 8), extent


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def expected(field: HeightField, view: View, light: Light) -> tuple[np.ndarray, np.ndarray]:
    """Colours (n, n, 3) 0 to 255 and sides (n, n), vertex by vertex, from the equations."""
    colors, sides = np.zeros((N, N, 3)), np.zeros((N, N))
    lamp = unit(light.direction)
    for j in range(N):
        for i in range(N):
            place = BOX.place(np.array([i / (N - 1), j / (N - 1), field.heights[j, i]]))
            along_u = BOX.axes[0] + field.slopes[j, i, 0] * BOX.axes[2]
            along_v = BOX.axes[1] + field.slopes[j, i, 1] * BOX.axes[2]
            normal, eye = unit(np.cross(along_u, along_v)), unit(view.eye - place)
            sides[j, i] = np.sign(normal @ eye)
            normal = normal * sides[j, i]
            lit = (0.5 + normal @ lamp / 2) ** 1.5 / (0.5 + lamp[2] / 2) ** 1.5
            diffuse = light.exposure * (1 + light.gain * (lit - 1))
            diffuse *= 1.0 if sides[j, i] > 0 else 0.6
            shine = max(normal @ unit(lamp + eye), 0.0) ** 32
            edge = (1 - normal @ eye) ** 3
            rim = (0.05 + 0.05 * np.arange(3)) * edge
            bright = field.colors[j, i] * diffuse + light.gloss * (0.12 * shine + rim)
            colors[j, i] = np.clip(bright, 0, 1) * 254 + 0.5
    return colors, sides


@pytest.mark.parametrize("view", [HIGH, LOW], ids=["from above", "from below"])
@pytest.mark.parametrize(
    "light",
    [
        Light(np.array([0.3, -0.5, 1.0])),
        Light(np.array([-1.0, 0.2, 0.4]), exposure=0.8, gain=0.5, gloss=0.3),
    ],
    ids=["white", "dim"],
)
def test_vertices_are_lit_by_the_equations(view: View, light: Light) -> None:
    field = surface()
    vertices, _ = shaded(field, view, light)
    colors, sides = expected(field, view, light)
    assert ((sides < 0).sum() > N) == (view is LOW)
    assert np.allclose(vertices[..., RED : BLUE + 1], colors, atol=0.02)
    assert np.array_equal(vertices[..., SIDE], sides)
    assert np.allclose(vertices[..., LEVEL], field.levels)


def test_vertices_stand_where_the_view_projects_them() -> None:
    field = surface()
    vertices, (left, top, right, bottom) = shaded(field, HIGH, Light(np.array([0.0, 0.0, 1.0])))
    u, v = np.meshgrid(np.linspace(0, 1, N), np.linspace(0, 1, N))
    places = HIGH.project(BOX.place(np.stack([u, v, field.heights], axis=-1)))
    assert np.allclose(vertices[..., [X, Y]], places[..., :2], atol=1e-3)
    assert np.allclose(vertices[..., NEAR], places[..., 2], rtol=1e-5)
    corners = [*places[..., :2].min(axis=(0, 1)), *places[..., :2].max(axis=(0, 1))]
    assert np.allclose([left, top, right, bottom], corners, atol=1e-3)


def test_without_gain_and_gloss_a_surface_has_its_own_colours() -> None:
    field = surface()
    vertices, _ = shaded(field, HIGH, Light(np.array([0.0, 0.3, 1.0]), 1.0, 0.0, 0.0))
    seen = vertices[..., SIDE] > 0
    assert np.allclose(vertices[seen][:, RED : BLUE + 1], field.colors[seen] * 254 + 0.5, atol=1e-2)


def test_the_painter_hands_the_kernel_the_same_records() -> None:
    """The uppermost pixel colours of a drawn surface are those of its vertices."""
    field, light = surface(), Light(np.array([0.3, -0.5, 1.0]))
    image, painter = np.zeros((240, 320, 4), np.uint8), Painter((320, 240))
    lines = IsoLines((0, 0, 0), np.zeros(1), np.zeros(1))
    painter.surface(image, HIGH, field, BOX, light, lines)
    vertices, _ = shaded(field, HIGH, light)
    checked = 0
    for vertex in vertices[2:-2, 2:-2].reshape(-1, 8):
        row, column = int(vertex[Y]), int(vertex[X])
        if vertex[SIDE] > 0 and abs(painter.depth[row, column] / vertex[NEAR] - 1) < 2e-3:
            assert np.abs(image[row, column, :3] - vertex[RED : BLUE + 1]).max() < 8
            checked += 1
    assert checked > 50
