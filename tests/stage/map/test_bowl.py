"""The bowl of a loss that is being rescaled: every shape is that of the data, not of a fade."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera

from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.map.bowl import Bowl
from optanim.studies.standardizing import Standardizing, measured
from tests.stage.places import rectangle

REGION = rectangle(-6.0, -2.0, 2.0, 3.0)


@pytest.fixture(scope="module")
def canvas() -> Canvas:
    return Canvas.of(Camera(), DARK, Words.load("en"))


@pytest.fixture(scope="module")
def way() -> Standardizing:
    return Standardizing(measured(article(), -5.0))


@pytest.fixture(scope="module")
def bowl(canvas: Canvas, way: Standardizing) -> Bowl:
    return Bowl(canvas, way.raw, REGION, np.array([45.0, 22.0]))


def design(way: Standardizing, stage: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """X (m, 2), y (m,) and the start (2,) at ``stage``, transformed here."""
    x, y = way.raw.x, way.raw.y
    zero = min(stage, 1) * x.mean()
    unit = x.std() ** max(stage - 1, 0)
    a, b = way.raw.start
    return (
        np.column_stack([np.ones(len(x)), (x - zero) / unit]),
        y,
        np.array([a + b * zero, b * unit]),
    )


def params(bowl: Bowl, points: np.ndarray, best: np.ndarray) -> np.ndarray:
    """The parameters (n, 2) that scene ``points`` (n, 3) stand for."""
    width = bowl.around.intercept[1] - bowl.around.intercept[0]
    return best + (points[:, :2] - REGION.center[:2]) * width / REGION.size[0]


@pytest.mark.parametrize("stage", [0.0, 0.4, 1.0, 1.7, 2.0])
def test_everything_it_draws_has_the_loss_of_the_data(
    bowl: Bowl, way: Standardizing, stage: float
) -> None:
    bowl.take(way.at(stage))
    x, y, start = design(way, stage)
    best = np.linalg.lstsq(x, y, rcond=None)[0]

    def loss(at: np.ndarray) -> np.ndarray:
        return np.mean((y - at @ x.T) ** 2, axis=-1)

    on_ellipse = params(bowl, bowl.ellipse.points[::4], best)
    assert len(on_ellipse) > 100
    assert loss(on_ellipse) == pytest.approx(loss(start), rel=1e-6)
    ring = params(bowl, bowl.start.points, best)
    assert (ring.min(axis=0) + ring.max(axis=0)) / 2 == pytest.approx(start, abs=1e-3)
    on_lines = np.sqrt(loss(params(bowl, bowl.lines.points[::4], best)))
    share = on_lines / np.sqrt(loss(start)) * 2
    # a level line is cut at the border between two corners, a little inside of the ellipse
    assert np.abs(share - share.round()).max() < 0.02


@pytest.mark.parametrize("stage", [0.0, 0.4, 1.7, 2.0])
def test_the_half_axes_are_the_hessians(bowl: Bowl, way: Standardizing, stage: float) -> None:
    bowl.take(way.at(stage))
    x, y, start = design(way, stage)
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    hessian = 2 / len(x) * x.T @ x
    tips = params(bowl, bowl.half_axes.points[3::4], best) - best
    one, other = tips
    assert one @ other == pytest.approx(0, abs=1e-6 * np.hypot(*one) * np.hypot(*other))
    excess = (start - best) @ hessian @ (start - best) / 2
    lengths = sorted(np.hypot(*tips.T))
    expected = np.sqrt(2 * excess / np.linalg.eigvalsh(hessian)[::-1])
    assert lengths == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("stage", [0.0, 0.4, 2.0])
def test_its_colours_are_those_of_the_loss(bowl: Bowl, way: Standardizing, stage: float) -> None:
    bowl.take(way.at(stage))
    x, y, _ = design(way, stage)
    best = np.linalg.lstsq(x, y, rcond=None)[0]
    rows, columns = bowl.picture.rgba.shape[:2]
    (left, right), (low, high) = bowl.around.intercept, bowl.around.slope
    for row, column in [(3, 5), (rows // 3, columns // 2), (rows - 4, columns // 5)]:
        a = left + (column + 0.5) / columns * (right - left)
        b = high - (row + 0.5) / rows * (high - low)
        root = np.sqrt(np.mean((y - x @ (best + np.array([a, b]))) ** 2))
        expected = DARK.map_colors(np.array(root / bowl.top)).astype(int)
        assert np.abs(bowl.picture.rgba[row, column, :3] - expected).max() <= 1


def test_a_round_bowls_half_axes_lie_along_the_parameters(bowl: Bowl, way: Standardizing) -> None:
    bowl.take(way.at(2.0))
    tips = bowl.half_axes.points[3::4, :2] - REGION.center[:2]
    assert np.abs(tips).min(axis=1) == pytest.approx(0, abs=1e-9)


def test_half_axes_do_not_turn_about_as_a_bowl_gets_round(bowl: Bowl, way: Standardizing) -> None:
    """The one along the valley leads to the left, the one across it up."""
    for stage in np.linspace(0.0, 2.0, 21):
        bowl.take(way.at(float(stage)))
        along, across = bowl.half_axes.points[3::4, :2] - REGION.center[:2]
        assert along[0] < 0.0 < across[1]
