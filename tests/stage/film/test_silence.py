"""Where a walk would be silent for long."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optanim.stage.film.silence import QUIET, silent_steps


@given(
    seconds=st.lists(st.floats(0.01, 0.5), min_size=5, max_size=300),
    shares=st.lists(st.floats(0.0, 1.0), max_size=4).map(sorted),
)
def test_no_part_of_a_walk_is_silent_for_long(seconds, shares) -> None:
    spent = np.cumsum(seconds)
    told = [share * spent[-1] for share in shares]
    steps = silent_steps(spent, told)
    assert steps == sorted(set(steps))
    assert all(1 <= step <= len(seconds) for step in steps)
    heard = sorted([0.0, *told, *(spent[step - 1] for step in steps), spent[-1]])
    assert max(after - before for before, after in pairwise(heard)) <= QUIET + max(seconds) + 1e-9


def test_a_short_walk_needs_nothing() -> None:
    assert silent_steps(np.array([1.0, 2.0, 5.0]), []) == []
    assert silent_steps(np.arange(1.0, 13.0), [6.0]) == []
    assert silent_steps(np.arange(1.0, 13.0), []) == [6]
