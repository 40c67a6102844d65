"""Where a minimum is a line: it is found whole, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from optanim.base.window import Window
from optanim.landscape.lowest import line_of_minima
from optanim.losses.loss import Extent
from optanim.runs.problem import surface

WINDOW = Window((-4.0, 5.0), (-4.3, 5.0))
CELL = 9.3 / 119


def loss(function: Callable[[np.ndarray, np.ndarray], np.ndarray], minimum: float = 0.0) -> Any:
    """What is asked of a loss whose minimum is known to be a line."""
    return SimpleNamespace(
        extent=Extent.LINE,
        as_low=minimum + 1e-9,
        on_grid=lambda params: function(params[..., 0], params[..., 1]),
    )


@pytest.mark.parametrize(
    ("asked", "height", "span"),
    [
        (loss(lambda x, y: (x + y - 2.0) ** 2), lambda x: 2.0 - x, (-3.0, 5.0)),
        (loss(lambda x, y: (x * y - 1.0) ** 2), lambda x: 1.0 / x, (-4.0, -1 / 4.3)),
        (loss(lambda x, y: (x * y - 1.0) ** 2), lambda x: 1.0 / x, (0.2, 5.0)),
        (loss(lambda x, y: np.abs(y - np.sin(x))), np.sin, (-4.0, 5.0)),
        (loss(lambda x, y: 7.0 + (x * y) ** 2, 7.0), np.zeros_like, (-4.0, 5.0)),
        (loss(lambda x, y: 1e6 * (x - 0.3 * y) ** 2), lambda x: x / 0.3, (-1.29, 1.5)),
        (loss(lambda x, y: np.where(x < 1.0, np.nan, y**2)), np.zeros_like, (1.1, 5.0)),
    ],
)
def test_a_line_of_minima_is_found_from_edge_to_edge(
    asked: Any, height: Callable[[float], float], span: tuple[float, float]
) -> None:
    """Its pieces end on it, and any of its points has one nearby."""
    pieces = line_of_minima(asked, WINDOW)
    ends = pieces.reshape(-1, 2)
    assert np.all(asked.on_grid(ends) <= asked.as_low)
    middles = pieces.mean(axis=1)
    for x in np.linspace(*span, 50):
        assert np.hypot(*(middles - [x, height(x)]).T).min() < CELL
    assert np.hypot(*(pieces[:, 1] - pieces[:, 0]).T).max() <= 1.5 * CELL


def test_an_upright_line_is_one_and_where_no_line_is_none_is_found() -> None:
    row = loss(lambda x, y: (x - 1.0) ** 2)
    pieces = line_of_minima(row, WINDOW)
    assert np.allclose(pieces[..., 0], 1.0)
    assert (pieces[..., 1].min(), pieces[..., 1].max()) == WINDOW.slope
    assert line_of_minima(row, Window((2.0, 5.0), (0.0, 3.0))).shape == (0, 2, 2)
    assert line_of_minima(surface("himmelblau").loss, WINDOW).shape == (0, 2, 2)
