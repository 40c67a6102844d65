"""Heads that would hide one another, set out around the place where they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.ndimage import maximum_filter1d, minimum_filter1d, uniform_filter1d

from optanim.base.immutable import Immutable
from optanim.stage.draw.layout import Region
from optanim.stage.draw.marks import HEAD, RIM

SMALLER = 0.7  # of its size: a head that is set out
REACH = 19.0  # design pixels from a place to a head that is set out from it, at least
APART = 2.0 * SMALLER * (HEAD + RIM) + 5.0  # design pixels between heads that are set out
HIDDEN, CLEAR = 20.0, 31.0  # design pixels between heads that hide one another, and that do not
EARLY = 6.0  # steps, the first, that a walk takes its time for; later ones are ever quicker
BEAT = 0.005  # of `_time`: how finely it is looked who is near whom
LASTING, EASE = 30, 8  # beats that heads are near for at least; half of those they take to go
SELDOM = 4  # beats to a look at how heads come to stand
DOTS, TOUCH = 0.5, 0.01  # next to covering heads: to cover dots, and to be no farther from heads
WORTH = 0.02  # what less badness a look must have for heads to stand in another circle
FAR = 1e9  # scene units: as far as that a racer is followed


@dataclass(frozen=True, eq=False)
class Spread(Immutable):
    """Where a racer's head stands beside its true place while others would hide it there.

    Away along ``side`` (2,), a unit vector, by ``reach`` (n,) scene units at beats 0 to n - 1, and
    towards the middle of the ``region`` where that needs room. There it is smaller. Alone it is at
    its true place.
    """

    region: Region
    side: np.ndarray
    reach: np.ndarray

    def place(self, step: float, here: np.ndarray) -> np.ndarray:
        """Where the head (3,) is at ``step``, of a racer whose true place is ``here`` (3,)."""
        reach = self._reach(step)
        if not reach:
            return here
        px = self.region.px
        needed = min(reach / (REACH * px), 1.0) * (reach + (HEAD + RIM) * px)
        inner = self.region.inset(needed / px).nearest(here[:2])
        return np.append(inner + reach * self.side, here[2:])

    def size(self, step: float) -> float:
        """How large the head is at ``step``, next to its usual size."""
        return 1.0 - (1.0 - SMALLER) * min(self._reach(step) / (REACH * self.region.px), 1.0)

    def _reach(self, step: float) -> float:
        """How far it is set out at ``step``, in scene units."""
        last = len(self.reach) - 1
        beat = min(np.log1p(max(step, 0.0) / EARLY) / BEAT, float(last))
        before = int(beat)
        one, other = self.reach[before], self.reach[min(before + 1, last)]
        return float(one + (beat - before) * (other - one))


def spread(
    region: Region,
    ways: Sequence[np.ndarray],
    still: Sequence[np.ndarray] = (),
    from_start: bool = True,
) -> list[Spread]:
    """How the heads of racers whose rows lie at ``ways``, (n, 2 or 3) of each, are set out.

    All walk on one ground that fills ``region``, a step at a time; who has no row left stays at
    its last one. Set out are those that lie close together for longer than they pass, so that
    nothing moves that is only met on the way. They begin just before and end just after, as
    quickly early in a walk as late, where steps are quicker. Those whose rows are ``still`` ways
    walk along as well, and are not set out. Two that lie together at the start stand there on top
    of each other until they have been apart, unless they are set out ``from_start``.
    """
    rows = [np.asarray(way)[:, :2] for way in (*ways, *still)]
    places, beats = _places(rows)
    close = {
        (i, j): _nearness(places[[i, j]], region) for i, j in combinations(range(len(rows)), 2)
    }
    if not from_start:
        close = {pair: _once_apart(near) for pair, near in close.items()}
    near = {pair: _lasting(each, beats) for pair, each in close.items()}
    sides = _sides(len(ways), region.px, places[:, _firsts(beats)], near)
    reaches = _reaches(region.px, sides, near)[: len(ways)]
    return [Spread(region, side, reach) for side, reach in zip(sides, reaches, strict=False)]


def _time(steps: np.ndarray) -> np.ndarray:
    """About when, in the time that walks take, ``steps`` come: later ones are ever quicker."""
    return np.log1p(steps / EARLY)


def _places(rows: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Where all racers are (racers, m, 2) at every row and every beat; each one's beat (m,)."""
    last = max(len(way) for way in rows) - 1
    count = int(np.ceil(np.log1p(last / EARLY) / BEAT)) + 1
    even = EARLY * np.expm1(BEAT * np.arange(count))
    steps = np.unique(np.concatenate([np.minimum(even, last), np.arange(last + 1)]))
    places = [
        np.stack([np.interp(steps, np.arange(len(way)), column) for column in way.T], axis=-1)
        for way in rows
    ]
    return np.clip(places, -FAR, FAR), np.round(_time(steps) / BEAT).astype(int)


