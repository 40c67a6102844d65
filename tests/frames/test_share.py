"""Plays are shared out: each is somebody's, everybody finds the same, and nobody has much more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.frames.share import STANDING, Share

PLAYS = st.lists(st.tuples(st.floats(0.1, 20.0), st.booleans()), min_size=1, max_size=60)


@given(plays=PLAYS, count=st.integers(1, 9))
def test_every_play_is_drawn_by_one(plays: list[tuple[float, bool]], count: int) -> None:
    shares = [Share(number, count) for number in range(count)]
    work = [0.0] * count
    for seconds, standing in plays:
        (owner,) = (share.number for share in shares if share.has_next)
        work[owner] += seconds * (STANDING if standing else 1.0)
        for share in shares:
            share.played(seconds, standing)
    longest = max(seconds * (STANDING if standing else 1.0) for seconds, standing in plays)
    assert max(work) - min(work) <= longest + 1e-9
    assert sum(work) == pytest.approx(
        sum(seconds * (STANDING if standing else 1.0) for seconds, standing in plays)
    )
