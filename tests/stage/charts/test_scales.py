"""Where numbers stand along a chart's edges."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.stage.charts.scales import Linear, Logarithmic


def test_a_linear_scale_is_even_and_holds_zero() -> None:
    scale = Linear.holding(np.array([1.0, 3.0]), np.array([-1.0]))
    assert (scale.low, scale.high) == (-1.0, 3.0)
    assert scale.share(np.array([-1.0, 0.0, 3.0, 5.0])) == pytest.approx([0.0, 0.25, 1.0, 1.5])


def test_a_logarithmic_scale_counts_powers_of_ten_and_keeps_zero_on_it() -> None:
    scale = Logarithmic(1e-4, 1.0)
    assert scale.share(np.array([1e-4, 1e-3, 0.1, 1.0, 0.0])) == pytest.approx(
        [0, 0.25, 0.75, 1, 0]
    )


def test_ticks_stand_where_their_labels_say() -> None:
    for scale, written in ((Linear(0.0, 100.0), float), (Logarithmic(7.0, 300.0), float)):
        shares, labels = scale.ticks(600.0)
        assert scale.share(np.array([written(label) for label in labels])) == pytest.approx(shares)
        assert len(labels) >= 3


def test_where_powers_of_ten_are_few_numbers_between_them_are_labelled_too() -> None:
    assert Logarithmic(7.0, 300.0).ticks(600.0)[1] == ["10", "20", "50", "100", "200"]
    assert Logarithmic(1e-3, 10.0).ticks(600.0)[1] == ["10⁻³", "10⁻²", "10⁻¹", "1", "10"]


def test_steps_are_counted_in_whole_numbers() -> None:
    assert Linear(0, 3, whole=True).ticks(700.0)[1] == ["0", "1", "2", "3"]