def _nearness(places: np.ndarray, region: Region) -> np.ndarray:
    """How much two racers at ``places`` (2, m, 2) hide one another, (m,) from 0 to 1.

    Who is not in the ``region`` hides nobody.
    """
    gap = np.hypot(*(places[1] - places[0]).T) / region.px
    share = np.clip((CLEAR - gap) / (CLEAR - HIDDEN), 0.0, 1.0)
    inside = ((places >= region.low) & (places <= region.high)).all(axis=(0, 2))
    return np.where(inside, share * share * (3.0 - 2.0 * share), 0.0)


def _once_apart(near: np.ndarray) -> np.ndarray:
    """Of how ``near`` (m,) two are what comes after they were apart for the first time."""
    return np.where(np.logical_or.accumulate(near == 0.0), near, 0.0)


def _lasting(near: np.ndarray, beats: np.ndarray) -> np.ndarray:
    """Of how ``near`` (m,) two are what lasts, by beat (n,), with a smooth rise before it.

    It is as large wherever they stay near, and falls smoothly after. Before the start and after
    the end they are as near as there.
    """
    least = np.minimum.reduceat(near, _firsts(beats))
    around = LASTING + 2 * EASE
    known = np.pad(least, around, mode="edge")
    kept = minimum_filter1d(known, LASTING, mode="nearest")
    kept = maximum_filter1d(kept, LASTING + 2 * EASE + 1, mode="nearest")
    for _ in range(2):
        kept = uniform_filter1d(kept, EASE, mode="nearest")
    return np.where(kept > 1e-9, kept, 0.0)[around:-around]


def _firsts(beats: np.ndarray) -> np.ndarray:
    """The numbers (n,) of the first place of every beat, of places whose beats (m,) ascend."""
    return np.searchsorted(beats, np.arange(beats[-1] + 1))


def _reaches(
    px: float, sides: np.ndarray, near: Mapping[tuple[int, int], np.ndarray]
) -> np.ndarray:
    """How far (racers, n) each is set out to its side of ``sides`` (racers, 2), beat by beat."""
    reach = np.zeros((len(sides), max((len(close) for close in near.values()), default=1)))
    for (i, j), close in near.items():
        gap = float(np.hypot(*(sides[i] - sides[j])))
        needed = max(REACH, APART / gap) * px * close
        reach[i], reach[j] = np.maximum(reach[i], needed), np.maximum(reach[j], needed)
    return reach


def _sides(
    count: int, px: float, places: np.ndarray, near: Mapping[tuple[int, int], np.ndarray]
) -> np.ndarray:
    """The sides (racers, 2) to which the first ``count`` racers are set out, evenly all round.

    They are dealt out for good, so that heads at ``places`` (racers, n, 2) and the dots on those
    places are covered least, and so that each stands where it lies next to those it is ``near``,
    as far as exchanging two helps. The sides of those that are not set out are 0.
    """
    near = {pair: close[::SELDOM] for pair, close in near.items()}
    places = places[:, ::SELDOM]

    def badness(sides: np.ndarray) -> float:
        heads = places + _reaches(px, sides, near)[..., None] * sides[:, None]
        return _badness(heads / px, places / px, near)

    first, second = (0.5, 0.0) if count == 4 else (0.0, 0.5)  # names stand beside a square best
    usual, other = (
        _dealt(_circle(count, turned, len(places)), count, badness) for turned in (first, second)
    )
    gain = badness(usual) - badness(other)
    return other if gain > WORTH * places.shape[1] else usual


def _circle(count: int, turned: float, among: int) -> np.ndarray:
    """``count`` sides evenly all round, ``turned`` by a part of their distance; 0 for the rest."""
    turns = 2.0 * np.pi * (np.arange(count) + turned) / count
    sides = np.zeros((among, 2))
    sides[:count] = np.stack([np.cos(turns), np.sin(turns)], axis=-1)
    return sides


def _dealt(sides: np.ndarray, count: int, badness: Callable[[np.ndarray], float]) -> np.ndarray:
    """The first ``count`` of ``sides`` (racers, 2) in that order in which no exchange is better."""
    least, better = badness(sides), True
    while better:
        better = False
        for i, j in combinations(range(count), 2):
            other = sides.copy()
            other[[i, j]] = sides[[j, i]]
            if (now := badness(other)) < least - 1e-9:
                sides, least, better = other, now, True
    return sides


def _badness(
    heads: np.ndarray, places: np.ndarray, near: Mapping[tuple[int, int], np.ndarray]
) -> float:
    """How much ``heads`` (racers, n, 2) cover each other and ``places`` (racers, n, 2).

    Both are in design pixels. A little, also how far those that are ``near`` come to be apart.
    """
    first, second = np.array(list(near), int).reshape(-1, 2).T
    gaps = np.hypot(*np.moveaxis(heads[second] - heads[first], -1, 0)) / APART
    bad = np.sum(np.maximum(1.0 - gaps, 0.0) ** 2)
    for one, other in ((first, second), (second, first)):
        dots = np.hypot(*np.moveaxis(heads[one] - places[other], -1, 0)) / (HEAD + 3.0 * RIM)
        bad += DOTS * np.sum(np.maximum(1.0 - dots, 0.0) ** 2)
    apart = sum(float(close @ gap) for close, gap in zip(near.values(), gaps, strict=True))
    return float(bad - TOUCH * apart)
