"""One clock for everything that moves: pace turns time into steps, the clock shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np
from manim import Group, Mobject, smooth
from scipy.optimize import brentq

from optanim.stage.draw.ground import Ground
from optanim.stage.draw.ramps import Ramps
from optanim.stage.draw.shade import Shade
from optanim.stage.draw.uncopied import Uncopied

RAMP = 0.3  # seconds in which a walk gets to its speed, and comes to rest again
GENTLE = 0.4  # of a step's time, or of a second if it takes longer: rest that makes it gentle
SLOWED = 0.4  # of its speed, at which a walk goes on while somebody reads
LEAVING = 0.2  # seconds in which what announced a step fades away as it ends
FEW, HELD = 4, 0.3  # quick steps, and their usual seconds, that it goes if it is held
GAINING = 1.0  # seconds in which it then gains its speed again


@dataclass(frozen=True)
class Moment:
    """What the film shows at one time.

    ``step`` may lie between two integers: the heads are then on their way along the straight
    line between two rows of their trajectories. ``lead``, 0 to 1, is how much is shown of what
    announces the coming step, such as its gradient arrow, and ``seen`` with what share of its
    opacity: it fades as the step ends.
    """

    step: float
    lead: float = 1.0
    seen: float = 1.0

    def part(self, start: float, end: float) -> float:
        """How much, 0 to 1, is shown of what comes from share ``start`` to ``end`` of the lead.

        So that what announces a step may come in one piece after another.
        """
        return min(max((self.lead - start) / (end - start), 0.0), 1.0)


def staggered(share: float, count: int) -> np.ndarray:
    """How much (count,) is shown of each of ``count`` things that come one after another.

    ``share`` is how much of all of them is shown: at 0.5 the first half is there.
    """
    return np.clip(share * count - np.arange(count), 0.0, 1.0)


class View(Protocol):
    """A mobject that can show any moment of its run."""

    def show_at(self, moment: Moment) -> None:
        """Redraw for ``moment``; the same moment always gives the same picture."""


class Announcing:
    """A view of what announces a step, that fades away as the step ends, if it takes a while."""


@dataclass(frozen=True, eq=False)
class Pace:
    """Time to step, over the steps from ``first`` on, one by one, from a stop to a stop.

    Before step i the film rests ``rests[i]`` seconds, then moves for ``moves[i]`` seconds. A
    step that rested first starts and ends gently; without rest the motion is uniform, so that
    fast stretches do not stutter, but for the first and the last ``ramp`` seconds, in which its
    speed grows and falls; each is a third of the way's time at most. ``direction`` is -1 for a
    rewind. What announces a step grows for ``announce`` seconds of the rest, or is there at once
    where that is 0.
    """

    first: int
    rests: np.ndarray
    moves: np.ndarray
    direction: int = 1
    announce: float = 0.4
    ramp: float = RAMP

    @classmethod
    def even(cls, first: int, last: int, rest: float, move: float, announce: float = 0.4) -> Pace:
        """The same rest and move, in seconds, for every step."""
        count = abs(last - first)
        direction = 1 if last >= first else -1
        return cls(first, np.full(count, rest), np.full(count, move), direction, announce)

    @classmethod
    def lasting(cls, seconds: float, first: int, last: int) -> Pace:
        """Steadily from step ``first`` to ``last``, ``seconds`` in all."""
        return cls.even(first, last, 0.0, seconds / max(abs(last - first), 1))

    @classmethod
    def quickening(cls, slow: float, fast: float, over: int, steps: int) -> Pace:
        """From ``slow`` seconds a step to ``fast``, reached after ``over`` steps.

        The seconds shrink geometrically. Rests take two fifths of the slowest step and none of
        the fastest.
        """
        progress = np.clip(np.arange(steps) / over, 0.0, 1.0)
        seconds = slow * (fast / slow) ** progress
        rests = 0.4 * (1.0 - progress) * seconds
        return cls(0, rests, seconds - rests)

    @classmethod
    def within(cls, steps: int, seconds: float, slow: float = 0.9) -> Pace:
        """All of ``steps`` within ``seconds``, however many there are.

        Few take equally long, at most ``slow`` each, or eight seconds in all. Of many the
        first takes ``slow``, and the later the quicker: step k in proportion to 1 / (k + b).
        """
        if steps * slow <= seconds:
            each = np.full(steps, min(seconds / steps, max(slow, 8.0 / steps)))
        else:
            k = np.arange(steps)

            def excess(b: float) -> float:
                return float(np.sum(slow * b / (k + b))) - seconds

            b = brentq(excess, 1e-9, 1e9)
            each = slow * b / (k + b)
        rests = 0.4 * each * np.clip((each - 0.15) / (slow - 0.15), 0.0, 1.0)
        return cls(0, rests, each - rests)

    def slowed(self, seconds: float, share: float = SLOWED) -> Pace:
        """The same way at a ``share`` of its speed for the first ``seconds``, which it lasts.

        Then it gains its speed again. Where all of the way is shorter, it is the slower.
        """
        if seconds <= 0.0:
            return self
        usual, taken = self.rests + self.moves, 0.0
        longer = np.ones(len(usual))
        for k, each in enumerate(usual):
            gained = smooth(float(np.clip((taken - seconds) / GAINING, 0.0, 1.0)))
            longer[k] = 1.0 / (share + (1.0 - share) * gained)
            if gained == 1.0:
                break
            taken += longer[k] * each
        total = float(longer @ usual)
        if 0.0 < total < seconds:
            longer *= seconds / total
        return replace(self, moves=longer * usual - self.rests)  # it moves longer and rests no more

    def held(self, seconds: float) -> Pace:
        """`slowed` so much that within ``seconds`` it goes about a step, or a few quick ones.

        What is said of a step is then seen while it is heard.
        """
        usual = self.rests + self.moves
        if seconds <= 0.0 or not len(usual):
            return self
        gone = max(usual[0], min(usual[:FEW].sum(), HELD))
        return self.slowed(seconds, min(SLOWED, gone / seconds))

    def between(self, start: int, end: int) -> Pace:
        """The part of this pace that leads from step ``start`` to ``end``."""
        part = slice(start - self.first, end - self.first)
        return replace(self, first=start, rests=self.rests[part], moves=self.moves[part])

    @property
    def seconds(self) -> float:
        """How long the walk takes."""
        return float(np.sum(self.rests) + np.sum(self.moves))

    def at(self, time: float) -> Moment:
        """The moment at ``time`` seconds after the start."""
        starts = self._starts
        if time >= starts[-1] - 1e-9:
            return Moment(float(self.first + self.direction * len(self.moves)), 0.0)
        passed = self._passed(time)
        i = int(np.clip(np.searchsorted(starts[1:], passed + 1e-9, "right"), 0, len(starts) - 2))
        rest, move = self.rests[i], self.moves[i]
        waited = passed - starts[i]
        way = min(max((waited - rest) / move, 0.0), 1.0)
        growing = min(rest, self.announce)
        lead = smooth(min(waited / growing, 1.0)) if growing > 0 else 1.0
        eased = way + (smooth(way) - way) * self._gentleness(i)
        left = (1.0 - way) * move / LEAVING
        seen = min(left, 1.0) if move > 2.0 * LEAVING else 1.0
        return Moment(float(self.first + self.direction * (i + eased)), float(lead), float(seen))

    def when(self, step: int) -> float:
        """After how many seconds ``step`` is reached; a step outside is that of the nearer end."""
        count = min(max(self.direction * (step - self.first), 0), len(self.moves))
        passed = float(self._starts[count])
        set_off = self._set_off
        return passed if passed <= set_off else set_off + self._ramps.when(passed - set_off)

    def _passed(self, time: float) -> float:
        """The time at which one would be as far without ramps as one is at ``time``."""
        set_off = self._set_off
        return time if time <= set_off else set_off + self._ramps.passed(time - set_off)

    @property
    def _starts(self) -> np.ndarray:
        """When each step would start, and the last one end, without ramps."""
        return np.concatenate([[0.0], np.cumsum(self.rests + self.moves)])

    @property
    def _set_off(self) -> float:
        """When the first step has rested."""
        return float(self.rests[0]) if len(self.rests) else 0.0

    @property
    def _ramps(self) -> Ramps:
        """From there on; where a step is gentle of itself, no ramp is needed."""
        seconds = self.seconds - self._set_off
        longest = min(self.ramp, seconds / 3)
        start, end = (longest * (1.0 - self._gentleness(i)) for i in (0, -1))
        return Ramps(seconds, start, end)

    def _gentleness(self, i: int) -> float:
        """How gently, 0 to 1, step number ``i`` starts and ends: the more, the more it rested."""
        rest, move = self.rests[i], self.moves[i]
        return float(min(rest / (GENTLE * min(rest + move, 1.0)), 1.0))


class Clock(Group):
    """All moving views of a film's act, always showing the same moment.

    ``grounds`` tells by racer's name on which map or surface each stands, for the film's timeline.
    ``beside`` are views that are on stage already: the clock drives them, but they do not come
    and go with it.
    """

    def __init__(
        self,
        *views: Mobject,
        grounds: Mapping[str, Ground] | None = None,
        first: int = 0,
        beside: Sequence[View] = (),
    ) -> None:
        super().__init__(*views)
        self.grounds, self.beside = dict(grounds or {}), beside
        self.announcing = [Shade(view) for view in views if isinstance(view, Announcing)]
        self.moment = Moment(float(first), 0.0)
        self.show_at(self.moment)

    def show_at(self, moment: Moment) -> None:
        """Show ``moment`` in every view."""
        self.moment = moment
        for view in (*self.beside, *self.submobjects):
            view.show_at(moment)
        for shade in self.announcing:
            if shade.share != moment.seen:
                shade.show(moment.seen)


class Walk(Uncopied):
    """Let a clock run at a pace. The moment depends on the play's progress alone."""

    def __init__(self, clock: Clock, pace: Pace, **kwargs: Any) -> None:
        self.pace = pace
        super().__init__(clock, run_time=pace.seconds, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the moment at share ``alpha`` of the walk's time."""
        assert isinstance(self.mobject, Clock)
        self.mobject.show_at(self.pace.at(alpha * self.pace.seconds))


class Announce(Uncopied):
    """Let what announces the clock's coming step grow up to share ``lead``; the step stands."""

    def __init__(self, clock: Clock, lead: float, **kwargs: Any) -> None:
        self.step, self.leads = clock.moment.step, (clock.moment.lead, lead)
        super().__init__(clock, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the lead at share ``alpha`` of the time, eased as any animation."""
        assert isinstance(self.mobject, Clock)
        self.mobject.show_at(
            Moment(self.step, float(np.interp(self.rate_func(alpha), (0, 1), self.leads)))
        )
