"""A walk that stops where something is told, and goes on slowly while that is heard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.stage.draw.clock import Pace
from optanim.stage.film.legs import STOP, legs

PACE = Pace.quickening(0.8, 0.1, 18, steps=60)


@given(
    told=st.lists(st.tuples(st.integers(0, 70), st.floats(1.5, 6.0)), max_size=5).map(sorted),
    first=st.integers(0, 5),
)
def test_legs_lead_from_stop_to_stop_and_last_as_long_as_is_spoken(told, first) -> None:
    told = [(max(step, first), seconds) for step, seconds in told]
    found = legs(PACE.between, (first, 60), told)
    ends = [leg.first + len(leg.moves) for leg in found]
    assert [leg.first for leg in found] == [first, *ends[:-1]]
    assert ends == [*(min(step, 60) for step, _ in told), 60]
    for leg, (_, seconds) in zip(found[1:], told, strict=True):
        assert not len(leg.moves) or leg.seconds >= seconds - STOP - 1e-9


def test_a_walk_at_which_nothing_is_told_keeps_its_pace() -> None:
    (leg,) = legs(PACE.between, (0, 60), [])
    np.testing.assert_array_equal(leg.moves, PACE.moves)
    assert leg.seconds == pytest.approx(PACE.seconds)
