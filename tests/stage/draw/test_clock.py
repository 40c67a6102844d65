"""Pace is a pure function of time, and all views show one moment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Mobject

from optanim.stage.draw.clock import Clock, Moment, Pace, Walk


def test_even_pace_rests_then_moves() -> None:
    pace = Pace.even(0, 3, rest=0.5, move=1.0)
    assert pace.seconds == pytest.approx(4.5)
    assert pace.at(0.4).step == 0.0 and pace.at(0.0).lead == 0.0
    assert pace.at(0.5).lead == pytest.approx(1.0)
    assert pace.at(1.0).step == pytest.approx(0.5)
    assert pace.at(1.5).step == pytest.approx(1.0)
    assert pace.at(99.0).step == 3.0


def test_a_rewind_runs_backwards_without_rest() -> None:
    pace = Pace.even(10, 0, rest=0.0, move=0.1)
    assert pace.at(0.0).step == 10.0
    assert pace.at(0.25).step == pytest.approx(7.5)
    assert pace.at(pace.seconds).step == 0.0


@given(fps=st.sampled_from([15, 24, 60]), slow=st.floats(0.3, 2.0), over=st.integers(1, 40))
def test_quickening_never_goes_back_and_ends_on_its_last_step(fps, slow, over) -> None:
    pace = Pace.quickening(slow, 0.1, over, steps=50)
    times = np.arange(0.0, pace.seconds, 1 / fps)
    steps = np.array([pace.at(time).step for time in times])
    assert np.all(np.diff(steps) >= -1e-12) and steps[0] == 0.0
    assert pace.at(pace.seconds).step == 50.0
    seconds = pace.rests + pace.moves
    assert seconds[0] == pytest.approx(slow) and seconds[-1] == pytest.approx(0.1)


@given(cut=st.integers(0, 50))
def test_parts_of_a_pace_join_without_a_jump(cut: int) -> None:
    pace = Pace.quickening(0.8, 0.1, 18, steps=50)
    first, second = pace.between(0, cut), pace.between(cut, 50)
    assert first.seconds + second.seconds == pytest.approx(pace.seconds)
    assert second.at(0.0).step == cut == first.at(first.seconds).step
    later = min(0.03, second.seconds)
    assert second.at(later).step == pytest.approx(pace.at(first.seconds + later).step)


class _Spy(Mobject):
    moment = None

    def show_at(self, moment: Moment) -> None:
        self.moment = moment


def test_the_same_progress_shows_the_same_moment_in_all_views() -> None:
    clock = Clock(_Spy(), _Spy())
    walk = Walk(clock, Pace.even(0, 4, rest=0.1, move=0.4))
    walk.begin()
    for alpha in (0.7, 0.2, 0.7):
        walk.interpolate(alpha)
        assert clock.submobjects[0].moment is clock.submobjects[1].moment
        assert clock.moment.step == walk.pace.at(alpha * 2.0).step
