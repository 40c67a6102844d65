"""Arrays in pages: what a browser would read out of their bytes."""

from __future__ import annotations

import base64
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.page.packed import packed, shortened

NUMBERS = st.floats(width=64)


def unpacked(told: dict) -> list[float]:
    """The numbers, by the letters of Python's own `struct`."""
    raw = base64.b64decode(told["bytes"])
    letter = {"f8": "d", "f4": "f"}[told["type"]]
    return list(struct.unpack(f"<{len(raw) // struct.calcsize(letter)}{letter}", raw))


@given(st.lists(NUMBERS, min_size=1))
def test_every_number_comes_back(numbers: list[float]) -> None:
    told = packed(np.array(numbers))
    assert told["type"] == "f8" and told["shape"] == [len(numbers)]
    np.testing.assert_array_equal(unpacked(told), numbers)


def test_rows_follow_each_other_whatever_the_memory_looks_like() -> None:
    turned = np.arange(6.0).reshape(3, 2).T
    assert unpacked(packed(turned)) == [0, 2, 4, 1, 3, 5] and packed(turned)["shape"] == [2, 3]


@given(st.lists(NUMBERS, min_size=1))
def test_a_short_number_is_off_by_less_than_a_page_shows(numbers: list[float]) -> None:
    told = unpacked(packed(shortened(np.array(numbers))))
    finite = np.isfinite(numbers)
    np.testing.assert_allclose(
        np.array(told)[finite], np.array(numbers)[finite], rtol=1e-7, atol=0.0
    )
    np.testing.assert_array_equal(np.array(told)[~finite], np.array(numbers)[~finite])


@pytest.mark.parametrize("number", [1e39, -1e-40, 5e-324])
def test_what_has_no_short_form_stays_whole(number: float) -> None:
    assert shortened(np.array([1.0, number])).dtype == np.float64
