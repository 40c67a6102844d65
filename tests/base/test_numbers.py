"""Round numbers, and how they are written."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.base import numbers

POSITIVE = st.floats(1e-8, 1e8)


def is_round(value: float) -> bool:
    digits = f"{value:.12e}".split("e")[0].rstrip("0").rstrip(".")
    return digits in ("1", "2", "5")


@given(POSITIVE)
def test_rounding_up_and_down_gives_neighbours(value: float) -> None:
    above, below = numbers.round_up(value), numbers.round_down(value)
    assert is_round(above) and is_round(below)
    assert below <= value * (1 + 1e-12) and value * (1 - 1e-12) <= above
    assert above / below <= 2.5 * (1 + 1e-9)


def test_rounding_up_takes_other_leading_digits() -> None:
    assert numbers.round_up(2.1, (1, 2, 2.5, 5)) == pytest.approx(2.5)
    assert numbers.round_up(5.1, (1, 2, 2.5, 5)) == pytest.approx(10.0)
    assert numbers.round_up(2.0) == 2.0 and numbers.round_down(2.0) == 2.0


@given(POSITIVE, st.floats(1.5, 1e4))
def test_all_round_numbers_of_a_span_are_found(low: float, factor: float) -> None:
    found = numbers.round_numbers(low, low * factor)
    every = [
        Fraction(digit) * Fraction(10) ** power for power in range(-10, 14) for digit in (1, 2, 5)
    ]
    margin = Fraction(1, 10**12)
    inner = [
        v for v in every if Fraction(low) * (1 + margin) < v < Fraction(low * factor) * (1 - margin)
    ]
    assert len(inner) <= len(found) <= len(inner) + 2
    assert np.all(np.diff(found) > 0) and all(map(is_round, found))


@given(st.integers(1, 100_000), st.integers(2, 10))
def test_whole_ticks_are_whole_and_evenly_spaced(steps: int, most: int) -> None:
    ticks = numbers.whole_ticks(0, steps, most)
    assert np.array_equal(ticks, np.round(ticks)) and 1 <= len(ticks) <= most
    assert ticks[0] == 0 and ticks[-1] <= steps and len(set(np.diff(ticks))) <= 1


@given(st.integers(-16, 3), st.integers(1, 20), st.integers(2, 8))
def test_an_axis_of_powers_has_two_ticks_or_more(low: int, decades: int, most: int) -> None:
    ticks = numbers.power_ticks(low, low + decades, most)
    assert 2 <= len(ticks) <= max(most, 4)
    assert low <= ticks[0] and ticks[-1] <= low + decades and len(set(np.diff(ticks))) <= 1


def test_decimals_follow_the_largest_number() -> None:
    shown = [numbers.decimals(v) for v in (115.0, 10.4, 9.99, 1.0, 0.0965, 0.0)]
    assert shown == [0, 1, 2, 2, 4, 0]


def test_a_number_of_fixed_decimals_has_a_true_minus_and_no_negative_zero() -> None:
    assert [numbers.fixed(v, 2) for v in (-0.001, -0.5, 12.345)] == ["0.00", "−0.50", "12.35"]


def test_powers_of_ten_are_raised() -> None:
    assert [numbers.number(v) for v in (1e-7, 2e15, 1e6, -2.5)] == [
        "10⁻⁷",
        "2 × 10¹⁵",
        "10⁶",
        "−2.5",
    ]
    assert [numbers.plain_power(p) for p in (0, 1, 2, -3)] == ["1", "10", "10²", "10⁻³"]
    assert numbers.scientific(0.00123) == "1.2 × 10⁻³"


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e3))
def test_numbers_within_a_span_are_told_apart(low: float, span: float) -> None:
    told = [numbers.within(low + share * span, span) for share in np.linspace(0.0, 1.0, 9)]
    assert len(set(told)) == 9


def test_a_number_has_more_digits_only_where_the_span_is_small() -> None:
    assert numbers.within(1e6 + 0.02, 0.05) == "1000000.02"
    assert numbers.within(1000003.0, 8.0) == "1000003" and numbers.within(1000003.0, 1e6) == "10⁶"
    assert numbers.within(0.1 + 0.2, 4.0) == "0.3" and numbers.within(5.0, 0.0) == "5"


def test_numbers_of_libraries_become_pythons() -> None:
    made = numbers.unboxed([np.float32(0.5), np.array([1, 2]), [True, "a", None]])
    assert made == (0.5, (1, 2), (True, "a", None))
    assert type(made[0]) is float and type(made[1][0]) is int
