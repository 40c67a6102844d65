"""Pace is a pure function of time, and all views show one moment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Mobject, VMobject, smooth
from scipy.integrate import cumulative_trapezoid

from optanim.stage.draw.clock import GAINING, Announcing, Clock, Moment, Pace, Walk


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
    assert pace.at(0.5).step == pytest.approx(5.0)
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
    pace = replace(Pace.quickening(0.8, 0.1, 18, steps=50), ramp=0.0)
    first, second = pace.between(0, cut), pace.between(cut, 50)
    assert first.seconds + second.seconds == pytest.approx(pace.seconds)
    assert second.at(0.0).step == cut == first.at(first.seconds).step
    later = min(0.03, second.seconds)
    assert second.at(later).step == pytest.approx(pace.at(first.seconds + later).step)


@given(
    moves=st.lists(st.floats(0.01, 2.0), min_size=1, max_size=200),
    rest=st.floats(0.0, 1.0), seconds=st.floats(0.1, 8.0), share=st.floats(0.2, 0.9),
)  # fmt: skip
def test_a_slowed_pace_is_slow_while_somebody_reads_and_itself_again_afterwards(
    moves, rest, seconds, share
) -> None:
    pace = Pace(3, rest * np.array(moves), np.array(moves))
    slow = pace.slowed(seconds, share)
    np.testing.assert_array_equal(slow.rests, pace.rests)
    longer = (slow.rests + slow.moves) / (pace.rests + pace.moves)
    ends = np.cumsum(slow.rests + slow.moves)
    assert slow.first == 3 and slow.seconds >= seconds - 1e-9
    assert longer.min() >= 1.0 - 1e-9
    if pace.seconds / share > seconds:
        assert np.all(longer[: np.searchsorted(ends, seconds)] >= 1.0 / share - 1e-9)
        assert longer.max() <= 1.0 / share + 1e-9
        later = np.searchsorted(ends, seconds + GAINING, side="right") + 1
        np.testing.assert_allclose(longer[later:], 1.0)


@given(move=st.floats(0.01, 2.0), seconds=st.floats(1.0, 8.0))
def test_a_held_pace_goes_a_step_or_a_few_quick_ones_while_somebody_reads(move, seconds) -> None:
    pace = Pace.even(0, 400, rest=0.0, move=move)
    gone = pace.held(seconds).at(seconds).step
    assert 0.0 < gone <= min(4.0, max(1.0, 0.3 / move)) + 0.01
    assert pace.held(0.0) is pace


def test_a_pace_that_nobody_reads_at_is_as_it_was() -> None:
    pace = Pace.quickening(0.8, 0.1, 18, steps=50)
    np.testing.assert_array_equal(pace.slowed(0.0).moves, pace.moves)
    assert Pace.even(4, 4, 0.0, 1.0).slowed(3.0).seconds == 0.0


@given(
    spans=st.lists(
        st.tuples(st.sampled_from([0.0, 0.1, 0.4, 1.0]), st.floats(0.01, 2.0)),
        min_size=1,
        max_size=12,
    ),
    direction=st.sampled_from([1, -1]),
)
def test_any_pace_goes_on_reaches_every_step_and_ends_on_its_last(spans, direction) -> None:
    rests, moves = np.array(spans).T
    pace = Pace(20, rests, moves, direction)
    times = np.linspace(0.0, pace.seconds, 200)
    counts = np.array([direction * (pace.at(time).step - 20) for time in times])
    assert np.all(np.diff(counts) >= -1e-9) and counts[0] == 0.0 and counts[-1] == len(moves)
    for count in range(len(moves) + 1):
        reached = pace.when(20 + direction * count)
        assert direction * (pace.at(reached).step - 20) == pytest.approx(count, abs=1e-6)
        assert reached == 0.0 or direction * (pace.at(0.99 * reached).step - 20) < count
    assert pace.when(20 - direction) == 0.0
    assert pace.when(20 + direction * 99) == pytest.approx(pace.seconds)


@given(seconds=st.floats(0.2, 8.0), steps=st.integers(1, 60))
def test_a_walk_without_rests_has_a_ramp_at_both_ends(seconds: float, steps: int) -> None:
    """It is as far as the sum of speeds that grow for 0.3 s, or a third, are even, and fall."""
    pace, ramp = Pace.lasting(seconds, 0, steps), min(0.3, seconds / 3)
    times = np.linspace(0.0, seconds, 901)
    speeds = np.minimum(np.minimum(times, seconds - times) / ramp, 1.0)
    ways = cumulative_trapezoid(speeds, times, initial=0.0)
    shown = [pace.at(time).step for time in times]
    assert np.allclose(shown, steps * ways / ways[-1], atol=1e-4 * steps)


@given(rest=st.floats(0.4, 3.0), move=st.floats(0.1, 9.0), share=st.floats(0.0, 1.0))
def test_a_step_that_rested_long_enough_is_gentle_however_long_it_takes(rest, move, share) -> None:
    pace = Pace.even(0, 1, rest, move)
    assert pace.at(rest + share * move).step == pytest.approx(smooth(share))


def test_what_announced_a_step_fades_as_it_ends_if_it_takes_a_while() -> None:
    slow, quick = Pace.even(0, 2, rest=0.5, move=1.0), Pace.even(0, 2, rest=0.1, move=0.3)
    seen = [slow.at(time).seen for time in (0.2, 1.0, 1.3, 1.4, 1.499, 1.5, 1.9)]
    assert seen == pytest.approx([1.0, 1.0, 1.0, 0.5, 0.005, 1.0, 1.0])
    assert {quick.at(time).seen for time in np.linspace(0.0, quick.seconds, 41)} == {1.0}


class _Line(Announcing, VMobject):
    def show_at(self, moment: Moment) -> None:
        """Be there."""


def test_only_what_announces_a_step_fades() -> None:
    lines = _Line(stroke_opacity=0.8), VMobject(stroke_opacity=0.8)
    lines[1].show_at = lambda _: None
    clock = Clock(*lines)
    for seen in (0.5, 0.25, 1.0):
        clock.show_at(Moment(0.9, 1.0, seen))
        assert [line.get_stroke_opacity() for line in lines] == pytest.approx([0.8 * seen, 0.8])


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
